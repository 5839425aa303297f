"""The Open Badges 3.0 credential of a certificate, signed as a JWT (VC-JWT, ES256).

What 1EdTech's conformance allows in the header is `alg`, `kid` and `typ`, nothing else. The credential names nobody:
the holder is the paper's code, and for whoever is not protected a salted hash of the name in each script
(`identityHash` = "sha256$" + hex of SHA-256 over the name and the salt, in UTF-8).
"""

import dataclasses
import datetime
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from certificates.domain.names import Parts
from certificates.signing.keys import Key

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
ALGORITHM = "ES256"


class TokenError(Exception):
    """The token is not signed by one of the keys."""


@dataclasses.dataclass(frozen=True)
class Issuer:
    """Who signs: the address of the site, and its name in English."""

    site_url: str
    name: str

    @property
    def did(self) -> str:
        return did_of(self.site_url)


@dataclasses.dataclass(frozen=True)
class Subject:
    """What a credential says, from the frozen record. `names` is empty for protected and withheld persons."""

    code: str
    serial: str
    programme: str
    version: int
    titles: Mapping[str, str]
    course: str  # the title in English, or what there is
    hours: int
    valid_from: datetime.datetime
    valid_until: datetime.datetime | None
    status_list: int
    status_index: int
    salt: str = ""
    names: Mapping[str, Parts] = dataclasses.field(default_factory=dict)


def did_of(site_url: str) -> str:
    """Return the site as a did:web; its document is /.well-known/did.json."""
    return "did:web:" + urlsplit(site_url).netloc.lower().replace(":", "%3A")


def status_address(site_url: str, number: int, purpose: str = "revocation") -> str:
    """Return where a list of states is published."""
    return f"{site_url.rstrip('/')}/status/{number}/{purpose}"


def make_credential(subject: Subject, issuer: Issuer, key: Key) -> str:
    """Return the signed credential."""
    return sign_claims(credential_of(subject, issuer), issuer, key)


def credential_of(subject: Subject, issuer: Issuer) -> dict[str, Any]:
    """Return the credential before it is signed."""
    site = issuer.site_url.rstrip("/")
    page = f"{site}/c/{subject.code}"
    status = status_address(site, subject.status_list)
    found: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": subject.course,
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": issuer.name, "url": site},
        "validFrom": subject.valid_from.isoformat(timespec="seconds"),
        "credentialSubject": _holder(subject, page, site),
        "credentialStatus": {
            "id": f"{status}#{subject.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(subject.status_index),
            "statusListCredential": status,
        },
    }
    if subject.valid_until:
        found["validUntil"] = subject.valid_until.isoformat(timespec="seconds")
    return found


def _holder(subject: Subject, page: str, site: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"{page}#holder",
        "type": ["AchievementSubject"],
        "licenseNumber": subject.serial,
        "achievement": {
            "id": f"{site}/#achievement-{subject.programme}-{subject.version}",
            "type": ["Achievement"],
            "achievementType": "Certification",
            "humanCode": subject.programme,
            "name": subject.course,
            "description": " / ".join(dict.fromkeys(subject.titles.values())),
            "criteria": {
                "narrative": f"{subject.programme}, version {subject.version}, {subject.hours} hours of 45 minutes: "
                "attendance, tests and practical exercises as it requires."
            },
        },
    }
    if subject.names:
        found["identifier"] = [_identity(parts, subject.salt) for _script, parts in sorted(subject.names.items())]
    return found


def _identity(parts: Parts, salt: str) -> dict[str, Any]:
    name = unicodedata.normalize("NFC", " ".join(part for part in parts if part))
    digest = hashlib.sha256((name + salt).encode("utf-8")).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "name",
        "salt": salt,
    }


def sign_claims(credential: Mapping[str, Any], issuer: Issuer, key: Key) -> str:
    """Return a credential as a signed JWT with the registered claims that repeat its dates and ids."""
    assert key.private is not None
    claims = {**credential, "iss": issuer.did, "jti": credential["id"], "sub": credential["credentialSubject"]["id"]}
    claims["nbf"] = _seconds(credential["validFrom"])
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    header = {"typ": "JWT", "alg": ALGORITHM, "kid": f"{issuer.did}#{key.kid}"}
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return jws.serialize_compact(header, payload, ECKey.import_key(key.private), algorithms=[ALGORITHM])


def read_token(token: str, keys: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return the claims of a token signed by one of the keys, JWKs by their `kid`. Dates are the caller's to judge.

    Raises TokenError.
    """
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
        jwk = keys[header["kid"].rpartition("#")[2]]
        core: dict[str, str | list[str]] = {name: jwk[name] for name in ("kty", "crv", "x", "y")}
        found = jws.deserialize_compact(token, ECKey.import_key(core), algorithms=[ALGORITHM])
        claims: dict[str, Any] = json.loads(found.payload)
    except (JoseError, KeyError, ValueError, AttributeError) as error:
        raise TokenError from error
    return claims


def _seconds(moment: str) -> int:
    return int(datetime.datetime.fromisoformat(moment).timestamp())
