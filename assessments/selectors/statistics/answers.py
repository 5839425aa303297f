"""Which answers were given to one question, as a table by language; and the words of the question."""

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from assessments.domain.statistics.chosen import UNCOUNTED, Chosen, Sort, is_right, options_of
from assessments.enums import QuestionKind
from assessments.models import QuestionText
from assessments.selectors.statistics.figures import QuestionStatistics
from assessments.selectors.statistics.words import answer_words
from foundation.languages.titles import SOURCE_LANGUAGE

TOP = 10  # typed answers that are told
ONCE = 2  # a typed text that fewer people gave may tell who they are


@dataclasses.dataclass(frozen=True)
class AnswerRow:
    """One answer: its words, whether it is right (None: not known), how often and percent of people, and by language.

    Shares by language are None under three people.
    """

    words: str
    right: bool | None
    times: int
    share: float
    shares: Mapping[str, float | None]
    nothing: bool
    typed: bool


def answer_rows(one: QuestionStatistics, options: Sequence[Any]) -> list[AnswerRow]:
    """Return the answers given, in the order of the manuscript; typed ones by how often, ten at most.

    `options` are words of the text that is shown. Of short answers only those that two people gave are told in words.
    """
    asked, people = one.asked, one.figures.people
    if asked.kind in UNCOUNTED:
        return []
    total: dict[Chosen, int] = dict.fromkeys(options_of(asked.kind, asked.key), 0)
    for spoken in one.counts.values():
        for answer, times in spoken.items():
            total[answer] = total.get(answer, 0) + times
    rows = []
    for answer in _told(asked.kind, total):
        shares = {
            code: 100 * one.counts.get(code, Counter())[answer] / figures.people if figures else None
            for code, figures in one.languages.items()
        }
        rows.append(
            AnswerRow(
                words=answer_words(answer, options),
                right=is_right(asked.kind, asked.key, answer),
                times=total[answer],
                share=100 * total[answer] / people,
                shares=shares,
                nothing=answer.sort == Sort.NOTHING,
                typed=answer.sort == Sort.TYPED,
            )
        )
    return rows


def _told(kind: str, total: Mapping[Chosen, int]) -> list[Chosen]:
    typed = [one for one in total if one.sort == Sort.TYPED and (kind != QuestionKind.SHORT or total[one] >= ONCE)]
    typed.sort(key=lambda one: (-total[one], one.words))
    offered = sorted(one for one in total if one.sort not in {Sort.TYPED, Sort.NOTHING})
    return [*offered, *typed[:TOP], *(one for one in total if one.sort == Sort.NOTHING)]


def untold(one: QuestionStatistics, rows: Sequence[AnswerRow]) -> int:
    """Return how many typed answers are not among the rows."""
    typed = sum(
        times for spoken in one.counts.values() for answer, times in spoken.items() if answer.sort == Sort.TYPED
    )
    return typed - sum(row.times for row in rows if row.typed)


@dataclasses.dataclass(frozen=True)
class Words:
    """The words of a question in a language; `written` are the languages in which it has words."""

    language: str
    stem: str
    options: Sequence[Any]
    specimen: Sequence[str]
    written: Sequence[str]
    hashes: Mapping[str, str]


def words_of(version: int, language: str) -> Words:
    """Return the words of a version in a language, else in the source. One query."""
    rows = QuestionText.objects.filter(version=version).select_related("version")
    texts = {text.language: text for text in rows}
    found = texts.get(language) or texts.get(SOURCE_LANGUAGE) or next(iter(texts.values()), None)
    hashes = {code: text.words_hash for code, text in texts.items()}
    if found is None:
        return Words(SOURCE_LANGUAGE, "", [], [], [], {})
    return Words(found.language, found.stem, found.options, found.version.specimen, list(texts), hashes)
