"""Which files may be taken in, how big they may be, what they are served as, and under which names they are kept."""

import dataclasses
import re
from collections.abc import Collection, Mapping

MB = 1024 * 1024
WIDTHS = (320, 640)  # of renditions, in pixels
FORMATS = ("avif", "webp", "jpg")  # the best first
KEPT = "kept"  # folder of the files that editions name: by their content, never changed and never removed
CODE_LENGTH = 80

PICTURE, SOUND, FILM, PAPER = "picture", "audio", "video", "document"


@dataclasses.dataclass(frozen=True, slots=True)
class FileKind:
    """`starts` are the first bytes of such a file, at `offset`."""

    group: str
    content_type: str
    starts: tuple[bytes, ...]
    offset: int = 0


KINDS: Mapping[str, FileKind] = {
    "jpg": FileKind(PICTURE, "image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": FileKind(PICTURE, "image/jpeg", (b"\xff\xd8\xff",)),
    "png": FileKind(PICTURE, "image/png", (b"\x89PNG\r\n\x1a\n",)),
    "webp": FileKind(PICTURE, "image/webp", (b"WEBP",), 8),
    "avif": FileKind(PICTURE, "image/avif", (b"ftypavif", b"ftypavis"), 4),
    "svg": FileKind(PICTURE, "image/svg+xml", ()),  # read as a whole: cms/domain/drawings.py
    "mp3": FileKind(SOUND, "audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "ogg": FileKind(SOUND, "audio/ogg", (b"OggS",)),
    "m4a": FileKind(SOUND, "audio/mp4", (b"ftyp",), 4),
    "mp4": FileKind(FILM, "video/mp4", (b"ftyp",), 4),
    "webm": FileKind(FILM, "video/webm", (b"\x1a\x45\xdf\xa3",)),
    "pdf": FileKind(PAPER, "application/pdf", (b"%PDF-",)),
    "odt": FileKind(PAPER, "application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    "docx": FileKind(
        PAPER, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)
    ),
    "xlsx": FileKind(PAPER, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
}
LIMITS: Mapping[str, int] = {PICTURE: 5 * MB, SOUND: 20 * MB, FILM: 100 * MB, PAPER: 20 * MB}  # bytes
FILM_AND_SOUND = frozenset({SOUND, FILM})
PICTURES = tuple(name for name, kind in KINDS.items() if kind.group == PICTURE)
ATTACHMENTS = tuple(name for name, kind in KINDS.items() if kind.group != PICTURE)


def extension_of(name: str) -> str:
    """Return the ending of a file's name in small letters, without the point; empty when it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def kind_of(name: str) -> FileKind | None:
    """Return what a file is by the ending of its name; None for one that is not taken in."""
    return KINDS.get(extension_of(name))


def looks_like(kind: FileKind, first: bytes) -> bool:
    """True when the first bytes of a file are those of its kind (at least 16 are needed)."""
    return not kind.starts or first[kind.offset :].startswith(kind.starts)


def code_for(name: str, taken: Collection[str]) -> str:
    """Return the code of an uploaded file: its name in small Latin letters, made unique among `taken` by a number.

    `name` is in ASCII already.
    """
    stem, _, ending = name.lower().rpartition(".")
    stem = re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "file"
    stem = stem[: CODE_LENGTH - len(ending) - 6].strip("-")
    code, number = f"{stem}.{ending}", 2
    while code in taken:
        code, number = f"{stem}-{number}.{ending}", number + 1
    return code


def kept_name(file_hash: str, name: str) -> str:
    """Return where a file of this content is kept, inside the folder of media."""
    return f"{KEPT}/{file_hash[:20]}/{name}"


def widths_of(width: int) -> tuple[int, ...]:
    """Return the widths in which a picture is kept; a small one only in its own."""
    return tuple(sorted({min(width, wanted) for wanted in WIDTHS}))
