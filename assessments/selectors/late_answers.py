"""Answers that came too late and were not decided on, with what they would change."""

import dataclasses
import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from accounts.selectors.names import display, names_of
from assessments.enums import AttemptState
from assessments.models import AttemptQuestion, QuestionText, Response
from assessments.selectors.cards import Card, card_with
from assessments.selectors.remarking import WITH_RULES, Outcome, outcomes
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Attempt

MOST = 200  # answers on one page


@dataclasses.dataclass(frozen=True, slots=True)
class LateAnswer:
    """One answer, how late it came, and what the attempt would be worth with it (`then`) beside what it is (`now`)."""

    response: Any
    name: str
    late_by: datetime.timedelta | None
    points: Decimal | None
    then_points: Decimal | None
    then: Outcome
    card: Card | None  # the question with this answer

    @property
    def matters(self) -> bool:
        """True when accepting would change marks, percent or passed, or send the attempt to a marker."""
        return self.points != self.then_points or self.then.waiting


def undecided(centres: Collection[int]) -> Any:
    """Return the late answers of attempts that were handed in at some centres, without a decision, oldest first."""
    rows = Response.objects.filter(
        late=True, decision__isnull=True, attempt__enrolment__cohort__centre__in=centres
    ).exclude(attempt__state=AttemptState.OPEN)
    return rows.order_by("received_at", "pk")


def late_answers(
    user: "User", centres: Collection[int], language: str, *, pk: uuid.UUID | None = None
) -> list[LateAnswer]:
    """Return what waits for a decision at some centres, the oldest first, at most MOST; `pk` for one alone.

    Answers of `user`'s own are left out. Each is tried alone: what it would change if only it were accepted. The
    number of queries grows with the most late answers of one attempt, not with the attempts.
    """
    rows = undecided(centres).exclude(attempt__enrolment__person=user)
    if pk is not None:
        rows = rows.filter(pk=pk)
    related = (*(f"attempt__{name}" for name in WITH_RULES), "attempt__enrolment__person")
    listed: list[Any] = list(rows.select_related(*related)[:MOST])
    tried = _tried(listed)
    names = names_of([row.attempt.enrolment.person for row in listed])
    cards = _cards(listed, language)
    found = []
    for row in listed:
        then = tried[row.pk]
        person = row.attempt.enrolment.person
        line = next((one for one in then.lines if one.position == row.position), None)
        ended = min(filter(None, (row.attempt.deadline, row.attempt.submitted_at)), default=None)
        found.append(
            LateAnswer(
                response=row,
                name=display(names.get(person.pk, {}), language, person.service_number),
                late_by=row.received_at - ended if ended and row.received_at > ended else None,
                points=line.old_points if line else None,
                then_points=line.points if line else None,
                then=then,
                card=cards.get(row.pk),
            )
        )
    return found


def _cards(rows: Sequence[Any], language: str) -> dict[uuid.UUID, Card]:
    """Return the question of each answer with the answer as it came, in a language, else the source. Two queries."""
    drawn: dict[tuple[uuid.UUID, int], Any] = {
        (one.attempt_id, one.position): one
        for one in AttemptQuestion.objects.filter(attempt__in={row.attempt_id for row in rows}).select_related(
            "version__picture"
        )
    }
    asked = {row.pk: drawn.get((row.attempt_id, row.position)) for row in rows}
    versions = {one.version_id for one in asked.values() if one is not None}
    words: dict[int, QuestionText] = {}
    for text in QuestionText.objects.filter(version__in=versions, language__in={language, SOURCE_LANGUAGE}):
        if text.language == language or text.version_id not in words:
            words[text.version_id] = text
    return {
        row.pk: card_with(one, words.get(one.version_id), answer=row.answer, annulled=one.annulled)
        for row in rows
        if (one := asked[row.pk]) is not None
    }


def _tried(rows: Sequence[Any]) -> Mapping[uuid.UUID, Outcome]:
    """Return what each attempt would be worth with one of its late answers: round by round, one answer an attempt."""
    waiting: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        waiting[row.attempt_id].append(row)
    found: dict[uuid.UUID, Outcome] = {}
    while waiting:
        batch = [listed.pop() for listed in waiting.values()]
        attempts: list[Attempt] = [row.attempt for row in batch]
        for row, outcome in zip(batch, outcomes(attempts, accepted=[row.pk for row in batch]), strict=True):
            found[row.pk] = outcome
        waiting = defaultdict(list, {pk: listed for pk, listed in waiting.items() if listed})
    return found
