"""Loading the bank: whole or not at all, safe to repeat, and what was sat is never changed."""

import datetime
import shutil
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from assessments.enums import RegradeAct
from assessments.models import (
    Attempt,
    AttemptQuestion,
    Observation,
    PracticalExercise,
    PracticalText,
    PracticalVersion,
    Question,
    QuestionText,
    QuestionVersion,
    Quiz,
)
from assessments.selectors.texts import QUESTIONS, hash_of, written
from assessments.services.authoring import retire_question
from assessments.services.bank import BankRefusedError, UnknownModuleError, load_practicals, load_questions
from assessments.services.regrading import regrade
from assessments.services.wording import set_question_words
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import make_question
from tests.factories.courses import make_module

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
CURRICULUM = Path(settings.BASE_DIR) / "curriculum"

STRUCTURE = """\
## question q-choice
kind:
single
lesson:
M2.2.1
difficulty:
easy
marks:
1
options:
- right
- wrong

## question q-pairs
kind:
matching
lesson:
M2.2.2
difficulty:
hard
judgement:
yes
marks:
2
specimen:
- P<UTO
pairs:
2
"""
WORDS = """\
## question q-choice
stem:
Which one, {0}?
options:
- this {0}
- that {0}
feedback:
This one, {0}.

## question q-pairs
stem:
Match, {0}.

Second paragraph.
pairs:
- a {0} | b {0}
- c {0} | d {0}
feedback:
So, {0}.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "M2.2"
    path.mkdir()
    (path / "questions.txt").write_text(STRUCTURE, "utf-8")
    for code in ("en", "tg", "fa-af", "ru"):
        (path / f"questions.{code}.txt").write_text(WORDS.format(code), "utf-8")
        titles = f"## module M2.2\ntitle:\nZone {code}\nlessons:\n- one\noutcomes:\n- two\n"
        (path / f"module.{code}.txt").write_text(titles, "utf-8")
    return path


@pytest.fixture
def module(db: None) -> Module:
    return make_module("M2.2", lessons=4)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def load(folder: Path) -> object:
    return load_questions(module_code="M2.2", folder=folder, by=None, at=AT)


def test_a_folder_becomes_questions_and_a_quiz(module: Module, folder: Path) -> None:
    report = load_questions(module_code="M2.2", folder=folder, by=None, at=AT)
    assert report.new == ["q-choice", "q-pairs"]
    pairs = QuestionVersion.objects.get(question__code="q-pairs")
    assert (pairs.kind, pairs.marks, pairs.key, pairs.specimen) == ("matching", 2, {"pairs": 2}, ["P<UTO"])
    assert pairs.question.judgement
    text = pairs.texts.get(language="fa-af")
    assert text.stem == "Match, fa-af.\n\nSecond paragraph."
    assert text.options == [["a fa-af", "b fa-af"], ["c fa-af", "d fa-af"]]
    assert len(set(pairs.texts.values_list("source_hash", flat=True))) == 1
    quiz = Quiz.objects.get(code="M2.2")
    assert quiz.purpose == "module"
    assert quiz.titles["tg"] == "Zone tg"


def test_loading_again_changes_nothing(module: Module, folder: Path) -> None:
    load(folder)
    before = list(QuestionText.objects.values_list("pk", flat=True))
    report = load_questions(module_code="M2.2", folder=folder, by=None, at=AT)
    assert not report.changed
    assert report.unchanged == 2
    assert list(QuestionText.objects.values_list("pk", flat=True)) == before


def test_a_changed_key_makes_a_new_version(module: Module, folder: Path) -> None:
    load(folder)
    change(folder / "questions.txt", "- right\n- wrong", "- wrong\n- right")
    report = load_questions(module_code="M2.2", folder=folder, by=None, at=AT)
    assert report.new_versions == ["q-choice"]
    versions = QuestionVersion.objects.filter(question__code="q-choice").order_by("number")
    assert [version.key["right"] for version in versions] == [[0], [1]]
    assert all(version.texts.count() == 4 for version in versions)


def test_changed_words_are_mended_in_place_until_somebody_sat_the_version(
    module: Module, folder: Path, cast: Cast
) -> None:
    load(folder)
    change(folder / "questions.ru.txt", "this ru", "вот это")
    assert load_questions(module_code="M2.2", folder=folder, by=None, at=AT).mended == ["q-choice"]
    version = QuestionVersion.objects.get(question__code="q-choice")
    assert version.texts.get(language="ru").options[0] == "вот это"

    attempt = Attempt.objects.create(
        enrolment=cast.enrolment, quiz=Quiz.objects.get(), number=1, language="ru", max_points=1
    )
    AttemptQuestion.objects.create(attempt=attempt, position=1, version=version, order=[0, 1])
    change(folder / "questions.ru.txt", "вот это", "вон то")
    assert load_questions(module_code="M2.2", folder=folder, by=None, at=AT).new_versions == ["q-choice"]
    assert version.texts.get(language="ru").options[0] == "вот это"
    newest = QuestionVersion.objects.get(question__code="q-choice", number=2)
    assert newest.texts.get(language="ru").options[0] == "вон то"
    assert newest.texts.get(language="tg").options[0] == "this tg"


def test_a_question_that_left_is_retired_and_may_come_back(module: Module, folder: Path) -> None:
    load(folder)
    whole = {path: path.read_text("utf-8") for path in folder.glob("questions*")}
    for path, text in whole.items():
        path.write_text(text.split("\n\n## question q-pairs")[0] + "\n", "utf-8")
    assert load_questions(module_code="M2.2", folder=folder, by=None, at=AT).retired == ["q-pairs"]
    assert Question.objects.get(code="q-pairs").retired_at == AT
    for path, text in whole.items():
        path.write_text(text, "utf-8")
    assert load_questions(module_code="M2.2", folder=folder, by=None, at=AT).mended == ["q-pairs"]
    assert Question.objects.get(code="q-pairs").retired_at is None


def test_a_question_that_somebody_brought_here_is_not_retired_by_a_load(
    cast: Cast, module: Module, folder: Path
) -> None:
    version = make_question(module, 1)
    Question.objects.filter(pk=version.question_id).update(created_by=cast.editor)
    load(folder)
    assert not Question.objects.exclude(retired_at=None).exists()


def test_what_was_retired_on_the_screen_stays_retired(cast: Cast, module: Module, folder: Path) -> None:
    load(folder)
    retire_question(code="q-choice", retired=True, by=cast.editor, at=AT)
    change(folder / "questions.txt", "- right\n- wrong", "- wrong\n- right")
    report = load(folder)
    assert "q-choice" in str(report.kept)  # type: ignore[attr-defined]
    question = Question.objects.get(code="q-choice")
    assert question.retired_at == AT
    assert question.versions.count() == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("questions.tg.txt", "- that tg\n", "", "q-choice"),
        ("questions.ru.txt", "a ru | b ru", "a ru | b ru | e ru", "q-pairs"),
        ("questions.fa-af.txt", "## question q-pairs", "## question q-other", "q-other"),
        ("questions.txt", "- right\n- wrong", "- right\n- right", "q-choice"),
        ("questions.txt", "- right\n- wrong", "- wrong\n- wrong", "q-choice"),
        ("questions.txt", "pairs:\n2", "pairs:\n3", "q-pairs"),
        ("questions.txt", "M2.2.1", "M9.9.1", "M9.9.1"),
        ("questions.txt", "easy", "trivial", "trivial"),
        ("questions.txt", "marks:\n2", "marks:\n0", "marks"),
        ("questions.txt", "matching", "numeric", "q-pairs"),
        ("questions.en.txt", "- that en", "- this en", "q-choice"),
        ("questions.en.txt", "stem:\nWhich one, en?\n", "", "q-choice"),
        ("questions.ru.txt", "stem:", "stemm:", "questions.ru.txt"),
    ],
)
def test_a_faulty_folder_is_refused_whole(
    module: Module, folder: Path, file: str, old: str, new: str, told: str
) -> None:
    change(folder / file, old, new)
    with pytest.raises(BankRefusedError) as refusal:
        load(folder)
    assert told in str(refusal.value)
    assert not Question.objects.exists()
    assert not Quiz.objects.exists()


def test_an_unknown_module_and_a_missing_english_file_are_refused(module: Module, folder: Path) -> None:
    with pytest.raises(UnknownModuleError):
        load_questions(module_code="M7.7", folder=folder, by=None, at=AT)
    (folder / "questions.en.txt").unlink()
    with pytest.raises(BankRefusedError, match="English"):
        load(folder)


def test_a_key_of_another_module_is_not_taken(module: Module, folder: Path) -> None:
    Question.objects.create(code="q-choice", module=make_module("M1.1"))
    with pytest.raises(BankRefusedError, match="q-choice"):
        load(folder)


def test_a_folder_without_questions_is_no_fault(module: Module, tmp_path: Path) -> None:
    assert not load_questions(module_code="M2.2", folder=tmp_path, by=None, at=AT).changed
    assert not Quiz.objects.exists()


@pytest.mark.parametrize("code", ["M2.2", "GEN2"])
def test_the_curriculum_loads(db: None, code: str) -> None:
    make_module(code, lessons=4)
    report = load_questions(module_code=code, folder=CURRICULUM / code, by=None, at=AT)
    assert len(report.new) >= 20
    assert load_questions(module_code=code, folder=CURRICULUM / code, by=None, at=AT).unchanged == len(report.new)
    assert load_practicals(module_code=code, folder=CURRICULUM / code, by=None, at=AT).new
    assert QuestionText.objects.count() == 4 * len(report.new)


def test_practicals_load_and_keep_what_was_observed(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "M2.2"
    shutil.copytree(CURRICULUM / "M2.2", folder)
    report = load_practicals(module_code="M2.2", folder=folder, by=None, at=AT)
    assert report.new == ["PX-2.2"]
    version = PracticalVersion.objects.get(exercise__code="PX-2.2")
    assert version.criteria == [False, False, False, False, False, True, False]
    assert version.minutes == 30
    assert PracticalText.objects.filter(version=version).count() == 4
    assert not load_practicals(module_code="M2.2", folder=folder, by=None, at=AT).changed

    change(folder / "PX-2.2.en.txt", "Five MRZ sheets", "Five sheets")
    assert load_practicals(module_code="M2.2", folder=folder, by=None, at=AT).mended == ["PX-2.2"]
    Observation.objects.create(
        enrolment=cast.enrolment,
        version=version,
        assessor=cast.instructor,
        scores=[2] * 7,
        percent=100,
        competent=True,
        submitted_at=timezone.now(),
    )
    change(folder / "PX-2.2.en.txt", "Five sheets", "Five papers")
    assert load_practicals(module_code="M2.2", folder=folder, by=None, at=AT).new_versions == ["PX-2.2"]
    assert version.texts.get(language="en").title == "Five sheets"

    change(folder / "PX-2.2.txt", "- critical\n", "")
    with pytest.raises(BankRefusedError, match="criteria"):
        load_practicals(module_code="M2.2", folder=folder, by=None, at=AT)
    for path in folder.glob("PX-*"):
        path.unlink()
    assert load_practicals(module_code="M2.2", folder=folder, by=None, at=AT).retired == ["PX-2.2"]
    assert PracticalExercise.objects.get().retired_at == AT


def rows(code: str = "q-choice") -> dict[str, QuestionText]:
    return dict(written(QUESTIONS, [code])[code].rows)


def meanings(code: str = "q-choice") -> dict[str, int]:
    return {language: row.meaning for language, row in rows(code).items()}


def test_a_load_tells_which_languages_follow_the_english(module: Module, folder: Path) -> None:
    load(folder)
    assert set(meanings().values()) == {1}
    change(folder / "questions.en.txt", "Which one", "Which of them")
    change(folder / "questions.tg.txt", "Which one", "Кадомаш")
    load(folder)
    assert meanings() == {"en": 2, "tg": 2, "ru": 1, "fa-af": 1}
    assert meanings("q-pairs") == dict.fromkeys(("en", "tg", "ru", "fa-af"), 1)
    assert rows()["ru"].was["words"]["stem"] == "Which one, en?"
    change(folder / "questions.ru.txt", "Which one", "Какой")
    load(folder)
    assert meanings() == {"en": 2, "tg": 2, "ru": 2, "fa-af": 1}
    assert rows()["ru"].was == {}
    assert [row.words_hash for row in rows().values()] == [
        hash_of(QUESTIONS, row.version, QUESTIONS.words_of(row)) for row in rows().values()
    ]


def test_another_key_leaves_no_approval_and_no_old_words(module: Module, folder: Path) -> None:
    load(folder)
    before = {language: row.words_hash for language, row in rows().items()}
    change(folder / "questions.txt", "- right\n- wrong", "- wrong\n- right")
    change(folder / "questions.en.txt", "Which one", "Which is not")
    load(folder)
    assert meanings() == {"en": 2, "tg": 1, "ru": 1, "fa-af": 1}
    assert not set(before.values()) & {row.words_hash for row in rows().values()}


def test_words_that_people_changed_are_kept_and_told(module: Module, folder: Path, cast: Cast) -> None:
    load(folder)
    said = {"stem": "Which one, tg?", "options": ["ин", "он"], "feedback": "This one, tg."}
    set_question_words(code="q-choice", language="tg", change=None, by=cast.translator, at=AT, **said)
    change(folder / "questions.ru.txt", "Which one", "Какой")
    report = load_questions(module_code="M2.2", folder=folder, by=None, at=AT)
    assert (report.kept, report.mended) == (["q-choice tg"], ["q-choice"])
    assert rows()["tg"].options == ["ин", "он"]
    said = {"stem": "Which, then?", "options": ["this", "that"], "feedback": "This."}
    set_question_words(code="q-choice", language="en", change=None, by=cast.editor, at=AT, **said)
    change(folder / "questions.ru.txt", "Какой", "Который")
    report = load_questions(module_code="M2.2", folder=folder, by=None, at=AT)
    assert report.kept == ["q-choice en", "q-choice ru", "q-choice tg"]
    assert rows()["ru"].stem == "Какой, ru?"
    # another key: options may stand in another order, so words that people wrote cannot stay beside it
    change(folder / "questions.txt", "- right\n- wrong", "- wrong\n- right")
    load(folder)
    assert rows()["tg"].options == ["this tg", "that tg"]
    assert QuestionVersion.objects.get(question__code="q-choice", number=1).texts.get(language="tg").options[0] == "ин"


def test_the_files_do_not_bring_back_what_was_corrected_or_annulled_here(
    module: Module, folder: Path, cast: Cast
) -> None:
    load(folder)
    version = Question.objects.get(code="q-choice").versions.get()
    other = {**version.key, "right": [(version.key["right"][0] + 1) % version.key["options"]]}
    fields = {"reason": "The book says so", "document": "17", "seen": None, "by": cast.editor, "at": AT}
    regrade(submission=uuid.uuid4(), version=version, act=RegradeAct.CORRECT_KEY, new_key=other, **fields)
    again = load_questions(module_code="M2.2", folder=folder, by=None, at=AT)
    assert (again.kept, again.new_versions, again.retired) == (["q-choice"], [], [])
    newest = version.question.versions.first()
    assert (newest.number, newest.key) == (2, other)
    regrade(submission=uuid.uuid4(), version=version, act=RegradeAct.ANNUL, new_key=None, **fields)
    load(folder)
    assert Question.objects.get(code="q-choice").retired_at is not None
