"""A photo of a person, made small and plain: what a camera wrote beside the picture does not stay."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 5 * 1024 * 1024  # bytes of the file that is sent
MOST_PIXELS = 40_000_000
SIZE = (160, 200)  # pixels
KINDS = ("JPEG", "PNG", "WEBP")

_QUALITY = 80


class NotAPortraitError(ValueError):
    """The content is no JPEG, PNG or WebP, is cut off, or has more than MOST_PIXELS."""


def portrait(data: bytes) -> bytes:
    """Return a JPEG of SIZE, upright, cut to the middle, without metadata. Raises NotAPortraitError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=KINDS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotAPortraitError
                picture.draft("RGB", (SIZE[0] * 4, SIZE[1] * 4))
                small = ImageOps.fit(_plain(picture), SIZE)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPortraitError from error
    except (OSError, SyntaxError, ValueError, KeyError, EOFError) as error:
        raise NotAPortraitError from error
    clean = Image.new("RGB", SIZE)
    clean.paste(small)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    """Return the picture upright, of moderate size and in plain colours; what is transparent is white."""
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIZE[0] * 4, SIZE[1] * 4))
    seen = upright.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    return ground.convert("RGB")
