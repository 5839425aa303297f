"""How the audit trail calls rows and values of `certificates`, and where they are opened; loaded at the start."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.selectors.audit_words import name_rows, name_values, open_rows
from certificates.enums import (
    Answer,
    BatchState,
    CertificateState,
    Finding,
    KeyPurpose,
    KeyState,
    RevocationCategory,
    SpoiltReason,
)
from certificates.selectors.registers import visible_certificates

if TYPE_CHECKING:
    from accounts.models import User

name_rows({
    "certificates.batch": _("Batch of certificates"),
    "certificates.certificate": _("Certificate"),
    "certificates.checkpaper": _("Verification record"),
    "certificates.design": _("Design of certificates"),
    "certificates.enquiry": _("Enquiry"),
    "certificates.registergap": _("Gap in the register"),
    "certificates.issuerkey": _("Signing key"),
    "certificates.listcheck": _("Compared list"),
    "certificates.pastdraft": _("Register of a past year"),
    "certificates.pastentry": _("Line of a past register"),
    "certificates.pastpage": _("Page of a past register"),
    "certificates.postrequirement": _("Post"),
    "certificates.printedblank": _("Numbered blank"),
    "certificates.printer": _("Printer"),
    "certificates.registerseries": _("Register of certificates"),
    "certificates.spoiltblank": _("Spoilt blank"),
})  # fmt: skip
name_values("state", CertificateState.choices, row="certificates.certificate")
name_values("state", BatchState.choices, row="certificates.batch")
name_values("state", KeyState.choices, row="certificates.issuerkey")
name_values("purpose", KeyPurpose.choices)
name_values("category", RevocationCategory.choices)
name_values("answer", Answer.choices)
name_values("finding", Finding.choices)
name_values("reason", SpoiltReason.choices)
name_values(
    "list",
    {
        "calling list": _("Calling list"),
        "receipt sheet": _("Sheet of receipt"),
        "names to sign": _("Name-proof sheet"),
    }.items(),
)


def _certificates(by: "User", ids: Collection[str]) -> dict[str, str]:
    """The evidence file, which the readers of the trail may open."""
    if not by.has_role(Role.REGISTRAR, Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR):
        return {}
    found = visible_certificates(by).filter(pk__in=ids).values_list("pk", flat=True)
    return {str(pk): reverse("certificates:evidence", args=[pk]) for pk in found}


open_rows("certificates.certificate", _certificates)
