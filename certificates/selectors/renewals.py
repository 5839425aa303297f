"""Certificates that end on a day: which of them a new one renews, and which end soon."""

import datetime
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.enums import Role
from certificates.domain.serials import course_code
from certificates.enums import CertificateState, EventKind, RegisterKind
from certificates.models import Certificate

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort

SOON = datetime.timedelta(days=90)


def renewed_by(cohort: "Cohort", people: Collection[uuid.UUID]) -> dict[uuid.UUID, Certificate]:
    """Return the certificate that a new one of this cohort renews, by person: of the same course, and it ends on a day.

    It may have ended already: after a refresher it is renewed all the same (domain.md 4.6). The newest one. One query.
    """
    course = course_code(cohort.programme_version.programme.code)
    rows = _dated().filter(person__in=people, series__course_code=course).exclude(enrolment__cohort=cohort)
    return {row.person_id: row for row in rows.order_by("issued_on", "number")}


def expiring(user: "User", today: datetime.date) -> QuerySet[Certificate]:
    """Return the standing certificates that end within 90 days and that `user` looks after, the nearest end first.

    One's own; the centre's for registrar and head; all for HR.
    """
    rows = _soon(today).select_related("person", "centre")
    if user.has_role(Role.HR, Role.AUDITOR, Role.ADMINISTRATOR):
        return rows
    return rows.filter(centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))


def own_expiring(user: "User", today: datetime.date) -> list[Certificate]:
    """Return the person's own certificates that end within 90 days. One query."""
    return list(_soon(today).filter(person=user))


def not_told(today: datetime.date) -> list[tuple[Certificate, EventKind]]:
    """Return what the calendar has brought about and no event says yet: that a certificate ends soon, that it ended."""
    soon = _soon(today).exclude(events__kind=EventKind.EXPIRING)
    over = _dated().filter(valid_until__lt=today).exclude(events__kind=EventKind.EXPIRED)
    return [(row, EventKind.EXPIRING) for row in soon] + [(row, EventKind.EXPIRED) for row in over]


def _soon(today: datetime.date) -> QuerySet[Certificate]:
    rows = _dated().filter(valid_until__gte=today, valid_until__lte=today + SOON, issued_on__lte=today)
    return rows.order_by("valid_until", "serial")


def _dated() -> QuerySet[Certificate]:
    return Certificate.objects.filter(
        state=CertificateState.ISSUED, register=RegisterKind.QUALIFICATION, valid_until__isnull=False
    )
