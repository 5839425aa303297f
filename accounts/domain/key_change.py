"""Wrap every key of the store under another master key, in place (docs/decisions/0025).

A power cut at any moment leaves every key readable with the two master keys; going on is the same as beginning. A new
secret of the store (`store.new`) wraps the keys one by one; then it takes the place of the former one (`store.old`),
which is overwritten last. What was wrapped under it and still lies on the disk opens with nothing any more.
"""

import dataclasses
import fcntl
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accounts.domain import claim_box, sealing
from accounts.domain.key_files import drop_former, put, take_place, write_once
from accounts.domain.key_store import (
    FORMER,
    INDEX,
    NEW_INDEX,
    NEW_STORE,
    OLD_INDEX,
    OLD_STORE,
    STORE,
    KeyStore,
    draft_of,
    is_under_store,
    mark,
)

LOCK = "change.lock"
KEPT = ("codes", *claim_box.PURPOSES)  # printed codes that are not used up, claims that lie on devices


class WrongKeyError(Exception):
    """Something opens with neither of the two master keys: one of them is not the right one."""


class ChangeRunsError(Exception):
    """Another process is changing the master key now."""


@dataclasses.dataclass(frozen=True)
class Hanging:
    """What hangs on the former master key: keys, and further files. `lost`: keys that opened with none before, too."""

    keys: int
    files: int
    lost: int


class KeyChange(KeyStore):
    """The store while its master key is changed: `master` is the new one, `former` the one of before."""

    def __init__(self, folder: Path, master: bytes, former: bytes) -> None:
        if master == former:
            raise ValueError("the two master keys are the same")
        super().__init__(folder, master, former)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process change the store at a time. Raises ChangeRunsError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self._folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ChangeRunsError from error
            yield
        finally:
            os.close(handle)

    def hanging(self) -> Hanging:
        """Count what hangs on the former key; nothing is changed. Raises WrongKeyError."""
        files, present = self._files_hanging()
        states = [self._state(*one) for one in self._all()]
        lost = states.count(None)
        if lost and (not present or ((self._folder / OLD_STORE).exists() and self._secret(OLD_STORE) is None)):
            raise WrongKeyError("keys of names")
        return Hanging(states.count(False), files, lost)

    def begin(self) -> int:
        """Wrap all keys under the new master key, and keep what is still needed of the former; return how many.

        After that everything opens with both, and `finish` can be called once nothing else needs the former key.
        """
        self._keep_former()
        former = self._secret(STORE)
        if former is not None and not former.is_current:
            fresh = sealing.seal(self._wraps[0], sealing.new_key(), STORE.encode())
            write_once(self._folder / NEW_STORE, fresh)
        return self._wrap_all()

    def finish(self) -> None:
        """Let the new secret take the place of the former one, and overwrite that."""
        store, new, old = (self._folder / name for name in (STORE, NEW_STORE, OLD_STORE))
        fresh = self._secret(NEW_STORE)
        if fresh is not None and fresh.is_current:
            take_place(new, store, old)
        self._wrap_all()  # what a process with the former key alone has made until a moment ago
        last = self._secret(STORE)
        if last is not None and last.is_current:
            drop_former(store, old)

    def _files_hanging(self) -> tuple[int, int]:
        """Return how many further files hang on the former key, and how many there are."""
        hanging = present = 0
        for name, context in ((STORE, STORE), (NEW_STORE, STORE), (INDEX, INDEX), (NEW_INDEX, INDEX), (FORMER, FORMER)):
            path = self._folder / name
            if not path.exists() or (context == STORE and self._secret_is_destroyed(path)):
                continue
            present += 1
            try:
                hanging += not self._open(path.read_bytes(), context.encode())[1]
            except sealing.SealError as error:
                raise WrongKeyError(name) from error
        unfinished = any((self._folder / name).exists() for name in (NEW_STORE, OLD_STORE, OLD_INDEX))
        return hanging + unfinished, present

    def _secret_is_destroyed(self, path: Path) -> bool:
        return mark(path.read_bytes()) in self._destroyed()

    def _all(self) -> Iterator[tuple[uuid.UUID, bytes]]:
        gone = self._destroyed()
        for path in sorted(self._files()):
            if path.stem not in gone:
                yield uuid.UUID(path.stem), path.read_bytes()

    def _state(self, person: uuid.UUID, wrapped: bytes) -> bool | None:
        """Return whether a key hangs on the new master key alone; None when nothing opens it."""
        found = self._opened(person, wrapped)
        return found[1] if found else None

    def _opened(self, person: uuid.UUID, wrapped: bytes) -> tuple[bytes, bool] | None:
        if is_under_store(wrapped):
            return self._unwrapped(person, wrapped)
        try:
            return self._open(wrapped, person.bytes)[0], False  # of a store from before `store.key`
        except sealing.SealError:
            return None

    def _wrap_all(self) -> int:
        count = 0
        for person, wrapped in self._all():
            found = self._opened(person, wrapped)
            if found is not None and not found[1]:
                path = self._path(person)
                put(path, self._wrapped(self._wrapping().key, person, found[0]), draft=draft_of(path))
                count += 1
        return count

    def _keep_former(self) -> None:
        """Keep the keys that were derived from the former master key and are needed on: not that key itself."""
        kept = self._kept()
        for purpose in KEPT:
            line = kept.setdefault(purpose, [])
            said = sealing.derive(self._masters[1], purpose).hex()
            if line[-1:] != [said]:
                line.append(said)
        path = self._folder / FORMER
        if kept != self._kept() or not self._open(path.read_bytes(), FORMER.encode())[1]:
            put(path, sealing.seal(self._wraps[0], json.dumps(kept).encode(), FORMER.encode()))
