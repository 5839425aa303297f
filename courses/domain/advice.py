"""Which forms stand in a text that the glossary advises against.

Words are compared without case and vowel marks and nothing more: «кӯмак» is advised against, «кумак» is not, though
they are one word for search.
"""

import dataclasses
import unicodedata
from collections.abc import Iterable, Sequence

from courses.domain.terms_in_text import WORD, TermIndex
from foundation.languages.text import is_invisible, script_of

_ARABIC_TYPED = str.maketrans("يىك", "ییک")
_WRITING = {"tg": "cyrl", "ru": "cyrl", "fa-af": "arab", "en": "latn"}


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A form that texts should not use. `letters` are looked for anywhere inside words."""

    form: str
    instead: str
    note: str = ""
    letters: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Advice:
    """A form found in a text: what to write instead, why, and where it stands first, in characters."""

    form: str
    instead: str
    note: str
    place: int


class Adviser:
    """The rules of one language, made ready for looking through texts."""

    def __init__(self, rules: Sequence[Rule], language: str) -> None:
        self._rules = {rule.form: rule for rule in rules}
        self._letters = [(rule, _plain(rule.form)) for rule in rules if rule.letters]
        self._writing = _WRITING.get(language, "")
        words = [(rule.form, [rule.form]) for rule in rules if not rule.letters]
        self._index = TermIndex(words, language, folded=compared)

    def places(self, text: str) -> list[Advice]:
        """Return every advised-against form of a text at each of its places, in their order."""
        lowered = compared(text)
        found: list[Advice] = []
        if any(beginning in lowered for beginning in self._index.beginnings):
            found += [self._advice(self._rules[place.code], place.start) for place in self._index.places(text)]
        found += self._places_of_letters(text, lowered)
        return sorted(found, key=lambda advice: advice.place)

    def first(self, text: str) -> list[Advice]:
        """Return each advised-against form of a text once, at its first place."""
        once: dict[str, Advice] = {}
        for advice in self.places(text):
            once.setdefault(advice.form, advice)
        return list(once.values())

    def _places_of_letters(self, text: str, lowered: str) -> Iterable[Advice]:
        wanted = [(rule, letters) for rule, letters in self._letters if letters in lowered]
        if not wanted:
            return
        for word in WORD.finditer(text):
            plain = _plain(word.group())
            for rule, letters in wanted:
                if letters in plain and self._is_own(plain.replace(letters, "") or plain):
                    yield self._advice(rule, word.start())

    def _is_own(self, rest: str) -> bool:
        """True when the rest of a word is in the language's own writing: an English word may have an x."""
        return script_of(rest) in (self._writing, "")

    @staticmethod
    def _advice(rule: Rule, place: int) -> Advice:
        return Advice(rule.form, rule.instead, rule.note, place)


def compared(text: str) -> str:
    """Return a text as its words are compared with advised forms: composed, without case, vowel marks and joiners."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(_ARABIC_TYPED)
    if composed.isascii():
        return composed
    return "".join(char for char in composed if not is_invisible(char) and unicodedata.category(char) != "Mn")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
