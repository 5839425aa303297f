"""One wrapped key a person (or a row that names somebody), one file a key, apart from the database and its backups.

Destroying the file erases the person: nothing sealed under the key can be read again, in old backups neither. Every
key is wrapped by the master key together with the secret of the store (`store.key`), so that one file, overwritten,
destroys all keys at once. What was destroyed is listed in `destroyed.log`; a listed key is refused and destroyed again
when an old copy of the folder is put back.
"""

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from accounts.domain import sealing

STORE, INDEX, NEW_INDEX, DESTROYED = "store.key", "index.key", "index.new", "destroyed.log"
UNDER_STORE = b"\x02"  # first byte of a key that is wrapped with the store's secret; older files have none


class KeyDestroyedError(Exception):
    """The key of this person does not exist (any more)."""


class KeyStore:
    """Keys in `folder`, each wrapped by `master` (32 bytes) and the secret of the store."""

    def __init__(self, folder: Path, master: bytes) -> None:
        if len(master) != sealing.KEY_BYTES:
            raise ValueError("the master key must have 32 bytes")
        self._folder = folder
        self._wrap = sealing.derive(master, "wrap")
        self._old_index = sealing.derive(master, "index")
        self._secret: tuple[tuple[int, int], bytes] | None = None  # of which file it was read, and the secret
        self._gone: tuple[tuple[int, int], frozenset[str]] = ((0, 0), frozenset())

    # Keys

    def key(self, person: uuid.UUID) -> bytes:
        """Return the person's key; raise KeyDestroyedError when there is none."""
        try:
            wrapped = self._path(person).read_bytes()
        except FileNotFoundError as error:
            raise KeyDestroyedError(str(person)) from error
        if person.hex in self._destroyed():
            raise KeyDestroyedError(str(person))
        if wrapped.startswith(UNDER_STORE) and len(wrapped) == 1 + sealing.SEALED_KEY_BYTES:
            wrapping = self._wrapping()
            try:
                return sealing.unseal(wrapping, wrapped[1:], person.bytes)
            except sealing.SealError as error:  # of a store whose secret was destroyed by hand
                raise KeyDestroyedError(str(person)) from error
        return self._renewed(person, wrapped)

    def make(self, person: uuid.UUID) -> bytes:
        """Return the person's key, made now if there was none. Two makers at once end with one key.

        Raises KeyDestroyedError for whoever's key was destroyed: it never comes back.
        """
        if person.hex in self._destroyed():
            raise KeyDestroyedError(str(person))
        if not self._path(person).exists():
            key = sealing.new_key()
            _write_once(self._path(person), UNDER_STORE + sealing.seal(self._wrapping(make=True), key, person.bytes))
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
        _shred(self._path(person))

    def destroy_many(self, people: Iterable[uuid.UUID]) -> None:
        """Destroy the keys of many people, with two writes to the disk a folder instead of three a key."""
        listed = list(people)
        self._note([person.hex for person in listed])
        for person in listed:
            _shred(self._path(person), through=False)
        for folder in {self._path(person).parent for person in listed}:
            if folder.exists():
                _sync(folder)

    def destroy_all(self) -> int:
        """Destroy every key; return how many there were. The first two files end it all, in some milliseconds."""
        secret = self._folder / STORE
        if secret.exists():
            self._note([_mark(secret.read_bytes())])
        for path in (secret, self._folder / INDEX, self._folder / NEW_INDEX):
            _shred(path)
        self._secret = None
        files = list(self._files())
        self._note([path.stem for path in files])
        for path in files:
            _shred(path, through=False)
        for folder in {path.parent for path in files}:
            _sync(folder)
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
        secret = self._folder / STORE
        if secret.exists() and _mark(secret.read_bytes()) in known:
            _shred(secret)
        return len(found)

    # The key of the blind index

    @property
    def index_key(self) -> bytes:
        """The key under which words of sealed names are hashed. A store from before `index.key` keeps the old one."""
        path = self._folder / INDEX
        if not path.exists():
            is_old = not (self._folder / STORE).exists() and any(self._files())
            key = self._old_index if is_old else sealing.new_key()
            _write_once(path, sealing.seal(self._wrap, key, INDEX.encode()))
        return sealing.unseal(self._wrap, path.read_bytes(), INDEX.encode())

    def begin_index(self) -> bytes:
        """Return the next key of the blind index, made now or by a change that was broken off."""
        path = self._folder / NEW_INDEX
        _write_once(path, sealing.seal(self._wrap, sealing.new_key(), INDEX.encode()))
        return sealing.unseal(self._wrap, path.read_bytes(), INDEX.encode())

    def index_is_changing(self) -> bool:
        """Return whether a change of the index key was begun and is not finished."""
        return (self._folder / NEW_INDEX).exists()

    def finish_index(self) -> None:
        """Let the next key of the blind index take its place; the former one is overwritten."""
        former, new = self._folder / INDEX, self._folder / NEW_INDEX
        if new.exists():
            _overwrite(former)
            new.replace(former)
            _sync(self._folder)

    # Inside

    def _path(self, person: uuid.UUID) -> Path:
        return self._folder / person.hex[:2] / f"{person.hex}.key"

    def _files(self) -> Iterator[Path]:
        return self._folder.glob("??/*.key")

    def _wrapping(self, *, make: bool = False) -> bytes:
        """Return the key that wraps keys: of the master key and the store's secret. The file is looked at each time."""
        path = self._folder / STORE
        if make and (not path.exists() or _mark(path.read_bytes()) in self._destroyed()):
            assert self.index_key
            _shred(path)
            _write_once(path, sealing.seal(self._wrap, sealing.new_key(), STORE.encode()))
        try:
            stand = path.stat()
        except FileNotFoundError as error:
            self._secret = None
            raise KeyDestroyedError(STORE) from error
        version = (stand.st_ino, stand.st_mtime_ns)
        if self._secret is None or self._secret[0] != version:
            wrapped = path.read_bytes()
            if _mark(wrapped) in self._destroyed():
                raise KeyDestroyedError(STORE)
            self._secret = (version, sealing.unseal(self._wrap, wrapped, STORE.encode()))
        return sealing.both(self._wrap, self._secret[1])

    def _renewed(self, person: uuid.UUID, wrapped: bytes) -> bytes:
        """Open a key of a store from before `store.key`, and wrap it anew."""
        key = sealing.unseal(self._wrap, wrapped, person.bytes)
        path = self._path(person)
        fresh = path.with_suffix(f".{uuid.uuid4().hex}")
        _write_once(fresh, UNDER_STORE + sealing.seal(self._wrapping(make=True), key, person.bytes))
        fresh.replace(path)
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
        _sync(self._folder)
        self._gone = ((0, 0), frozenset())


def _mark(wrapped: bytes) -> str:
    """Return how a secret of the store is listed when it is destroyed."""
    return "store-" + hashlib.sha256(wrapped).hexdigest()


def _write_once(path: Path, data: bytes) -> None:
    """Write a file whole, unless there is one: two writers at once end with one file."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    with draft.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _overwrite(path: Path, *, through: bool = True) -> None:
    """Write noise over a file, where it lies."""
    if path.exists():
        with path.open("r+b", buffering=0) as file:
            file.write(os.urandom(path.stat().st_size))
            if through:
                os.fsync(file.fileno())


def _shred(path: Path, *, through: bool = True) -> None:
    """Overwrite a file and remove it; nothing happens where there is none."""
    if not path.exists():
        return
    _overwrite(path, through=through)
    path.unlink(missing_ok=True)
    if through:
        _sync(path.parent)


def _sync(folder: Path) -> None:
    """Write a folder's list of names through to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
