"""Team sheets: people who did a group exercise together are marked side by side by one assessor."""

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from assessments.models import Observation, TeamSheet
from assessments.selectors.practicals import exercise_of
from assessments.services.practicals import (
    ExerciseUnknownError,
    NotAssessorError,
    PracticalError,
    Source,
    SubmissionTakenError,
    record_observation,
)

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment

MOST_MEMBERS = 12


class TeamSizeError(PracticalError):
    """A team has two to twelve people of the cohort."""


class MembersError(PracticalError):
    """There must be one list of scores for each member of the team, and for nobody else."""


def make_team(
    *,
    submission: uuid.UUID,
    cohort: "Cohort",
    code: str,
    members: "Collection[Enrolment]",
    by: "User",
    at: datetime.datetime,
) -> TeamSheet:
    """Put people of a cohort together for exercise `code`; sent again with the same id it returns the same sheet.

    Raises TeamSizeError, ExerciseUnknownError or SubmissionTakenError. Whether each can be assessed is judged when the
    sheet is handed in.
    """
    if not 2 <= len(members) <= MOST_MEMBERS or any(one.cohort_id != cohort.pk for one in members):
        raise TeamSizeError
    exercise = exercise_of(cohort, code)
    if exercise is None:
        raise ExerciseUnknownError
    with transaction.atomic():
        team, made = TeamSheet.objects.get_or_create(
            pk=submission, defaults={"cohort": cohort, "exercise": exercise, "by": by, "at": at}
        )
        if made:
            team.members.set(members)
        elif (team.by_id, team.cohort_id, team.exercise_id) != (by.pk, cohort.pk, exercise.pk):
            raise SubmissionTakenError
    return team


def observation_id(team: TeamSheet, enrolment: uuid.UUID) -> uuid.UUID:
    """Return the id of one member's checklist: the same however often the sheet is sent."""
    return uuid.uuid5(team.pk, str(enrolment))


def record_team(
    *,
    team: TeamSheet,
    members: "Mapping[uuid.UUID, Enrolment]",
    scores: Mapping[uuid.UUID, Sequence[int]],
    comment: str,
    by: "User",
    at: datetime.datetime,
) -> list[Observation]:
    """Store a checklist for each member, all or none: scores 0-2 by criterion, keyed by enrolment.

    Raises what `record_observation` raises, MembersError, or NotAssessorError for a sheet of somebody else.
    """
    if team.by_id != by.pk:
        raise NotAssessorError
    if scores.keys() != members.keys() or not scores:
        raise MembersError
    with transaction.atomic():
        return [
            record_observation(
                submission=observation_id(team, pk),
                enrolment=enrolment,
                code=team.exercise.code,
                scores=scores[pk],
                comment=comment,
                by=by,
                at=at,
                source=Source(team=team),
            )
            for pk, enrolment in members.items()
        ]
