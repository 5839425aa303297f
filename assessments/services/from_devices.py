"""Checklists that devices made without a link. Nothing that was sent is lost, nothing is hidden.

Kinds of items (foundation.outbox), both with the subject `exercise/enrolment`: `assessments.draft` is what is marked so
far: {submission, scores, comment}; `assessments.observation` is a checklist that is handed in: {version, scores,
comment, team}, whose id becomes that of the checklist. A second assessor on the same device makes a claim instead:
{claim}, sealed on the device for the server alone, {number, pin, version, scores, comment} inside.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.selectors.pins import ClaimUnreadableError, read_claim
from accounts.selectors.placements import active_person
from accounts.services.pins import PinLockedError, PinWrongError, prove
from assessments.domain.checklists import ChecklistError
from assessments.enums import Refusal
from assessments.models import TeamSheet
from assessments.selectors.practicals import current_try, exercise_of
from assessments.services.drafts import save_draft
from assessments.services.practicals import (
    CohortClosedError,
    ObservationRefusedError,
    PracticalError,
    Source,
    SubmissionTakenError,
    record_observation,
)
from courses.selectors.assessing import enrolment_at
from foundation.outbox.models import Outcome
from foundation.outbox.receiving import Answer, Item

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Enrolment

OBSERVATION = "assessments.observation"
DRAFT = "assessments.draft"
KINDS = {OBSERVATION: _("Checklist"), DRAFT: _("Checklist, not handed in")}
REASONS = {
    "unknown person": _("There is no such person in your cohorts any more."),
    "not assessor": _("You may not assess this person in this exercise."),
    "closed": _("The cohort is closed by protocol. Nothing more can be recorded."),
    "not a checklist": _("The checklist was not complete."),
    "version": _("The checklist was changed meanwhile. Open it again and mark it anew."),
    "pin wrong": _("The service number and the PIN of the second assessor did not belong together."),
    "pin locked": _("The PIN of the second assessor is locked for ten minutes after five wrong tries."),
    "same person": _("The second checklist on a device must be another assessor's."),
    **{str(why): why.label for why in Refusal},
}
OLDEST = datetime.timedelta(days=14)
LONGEST = 2000  # letters of a comment


class _RefusedError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def receive_draft(item: Item, person: uuid.UUID, at: datetime.datetime) -> Answer:
    """Keep what is marked so far. Runs in the transaction of the outbox."""
    return _answer(lambda: _draft(item, person, at))


def receive_observation(item: Item, person: uuid.UUID, at: datetime.datetime) -> Answer:
    """Store a checklist that is handed in, the own one or that of a second assessor who proves herself by PIN."""
    return _answer(lambda: _observation(item, person, at))


def _answer(act: Any) -> Answer:
    try:
        said = act()
    except _RefusedError as refused:
        return Answer(Outcome.REFUSED, {"reason": refused.reason})
    except ObservationRefusedError as error:
        return Answer(Outcome.REFUSED, {"reason": str(error.refusal)})
    except CohortClosedError:
        return Answer(Outcome.REFUSED, {"reason": "closed"})
    except ChecklistError:
        return Answer(Outcome.REFUSED, {"reason": "not a checklist"})
    except PracticalError:
        return Answer(Outcome.REFUSED, {"reason": "not assessor"})
    return said if isinstance(said, Answer) else Answer(Outcome.DONE)


def _draft(item: Item, person: uuid.UUID, at: datetime.datetime) -> None:
    by, enrolment, code = _who_and_whom(item, person)
    said = item.payload
    save_draft(
        submission=_uuid(said.get("submission")) or item.id,
        enrolment=enrolment,
        code=code,
        scores=_scores(said.get("scores")),
        comment=_comment(said.get("comment", "")),
        by=by,
        at=at,
    )


def _observation(item: Item, person: uuid.UUID, at: datetime.datetime) -> Answer:
    by, enrolment, code = _who_and_whom(item, person)
    said: Mapping[str, Any] = item.payload
    source = Source(team=_team(said.get("team"), enrolment, by))
    if "claim" in said:
        said = _claim(item)
        source = Source(device_of=by)
        by = _second(said, by, at)
    scores = _scores(said.get("scores"))
    if any(one is None for one in scores):
        raise ChecklistError
    if known := _same_already(enrolment, code, by, scores, item.id):
        return known
    _check_version(enrolment, code, said.get("version"))
    try:
        record_observation(
            submission=item.id,
            enrolment=enrolment,
            code=code,
            scores=[one for one in scores if one is not None],
            comment=_comment(said.get("comment", "")),
            by=by,
            at=_happened(item, at),
            source=source,
        )
    except SubmissionTakenError:
        raise _RefusedError("not a checklist") from None
    return Answer(Outcome.DONE)


def _who_and_whom(item: Item, person: uuid.UUID) -> tuple["User", "Enrolment", str]:
    by = active_person(person)
    code, _slash, pk = item.subject.rpartition("/")
    enrolment_id = _uuid(pk)
    enrolment = enrolment_at(by, enrolment_id, Role.INSTRUCTOR) if by and enrolment_id else None
    if by is None or enrolment is None:
        raise _RefusedError("unknown person")
    return by, enrolment, code


def _claim(item: Item) -> Mapping[str, Any]:
    try:
        return read_claim(item.payload["claim"], item.subject)
    except ClaimUnreadableError:
        raise _RefusedError("not a checklist") from None


def _second(said: Mapping[str, Any], holder: "User", at: datetime.datetime) -> "User":
    """Return who made the claim; the wrong try of a PIN is counted because the item is answered, not undone."""
    try:
        by = prove(number=str(said.get("number", ""))[:64], pin=str(said.get("pin", ""))[:24], at=at)
    except PinWrongError:
        raise _RefusedError("pin wrong") from None
    except PinLockedError:
        raise _RefusedError("pin locked") from None
    if by.pk == holder.pk:
        raise _RefusedError("same person")
    return by


def _same_already(
    enrolment: "Enrolment", code: str, by: "User", scores: Sequence[int | None], pk: uuid.UUID
) -> Answer | None:
    """Two devices of one assessor: the same scores are stored already; others are a conflict, and the first stand."""
    exercise = exercise_of(enrolment.cohort, code)
    current = current_try(enrolment, exercise) if exercise else None
    own = [one for one in current.observations if one.assessor_id == by.pk and one.pk != pk] if current else []
    if not own:
        return None
    return Answer(
        Outcome.DONE if own[0].scores == list(scores) else Outcome.CONFLICT, {"reason": str(Refusal.RECORDED)}
    )


def _check_version(enrolment: "Enrolment", code: str, shown: object) -> None:
    """The device says which checklist it showed: scores of another one fit nothing."""
    exercise = exercise_of(enrolment.cohort, code)
    current = current_try(enrolment, exercise) if exercise else None
    if current is not None and shown is not None and shown != current.version.pk:
        raise _RefusedError("version")


def _team(said: object, enrolment: "Enrolment", by: "User") -> TeamSheet | None:
    pk = _uuid(said)
    return TeamSheet.objects.filter(pk=pk, by=by, members=enrolment).first() if pk else None


def _happened(item: Item, at: datetime.datetime) -> datetime.datetime:
    """When the exercise was seen: by the device's clock where that was right, but never later than now or long ago."""
    seen = None if item.clock_doubtful else item.corrected_at
    return seen if seen is not None and at - OLDEST < seen < at else at


def _scores(said: object) -> list[int | None]:
    if not isinstance(said, list) or any(one is not None and type(one) is not int for one in said):
        raise _RefusedError("not a checklist")
    return said


def _comment(said: object) -> str:
    if not isinstance(said, str):
        raise _RefusedError("not a checklist")
    return said[:LONGEST]


def _uuid(value: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
