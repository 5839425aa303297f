"""The audit trail for the people who read it."""

import dataclasses
import datetime
import json
import uuid
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from accounts.domain.numbers import normal_number
from accounts.models import AuditEntry, User

ENTRIES_ON_PAGE = 50


@dataclasses.dataclass(frozen=True)
class Line:
    """One entry as it is shown: the person acted on by number, other rows by kind and id; details without names."""

    entry: AuditEntry
    subject_number: str
    details: str


def audit_trail(
    *,
    by: User,
    act: str = "",
    number: str = "",
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    page: str = "1",
) -> Page[Line]:
    """Return one page of the entries `by` may read, newest first, in a constant number of queries.

    `number` finds what a person did and what was done to the person's row; `until` is the last day shown.
    """
    entries = AuditEntry.objects.visible_to(by).select_related("actor", "centre").order_by("-at", "-pk")
    if act:
        entries = entries.filter(act=act)
    if number:
        ids = list(User.objects.filter(service_number__iexact=normal_number(number)).values_list("pk", flat=True))
        entries = entries.filter(Q(actor__in=ids) | Q(subject_id__in=[str(pk) for pk in ids]))
    if since:
        entries = entries.filter(at__gte=_midnight(since))
    if until:
        entries = entries.filter(at__lt=_midnight(until + datetime.timedelta(days=1)))
    chosen = Paginator(entries, ENTRIES_ON_PAGE).get_page(page)
    listed: list[AuditEntry] = list(chosen.object_list)
    ids_shown = [uuid.UUID(entry.subject_id) for entry in listed if entry.subject == "accounts.user"]
    numbers = dict(User.objects.filter(pk__in=ids_shown).values_list("pk", "service_number"))
    lines = [Line(entry, _number_of(entry, numbers), _details(entry)) for entry in listed]
    chosen.object_list = lines  # type: ignore[assignment]
    return chosen  # type: ignore[return-value]


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _number_of(entry: AuditEntry, numbers: dict[uuid.UUID, str]) -> str:
    return numbers.get(uuid.UUID(entry.subject_id), "") if entry.subject == "accounts.user" else ""


def _details(entry: AuditEntry) -> str:
    def shown(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value is not None else ""

    return " → ".join(part for part in (shown(entry.old), shown(entry.new)) if part)


def entries_on(subject: Any, *, act: str, most: int) -> list[AuditEntry]:
    """Return the newest entries of one act on a row, with who did it: the row's history, for who keeps it. One query.

    The caller has checked that the reader may see the row.
    """
    entries = AuditEntry.objects.filter(act=act, subject=subject._meta.label_lower, subject_id=str(subject.pk))
    return list(entries.select_related("actor").order_by("-at", "-pk")[:most])
