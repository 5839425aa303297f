"""Passkeys (WebAuthn level 2): what a browser is asked, and whether its answer is right. The checking is `webauthn`'s.

No statement about the make of the device is asked for. User verification is preferred, not required: many devices of
offices have neither PIN nor fingerprint, and the password was given already.
"""

import dataclasses
import ipaddress
import json
import uuid
from collections.abc import Iterable
from typing import Any

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 20_000  # letters


class PasskeyRefusedError(ValueError):
    """What the browser answered proves nothing."""


@dataclasses.dataclass(frozen=True)
class Site:
    """The site that a passkey is made for: its origin as browsers say it, and its host."""

    origin: str
    host: str

    @property
    def takes_passkeys(self) -> bool:
        """Whether browsers make passkeys for it: never for a bare address of a network."""
        try:
            ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            return True
        return False


@dataclasses.dataclass(frozen=True)
class Question:
    """What the browser is asked, as JSON, and the challenge that its answer must hold."""

    options: str
    challenge: str


@dataclasses.dataclass(frozen=True)
class NewPasskey:
    """What is kept of a passkey that was made."""

    credential: str
    public_key: bytes
    sign_count: int


def _known(credentials: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in credentials]


def ask_to_make(*, site: Site, person: uuid.UUID, number: str, known: Iterable[str]) -> Question:
    """Return the question that makes a passkey; devices that hold one of `known` refuse to make another."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Omuzgoh",
        user_id=person.bytes,
        user_name=number,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_known(known),
    )
    return Question(options_to_json(options), bytes_to_base64url(options.challenge))


def ask_to_prove(*, site: Site, known: Iterable[str]) -> Question:
    """Return the question that one of the passkeys `known` answers."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_known(known),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(options_to_json(options), bytes_to_base64url(options.challenge))


def made(*, site: Site, answer: str, challenge: str) -> NewPasskey:
    """Return the passkey that a browser made for this challenge. Raises PasskeyRefusedError."""
    said = _read(answer)
    try:
        found = verify_registration_response(
            credential=said,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except Exception as error:  # several parsers read what came, each with errors of its own
        raise PasskeyRefusedError from error
    return NewPasskey(bytes_to_base64url(found.credential_id), found.credential_public_key, found.sign_count)


def credential_of(answer: str) -> str:
    """Return the id of the passkey that an answer is signed with, in base64url. Raises PasskeyRefusedError."""
    credential = _read(answer).get("id")
    if not isinstance(credential, str):
        raise PasskeyRefusedError
    return credential


def proved(*, site: Site, answer: str, challenge: str, public_key: bytes, sign_count: int) -> int:
    """Return the new count of a passkey whose answer to this challenge is right. Raises PasskeyRefusedError."""
    try:
        found = verify_authentication_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
        )
    except Exception as error:  # several parsers read what came, each with errors of its own
        raise PasskeyRefusedError from error
    return found.new_sign_count


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefusedError
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise PasskeyRefusedError from error
    if not isinstance(said, dict):
        raise PasskeyRefusedError
    return said
