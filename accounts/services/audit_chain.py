"""Seal the audit trail: one sealer chains what was written since, so that no write waits for the chain."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from accounts.domain.audit_chain import FIRST, batch_digest, entry_digest
from accounts.enums import Act
from accounts.models import AuditBatch, AuditHead, AuditLink, User
from accounts.selectors.audit_chain import FIELDS, newest_batch, strays, unsealed
from accounts.services.audit import remember

MOST_IN_BATCH = 1000
TRIES = 5  # in a row, when another sealer is always first


def seal_acts(*, at: datetime.datetime) -> int:
    """Chain all acts that are not sealed yet, in batches; return how many entries were sealed.

    Any number of sealers may run: a batch number is given once, and who comes second begins anew with what is left.
    Entries dated long before the last batch are left alone: they were written into a sealed past (`seal_strays`).
    """
    sealed = lost = 0
    reached: datetime.datetime | None = None  # in this run; what was committed late is found by the next
    while lost < TRIES:
        last = newest_batch()
        waiting = unsealed(last).filter(at__gte=reached) if reached else unsealed(last)
        rows = list(waiting.order_by("at", "pk").values(*FIELDS)[:MOST_IN_BATCH])
        if not rows:
            break
        through = at if len(rows) < MOST_IN_BATCH else rows[-1]["at"]
        try:
            sealed += len(_seal(last, rows, at=at, through=through, by_hand=False))
            lost, reached = 0, rows[-1]["at"]
        except IntegrityError:  # another sealer was first
            lost, reached = lost + 1, None
    return sealed


def seal_strays(*, reason: str, by: User | None, at: datetime.datetime) -> int:
    """Seal entries dated before the sealed past; return how many. Remembered with the reason.

    For the day when the clock of the server had gone wrong: somebody has looked at each of them. They stay marked as
    sealed by hand for ever.
    """
    sealed = 0
    while rows := list(strays(newest_batch()).order_by("at", "pk").values(*FIELDS)[:MOST_IN_BATCH]):
        with transaction.atomic():
            sealed += len(_seal(newest_batch(), rows, at=at, through=at, by_hand=True))
            remember(act=Act.STRAYS_SEALED, by=by, new={"entries": len(rows)}, reason=reason)
    return sealed


def _seal(
    last: AuditBatch | None,
    rows: Sequence[dict[str, Any]],
    *,
    at: datetime.datetime,
    through: datetime.datetime,
    by_hand: bool,
) -> list[AuditLink]:
    """Write one batch after `last`. Raises IntegrityError when another sealer wrote it."""
    if last is not None and not by_hand:
        through = max(through, last.through)
    digests = [entry_digest(row) for row in rows]
    number = last.number + 1 if last else 1
    batch = AuditBatch(
        number=number,
        sealed_at=at,
        through=through,
        entries=len(rows),
        by_hand=by_hand,
        digest=batch_digest(
            number=number,
            sealed_at=at,
            through=through,
            by_hand=by_hand,
            previous=last.digest if last else FIRST,
            entries=digests,
        ),
    )
    with transaction.atomic():
        batch.save(force_insert=True)
        return AuditLink.objects.bulk_create(
            AuditLink(entry_id=row["id"], batch=batch, position=position, digest=digest.hex())
            for position, (row, digest) in enumerate(zip(rows, digests, strict=True), start=1)
        )


def keep_head(*, batch: AuditBatch, signature: bytes, at: datetime.datetime) -> AuditHead:
    """Keep the signature over the number and digest of a batch."""
    return AuditHead.objects.create(number=batch.number, digest=batch.digest, signature=signature, signed_at=at)
