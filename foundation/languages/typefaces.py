"""The typefaces of everything we print: complete font files of this repository, and a fontconfig that knows no others.

Noto Serif writes Tajik, Russian and English, Vazirmatn writes Dari, Noto Sans Mono the lines of travel documents. Why
these and why complete files: certificates.md 2.2 and 2.3 (split web fonts draw wrong letters, Debian's Noto Naskh
draws the digits of Urdu).
"""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "fonts"
FAMILIES = (("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"), ("Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf"))

# Held by whoever draws: the font map under WeasyPrint is one for the process, and not made for threads. One lock for
# all kinds of papers; a second lock beside it would let a certificate and a month sheet be drawn at once.
drawing = threading.RLock()

_VARIABLE = "FONTCONFIG_FILE"


@contextlib.contextmanager
def only_ours() -> Iterator[None]:
    """While it holds, a font configuration that is made knows the fonts of `FOLDER` and no other.

    Fontconfig reads the variable only while it starts; it is put back, so that programs we start see their fonts.
    """
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = str(FOLDER / "fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before
