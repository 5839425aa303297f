"""What a whole attempt is worth when it is marked again: answers that stand, keys in force, points given by people."""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery

from assessments.domain.allowance import rules_for
from assessments.domain.hand_marks import Given, settle
from assessments.domain.marking import Answered, Paper, has_answer, paper
from assessments.enums import BY_HAND, AttemptState, RegradeAct
from assessments.models import Attempt, AttemptQuestion, Marking, Regrade
from assessments.selectors.cards import answer_that_stands

WITH_RULES = ("quiz", "enrolment__cohort__programme_version", "enrolment__cohort__centre")


def corrected_key() -> Subquery:
    """Return the expression, for a query over drawn questions, of the key that was corrected; null where none was."""
    newest = Regrade.objects.filter(version=OuterRef("version")).order_by("-at", "-pk")
    return Subquery(newest.values("new_key")[:1])


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A regrade that is looked at before it is written: the version is annulled, or gets another key."""

    version: int
    act: RegradeAct
    key: Mapping[str, Any] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One question of an attempt as it would be marked now. `points` None: it waits for a person."""

    pk: int
    position: int
    version: int
    old_points: Decimal | None
    old_annulled: bool
    points: Decimal | None
    annulled: bool

    @property
    def changed(self) -> bool:
        """True when something of the row is to be written."""
        return (self.points, self.annulled) != (self.old_points, self.old_annulled)


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What an attempt is worth when it is marked now. Without percent while an answer waits for a person."""

    attempt: Attempt
    lines: Sequence[Line]
    paper: Paper
    waiting: bool
    passed: bool | None

    @property
    def percent(self) -> Decimal | None:
        """Percent (0–100), None while it waits."""
        return None if self.waiting else self.paper.percent

    @property
    def changed(self) -> bool:
        """True when marks, percent or passed differ from what is written."""
        attempt = self.attempt
        was = (attempt.percent, attempt.passed)
        return (self.percent, self.passed) != was or any(line.changed for line in self.lines)


COLUMNS = (
    "attempt",
    "pk",
    "position",
    "version",
    "version__kind",
    "version__key",
    "version__marks",
    "order",
    "seed",
    "annulled",
    "points",
    "answer",
)


def outcomes(
    attempts: Sequence[Attempt], *, change: Change | None = None, accepted: Collection[uuid.UUID] = ()
) -> list[Outcome]:
    """Return what attempts are worth when they are marked now, in their order. Three queries for all of them.

    The attempts come with WITH_RULES. `change` is a regrade, `accepted` late answers, that are only tried.
    """
    ids = [attempt.pk for attempt in attempts]
    answer = answer_that_stands(counted_only=True, accepted=accepted)
    drawn = AttemptQuestion.objects.filter(attempt__in=ids).annotate(answer=answer).order_by("position")
    rows: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in drawn.values_list(*COLUMNS):
        rows[row[0]].append(row)
    keys = _keys({row[3] for found in rows.values() for row in found}, change)
    given = _given(ids)
    return [_outcome(attempt, rows[attempt.pk], keys, given, change) for attempt in attempts]


def keys_in_force(versions: Collection[int]) -> dict[int, Any]:
    """Return the keys that were corrected, by version; the others hold their own. One query."""
    return _keys(versions, None)


def annulled_among(versions: Collection[int]) -> set[int]:
    """Return those versions that are annulled now. One query."""
    acts = dict(Regrade.objects.filter(version__in=versions).order_by("at", "pk").values_list("version", "act"))
    return {version for version, act in acts.items() if act == RegradeAct.ANNUL}


def _keys(versions: Collection[int], change: Change | None) -> dict[int, Any]:
    regrades = Regrade.objects.filter(version__in=versions).order_by("at", "pk").values_list("version", "new_key")
    keys = {version: key for version, key in regrades if key is not None}
    if change is not None and change.key is not None:
        keys[change.version] = change.key
    return keys


def _given(ids: Sequence[uuid.UUID]) -> dict[int, list[Given]]:
    given: dict[int, list[Given]] = defaultdict(list)
    marked = Marking.objects.filter(question__attempt__in=ids).order_by("at", "pk")
    for question, stage, points in marked.values_list("question", "stage", "points"):
        given[question].append(Given(stage, points))
    return given


def _outcome(
    attempt: Attempt, rows: Sequence[Any], keys: Mapping[int, Any], given: Mapping[int, Any], change: Change | None
) -> Outcome:
    # a quiz that asks for a second marker afterwards does not take results back
    second = attempt.quiz.second_marker and attempt.state != AttemptState.SUBMITTED
    answered: list[Answered] = []
    waits: list[bool] = []
    for _attempt, pk, _position, version, kind, own, marks, order, seed, annulled, _points, answer in rows:
        key = keys.get(version, own)
        if change is not None and change.version == version:
            annulled = change.act == RegradeAct.ANNUL
        points = None
        if pk in given or (kind in BY_HAND and has_answer(kind, key, answer)):
            points = settle(given.get(pk, ()), second=second).points
        waits.append(kind in BY_HAND and points is None and not annulled and has_answer(kind, key, answer))
        answered.append(Answered(kind, key, marks, answer, order, seed, points, annulled))
    result = paper(answered)
    waiting = any(waits)
    needed = rules_for(attempt.quiz, attempt.enrolment.cohort.programme_version).pass_percent
    lines = [
        Line(row[1], row[2], row[3], row[10], row[9], None if waits[place] else result.points[place], one.annulled)
        for place, (row, one) in enumerate(zip(rows, answered, strict=True))
    ]
    passed = None if needed is None or waiting else result.percent >= needed
    return Outcome(attempt, lines, result, waiting, passed)


def handed_in() -> Any:
    """Return the attempts that were handed in, with what `outcomes` needs."""
    return Attempt.objects.exclude(state=AttemptState.OPEN).select_related(*WITH_RULES)
