"""The rows of `certificates`."""

from certificates.models.certificates import Certificate, CertificateEvent
from certificates.models.console import CheckPaper, Enquiry, ListCheck, PostRequirement
from certificates.models.designs import Design, DesignPicture
from certificates.models.issuing import Batch, BatchLine, BatchSignatory, NameProof, RegisterSeries
from certificates.models.ledgers import PrintedBlank, Printer, RegisterGap, SpoiltBlank
from certificates.models.past import PastDraft, PastEntry, PastPage, PastWord, PastYear
from certificates.models.signing import Credential, IssuerKey, SignedFile
from certificates.models.trust import OneTimeLink, Phrase
from certificates.models.verification import CheckCount, VerificationRecord

__all__ = [
    "Batch",
    "BatchLine",
    "BatchSignatory",
    "Certificate",
    "CertificateEvent",
    "CheckCount",
    "CheckPaper",
    "Credential",
    "Design",
    "DesignPicture",
    "Enquiry",
    "IssuerKey",
    "ListCheck",
    "NameProof",
    "OneTimeLink",
    "PastDraft",
    "PastEntry",
    "PastPage",
    "PastWord",
    "PastYear",
    "Phrase",
    "PostRequirement",
    "PrintedBlank",
    "Printer",
    "RegisterGap",
    "RegisterSeries",
    "SignedFile",
    "SpoiltBlank",
    "VerificationRecord",
]
