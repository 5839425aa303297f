"""Take in pictures and files, give them their codes, and keep what editions name.

What an edition shows never changes: its files are kept under the hash of their content, beside the originals that
editors may replace. Renditions are made when a picture comes in, and again at publishing should they be missing.
"""

import dataclasses
import datetime
import hashlib
import io
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.coreutils import string_to_ascii

from cms.domain.drawings import DrawingError, faults
from cms.domain.media_rules import (
    FORMATS,
    LIMITS,
    MB,
    PICTURE,
    FileKind,
    code_for,
    kept_name,
    kind_of,
    looks_like,
    widths_of,
)
from cms.domain.streams import ATTACHMENT
from cms.domain.streams import PICTURE as PICTURES
from cms.models import Attachment, Picture
from courses.selectors.manuscripts import MEDIA, ManuscriptFileError, read

if TYPE_CHECKING:
    from accounts.models import User

FOLDERS = {"pictures": PICTURES, "files": ATTACHMENT}
QUALITY: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 45},
    "webp": {"format": "WEBP", "quality": 60},
    "jpg": {"format": "JPEG", "quality": 72, "optimize": True, "progressive": True},
}
ABOUT = {"pictures": "pictures.txt", "files": "files.txt"}  # titles and credits, where editors gave them


@dataclasses.dataclass
class MediaReport:
    """What an import did, by code."""

    added: list[str] = dataclasses.field(default_factory=list)
    replaced: list[str] = dataclasses.field(default_factory=list)
    unchanged: int = 0


def names_in(folder: Path) -> set[tuple[str, str]]:
    """Return the files of `curriculum/`: (store, code)."""
    return {(store, path.name) for name, store in FOLDERS.items() for path in _files(folder / name, ABOUT[name])}


def load_media(*, folder: Path, by: "User | None", at: datetime.datetime) -> MediaReport:
    """Take in `pictures/` and `files/` of a curriculum folder. Unchanged bytes: nothing; others replace what stands.

    Raises ManuscriptFileError for a file of an unknown kind, that is too big or is not what its name says, and for a
    drawing with anything in it that may not stand in a page; before anything is written.
    """
    report = MediaReport()
    found = [(name, path) for name in FOLDERS for path in _files(folder / name, ABOUT[name])]
    data = {path: _checked(path, name) for name, path in found}
    about = {name: _about(folder / name / ABOUT[name]) for name in FOLDERS}
    models: dict[str, Any] = {"pictures": Picture, "files": Attachment}
    for name, path in found:
        words = about[name].get(path.name, {"title": path.name} | ({"credit": ""} if name == "pictures" else {}))
        row = models[name].objects.filter(code=path.name).first()
        file_hash = hashlib.sha1(data[path], usedforsecurity=False).hexdigest()
        if row is not None and row.file_hash == file_hash and _stands(row):
            report.unchanged += 1
            if any(getattr(row, field) != value for field, value in words.items()):
                models[name].objects.filter(pk=row.pk).update(**words)
        else:
            (report.replaced if row else report.added).append(path.name)
            row = _write(row or models[name](code=path.name, created_at=at, uploaded_by_user=by), data[path], words)
        keep(row)
    return report


def receive(row: Any, name: str) -> None:
    """Give an uploaded picture or file its code, once, and keep it. `name` is that of the file as it came.

    For rows that are saved. The code never changes, whatever is uploaded in its place.
    """
    if not row.code:
        model = type(row)
        taken = set(model.objects.exclude(code="").values_list("code", flat=True))
        row.code = code_for(string_to_ascii(name), taken)
        model.objects.filter(pk=row.pk).update(code=row.code)
    keep(row)


def keep_files(files: Iterable[tuple[str, str]]) -> None:
    """Keep the pictures and files that a text names, those that are not kept yet."""
    for store, code in files:
        model: Any = Picture if store == PICTURES else Attachment
        row = model.objects.filter(code=code).first()
        if row is not None:
            keep(row)


def keep(row: Any) -> None:
    """Keep a picture's renditions, or a file, under the hash of its content. What is kept already is left."""
    if not row.file_hash:
        row.get_file_hash()
    if isinstance(row, Picture) and kind_of(row.code) and not row.code.endswith(".svg"):
        _keep_renditions(row)
    else:
        place = _place(row, row.code)
        if not place.exists():
            _link(Path(row.file.path), place)


def _keep_renditions(picture: Picture) -> None:
    places = {
        (width, form): _place(picture, f"{width}.{form}") for width in widths_of(picture.width) for form in FORMATS
    }
    if all(place.exists() for place in places.values()):
        return
    with picture.open_file() as file, Image.open(file) as opened:
        original = _flat(ImageOps.exif_transpose(opened))
    for (width, form), place in places.items():
        if place.exists():
            continue
        height = max(1, round(original.height * width / original.width))
        buffer = io.BytesIO()
        original.resize((width, height), Image.Resampling.LANCZOS).save(buffer, **QUALITY[form])
        _put(buffer.getvalue(), place)


def _flat(image: Image.Image) -> Image.Image:
    """Return a picture without transparency, on white."""
    if image.mode in {"RGBA", "LA", "P", "PA"}:
        rgba = image.convert("RGBA")
        ground = Image.new("RGB", rgba.size, "white")
        ground.paste(rgba, mask=rgba.getchannel("A"))
        return ground
    return image.convert("RGB")


def _place(row: Any, name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / kept_name(row.file_hash, name)


def _put(data: bytes, place: Path) -> None:
    """Write a file whole or not at all: readers never see a half."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.{os.getpid()}")
    part.write_bytes(data)
    part.replace(place)


def _link(source: Path, place: Path) -> None:
    """Give the file a second name, without a second copy where the disk can do it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, place)
    except FileExistsError:
        return
    except OSError:
        shutil.copyfile(source, place)


def _write(row: Any, data: bytes, words: dict[str, str]) -> Any:
    """Save a picture or file with other bytes than it had."""
    old = row.file.name if row.pk else ""
    for field, value in words.items():
        setattr(row, field, value)
    row.file = ContentFile(data, name=row.code)
    if isinstance(row, Picture):
        row._set_image_file_metadata()
    else:
        row._set_document_file_metadata()
    row.save()
    if old:
        row.file.storage.delete(old)
        if isinstance(row, Picture):
            row.renditions.all().delete()
    return row


def _stands(row: Any) -> bool:
    return bool(row.file.storage.exists(row.file.name))


def _files(folder: Path, about: str) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name not in {about, "README.md"})


def _about(path: Path) -> dict[str, dict[str, str]]:
    """Return titles and credits by code, where the folder says any."""
    if not path.exists():
        return {}
    return {
        block.key: {name: block.line(name) for name in (MEDIA[block.kind])} | {"title": block.line("title", block.key)}
        for block in read(path, MEDIA)
    }


def _checked(path: Path, folder: str) -> bytes:
    """Return the bytes of a file that may be taken in. Raises ManuscriptFileError."""
    kind = kind_of(path.name)
    if kind is None or (kind.group == PICTURE) != (folder == "pictures") or code_for(path.name, ()) != path.name:
        raise ManuscriptFileError(path, "this kind of file, or such a name, is not taken in")
    if path.stat().st_size > LIMITS[kind.group]:
        raise ManuscriptFileError(path, f"bigger than {LIMITS[kind.group] // MB} MB")
    data = path.read_bytes()
    if problem := content_problem(kind, data):
        raise ManuscriptFileError(path, problem)
    return data


def content_problem(kind: FileKind, data: bytes) -> str:
    """Return in words why bytes are not what a file of this kind holds; empty when they are."""
    if not looks_like(kind, data[:32]):
        return "the file is not what its name says"
    if kind.group != PICTURE:
        return ""
    try:
        if kind.content_type == "image/svg+xml":
            return "; ".join(faults(data))
        with Image.open(io.BytesIO(data)) as image:
            image.verify()
    except DrawingError as error:
        return str(error)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return "the picture cannot be read"
    return ""
