"""Scans that people send: a picture is drawn anew and made smaller, so that nothing but the picture stays."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 10 * 1024 * 1024  # bytes of the file that is sent
MOST_PIXELS = 60_000_000  # a sheet of A4 at 600 dots an inch has 35 million
LONGEST_SIDE = 2400  # pixels: A4 at 200 dots an inch, enough to read handwriting
KINDS = ("JPEG", "PNG")
CONTENT_TYPES = {"jpg": "image/jpeg", "pdf": "application/pdf"}

_QUALITY = 78
_TAIL = 4096  # where the end mark stands; some programs write a few lines after it
_ENDS = (b"\xff\xd9", b"IEND")  # of JPEG and PNG
_ALIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/Encrypt")


class ScanUnreadableError(ValueError):
    """The content is no picture (JPEG, PNG) of moderate size, and no plain PDF where one is allowed."""


class ScanTooLargeError(ValueError):
    """The file is larger than LARGEST."""


def picture(data: bytes) -> bytes:
    """Return a JPEG of the picture in `data`, upright, at most LONGEST_SIDE, without metadata.

    Raises ScanTooLargeError or ScanUnreadableError.
    """
    if len(data) > LARGEST:
        raise ScanTooLargeError
    if not any(end in data[-_TAIL:] for end in _ENDS):
        raise ScanUnreadableError  # cut off: WeasyPrint makes Pillow forgive that in the whole process
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise ScanUnreadableError
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                seen = upright.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ScanUnreadableError from error
    except (OSError, SyntaxError, ValueError, KeyError, EOFError) as error:
        raise ScanUnreadableError from error
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    written = io.BytesIO()
    ground.convert("RGB").save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


def paper(data: bytes) -> tuple[str, bytes]:
    """Return ("jpg", the picture drawn anew) or ("pdf", the bytes of a plain PDF).

    A PDF with scripts, attachments or a password is refused. Raises ScanTooLargeError or ScanUnreadableError.
    """
    if len(data) > LARGEST:
        raise ScanTooLargeError
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-_TAIL:] or any(sign in data for sign in _ALIVE):
            raise ScanUnreadableError
        return "pdf", data
    return "jpg", picture(data)
