"""Lines of a list that HR compares with the register, and which registered names a line may mean. Pure."""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from foundation.languages.text import ascii_digits, words
from foundation.spreadsheets.cells import Cell

MOST_PROPOSED = 6
ENOUGH_WORDS = 2  # a surname alone would propose half the service

_YEAR = re.compile(r"(?:19|20)\d\d")
Key = TypeVar("Key", bound=Hashable)


@dataclasses.dataclass(frozen=True)
class Asked:
    """One line: what stands on the paper, as far as the list says."""

    number: int
    serial: str
    code: str
    service_number: str
    name: str
    birth_year: int | None


@dataclasses.dataclass(frozen=True)
class Known(Generic[Key]):
    """One name that somebody in the register has or had: folded words."""

    key: Key
    words: frozenset[str]
    birth_year: int | None
    former: bool


@dataclasses.dataclass(frozen=True)
class Proposal(Generic[Key]):
    """Whom a line may mean; `exact`: every word of the name and the year of birth are the same."""

    key: Key
    exact: bool
    former: bool
    year_differs: bool
    score: int


def asked_of(number: int, values: Mapping[str, Cell]) -> Asked:
    """Return what a line of the list asks."""
    name = _text(values.get("name", "")) or " ".join(
        part for part in (_text(values.get(field, "")) for field in ("surname", "given_name", "father_name")) if part
    )
    year = _YEAR.search(ascii_digits(_text(values.get("birth_year", ""))))
    return Asked(
        number,
        _text(values.get("serial", "")),
        _text(values.get("code", "")),
        _text(values.get("service_number", "")),
        name,
        int(year[0]) if year else None,
    )


def proposals(asked: Asked, known: Iterable[Known[Key]]) -> list[Proposal[Key]]:
    """Return who a line may mean, the likeliest first; each key once, with its best name.

    Two words in common are needed, or one and the same year of birth. A name is never decided here: a person does.
    """
    typed = frozenset(words(asked.name))
    best: dict[Key, Proposal[Key]] = {}
    for one in known:
        common = len(typed & one.words)
        same_year = asked.birth_year is not None and asked.birth_year == one.birth_year
        if not common or (common < min(ENOUGH_WORDS, len(typed)) and not same_year):
            continue
        differs = asked.birth_year is not None and one.birth_year is not None and not same_year
        whole = typed == one.words or (len(typed) >= ENOUGH_WORDS and typed < one.words)
        exact = whole and same_year
        score = 4 * common + 3 * whole + 2 * same_year - 3 * differs - one.former
        found = Proposal(one.key, exact, one.former, differs, score)
        if one.key not in best or best[one.key].score < score:
            best[one.key] = found
    return sorted(best.values(), key=lambda one: -one.score)[:MOST_PROPOSED]


class Index(Generic[Key]):
    """The known names by their words, so that a line looks only at those with a word in common."""

    def __init__(self, known: Collection[Known[Key]]) -> None:
        self._by_word: dict[str, list[Known[Key]]] = defaultdict(list)
        for one in known:
            for word in one.words:
                self._by_word[word].append(one)

    def near(self, name: str) -> set[Known[Key]]:
        """Return the names with at least one word of `name`."""
        return {one for word in set(words(name)) for one in self._by_word.get(word, ())}


def _text(cell: Cell) -> str:
    return " ".join(str(cell).split())
