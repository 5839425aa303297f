"""Keep the PDF of a certificate: a file outside the database, sealed for protected persons, its hash in the record."""

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings

from accounts.selectors.names import open_bytes
from accounts.selectors.sealed import SealError
from accounts.services.names import seal_bytes
from certificates.models import Certificate

FOLDER = "certificates"


def keep_file(*, certificate: Certificate, pdf: bytes) -> None:
    """Write the PDF and, the first time, its name and SHA-256 into the record. Writing it again changes nothing.

    The file takes its place in one step, so that a crash leaves the whole file or none.
    """
    sealed = certificate.person.protected
    name = f"{certificate.pk}.pdf.sealed" if sealed else f"{certificate.pk}.pdf"
    data = seal_bytes(certificate.person_id, pdf, _context(certificate.pk)) if sealed else pdf
    path = _folder() / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{name}.{uuid.uuid4().hex}")
    with draft.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    if not certificate.file_sha256:
        digest = hashlib.sha256(pdf).hexdigest()
        Certificate.objects.filter(pk=certificate.pk, file_sha256="").update(
            file_name=name, file_sha256=digest, file_sealed=sealed
        )
        certificate.file_name, certificate.file_sha256, certificate.file_sealed = name, digest, sealed


def kept_file(certificate: Certificate) -> bytes | None:
    """Return the PDF as it was kept, opened if it was sealed; None when there is none, or it is not the one registered.

    Raises KeyDestroyedError when the person was erased.
    """
    if not certificate.file_name:
        return None
    try:
        data = (_folder() / certificate.file_name).read_bytes()
    except FileNotFoundError:
        return None
    if certificate.file_sealed:
        try:
            data = open_bytes(certificate.person_id, data, _context(certificate.pk))
        except SealError:
            return None
    return data if hashlib.sha256(data).hexdigest() == certificate.file_sha256 else None


def _folder() -> Path:
    return Path(settings.PRIVATE_ROOT) / FOLDER


def _context(pk: uuid.UUID) -> bytes:
    return pk.bytes + b"pdf"
