"""Prepare a batch of certificates, let it be issued by another person, or cancel it. Issuing itself: issuing.py."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act, OrderKind
from accounts.selectors.names import sorted_people
from accounts.services.audit import remember
from accounts.services.orders import OrderKindDiffersError, write_order
from certificates.domain.letters import unprintable
from certificates.enums import BatchState, CertificateState, RegisterKind
from certificates.models import Batch, BatchLine, Certificate, Design
from certificates.selectors.designs import FIRST, newest
from certificates.selectors.entitlement import Entitlement, entitlements
from certificates.selectors.involvement import involvement_of
from certificates.selectors.renewals import renewed_by
from certificates.selectors.signatories import heads_on
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.enums import Involvement
    from courses.models import Cohort


class BatchError(Exception):
    """The batch cannot be prepared, issued or cancelled so."""


class NobodyReadyError(BatchError):
    """Nobody of the cohort is entitled and without a certificate."""


class BatchOpenError(BatchError):
    """Another batch of this cohort is prepared already; `batch` is it."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(str(batch.pk))
        self.batch = batch


class OrderClashError(BatchError):
    """The centre has an order of another kind with this number and date."""


class SamePersonError(BatchError):
    """Who prepared a batch does not issue it."""


class InvolvedError(BatchError):
    """The issuer enrolled, taught or assessed somebody of the batch."""

    def __init__(self, involvement: "Involvement") -> None:
        super().__init__(involvement)
        self.involvement = involvement


class NotInOfficeError(BatchError):
    """A signatory is not head of the centre on the day of the certificates."""


class LettersError(BatchError):
    """A text that would be printed has letters that the fonts of the paper lack: `letters`."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


class DesignGoneError(BatchError):
    """There is no design of this code."""


class NotPreparedError(BatchError):
    """The batch was issued or cancelled in the meantime."""


def prepare_batch(
    *,
    cohort: "Cohort",
    batch_id: uuid.UUID,
    order_number: str,
    order_date: datetime.date,
    effective_on: datetime.date,
    second_language: str,
    by: "User",
    at: datetime.datetime,
    register: str = RegisterKind.QUALIFICATION,
    third_language: str = "",
    design: str = FIRST,
) -> Batch:
    """Put everybody who is entitled and has no certificate from this cohort into a batch, under an order.

    `register` ATTENDANCE: certificates of attendance, for those who are not entitled to the other one. `batch_id` was
    made with the form: sent twice, it is the same batch. Raises BatchOpenError, NobodyReadyError, OrderClashError,
    DesignGoneError, LettersError, and what write_order raises.
    """
    with transaction.atomic():
        held = hold(cohort.pk)
        known = Batch.objects.filter(pk=batch_id, cohort=held).first()
        if known is not None:
            return known
        prepared = Batch.objects.filter(cohort=held, register=register, state=BatchState.PREPARED).first()
        if prepared is not None:
            raise BatchOpenError(prepared)
        ready = ready_people(held, register)
        if not ready:
            raise NobodyReadyError
        _check_letters(held, order_number)
        try:
            order = write_order(
                centre=held.centre, kind=OrderKind.COMPLETION, number=order_number, date=order_date, by=by, at=at
            )
        except OrderKindDiffersError as error:
            raise OrderClashError from error
        batch = Batch.objects.create(
            pk=batch_id,
            cohort=held,
            order=order,
            design=_newest(design),
            register=register,
            second_language=second_language,
            third_language=third_language,
            effective_on=effective_on,
            prepared_by=by,
            prepared_at=at,
        )
        lines = _lines(batch, ready)
        BatchLine.objects.bulk_create(lines)
        remember(act=Act.CERTIFICATES_PREPARED, by=by, subject=batch, centre=held.centre, new={"people": len(lines)})
    return batch


def _check_letters(cohort: "Cohort", order_number: str) -> None:
    """Look at what is printed besides names and the words of the design, which are looked at elsewhere."""
    titles = (cohort.programme_version.titles, cohort.centre.titles)
    letters = unprintable(order_number + "".join(text for texts in titles for text in texts.values()))
    if letters:
        raise LettersError(letters)


def _newest(code: str) -> Design:
    found = newest(code)
    if found is None:
        raise DesignGoneError(code)
    return found


def _lines(batch: Batch, ready: list[Entitlement]) -> list[BatchLine]:
    """Return the lines of a batch; each names the certificate that the new one renews, if there is one."""
    if batch.register == RegisterKind.ATTENDANCE:
        return [BatchLine(batch=batch, enrolment=one.enrolment) for one in _in_order(ready)]
    old = renewed_by(batch.cohort, [one.enrolment.person_id for one in ready])
    return [
        BatchLine(batch=batch, enrolment=one.enrolment, honours=one.honours, renews=old.get(one.enrolment.person_id))
        for one in _in_order(ready)
    ]


def _in_order(ready: list[Entitlement]) -> list[Entitlement]:
    """Return people in the order of the Tajik alphabet: so numbers run in the paper register."""
    by_person = {one.enrolment.person_id: one for one in ready}
    return [by_person[person.pk] for person, _ in sorted_people([one.enrolment.person for one in ready], "tg")]


def ready_people(cohort: "Cohort", register: str = RegisterKind.QUALIFICATION) -> list[Entitlement]:
    """Return those who are entitled and have no standing certificate of this cohort in this register."""
    standing = set(
        Certificate.objects.filter(
            enrolment__cohort=cohort, register=register, state=CertificateState.ISSUED
        ).values_list("enrolment_id", flat=True)
    )
    return [one for one in entitlements(cohort) if one.entitled_in(register) and one.enrolment.pk not in standing]


def issue_batch(*, batch: Batch, by: "User", at: datetime.datetime) -> Batch:
    """Approve the batch for issue by `by`; the certificates are then made by the job `issue_batch` (issuing.py).

    A batch that `by` has issued already is returned as it is. Raises SamePersonError, InvolvedError,
    NotInOfficeError or NotPreparedError.
    """
    with transaction.atomic():
        held = Batch.objects.select_for_update(of=("self",)).select_related("cohort__centre").get(pk=batch.pk)
        if held.state == BatchState.ISSUED and held.issued_by_id == by.pk:
            return held
        if held.state != BatchState.PREPARED:
            raise NotPreparedError(held.state)
        if held.prepared_by_id == by.pk:
            raise SamePersonError
        not_in_office(held)
        involvement = involvement_of(by, held)
        if involvement is not None:
            raise InvolvedError(involvement)
        held.state, held.issued_by, held.issued_at = BatchState.ISSUED, by, at
        held.save(update_fields=["state", "issued_by", "issued_at"])
        remember(act=Act.CERTIFICATES_ISSUED, by=by, subject=held, centre=held.cohort.centre)
    return held


def not_in_office(batch: Batch) -> None:
    """Raise NotInOfficeError when a signatory of the service is no head of the centre on the effective day."""
    named = {pk for pk in batch.signatories.values_list("person_id", flat=True) if pk}
    if named and named - heads_on(batch.cohort.centre, batch.effective_on):
        raise NotInOfficeError


def cancel_batch(*, batch: Batch, by: "User", at: datetime.datetime) -> Batch:
    """Cancel a prepared batch; a cancelled one is returned as it is. Raises NotPreparedError once it was issued."""
    del at  # the audit entry has the time
    with transaction.atomic():
        held = Batch.objects.select_for_update(of=("self",)).select_related("cohort__centre").get(pk=batch.pk)
        if held.state == BatchState.CANCELLED:
            return held
        if held.state != BatchState.PREPARED:
            raise NotPreparedError(held.state)
        held.state = BatchState.CANCELLED
        held.save(update_fields=["state"])
        remember(
            act=Act.CERTIFICATES_PREPARED,
            by=by,
            subject=held,
            centre=held.cohort.centre,
            old={"state": BatchState.PREPARED},
            new={"state": BatchState.CANCELLED},
        )
    return held
