"""Emblems and backgrounds of certificates as they come in: read, cleaned and written anew, never taken as they are."""

import io
from xml.etree import ElementTree as ET  # builds and writes trees; reading is defusedxml's

from PIL import Image, ImageOps, UnidentifiedImageError

from certificates.services.designs import Picture
from cms.domain.drawings import SVG, DrawingError, clean, read

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000
EMBLEM_SIDE = 472  # pixels: 20 mm at 600 dpi
GROUND_SIDE = 1400  # of the longer side: 120 dpi on A4
MOST_KEPT = 45_000  # bytes: with emblem and background a certificate stays below 160 KB
SEE_THROUGH = ("opacity", "fill-opacity", "stroke-opacity")


class PictureError(ValueError):
    """The picture cannot be used; says why, in a word: `too_big`, `unreadable`, `letters`."""


def cleaned_emblem(data: bytes) -> Picture:
    """Return an emblem: a drawing with nothing but shapes, or a small picture on white. Raises PictureError."""
    return _drawing(data) if _is_drawing(data) else _photo(data, EMBLEM_SIDE)


def cleaned_ground(data: bytes) -> Picture:
    """Return a background. Raises PictureError."""
    return _drawing(data) if _is_drawing(data) else _photo(data, GROUND_SIDE)


def _is_drawing(data: bytes) -> bool:
    if len(data) > MOST_BYTES:
        raise PictureError("too_big")
    return data.lstrip()[:1] == b"<" or data.startswith(b"\xef\xbb\xbf<")


def _drawing(data: bytes) -> Picture:
    """Return an SVG of shapes only. Letters are refused: our fonts may lack them; nothing stays transparent."""
    try:
        root = read(clean(data))
    except DrawingError as error:
        raise PictureError("unreadable") from error
    if next(root.iter(f"{{{SVG}}}text"), None) is not None:
        raise PictureError("letters")
    for element in root.iter():
        for name in SEE_THROUGH:
            element.attrib.pop(name, None)
    ET.register_namespace("", SVG)
    written: bytes = ET.tostring(root, encoding="utf-8")
    if len(written) > MOST_KEPT:
        raise PictureError("too_big")
    return Picture("image/svg+xml", written)


def _photo(data: bytes, side: int) -> Picture:
    """Return a JPEG on white, no larger than needed; what the file held besides its pixels is left behind."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureError("too_big")
            image = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError("unreadable") from error
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    for part in (1.0, 0.7, 0.5, 0.35):
        ground.thumbnail((side * part, side * part), Image.Resampling.LANCZOS)
        for quality in (90, 80, 70, 60, 45):
            target = io.BytesIO()
            ground.save(target, format="JPEG", quality=quality, optimize=True, subsampling=0 if quality > 75 else 2)
            if target.tell() <= MOST_KEPT:
                return Picture("image/jpeg", target.getvalue())
    raise PictureError("too_big")
