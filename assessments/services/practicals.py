"""Record practical exercises and confirm them. Two assessors, blind to each other; a third when they differ."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.access import may_assess, may_confirm, sees_sheets
from assessments.domain.checklists import Agreement, score
from assessments.domain.tries import refusal
from assessments.enums import SETTLED, Refusal, ResultKind, ResultState
from assessments.models import Observation, ObservationDraft, Result
from assessments.selectors.practicals import Try, current_try, exercise_of, observation_by_id
from assessments.selectors.sheets import candidate_of
from assessments.services.draws import draw_sample
from courses.selectors.assessing import is_open
from courses.selectors.editions import edition_numbers
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import PracticalPaper, TeamSheet
    from courses.models import Cohort, Enrolment


class PracticalError(Exception):
    """A practical exercise cannot be recorded or confirmed now."""


class CohortClosedError(PracticalError):
    """The cohort is closed by protocol."""


class ExerciseUnknownError(PracticalError):
    """The programme does not ask for this exercise, or it has no checklist."""


class NotAssessorError(PracticalError):
    """The person neither teaches the cohort nor is authorised to assess at its centre."""


class ObservationRefusedError(PracticalError):
    """This assessor may not record this try; `refusal` says why."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.refusal = why


class SubmissionTakenError(PracticalError):
    """The form's id belongs to another checklist."""


class NotConfirmerError(PracticalError):
    """Only the registrar or the head of the cohort's centre confirms."""


class ConfirmerAssessedError(PracticalError):
    """Whoever assessed a try, or typed its paper sheets in, does not confirm it."""


class SecondAssessorMissingError(PracticalError):
    """Two assessors have not recorded this try yet."""


class WomanAssessorMissingError(PracticalError):
    """The exercise asks for a woman among the assessors."""


class OutsiderMissingError(PracticalError):
    """One of the two assessors must be somebody who did not teach the group."""


class ThirdAssessorNeededError(PracticalError):
    """The two assessors differ: a third one decides."""


@dataclasses.dataclass(frozen=True)
class Source:
    """Where a checklist comes from, when not from the assessor's own page: a team sheet, paper, a colleague's device.

    `typed_by` typed it in from paper; `device_of` is whose session it was when the assessor proved herself by PIN.
    """

    team: "TeamSheet | None" = None
    paper: "PracticalPaper | None" = None
    typed_by: "User | None" = None
    device_of: "User | None" = None

    @property
    def told(self) -> dict[str, str]:
        """What the audit trail tells of it."""
        ids = {"typed_by": self.typed_by, "device_of": self.device_of, "team": self.team, "paper": self.paper}
        return {name: str(row.pk) for name, row in ids.items() if row is not None}


def record_observation(
    *,
    submission: uuid.UUID,
    enrolment: "Enrolment",
    code: str,
    scores: Sequence[int],
    comment: str,
    by: "User",
    at: datetime.datetime,
    source: Source = Source(),
) -> Observation:
    """Store `by`'s checklist for one person: scores 0–2, one a criterion, for the current try of exercise `code`.

    `submission` is the id made with the form: sent again by the same assessor it returns what was stored. When as many
    checklists are in as the programme asks for, the result is *submitted*. What she had saved without handing it in
    goes. Raises a PracticalError, or ChecklistError for scores that do not fit.
    """
    with transaction.atomic():
        cohort = hold(enrolment.cohort_id)
        known = observation_by_id(submission)
        if known is not None:
            if (known.assessor_id, known.enrolment_id) != (by.pk, enrolment.pk):
                raise SubmissionTakenError
            return known
        current = _open_try(cohort, enrolment, code)
        today = timezone.localdate(at)
        if not may_assess(by, enrolment, current.exercise, today):
            raise NotAssessorError
        if draw_sample(cohort=cohort, exercise=current.exercise, at=at):
            current = _open_try(cohort, enrolment, code)
        why = refusal(candidate_of(by, current, sees_sheets(by, cohort), today), current.facts)
        if why is not None:
            raise ObservationRefusedError(why)
        sheet = score(scores, current.version.criteria, cohort.programme_version.practical_pass_percent)
        observation = Observation.objects.create(
            id=submission,
            enrolment=enrolment,
            version=current.version,
            try_number=current.number,
            assessor=by,
            scores=list(sheet.scores),
            comment=comment,
            percent=sheet.percent,
            competent=sheet.competent,
            submitted_at=at,
            team=source.team,
            from_paper=source.typed_by,
            paper=source.paper,
        )
        ObservationDraft.objects.filter(enrolment=enrolment, exercise=current.exercise, assessor=by).delete()
        _submit_result(_open_try(cohort, enrolment, code), at)
        remember(
            act=Act.PRACTICAL_RECORDED,
            by=by,
            subject=observation,
            centre=cohort.centre,
            new={"code": code, "try": current.number, "enrolment": str(enrolment.pk)} | source.told,
        )
    return observation


def _open_try(cohort: "Cohort", enrolment: "Enrolment", code: str) -> Try:
    if not is_open(cohort):
        raise CohortClosedError
    exercise = exercise_of(cohort, code)
    current = current_try(enrolment, exercise) if exercise else None
    if current is None:
        raise ExerciseUnknownError
    return current


def _submit_result(current: Try, at: datetime.datetime) -> None:
    """As many checklists in as are needed: the result says so, and waits to be confirmed."""
    if current.decision.agreement is Agreement.WAITING:
        return
    Result.objects.update_or_create(
        enrolment=current.enrolment,
        kind=ResultKind.PRACTICAL,
        code=current.exercise.code,
        defaults={
            "state": ResultState.SUBMITTED,
            "percent": current.decision.percent or 0,
            "passed": bool(current.decision.competent),
            "tries": current.number,
            "edition_numbers": edition_numbers(current.exercise.module.code),
            "confirmed_by": None,
            "confirmed_at": None,
            "updated_at": at,
        },
    )


def confirm_practical(
    *, enrolment: "Enrolment", code: str, try_number: int, by: "User", at: datetime.datetime
) -> Result:
    """Confirm what the assessors of try `try_number` agreed on, or what the majority of three says.

    Confirming the same try again returns the result as it stands. Raises a PracticalError.
    """
    with transaction.atomic():
        cohort = hold(enrolment.cohort_id)
        if not may_confirm(by, cohort):
            raise NotConfirmerError
        result = Result.objects.filter(enrolment=enrolment, kind=ResultKind.PRACTICAL, code=code).first()
        if result is not None and result.state in SETTLED and result.tries >= try_number:
            return result
        current = _open_try(cohort, enrolment, code)
        _check_confirmable(current, try_number, by)
        assert result is not None  # two checklists are in, so it was submitted
        result.state = ResultState.CONFIRMED
        result.percent, result.passed = current.decision.percent or result.percent, bool(current.decision.competent)
        result.confirmed_by, result.confirmed_at, result.updated_at = by, at, at
        result.save()
        remember(
            act=Act.PRACTICAL_CONFIRMED,
            by=by,
            subject=result,
            centre=cohort.centre,
            new={
                "code": code,
                "try": result.tries,
                "percent": str(result.percent),
                "passed": result.passed,
                "enrolment": str(enrolment.pk),
            },
        )
    return result


def _check_confirmable(current: Try, try_number: int, by: "User") -> None:
    if by.pk in current.assessors | current.typists:
        raise ConfirmerAssessedError
    if current.number != try_number or current.decision.agreement is Agreement.WAITING:
        raise SecondAssessorMissingError
    if current.woman_missing:
        raise WomanAssessorMissingError
    if current.outsider_missing and current.decision.agreement is Agreement.DIFFER:
        raise OutsiderMissingError
    if current.decision.agreement is Agreement.DIFFER:
        raise ThirdAssessorNeededError
