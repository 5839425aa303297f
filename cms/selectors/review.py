"""What a reviewer has on one page: the text beside its source, what changed, what was said of it, what may be done."""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assessments.selectors.texts import text_of
from cms.domain.differences import BlockChange, compare
from cms.domain.streams import from_json
from cms.selectors.board import KINDS
from courses.access import may_send_back, may_take
from courses.enums import ApprovalState, ApprovedKind, TextState
from courses.selectors.bilingual import with_other_ids
from courses.selectors.curriculum import course_of_module
from courses.selectors.history import (
    EditionText,
    Step,
    edition_of_lesson,
    editions_of_term,
    last_approved_lesson,
    newest_meaning_of_lesson,
    steps_taken,
)
from courses.selectors.standings import Standing
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """A text as readers get it: `body` and `notes` are safe HTML for lessons, `texts` label and words for others."""

    language: str
    number: int
    title: str
    summary: str = ""
    body: str = ""
    notes: str = ""
    texts: Sequence[tuple[str, str]] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Actions:
    """What this person may do now. `own`: the words are their own, so somebody else must pass them."""

    forward: bool
    back: bool
    own: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Review:
    """`beside` is the source language, or for the source the language that says the newest; None when there is none.

    `since` is the number of the last approved edition, 0 when there was none; `changes` what changed after it.
    """

    standing: Standing
    course: str
    here: Side
    beside: Side | None
    leading: str
    since: int
    changes: Sequence[BlockChange]
    steps: Sequence[Step]
    actions: Actions


def review(kind: ApprovedKind, code: str, language: str, user: "User", day: datetime.date) -> Review | None:
    """Return the review page of a text, or None when there is no such thing. A missing text has an empty side."""
    standings = {one.language: one for one in KINDS[kind](codes=[code])}
    standing = standings.get(language)
    if standing is None:
        return None
    course = course_of_module(standing.module)
    leading = _leading(standings)
    other = SOURCE_LANGUAGE if language != SOURCE_LANGUAGE else leading
    if standing.state == TextState.STALE and standings[other].state == TextState.STALE:
        other = leading
    since, changes = _changes(standing)
    return Review(
        standing=standing,
        course=course,
        here=_side(standing),
        beside=_beside(standings[other]) if other != language and standings[other].number else None,
        leading=leading,
        since=since,
        changes=changes,
        steps=steps_taken(kind, code, language, standing.hash),
        actions=_actions(standing, course, user, day),
    )


def _leading(standings: dict[str, Standing]) -> str:
    """Return the language that says the newest: the source where it does."""
    newest = max(one.meaning for one in standings.values())
    fresh = [language for language, one in standings.items() if one.meaning == newest and one.number]
    return SOURCE_LANGUAGE if SOURCE_LANGUAGE in fresh or not fresh else fresh[0]


def _actions(standing: Standing, course: str, user: "User", day: datetime.date) -> Actions:
    written = standing.state != TextState.MISSING
    may = written and may_take(user, standing.step, course, standing.language, day)
    own = standing.changed_by == user.pk and standing.step != ApprovalState.DRAFT
    return Actions(
        forward=may and standing.state != TextState.STALE and not own,
        back=written and may_send_back(user, standing.step, course, standing.language, day),
        own=may and own,
    )


def _beside(standing: Standing) -> Side:
    side = _side(standing)
    return dataclasses.replace(side, body=with_other_ids(side.body), notes=with_other_ids(side.notes))


def _side(standing: Standing) -> Side:
    if standing.state == TextState.MISSING and not standing.number:
        return Side(standing.language, 0, standing.title)
    if standing.kind == ApprovedKind.LESSON:
        edition = edition_of_lesson(standing.code, standing.language, standing.number)
        assert edition is not None
        return Side(
            edition.language, edition.number, edition.title, edition.summary, edition.body, edition.instructor_body
        )
    if standing.kind == ApprovedKind.TERM:
        return _term_side(standing)
    texts = text_of(standing.kind, standing.code, standing.language)
    return Side(standing.language, standing.number, standing.title, texts=texts)


def _term_side(standing: Standing) -> Side:
    edition, _ = editions_of_term(standing.code, standing.language)[0]
    forms = edition.blocks[0][2].get("forms", ())
    return Side(standing.language, edition.number, edition.title, edition.summary, texts=[("", form) for form in forms])


def _changes(standing: Standing) -> tuple[int, list[BlockChange]]:
    """Return the number of the last approved edition before this one, and what changed since."""
    if not standing.number:
        return 0, []
    before, now = _approved_before(standing)
    if before is None or now is None:
        return 0, []
    found = compare(from_json(before.blocks), from_json(now.blocks))
    return before.number, [change for change in found if change.state != "same"]


def _approved_before(standing: Standing) -> tuple[EditionText | None, EditionText | None]:
    if standing.kind == ApprovedKind.LESSON:
        before = last_approved_lesson(standing.code, standing.language, standing.number)
        return before, edition_of_lesson(standing.code, standing.language, standing.number) if before else None
    if standing.kind == ApprovedKind.TERM:
        now, *older = editions_of_term(standing.code, standing.language)
        approved = [edition for edition, step in older if step == ApprovalState.APPROVED]
        return (approved[0] if approved else None), now[0]
    return None, None


@dataclasses.dataclass(frozen=True, slots=True)
class Newer:
    """The edition of another language that says something newer, and the one it came after (0: none)."""

    language: str
    number: int
    before: int


def newer_than_source(code: str) -> Newer | None:
    """Return which edition says something newer than the newest one in the source language, or None. Two queries."""
    newest = newest_meaning_of_lesson(code)
    source = edition_of_lesson(code, SOURCE_LANGUAGE)
    if newest is None or source is None or newest.meaning <= source.meaning:
        return None
    return Newer(newest.language, newest.number, newest.number - 1)
