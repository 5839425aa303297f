"""What waits at a desk: cohorts without certificates, batches to issue, certificates of a cohort, figures."""

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from accounts.enums import Role
from certificates.enums import BatchState, CertificateState
from certificates.models import Batch, Certificate
from courses.enums import CohortState
from courses.selectors.cohorts import kept_cohorts

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort


def cohorts_to_prepare(user: "User") -> "list[Cohort]":
    """Return the locked cohorts `user` keeps for which no batch was prepared or issued yet."""
    batches = Batch.objects.filter(cohort=OuterRef("pk")).exclude(state=BatchState.CANCELLED)
    locked = kept_cohorts(user).filter(state=CohortState.LOCKED)
    return list(locked.exclude(Exists(batches)).order_by("-ends_on")[:5])


def waiting_batches(user: "User") -> list[Batch]:
    """Return the prepared batches that `user` as head of centre can check and issue, oldest first."""
    there = Batch.objects.filter(state=BatchState.PREPARED, cohort__centre__in=user.centre_ids(Role.HEAD))
    return list(there.select_related("cohort").order_by("prepared_at"))


def batch_of(cohort_code: str) -> Batch | None:
    """Return the newest batch of a cohort that was not cancelled, or None."""
    rows = Batch.objects.filter(cohort__code=cohort_code).exclude(state=BatchState.CANCELLED)
    return rows.order_by("-prepared_at").first()


def certificates_of(cohort_code: str) -> list[Certificate]:
    """Return the certificates of a cohort in the order of their numbers, with person and centre."""
    rows = Certificate.objects.filter(enrolment__cohort__code=cohort_code)
    return list(rows.select_related("person", "centre").order_by("number"))


def figures_of_register(user: "User") -> tuple[int, int]:
    """Return how many certificates visible to `user` stand, and how many were revoked. One query."""
    counted = Certificate.objects.visible_to(user).aggregate(
        standing=Count("pk", filter=Q(state=CertificateState.ISSUED)),
        revoked=Count("pk", filter=Q(state=CertificateState.REVOKED)),
    )
    return counted["standing"], counted["revoked"]
