"""Take the words of a name out of texts."""

import re
from collections.abc import Collection
from typing import Any

from foundation.languages.text import words

MASK = "…"
ENOUGH_WORDS = 2  # in a text that is not about the person, one word of the name may be anybody's

_WORD = re.compile(r"[\w\u200c]+")


def without_words(text: str, names: Collection[str]) -> str:
    """Return the text with every word that folds to one of `names` replaced by "…"."""
    return _WORD.sub(lambda found: MASK if set(words(found[0])) & set(names) else found[0], text)


def without_words_in(value: Any, names: Collection[str]) -> Any:
    """Do the same in every string of a JSON value; keys stay."""
    if isinstance(value, str):
        return without_words(value, names)
    if isinstance(value, list):
        return [without_words_in(one, names) for one in value]
    if isinstance(value, dict):
        return {key: without_words_in(one, names) for key, one in value.items()}
    return value


def names_somebody(text: str, names: Collection[str]) -> bool:
    """Return whether a text holds enough of the words of a name to say who it is."""
    return len(set(words(text)) & set(names)) >= ENOUGH_WORDS
