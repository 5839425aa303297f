"""Change the master key in place: wrap, seal and hash anew whatever hangs on the former one (docs/decisions/0025).

The settings name both keys meanwhile, and everything opens with either. What is done is seen on each record, so that
a change that was broken off, or a database that was put back from before it, only needs another run.
"""

import base64
import binascii
import dataclasses
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.domain import factors as codes
from accounts.domain.key_change import ChangeRunsError, KeyChange, WrongKeyError
from accounts.domain.sealing import SealError, derive, key_id, seal, unseal
from accounts.enums import Act
from accounts.models import Authenticator, PrintedCode, User
from accounts.services import name_index
from accounts.services.audit import remember
from accounts.services.erasure import sweep_keys

__all__ = ["ChangeRunsError", "WrongKeyError"]

TOGETHER = 1000


class NoFormerKeyError(Exception):
    """MASTER_KEY_OLD is not set, or not 32 bytes in Base64: there is nothing to change from."""


class SameKeyError(Exception):
    """MASTER_KEY and MASTER_KEY_OLD are the same."""


@dataclasses.dataclass(frozen=True)
class Hanging:
    """What hangs on the former master key: keys of names and files, files of the store, apps, printed codes.

    `lost`: keys that open with neither and opened with none before; they hinder nothing.
    """

    keys: int
    files: int
    apps: int
    codes: int
    lost: int

    def __bool__(self) -> bool:
        return any((self.keys, self.files, self.apps, self.codes))


@dataclasses.dataclass(frozen=True)
class Masters:
    """The two master keys of the settings."""

    new: bytes
    former: bytes

    @property
    def store(self) -> KeyChange:
        """The key store, to be changed."""
        return KeyChange(settings.KEY_STORE_DIR, self.new, self.former)


def masters() -> Masters:
    """Return the two master keys. Raises NoFormerKeyError or SameKeyError."""
    try:
        former = base64.b64decode(settings.MASTER_KEY_OLD, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoFormerKeyError from error
    new = base64.b64decode(settings.MASTER_KEY)
    if len(former) != len(new):
        raise NoFormerKeyError
    if former == new:
        raise SameKeyError
    return Masters(new, former)


def hanging() -> Hanging:
    """Count what hangs on the former master key; nothing is changed.

    Raises NoFormerKeyError, SameKeyError, or WrongKeyError when something opens with neither key.
    """
    both = masters()
    store = both.store.hanging()
    return Hanging(store.keys, store.files, len(_apps(both)), _codes(both).count(), store.lost)


def change(*, by: User | None) -> Hanging:
    """Let nothing hang on the former master key any more; return what hung on it. Remembered as counts.

    Safe to repeat. Raises as `hanging` does, with nothing changed, and ChangeRunsError.
    """
    both = masters()
    with both.store.alone():
        found = hanging()
        if not found:
            return found
        sweep_keys()
        both.store.begin()
        with transaction.atomic():
            _seal_apps(both)
            _hash_codes(both)
            counts = {"keys": found.keys, "files": found.files, "apps": found.apps, "codes": found.codes}
            remember(
                act=Act.MASTER_KEY_CHANGED,
                by=by,
                old={"key": key_id(both.former)},
                new={"key": key_id(both.new), **counts},
            )
        name_index.finish_change()
        name_index.change_index_key()
        both.store.finish()
    return found


def _apps(both: Masters, *, lock: bool = False) -> list[tuple[Authenticator, bytes]]:
    """Return the apps whose keys are sealed under the former master key, with these keys. Raises WrongKeyError."""
    found = []
    rows: Any = Authenticator.objects.select_for_update() if lock else Authenticator.objects.all()
    for app in rows.order_by("pk"):
        sealed, context = bytes(app.sealed), app.person_id.bytes
        try:
            unseal(derive(both.new, "factor"), sealed, context)
        except SealError:
            try:
                found.append((app, unseal(derive(both.former, "factor"), sealed, context)))
            except SealError as error:
                raise WrongKeyError(f"app of {app.person_id}") from error
    return found


def _seal_apps(both: Masters) -> None:
    key = derive(both.new, "factor")
    for app, secret in _apps(both, lock=True):
        app.sealed = seal(key, secret, app.person_id.bytes)
        app.save(update_fields=["sealed"])


def _codes(both: Masters) -> Any:
    return PrintedCode.objects.filter(under=key_id(both.former))


def _hash_codes(both: Masters) -> None:
    """Hash what is stored of printed codes once more: the codes themselves are known to nobody."""
    key, under = derive(both.new, "codes"), key_id(both.new)
    changed = []
    for row in _codes(both).select_for_update().order_by("pk"):
        row.digest, row.under = codes.digest(key, row.person_id, row.digest), under
        changed.append(row)
    PrintedCode.objects.bulk_update(changed, ["digest", "under"], batch_size=TOGETHER)
