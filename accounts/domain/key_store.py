"""One wrapped key a person, one file a key, in a folder apart from the database and its backups.

Destroying the file erases the person: nothing sealed under the key can be read again, in old backups neither.
"""

import os
import uuid
from pathlib import Path

from accounts.domain import sealing


class KeyDestroyedError(Exception):
    """The key of this person does not exist (any more)."""


class KeyStore:
    """Keys in `folder`, each wrapped by `master` (32 bytes)."""

    def __init__(self, folder: Path, master: bytes) -> None:
        if len(master) != sealing.KEY_BYTES:
            raise ValueError("the master key must have 32 bytes")
        self._folder = folder
        self._wrap = sealing.derive(master, "wrap")
        self.index_key = sealing.derive(master, "index")
        self.draft_key = sealing.derive(master, "draft")

    def _path(self, person: uuid.UUID) -> Path:
        return self._folder / person.hex[:2] / f"{person.hex}.key"

    def key(self, person: uuid.UUID) -> bytes:
        """Return the person's key; raise KeyDestroyedError when there is none."""
        try:
            wrapped = self._path(person).read_bytes()
        except FileNotFoundError as error:
            raise KeyDestroyedError(str(person)) from error
        return sealing.unseal(self._wrap, wrapped, person.bytes)

    def make(self, person: uuid.UUID) -> bytes:
        """Return the person's key, made now if there was none. Two makers at once end with one key."""
        path = self._path(person)
        if path.exists():
            return self.key(person)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{uuid.uuid4().hex}")
        with draft.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(sealing.seal(self._wrap, sealing.new_key(), person.bytes))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return self.key(person)

    def destroy(self, person: uuid.UUID) -> None:
        """Destroy the person's key for ever."""
        self._path(person).unlink(missing_ok=True)
