"""Credentials and lists of states: what the standards want, and nobody's name."""

import base64
import datetime
import gzip
import json

import jsonschema
import pytest

from certificates.enums import KeyPurpose
from certificates.signing import status
from certificates.signing.credential import TokenError, credential_of, did_of, make_credential, read_token
from tests.factories.signing import CODE, ISSUED, ISSUER, NAMES, SERIAL, SITE, key, subject

URI = {"type": "string", "pattern": "^(https?:|did:|urn:)"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)$"}

# The members that Open Badges 3.0 and VC 2.0 require of a credential, and those of ours; nothing unknown passes.
OPEN_BADGE = {
    "type": "object",
    "required": ["@context", "id", "type", "issuer", "validFrom", "credentialSubject", "credentialStatus"],
    "additionalProperties": False,
    "properties": {
        "@context": {
            "const": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ]
        },
        "id": URI,
        "type": {"const": ["VerifiableCredential", "OpenBadgeCredential"]},
        "name": {"type": "string", "minLength": 1},
        "validFrom": MOMENT,
        "validUntil": MOMENT,
        "issuer": {
            "type": "object",
            "required": ["id", "type"],
            "properties": {"id": URI, "type": {"const": ["Profile"]}, "name": {"type": "string"}, "url": URI},
            "additionalProperties": False,
        },
        "credentialStatus": {
            "type": "object",
            "required": ["id", "type", "statusPurpose", "statusListIndex", "statusListCredential"],
            "properties": {
                "id": URI,
                "type": {"const": "BitstringStatusListEntry"},
                "statusPurpose": {"const": "revocation"},
                "statusListIndex": {"type": "string", "pattern": r"^\d+$"},
                "statusListCredential": URI,
            },
            "additionalProperties": False,
        },
        "credentialSubject": {
            "type": "object",
            "required": ["type", "achievement", "id"],
            "additionalProperties": False,
            "properties": {
                "id": URI,
                "type": {"const": ["AchievementSubject"]},
                "licenseNumber": {"type": "string"},
                "identifier": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["type", "hashed", "identityHash", "identityType"],
                        "additionalProperties": False,
                        "properties": {
                            "type": {"const": "IdentityObject"},
                            "hashed": {"const": True},
                            "identityHash": {"type": "string", "pattern": r"^sha256\$[0-9a-f]{64}$"},
                            "identityType": {"const": "name"},
                            "salt": {"type": "string"},
                        },
                    },
                },
                "achievement": {
                    "type": "object",
                    "required": ["id", "type", "criteria", "description", "name"],
                    "additionalProperties": False,
                    "properties": {
                        "id": URI,
                        "type": {"const": ["Achievement"]},
                        "achievementType": {"type": "string"},
                        "humanCode": {"type": "string"},
                        "name": {"type": "string", "minLength": 1},
                        "description": {"type": "string", "minLength": 1},
                        "criteria": {"type": "object", "properties": {"narrative": {"type": "string"}}},
                    },
                },
            },
        },
    },
}
REGISTERED = ("iss", "jti", "sub", "nbf", "exp")


def published() -> dict:
    one = key(KeyPurpose.CREDENTIAL)
    return {one.kid: one.jwk}


def header_of(token: str) -> dict:
    head = token.partition(".")[0]
    return json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))


@pytest.mark.parametrize("changes", [{}, {"valid_until": None}, {"names": {}}])
def test_a_credential_is_an_open_badge(changes) -> None:
    jsonschema.validate(credential_of(subject(**changes), ISSUER), OPEN_BADGE)


def test_a_credential_is_a_jwt_of_the_allowed_header() -> None:
    token = make_credential(subject(), ISSUER, key(KeyPurpose.CREDENTIAL))
    kid = f"did:web:omuzgoh.example#{key(KeyPurpose.CREDENTIAL).kid}"
    assert header_of(token) == {"typ": "JWT", "alg": "ES256", "kid": kid}
    claims = read_token(token, published())
    assert claims["iss"] == "did:web:omuzgoh.example"
    assert claims["jti"] == claims["id"] == f"{SITE}/c/{CODE}"
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["nbf"] == int(ISSUED.timestamp())
    assert claims["exp"] > claims["nbf"]
    assert claims["credentialSubject"]["licenseNumber"] == SERIAL
    jsonschema.validate({name: value for name, value in claims.items() if name not in REGISTERED}, OPEN_BADGE)


def test_no_name_is_in_it() -> None:
    said = json.dumps(credential_of(subject(), ISSUER), ensure_ascii=False)
    assert not any(part in said for name in NAMES.values() for part in name if part)
    assert "identifier" not in credential_of(subject(names={}), ISSUER)["credentialSubject"]


def test_a_changed_token_is_refused() -> None:
    token = make_credential(subject(), ISSUER, key(KeyPurpose.CREDENTIAL))
    head, body, signature = token.split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": header_of(token)["kid"]}).encode()).decode()
    other = make_credential(subject(serial="X"), ISSUER, key(KeyPurpose.CREDENTIAL)).split(".")[1]
    for changed in (f"{head}.{other}.{signature}", f"{none.rstrip('=')}.{body}.", f"{head}.{body}", "", "a.b.c"):
        with pytest.raises(TokenError):
            read_token(changed, published())
    with pytest.raises(TokenError):
        read_token(token, {})


def test_the_did_of_a_site() -> None:
    assert did_of("https://Omuzgoh.example/") == "did:web:omuzgoh.example"
    assert did_of("http://127.0.0.1:8000") == "did:web:127.0.0.1%3A8000"


def test_bits_stand_where_the_standard_puts_them() -> None:
    bits = status.decode(status.encode([0, 9, 131_071]))
    assert len(bits) == 16_384
    assert bits[0] == 0x80
    assert bits[1] == 0x40
    assert bits[-1] == 0x01
    assert status.is_set(bits, 9)
    assert not status.is_set(bits, 8)
    with pytest.raises(IndexError):
        status.is_set(bits, 131_072)


@pytest.mark.parametrize(
    "text",
    ["", "u", "uAAAA", "z" + status.encode([])[1:],
     "u" + base64.urlsafe_b64encode(gzip.compress(bytes(100))).decode(),
     "u" + base64.urlsafe_b64encode(gzip.compress(bytes(50_000_000))).decode()],
    ids=["empty", "nothing", "no gzip", "another base", "too short", "a bomb"],
)  # fmt: skip
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(status.ListError):
        status.decode(text)


def test_a_list_is_signed_and_says_its_time() -> None:
    at = datetime.datetime(2026, 12, 1, 8, 0, tzinfo=datetime.UTC)
    token = status.make_list(1, "revocation", [7], ISSUER, key(KeyPurpose.CREDENTIAL), at)
    claims = read_token(token, published())
    assert claims["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert claims["validFrom"] == "2026-12-01T08:00:00+00:00"
    assert claims["validUntil"] == "2026-12-08T08:00:00+00:00"
    assert claims["credentialSubject"]["statusPurpose"] == "revocation"
    assert status.is_set(status.decode(claims["credentialSubject"]["encodedList"]), 7)
    assert claims["id"] == f"{SITE}/status/1/revocation"


def test_a_long_list_stays_small() -> None:
    assert len(status.encode(range(0, 131_072, 20))) < 12_000
    assert len(status.encode([])) < 100
