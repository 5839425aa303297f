"""Marks that an auditor looks at: many entered long after the class session, and corrections of signed days."""

import dataclasses
import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import F

from attendance.models import Correction, MarkEvent

if TYPE_CHECKING:
    from courses.models import Cohort

LATE = datetime.timedelta(days=2)
MANY = 5  # marks of one class session by one person


@dataclasses.dataclass(frozen=True)
class LateMarks:
    """Marks of one class session that one person entered days after it; `at` is the first of them."""

    session: uuid.UUID
    cohort: uuid.UUID
    held_on: datetime.date
    by: uuid.UUID
    marks: int
    at: datetime.datetime


@dataclasses.dataclass(frozen=True)
class MarkCorrection:
    """A corrected mark: whose (enrolment), in which class session, by whom, when."""

    enrolment: uuid.UUID
    session: uuid.UUID
    by: uuid.UUID
    at: datetime.datetime


def marks_entered_late(cohorts: "Collection[Cohort]") -> list[LateMarks]:
    """Return where one person entered five marks or more of a class session two days after it or later. One query.

    What a device marked in time and sent later is not among them.
    """
    rows: Any = MarkEvent.objects.filter(session__cohort__in=cohorts, received_at__gt=F("session__ends_at") + LATE)
    rows = rows.exclude(device_at__lte=F("session__ends_at") + LATE).order_by("received_at")
    found: dict[tuple[uuid.UUID, uuid.UUID], list[Any]] = defaultdict(list)
    for row in rows.values_list("session", "by", "session__cohort", "session__date", "received_at"):
        found[row[0], row[1]].append(row)
    return [
        LateMarks(session, rows[0][2], rows[0][3], by, len(rows), rows[0][4])
        for (session, by), rows in found.items()
        if len(rows) >= MANY
    ]


def corrections_in(cohorts: "Collection[Cohort]") -> list[MarkCorrection]:
    """Return the corrections of marks in some cohorts, oldest first. One query."""
    rows: Any = Correction.objects.filter(mark__session__cohort__in=cohorts).order_by("at")
    listed = rows.values_list("mark__enrolment", "mark__session", "by", "at")
    return [MarkCorrection(enrolment, session, by, at) for enrolment, session, by, at in listed]
