"""Register the issuer's public keys, and retire them: a row of each key that ever signed stays for ever."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from certificates.enums import KeyPurpose, KeyState
from certificates.models import IssuerKey
from certificates.signing.keys import Key, KeysError, load_key

if TYPE_CHECKING:
    from accounts.models import User


class UnregisteredError(KeysError):
    """A key that nobody can look up must not sign: `manage.py signing_keys register` comes first."""


def register_keys(*, by: "User | None", at: datetime.datetime) -> list[IssuerKey]:
    """Register the keys that the settings name; return the rows that are new.

    A new key retires the one before it of the same purpose; what that one signed stays good. Raises KeysError.
    """
    keys = {purpose: load_key(purpose) for purpose in KeyPurpose}
    made = []
    with transaction.atomic():
        for purpose, key in keys.items():
            known = IssuerKey.objects.select_for_update().filter(purpose=purpose, kid=key.kid).first()
            if known is not None:
                if known.state != KeyState.ACTIVE:
                    raise KeysError(f"the key {key.kid} for {purpose} was {known.state}: it must not sign again")
                continue
            IssuerKey.objects.filter(purpose=purpose, state=KeyState.ACTIVE).update(state=KeyState.RETIRED, ends_at=at)
            made.append(_write(key, at))
        for row in made:
            remember(act=Act.SIGNING_KEY_CHANGED, by=by, subject=row, new={"kid": row.kid, "purpose": row.purpose})
    return made


def _write(key: Key, at: datetime.datetime) -> IssuerKey:
    return IssuerKey.objects.create(
        kid=key.kid,
        purpose=key.purpose,
        jwk=key.jwk,
        chain=key.chain_in_base64,
        development=key.development,
        starts_at=at,
    )


@transaction.atomic
def withdraw_key(*, kid: str, since: datetime.datetime, reason: str, by: "User | None") -> list[IssuerKey]:
    """Say that a key was lost or stolen: what claims to be signed with it from `since` on is not believed.

    Raises IssuerKey.DoesNotExist for a key that was never registered.
    """
    rows = list(IssuerKey.objects.select_for_update().filter(kid=kid))
    if not rows:
        raise IssuerKey.DoesNotExist(kid)
    for row in rows:
        old = row.state
        row.state, row.ends_at = KeyState.COMPROMISED, since
        row.save(update_fields=["state", "ends_at"])
        remember(
            act=Act.SIGNING_KEY_CHANGED,
            by=by,
            subject=row,
            old={"state": old},
            new={"state": row.state, "since": since.isoformat()},
            reason=reason,
        )
    return rows


def signing_keys(*, at: datetime.datetime) -> Mapping[KeyPurpose, Key]:
    """Return the keys that sign now, by purpose. One query.

    Keys that are not registered are refused (UnregisteredError); those of development are registered on the spot.
    """
    keys = {purpose: load_key(purpose) for purpose in KeyPurpose}
    if not _registered(keys):
        if not settings.SIGNING_DEVELOPMENT_ALLOWED or not all(key.development for key in keys.values()):
            raise UnregisteredError("type `manage.py signing_keys register` first: see docs/keys.md")
        register_keys(by=None, at=at)
    return keys


def _registered(keys: Mapping[KeyPurpose, Key]) -> bool:
    active = set(IssuerKey.objects.filter(state=KeyState.ACTIVE).values_list("purpose", "kid"))
    return all((purpose.value, key.kid) in active for purpose, key in keys.items())
