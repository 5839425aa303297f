"""The bank as manuscripts again: what `load_questions` and `load_practicals` would read to make the newest versions.

Paths are relative to the folder of the curriculum.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from assessments.domain.kinds.wanted import FIELD_OF_OPTIONS
from assessments.models import Question, QuestionPicture, QuestionTag
from assessments.selectors.manuscript_keys import fields_of
from assessments.selectors.texts import PRACTICALS, QUESTIONS, Written, hash_of, written
from courses.selectors.manuscripts import (
    PRACTICAL,
    PRACTICAL_TEXT,
    QUESTION_TEXTS,
    Block,
    write,
)
from courses.selectors.manuscripts import QUESTIONS as QUESTION_HEADS
from foundation.languages.titles import LANGUAGE_CODES


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """What a question has beside its key and words: lesson code, number of the outcome, words to find it, picture."""

    lesson: str
    outcome: int | None
    tags: tuple[str, ...]
    picture: str
    content: bytes


@dataclasses.dataclass
class Bank:
    """Files by path; exercises by module; hashes of the words: (kind, code, language) → what an approval names.

    `left_out` names texts that cannot be written: a language file holds all questions of its module or none.
    """

    files: dict[str, str] = dataclasses.field(default_factory=dict)
    practicals: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    hashes: dict[tuple[str, str, str], str] = dataclasses.field(default_factory=dict)
    pictures: dict[str, bytes] = dataclasses.field(default_factory=dict)
    left_out: list[str] = dataclasses.field(default_factory=list)
    stale: list[str] = dataclasses.field(default_factory=list)


def export_bank() -> Bank:
    """Return the newest versions of all questions and practical exercises that are not retired. Nine queries."""
    bank = Bank()
    by_module: dict[str, list[Written]] = {}
    places = _places()
    for question in _in_order(QUESTIONS):
        by_module.setdefault(question.thing.module.code, []).append(question)
    for module, questions in by_module.items():
        _write_questions(bank, module, questions, places)
    for exercise in _in_order(PRACTICALS):
        _write_practical(bank, exercise)
    return bank


def _in_order(shelf: Any) -> list[Written]:
    """Things in the order in which they were first loaded, which is that of the files."""
    return sorted(written(shelf).values(), key=lambda thing: thing.thing.pk)


def _write_questions(bank: Bank, module: str, questions: list[Written], places: "Mapping[str, Place]") -> None:
    heads = [_question(question, places[question.thing.code]) for question in questions]
    bank.pictures |= {place.picture: place.content for place in places.values() if place.picture}
    bank.files[f"{module}/questions.txt"] = write(heads, QUESTION_HEADS)
    for language in LANGUAGE_CODES:
        have = [question for question in questions if language in question.rows]
        if len(have) < len(questions):
            bank.left_out.extend(f"{question.thing.code} {language}" for question in have)
            continue
        blocks = [_question_words(question, question.rows[language]) for question in questions]
        bank.files[f"{module}/questions.{language}.txt"] = write(blocks, QUESTION_TEXTS)
        for question in questions:
            _note(bank, question, language)


def _write_practical(bank: Bank, exercise: Written) -> None:
    code, module, version = exercise.thing.code, exercise.thing.module.code, exercise.version
    bank.practicals[module] = (*bank.practicals.get(module, ()), code)
    fields: dict[str, Any] = {
        "minutes": str(version.minutes),
        "team": _yes(version.team),
        "woman_assessor": _yes(version.woman_assessor),
        "criteria": tuple("critical" if critical else "plain" for critical in version.criteria),
    }
    bank.files[f"{module}/{code}.txt"] = write([Block("practical", code, fields)], PRACTICAL)
    for language, row in exercise.rows.items():
        words = {
            "title": row.title,
            "conditions": _paragraphs(row.conditions),
            "equipment": tuple(row.equipment),
            "criteria": tuple(row.criteria),
            "guidance": _paragraphs(row.guidance),
        }
        bank.files[f"{module}/{code}.{language}.txt"] = write([_block("practical", code, words)], PRACTICAL_TEXT)
        _note(bank, exercise, language)


def _note(bank: Bank, thing: Written, language: str) -> None:
    row = thing.rows[language]
    words = {name: getattr(row, name) for name in thing.shelf.words}
    bank.hashes[str(thing.shelf.kind), thing.thing.code, language] = hash_of(thing.shelf, thing.version, words)
    if thing.stale(language):
        bank.stale.append(f"{thing.thing.code} {language}")


def _places() -> dict[str, Place]:
    """Return where every question stands, and its picture. Three queries."""
    tags: dict[int, list[str]] = {}
    for question, word in QuestionTag.objects.order_by("word").values_list("question", "word"):
        tags.setdefault(question, []).append(word)
    pictures = {
        question: (name, bytes(content))
        for question, name, content in QuestionPicture.objects.filter(versions__question__retired_at=None)
        .order_by("versions__number")
        .values_list("versions__question", "name", "content")
    }
    rows = Question.objects.filter(retired_at=None).values_list("pk", "code", "lesson__code", "outcome__position")
    return {
        code: Place(lesson or "", outcome, tuple(tags.get(pk, ())), *pictures.get(pk, ("", b"")))
        for pk, code, lesson, outcome in rows
    }


def _question(question: Written, place: Place) -> Block:
    thing, version = question.thing, question.version
    fields = {
        "kind": version.kind,
        "lesson": place.lesson,
        "difficulty": thing.difficulty,
        "judgement": "yes" if thing.judgement else "",
        "outcome": str(place.outcome) if place.outcome else "",
        "exam_only": "yes" if thing.exam_only else "",
        "tags": place.tags,
        "picture": place.picture if version.picture_id else "",
        "marks": str(version.marks),
        "specimen": tuple(version.specimen),
    }
    return _block("question", thing.code, fields | fields_of(version.kind, version.key))


def _question_words(question: Written, row: Any) -> Block:
    field = FIELD_OF_OPTIONS.get(question.version.kind, "options")
    options = tuple(tuple(one) if isinstance(one, list) else one for one in row.options)
    words = {
        "stem": _paragraphs(row.stem),
        field: "".join(row.options) if field == "alt" else options,
        "feedback": _paragraphs(row.feedback),
    }
    return _block("question", question.thing.code, words)


def _block(kind: str, key: str, fields: Mapping[str, Any]) -> Block:
    """Return a block without its empty fields."""
    return Block(kind, key, {name: value for name, value in fields.items() if value})


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n\n")) if text else ()


def _yes(value: bool) -> str:
    return "yes" if value else "no"
