"""Who may prepare, issue, revoke and replace certificates, and whose graduation page one sees."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.enums import Role
from courses.selectors.cohorts import kept_cohorts, visible_cohorts

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.models import Batch, Certificate
    from courses.models import Cohort

KEEPERS = (Role.REGISTRAR, Role.HEAD)
READERS = (Role.AUDITOR, Role.ADMINISTRATOR)  # of every centre; they change nothing
OFFICES = (Role.HR, *KEEPERS, *READERS)  # who look certificates up


def graduating_cohorts(user: "User") -> "QuerySet[Cohort]":
    """Return the cohorts whose graduation page `user` may open: the centre's own, or all for those who only read."""
    return visible_cohorts(user) if user.has_role(*READERS) else kept_cohorts(user)


def may_prepare(user: "User", cohort: "Cohort") -> bool:
    """True for a registrar of the cohort's centre."""
    return cohort.centre_id in user.centre_ids(Role.REGISTRAR)


def may_issue(user: "User", batch: "Batch") -> bool:
    """True for a head of the batch's centre; whether four eyes forbid it is asked of selectors.involvement."""
    return batch.cohort.centre_id in user.centre_ids(Role.HEAD)


def may_revoke(user: "User", certificate: "Certificate") -> bool:
    """True for HR and for a head of the certificate's centre, but never for its holder."""
    allowed = user.has_role(Role.HR) or certificate.centre_id in user.centre_ids(Role.HEAD)
    return allowed and certificate.person_id != user.pk


def may_replace(user: "User", certificate: "Certificate") -> bool:
    """True for a head of the certificate's centre; the service refuses who issued it."""
    return certificate.centre_id in user.centre_ids(Role.HEAD) and certificate.person_id != user.pk


def may_set_phrase(user: "User", certificate: "Certificate") -> bool:
    """True for the holder of a certificate that the public page withholds: nobody else may put it in trust."""
    return certificate.person_id == user.pk and not certificate.check_allowed


def may_make_link(user: "User", certificate: "Certificate") -> bool:
    """True for the holder of a withheld certificate, and for HR."""
    return not certificate.check_allowed and (certificate.person_id == user.pk or user.has_role(Role.HR))
