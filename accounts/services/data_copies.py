"""Copies of everything that is held about a person: asked for, made by a job, kept sealed for seven days."""

import datetime
import os
import tempfile
import uuid
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.domain.sealing import unseal
from accounts.enums import Act
from accounts.models import Centre, DataCopy, User
from accounts.selectors.names import KeyDestroyedError, key_store
from accounts.services.audit import remember
from accounts.services.erasing import Erasing
from accounts.services.names import seal_bytes
from foundation.jobs import queue

JOB = "accounts.data_copy"
KINDS = ("pdf", "json")


class CopyGoneError(Exception):
    """The copy is not made yet, or its time is over."""


def copies_folder() -> Path:
    """Return where copies lie: outside of what a web server may show."""
    return Path(settings.PRIVATE_ROOT) / "copies"


def ask_copy(*, person: User, language: str, by: User, at: datetime.datetime, address: str | None) -> DataCopy:
    """Put down the making of a copy. One that is being made already is returned. Remembered as DATA_COPIED."""
    with transaction.atomic():
        waiting = DataCopy.objects.filter(person=person, asked_by=by, made_at__isnull=True).first()
        if waiting is not None:
            return waiting
        row: DataCopy = DataCopy.objects.create(person=person, asked_by=by, asked_at=at, language=language)
        new = {"copy": str(row.pk), "own": by.pk == person.pk}
        remember(act=Act.DATA_COPIED, by=by, subject=person, centre=person.centre, new=new, address=address)
        queue.put(kind=JOB, subject=str(row.pk))
    return row


def keep_copy(*, copy: DataCopy, files: dict[str, bytes], at: datetime.datetime) -> None:
    """Keep the files of a copy (by kind) sealed under the key of the copy, and say that it is made."""
    folder = copies_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for kind, data in files.items():
        _write(_path(copy.pk, kind), seal_bytes(copy.pk, data, _context(copy.pk, kind)))
    if not DataCopy.objects.filter(pk=copy.pk).update(made_at=at):
        forget_outside([copy.pk])


def open_copy(*, copy: DataCopy, kind: str, by: User, address: str | None) -> bytes:
    """Return one file of a copy; who opens it is remembered. Raises CopyGoneError."""
    try:
        sealed = _path(copy.pk, kind).read_bytes()
        data = unseal(key_store().key(copy.pk), sealed, _context(copy.pk, kind))
    except (FileNotFoundError, KeyDestroyedError) as error:
        raise CopyGoneError from error
    person = copy.person
    new = {"copy": str(copy.pk), "opened": kind}
    remember(act=Act.DATA_COPIED, by=by, subject=person, centre=person.centre, new=new, address=address)
    return data


def expire_copies(at: datetime.datetime, days: int, rehearsal: bool) -> int:
    """Throw away copies older than so many days, with key and files; return how many."""
    old = DataCopy.objects.filter(asked_at__lt=at - datetime.timedelta(days=days))
    if rehearsal:
        return old.count()
    with transaction.atomic():
        ids = list(old.values_list("pk", flat=True))
        DataCopy.objects.filter(pk__in=ids).delete()
        transaction.on_commit(partial(forget_outside, ids))
    return len(ids)


def erase_copies(erasing: Erasing) -> None:
    """Name the keys and files of the copies about a person who is erased, or whose names are destroyed."""
    rows = DataCopy.objects.filter(person=erasing.person)
    for pk in rows.values_list("pk", flat=True):
        erasing.keys.append(pk)
        erasing.files += [_path(pk, kind) for kind in KINDS]
    erasing.count("copies", rows.delete()[0])


def keys_of(people: QuerySet[User], centre: Centre | None) -> list[uuid.UUID]:
    """Return the keys of all copies about these people, and forget the rows."""
    del centre
    ids = list(DataCopy.objects.filter(person__in=people).values_list("pk", flat=True))
    DataCopy.objects.filter(pk__in=ids).delete()
    return ids


def forget_outside(copies: list[uuid.UUID]) -> None:
    """Destroy the keys of copies and remove their files."""
    for pk in copies:
        key_store().destroy(pk)
        for kind in KINDS:
            _path(pk, kind).unlink(missing_ok=True)


def _path(pk: uuid.UUID, kind: str) -> Path:
    return copies_folder() / f"{pk}.{kind}.sealed"


def _context(pk: uuid.UUID, kind: str) -> bytes:
    return pk.bytes + kind.encode("ascii")


def _write(path: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
