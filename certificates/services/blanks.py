"""Numbered blanks: what was printed on which, what was spoilt, how printers are set; and gaps of the register."""

import datetime
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from accounts.enums import Act
from accounts.services.audit import remember
from certificates.domain.blanks import blank_key, numbers_from
from certificates.enums import CertificateState, SpoiltReason
from certificates.models import Certificate, PrintedBlank, Printer, RegisterGap, RegisterSeries, SpoiltBlank

if TYPE_CHECKING:
    from accounts.models import Centre, User


class BlankError(Exception):
    """The blank cannot be written down so. `number` is set where several were to be written down at once."""

    number: str = ""


class NumberMissingError(BlankError):
    """A blank has a number with at least one letter or digit."""


class BlankSpoiltError(BlankError):
    """A blank of this number was written down as spoilt already."""


class BlankUsedError(BlankError):
    """Another certificate was printed on a blank of this number."""


class NotStandingError(BlankError):
    """The certificate was revoked or replaced: nothing is printed any more."""


class NoGapError(BlankError):
    """The number is not a gap of the series: it has a certificate, or was never given out."""


def keep_printer(
    *, centre: "Centre", name: str, right_mm: Decimal, down_mm: Decimal, by: "User", at: datetime.datetime
) -> Printer:
    """Keep the offsets of a printer of a centre; the same name again changes them. Millimetres right and down."""
    del at  # the audit entry has the time
    with transaction.atomic():
        row, made = Printer.objects.select_for_update().get_or_create(
            centre=centre, name=" ".join(name.split()), defaults={"right_mm": right_mm, "down_mm": down_mm}
        )
        old = None if made else {"right": str(row.right_mm), "down": str(row.down_mm)}
        if not made and (row.right_mm, row.down_mm) == (right_mm, down_mm):
            return row
        row.right_mm, row.down_mm = right_mm, down_mm
        row.save(update_fields=["right_mm", "down_mm"])
        new = {"right": str(right_mm), "down": str(down_mm)}
        remember(act=Act.PRINTER_CHANGED, by=by, subject=row, centre=centre, old=old, new=new)
    return row


def use_blank(
    *, certificate: Certificate, number: str, printer: Printer | None, by: "User", at: datetime.datetime
) -> PrintedBlank:
    """Write down that a certificate is printed on the blank `number` of its centre. The same again changes nothing.

    Raises a BlankError.
    """
    key = blank_key(number)
    if not key:
        raise NumberMissingError
    try:
        with transaction.atomic():
            held = Certificate.objects.select_for_update(of=("self",)).select_related("centre").get(pk=certificate.pk)
            known = PrintedBlank.objects.filter(centre=held.centre, key=key).first()
            if known is not None and known.certificate_id != held.pk:
                raise BlankUsedError
            if SpoiltBlank.objects.filter(centre=held.centre, key=key).exists():
                raise BlankSpoiltError
            if known is not None:
                return known
            if held.state != CertificateState.ISSUED:
                raise NotStandingError
            row = PrintedBlank.objects.create(
                centre=held.centre,
                number=" ".join(number.split()),
                key=key,
                certificate=held,
                printer=printer,
                at=at,
                by=by,
            )
            new = {"blank": row.number, "serial": held.serial}
            remember(act=Act.BLANK_PRINTED, by=by, subject=held, centre=held.centre, new=new)
    except IntegrityError as error:
        raise BlankUsedError from error
    return row


def use_blanks(
    *, certificates: Sequence[Certificate], first: str, printer: Printer | None, by: "User", at: datetime.datetime
) -> list[PrintedBlank]:
    """Write down that certificates are printed on blanks whose numbers follow each other from `first`, all or none.

    Raises a BlankError; its `number` says at which blank.
    """
    try:
        numbers = numbers_from(first, len(certificates))
    except ValueError as error:
        raise NumberMissingError from error
    rows = []
    with transaction.atomic():
        for certificate, number in zip(certificates, numbers, strict=True):
            try:
                rows.append(use_blank(certificate=certificate, number=number, printer=printer, by=by, at=at))
            except BlankError as error:
                error.number = number
                raise
    return rows


def spoil_blank(
    *,
    centre: "Centre",
    number: str,
    reason: SpoiltReason,
    act_number: str,
    act_date: datetime.date,
    note: str,
    by: "User",
    at: datetime.datetime,
) -> SpoiltBlank:
    """Write down a spoilt blank for good. Raises NumberMissingError or BlankSpoiltError."""
    key = blank_key(number)
    if not key:
        raise NumberMissingError
    try:
        with transaction.atomic():
            row = SpoiltBlank.objects.create(
                centre=centre,
                number=" ".join(number.split()),
                key=key,
                reason=reason,
                act_number=" ".join(act_number.split()),
                act_date=act_date,
                note=note.strip(),
                at=at,
                by=by,
            )
            new = {"blank": row.number, "reason": reason, "act": row.act_number}
            remember(act=Act.BLANK_SPOILT, by=by, subject=row, centre=centre, new=new)
    except IntegrityError as error:
        raise BlankSpoiltError from error
    return row


def explain_gap(
    *,
    series: RegisterSeries,
    number: int,
    explanation: str,
    act_number: str,
    act_date: datetime.date,
    by: "User",
    at: datetime.datetime,
) -> RegisterGap:
    """Write down why a number of a series has no certificate; once for good. Raises NoGapError."""
    with transaction.atomic():
        held = RegisterSeries.objects.select_for_update(of=("self",)).select_related("centre").get(pk=series.pk)
        taken = Certificate.objects.filter(series=held, number=number).exists()
        if taken or not 1 <= number <= held.last_number:
            raise NoGapError
        known = RegisterGap.objects.filter(series=held, number=number).first()
        if known is not None:
            return known
        row = RegisterGap.objects.create(
            pk=uuid.uuid4(),
            series=held,
            number=number,
            explanation=explanation.strip(),
            act_number=" ".join(act_number.split()),
            act_date=act_date,
            at=at,
            by=by,
        )
        new = {"series": str(held.pk), "number": number, "act": row.act_number}
        remember(act=Act.GAP_EXPLAINED, by=by, subject=row, centre=held.centre, new=new)
    return row
