"""What the calendar brings about: a certificate ends soon, or has ended. For `manage.py tick`; nobody acts."""

import datetime

from django.db import transaction
from django.utils import timezone

from certificates.models import CertificateEvent
from certificates.selectors.renewals import not_told


def tell_expiries(*, at: datetime.datetime) -> int:
    """Write an event for every certificate that ends within 90 days, and for every one that ended; return how many.

    Each is told once, whoever asks again. The answer of a check follows from the date alone, never from the event.
    """
    told = not_told(timezone.localdate(at))
    if not told:
        return 0
    with transaction.atomic():
        rows = [CertificateEvent(certificate=row, kind=kind, at=at, actor=None) for row, kind in told]
        return len(CertificateEvent.objects.bulk_create(rows, ignore_conflicts=True))
