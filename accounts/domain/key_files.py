"""Small files of keys: written whole or not at all, through to the disk, and overwritten before they are removed."""

import os
import uuid
from pathlib import Path


def write_once(path: Path, data: bytes) -> None:
    """Write a file whole, unless there is one: two writers at once end with one file."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    _fill(draft, data)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def put(path: Path, data: bytes, *, draft: Path | None = None) -> None:
    """Write a file whole in the place of the former one, of which no byte is touched before.

    A `draft` that a power cut left is written over; two writers need two drafts.
    """
    draft = draft or path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    shred(draft)
    _fill(draft, data)
    draft.replace(path)
    sync(path.parent)


def take_place(new: Path, path: Path, former: Path) -> None:
    """Let `new` take the place of `path`, whose bytes are called `former` from then on, to be overwritten.

    At each moment `path` is one of the two, whole.
    """
    if former.exists() and not _is_same(former, path):
        shred(former)
    if path.exists() and not former.exists():
        os.link(path, former)
    new.replace(path)
    sync(path.parent)


def drop_former(path: Path, former: Path) -> None:
    """Overwrite what `path` was before another file took its place, and remove it."""
    if former.exists() and not _is_same(former, path):
        shred(former)


def overwrite(path: Path, *, through: bool = True) -> None:
    """Write noise over a file, where it lies."""
    if path.exists():
        with path.open("r+b", buffering=0) as file:
            file.write(os.urandom(path.stat().st_size))
            if through:
                os.fsync(file.fileno())


def shred(path: Path, *, through: bool = True) -> None:
    """Overwrite a file and remove it; nothing happens where there is none."""
    if not path.exists():
        return
    overwrite(path, through=through)
    path.unlink(missing_ok=True)
    if through:
        sync(path.parent)


def sync(folder: Path) -> None:
    """Write a folder's list of names through to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _fill(draft: Path, data: bytes) -> None:
    with draft.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
