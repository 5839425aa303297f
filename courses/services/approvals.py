"""Approve texts: one row a step, for lessons, questions, practical exercises and glossary terms alike."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from courses.enums import ApprovalState, ApprovedKind
from courses.models import Approval

if TYPE_CHECKING:
    from accounts.models import User


def set_state(
    *,
    kind: ApprovedKind,
    code: str,
    language: str,
    source_hash: str,
    state: ApprovalState,
    by: "User | None",
    at: datetime.datetime,
) -> Approval:
    """Write the state of the text with `source_hash` in one language; the same state again writes nothing.

    The newest row for a hash is its state, so earlier steps stay readable. Remembered as APPROVAL_CHANGED.
    """
    with transaction.atomic():
        newest = Approval.objects.filter(kind=kind, code=code, language=language, source_hash=source_hash).first()
        if newest is not None and newest.state == state:
            return newest
        approval = Approval.objects.create(
            kind=kind, code=code, language=language, source_hash=source_hash, state=state, by=by, at=at
        )
        remember(
            act=Act.APPROVAL_CHANGED,
            by=by,
            subject=approval,
            old={"state": newest.state} if newest else None,
            new={"kind": str(kind), "code": code, "language": language, "state": str(state)},
        )
    return approval
