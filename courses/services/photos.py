"""Photos are kept for rolls: they go some time after the last course of their person."""

import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.services.photos import forget_photos, photos_before
from courses.models import Enrolment


def expire_photos(at: datetime.datetime, days: int, rehearsal: bool) -> int:
    """Remove the photos of people whose last course ended so many days ago; return how many. For the retention."""
    since = (at - datetime.timedelta(days=days)).date()
    later = Enrolment.objects.filter(Q(cohort__ends_on__gte=since), person=OuterRef("person"))
    old = photos_before(at - datetime.timedelta(days=days)).exclude(Exists(later))
    return old.count() if rehearsal else forget_photos(old)
