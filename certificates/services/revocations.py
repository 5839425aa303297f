"""Revoke a certificate under an order. The public check says so at once."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act, OrderKind
from accounts.services.audit import remember
from accounts.services.orders import OrderKindDiffersError, write_order
from certificates.enums import CertificateState, EventKind, RevocationCategory
from certificates.models import Certificate, CertificateEvent

if TYPE_CHECKING:
    from accounts.models import User


# A renewed one was genuine all the same: what was got by fraud is revoked, whatever was issued after it.
REVOCABLE = (CertificateState.ISSUED, CertificateState.RENEWED)


class RevocationError(Exception):
    """The certificate cannot be revoked so."""


class NotStandingError(RevocationError):
    """The certificate was replaced by another one: that one is to be revoked."""


class OrderClashError(RevocationError):
    """The centre has an order of another kind with this number and date."""


class OwnCertificateError(RevocationError):
    """Nobody revokes a certificate of their own."""


def revoke(
    *,
    certificate: Certificate,
    order_number: str,
    order_date: datetime.date,
    category: RevocationCategory,
    note: str = "",
    by: "User",
    at: datetime.datetime,
) -> CertificateEvent:
    """Revoke a certificate by an order of its centre; a revoked one keeps its first event, which is returned.

    `note` is for the record only and must hold no name; the public page never shows category or note.
    Raises a RevocationError, or what write_order raises.
    """
    with transaction.atomic():
        held = Certificate.objects.select_for_update(of=("self",)).select_related("centre").get(pk=certificate.pk)
        if held.person_id == by.pk:
            raise OwnCertificateError
        if held.state == CertificateState.REVOKED:
            return held.events.get(kind=EventKind.REVOKED)
        if held.state not in REVOCABLE:
            raise NotStandingError(held.state)
        before = held.state
        try:
            order = write_order(
                centre=held.centre, kind=OrderKind.REVOCATION, number=order_number, date=order_date, by=by, at=at
            )
        except OrderKindDiffersError as error:
            raise OrderClashError from error
        held.state = CertificateState.REVOKED
        held.save(update_fields=["state"])
        event = CertificateEvent.objects.create(
            certificate=held, kind=EventKind.REVOKED, at=at, actor=by, order=order, category=category, note=note
        )
        remember(
            act=Act.CERTIFICATE_REVOKED,
            by=by,
            subject=held,
            centre=held.centre,
            old={"state": before},
            new={"state": CertificateState.REVOKED, "category": category, "order": str(order.pk)},
        )
    return event
