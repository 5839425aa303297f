"""The phrase of a certificate in trust: long enough not to be guessed, and typed years later on any keyboard.

It is compared as folded letters without spaces, so that case, marks and the keyboard's letters for one sound do not
lock the holder out. What names the holder is refused: whoever looks for a person would try that first.
"""

from collections.abc import Iterable

from foundation.languages.text import words

LEAST_WORDS = 4
LEAST_LETTERS = 16
LONGEST_PHRASE = 200


class PhraseError(ValueError):
    """The phrase cannot be taken."""


class PhraseShortError(PhraseError):
    """Fewer than four different words, or fewer than sixteen letters."""


class PhraseTellingError(PhraseError):
    """A word of the phrase is a name, a number or a code of the holder."""


def phrase_letters(typed: str) -> str:
    """Return what of a phrase is compared."""
    return "".join(words(typed[:LONGEST_PHRASE]))


def check_phrase(typed: str, *, telling: Iterable[str]) -> str:
    """Return the letters of a phrase that is good enough. `telling`: texts that name the holder.

    Raises PhraseShortError or PhraseTellingError.
    """
    letters = phrase_letters(typed)
    said = set(words(typed[:LONGEST_PHRASE]))
    if len(said) < LEAST_WORDS or len(letters) < LEAST_LETTERS:
        raise PhraseShortError
    if said & {word for text in telling for word in words(text) if len(word) > 1}:
        raise PhraseTellingError
    return letters
