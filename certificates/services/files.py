"""Keep the PDF of a certificate: a file outside the database, sealed for protected persons, its hash in the record.

A file carries a part of its hash in its name: two workers never overwrite each other's, and what is kept never changes.
"""

import datetime
import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings

from accounts.selectors.names import open_bytes
from accounts.selectors.sealed import SealError
from accounts.services.names import seal_bytes
from certificates.models import Certificate, SignedFile

FOLDER = "certificates"


def keep_file(*, certificate: Certificate, pdf: bytes, at: datetime.datetime) -> None:
    """Write the signed PDF; the first one's name and SHA-256 go into the record, a later one's beside it.

    The file takes its place in one step, so that a crash leaves the whole file or none. When another worker was
    quicker with the first one, that one stands and this one is gone.
    """
    sealed = certificate.person.protected
    digest = hashlib.sha256(pdf).hexdigest()
    name = f"{certificate.pk}-{digest[:12]}.pdf{'.sealed' if sealed else ''}"
    _write(name, seal_bytes(certificate.person_id, pdf, _context(certificate.pk)) if sealed else pdf)
    if certificate.file_sha256:
        SignedFile.objects.create(certificate=certificate, sha256=digest, file_name=name, signed_at=at)
        return
    said = {"file_name": name, "file_sha256": digest, "file_sealed": sealed}
    if Certificate.objects.filter(pk=certificate.pk, file_sha256="").update(**said):
        for field, value in said.items():
            setattr(certificate, field, value)
    else:
        (_folder() / name).unlink(missing_ok=True)
        certificate.refresh_from_db(fields=list(said))


def keep_annex(*, certificate: Certificate, pdf: bytes, at: datetime.datetime) -> None:
    """Write the signed annex of a certificate; it is one of the certificate's further files."""
    digest = hashlib.sha256(pdf).hexdigest()
    sealed = certificate.person.protected
    name = f"{_annex_name(certificate)}{digest[:12]}.pdf{'.sealed' if sealed else ''}"
    _write(name, seal_bytes(certificate.person_id, pdf, _context(certificate.pk)) if sealed else pdf)
    SignedFile.objects.create(certificate=certificate, sha256=digest, file_name=name, signed_at=at)


def kept_annex(certificate: Certificate) -> bytes | None:
    """Return the annex as it was kept, opened if it was sealed; None when there is none. One statement."""
    rows = certificate.further_files.filter(file_name__startswith=_annex_name(certificate))
    return next((found for row in rows if (found := _read(certificate, row.file_name, row.sha256)) is not None), None)


def _annex_name(certificate: Certificate) -> str:
    return f"{certificate.pk}-annex-"


def _write(name: str, data: bytes) -> None:
    path = _folder() / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{name}.{uuid.uuid4().hex}")
    with draft.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def kept_file(certificate: Certificate) -> bytes | None:
    """Return the PDF as it was kept, opened if it was sealed; None when there is none that is registered.

    One statement more when the first file is lost. Raises KeyDestroyedError when the person was erased.
    """
    if not certificate.file_name:
        return None
    found = _read(certificate, certificate.file_name, certificate.file_sha256)
    if found is not None:
        return found
    for row in certificate.further_files.exclude(file_name__startswith=_annex_name(certificate)):
        found = _read(certificate, row.file_name, row.sha256)
        if found is not None:
            return found
    return None


def _read(certificate: Certificate, name: str, digest: str) -> bytes | None:
    try:
        data = (_folder() / name).read_bytes()
    except FileNotFoundError:
        return None
    if name.endswith(".sealed"):
        try:
            data = open_bytes(certificate.person_id, data, _context(certificate.pk))
        except SealError:
            return None
    return data if hashlib.sha256(data).hexdigest() == digest else None


def registered(certificate: Certificate, sha256: str) -> bool:
    """Return whether a file with this hash was signed for the certificate: the first one, or one signed again."""
    return bool(sha256) and (
        certificate.file_sha256 == sha256 or certificate.further_files.filter(sha256=sha256).exists()
    )


def _folder() -> Path:
    return Path(settings.PRIVATE_ROOT) / FOLDER


def _context(pk: uuid.UUID) -> bytes:
    return pk.bytes + b"pdf"
