"""Which text of a title a reader gets, and how a language is named, tagged and directed.

Rules: architecture.md 5.9 (direction follows the content), languages-and-weak-links.md 1.1 (Dari is `fa-af` in code
and `fa-AF` in HTML, shown as دری).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LANGUAGE_CODES = ("tg", "fa-af", "ru", "en")
SOURCE_LANGUAGE = "en"
NATIVE_NAMES = {"tg": "Тоҷикӣ", "fa-af": "دری", "ru": "Русский", "en": "English"}

_RIGHT_TO_LEFT = frozenset({"fa", "ar", "ps", "ur", "prs", "he"})


@dataclass(frozen=True, slots=True)
class Picked:
    """A text and the language it is really in, which may not be the one that was asked for."""

    text: str
    language: str


def pick(titles: Mapping[str, str], language: str) -> Picked:
    """Return the title in a language; without it the English source; without that the first there is.

    `titles` maps language codes to texts; blank texts count as missing. With no text at all the answer is an empty
    text in the language asked for.
    """
    for code in (language, SOURCE_LANGUAGE, *LANGUAGE_CODES, *titles):
        text = titles.get(code, "")
        if text.strip():
            return Picked(text, code)
    return Picked("", language)


def direction(language: str) -> Literal["rtl", "ltr"]:
    """Return the direction of writing of a language code, for the `dir` attribute."""
    return "rtl" if language.lower().partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def html_lang(language: str) -> str:
    """Return a language code as HTML's `lang` writes it: "fa-AF" for `fa-af`, "tg" for `tg`."""
    base, dash, region = language.replace("_", "-").partition("-")
    return f"{base.lower()}{dash}{region.upper()}"
