"""Quizzes of whole programmes, entry and exit tests, from `curriculum/quizzes.txt`. Safe to repeat."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.enums import Difficulty, FeedbackTime, QuizPurpose
from assessments.models import BlueprintLine, Quiz
from assessments.services.bank_reading import BankRefusedError
from courses.selectors import manuscripts, studied
from foundation.languages.titles import LANGUAGE_CODES

FILE = "quizzes.txt"
CELLS = 5
MOST = 200
OF_PROGRAMMES = (QuizPurpose.ENTRY, QuizPurpose.EXIT, QuizPurpose.EXAM)
SWITCHES = ("shuffle", "forward_only", "sittings_only", "start_code", "centre_network_only", "second_marker")
DEFAULTS = {"shuffle": "yes"}


@dataclasses.dataclass
class QuizReport:
    """Codes of quizzes that are new, changed, the same, or no longer in the file (left as they are)."""

    added: list[str] = dataclasses.field(default_factory=list)
    changed: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    not_in_files: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Spec:
    """A quiz as the file holds it: columns of the row, and its blueprint as columns of the lines."""

    code: str
    fields: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...]


def load_quizzes(*, folder: Path) -> QuizReport:
    """Bring the quizzes of programmes to what `folder` holds; all of them or nothing.

    Attempts that run keep their papers. Raises BankRefusedError with everything that is wrong.
    """
    report = QuizReport()
    specs = _read(folder)
    with transaction.atomic():
        for spec in specs:
            _keep(spec, report)
        known = Quiz.objects.filter(programme__isnull=False, retired_at=None).exclude(code__in=[s.code for s in specs])
        report.not_in_files = list(known.values_list("code", flat=True)) if specs else []
    return report


def _keep(spec: Spec, report: QuizReport) -> None:
    quiz = Quiz.objects.filter(code=spec.code).first()
    fresh = quiz is None
    quiz = quiz or Quiz(code=spec.code)
    before = {name: getattr(quiz, name) for name in spec.fields}
    lines = [] if fresh else list(quiz.blueprint.values(*COLUMNS))
    if not fresh and before == spec.fields and lines == list(spec.lines):
        report.unchanged.append(spec.code)
        return
    for name, value in spec.fields.items():
        setattr(quiz, name, value)
    quiz.save()
    if lines != list(spec.lines):
        quiz.blueprint.all().delete()
        BlueprintLine.objects.bulk_create(
            BlueprintLine(quiz=quiz, position=position, **line) for position, line in enumerate(spec.lines, 1)
        )
    (report.added if fresh else report.changed).append(spec.code)


COLUMNS = ("count", "module_id", "outcome_id", "difficulty", "tag")


def _read(folder: Path) -> list[Spec]:
    path = folder / FILE
    if not path.exists():
        return []
    problems: list[str] = []
    try:
        blocks = manuscripts.read(path, manuscripts.QUIZZES)
        titles = {
            code: {block.key: block.line("title") for block in manuscripts.read(texts, manuscripts.QUIZ_TEXTS)}
            for code in LANGUAGE_CODES
            if (texts := folder / f"quizzes.{code}.txt").exists()
        }
    except (ValueError, OSError) as error:
        raise BankRefusedError([str(error)]) from error
    specs = []
    for block in blocks:
        try:
            said = {code: by[block.key] for code, by in titles.items() if by.get(block.key)}
            specs.append(_spec(block, said))
        except ValueError as error:
            problems.append(f"{FILE}: {block.key}: {error}")
    if problems:
        raise BankRefusedError(problems)
    return specs


def _spec(block: manuscripts.Block, titles: dict[str, str]) -> Spec:
    purpose, feedback = block.line("purpose"), block.line("feedback", FeedbackTime.AFTER_SUBMISSION)
    programme = studied.programme_id(block.line("programme"))
    if purpose not in OF_PROGRAMMES:
        raise ValueError(f"the purpose is one of {', '.join(OF_PROGRAMMES)}")
    if programme is None:
        raise ValueError(f"there is no programme {block.line('programme')}")
    if feedback not in FeedbackTime.values:
        raise ValueError(f"feedback is one of {', '.join(FeedbackTime.values)}")
    if set(titles) != set(LANGUAGE_CODES):
        raise ValueError("the title is missing in some language")
    lines = tuple(_line(row) for row in block.rows("lines"))
    if not lines:
        raise ValueError("the blueprint has no lines")
    switches = {name: block.line(name, DEFAULTS.get(name, "no")) for name in SWITCHES}
    if set(switches.values()) - {"yes", "no"}:
        raise ValueError(f"{', '.join(SWITCHES)} are yes or no")
    return Spec(
        block.key,
        {
            "purpose": purpose,
            "programme_id": programme,
            "titles": titles,
            "questions": sum(line["count"] for line in lines),
            "time_limit_minutes": _whole(block.line("minutes"), "minutes") if block.line("minutes") else None,
            "pause_hours": _whole(block.line("pause_hours", "0"), "pause_hours", least=0),
            "feedback": feedback,
            "retired_at": None,
            **{name: value == "yes" for name, value in switches.items()},
        },
        lines,
    )


def _line(row: tuple[str, ...]) -> dict[str, Any]:
    if len(row) != CELLS:
        raise ValueError("a line is `count | module | outcome | difficulty | word`, `-` for any")
    count, code, outcome, difficulty, tag = ("" if cell == "-" else cell for cell in row)
    module = studied.module_by_code(code) if code else None
    if code and module is None:
        raise ValueError(f"there is no module {code}")
    number = studied.outcome_ids(module).get(_whole(outcome, "outcome")) if outcome and module else None
    if outcome and number is None:
        raise ValueError(f"{code} has no outcome {outcome}")
    if difficulty and difficulty not in Difficulty.values:
        raise ValueError(f"unknown difficulty {difficulty!r}")
    return {
        "count": _whole(count, "the number of questions"),
        "module_id": module.pk if module else None,
        "outcome_id": number,
        "difficulty": difficulty,
        "tag": tag,
    }


def _whole(text: str, name: str, *, least: int = 1) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) <= MOST):
        raise ValueError(f"{name} is a whole number from {least} to {MOST}")
    return int(text)
