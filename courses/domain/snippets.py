"""A few words of a text round the words that were looked for, those marked."""

import dataclasses
import re

from courses.domain.search_words import Searched

WORDS_BEFORE, WORDS_IN_ALL = 8, 34
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c\u200d])*")
CUT = "…"
BETWEEN = "·"
SENTENCE_ENDS = (".", "!", "?", "؟", ":", "…", ";", "؛", "»")


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet; `found` when it is one of the words looked for."""

    text: str
    found: bool


def marked_words(text: str, searched: Searched) -> tuple[Piece, ...]:
    """Return the whole text, a title for example, with the found words as pieces of their own."""
    return _cut(text, [found.span() for found in _TOKEN.finditer(text) if searched.holds(found.group())])


def snippet(text: str, searched: Searched) -> tuple[Piece, ...]:
    """Return about thirty words of a text where most different wanted words stand together; its beginning without any.

    Lines become one, with a point between them where a sentence has none; a sign shows where the text was cut.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    text = " ".join(line if line.endswith(SENTENCE_ENDS) else f"{line} {BETWEEN}" for line in lines).removesuffix(
        f" {BETWEEN}"
    )
    tokens = [found.span() for found in _TOKEN.finditer(text)]
    hits = [place for place, (start, end) in enumerate(tokens) if searched.holds(text[start:end])]
    first = max(_best_start(text, tokens, hits) - WORDS_BEFORE, 0)
    last = min(first + WORDS_IN_ALL, len(tokens)) - 1
    if last < 0:
        return (Piece(text, found=False),) if text else ()
    begin = tokens[first][0] if first else 0
    end = tokens[last][1] if last < len(tokens) - 1 else len(text)
    shown = [(tokens[hit][0] - begin, tokens[hit][1] - begin) for hit in hits if first <= hit <= last]
    pieces = _cut(text[begin:end], shown)
    before = (Piece(CUT + " ", found=False),) if begin else ()
    after = (Piece(" " + CUT, found=False),) if end < len(text) else ()
    return (*before, *pieces, *after)


def _best_start(text: str, tokens: list[tuple[int, int]], hits: list[int]) -> int:
    """Return the hit from which on most different found words stand near each other."""
    best, most = 0, 0
    for place, hit in enumerate(hits):
        near = {
            text[tokens[other][0] : tokens[other][1]][:5].casefold()
            for other in hits[place : place + WORDS_IN_ALL]
            if other < hit + WORDS_IN_ALL - WORDS_BEFORE
        }
        if len(near) > most:
            best, most = hit, len(near)
    return best


def _cut(text: str, spans: list[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        if start > at:
            pieces.append(Piece(text[at:start], found=False))
        pieces.append(Piece(text[start:end], found=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:], found=False))
    return tuple(pieces)
