"""The work of translators as a PO file, for where there is no line."""

import dataclasses
import datetime
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _

from cms.domain.po_format import SENTENCES, Out, Place, write
from cms.domain.work import QueueLine, Segment, Work, WorkKind
from cms.selectors.work import terms_of
from cms.services.work import ADAPTERS
from foundation.languages.titles import SOURCE_LANGUAGE

PROJECT = "Omuzgoh"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice:
    """Which work is to go into a file. No kinds: all. `course`, `module` and `code` (of one thing): "" is no limit.

    Glossary and interface belong to no course: they go out only without such a limit.
    """

    language: str
    kinds: Collection[WorkKind] = ()
    course: str = ""
    module: str = ""
    code: str = ""
    only_open: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class OutFile:
    """A file and how many texts are in it."""

    text: str
    entries: int


def po_file(choice: Choice, *, closed: Collection[str] = (), at: datetime.datetime) -> OutFile:
    """Return the chosen work as a PO file in the order of the curriculum. Remarks are in the active language.

    `closed` are codes of questions that its reader may not open.

    Reads each chosen thing as its screen does, so a whole manual takes some seconds. Whether somebody may have that
    language is the edge's question.
    """
    texts = list(_texts(choice, closed))
    terms = terms_of({segment.source for _work, _place, segment in texts}, choice.language)
    out = [
        Out(
            place,
            segment,
            [
                f"{work.title} · {segment.label}",
                *(_remark(term.source, term.target) for term in terms[segment.source] if term.target),
            ],
        )
        for work, place, segment in texts
    ]
    return OutFile(write(choice.language, out, at=at, title=PROJECT), len(out))


def _texts(choice: Choice, closed: Collection[str]) -> Iterator[tuple[Work, Place, Segment]]:
    for line in _lines(choice):
        if line.kind is WorkKind.QUESTION and line.code in closed:
            continue
        work = ADAPTERS[line.kind].open_work(line.code, line.language)
        if work is None:
            continue
        for segment in work.segments:
            if segment.source and not (choice.only_open and segment.done):
                code = SENTENCES if line.kind is WorkKind.WORDING else line.code
                yield work, Place(line.kind, code, segment.path), segment


def _lines(choice: Choice) -> Sequence[QueueLine]:
    kinds = [kind for kind in ADAPTERS if not choice.kinds or kind in choice.kinds]
    lines = [line for kind in kinds for line in ADAPTERS[kind].lines([choice.language], SOURCE_LANGUAGE)]
    if choice.course:
        lines = [line for line in lines if line.course == choice.course]
    if choice.code:
        lines = [line for line in lines if line.code == choice.code]
    if choice.module:
        place = _place_of_module(choice)
        lines = [line for line in lines if place is not None and line.order[: len(place)] == place]
    return sorted(lines, key=lambda line: (line.order, line.code))


def _place_of_module(choice: Choice) -> tuple[int, ...] | None:
    """Return the positions of course and module, by which all of a module is known; None for an unknown module."""
    modules = ADAPTERS[WorkKind.MODULE].lines([choice.language], SOURCE_LANGUAGE)
    return next((line.order[:2] for line in modules if line.code == choice.module), None)


def _remark(source: str, target: str) -> str:
    return _("Term: %(source)s = %(target)s") % {"source": source, "target": target}
