"""The rows of `certificates`."""

from certificates.models.certificates import Certificate, CertificateEvent
from certificates.models.issuing import Batch, BatchLine, BatchSignatory, Design, NameProof, RegisterSeries
from certificates.models.trust import OneTimeLink, Phrase
from certificates.models.verification import CheckCount, VerificationRecord

__all__ = [
    "Batch",
    "BatchLine",
    "BatchSignatory",
    "Certificate",
    "CertificateEvent",
    "CheckCount",
    "Design",
    "NameProof",
    "OneTimeLink",
    "Phrase",
    "RegisterSeries",
    "VerificationRecord",
]
