"""Sentences of the interface: how gettext writes them, and what may be wrong with a translation. Pure."""

import dataclasses
import gettext
import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext_noop

NAMED = re.compile(r"%\((\w+)\)[sd]")
BRACES = re.compile(r"\{\w*\}")
TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
PLURALS = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?")
SHOWN_NUMBERS = 3  # as examples of a plural form
MOST_NUMBERS = 200

PLACEHOLDERS = gettext_noop("The placeholders, such as %(x)s, must be those of the source sentence.")
MARKUP = gettext_noop("The marks in angle brackets must be those of the source sentence.")
EDGES = gettext_noop("The sentence must begin and end with a line break where the source sentence does.")


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a catalogue. `texts` are its forms in order, one where there is no plural; `was` when fuzzy."""

    message: str
    msgid: str
    plural: str
    texts: tuple[str, ...]
    was: str | None = None

    def source(self, form: int) -> str:
        """Return the source of a form: the singular for the first, else the plural where there is one."""
        return self.plural if form and self.plural else self.msgid


@dataclasses.dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of one language in the order of the code, and the numbers for which each plural form stands."""

    language: str
    sentences: tuple[Sentence, ...]
    forms: tuple[tuple[int, ...], ...]


def message_of(context: str, msgid: str) -> str:
    """Return by what a sentence is known: a short hash of its context and source words."""
    return hashlib.sha256(f"{context}\x04{msgid}".encode()).hexdigest()[:20]


def plural_forms(header: str) -> tuple[tuple[int, ...], ...]:
    """Return a few numbers for each plural form that a catalogue's `Plural-Forms` names; one form for none."""
    found = PLURALS.search(header)
    if found is None:
        return ((),)
    form_of = gettext.c2py(found.group(2).strip())  # type: ignore[attr-defined]
    numbers: list[list[int]] = [[] for _ in range(int(found.group(1)))]
    for number in range(1, MOST_NUMBERS):
        numbers[form_of(number)].append(number)
    return tuple(tuple(form[:SHOWN_NUMBERS]) for form in numbers)


def problems_of(sentence: Sentence, texts: Sequence[str]) -> list[str]:
    """Return what is wrong with the forms of a translation, as sentences that are not translated yet (msgids)."""
    found = []
    if any(not _placeholders_fit(sentence, text) for text in texts):
        found.append(PLACEHOLDERS)
    sources = [Counter(TAGS.findall(words)) for words in (sentence.msgid, sentence.plural) if words]
    if any(Counter(TAGS.findall(text)) not in sources for text in texts):
        found.append(MARKUP)
    if any(_edges(text) != _edges(sentence.msgid) for text in texts):
        found.append(EDGES)
    return found


def _edges(text: str) -> tuple[bool, bool]:
    return text.startswith("\n"), text.endswith("\n")


def _placeholders_fit(sentence: Sentence, text: str) -> bool:
    sources = [words for words in (sentence.msgid, sentence.plural) if words]
    for pattern in (NAMED, BRACES):
        needed = set.intersection(*(set(pattern.findall(words)) for words in sources))
        known = set.union(*(set(pattern.findall(words)) for words in sources))
        if not needed <= set(pattern.findall(text)) <= known:
            return False
    formatted = [NAMED.sub("", words).replace("%%", "") for words in (*sources, text)]
    return "%" not in formatted[-1] or any("%" in words for words in formatted[:-1])
