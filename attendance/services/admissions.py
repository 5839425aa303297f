"""Admit somebody by order of the commission although hours are missing: one person proposes, another one decides."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act, OrderKind
from accounts.services.audit import remember
from accounts.services.orders import write_order
from attendance.models import Admission
from attendance.selectors.shares import standing_of
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Enrolment


class AdmissionError(Exception):
    """The admission cannot be written down; the subclass says why."""


class AdmissionReasonMissingError(AdmissionError):
    """An admission needs a reason."""


class AlreadyAdmittedError(AdmissionError):
    """The person is admitted already, by the hours or by an order."""


class FourEyesError(AdmissionError):
    """Whoever proposed an admission, or is to be admitted, does not decide on it."""


def propose(
    *, enrolment: "Enrolment", number: str, date: datetime.date, reason: str, by: "User", at: datetime.datetime
) -> Admission:
    """Write down the commission's order (number and date) and why; it admits nobody before another person decides.

    A proposal that was not decided on is replaced. Raises AdmissionReasonMissingError, AlreadyAdmittedError,
    FourEyesError for oneself, or an error of accounts.services.orders.write_order.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise AdmissionReasonMissingError
    if by.pk == enrolment.person_id:
        raise FourEyesError
    with transaction.atomic():
        cohort = hold(enrolment.cohort_id)
        enrolment.cohort = cohort
        if standing_of(enrolment).admitted:
            raise AlreadyAdmittedError
        order = write_order(centre=cohort.centre, kind=OrderKind.ADMISSION, number=number, date=date, by=by, at=at)
        admission, _ = Admission.objects.update_or_create(
            enrolment=enrolment, defaults={"order": order, "reason": reason, "proposed_by": by, "proposed_at": at}
        )
        remember(
            act=Act.ADMISSION_PROPOSED,
            by=by,
            subject=enrolment,
            centre=cohort.centre,
            new={"order": order.number, "date": str(order.date)},
            reason=reason,
        )
    return admission


def decide(*, admission: Admission, admit: bool, by: "User", at: datetime.datetime) -> Admission | None:
    """Admit, or turn the proposal down (it is taken away; the audit trail keeps it and None is returned).

    What was decided stays. Raises FourEyesError for who proposed it and for the person concerned.
    """
    with transaction.atomic():
        hold(admission.enrolment.cohort_id)
        row: Admission | None = (
            Admission.objects.select_for_update().select_related("enrolment__cohort__centre").filter(pk=admission.pk)
        ).first()
        if row is None or row.at is not None:
            return row
        if by.pk in {row.proposed_by_id, row.enrolment.person_id}:
            raise FourEyesError
        remember(
            act=Act.ADMISSION_DECIDED,
            by=by,
            subject=row.enrolment,
            centre=row.enrolment.cohort.centre,
            new={"admitted": admit},
            reason=row.reason,
        )
        if not admit:
            row.delete()
            return None
        row.by, row.at = by, at
        row.save()
    return row
