"""Workers share the drawing of one batch: each claims a few certificates for a while, and lets go what is not done."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from certificates.models import Batch, Certificate

WHILE = datetime.timedelta(minutes=2)  # then another worker may claim them: this one died


def claim_undrawn(*, batch: Batch, many: int, at: datetime.datetime) -> list[Certificate]:
    """Claim up to `many` certificates of a batch that have no PDF and that nobody draws; return them with persons.

    Three statements, however many.
    """
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    with transaction.atomic():
        rows = Certificate.objects.select_for_update(of=("self",), skip_locked=True)
        found = rows.filter(free, batch=batch, file_sha256="").order_by("number").values_list("pk", flat=True)
        pks = list(found[:many])
        if not pks:
            return []
        Certificate.objects.filter(pk__in=pks).update(claimed_until=at + WHILE)
    return list(Certificate.objects.filter(pk__in=pks).select_related("person").order_by("number"))


def let_go(*, certificates: Sequence[Certificate]) -> None:
    """Give back what was claimed and not drawn, so that anybody can draw it now."""
    pks = [certificate.pk for certificate in certificates]
    Certificate.objects.filter(pk__in=pks, file_sha256="").update(claimed_until=None)
