"""The issuer's public keys, past ones as well: what is believed, and what is published."""

import base64
import datetime
from typing import Any

from django.conf import settings

from certificates.domain.serials import SERVICE
from certificates.domain.wording import ISSUER
from certificates.enums import KeyPurpose, KeyState
from certificates.models import IssuerKey
from certificates.signing.credential import Issuer, did_of
from certificates.signing.keys import public_key, short_kid
from certificates.signing.seal import Claims, SealError, kid_in, open_seal
from certificates.signing.verify import Signatory, Trusted


def issuer() -> Issuer:
    """Return who signs."""
    return Issuer(settings.SITE_URL.rstrip("/"), ISSUER["en"])


def read_seal(seal: bytes) -> Claims:
    """Return what a seal says when one of our keys signed it, past ones included. Raises SealError. One query.

    Of a key that was lost or stolen only seals of months before that are believed.
    """
    kid = kid_in(seal)
    for row in IssuerKey.objects.filter(purpose=KeyPurpose.SEAL):
        if short_kid(row.kid) == kid:
            claims = open_seal(seal, {kid: public_key(row.jwk)})
            if claims.issuer != SERVICE or _too_late(row, claims.issued):
                raise SealError("signed after the key was withdrawn")
            return claims
    raise SealError("an unknown key")


def _too_late(row: IssuerKey, month: int) -> bool:
    until = _until(row)
    return until is not None and month >= until.year * 100 + until.month


def _until(row: IssuerKey) -> datetime.datetime | None:
    return row.ends_at if row.state == KeyState.COMPROMISED else None


def trusted() -> Trusted:
    """Return all that is believed when a file is judged. One query."""
    signatories, roots, tokens = [], {}, {}
    for row in IssuerKey.objects.all():
        if row.purpose == KeyPurpose.DOCUMENT:
            chain = [base64.b64decode(one) for one in row.chain]
            signatories.append(Signatory(chain[0], row.kid, _until(row)))
            roots[chain[-1]] = True
        elif row.purpose == KeyPurpose.CREDENTIAL:
            tokens[row.kid] = row.jwk
    return Trusted(tuple(signatories), tuple(roots), tokens)


def key_set() -> dict[str, Any]:
    """Return all public keys as a JWK Set. One query.

    Besides the standard members each key has `purpose`, `state`, `from` and `until`, and `short`, by which seals name
    it (base64url of 8 bytes). From `until` on a key in the state `compromised` is not to be believed.
    """
    return {"keys": [_published(row) for row in IssuerKey.objects.all()]}


def _published(row: IssuerKey) -> dict[str, Any]:
    said = {
        **row.jwk,
        "purpose": row.purpose,
        "state": row.state,
        "from": row.starts_at.isoformat(timespec="seconds"),
        "short": base64.urlsafe_b64encode(short_kid(row.kid)).rstrip(b"=").decode("ascii"),
    }
    if row.ends_at:
        said["until"] = row.ends_at.isoformat(timespec="seconds")
    if row.purpose == KeyPurpose.DOCUMENT:
        said["x5c"] = row.chain
    return said


def did_document() -> dict[str, Any]:
    """Return the site's did:web document: every key of credentials, old ones too, with which to verify. One query."""
    did = did_of(settings.SITE_URL)
    rows = IssuerKey.objects.filter(purpose=KeyPurpose.CREDENTIAL).exclude(state=KeyState.COMPROMISED)
    methods = [
        {
            "id": f"{did}#{row.kid}",
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": {name: row.jwk[name] for name in ("kty", "crv", "x", "y", "kid", "alg")},
        }
        for row in rows
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
        "service": [{"id": f"{did}#site", "type": "LinkedDomains", "serviceEndpoint": settings.SITE_URL}],
    }


def profile() -> dict[str, Any]:
    """Return the issuer's profile as Open Badges 3.0 has it."""
    said = issuer()
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": said.did,
        "type": ["Profile"],
        "name": said.name,
        "url": said.site_url,
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": SERVICE, "identifierType": "identifier"}],
    }
