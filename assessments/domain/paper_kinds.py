"""What kind of paper a file really is, whatever its name says."""

import io
import warnings

from PIL import Image

PDF, JPEG = "application/pdf", "image/jpeg"
MOST_PIXELS = 60_000_000  # a sheet of A4 at 600 dots an inch has 35 million
PDF_TAIL = 4096  # where the end mark stands; some programs write a few lines after it


def kind_of_paper(data: bytes) -> str | None:
    """Return the media type of a whole PDF or JPEG; None for anything else, cut off or larger than any paper."""
    if data.startswith(b"%PDF-"):
        return PDF if b"%%EOF" in data[-PDF_TAIL:] else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError, ValueError, EOFError):
        return None
    return JPEG
