"""Enquiries of HR to a centre: sent with a deadline, answered once with a paper, filed. Texts are sealed."""

import datetime
import hashlib
import json
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from accounts.services.names import seal_bytes
from certificates.domain.scans import paper
from certificates.enums import EnquiryState
from certificates.models import Certificate, Enquiry
from certificates.services import private_files

if TYPE_CHECKING:
    from accounts.models import Centre, User

FOLDER = "enquiries"


class EnquiryError(Exception):
    """The enquiry cannot be sent, answered or filed so."""


class AnsweredError(EnquiryError):
    """The enquiry was answered in the meantime; an answer is never overwritten."""


class NotAnsweredError(EnquiryError):
    """Only an answered enquiry is filed."""


def send_enquiry(
    *,
    pk: uuid.UUID,
    centre: "Centre",
    certificate: Certificate | None,
    serial: str,
    year: int | None,
    name: str,
    question: str,
    due_on: datetime.date,
    by: "User",
    at: datetime.datetime,
) -> Enquiry:
    """Send an enquiry. `pk` was made with the form: sent twice, it is the same enquiry."""
    with transaction.atomic():
        known = Enquiry.objects.filter(pk=pk, by=by).first()
        if known is not None:
            return known
        row = Enquiry.objects.create(
            pk=pk,
            centre=centre,
            certificate=certificate,
            serial=" ".join(serial.split()),
            year=year,
            sealed_question=_sealed(pk, {"name": " ".join(name.split()), "question": question.strip()}),
            due_on=due_on,
            by=by,
            at=at,
        )
        new = {"due": due_on.isoformat(), "certificate": str(certificate.pk) if certificate else None}
        remember(act=Act.ENQUIRY_SENT, by=by, subject=row, centre=centre, new=new)
    return row


def answer_enquiry(*, enquiry: Enquiry, reply: str, data: bytes | None, by: "User", at: datetime.datetime) -> Enquiry:
    """File the centre's reply, with the paper of the reply (PDF, or a picture that is drawn anew).

    Raises AnsweredError, ScanTooLargeError or ScanUnreadableError.
    """
    kind, kept = paper(data) if data else ("", b"")
    if kept:
        private_files.keep(folder=FOLDER, row=enquiry.pk, data=kept)
    with transaction.atomic():
        held = Enquiry.objects.select_for_update(of=("self",)).select_related("centre").get(pk=enquiry.pk)
        if held.state != EnquiryState.OPEN:
            raise AnsweredError
        held.state, held.replied_by, held.replied_at = EnquiryState.ANSWERED, by, at
        held.sealed_reply = _sealed(held.pk, {"reply": reply.strip()})
        held.file_kind, held.file_sha256 = kind, hashlib.sha256(kept).hexdigest() if kept else ""
        held.save(
            update_fields=["state", "replied_by", "replied_at", "sealed_reply", "file_kind", "file_sha256"],
        )
        remember(act=Act.ENQUIRY_ANSWERED, by=by, subject=held, centre=held.centre, new={"sha256": held.file_sha256})
    return held


def close_enquiry(*, enquiry: Enquiry, by: "User", at: datetime.datetime) -> Enquiry:
    """File an answered enquiry; a filed one is returned as it is. Raises NotAnsweredError for an open one."""
    with transaction.atomic():
        held = Enquiry.objects.select_for_update(of=("self",)).select_related("centre").get(pk=enquiry.pk)
        if held.state == EnquiryState.CLOSED:
            return held
        if held.state != EnquiryState.ANSWERED:
            raise NotAnsweredError
        held.state, held.closed_at = EnquiryState.CLOSED, at
        held.save(update_fields=["state", "closed_at"])
        remember(act=Act.ENQUIRY_CLOSED, by=by, subject=held, centre=held.centre)
    return held


def opened_reply(*, enquiry: Enquiry, by: "User") -> bytes | None:
    """Return the paper of a reply, and remember who opened it; None when there is none."""
    data = private_files.kept(FOLDER, enquiry.pk) if enquiry.file_kind else None
    if data is None or hashlib.sha256(data).hexdigest() != enquiry.file_sha256:
        return None
    remember(act=Act.ENQUIRY_OPENED, by=by, subject=enquiry, centre=enquiry.centre)
    return data


def _sealed(pk: uuid.UUID, texts: dict[str, str]) -> bytes:
    return seal_bytes(pk, json.dumps(texts, ensure_ascii=False).encode("utf-8"), pk.bytes)
