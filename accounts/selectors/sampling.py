"""Role changes that an auditor draws from."""

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts.enums import Act
from accounts.models import AuditEntry, Centre, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

ACTS = (Act.ROLE_GIVEN, Act.ROLE_ENDED)


def role_changes(by: User, since: datetime.date, until: datetime.date, centre: Centre | None) -> list[str]:
    """Return the ids of the entries about roles given and ended in some days, sorted. One query."""
    rows = AuditEntry.objects.visible_to(by).filter(act__in=ACTS, at__date__gte=since, at__date__lte=until)
    if centre is not None:
        rows = rows.filter(centre=centre)
    return sorted(str(pk) for pk in rows.values_list("pk", flat=True))


def role_changes_drawn(by: User, ids: Collection[str]) -> dict[str, tuple[AuditEntry, User | None]]:
    """Return entries by id with the person whose role it was. Two queries."""
    rows = {str(row.pk): row for row in AuditEntry.objects.visible_to(by).filter(pk__in=ids).select_related("centre")}
    people = {str(one.pk): one for one in User.objects.filter(pk__in=[row.subject_id for row in rows.values()])}
    return {pk: (row, people.get(row.subject_id)) for pk, row in rows.items()}


def entries_of_act(by: User, act: Act) -> "QuerySet[AuditEntry]":
    """Return the entries about one act that `by` may read, newest first, with who did it."""
    rows: QuerySet[AuditEntry] = AuditEntry.objects.visible_to(by).filter(act=act).select_related("actor")
    return rows.order_by("-at", "-pk")
