"""How the course ended for each person of a cohort: admitted or not, passed or not, and what it added."""

import dataclasses
import uuid
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assessments.domain.outcomes import Gain, MeanGain, mean_gain, outcome, shut_out
from assessments.enums import Outcome, RequirementState, ResultKind
from assessments.models import Attempt
from attendance.selectors.shares import standings_of
from courses.selectors.assessing import is_open

if TYPE_CHECKING:
    from assessments.selectors.results import RequirementStatus
    from attendance.selectors.shares import Standing
    from courses.models import Cohort, Enrolment, ProgrammeVersion

Statuses = Mapping[uuid.UUID, Sequence["RequirementStatus"]]


@dataclasses.dataclass(frozen=True)
class Ending:
    """How the course ended, or stands, for one person; `attendance` says whether she is admitted, and why not."""

    outcome: Outcome
    attendance: "Standing"
    gain: Gain

    @property
    def shut_out(self) -> bool:
        """True when the person is not admitted and cannot be any more, but by order."""
        return self.outcome == Outcome.NOT_ADMITTED


def endings_of(cohort: "Cohort", enrolments: Collection["Enrolment"], statuses: Statuses) -> dict[uuid.UUID, Ending]:
    """Return the endings of some enrolments of one cohort. The number of queries does not depend on how many."""
    people = list(enrolments)
    closed = not is_open(cohort)
    standings = standings_of(cohort, people)
    entries = entry_percents(cohort.programme_version, [one.pk for one in people])
    found = {}
    for one in people:
        listed, standing = statuses.get(one.pk, ()), standings[one.pk]
        ended = outcome(
            admitted=standing.admitted,
            unreachable=standing.share.unreachable,
            closed=closed,
            states=[status.state for status in listed],
        )
        found[one.pk] = Ending(ended, standing, Gain(entries.get(one.pk), _exit_percent(listed)))
    return found


def _exit_percent(statuses: Sequence["RequirementStatus"]) -> Decimal | None:
    return next((one.percent for one in statuses if one.kind == ResultKind.EXAM), None)


def entry_percents(version: "ProgrammeVersion", enrolments: Collection[uuid.UUID]) -> dict[uuid.UUID, Decimal]:
    """Return the percent of each person's entry test by enrolment id; one query, none without an entry test."""
    if not version.entry_quiz:
        return {}
    done = Attempt.objects.filter(enrolment__in=enrolments, quiz__code=version.entry_quiz, percent__isnull=False)
    rows: Any = done.order_by("-number").values_list("enrolment", "percent")
    return dict(rows)  # the first attempt is the last row, and stays


def with_admission(
    statuses: Sequence["RequirementStatus"], standing: "Standing", *, closed: bool
) -> list["RequirementStatus"]:
    """Return the statuses with the exit test of somebody who is not admitted shown as that, not as failed."""
    out = shut_out(admitted=standing.admitted, unreachable=standing.share.unreachable, closed=closed)
    if not out:
        return list(statuses)
    return [
        dataclasses.replace(one, state=RequirementState.NOT_ADMITTED)
        if one.kind == ResultKind.EXAM and one.state == RequirementState.MISSING
        else one
        for one in statuses
    ]


def gain_of_cohort(endings: Mapping[uuid.UUID, Ending]) -> MeanGain | None:
    """Return the mean gain of those who sat entry and exit test, or None."""
    return mean_gain([one.gain for one in endings.values()])
