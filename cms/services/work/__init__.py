"""Work of translators, whatever it is about: the registry of kinds. Screens ask here and know no kind."""

from collections.abc import Mapping

from cms.domain.work import WorkKind
from cms.services.work import pages, practicals, questions, terms, wording
from cms.services.work.adapter import (
    Adapter,
    UnknownWorkError,
    WorkChangedError,
    WorkIncompleteError,
    WorkRefusedError,
)

__all__ = [
    "ADAPTERS",
    "Adapter",
    "UnknownWorkError",
    "WorkChangedError",
    "WorkIncompleteError",
    "WorkRefusedError",
    "adapter_of",
]

# In the order of the queue. Whoever writes a kind adds its line: `WorkKind.TERM: terms.ADAPTER`.
ADAPTERS: Mapping[WorkKind, Adapter] = {
    WorkKind.LESSON: pages.LESSONS,
    WorkKind.MODULE: pages.MODULES,
    WorkKind.COURSE: pages.COURSES,
    WorkKind.QUESTION: questions.ADAPTER,
    WorkKind.PRACTICAL: practicals.ADAPTER,
    WorkKind.TERM: terms.ADAPTER,
    WorkKind.WORDING: wording.ADAPTER,
}


def adapter_of(kind: str) -> Adapter | None:
    """Return the adapter of a kind, or None for a word that is no kind."""
    return next((adapter for known, adapter in ADAPTERS.items() if known == kind), None)
