"""What kind of scan a file really is, whatever its name says: PDF, JPEG or PNG."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
MOST_PIXELS = 60_000_000  # a sheet of A4 at 600 dots an inch has 35 million

_KINDS = {"JPEG": "jpg", "PNG": "png"}
_PDF_TAIL = 4096  # where the end mark stands; some programs write a few lines after it


class NotAScanError(ValueError):
    """The content is none of the three kinds, is cut off, or is larger than any sheet of paper."""


def kind_of_scan(data: bytes) -> str:
    """Return "pdf", "jpg" or "png" by the content of a file. Raises NotAScanError."""
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-_PDF_TAIL:]:
            raise NotAScanError
        return "pdf"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(_KINDS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotAScanError
                kind = _KINDS[picture.format or ""]
                picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAScanError from error
    except (OSError, SyntaxError, ValueError, KeyError, EOFError) as error:
        raise NotAScanError from error
    return kind
