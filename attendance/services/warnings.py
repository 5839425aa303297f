"""Warn on the day on which somebody can no longer reach the share that the programme asks for."""

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from attendance.models import ShareWarning
from attendance.selectors.shares import Standing, standings_of
from courses.enums import CohortState
from courses.selectors.cohorts import cohorts_in

if TYPE_CHECKING:
    from courses.models import Cohort, Enrolment


def look_again(*, cohort: "Cohort", at: datetime.datetime, enrolments: "Collection[Enrolment] | None" = None) -> int:
    """Warn of who cannot reach the share any more, lift the warning of who can again; return how many changed.

    For everybody in the cohort, or for some. Repeatable: a warning keeps its day until it is lifted.
    """
    with transaction.atomic():
        standings = standings_of(cohort, enrolments)
        warnings = {row.enrolment_id: row for row in ShareWarning.objects.filter(enrolment__in=standings)}
        changed = []
        for pk, standing in standings.items():
            warning = warnings.get(pk)
            if standing.share.unreachable and (warning is None or warning.lifted_at is not None):
                changed.append(_warning(warning or ShareWarning(enrolment_id=pk), standing, at))
            elif not standing.share.unreachable and warning is not None and warning.lifted_at is None:
                warning.lifted_at = at
                changed.append(warning)
        for warning in changed:
            warning.save()
    return len(changed)


def look_everywhere(*, at: datetime.datetime) -> int:
    """Do the same for all running cohorts; return how many warnings changed. For `manage.py tick`."""
    return sum(look_again(cohort=cohort, at=at) for cohort in cohorts_in(CohortState.RUNNING))


def _warning(warning: ShareWarning, standing: Standing, at: datetime.datetime) -> ShareWarning:
    warning.day = timezone.localdate(at)
    warning.missed_hours = standing.share.missed_hours
    warning.planned_hours = standing.share.planned_hours
    warning.made_at, warning.lifted_at = at, None
    return warning
