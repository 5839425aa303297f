"""Where terms stand in a text, whatever endings they took: words are compared folded, the longest term first."""

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Sequence

from courses.domain.endings import EXACT, Stems, stems
from foundation.languages.text import fold

# A word with its combining marks and the joiners inside it.
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u064b-\u065f\u0670\u200c\u200d]+[^\W_]*)*")
CODE = re.compile(r"`[^`]*`")  # the inline mark of manuscripts: what stands in it is no prose
BETWEEN = " \n\u00a0-\u2010\u2011"  # what may stand between two words of one term
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
ALTERNATIVES = re.compile(r"\s+/\s+|\s*[;؛]\s*")
KEPT_WORDS = 50_000


@dataclasses.dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; `code` names the term it is, or is empty."""

    text: str
    code: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A term at a place of a text: from `start` to `end`, in characters."""

    code: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Phrase:
    code: str
    words: tuple[Stems, ...]
    length: int
    capitals: str = ""  # an abbreviation counts only in capitals, as «SOP»


@dataclasses.dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str


class TermIndex:
    """Terms of one language, made ready for looking through texts. Cheap to ask, some milliseconds to make."""

    def __init__(
        self, terms: Iterable[tuple[str, Sequence[str]]], language: str, *, folded: Callable[[str], str] = fold
    ) -> None:
        """`terms`: the code of each with all the forms by which it is found."""
        self.language = language
        self._folded = folded
        self._by_stem: dict[str, list[tuple[frozenset[str], _Phrase]]] = {}
        self._known: dict[str, tuple[_Phrase, ...]] = {}
        seen: set[str] = set()
        for code, forms in terms:
            for phrase in (part for form in forms for part in phrases_of(form)):
                if phrase not in seen:
                    seen.add(phrase)
                    self._add(code, phrase)

    def _add(self, code: str, form: str) -> None:
        raw = WORD.findall(form)
        if not raw:
            return
        if len(raw) == 1 and form.isupper() and len(form) > 1:
            phrase = _Phrase(code, (((self._folded(form), EXACT),),), len(form), form)
        else:
            words = [
                stems(self._folded(word), self.language, last=place == len(raw) or word.endswith("ӣ"))
                for place, word in enumerate(raw, 1)
            ]
            phrase = _Phrase(code, tuple(words), len(form))
        for stem, endings in phrase.words[0]:
            self._by_stem.setdefault(stem, []).append((endings, phrase))

    @property
    def beginnings(self) -> tuple[str, ...]:
        """What a folded text must hold somewhere for any term to stand in it."""
        return tuple(self._by_stem)

    def places(self, text: str) -> list[Found]:
        """Return where terms stand in a text, in its order, without overlaps; the longest term of a place counts."""
        if not self._by_stem:
            return []
        words = _words(text)
        found: list[Found] = []
        place = 0
        while place < len(words):
            phrase = self._longest(text, words, place)
            if phrase is None:
                place += 1
                continue
            last = words[place + len(phrase.words) - 1]
            found.append(Found(phrase.code, words[place].start, last.end))
            place += len(phrase.words)
        return found

    def _longest(self, text: str, words: Sequence[_Word], place: int) -> _Phrase | None:
        return next(
            (phrase for phrase in self._candidates(words[place].text) if self._stands(phrase, text, words, place)), None
        )

    def _candidates(self, word: str) -> tuple[_Phrase, ...]:
        """Return the phrases that may begin with a word, the longest first."""
        known = self._known.get(word)
        if known is None:
            folded = self._folded(word)
            matching = [
                phrase
                for cut in range(1, len(folded) + 1)
                for endings, phrase in self._by_stem.get(folded[:cut], ())
                if _fits(word, folded[cut:], endings)
            ]
            known = tuple(sorted(matching, key=lambda phrase: (-len(phrase.words), -phrase.length, phrase.code)))
            if len(self._known) >= KEPT_WORDS:
                self._known.clear()
            self._known[word] = known
        return known

    def _stands(self, phrase: _Phrase, text: str, words: Sequence[_Word], place: int) -> bool:
        if phrase.capitals:
            return words[place].text == phrase.capitals
        if place + len(phrase.words) > len(words):
            return False
        for offset, options in enumerate(phrase.words[1:], 1):
            before, word = words[place + offset - 1], words[place + offset]
            gap = text[before.end : word.start]
            if not gap or len(gap) > 2 or gap.strip(BETWEEN):
                return False
            folded = self._folded(word.text)
            if not any(
                folded.startswith(stem) and _fits(word.text, folded[len(stem) :], ends) for stem, ends in options
            ):
                return False
        return True


def phrases_of(form: str) -> list[str]:
    """Return by which words a form is found in texts: without remarks in brackets, alternatives apart."""
    return [part for part in ALTERNATIVES.split(ASIDE.sub(" ", form).strip()) if part]


def mark_terms(text: str, index: TermIndex, but: Collection[str] = ()) -> list[Segment]:
    """Return a text cut into pieces, in which the first occurrence of each term has its code.

    Terms in `but` are left unmarked. What stands between backticks is never marked. The pieces together are the text.
    """
    pieces: list[Segment] = []
    seen = set(but)
    done = 0
    for found in index.places(text):
        if found.code in seen:
            continue
        seen.add(found.code)
        if found.start > done:
            pieces.append(Segment(text[done : found.start]))
        pieces.append(Segment(text[found.start : found.end], found.code))
        done = found.end
    if done < len(text) or not pieces:
        pieces.append(Segment(text[done:]))
    return pieces


def _words(text: str) -> list[_Word]:
    if "`" in text:
        text = CODE.sub(lambda code: "`" * len(code.group()), text)
    return [_Word(found.start(), found.end(), found.group()) for found in WORD.finditer(text)]


def _fits(word: str, ending: str, endings: frozenset[str]) -> bool:
    """Tajik «сарҳадӣ» is no izofa of «сарҳад», though both fold to «сархади»."""
    return ending in endings and not (ending == "и" and word.endswith(("ӣ", "Ӣ")))
