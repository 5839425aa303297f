"""Folding for search and comparison, mending of what keyboards spoil, digits, and the writing of a text.

Rules: domain.md 3.7 (Tajik look-alikes, Dari input), languages-and-weak-links.md 1.7 (the fold that found 32 of 32).
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Script = Literal["cyrl", "arab", "latn", "mixed", ""]

_BREVE = "\N{COMBINING BREVE}"
_ASCII_DIGITS = "0123456789"
_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
_TO_PERSIAN_DIGITS = str.maketrans(_ASCII_DIGITS + _ARABIC_DIGITS, _PERSIAN_DIGITS * 2)

# Letters of 8-bit fonts of the 1990s, read as Unicode.
_LEGACY_TAJIK = str.maketrans("ЃѓЌќЎўЊњЉљЇї", "ҒғҚқӮӯҲҳҶҷӢӣ")
# A word with one of these is Ukrainian, Serbian or Macedonian, not Tajik from an old font.
_FOREIGN_CYRILLIC = frozenset("іІєЄґҐђЂћЋџЏјЈѕЅ")

# Latin letters that look exactly like Cyrillic ones. `x` is not among them: it stands for х as often as for ҷ.
_TWINS = dict(zip("ABCEHKMOPTaceopy", "АВСЕНКМОРТасеору", strict=True))
# After case folding shape is lost, so folding is broader; `x` is ҷ (domain.md 3.7: «Xумҳурии»), folded to ч.
_FOLDED_TWINS = dict(zip("abcehkmoptyx", "авсенкмортуч", strict=True))

_FOLDED_LETTERS = str.maketrans(
    {
        **dict(zip("ғқҳҷњљі", "гкхчхчи", strict=True)),
        **dict.fromkeys("يىېۍےۑ", "ی"),
        **dict.fromkeys("كڪګڭ", "ک"),
        **dict.fromkeys("ةەہھۃ", "ه"),
        "ګ": "گ",
        "ٱ": "ا",
        "ء": None,  # اجزاء and اجزا are one word
        "ـ": None,  # tatweel
    }
)
# The alphabets, each letter with those counted as the same one. Tajik carries the four letters that only Russian has.
_CYRILLIC = "а б в г ғ д е ё ж з и ӣ й к қ л м н о п р с т у ӯ ф х ҳ ц ч ҷ ш щ ъ ы ь э ю я"
_DARI = "آ اء ب پ ت ټ ث ج ځ چ څ ح خ د ډ ذ ر ړ ز ژ ږ س ش ښ ص ض ط ظ ع غ ف ق کكڪ گګ ل م ن ڼ و هةەہھ یيىئ ې ۍ"
_LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
_DIGITS = "0 1 2 3 4 5 6 7 8 9"
_OWN_FIRST = {
    "tg": (_CYRILLIC, _LATIN, _DARI),
    "ru": (_CYRILLIC.replace(" ё", "").replace("е", "её"), _LATIN, _DARI),
    "fa-af": (_DARI, _LATIN, _CYRILLIC),
    "en": (_LATIN, _CYRILLIC, _DARI),
}
_SORT_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SORT_END = "00"
_SORT_SPACE = "01"
_SORT_FIRST = 36  # the weight of the digit 0: "10"

_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]+")
_ARABIC_RANGES = ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE))
_LETTERS = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")  # a word, with marks that have no composed form
_WORDS = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the text as it is compared: without case, marks, look-alikes and writing habits.

    For search, blind indexes, headings and duplicate checks; never shown and never stored as the text itself.
    «Қурбонов», «Ќурбонов» and «Курбонов» fold alike, as do «كابل» and «کابل», «۱۲» and «12», «ё» and «е»; ئ folds
    to ی and ؤ to و, because مسئول and هیئت are written both ways in Kabul. «й» stays a letter of its own.
    Folding twice changes nothing. Source: domain.md 3.7.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    text = _PRESENTATION_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = _without_marks(unicodedata.normalize("NFD", text).casefold())
    text = ascii_digits(text.translate(_FOLDED_LETTERS))
    text = _LETTERS.sub(lambda found: _cyrillic_twins(found.group(), _FOLDED_TWINS), text)
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Return the folded words of a text in their order; hyphens, points and other signs separate words."""
    return _WORDS.findall(fold(text))


def ascii_digits(text: str) -> str:
    """Return the text with every decimal digit of any writing (۱, ١, １) as 0–9; everything else is kept."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def persian_digits(text: str) -> str:
    """Return the text with 0–9 and Arabic ٠–٩ as the digits of Dari, ۰–۹; everything else is kept."""
    return text.translate(_TO_PERSIAN_DIGITS)


def mend_tajik(text: str) -> str:
    """Return Tajik or Russian text with letters of legacy fonts put right, in composed form (NFC).

    Only words in Cyrillic are touched: Ѓ Ќ Ў Њ Љ Ї become Ғ Қ Ӯ Ҳ Ҷ Ӣ (none of them is a Russian letter; a word
    with a Ukrainian or Serbian letter is left), and a Latin letter that looks exactly like its Cyrillic twin is
    replaced where most of the word is Cyrillic. Left for a person, because nobody can tell by rule: й typed for ӣ,
    plain г к у х ч typed for ғ қ ӯ ҳ ҷ, and Latin x, which is sometimes х and sometimes ҷ. Source: domain.md 3.7.
    """
    return _LETTERS.sub(lambda found: _mended_word(found.group()), unicodedata.normalize("NFC", text))


def mend_dari(text: str) -> str:
    """Return Dari text with Arabic ي ى ك and Arabic digits as the Dari ی ک ۰–۹, in composed form (NFC).

    ئ ؤ ة أ and the zero-width joiner marks are spelling, not slips, and stay. Source: domain.md 3.7.
    """
    composed = unicodedata.normalize("NFC", text)
    return composed.translate(str.maketrans("يىك" + _ARABIC_DIGITS, "ییک" + _PERSIAN_DIGITS))


def sort_key(text: str, language: str) -> str:
    """Return a key whose order, sign by sign, is the order of the texts in a language ("tg", "fa-af", "ru", "en").

    Stored with the row, so that SQLite, PostgreSQL under any collation and a centre's own machine agree: the key
    has only 0–9 and a–z, two signs a letter (eight for a letter of a writing we do not use). Case and marks do not
    count; in Tajik ғ ё ӣ қ ӯ ҳ ҷ are letters of their own, in Russian ё only decides between words that are
    otherwise equal; other signs part words. Digits come first, then the language's own writing, then the others.
    An unknown language is ordered as English. Source: languages-and-weak-links.md 1.6.
    """
    weights = _weights(language)
    key: list[str] = []
    late: list[str] = []  # for Russian ё: decides only when everything before is equal
    for char in unicodedata.normalize("NFC", ascii_digits(mend_tajik(text)).casefold()):
        weight = weights.get(char) or weights.get(unicodedata.normalize("NFD", char)[0])
        if weight is None and (unicodedata.combining(char) or is_invisible(char) or char == "ـ"):
            continue
        if weight is None and char.isalnum():
            weight = f"zz{ord(char):06x}"
        if weight:
            key.append(weight)
            late.append("1" if char == "ё" and language == "ru" else "0")
        elif key and key[-1] != _SORT_SPACE:
            key.append(_SORT_SPACE)
    if key and key[-1] == _SORT_SPACE:
        key.pop()
    tail = "".join(late).rstrip("0")
    return "".join(key) + (_SORT_END + tail if tail else "")


def script_of(text: str) -> Script:
    """Return the writing of the letters in a text: "cyrl", "arab", "latn", "" without letters, otherwise "mixed".

    Digits and signs do not count. Letters of any other writing (Greek, Chinese) make the text "mixed".
    """
    found = {_script_of_letter(char) for char in text if char.isalpha()}
    if not found:
        return ""
    return found.pop() if len(found) == 1 else "mixed"


def is_invisible(char: str) -> bool:
    """Return whether a character is a format mark nobody sees: joiners, direction marks, byte-order mark."""
    return unicodedata.category(char) == "Cf"


@lru_cache(maxsize=8)
def _weights(language: str) -> dict[str, str]:
    """Return the two-sign weight of each letter in a language's order."""
    alphabets = _OWN_FIRST.get(language, _OWN_FIRST["en"])
    weights: dict[str, str] = {}
    for place, letters in enumerate(" ".join((_DIGITS, *alphabets)).split(), start=_SORT_FIRST):
        high, low = divmod(place, len(_SORT_SIGNS))
        weights.update(dict.fromkeys(letters, _SORT_SIGNS[high] + _SORT_SIGNS[low]))
    return weights


def _without_marks(decomposed: str) -> str:
    """Drop accents, vowel marks and format characters of an NFD text, keeping й, and return it composed."""
    kept: list[str] = []
    base = ""
    for char in decomposed:
        if unicodedata.category(char) in {"Mn", "Me"}:
            if char == _BREVE and base == "и":
                kept[-1] = "й"
                base = "й"
        elif not is_invisible(char):
            kept.append(char)
            base = char
    return unicodedata.normalize("NFC", "".join(kept))


def _cyrillic_twins(word: str, twins: dict[str, str]) -> str:
    """Replace Latin twins in a mostly Cyrillic word when that leaves no other letter; otherwise return it as it is."""
    if word.isascii():
        return word
    if script_of(word) != "mixed" or not _is_mostly_cyrillic(word):
        return word
    mended = "".join(twins.get(char, char) for char in word)
    return mended if script_of(mended) == "cyrl" else word


def _mended_word(word: str) -> str:
    word = _cyrillic_twins(word, _TWINS)
    if not _is_mostly_cyrillic(word) or not _FOREIGN_CYRILLIC.isdisjoint(word):
        return word
    return word.translate(_LEGACY_TAJIK)


def _is_mostly_cyrillic(word: str) -> bool:
    scripts = [_script_of_letter(char) for char in word if char.isalpha()]
    return 2 * scripts.count("cyrl") > len(scripts)


def _script_of_letter(char: str) -> Script:
    point = ord(char)
    if 0x400 <= point <= 0x52F or 0x1C80 <= point <= 0x1C8F or 0xA640 <= point <= 0xA69F:
        return "cyrl"
    if any(first <= point <= last for first, last in _ARABIC_RANGES):
        return "arab"
    if char.isascii() or 0xAA <= point <= 0x24F or 0x1E00 <= point <= 0x1EFF:
        return "latn"
    return "mixed"
