"""What must be known of a cohort before its certificates are issued: who taught it, who came into it late."""

import datetime
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from courses.enums import SessionState
from courses.models import ClassSession, Enrolment
from courses.selectors.assessing import teachers_of

if TYPE_CHECKING:
    from courses.models import Cohort


def everybody_who_taught(cohort: "Cohort") -> set[uuid.UUID]:
    """Return the ids of the cohort's instructors and of who taught single class sessions. Three queries."""
    sessions = ClassSession.objects.filter(cohort=cohort, instructor__isnull=False)
    sessions = sessions.exclude(state=SessionState.CANCELLED).order_by()
    return set(teachers_of([cohort.pk])[cohort.pk]) | set(sessions.values_list("instructor", flat=True).distinct())


def late_enrolments(cohorts: "Collection[Cohort]") -> list[Enrolment]:
    """Return active enrolments that were written after half of the days of their cohort were over. One query."""
    rows = Enrolment.objects.active().filter(cohort__in=cohorts, enrolled_at__date__gt=F("cohort__starts_on"))
    rows = rows.select_related("cohort", "person", "enrolled_by").order_by("-enrolled_at")
    return [row for row in rows if timezone.localdate(row.enrolled_at) > _middle(row.cohort)]


def _middle(cohort: "Cohort") -> datetime.date:
    return cohort.starts_on + (cohort.ends_on - cohort.starts_on) / 2
