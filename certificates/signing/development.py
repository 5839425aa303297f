"""A certification authority for development: made in a moment, worthless outside, refused in production."""

import contextlib
import datetime
import os
import secrets
import shutil
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from certificates.enums import KeyPurpose

MARK = "DEVELOPMENT ONLY"  # stands in every subject; by it such keys are known
FILES = {purpose: f"{purpose.value}.p12" for purpose in KeyPurpose}
ROOT_FILE, CRL_FILE, PASSWORD_FILE = "root.p12", "root.crl", "password"
YEAR = datetime.timedelta(days=365)

_Pair = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


def make_development_ca(folder: Path, *, at: datetime.datetime | None = None) -> Path:
    """Make root, list of revoked certificates and one key a purpose in `folder`, unless they are there; return it.

    Everything is made beside it and takes its place in one step, so that two processes end with one authority.
    """
    if (folder / CRL_FILE).exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}")
    draft.mkdir(mode=0o700)
    now = at or datetime.datetime.now(datetime.UTC)
    _write(draft / PASSWORD_FILE, secrets.token_urlsafe(24).encode("ascii"))
    root = _root(now)
    _write_p12(draft, ROOT_FILE, root, ())
    _write(draft / CRL_FILE, crl_of(root, (), now).public_bytes(Encoding.DER))
    for purpose, name in FILES.items():
        _write_p12(draft, name, _leaf(root, purpose, now), (root[1],))
    with contextlib.suppress(OSError):  # another process was quicker
        draft.rename(folder)
    shutil.rmtree(draft, ignore_errors=True)
    return folder


def new_development_keys(folder: Path, *, at: datetime.datetime) -> None:
    """Put new keys under the root of `folder`, one a purpose: a rotation to be practised."""
    stored = pkcs12.load_pkcs12((folder / ROOT_FILE).read_bytes(), password_of(folder).encode("ascii"))
    assert isinstance(stored.key, ec.EllipticCurvePrivateKey)
    assert stored.cert is not None
    root = (stored.key, stored.cert.certificate)
    for purpose, name in FILES.items():
        _write_p12(folder, name, _leaf(root, purpose, at), (root[1],))


def password_of(folder: Path) -> str:
    """Return the password of the key files in a folder."""
    return (folder / PASSWORD_FILE).read_text(encoding="ascii")


def crl_of(root: _Pair, revoked: tuple[int, ...], at: datetime.datetime) -> x509.CertificateRevocationList:
    """Return the root's list of revoked certificates, by their serial numbers."""
    key, certificate = root
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=certificate.subject, last_update=at - datetime.timedelta(days=1), next_update=at + 10 * YEAR
    ).add_extension(x509.CRLNumber(1), critical=False)
    builder = builder.add_extension(_authority(key), critical=False)
    for serial in revoked:
        row = x509.RevokedCertificateBuilder(serial_number=serial, revocation_date=at).build()
        builder = builder.add_revoked_certificate(row)
    return builder.sign(key, hashes.SHA256())


def _name(what: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Omuzgoh"), x509.NameAttribute(NameOID.COMMON_NAME, what)]
    )


def _authority(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _usage(**said: bool) -> x509.KeyUsage:
    names = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: said.get(name, False) for name in names})


def _root(at: datetime.datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"{MARK}: root")
    builder = _builder(name, name, key, at, 20).add_extension(x509.BasicConstraints(ca=True, path_length=1), True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return key, builder.sign(key, hashes.SHA256())


def _leaf(root: _Pair, purpose: KeyPurpose, at: datetime.datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(_name(f"{MARK}: {purpose.value}"), root[1].subject, key, at, 10)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
    builder = builder.add_extension(_authority(root[0]), critical=False)
    return key, builder.sign(root[0], hashes.SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime.datetime, years: int
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=at - datetime.timedelta(days=1),
        not_valid_after=at + years * YEAR,
    )
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _write_p12(folder: Path, name: str, pair: _Pair, others: tuple[x509.Certificate, ...]) -> None:
    password = BestAvailableEncryption(password_of(folder).encode("ascii"))
    data = pkcs12.serialize_key_and_certificates(name.encode("ascii"), pair[0], pair[1], others or None, password)
    _write(folder / name, data)


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads; it takes its place in one step."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with draft.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
    draft.replace(path)
