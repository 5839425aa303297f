"""One wrapped key a person (or a row that names somebody), one file a key, apart from the database and its backups.

Destroying the file erases the person: nothing sealed under the key can be read again, in old backups neither. Every
key is wrapped by the master key together with the secret of the store (`store.key`), so that one file, overwritten,
destroys all keys at once. What was destroyed is listed in `destroyed.log`; a listed key is refused and destroyed again
when an old copy of the folder is put back.

While the master key is changed (key_change.py) there are two of them, and two secrets: what was not wrapped anew yet
opens with the former ones.
"""

import dataclasses
import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from accounts.domain import sealing
from accounts.domain.key_files import drop_former, put, shred, sync, take_place, write_once

STORE, INDEX, DESTROYED = "store.key", "index.key", "destroyed.log"
NEW_INDEX, OLD_INDEX = "index.new", "index.old"  # only while the key of the blind index is changed
NEW_STORE, OLD_STORE = "store.new", "store.old"  # only while the master key is changed
FORMER = "former.key"  # what is still needed of former master keys
SECRETS = (STORE, NEW_STORE, OLD_STORE)
UNDER_STORE = b"\x02"  # first byte of a key that is wrapped with the store's secret; older files have none


class KeyDestroyedError(Exception):
    """The key of this person does not exist (any more)."""


@dataclasses.dataclass(frozen=True)
class Wrapping:
    """A key that wraps keys: of a master key and a secret of the store. `is_current`: of the master key of now."""

    key: bytes
    is_current: bool


class KeyStore:
    """Keys in `folder`, each wrapped by `master` (32 bytes) and the secret of the store.

    `former`: the master key of before, which opens as well, as long as not everything is wrapped anew.
    """

    def __init__(self, folder: Path, master: bytes, former: bytes | None = None) -> None:
        self._masters = [master] if former is None else [master, former]
        if any(len(one) != sealing.KEY_BYTES for one in self._masters):
            raise ValueError("the master key must have 32 bytes")
        self._folder = folder
        self._wraps = [sealing.derive(one, "wrap") for one in self._masters]
        self._wrappings: dict[str, tuple[tuple[int, int], Wrapping]] = {}  # by file: of which version it was read
        self._gone: tuple[tuple[int, int], frozenset[str]] = ((0, 0), frozenset())

    # Keys

    def key(self, person: uuid.UUID) -> bytes:
        """Return the person's key; raise KeyDestroyedError when there is none."""
        for _look in range(2):  # between the two, a change of the master key may have wrapped it anew
            try:
                wrapped = self._path(person).read_bytes()
            except FileNotFoundError as error:
                raise KeyDestroyedError(str(person)) from error
            if person.hex in self._destroyed():
                raise KeyDestroyedError(str(person))
            if not is_under_store(wrapped):
                return self._renewed(person, wrapped)
            found = self._unwrapped(person, wrapped)
            if found is not None:
                return found[0]
        raise KeyDestroyedError(str(person))  # of a store whose secret was destroyed by hand

    def make(self, person: uuid.UUID) -> bytes:
        """Return the person's key, made now if there was none. Two makers at once end with one key.

        Raises KeyDestroyedError for whoever's key was destroyed: it never comes back.
        """
        if person.hex in self._destroyed():
            raise KeyDestroyedError(str(person))
        if not self._path(person).exists():
            write_once(self._path(person), self._wrapped(self._wrapping().key, person, sealing.new_key()))
        return self.key(person)

    def holds(self, person: uuid.UUID) -> bool:
        """Return whether there is a key file of the person, destroyed or not."""
        return self._path(person).exists()

    def is_destroyed(self, person: uuid.UUID) -> bool:
        """Return whether the person's key was destroyed here."""
        return person.hex in self._destroyed()

    # Destroying

    def destroy(self, person: uuid.UUID) -> None:
        """Destroy the person's key for ever: noted, overwritten, removed, each written through to the disk."""
        if person.hex not in self._destroyed():
            self._note([person.hex])
        for path in self._paths(person):
            shred(path)

    def destroy_many(self, people: Iterable[uuid.UUID]) -> None:
        """Destroy the keys of many people, with two writes to the disk a folder instead of three a key."""
        listed = list(people)
        self._note([person.hex for person in listed])
        for person in listed:
            for path in self._paths(person):
                shred(path, through=False)
        for folder in {self._path(person).parent for person in listed}:
            if folder.exists():
                sync(folder)

    def destroy_all(self) -> int:
        """Destroy every key; return how many there were. The first two files end it all, in some milliseconds."""
        secrets = [self._folder / name for name in SECRETS]
        self._note([mark(path.read_bytes()) for path in secrets if path.exists()])
        for path in (*secrets, *(self._folder / name for name in (INDEX, NEW_INDEX, OLD_INDEX))):
            shred(path)
        self._wrappings.clear()
        files = list(self._files())
        self._note([path.stem for path in files])
        for path in files:
            shred(path, through=False)
            shred(draft_of(path), through=False)
        for folder in {path.parent for path in files}:
            sync(folder)
        return len(files)

    def sweep(self, people: Iterable[uuid.UUID] = ()) -> int:
        """Destroy again what an old copy of the folder brought back; return how many keys that were.

        `people`: whom the database knows as erased; the folder's own list is looked through too.
        """
        known = self._destroyed()
        back = [pk for pk in people if pk.hex not in known or self.holds(pk)]
        listed = [uuid.UUID(said) for said in known if len(said) == 32 and self.holds(uuid.UUID(said))]
        found = {*back, *listed}
        for person in found:
            self.destroy(person)
        for secret in (self._folder / name for name in SECRETS):
            if secret.exists() and mark(secret.read_bytes()) in known:
                shred(secret)
        return len(found)

    # The key of the blind index

    @property
    def index_key(self) -> bytes:
        """The key under which words of sealed names are hashed. A store from before `index.key` keeps the old one."""
        path = self._folder / INDEX
        if not path.exists():
            is_old = not (self._folder / STORE).exists() and any(self._files())
            key = sealing.derive(self._masters[-1], "index") if is_old else sealing.new_key()
            write_once(path, sealing.seal(self._wraps[-1 if is_old else 0], key, INDEX.encode()))
        return self._open(path.read_bytes(), INDEX.encode())[0]

    def begin_index(self) -> bytes:
        """Return the next key of the blind index, made now or by a change that was broken off."""
        path = self._folder / NEW_INDEX
        write_once(path, sealing.seal(self._wraps[0], sealing.new_key(), INDEX.encode()))
        return self._open(path.read_bytes(), INDEX.encode())[0]

    def index_is_changing(self) -> bool:
        """Return whether a change of the index key was begun and is not finished."""
        return any((self._folder / name).exists() for name in (NEW_INDEX, OLD_INDEX))

    def finish_index(self) -> None:
        """Let the next key of the blind index take its place; the former one is overwritten."""
        index, new, former = (self._folder / name for name in (INDEX, NEW_INDEX, OLD_INDEX))
        if new.exists():
            take_place(new, index, former)
        drop_former(index, former)

    # Keys for other purposes

    def line(self, purpose: str) -> list[bytes]:
        """Return the keys that were derived from master keys for a purpose, the oldest first, the one of now last."""
        line = [bytes.fromhex(said) for said in self._kept().get(purpose, [])]
        for master in reversed(self._masters):
            key = sealing.derive(master, purpose)
            if master is self._masters[0] or line[-1:] != [key]:
                line.append(key)
        return line

    def _kept(self) -> dict[str, list[str]]:
        path = self._folder / FORMER
        if not path.exists():
            return {}
        kept: dict[str, list[str]] = json.loads(self._open(path.read_bytes(), FORMER.encode())[0])
        return kept

    # Inside

    def _path(self, person: uuid.UUID) -> Path:
        return self._folder / person.hex[:2] / f"{person.hex}.key"

    def _paths(self, person: uuid.UUID) -> tuple[Path, Path]:
        """Where the key is, and where a change of the master key that was broken off may have left it."""
        return self._path(person), draft_of(self._path(person))

    def _files(self) -> Iterator[Path]:
        return self._folder.glob("??/*.key")

    def _open(self, sealed: bytes, context: bytes) -> tuple[bytes, bool]:
        """Return what a master key alone has sealed, and whether that is the one of now. Raises SealError."""
        for wrap in self._wraps:
            try:
                return sealing.unseal(wrap, sealed, context), wrap is self._wraps[0]
            except sealing.SealError:
                continue
        raise sealing.SealError

    def _secret(self, name: str) -> Wrapping | None:
        """Return what wraps keys under one file of the store's secret, None without it. It is looked at each time."""
        path = self._folder / name
        try:
            stand = path.stat()
            version = (stand.st_ino, stand.st_mtime_ns)
            if name in self._wrappings and self._wrappings[name][0] == version:
                return self._wrappings[name][1]
            wrapped = path.read_bytes()
        except FileNotFoundError:
            return None
        if mark(wrapped) in self._destroyed():
            return None
        try:
            secret, is_current = self._open(wrapped, STORE.encode())
        except sealing.SealError:
            if name == OLD_STORE:  # half overwritten: nothing needed it any more
                return None
            raise
        wrapping = Wrapping(sealing.both(self._wraps[0 if is_current else 1], secret), is_current)
        self._wrappings[name] = (version, wrapping)
        return wrapping

    def _wrapping(self) -> Wrapping:
        """Return what wraps new keys: of the master key of now, where its secret is there. Made if there is none."""
        found = [one for name in (STORE, NEW_STORE, STORE) if (one := self._secret(name))]
        for one in found:
            if one.is_current:
                return one
        if found:
            return found[0]
        assert self.index_key
        path = self._folder / STORE
        if path.exists() and mark(path.read_bytes()) in self._destroyed():
            shred(path)
        write_once(path, sealing.seal(self._wraps[0], sealing.new_key(), STORE.encode()))
        made = self._secret(STORE)
        if made is None:
            raise KeyDestroyedError(STORE)
        return made

    def _wrapped(self, wrapping: bytes, person: uuid.UUID, key: bytes) -> bytes:
        return UNDER_STORE + sealing.seal(wrapping, key, person.bytes)

    def _unwrapped(self, person: uuid.UUID, wrapped: bytes) -> tuple[bytes, bool] | None:
        """Return a key, and whether it hangs on the master key of now alone; None when no secret opens it."""
        for name in SECRETS:
            wrapping = self._secret(name)
            if wrapping is not None:
                try:
                    return sealing.unseal(wrapping.key, wrapped[1:], person.bytes), wrapping.is_current
                except sealing.SealError:
                    continue
        return None

    def _renewed(self, person: uuid.UUID, wrapped: bytes) -> bytes:
        """Open a key of a store from before `store.key`, and wrap it anew."""
        key = self._open(wrapped, person.bytes)[0]
        put(self._path(person), self._wrapped(self._wrapping().key, person, key))
        return key

    def _destroyed(self) -> frozenset[str]:
        path = self._folder / DESTROYED
        try:
            stand = path.stat()
        except FileNotFoundError:
            return frozenset()
        version = (stand.st_size, stand.st_mtime_ns)
        if self._gone[0] != version:
            self._gone = (version, frozenset(path.read_text("ascii").split()))
        return self._gone[1]

    def _note(self, said: list[str]) -> None:
        """Add to the list of what is destroyed, in one write that is on the disk before anything is destroyed."""
        if not said:
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / DESTROYED).open("ab", buffering=0) as file:
            os.fchmod(file.fileno(), 0o600)
            file.write("".join(f"{one}\n" for one in said).encode("ascii"))
            os.fsync(file.fileno())
        sync(self._folder)
        self._gone = ((0, 0), frozenset())


def mark(wrapped: bytes) -> str:
    """Return how a secret of the store is listed when it is destroyed."""
    return "store-" + hashlib.sha256(wrapped).hexdigest()


def draft_of(path: Path) -> Path:
    """Where a change of the master key writes what will take the place of a key."""
    return path.with_suffix(".new")


def is_under_store(wrapped: bytes) -> bool:
    """Return whether a key is wrapped with the store's secret, as all are but very old ones."""
    return wrapped.startswith(UNDER_STORE) and len(wrapped) == 1 + sealing.SEALED_KEY_BYTES
