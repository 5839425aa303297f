"""Quizzes in the files of the curriculum: what is loaded comes out as it was, what people set stays."""

from pathlib import Path

import pytest
from django.utils import timezone

from assessments.domain.quiz_settings import Settings
from assessments.models import Quiz
from assessments.selectors.quiz_export import quiz_files
from assessments.services.bank_reading import BankRefusedError
from assessments.services.quiz_settings import change_quiz, fingerprint
from assessments.services.quizzes import load_quizzes
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import make_quiz

EXIT = """## quiz EXIT
purpose:
exit
programme:
{programme}
minutes:
90
feedback:
cohort
sittings_only:
yes
start_code:
yes
lines:
- 2 | M2.2 | - | easy | -
- 1 | - | - | - | seals
"""
PRACTICE = """
## quiz M2.2-PRACTICE
purpose:
practice
module:
M2.2
questions:
5
pass_percent:
70
attempts:
9
feedback:
at_once
"""
MODULE = """
## quiz M2.2
purpose:
module
minutes:
25
pause_hours:
12
shuffle:
no
forward_only:
yes
centre_network_only:
yes
second_marker:
yes
"""


@pytest.fixture
def quiz(cast: Cast) -> Quiz:
    return make_quiz(Module.objects.get(code="M2.2"), questions=0)


def write(cast: Cast, folder: Path, *parts: str) -> dict[str, str]:
    programme = cast.cohort.programme_version.programme.code
    files = {"quizzes.txt": "".join(parts).format(programme=programme).lstrip("\n")}
    for code in ("en", "tg", "ru", "fa-af"):
        keys = [key for key in ("EXIT", "M2.2-PRACTICE") if f"quiz {key}" in files["quizzes.txt"]]
        if keys:
            files[f"quizzes.{code}.txt"] = "\n\n".join(f"## quiz {key}\ntitle:\n{key} {code}" for key in keys) + "\n"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return files


def test_what_was_loaded_comes_out_as_it_was(cast: Cast, quiz: Quiz, tmp_path: Path) -> None:
    files = write(cast, tmp_path, EXIT, PRACTICE, MODULE)
    report = load_quizzes(folder=tmp_path)
    assert (report.added, report.changed) == (["EXIT", "M2.2-PRACTICE"], ["M2.2"])
    assert quiz_files() == files
    assert load_quizzes(folder=tmp_path).unchanged == ["EXIT", "M2.2-PRACTICE", "M2.2"]
    practice = Quiz.objects.get(code="M2.2-PRACTICE")
    assert (practice.questions, practice.pass_percent, practice.attempts, practice.module) == (5, 70, 9, quiz.module)


def test_a_module_quiz_that_the_file_leaves_out_is_as_usual_again(cast: Cast, quiz: Quiz, tmp_path: Path) -> None:
    write(cast, tmp_path, EXIT, MODULE)
    load_quizzes(folder=tmp_path)
    files = write(cast, tmp_path, EXIT)
    assert load_quizzes(folder=tmp_path).changed == ["M2.2"]
    quiz.refresh_from_db()
    assert (quiz.time_limit_minutes, quiz.shuffle, quiz.second_marker) == (None, True, False)
    assert quiz_files() == files


def test_what_people_set_stays_and_is_told(cast: Cast, quiz: Quiz, tmp_path: Path) -> None:
    write(cast, tmp_path, EXIT, MODULE)
    load_quizzes(folder=tmp_path)
    for code, minutes in (("M2.2", 40), ("EXIT", 120)):
        now = Quiz.objects.get(code=code)
        wanted = Settings(time_limit_minutes=minutes)
        seen = fingerprint(Settings(**{name: getattr(now, name) for name in Settings.__dataclass_fields__}))
        change_quiz(code=code, seen=seen, settings=wanted, by=cast.editor, at=timezone.now())
    report = load_quizzes(folder=tmp_path)
    assert report.kept == ["EXIT", "M2.2"]
    assert sorted(Quiz.objects.values_list("time_limit_minutes", flat=True)) == [40, 120]
    write(cast, tmp_path, EXIT.replace("- 2 |", "- 3 |"), MODULE)
    load_quizzes(folder=tmp_path)
    exit_test = Quiz.objects.get(code="EXIT")
    assert (exit_test.questions, exit_test.time_limit_minutes) == (4, 120)


@pytest.mark.parametrize(
    "parts",
    [
        (MODULE, EXIT),
        (EXIT.replace("cohort", "submission"), ""),
        (EXIT.replace("sittings_only:\nyes\n", ""), ""),
        (EXIT.replace("minutes:", "attempts:\n2\nminutes:"), ""),
        (EXIT.replace("start_code:\nyes", "start_code:\nno"), ""),
        (EXIT.replace("minutes:\n90", "minutes:\n090"), ""),
        (EXIT.split("lines:")[0], ""),
        (PRACTICE.replace("questions:\n5\n", ""), ""),
        (PRACTICE.replace("M2.2\nq", "M9.9\nq"), ""),
        (MODULE.replace("quiz M2.2", "quiz M9.9"), ""),
        (MODULE.replace("purpose:\nmodule", "purpose:\nmodule\nquestions:\n9"), ""),
        ("## quiz M2.2\npurpose:\nmodule\n", ""),
    ],
)
def test_what_is_not_sound_is_refused_whole(cast: Cast, quiz: Quiz, tmp_path: Path, parts: tuple[str, str]) -> None:
    write(cast, tmp_path, *parts)
    with pytest.raises(BankRefusedError):
        load_quizzes(folder=tmp_path)
    assert list(Quiz.objects.all()) == [quiz]
