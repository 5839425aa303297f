"""Quizzes as manuscripts again: what `load_quizzes` would read to make them."""

from typing import Any

from django.db.models import Q

from assessments.domain.quiz_settings import SWITCHES, USUAL, settings_of
from assessments.enums import QuizPurpose
from assessments.models import Quiz
from courses.selectors.manuscripts import QUIZ_TEXTS, QUIZZES, Block, write
from foundation.languages.titles import LANGUAGE_CODES


def quiz_files() -> dict[str, str]:
    """Return `quizzes.txt` and the file of titles of each language; empty without such quizzes. Four queries.

    Quizzes of modules stand last, by their codes, and only where something is set otherwise than usual.
    """
    rows = Quiz.objects.filter(retired_at=None).select_related("programme", "module")
    rows = rows.prefetch_related("blueprint__module", "blueprint__outcome")
    of_modules = Q(purpose=QuizPurpose.MODULE)
    made: list[Any] = list(rows.exclude(of_modules).order_by("pk"))
    set_otherwise: list[Any] = sorted(
        (quiz for quiz in rows.filter(of_modules) if settings_of(quiz) != USUAL), key=lambda quiz: quiz.code
    )
    if not made and not set_otherwise:
        return {}
    blocks = [_block(quiz) for quiz in made] + [_settings_block(quiz) for quiz in set_otherwise]
    files = {"quizzes.txt": write(blocks, QUIZZES)}
    for code in LANGUAGE_CODES:
        titles = [Block("quiz", quiz.code, {"title": quiz.titles[code]}) for quiz in made if code in quiz.titles]
        if titles:
            files[f"quizzes.{code}.txt"] = write(titles, QUIZ_TEXTS)
    return files


def _block(quiz: Any) -> Block:
    fields = {
        "programme": quiz.programme.code if quiz.programme else "",
        "module": quiz.module.code if quiz.module else "",
        "questions": str(quiz.questions) if quiz.module else "",
        **_settings(quiz),
        "lines": tuple(
            (
                str(line.count),
                line.module.code if line.module else "-",
                str(line.outcome.position) if line.outcome else "-",
                line.difficulty or "-",
                line.tag or "-",
            )
            for line in quiz.blueprint.all()
        ),
    }
    return _without_empty(quiz, fields)


def _settings_block(quiz: Any) -> Block:
    return _without_empty(quiz, _settings(quiz))


def _without_empty(quiz: Any, fields: dict[str, Any]) -> Block:
    """Return a block with the fields in the order of the format."""
    fields = {"purpose": quiz.purpose, **fields}
    return Block("quiz", quiz.code, {name: fields[name] for name in QUIZZES["quiz"] if fields.get(name)})


def _settings(quiz: Any) -> dict[str, str]:
    """Return what is set otherwise than usual."""
    now = settings_of(quiz)
    return {
        "pass_percent": str(now.pass_percent or ""),
        "attempts": str(now.attempts or ""),
        "minutes": str(now.time_limit_minutes or ""),
        "pause_hours": str(now.pause_hours or ""),
        "feedback": "" if now.feedback == USUAL.feedback else now.feedback,
        **{
            name: ("yes" if getattr(now, name) else "no")
            for name in SWITCHES
            if getattr(now, name) != getattr(USUAL, name)
        },
    }
