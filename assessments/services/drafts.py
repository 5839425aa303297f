"""Save a checklist today and hand it in later: what is marked so far, which is never a result."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from assessments.access import may_assess, sees_sheets
from assessments.domain.checklists import SCORES, ChecklistError
from assessments.domain.tries import refusal
from assessments.models import Observation, ObservationDraft
from assessments.selectors.practicals import current_try, exercise_of
from assessments.selectors.sheets import candidate_of
from assessments.services.practicals import (
    CohortClosedError,
    ExerciseUnknownError,
    NotAssessorError,
    ObservationRefusedError,
)
from assessments.services.teams import observation_id
from courses.selectors.assessing import is_open

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import TeamSheet
    from courses.models import Enrolment


def save_draft(
    *,
    submission: uuid.UUID,
    enrolment: "Enrolment",
    code: str,
    scores: Sequence[int | None],
    comment: str,
    by: "User",
    at: datetime.datetime,
) -> ObservationDraft | None:
    """Keep what `by` marked so far: 0–2 or None a criterion. One draft a person and exercise; the newest one stands.

    `submission` is the id made with the form. None when that form was handed in meanwhile. Raises a PracticalError, or
    ChecklistError for scores that do not fit.
    """
    with transaction.atomic():
        if Observation.objects.filter(pk=submission).exists():
            return None
        exercise = exercise_of(enrolment.cohort, code)
        current = current_try(enrolment, exercise) if exercise else None
        if exercise is None or current is None:
            raise ExerciseUnknownError
        if not is_open(enrolment.cohort):
            raise CohortClosedError
        today = timezone.localdate(at)
        if not may_assess(by, enrolment, exercise, today):
            raise NotAssessorError
        why = refusal(candidate_of(by, current, sees_sheets(by, enrolment.cohort), today), current.facts)
        if why is not None:
            raise ObservationRefusedError(why)
        if len(scores) != len(current.version.criteria) or any(one not in (None, *SCORES) for one in scores):
            raise ChecklistError
        draft, _ = ObservationDraft.objects.update_or_create(
            enrolment=enrolment,
            exercise=exercise,
            assessor=by,
            defaults={"scores": list(scores), "comment": comment, "saved_at": at},
            create_defaults={"id": submission, "scores": list(scores), "comment": comment, "saved_at": at},
        )
    return draft


def save_team_drafts(
    *,
    team: "TeamSheet",
    members: "Mapping[uuid.UUID, Enrolment]",
    scores: Mapping[uuid.UUID, Sequence[int | None]],
    comment: str,
    by: "User",
    at: datetime.datetime,
) -> int:
    """Keep what `by` marked so far on a team sheet, a draft for each member, all or none; return how many.

    Members whose checklist is handed in already are left out. Raises what `save_draft` raises, or NotAssessorError for
    a sheet of somebody else.
    """
    if team.by_id != by.pk:
        raise NotAssessorError
    with transaction.atomic():
        kept = [
            save_draft(
                submission=observation_id(team, pk),
                enrolment=enrolment,
                code=team.exercise.code,
                scores=scores[pk],
                comment=comment,
                by=by,
                at=at,
            )
            for pk, enrolment in members.items()
            if any(score is not None for score in scores[pk])
        ]
    return sum(draft is not None for draft in kept)
