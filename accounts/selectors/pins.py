"""PINs and sealed claims, for the apps above: has somebody a PIN, and what does a claim say."""

import json
from collections.abc import Mapping
from typing import Any

from accounts.domain.claim_box import PURPOSES, open_claim, public_key
from accounts.domain.sealing import SealError
from accounts.models import Pin, User
from accounts.selectors.names import key_store


class ClaimUnreadableError(ValueError):
    """What was sent is no claim that was sealed for this server and this subject."""


def has_pin(person: User) -> bool:
    """True when the person has set a PIN."""
    return Pin.objects.filter(person=person).exists()


def claim_key() -> str:
    """Return the public key to which devices seal claims, in base64."""
    return public_key(_seeds()[0])


def read_claim(sealed: Any, subject: str) -> Mapping[str, Any]:
    """Return what a device sealed for `subject`. Raises ClaimUnreadableError."""
    if not isinstance(sealed, dict):
        raise ClaimUnreadableError
    try:
        said = json.loads(_opened(sealed, subject))
    except (SealError, ValueError) as error:
        raise ClaimUnreadableError from error
    if not isinstance(said, dict):
        raise ClaimUnreadableError
    return said


def _seeds() -> list[bytes]:
    """Return what the keys of claims follow from, the one of now first: devices send late what they sealed."""
    one, other = (key_store().line(purpose) for purpose in PURPOSES)
    return [first + second for first, second in zip(one, other, strict=True)][::-1]


def _opened(sealed: Mapping[str, Any], subject: str) -> bytes:
    for seed in _seeds():
        try:
            return open_claim(seed, sealed, subject)
        except SealError:
            continue
    raise SealError
