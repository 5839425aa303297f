"""Remember who looked behind a certificate."""

from typing import TYPE_CHECKING

from accounts.enums import Act
from accounts.services.audit import remember

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.models import Certificate


def note_evidence_opened(*, certificate: "Certificate", by: "User") -> None:
    """Remember that somebody opened the evidence file of a certificate."""
    remember(act=Act.EVIDENCE_OPENED, by=by, subject=certificate, centre=certificate.centre)
