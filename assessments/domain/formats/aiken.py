"""Aiken: a question on one line, options `A. …` or `A) …`, and `ANSWER: B` (docs.moodle.org/en/Aiken_format)."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.domain.formats.base import MOST_OPTIONS, Imported, Reading, choice
from assessments.domain.formats.opening import text_of
from assessments.domain.formats.words import one_line, plain
from assessments.enums import QuestionKind

LETTERS = "ABCDEFGHIJKLMNOPQRST"
_OPTION = re.compile(r"([A-Z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"ANSWER\s*:\s*([A-Z])\s*", re.IGNORECASE)


def read(data: bytes, language: str) -> Reading:
    """Return the questions of an Aiken file; several lines before the options are paragraphs of the question.

    Raises FileRefusedError.
    """
    reading = Reading()
    stem: list[str] = []
    options: list[str] = []
    letters: list[str] = []
    first = 1
    number = 0
    for number, raw in enumerate(text_of(data).split("\n"), 1):
        line = raw.strip()
        if not line:
            continue
        if not stem and not options:
            first = number
        option, answer = _OPTION.fullmatch(line), _ANSWER.fullmatch(line)
        if answer:
            _take(reading, first, stem, options, letters, answer[1].upper())
            stem, options, letters = [], [], []
        elif option and stem:
            letters.append(option[1])
            options.append(one_line(option[2]))
        elif options:
            reading.refuse(number, _("After the options comes a line like “ANSWER: B”."))
            first, stem, options, letters = number, [line], [], []
        else:
            stem.append(line)
    if stem or options:
        reading.refuse(first, _("After the options comes a line like “ANSWER: B”."))
    return reading


def _take(
    reading: Reading, line: int, stem: Sequence[str], options: Sequence[str], letters: Sequence[str], right: str
) -> None:
    if not stem:
        reading.refuse(line, _("The question is missing."))
    elif letters != list(LETTERS[: len(letters)]):
        reading.refuse(line, _("The options are lettered A, B, C and so on, without gaps."))
    elif right not in letters:
        reading.refuse(line, _("The right answer names an option that is not there."))
    else:
        kind, key, notes = choice([letters.index(right)], len(options), several=False)
        reading.add(Imported(line, kind, key, plain("\n\n".join(stem)), list(options), notes=notes))


def can_hold(question: Imported) -> bool:
    """True for single choices, the only kind of Aiken."""
    return question.kind == QuestionKind.SINGLE and len(question.options) <= MOST_OPTIONS


def write(questions: Sequence[Imported]) -> bytes:
    """Return an Aiken file of the single choices. It holds neither feedback nor points nor places."""
    return "\n".join(_written(question) for question in filter(can_hold, questions)).encode()


def _written(question: Imported) -> str:
    options = "".join(f"{LETTERS[at]}. {text}\n" for at, text in enumerate(question.options))
    return f"{' '.join(question.stem.split())}\n{options}ANSWER: {LETTERS[question.key['right'][0]]}\n"
