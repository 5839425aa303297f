"""The rows of `certificates`."""

from certificates.models.certificates import Certificate, CertificateEvent
from certificates.models.issuing import Batch, BatchLine, Design, RegisterSeries
from certificates.models.verification import CheckCount, VerificationRecord

__all__ = [
    "Batch",
    "BatchLine",
    "Certificate",
    "CertificateEvent",
    "CheckCount",
    "Design",
    "RegisterSeries",
    "VerificationRecord",
]
