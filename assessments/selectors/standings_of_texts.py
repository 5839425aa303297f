"""How questions and practical exercises stand in each language, as the board shows them beside lessons and terms."""

from collections.abc import Collection, Sequence
from typing import Any

from assessments.selectors.texts import PRACTICALS, QUESTIONS, Shelf, Written, written
from courses.enums import ApprovalState
from courses.selectors.standings import Standing, missing, steps_of, text_state
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE

LONGEST_TITLE = 80


def standings_of_questions(
    *, codes: Collection[str] | None = None, languages: Sequence[str] = LANGUAGE_CODES
) -> list[Standing]:
    """Return how questions that are not retired stand in each of `languages`. Four queries.

    All questions without `codes`. `number` is that of the version, `title` the beginning of the question.
    """
    return _standings(QUESTIONS, codes, languages)


def standings_of_practicals(
    *, codes: Collection[str] | None = None, languages: Sequence[str] = LANGUAGE_CODES
) -> list[Standing]:
    """Return how practical exercises that are not retired stand in each of `languages`. Four queries."""
    return _standings(PRACTICALS, codes, languages)


def title_of(found: Written, language: str) -> str:
    """Return by what a thing is called in a language, else in the source: a title, or how the question begins."""
    row = found.rows.get(language) or found.rows.get(SOURCE_LANGUAGE)
    if row is None:
        return str(found.thing.code)
    said = str(row.title if found.shelf is PRACTICALS else row.stem.split("\n")[0]).replace("`", "").replace("**", "")
    return said if len(said) <= LONGEST_TITLE else said[: LONGEST_TITLE - 1].rstrip() + "…"


def words_in(words: Any) -> int:
    """Return how many words there are in a text, or in the texts of a list or mapping."""
    if isinstance(words, str):
        return len(words.split())
    return sum(words_in(one) for one in (words.values() if isinstance(words, dict) else words))


def _standings(shelf: Shelf, codes: Collection[str] | None, languages: Sequence[str]) -> list[Standing]:
    things = written(shelf, codes)
    steps = steps_of(shelf.kind, codes)
    standings = []
    for code, found in things.items():
        module, newest = found.thing.module.code, found.newest
        for language in languages:
            row = found.rows.get(language)
            if row is None:
                standings.append(missing(shelf.kind, code, module, language, title_of(found, language)))
                continue
            step = steps.get((code, language, row.words_hash), ApprovalState.DRAFT)
            standings.append(
                Standing(
                    kind=shelf.kind,
                    code=code,
                    module=module,
                    language=language,
                    title=title_of(found, language),
                    state=text_state(written=True, meaning=row.meaning, newest=newest, step=step),
                    words=words_in(shelf.words_of(row)),
                    hash=row.words_hash,
                    changed_at=row.changed_at,
                    changed_by=row.changed_by_id,
                    number=found.version.number,
                    step=step,
                    meaning=row.meaning,
                )
            )
    return standings
