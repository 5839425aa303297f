"""Quizzes of programmes as manuscripts again: what `load_quizzes` would read to make them."""

from typing import Any

from assessments.models import Quiz
from courses.selectors.manuscripts import QUIZ_TEXTS, QUIZZES, Block, write
from foundation.languages.titles import LANGUAGE_CODES

SWITCHES = ("forward_only", "sittings_only", "start_code", "centre_network_only", "second_marker")


def quiz_files() -> dict[str, str]:
    """Return `quizzes.txt` and the file of titles of each language; empty without such quizzes. Two queries."""
    quizzes: list[Any] = list(
        Quiz.objects.filter(programme__isnull=False, retired_at=None)
        .select_related("programme")
        .prefetch_related("blueprint__module", "blueprint__outcome")
        .order_by("pk")
    )
    if not quizzes:
        return {}
    files = {"quizzes.txt": write([_block(quiz) for quiz in quizzes], QUIZZES)}
    for code in LANGUAGE_CODES:
        titles = [Block("quiz", quiz.code, {"title": quiz.titles[code]}) for quiz in quizzes if code in quiz.titles]
        files[f"quizzes.{code}.txt"] = write(titles, QUIZ_TEXTS)
    return files


def _block(quiz: Any) -> Block:
    fields = {
        "purpose": quiz.purpose,
        "programme": quiz.programme.code,
        "minutes": str(quiz.time_limit_minutes or ""),
        "pause_hours": str(quiz.pause_hours or ""),
        "feedback": quiz.feedback,
        "shuffle": "" if quiz.shuffle else "no",
        **{name: "yes" if getattr(quiz, name) else "" for name in SWITCHES},
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
    return Block("quiz", quiz.code, {name: value for name, value in fields.items() if value})
