"""Certificates that an auditor draws from, and how many were issued to a cohort."""

import datetime
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Count

from certificates.models import Certificate

if TYPE_CHECKING:
    from accounts.models import Centre, User


def certificates_issued(by: "User", since: datetime.date, until: datetime.date, centre: "Centre | None") -> list[str]:
    """Return the ids of the certificates issued in some days, sorted. One query."""
    rows = Certificate.objects.visible_to(by).filter(issued_on__gte=since, issued_on__lte=until)
    if centre is not None:
        rows = rows.filter(centre=centre)
    return sorted(str(pk) for pk in rows.values_list("pk", flat=True))


def certificates_drawn(by: "User", ids: Collection[str]) -> dict[str, Certificate]:
    """Return certificates by id with person and centre. One query."""
    rows = Certificate.objects.visible_to(by).filter(pk__in=ids).select_related("person", "centre")
    return {str(row.pk): row for row in rows}


def certificates_summed(cohorts: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return to how many people of each cohort a certificate was issued. One query."""
    rows = Certificate.objects.filter(enrolment__cohort__in=cohorts).order_by().values("enrolment__cohort")
    return dict(rows.annotate(people=Count("person", distinct=True)).values_list("enrolment__cohort", "people"))
