"""Pictures of questions: checked, cleaned of what could harm, kept once under the hash of their bytes."""

import hashlib
import io
import re
from xml.etree import ElementTree as ET  # only its errors; reading is defusedxml's

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

from assessments.models import QuestionPicture
from foundation.drawings import ELEMENTS, SVG, too_deep

LARGEST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 12_000_000
LONGEST_SIDE = 1600
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
TAGS = frozenset(f"{{{SVG}}}{name}" for name in ELEMENTS)
HARMFUL = re.compile(r"^(?:on|xlink|href|style)|(?:javascript|data|url)\s*[:(]", re.IGNORECASE)
VIEW_BOX = 4
ENDINGS = ("svg", "jpg", "jpeg", "png", "webp")
LONGEST_STEM = 40


class PictureRefusedError(ValueError):
    """The bytes are no picture that can be shown; says why."""


def keep_picture(*, name: str, data: bytes) -> QuestionPicture:
    """Return the row that holds these bytes, made if there is none. Raises PictureRefusedError.

    SVG: shapes and text only, no references and no scripts. JPEG, PNG and WebP are written anew, so nothing but the
    pixels is kept (no place, no camera), at most 1,600 pixels a side.
    """
    media_type, content, width, height = cleaned(name, data)
    digest = hashlib.sha256(content).hexdigest()
    picture, _made = QuestionPicture.objects.get_or_create(
        digest=digest,
        defaults={"name": name[:80], "media_type": media_type, "content": content, "width": width, "height": height},
    )
    return picture


def keep_chosen_picture(*, name: str, data: bytes) -> QuestionPicture:
    """Keep a picture that an author chose or uploaded, under a name of its own. Raises PictureRefusedError.

    The name ends with a part of the hash, so that in the files no other picture of that name is overwritten.
    """
    stem, _dot, ending = name.rpartition(".")
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:LONGEST_STEM] or "picture"
    kind = ending.lower() if ending.lower() in ENDINGS else ""
    if not kind:
        raise PictureRefusedError(f"{name[:80]}: no JPEG, PNG, WebP or SVG picture")
    return keep_picture(name=f"question-{plain}-{hashlib.sha256(data).hexdigest()[:8]}.{kind}", data=data)


def cleaned(name: str, data: bytes) -> tuple[str, bytes, int, int]:
    """Return media type, bytes, width and height as a picture would be kept. Raises PictureRefusedError."""
    if len(data) > LARGEST_BYTES:
        raise PictureRefusedError(f"{name}: larger than {LARGEST_BYTES // 1024 // 1024} MB")
    svg = data.lstrip()[:5] in {b"<?xml", b"<svg "} or name.endswith(".svg")
    return _drawing(name, data) if svg else _photo(name, data)


def _drawing(name: str, data: bytes) -> tuple[str, bytes, int, int]:
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError) as error:
        raise PictureRefusedError(f"{name}: not a readable SVG") from error
    if too_deep(root):
        raise PictureRefusedError(f"{name}: its elements are nested too deeply")
    for element in root.iter():
        if element.tag not in TAGS:
            raise PictureRefusedError(f"{name}: {element.tag} cannot stand in a drawing")
        for attribute, value in element.attrib.items():
            if HARMFUL.search(attribute.rpartition("}")[2]) or HARMFUL.search(value):
                raise PictureRefusedError(f"{name}: {attribute} cannot stand in a drawing")
    try:
        box = [float(number) for number in re.split(r"[\s,]+", root.attrib["viewBox"].strip())]
    except (KeyError, ValueError):
        box = []
    if len(box) != VIEW_BOX or box[2] <= 0 or box[3] <= 0:
        raise PictureRefusedError(f"{name}: viewBox is missing or not four numbers")
    return "image/svg+xml", data, max(1, round(box[2])), max(1, round(box[3]))


def _photo(name: str, data: bytes) -> tuple[str, bytes, int, int]:
    try:
        with Image.open(io.BytesIO(data), formats=list(FORMATS)) as picture:
            kind = picture.format or ""
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefusedError(f"{name}: more than {MOST_PIXELS // 1_000_000} million pixels")
            copy = picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, PictureRefusedError):
            raise
        raise PictureRefusedError(f"{name}: no JPEG, PNG, WebP or SVG picture") from error
    copy.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    copy.save(written, kind, **({"quality": 85} if kind != "PNG" else {"optimize": True}))
    return FORMATS[kind], written.getvalue(), copy.width, copy.height
