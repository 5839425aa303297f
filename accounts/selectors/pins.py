"""PINs and sealed claims, for the apps above: has somebody a PIN, and what does a claim say."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from accounts.domain.claim_box import open_claim, public_key
from accounts.domain.sealing import SealError
from accounts.models import Pin, User


class ClaimUnreadableError(ValueError):
    """What was sent is no claim that was sealed for this server and this subject."""


def has_pin(person: User) -> bool:
    """True when the person has set a PIN."""
    return Pin.objects.filter(person=person).exists()


def claim_key() -> str:
    """Return the public key to which devices seal claims, in base64."""
    return public_key(base64.b64decode(settings.MASTER_KEY))


def read_claim(sealed: Any, subject: str) -> Mapping[str, Any]:
    """Return what a device sealed for `subject`. Raises ClaimUnreadableError."""
    if not isinstance(sealed, dict):
        raise ClaimUnreadableError
    try:
        said = json.loads(open_claim(base64.b64decode(settings.MASTER_KEY), sealed, subject))
    except (SealError, ValueError) as error:
        raise ClaimUnreadableError from error
    if not isinstance(said, dict):
        raise ClaimUnreadableError
    return said
