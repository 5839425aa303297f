"""What texts need to know of the pictures and files they name. Stands beside rendering.py, which pages call too."""

import dataclasses
from collections.abc import Collection

from django.conf import settings

from cms.domain.media_rules import extension_of, kept_name, kind_of, widths_of
from cms.domain.streams import ATTACHMENT, PICTURE
from cms.models.media import Attachment, Picture


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A picture as pages show it. `height` belongs to `width`; both are of the biggest rendition, in pixels."""

    code: str
    file_hash: str
    natural_width: int
    natural_height: int

    @property
    def is_drawing(self) -> bool:
        return extension_of(self.code) == "svg"

    @property
    def width(self) -> int:
        return self.natural_width if self.is_drawing else widths_of(self.natural_width)[-1]

    @property
    def height(self) -> int:
        return max(1, round(self.natural_height * self.width / max(1, self.natural_width)))

    @property
    def src(self) -> str:
        """The address that every browser understands."""
        return self.address(self.code if self.is_drawing else f"{self.width}.jpg")

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Content type and `srcset` of the lighter forms, the lightest first; none for a drawing."""
        if self.is_drawing:
            return []
        return [(f"image/{form}", self.srcset(form)) for form in ("avif", "webp")]

    @property
    def jpeg_srcset(self) -> str:
        return "" if self.is_drawing else self.srcset("jpg")

    def srcset(self, form: str) -> str:
        """Return the addresses of one form in all widths."""
        return ", ".join(f"{self.address(f'{width}.{form}')} {width}w" for width in widths_of(self.natural_width))

    def address(self, name: str) -> str:
        """Return the address of one of the files kept of this picture."""
        return settings.MEDIA_URL + kept_name(self.file_hash, name)


@dataclasses.dataclass(frozen=True, slots=True)
class Played:
    """A recording, video or file to download; `size` in bytes."""

    code: str
    file_hash: str
    size: int

    @property
    def address(self) -> str:
        return settings.MEDIA_URL + kept_name(self.file_hash, self.code)

    @property
    def content_type(self) -> str:
        kind = kind_of(self.code)
        return kind.content_type if kind else "application/octet-stream"

    @property
    def ending(self) -> str:
        return extension_of(self.code).upper()


Facts = dict[tuple[str, str], Shown | Played]


def facts_of(files: Collection[tuple[str, str]]) -> Facts:
    """Return what stands of pictures and files, by (store, code); unknown ones are left out. At most two queries."""
    wanted: dict[str, list[str]] = {PICTURE: [], ATTACHMENT: []}
    for store, code in files:
        wanted[store].append(code)
    found: Facts = {}
    if wanted[PICTURE]:
        rows = Picture.objects.filter(code__in=wanted[PICTURE]).values_list("code", "file_hash", "width", "height")
        found |= {(PICTURE, row[0]): Shown(*row) for row in rows}
    if wanted[ATTACHMENT]:
        files_found = Attachment.objects.filter(code__in=wanted[ATTACHMENT])
        found |= {
            (ATTACHMENT, code): Played(code, file_hash, size or 0)
            for code, file_hash, size in files_found.values_list("code", "file_hash", "file_size")
        }
    return found


def drawing_of(code: str) -> bytes:
    """Return the bytes of a drawing; empty when there is none of that code, or its file is gone."""
    picture = Picture.objects.filter(code=code).first()
    if picture is None:
        return b""
    try:
        with picture.file.open("rb") as file:
            data: bytes = file.read()
    except OSError:
        return b""
    return data
