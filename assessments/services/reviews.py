"""Questions and practical exercises take the same steps of approval as lessons (courses/services/approvals.py)."""

import functools
from collections.abc import Collection

from assessments.selectors.standings_of_texts import standings_of_practicals, standings_of_questions
from assessments.selectors.texts import PRACTICALS, QUESTIONS, Shelf
from courses.selectors.standings import Standing
from courses.services.approvals import Texts, read_texts_of


def register() -> None:
    """Say how the texts of both kinds are read and locked. Called once, when the app is ready."""
    read_texts_of(QUESTIONS.kind, Texts(_questions, functools.partial(_lock, QUESTIONS)))
    read_texts_of(PRACTICALS.kind, Texts(_practicals, functools.partial(_lock, PRACTICALS)))


def _questions(codes: Collection[str], language: str) -> list[Standing]:
    return standings_of_questions(codes=codes, languages=(language,))


def _practicals(codes: Collection[str], language: str) -> list[Standing]:
    return standings_of_practicals(codes=codes, languages=(language,))


def _lock(shelf: Shelf, codes: Collection[str]) -> None:
    list(shelf.things.objects.select_for_update().filter(code__in=codes).values("pk"))
