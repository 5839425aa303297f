"""Quizzes from `curriculum/quizzes.txt`: entry and exit tests, practice, settings of module quizzes. Safe to repeat."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import override

from assessments.domain.quiz_settings import (
    LONGEST_MINUTES,
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    MOST_QUESTIONS,
    SWITCHES,
    USUAL,
    Settings,
    faults,
    settings_of,
)
from assessments.enums import Difficulty, FeedbackTime, QuizPurpose
from assessments.models import BlueprintLine, Quiz
from assessments.services.bank_reading import BankRefusedError
from courses.selectors import manuscripts, studied
from foundation.languages.titles import LANGUAGE_CODES

FILE = "quizzes.txt"
CELLS = 5
HUNDRED = 100


@dataclasses.dataclass
class QuizReport:
    """Codes of quizzes that are new, changed, the same, or no longer in the file (left as they are).

    `kept` names those whose settings were changed on the screen: they stay so, whatever the file says.
    """

    added: list[str] = dataclasses.field(default_factory=list)
    changed: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    not_in_files: list[str] = dataclasses.field(default_factory=list)
    kept: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Spec:
    """A quiz as the file holds it: other columns of the row, settings, and its blueprint as columns of the lines.

    A module quiz has no columns: its module's folder makes it; `lines` None leaves a blueprint alone.
    """

    code: str
    fields: Mapping[str, Any]
    settings: Settings
    lines: tuple[Mapping[str, Any], ...] | None = None


def load_quizzes(*, folder: Path) -> QuizReport:
    """Bring the quizzes to what `quizzes.txt` in `folder` holds; all of them or nothing. Nothing without the file.

    Module quizzes that it does not name get the usual settings. Attempts that run keep their papers, settings that
    somebody changed on the screen stay. Raises BankRefusedError with everything that is wrong.
    """
    report = QuizReport()
    specs = _read(folder)
    if not specs:
        return report
    named = [spec.code for spec in specs]
    others = Quiz.objects.filter(retired_at=None).exclude(code__in=named)
    with transaction.atomic():
        for spec in specs:
            _keep(spec, report)
        for code in others.filter(purpose=QuizPurpose.MODULE).values_list("code", flat=True):
            _keep(Spec(code, {}, USUAL), report)
        report.not_in_files = list(others.exclude(purpose=QuizPurpose.MODULE).values_list("code", flat=True))
    return report


def _keep(spec: Spec, report: QuizReport) -> None:
    quiz = Quiz.objects.select_for_update().filter(code=spec.code).first()
    fresh = quiz is None
    quiz = quiz or Quiz(code=spec.code)
    wanted: dict[str, Any] = {**spec.fields, **dataclasses.asdict(spec.settings)}
    if quiz.changed_by_id and settings_of(quiz) != spec.settings:
        report.kept.append(spec.code)
        wanted = dict(spec.fields)
    before = {name: getattr(quiz, name) for name in wanted}
    lines = [] if fresh else list(quiz.blueprint.values(*COLUMNS))
    redraw = spec.lines is not None and lines != list(spec.lines)
    if not fresh and before == wanted and not redraw:
        report.unchanged.append(spec.code)
        return
    for name, value in wanted.items():
        setattr(quiz, name, value)
    quiz.save()
    if redraw:
        quiz.blueprint.all().delete()
        BlueprintLine.objects.bulk_create(
            BlueprintLine(quiz=quiz, position=position, **line) for position, line in enumerate(spec.lines or (), 1)
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
    of_modules = [block.key for block in blocks if block.line("purpose") == QuizPurpose.MODULE]
    if (
        of_modules != sorted(of_modules)
        or of_modules != [block.key for block in blocks][len(blocks) - len(of_modules) :]
    ):
        problems.append(f"{FILE}: quizzes of modules stand last, in the order of their codes")
    if problems:
        raise BankRefusedError(problems)
    return specs


def _spec(block: manuscripts.Block, titles: dict[str, str]) -> Spec:
    purpose = block.line("purpose")
    if purpose not in QuizPurpose.values:
        raise ValueError(f"the purpose is one of {', '.join(QuizPurpose.values)}")
    settings = _settings(block)
    with override("en"):
        if wrong := faults(purpose, settings):
            raise ValueError(" ".join(wrong))
    if purpose == QuizPurpose.MODULE:
        return _of_module(block, settings)
    if set(titles) != set(LANGUAGE_CODES):
        raise ValueError("the title is missing in some language")
    place = _place(block, purpose)
    lines = tuple(_line(row) for row in block.rows("lines"))
    questions = _number(block, "questions", MOST_QUESTIONS)
    if place["module_id"] is not None and (lines or questions is None):
        raise ValueError("a quiz of one module has `questions`, how many are drawn, and no lines")
    if place["module_id"] is None and (not lines or questions is not None):
        raise ValueError("the blueprint has no lines, or `questions` stands beside it")
    count = questions or sum(line["count"] for line in lines)
    fields = {"purpose": purpose, **place, "titles": titles, "questions": count, "retired_at": None}
    return Spec(block.key, fields, settings, lines)


def _of_module(block: manuscripts.Block, settings: Settings) -> Spec:
    """The settings of a module quiz: its module's folder makes it, with its titles."""
    if strange := {"programme", "module", "questions", "lines"} & set(block.fields):
        raise ValueError(f"{', '.join(sorted(strange))} does not belong to a module quiz")
    if not Quiz.objects.filter(code=block.key, purpose=QuizPurpose.MODULE).exists():
        raise ValueError("there is no module quiz with that code: a module with questions has one")
    if settings == USUAL:
        raise ValueError("everything is as usual: leave it out")
    return Spec(block.key, {}, settings)


def _place(block: manuscripts.Block, purpose: str) -> dict[str, Any]:
    """Return the programme or, of a practice quiz, the module that a quiz belongs to."""
    if block.line("module"):
        module = studied.module_by_code(block.line("module"))
        if purpose != QuizPurpose.PRACTICE or block.line("programme"):
            raise ValueError("only a practice quiz belongs to a module, and then to no programme")
        if module is None:
            raise ValueError(f"there is no module {block.line('module')}")
        return {"programme_id": None, "module_id": module.pk}
    programme = studied.programme_id(block.line("programme"))
    if programme is None:
        raise ValueError(f"there is no programme {block.line('programme')}")
    return {"programme_id": programme, "module_id": None}


def _settings(block: manuscripts.Block) -> Settings:
    """Return what a block sets. What is as usual is left out, so that the export is the same text."""
    feedback = block.line("feedback", USUAL.feedback)
    if feedback not in FeedbackTime.values or block.line("feedback") == USUAL.feedback:
        raise ValueError(f"feedback is at_once or cohort, or is left out: {USUAL.feedback}")
    switches = {}
    for name in SWITCHES:
        usual: bool = getattr(USUAL, name)
        if block.line(name) not in {"", "no" if usual else "yes"}:
            raise ValueError(f"{name} is {'no' if usual else 'yes'}, or is left out")
        switches[name] = usual != bool(block.line(name))
    return Settings(
        time_limit_minutes=_number(block, "minutes", LONGEST_MINUTES),
        pause_hours=_number(block, "pause_hours", LONGEST_PAUSE) or 0,
        feedback=feedback,
        pass_percent=_number(block, "pass_percent", HUNDRED),
        attempts=_number(block, "attempts", MOST_ATTEMPTS),
        **switches,
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


def _number(block: manuscripts.Block, name: str, most: int) -> int | None:
    return _whole(block.line(name), name, most) if block.line(name) else None


def _whole(text: str, name: str, most: int = MOST_QUESTIONS) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most) or text.startswith("0"):
        raise ValueError(f"{name} is a whole number from 1 to {most}")
    return int(text)
