"""Reference documents: added, changed and retired. A text is never changed: other words or another file are its next
number, and the files of old numbers stay."""

import dataclasses
import datetime
import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from courses.domain.file_kinds import LARGEST, kind_of
from courses.domain.search_words import indexed
from courses.enums import ReferenceKind
from courses.models import Course, Reference, ReferenceText

if TYPE_CHECKING:
    from accounts.models import User

KEPT = ("title", "citation", "file", "size", "sha256", "checked_on")
CHUNK = 1024 * 1024


class FileTooLargeError(ValueError):
    """The file has more than 20 MB."""


class NoTitleError(ValueError):
    """A document has no title in any language, or loses one that it had."""


@dataclasses.dataclass(frozen=True)
class StoredFile:
    """A file in the store: its name there, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class DocumentText:
    """A document in one language. Without `file` the text keeps the file it has."""

    language: str
    title: str
    citation: str = ""
    checked_on: datetime.date | None = None
    file: StoredFile | None = None


def library_folder() -> Path:
    """Return where the files lie: outside of what a web server may show."""
    return Path(settings.PRIVATE_ROOT) / "library"


def store_file(*, file: BinaryIO) -> StoredFile:
    """Write a document into the store under its SHA-256; the same file again is the same one.

    Raises NotADocumentError and FileTooLargeError; nothing is kept then. No transaction should be open.
    """
    kind = kind_of(file)
    folder = library_folder()
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as copy:
            while chunk := file.read(CHUNK):
                size += len(chunk)
                if size > LARGEST:
                    raise FileTooLargeError
                digest.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        name = f"{digest.hexdigest()}.{kind}"
        Path(temporary).replace(folder / name)
    finally:
        Path(temporary).unlink(missing_ok=True)
        file.seek(0)
    return StoredFile(name, size, digest.hexdigest())


def write_document(
    *,
    code: str,
    kind: ReferenceKind,
    courses: Iterable[Course],
    texts: Sequence[DocumentText],
    by: "User | None",
    at: datetime.datetime,
) -> Reference:
    """Add the document with this code, or bring it to what is given; return it. Sent twice it is one.

    A language that is not among `texts` stays as it is. Remembered as EDITION_PUBLISHED when a text is new. Raises
    NoTitleError.
    """
    if any(not text.title.strip() for text in texts):
        raise NoTitleError
    with transaction.atomic():
        reference = Reference.objects.select_for_update().filter(code=code).first()
        if reference is None:
            if not texts:
                raise NoTitleError
            last = Reference.objects.order_by("-position").values_list("position", flat=True).first()
            reference = Reference.objects.create(code=code, kind=kind, position=(last or 0) + 1)
        if reference.kind != kind:
            reference.kind = kind
            reference.save(update_fields=["kind"])
        reference.courses.set(courses)
        written = [text for draft in texts if (text := _write_text(reference, draft, by, at)) is not None]
        if written:
            numbers = {text.language: text.number for text in written}
            remember(act=Act.EDITION_PUBLISHED, by=by, subject=reference, new={"code": code, "numbers": numbers})
    return reference


def set_retired(*, reference: Reference, retired: bool, by: "User", at: datetime.datetime) -> None:
    """Take a document out of the library, or bring it back; its texts and files stay. Remembered."""
    with transaction.atomic():
        row = Reference.objects.select_for_update().get(pk=reference.pk)
        if (row.retired_at is not None) == retired:
            return
        row.retired_at = at if retired else None
        row.save(update_fields=["retired_at"])
        remember(act=Act.EDITION_PUBLISHED, by=by, subject=row, new={"code": row.code, "retired": retired})


def _write_text(
    reference: Reference, draft: DocumentText, by: "User | None", at: datetime.datetime
) -> ReferenceText | None:
    """Write the next text of a document in one language; None when nothing is new."""
    before = reference.texts.filter(language=draft.language).order_by("-number").first()
    file = draft.file or (StoredFile(before.file, before.size, before.sha256) if before else StoredFile("", 0, ""))
    title, citation = draft.title.strip(), draft.citation.strip()
    text = ReferenceText(
        reference=reference,
        language=draft.language,
        number=before.number + 1 if before else 1,
        title=title,
        citation=citation,
        file=file.name,
        size=file.size,
        sha256=file.sha256,
        checked_on=draft.checked_on,
        folded=indexed(title, citation),
        added_by=by,
        added_at=at,
    )
    if before is not None and all(getattr(before, name) == getattr(text, name) for name in KEPT):
        return None
    text.save()
    return text
