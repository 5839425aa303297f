"""Approve texts: one row a step, for lessons, questions, practical exercises and glossary terms alike.

Draft → subject review → language review → approved, each language for itself. Whoever takes a step names the text that
was seen (`Seen`); words published in between are not approved by it. Nobody passes their own words. Each kind says once
(`read_texts_of`) how its texts stand and how they are locked, so the steps are the same for kinds of other apps.
"""

import dataclasses
import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from courses.access import may_send_back, may_take
from courses.enums import ApprovalState, ApprovedKind, TextState
from courses.models import Approval, Lesson, Term
from courses.selectors.curriculum import course_of_module
from courses.selectors.standings import Standing, standings_of_lessons, standings_of_terms

if TYPE_CHECKING:
    from accounts.models import User


class ApprovalError(Exception):
    """A step of approval that cannot be taken. Nothing was written."""


class UnknownTextError(ApprovalError):
    """There is no such text in that language."""


class StaleTextError(ApprovalError):
    """Another language has a newer meaning: the text must be brought up to date first."""


class ChangedMeanwhileError(ApprovalError):
    """Somebody published other words, or took the step, after the page was opened."""


class OwnWordsError(ApprovalError):
    """Nobody passes words that they published themselves."""


class NotAllowedError(ApprovalError):
    """The person's roles do not hold this step."""


class NoNoteError(ApprovalError):
    """A text is sent back with a note that says why."""


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """The text that was on the screen: what its approval names, and the number of its edition or version."""

    hash: str
    number: int


@dataclasses.dataclass(frozen=True, slots=True)
class Moved:
    """What a step for many texts did: codes that were moved, and why others were not."""

    moved: list[str]
    refused: dict[str, ApprovalError]


@dataclasses.dataclass(frozen=True)
class Texts:
    """How the texts of one kind are read (codes, one language) and locked (codes) inside a transaction."""

    read: Callable[[Collection[str], str], Sequence[Standing]]
    lock: Callable[[Collection[str]], None]


def _lessons(codes: Collection[str], language: str) -> list[Standing]:
    return standings_of_lessons(codes=codes, languages=(language,))


def _terms(codes: Collection[str], language: str) -> list[Standing]:
    return standings_of_terms(codes=codes, languages=(language,))


def _lock_lessons(codes: Collection[str]) -> None:
    list(Lesson.objects.select_for_update().filter(code__in=codes).values("pk"))


def _lock_terms(codes: Collection[str]) -> None:
    list(Term.objects.select_for_update().filter(code__in=codes).values("pk"))


_TEXTS: dict[ApprovedKind, Texts] = {
    ApprovedKind.LESSON: Texts(_lessons, _lock_lessons),
    ApprovedKind.TERM: Texts(_terms, _lock_terms),
}
NEXT = {
    ApprovalState.DRAFT: ApprovalState.SUBJECT_REVIEW,
    ApprovalState.SUBJECT_REVIEW: ApprovalState.LANGUAGE_REVIEW,
    ApprovalState.LANGUAGE_REVIEW: ApprovalState.APPROVED,
}


def read_texts_of(kind: ApprovedKind, texts: Texts) -> None:
    """Say how the texts of a kind are read and locked. Called by the app of that kind when it is ready."""
    _TEXTS[kind] = texts


def hand_in(
    *, kind: ApprovedKind, code: str, language: str, seen: Seen, by: "User", at: datetime.datetime, note: str = ""
) -> Approval:
    """Draft → subject review, by somebody who may write that language. Raises ApprovalError."""
    return _step(kind, code, language, seen, ApprovalState.DRAFT, by, at, note)


def pass_subject(
    *, kind: ApprovedKind, code: str, language: str, seen: Seen, by: "User", at: datetime.datetime, note: str = ""
) -> Approval:
    """Subject review → language review, by an editor or an instructor of the course. Raises ApprovalError."""
    return _step(kind, code, language, seen, ApprovalState.SUBJECT_REVIEW, by, at, note)


def pass_language(
    *, kind: ApprovedKind, code: str, language: str, seen: Seen, by: "User", at: datetime.datetime, note: str = ""
) -> Approval:
    """Language review → approved: from now on this text is what trainees read. Raises ApprovalError."""
    return _step(kind, code, language, seen, ApprovalState.LANGUAGE_REVIEW, by, at, note)


def send_back(
    *, kind: ApprovedKind, code: str, language: str, seen: Seen, note: str, by: "User", at: datetime.datetime
) -> Approval:
    """Any step → draft, with a note for whoever writes, by somebody who may pass that step. Raises ApprovalError.

    What is approved already is sent back by a reviewer of subject or of language; older approved editions stay so.
    """
    if not note.strip():
        raise NoNoteError
    with transaction.atomic():
        standing = _locked(kind, [code], language).get(code)
        _check_text(standing, seen)
        assert standing is not None
        if standing.step == ApprovalState.DRAFT:
            raise ChangedMeanwhileError
        course = course_of_module(standing.module)
        if not may_send_back(by, standing.step, course, language, at.date()):
            raise NotAllowedError
        return _write(standing, ApprovalState.DRAFT, note.strip(), by, at)


def move_all(
    *,
    kind: ApprovedKind,
    language: str,
    step: ApprovalState,
    seen: Mapping[str, Seen],
    by: "User",
    at: datetime.datetime,
) -> Moved:
    """Take the step after `step` for all texts in `seen` (by code): one row each. Those that cannot are told.

    Texts that are not at `step` any more are among the refused. A constant number of reading queries.
    """
    moved = Moved([], {})
    with transaction.atomic():
        standings = _locked(kind, seen, language)
        courses = {module: course_of_module(module) for module in {standing.module for standing in standings.values()}}
        for code, saw in seen.items():
            standing = standings.get(code)
            try:
                _check(standing, saw, step, courses.get(standing.module, "") if standing else "", by, at)
            except ApprovalError as error:
                moved.refused[code] = error
                continue
            assert standing is not None
            _write(standing, NEXT[step], "", by, at)
            moved.moved.append(code)
    return moved


def set_state(
    *,
    kind: ApprovedKind,
    code: str,
    language: str,
    source_hash: str,
    state: ApprovalState,
    by: "User | None",
    at: datetime.datetime,
    note: str = "",
) -> Approval:
    """Write a state as it is, for what was approved elsewhere (loading, demonstration); the same again writes nothing.

    The newest row for a hash is its state, so earlier steps stay readable. Remembered as APPROVAL_CHANGED.
    """
    with transaction.atomic():
        newest = Approval.objects.filter(kind=kind, code=code, language=language, source_hash=source_hash).first()
        if newest is not None and newest.state == state:
            return newest
        old = newest.state if newest is not None else None
        return _create(kind, code, language, source_hash, old, state, note, by, at)


def _step(
    kind: ApprovedKind,
    code: str,
    language: str,
    seen: Seen,
    step: ApprovalState,
    by: "User",
    at: datetime.datetime,
    note: str,
) -> Approval:
    with transaction.atomic():
        standing = _locked(kind, [code], language).get(code)
        _check(standing, seen, step, course_of_module(standing.module) if standing else "", by, at)
        assert standing is not None
        return _write(standing, NEXT[step], note.strip(), by, at)


def _locked(kind: ApprovedKind, codes: Collection[str], language: str) -> dict[str, Standing]:
    texts = _TEXTS[kind]
    texts.lock(codes)
    return {standing.code: standing for standing in texts.read(codes, language)}


def _check(
    standing: Standing | None, seen: Seen, step: ApprovalState, course: str, by: "User", at: datetime.datetime
) -> None:
    """Raise the reason why the step after `step` cannot be taken, most useful first."""
    _check_text(standing, seen)
    assert standing is not None
    if not may_take(by, step, course, standing.language, at.date()):
        raise NotAllowedError
    if standing.state == TextState.STALE:
        raise StaleTextError
    if standing.step != step:
        raise ChangedMeanwhileError
    if step != ApprovalState.DRAFT and standing.changed_by == by.pk:
        raise OwnWordsError


def _check_text(standing: Standing | None, seen: Seen) -> None:
    if standing is None or standing.state == TextState.MISSING:
        raise UnknownTextError
    if (standing.hash, standing.number) != (seen.hash, seen.number):
        raise ChangedMeanwhileError


def _write(standing: Standing, state: ApprovalState, note: str, by: "User", at: datetime.datetime) -> Approval:
    key = (standing.kind, standing.code, standing.language, standing.hash)
    return _create(*key, standing.step, state, note, by, at)


def _create(
    kind: ApprovedKind,
    code: str,
    language: str,
    source_hash: str,
    old: str | None,
    state: ApprovalState,
    note: str,
    by: "User | None",
    at: datetime.datetime,
) -> Approval:
    approval = Approval.objects.create(
        kind=kind, code=code, language=language, source_hash=source_hash, state=state, note=note, by=by, at=at
    )
    remember(
        act=Act.APPROVAL_CHANGED,
        by=by,
        subject=approval,
        old={"state": str(old)} if old else None,
        new={"kind": str(kind), "code": code, "language": language, "state": str(state)},
        reason=note,
    )
    return approval
