"""Questions and practical exercises are approved like lessons (courses/services/approvals.py)."""

import functools
from collections.abc import Collection

from assessments.models import PracticalExercise, Question
from assessments.selectors.standings_of_texts import standings_of_practicals, standings_of_questions
from courses.enums import ApprovedKind
from courses.selectors.standings import Standing
from courses.services.approvals import Texts, read_texts_of

KINDS = {
    ApprovedKind.QUESTION: (standings_of_questions, Question),
    ApprovedKind.PRACTICAL: (standings_of_practicals, PracticalExercise),
}


def join_approvals() -> None:
    """Let the steps of approval know how the texts of this app stand and are locked. Called when the app is ready."""
    for kind in KINDS:
        read_texts_of(kind, Texts(functools.partial(_read, kind), functools.partial(_lock, kind)))


def _read(kind: ApprovedKind, codes: Collection[str], language: str) -> list[Standing]:
    read, _ = KINDS[kind]
    return read(codes=codes, languages=(language,))


def _lock(kind: ApprovedKind, codes: Collection[str]) -> None:
    _, model = KINDS[kind]
    list(model._default_manager.select_for_update().filter(code__in=codes).values("pk"))
