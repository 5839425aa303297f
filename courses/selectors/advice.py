"""Forms that texts should not use: in one text, and wherever the curriculum uses them."""

import dataclasses
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from courses.domain.advice import Advice, Adviser, Rule
from courses.models import AdvisedForm, LessonEdition, TermEdition
from foundation.languages.text import sort_key

__all__ = ["Advice", "Adviser", "Rule", "advice_for", "advised_places", "adviser"]


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A lesson or term whose newest text uses a form; `blocks` are the keys of the lesson's blocks that do."""

    code: str
    title: str
    is_term: bool
    blocks: tuple[str, ...]
    number: int


@dataclasses.dataclass(frozen=True, slots=True)
class Advised:
    """One form that is advised against, and where texts use it; `number` counts all its places."""

    form: str
    instead: str
    note: str
    places: tuple[Place, ...]

    @property
    def number(self) -> int:
        return sum(place.number for place in self.places)


def advice_for(text: str, language: str) -> list[Advice]:
    """Return the advised-against forms of a text, each once, at its first place. One query.

    For many texts ask `adviser` once.
    """
    return adviser(language).first(text)


def adviser(language: str) -> Adviser:
    """Return the rules of a language ready for looking through texts. One query; kept while the rows stay the same."""
    rows = AdvisedForm.objects.filter(language=language).values_list("form", "instead", "note", "letters")
    return _adviser(language, tuple(rows))


def advised_places(language: str) -> list[Advised]:
    """Return the forms of a language that the newest texts of lessons and terms use, the most used first.

    Three queries, whatever the number of lessons.
    """
    rules = adviser(language)
    found: dict[str, list[Place]] = {}
    forms: dict[str, Advice] = {}
    for code, title, is_term, texts in _texts(language):
        hits: dict[str, list[str]] = {}
        for key, text in texts:
            for advice in rules.places(text):
                forms.setdefault(advice.form, advice)
                hits.setdefault(advice.form, []).append(key)
        for form, keys in hits.items():
            blocks = tuple(dict.fromkeys(key for key in keys if key))
            found.setdefault(form, []).append(Place(code, title, is_term, blocks, len(keys)))
    advised = [Advised(form, forms[form].instead, forms[form].note, tuple(places)) for form, places in found.items()]
    return sorted(advised, key=lambda one: (-one.number, sort_key(one.form, language)))


@lru_cache(maxsize=8)
def _adviser(language: str, rows: tuple[tuple[str, str, str, bool], ...]) -> Adviser:
    return Adviser([Rule(*row) for row in rows], language)


def _texts(language: str) -> Iterator[tuple[str, str, bool, Iterable[tuple[str, str]]]]:
    """Yield code, title, whether it is a term, and the texts with the keys of their blocks."""
    lessons: Iterable[Any] = (
        LessonEdition.objects.filter(language=language, lesson__retired_at=None)
        .latest_of_each()
        .order_by("lesson__module__course__position", "lesson__module__position", "lesson__position")
        .values_list("lesson__code", "title", "blocks")
    )
    for code, title, blocks in lessons:
        yield code, title, False, [(key, "\n".join(_flat(list(fields.values())))) for _, key, fields in blocks]
    terms: Iterable[Any] = (
        TermEdition.objects.filter(language=language, term__retired_at=None)
        .latest_of_each()
        .order_by("term__position")
        .values_list("term__code", "title", "summary")
    )
    for code, title, summary in terms:
        yield code, title, True, [("", f"{title}\n{summary}")]


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for part in value:
            yield from _flat(part)
