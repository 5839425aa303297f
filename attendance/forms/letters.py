"""What a letter or a word in a cell means, in whichever of our languages it was written."""

import functools
import re

from django.utils.translation import override

from attendance.enums import JOURNAL_LETTERS, Status, letter_of
from foundation.languages.text import ascii_digits
from foundation.languages.titles import LANGUAGE_CODES

# Letters of the paper journal and what people write beside them; a sign may stand before the minutes: +15.
ALSO = {
    Status.PRESENT: ("п", "ҳ", "p", "ح", "✓", "v", "1", "присутствует", "был", "была", "ҳаст", "ҳозир", "حاضر"),
    Status.LATE: ("+", "л", "l", "د", "2", "опоздание", "дер", "ناوقت"),
    Status.ABSENT: ("н/у", "ну", "a", "ғ", "غ", "-", "3", "нет", "ғоиб", "غیرحاضر", "غایب"),
    Status.LEAVE: ("4", "отпуск", "рухсатӣ", "رخصت", "رخصتی"),
    Status.DUTY: ("5", "наряд", "дежурство", "навбатдорӣ", "نوکریوالی"),
    Status.SICK: ("6", "болен", "больна", "бемор", "مریض"),
    Status.MISSION: ("7", "командировка", "сафари хизматӣ", "وظیفه"),
}
_MINUTES = re.compile(r"^(\+)\s*(\d{1,3})$")


def read_letter(text: str) -> tuple[str, str]:
    """Return (status, minutes) that a cell means; status is empty when it is not understood, minutes mostly are."""
    plain = _plain(text)
    if found := _MINUTES.match(plain):
        return Status.LATE, found[2]
    return _meanings().get(plain, ""), ""


def show_letter(status: str) -> str:
    """Return the sign that the grid shows for a status in the reader's language; nothing for present."""
    if status not in Status.values or status == Status.PRESENT:
        return ""
    return letter_of(status) or JOURNAL_LETTERS[Status(status)]


def _plain(text: str) -> str:
    return " ".join(ascii_digits(text).casefold().split()).replace("ي", "ی").replace("ك", "ک")


@functools.lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    found: dict[str, str] = {}
    for status in Status:
        words = {str(status), JOURNAL_LETTERS[status], *ALSO[status]}
        for language in LANGUAGE_CODES:
            with override(language):
                words |= {str(status.label), letter_of(status)}
        for word in words:
            if word:
                found.setdefault(_plain(word), str(status))
    return found
