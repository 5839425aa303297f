"""What `certificates` holds about one person, to be read by the person (accounts/selectors/data_copy.py)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.selectors.data_copy import Section
from certificates.models import Certificate, VerificationRecord
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from accounts.models import User


def own_data(person: "User", language: str) -> Sequence[Section]:
    """Return certificates, and when they were checked. Two queries."""
    held = Certificate.objects.filter(person=person).order_by("issued_on", "serial")
    certificates = [
        (
            row.serial,
            row.get_kind_display(),
            pick(row.facts.get("course", {}), language).text,
            row.issued_on,
            row.valid_until or "",
            row.get_state_display(),
        )
        for row in held
    ]
    checked = VerificationRecord.objects.filter(certificate__person=person).select_related("certificate")
    checks = [
        (row.at.date(), row.certificate.serial if row.certificate else "", _checker(row))
        for row in checked.order_by("at")
    ]
    headings = (_("Serial number"), _("Kind"), _("Course"), _("Date of issue"), _("Valid until"), _("State"))
    return [
        Section(_("Certificates"), headings, certificates),
        Section(_("Checks of certificates"), (_("Date"), _("Serial number"), _("Checked")), checks),
    ]


def _checker(row: VerificationRecord) -> str:
    return _("by an officer") if row.by_id else _("on the public page")
