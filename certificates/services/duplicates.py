"""Replace a lost or spoilt certificate by a duplicate: a new number and code, the same frozen facts (domain.md 4.6)."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from accounts.enums import Act, OrderKind
from accounts.services.audit import remember
from accounts.services.orders import OrderKindDiffersError, write_order
from certificates.domain.codes import new_code
from certificates.domain.record import short_url
from certificates.domain.serials import serial
from certificates.enums import CertificateKind, CertificateState, EventKind, RegisterKind
from certificates.models import Certificate, CertificateEvent, RegisterSeries
from certificates.selectors.involvement import involvement_in
from certificates.selectors.papers import frozen_names
from certificates.services.issuing import names_columns

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.enums import Involvement


class DuplicateError(Exception):
    """No duplicate can be made of this certificate."""


class NotStandingError(DuplicateError):
    """The certificate was revoked: there is nothing to replace."""


class OrderClashError(DuplicateError):
    """The centre has an order of another kind with this number and date."""


class SamePersonError(DuplicateError):
    """Who issued the certificate does not replace it, nor does its holder: four eyes."""


class InvolvedError(DuplicateError):
    """Who makes the duplicate enrolled, taught or assessed its holder."""

    def __init__(self, involvement: "Involvement") -> None:
        super().__init__(involvement)
        self.involvement = involvement


def replace(
    *,
    certificate: Certificate,
    order_number: str,
    order_date: datetime.date,
    by: "User",
    at: datetime.datetime,
) -> Certificate:
    """Issue a duplicate under an order and mark the old certificate replaced; a replaced one returns its duplicate.

    Names, course, dates and wording are those of the old record. Raises a DuplicateError, or what write_order raises.
    """
    with transaction.atomic():
        rows = Certificate.objects.select_for_update(of=("self",))
        held = rows.select_related("centre", "series", "person", "enrolment__cohort").get(pk=certificate.pk)
        if held.state == CertificateState.REPLACED:
            return held.replaced_by
        if held.state != CertificateState.ISSUED:
            raise NotStandingError(held.state)
        issuer = held.events.get(kind=EventKind.ISSUED).actor_id
        if by.pk in (issuer, held.person_id):
            raise SamePersonError
        involvement = involvement_in(by, held.enrolment)
        if involvement is not None:
            raise InvolvedError(involvement)
        try:
            order = write_order(
                centre=held.centre, kind=OrderKind.COMPLETION, number=order_number, date=order_date, by=by, at=at
            )
        except OrderKindDiffersError as error:
            raise OrderClashError from error
        held.state = CertificateState.REPLACED
        held.save(update_fields=["state"])
        copy = _copy(held, at)
        for row, kind in ((held, EventKind.REPLACED), (copy, EventKind.ISSUED)):
            CertificateEvent.objects.create(certificate=row, kind=kind, at=at, actor=by, order=order)
        remember(
            act=Act.CERTIFICATES_ISSUED,
            by=by,
            subject=copy,
            centre=held.centre,
            old={"serial": held.serial},
            new={"serial": copy.serial},
        )
    return copy


def _copy(held: Certificate, at: datetime.datetime) -> Certificate:
    """Write the duplicate with the next number of the same series."""
    series = RegisterSeries.objects.select_for_update(of=("self",)).select_related("centre").get(pk=held.series_id)
    number, pk, code = series.last_number + 1, uuid.uuid4(), new_code()
    RegisterSeries.objects.filter(pk=series.pk).update(last_number=number)
    facts = {
        **held.facts,
        "duplicate_of": held.serial,
        "short_url": short_url(settings.SITE_URL, code),
        "made_at": at.isoformat(timespec="seconds"),
    }
    return Certificate.objects.create(
        id=pk,
        person=held.person,
        enrolment_id=held.enrolment_id,
        centre=held.centre,
        batch=None,
        design_id=held.design_id,
        series=series,
        number=number,
        serial=serial(
            series.centre.code,
            series.course_code,
            series.year,
            number,
            attendance=series.register == RegisterKind.ATTENDANCE,
        ),
        code=code,
        kind=CertificateKind.DUPLICATE,
        register=series.register,
        facts=facts,
        check_allowed=held.check_allowed,
        issued_on=held.issued_on,
        valid_until=held.valid_until,
        replaces=held,
        **names_columns(held.person, pk, frozen_names(held)),
    )
