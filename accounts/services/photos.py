"""Keep and remove the photo of a person. The file lies where no web server shows it, under a random name."""

import datetime
import os
import secrets
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.domain.portraits import LARGEST, NotAPortraitError, portrait
from accounts.enums import Act
from accounts.models import PersonPhoto, User
from accounts.services.audit import remember

if TYPE_CHECKING:
    from collections.abc import Iterable


class PhotoError(Exception):
    """The photo is not kept; the subclass says why."""


class PhotoOfProtectedError(PhotoError):
    """Of a protected person no photo is kept."""


class PhotoTooLargeError(PhotoError):
    """The file is larger than LARGEST."""


class PhotoUnreadableError(PhotoError):
    """The file is no JPEG, PNG or WebP, whatever its name says, or has too many pixels."""


def photos_folder() -> Path:
    """Return where photos lie: outside of what a web server may show."""
    return Path(settings.PRIVATE_ROOT) / "photos"


def keep_photo(*, person: User, data: bytes, by: User, at: datetime.datetime) -> PersonPhoto:
    """Keep a small copy of the picture in `data` (bytes of a file) as the person's photo; a former one goes away.

    Raises PhotoOfProtectedError, PhotoTooLargeError or PhotoUnreadableError.
    """
    if person.protected:
        raise PhotoOfProtectedError
    if len(data) > LARGEST:
        raise PhotoTooLargeError
    try:
        picture = portrait(data)
    except NotAPortraitError as error:
        raise PhotoUnreadableError from error
    name = f"{secrets.token_hex(16)}.jpg"
    _write(name, picture)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        former = _take_away(person)
        photo = PersonPhoto.objects.create(person=person, file=name, kept_by=by, kept_at=at)
        remember(act=Act.PHOTO_KEPT, by=by, subject=person, centre=person.centre, new={"replaced": bool(former)})
        transaction.on_commit(partial(_forget, former))
    return photo


def remove_photo(*, person: User, by: User, at: datetime.datetime) -> bool:
    """Remove the person's photo, row and file; False when there is none."""
    del at  # the audit entry has the moment
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        former = _take_away(person)
        if former:
            remember(act=Act.PHOTO_REMOVED, by=by, subject=person, centre=person.centre)
            transaction.on_commit(partial(_forget, former))
    return bool(former)


def photos_before(moment: datetime.datetime) -> QuerySet[PersonPhoto]:
    """Return the photos that were kept before a moment."""
    return PersonPhoto.objects.filter(kept_at__lt=moment)


def forget_photos(photos: QuerySet[PersonPhoto]) -> int:
    """Remove photos, rows and files; return how many. For the retention, which remembers how many."""
    with transaction.atomic():
        found = dict(photos.values_list("pk", "file"))
        PersonPhoto.objects.filter(pk__in=list(found)).delete()
        transaction.on_commit(partial(_forget, list(found.values())))
    return len(found)


def _take_away(person: User) -> list[str]:
    """Delete the row, and return the names of the files that have no row any more."""
    rows = PersonPhoto.objects.filter(person=person)
    names = list(rows.values_list("file", flat=True))
    rows.delete()
    return names


def _forget(names: "Iterable[str]") -> None:
    for name in names:
        (photos_folder() / name).unlink(missing_ok=True)


def _write(name: str, data: bytes) -> None:
    """Write the file whole or not at all."""
    folder = photos_folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(data)
            copy.flush()
            os.fsync(copy.fileno())
        Path(temporary).replace(folder / name)
    finally:
        Path(temporary).unlink(missing_ok=True)
