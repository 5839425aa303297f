"""Sign a PDF file: PAdES, ECDSA P-256, certifying, with certificates and revocation lists inside what is signed.

Inside, because what is appended after a signature makes an honest file look changed (certificates.md 3.1), and because
the file can then be judged for ever without asking anybody.
"""

import functools
import io
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from certificates.domain.marks import FIELD
from certificates.signing.keys import Key, KeysError

DIGEST = "sha256"


class TokenMissingError(KeysError):
    """The key is in a token, and the library that speaks to it is not installed or the token does not answer."""


def sign_pdf(pdf: bytes, key: Key) -> bytes:
    """Return the file with one certifying signature over all of it. Takes some 30 ms; different bytes each time.

    Raises KeysError when the token cannot be used.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - reason: see `_metadata`
    from pyhanko.sign import signers  # noqa: PLC0415 - reason: see `_metadata`

    output = io.BytesIO()
    signer = signers.PdfSigner(_metadata(key), _signer(key))
    signer.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)),
        existing_fields_only=True,
        bytes_reserved=_room(key),
        output=output,
    )
    return output.getvalue()


@functools.lru_cache(maxsize=4)
def _room(key: Key) -> int:
    """Return how many hexadecimal digits a signature may take: twice its certificates and what stands around them.

    Said beforehand, because otherwise pyHanko signs every file twice, once to see how long a signature is.
    """
    return 2 * (2048 + sum(len(one.public_bytes(Encoding.DER)) for one in key.chain))


def _metadata(key: Key) -> Any:
    from pyhanko.sign import fields  # noqa: PLC0415 - reason: pyHanko takes 0.5 s to load; only what signs needs it
    from pyhanko.sign.signers import pdf_signer  # noqa: PLC0415 - reason: as above

    return pdf_signer.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=_context(key),
        dss_settings=pdf_signer.DSSContentSettings(
            include_vri=False, placement=pdf_signer.SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        ),
    )


def _context(key: Key) -> Any:
    from asn1crypto import crl  # noqa: PLC0415 - reason: as above
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - reason: as above

    chain = _asn1_chain(key)
    return ValidationContext(
        trust_roots=[chain[-1]],
        other_certs=list(chain[1:]),
        crls=[crl.CertificateList.load(one) for one in key.crls],
        allow_fetching=False,
        revocation_mode="hard-fail" if key.crls else "soft-fail",
    )


@functools.lru_cache(maxsize=4)
def _asn1_chain(key: Key) -> tuple[Any, ...]:
    from asn1crypto import x509  # noqa: PLC0415 - reason: as above

    return tuple(x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in key.chain)


@functools.lru_cache(maxsize=4)
def _signer(key: Key) -> Any:
    """Return pyHanko's signer of a key, the same object for every file."""
    from asn1crypto import keys  # noqa: PLC0415 - reason: as above
    from pyhanko.sign import signers  # noqa: PLC0415 - reason: as above
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 - reason: as above

    chain = _asn1_chain(key)
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain[1:])
    if key.private is None:
        return _token_signer(chain[0], store)
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=chain[0], signing_key=keys.PrivateKeyInfo.load(private), cert_registry=store, embed_roots=False
    )


def _token_signer(leaf: Any, store: Any) -> Any:
    """Return a signer whose key stays in a PKCS#11 token (docs/keys.md)."""
    named = settings.SIGNING_PKCS11
    try:
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415 - reason: the same as below
        from pyhanko.sign import pkcs11  # noqa: PLC0415 - reason: needs python-pkcs11, which most installations lack

        session = pkcs11.open_pkcs11_session(
            named["module"], token_criteria=TokenCriteria(label=named["token"]), user_pin=named["pin"]
        )
    except ImportError as error:
        raise TokenMissingError("SIGNING_PKCS11_MODULE is set, but python-pkcs11 0.9 is not installed") from error
    except Exception as error:
        raise TokenMissingError(f"the token «{named['token']}» does not answer: {type(error).__name__}") from error
    return pkcs11.PKCS11Signer(
        session, signing_cert=leaf, key_label=named["label"], ca_chain=list(store), use_raw_mechanism=True
    )
