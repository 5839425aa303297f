"""Write what attempts are worth when they are marked again, and what that means for the results of their people."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from assessments.enums import ADMITTED_ONLY, COUNTING, AttemptState, ResultKind, ResultState
from assessments.models import Attempt, AttemptQuestion, Marking, Result
from assessments.selectors.remarking import Outcome, handed_in, outcomes
from assessments.services.attempts import record_quiz_result
from courses.enums import OPEN_COHORTS

ROWS = 200  # a statement takes so many: SQLite allows 999 values in one


def hold_attempt(pk: uuid.UUID) -> Attempt | None:
    """Return an attempt that was handed in, held with its cohort in the transaction; None when there is none."""
    held: Attempt | None = (
        handed_in().select_for_update(of=("self", "enrolment__cohort")).filter(pk=pk).order_by("pk").first()
    )
    return held


def finish_if_marked(attempt: Attempt, at: datetime.datetime) -> Outcome:
    """Mark a held attempt anew; when no answer waits for a person any more it gets its percent and its result.

    Runs in the transaction that holds the attempt. Safe to repeat.
    """
    found = outcomes([attempt])[0]
    write_outcomes([found], at)
    return found


def write_outcomes(found: Sequence[Outcome], at: datetime.datetime) -> None:
    """Write points, percent and passed of attempts, and renew the results they belong to, unless those are locked.

    Runs in the transaction that holds the attempts. The number of statements depends on the number of ROWS only.
    """
    changed = [one for one in found if one.changed or _state(one) != one.attempt.state]
    rows = [
        AttemptQuestion(pk=line.pk, points=line.points, annulled=line.annulled)
        for one in changed
        for line in one.lines
        if line.changed
    ]
    AttemptQuestion.objects.bulk_update(rows, ["points", "annulled"], batch_size=ROWS)
    for one in changed:
        attempt = one.attempt
        attempt.state = _state(one)
        attempt.points = None if one.waiting else one.paper.total
        attempt.max_points = Decimal(one.paper.maximum)
        attempt.percent, attempt.passed = one.percent, one.passed
    fields = ["state", "points", "max_points", "percent", "passed"]
    Attempt.objects.bulk_update([one.attempt for one in changed], fields, batch_size=ROWS // 2)
    _renew_results([one.attempt for one in changed], at)


def _state(one: Outcome) -> AttemptState:
    return AttemptState.MARKING if one.waiting else AttemptState.SUBMITTED


def _renew_results(attempts: Sequence[Attempt], at: datetime.datetime) -> None:
    """Bring the results of counting quizzes to the best attempt, up or down; locked ones stay. Four statements."""
    counting = [
        one
        for one in attempts
        if one.quiz.purpose in COUNTING and one.enrolment.cohort.state in OPEN_COHORTS and one.percent is not None
    ]
    if not counting:
        return
    pairs = {(one.enrolment_id, one.quiz.code): one for one in counting}
    best = _best(counting)
    alone = _marked_alone([one.pk for one in best.values()])
    people = {one.enrolment_id for one in counting}
    codes = {one.quiz.code for one in counting}
    stored = Result.objects.filter(enrolment__in=people, code__in=codes).exclude(kind=ResultKind.PRACTICAL)
    renewed = []
    known = set()
    for result in stored:
        attempt = pairs.get((result.enrolment_id, result.code))
        if attempt is None or result.kind != _kind(attempt):
            continue
        known.add((result.enrolment_id, result.code))
        top = best[attempt.enrolment_id, attempt.quiz_id]
        values = (top.percent, bool(top.passed))
        if result.state == ResultState.LOCKED or (result.percent, result.passed) == values:
            continue
        result.percent, result.passed, result.updated_at = top.percent or Decimal(0), bool(top.passed), at
        waits = top.pk in alone
        result.state = ResultState.SUBMITTED if waits else ResultState.CONFIRMED
        result.confirmed_by, result.confirmed_at = None, None if waits else at
        renewed.append(result)
    fields = ["percent", "passed", "updated_at", "state", "confirmed_by", "confirmed_at"]
    Result.objects.bulk_update(renewed, fields, batch_size=ROWS // 2)
    for pair, attempt in pairs.items():
        if pair not in known:
            record_quiz_result(attempt=best[attempt.enrolment_id, attempt.quiz_id])


def _kind(attempt: Attempt) -> ResultKind:
    return ResultKind.EXAM if attempt.quiz.purpose in ADMITTED_ONLY else ResultKind.QUIZ


def _best(attempts: Sequence[Attempt]) -> dict[tuple[uuid.UUID, int], Attempt]:
    """Return the attempt that counts, by enrolment and quiz. One query."""
    mine = Attempt.objects.filter(
        enrolment__in={one.enrolment_id for one in attempts},
        quiz__in={one.quiz_id for one in attempts},
        percent__isnull=False,
    )
    ordered = mine.select_related("quiz", "enrolment__cohort").order_by("percent", "-number")
    return {(one.enrolment_id, one.quiz_id): one for one in ordered}


def _marked_alone(ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return those attempts of which one person marked every answer that was marked by hand. One query."""
    markers: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    marked = Marking.objects.filter(question__attempt__in=ids).order_by()
    for attempt, by in marked.values_list("question__attempt", "by"):
        markers[attempt].add(by)
    return {attempt for attempt, people in markers.items() if len(people) == 1}
