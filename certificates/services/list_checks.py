"""Lists that HR compares with the register: kept sealed for some days, decided line by line by a person."""

import datetime
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from accounts.services.names import forget_drafts, seal_draft
from certificates.models import ListCheck
from certificates.selectors.list_checks import read_asked

if TYPE_CHECKING:
    from accounts.models import User

KEPT = datetime.timedelta(days=3)
MOST_LINES = 500


class ListTooLongError(ValueError):
    """The list has more than MOST_LINES lines."""


class ListEmptyError(ValueError):
    """The list has headings and no line below them."""


def keep_list(
    *, data: bytes, suffix: str, post: str, day: datetime.date, by: "User", at: datetime.datetime
) -> ListCheck:
    """Keep a list sealed for three days. Raises SheetUnreadable, ListEmptyError or ListTooLongError."""
    lines = read_asked(data, suffix)
    if not lines:
        raise ListEmptyError
    if len(lines) > MOST_LINES:
        raise ListTooLongError
    pk = uuid.uuid4()
    with transaction.atomic():
        expire_lists(at=at)
        row = ListCheck.objects.create(
            pk=pk, by=by, at=at, suffix=suffix, sealed=seal_draft(data, pk.bytes), post=post, day=day
        )
        remember(act=Act.CERTIFICATES_COMPARED, by=by, subject=row, new={"lines": len(lines), "post": post})
    return row


def decide(*, check: ListCheck, decisions: Mapping[int, str], by: "User", at: datetime.datetime) -> ListCheck:
    """Keep whom each line means: "person:…", "past:…", "nobody", or "" to leave the line open again."""
    del at  # the audit entry has the time
    with transaction.atomic():
        held = ListCheck.objects.select_for_update().get(pk=check.pk)
        kept = {**held.decisions, **{str(number): said for number, said in decisions.items()}}
        held.decisions = {number: said for number, said in kept.items() if said}
        held.save(update_fields=["decisions"])
        remember(act=Act.CERTIFICATES_COMPARED, by=by, subject=held, new={"decided": len(held.decisions)})
    return held


def note_download(*, check: ListCheck, lines: int, kind: str, by: "User") -> None:
    """Remember that the result of a list was taken away."""
    remember(act=Act.EXPORTED, by=by, subject=check, new={"lines": lines, "kind": kind})


def expire_lists(*, at: datetime.datetime) -> int:
    """Throw away the files of lists older than three days; return how many. For `tick`."""
    due = list(ListCheck.objects.filter(sealed__isnull=False, at__lt=at - KEPT).values_list("pk", flat=True))
    if due:
        ListCheck.objects.filter(pk__in=due).update(sealed=None)
        forget_drafts(due)
    return len(due)
