"""What can be seen in a translation without understanding it: marks, codes, numbers, letters. And which words changed.

Format of the marks: docs/curriculum-format.md.
"""

import dataclasses
import difflib
import enum
import re
from collections import Counter
from collections.abc import Sequence

from foundation.languages.text import ascii_digits
from foundation.languages.titles import SOURCE_LANGUAGE

_CODE = re.compile(r"`([^`]*)`")
_NUMBER = re.compile(r"\d+")
_LETTERS = {
    "tg": re.compile(r"[\u0400-\u04ff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "fa-af": re.compile(r"[\u0600-\u06ff]"),
}
_LATIN = re.compile(r"[A-Za-z]")
TITLE_LENGTH = 255  # of a page


class Problem(enum.StrEnum):
    """What may be wrong with a text."""

    MARKS = "marks"
    CODES = "codes"
    LONG = "long"
    NUMBERS = "numbers"
    SAME = "same"
    LETTERS = "letters"


SERIOUS = frozenset({Problem.MARKS, Problem.CODES, Problem.LONG})  # such a text is not published


def check(*, source: str, target: str, language: str, path: str = "") -> tuple[Problem, ...]:
    """Return what is suspicious in a translation; nothing for an empty one."""
    if not target:
        return ()
    found = []
    if target.count("`") % 2 or _CODE.sub("", target).count("**") % 2:
        found.append(Problem.MARKS)
    elif not _codes_agree(source, target):
        found.append(Problem.CODES)
    if path == "title" and len(target) > TITLE_LENGTH:
        found.append(Problem.LONG)
    if Problem.MARKS not in found and _numbers(source) != _numbers(target):
        found.append(Problem.NUMBERS)
    if language == SOURCE_LANGUAGE:
        return tuple(found)
    if target == source and len(_words(source)) > 1:
        found.append(Problem.SAME)
    elif (letters := _LETTERS.get(language)) and _words(target) and not letters.search(_CODE.sub("", target)):
        found.append(Problem.LETTERS)
    return tuple(found)


def clean(text: str) -> str:
    """Return a text as one line without spaces at its ends: paragraphs of manuscripts are lines."""
    return re.sub(r"[ \t\r\n\v\f]+", " ", text).strip()


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence. `kind` is same, gone (only in the old one) or new."""

    kind: str
    text: str


def word_changes(old: str, new: str) -> Sequence[Piece]:
    """Return both sentences as one, with the words marked that went and that came."""
    before, after = old.split(), new.split()
    pieces = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", " ".join(before[a:b])))
            continue
        if a < b:
            pieces.append(Piece("gone", " ".join(before[a:b])))
        if c < d:
            pieces.append(Piece("new", " ".join(after[c:d])))
    return pieces


def _codes_agree(source: str, target: str) -> bool:
    """True when every code of the source is a code of the translation, and the translation marks nothing else.

    It may mark more of what the source says, as Dari does with `Doc 9303`, and say a code more or less often.
    """
    marked = " ".join(_CODE.findall(target))
    said = source.replace("`", "")
    return all(_stands_in(code, marked) for code in _CODE.findall(source)) and all(
        _stands_in(code, said) for code in _CODE.findall(target)
    )


def _stands_in(code: str, text: str) -> bool:
    return re.search(rf"(?<![A-Za-z0-9<]){re.escape(code)}(?![A-Za-z0-9<])", text) is not None


def _numbers(text: str) -> Counter[str]:
    return Counter(number.lstrip("0") or "0" for number in _NUMBER.findall(ascii_digits(_CODE.sub("", text))))


def _words(text: str) -> list[str]:
    """Return the words with letters, outside codes."""
    return [word for word in _CODE.sub("", text).split() if _LATIN.search(word)]
