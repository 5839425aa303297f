"""The private keys of this installation: from PKCS#12 files or a PKCS#11 token, or a development CA (docs/keys.md).

Three purposes, three keys: PDF files (`document`), seals in QR codes (`seal`), credentials and lists of states
(`credential`). All are ECDSA on P-256, each with a certificate of our root.
"""

import base64
import dataclasses
import datetime
import functools
import hashlib
import json
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings

from certificates.enums import KeyPurpose
from certificates.signing.development import FILES, MARK, make_development_ca, password_of

COORDINATE = 32  # bytes of a coordinate of P-256


class KeysError(Exception):
    """The keys of this installation cannot be used; the text says what to do."""


class DevelopmentKeysError(KeysError):
    """Keys made for development were to sign in production."""


@dataclasses.dataclass(frozen=True)
class Key:
    """A key that signs: `private` is None when it lies in a token (only for documents). `chain`: leaf first."""

    purpose: KeyPurpose
    private: ec.EllipticCurvePrivateKey | None
    chain: tuple[x509.Certificate, ...]
    crls: tuple[bytes, ...] = ()

    @property
    def public(self) -> ec.EllipticCurvePublicKey:
        found = self.chain[0].public_key()
        assert isinstance(found, ec.EllipticCurvePublicKey)
        return found

    @property
    def jwk(self) -> dict[str, str]:
        """The public key as JWK, with `kid`, `alg` and `use`."""
        return jwk_of(self.public)

    @property
    def kid(self) -> str:
        return self.jwk["kid"]

    @property
    def development(self) -> bool:
        """True for keys under the development CA."""
        return any(MARK in certificate.subject.rfc4514_string() for certificate in self.chain)

    @property
    def chain_in_base64(self) -> list[str]:
        return [base64.b64encode(one.public_bytes(Encoding.DER)).decode("ascii") for one in self.chain]


def jwk_of(public: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """Return a public key as JWK; `kid` is its thumbprint (RFC 7638)."""
    numbers = public.public_numbers()
    x, y = (_url64(value.to_bytes(COORDINATE, "big")) for value in (numbers.x, numbers.y))
    core = {"crv": "P-256", "kty": "EC", "x": x, "y": y}
    digest = hashlib.sha256(json.dumps(core, separators=(",", ":"), sort_keys=True).encode("ascii")).digest()
    return {**core, "kid": _url64(digest), "alg": "ES256", "use": "sig"}


def public_key(jwk: dict[str, Any]) -> ec.EllipticCurvePublicKey:
    """Return the public key of a JWK as `jwk_of` writes it. Raises ValueError when it is no point of the curve."""
    x, y = (int.from_bytes(_unurl64(jwk[name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def short_kid(kid: str) -> bytes:
    """Return the 8 bytes by which a seal names its key: a QR code has no room for the whole thumbprint."""
    return _unurl64(kid)[:8]


def _url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _unurl64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def load_key(purpose: KeyPurpose) -> Key:
    """Return the key of a purpose as the settings name it. Raises KeysError.

    Without SIGNING_P12 the development CA is used, and made if there is none, where the settings allow it.
    """
    if purpose == KeyPurpose.DOCUMENT and settings.SIGNING_PKCS11["module"]:
        return _allowed(_token_key())
    path = configured_file(purpose)
    if path is None:
        if not settings.SIGNING_DEVELOPMENT_ALLOWED:
            raise KeysError("SIGNING_P12 is not set: see docs/keys.md")
        folder = make_development_ca(Path(settings.SIGNING_DIR))
        return _file_key(purpose, folder / FILES[purpose], password_of(folder), (folder / "root.crl",))
    return _allowed(_file_key(purpose, path, settings.SIGNING_P12_PASSWORD, _crls()))


def configured_file(purpose: KeyPurpose) -> Path | None:
    """Return the PKCS#12 file that the settings name for a purpose; documents' file serves those without their own."""
    named = {KeyPurpose.SEAL: settings.SEAL_P12, KeyPurpose.CREDENTIAL: settings.CREDENTIAL_P12}
    path = named.get(purpose) or settings.SIGNING_P12
    return Path(path) if path else None


def _crls() -> tuple[Path, ...]:
    return tuple(Path(path) for path in settings.SIGNING_CRLS)


def _allowed(key: Key) -> Key:
    if key.development and not settings.SIGNING_DEVELOPMENT_ALLOWED:
        raise DevelopmentKeysError("the development CA must not sign in production: see docs/keys.md")
    return key


def _file_key(purpose: KeyPurpose, path: Path, password: str, crls: tuple[Path, ...]) -> Key:
    try:
        stamps = tuple(one.stat().st_mtime_ns for one in (path, *crls))
    except FileNotFoundError as error:
        raise KeysError(f"{error.filename} does not exist: see docs/keys.md") from error
    return _read(purpose, path, password, crls, stamps)


@functools.lru_cache(maxsize=12)
def _read(purpose: KeyPurpose, path: Path, password: str, crls: tuple[Path, ...], _stamps: tuple[int, ...]) -> Key:
    """Return the key in a file; opened once a process, again when the file or a list of revoked ones changes."""
    try:
        found = pkcs12.load_pkcs12(path.read_bytes(), password.encode("utf-8") or None)
    except ValueError as error:
        raise KeysError(f"{path} cannot be opened with this password") from error
    if not isinstance(found.key, ec.EllipticCurvePrivateKey) or not isinstance(found.key.curve, ec.SECP256R1):
        raise KeysError(f"{path} holds no ECDSA key on the curve P-256")
    if found.cert is None or not found.additional_certs:
        raise KeysError(f"{path} must hold the key's certificate and those of its issuers, up to the root")
    others = [one.certificate for one in found.additional_certs]
    return _unrevoked(Key(purpose, found.key, ordered_chain(found.cert.certificate, others), _read_crls(crls)))


def _unrevoked(key: Key) -> Key:
    for one in key.crls:
        if x509.load_der_x509_crl(one).get_revoked_certificate_by_serial_number(key.chain[0].serial_number):
            raise KeysError(f"the certificate of the key {key.kid} for {key.purpose} was revoked: it must not sign")
    return key


def _read_crls(paths: tuple[Path, ...]) -> tuple[bytes, ...]:
    return tuple(_crl(path).public_bytes(Encoding.DER) for path in paths)


def _crl(path: Path) -> x509.CertificateRevocationList:
    data = path.read_bytes()
    return x509.load_pem_x509_crl(data) if data.startswith(b"-----") else x509.load_der_x509_crl(data)


def ordered_chain(leaf: x509.Certificate, others: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Return leaf, issuers and root in this order. Raises KeysError when the root is not among them."""
    chain = [leaf]
    while chain[-1].issuer != chain[-1].subject:
        issuer = next((one for one in others if one.subject == chain[-1].issuer and one not in chain), None)
        if issuer is None:
            raise KeysError(f"the certificate of «{chain[-1].issuer.rfc4514_string()}» is missing in the key file")
        chain.append(issuer)
    return tuple(chain)


def crl_ends(key: Key) -> datetime.datetime | None:
    """Return when the first of the key's lists of revoked certificates runs out; None when there is no list."""
    ends = [x509.load_der_x509_crl(one).next_update_utc for one in key.crls]
    return min((end for end in ends if end is not None), default=None)


def _token_key() -> Key:
    """Return the document key that lies in a PKCS#11 token: its certificates come from a file."""
    path = Path(settings.SIGNING_PKCS11["certificates"])
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except FileNotFoundError as error:
        raise KeysError(f"{path} does not exist: see docs/keys.md") from error
    return _unrevoked(Key(KeyPurpose.DOCUMENT, None, ordered_chain(found[0], found[1:]), _read_crls(_crls())))
