"""Files of questions: a dry run tells each line, the import writes all or nothing and nothing twice."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Act, ImportState
from accounts.models import AuditEntry
from assessments.domain.allowance import StartRefusal
from assessments.domain.formats import qti3
from assessments.domain.formats.base import FileRefusedError, Imported, Picture
from assessments.enums import ImportFormat, ImportLine
from assessments.models import Question, QuestionImport, QuestionPicture, QuestionText, QuestionVersion
from assessments.selectors.bank import bank_of
from assessments.selectors.standings import standing
from assessments.selectors.texts import QUESTIONS, hash_of, written
from assessments.services.bank import load_questions
from assessments.services.import_plan import ImportClosedError, plan_import
from assessments.services.imports import ImportRefusedError, expire_imports, keep_import, run_import
from assessments.services.starting import start
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import DRAWING, make_quiz
from tests.factories.courses import make_lesson

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
TAJIK = """
// [tag:seals]
Ин чист?{=мӯҳр ~имзо ~сурат}

Чанд?{#3:1}

Ном?{=гуреза =%50%муҳоҷир}
"""
RUSSIAN = """
Что это?{=печать ~подпись ~снимок}

Сколько?{#3:1}

Название?{=беженец}
"""


def keep(
    cast: Cast,
    text: str | bytes = TAJIK,
    *,
    form: str = ImportFormat.GIFT,
    language: str = "tg",
    placed: bool = True,
    follows: QuestionImport | None = None,
) -> QuestionImport:
    return keep_import(
        data=text if isinstance(text, bytes) else text.encode(),
        name="questions.txt",
        form=form,
        language=language,
        module=Module.objects.get(code="M2.2") if placed else None,
        lesson=None,
        follows=follows,
        by=cast.editor,
        at=AT,
    )


def bring(cast: Cast, text: str | bytes = TAJIK, **fields: object) -> QuestionImport:
    return run_import(draft=keep(cast, text, **fields), by=cast.editor, at=AT)  # type: ignore[arg-type]


def states(draft: QuestionImport) -> list[tuple[int, str]]:
    return [(line.line, str(line.state)) for line in plan_import(draft).lines]


def test_a_dry_run_writes_no_question(cast: Cast) -> None:
    draft = keep(cast)
    assert states(draft) == [(3, "new"), (5, "new"), (7, "new")]
    assert not Question.objects.exists()
    assert keep(cast).pk == draft.pk


def test_an_import_makes_drafts_that_say_who_brought_them(cast: Cast) -> None:
    done = bring(cast)
    assert (done.state, done.content, done.report["counts"]["new"]) == (ImportState.DONE, None, 3)
    first = Question.objects.get(code=done.report["codes"][0])
    assert (first.module.code, first.created_by, first.retired_at) == ("M2.2", cast.editor, None)
    assert [tag.word for tag in first.tags.all()] == ["seals"]
    text = QuestionText.objects.get(version__question=first)
    assert (text.language, text.stem, text.options, text.changed_by) == (
        "tg",
        "Ин чист?",
        ["мӯҳр", "имзо", "сурат"],
        cast.editor,
    )
    assert text.words_hash == hash_of(QUESTIONS, text.version, QUESTIONS.words_of(text))
    entry = AuditEntry.objects.get(act=Act.QUESTIONS_IMPORTED)
    assert entry.new is not None
    assert (entry.actor, entry.new["counts"]["new"]) == (cast.editor, 3)
    assert "мӯҳр" not in str(entry.new)


def test_the_same_file_again_makes_nothing(cast: Cast) -> None:
    codes = bring(cast).report["codes"]
    draft = keep(cast)
    assert [state for _line, state in states(draft)] == ["same"] * 3
    assert run_import(draft=draft, by=cast.editor, at=AT).report["codes"] == codes
    assert Question.objects.count() == 3


def test_confirming_twice_is_confirming_once(cast: Cast) -> None:
    draft = keep(cast)
    run_import(draft=draft, by=cast.editor, at=AT)
    assert run_import(draft=draft, by=cast.editor, at=AT).state == ImportState.DONE
    assert Question.objects.count() == 3
    assert AuditEntry.objects.filter(act=Act.QUESTIONS_IMPORTED).count() == 1


def test_one_bad_line_stops_the_whole_file(cast: Cast) -> None:
    draft = keep(cast, "Good?{T}\n\nBad{=a ~b\n\nTwice?{=a ~a}")
    assert states(draft) == [(1, "new"), (3, "problem"), (5, "problem")]
    with pytest.raises(ImportRefusedError):
        run_import(draft=draft, by=cast.editor, at=AT)
    assert not Question.objects.exists()


def test_what_is_no_question_is_left_out_and_told(cast: Cast) -> None:
    done = bring(cast, "Only words.\n\nGood?{T}")
    assert done.report["counts"] == {"problem": 0, "new": 1, "same": 0, "left_out": 1}


def test_a_question_that_stands_twice_is_made_once(cast: Cast) -> None:
    draft = keep(cast, "Good?{T}\n\nGood?{T}")
    assert states(draft) == [(1, "new"), (3, "same")]
    run_import(draft=draft, by=cast.editor, at=AT)
    assert Question.objects.count() == 1


def test_the_category_says_the_place(cast: Cast) -> None:
    lesson = make_lesson(Module.objects.get(code="M2.2"), 9)
    text = f"$CATEGORY: $course$/M2.2 Documents/{lesson.code}\n\nOne?{{T}}\n\n$CATEGORY: x/M2.2 Documents\n\nTwo?{{T}}"
    text += "\n\n$CATEGORY: x\n\nThree?{T}"
    lines = plan_import(keep(cast, text, placed=False)).lines
    assert [(line.module and line.module.code, line.lesson) for line in lines] == [
        ("M2.2", lesson),
        ("M2.2", None),
        (None, None),
    ]
    assert lines[2].state == ImportLine.PROBLEM


def test_a_file_in_another_language_is_laid_beside_the_first(cast: Cast) -> None:
    first = bring(cast)
    done = bring(cast, RUSSIAN, language="ru", follows=first)
    assert done.report["codes"] == first.report["codes"]
    found = written(QUESTIONS, done.report["codes"])
    assert {code: sorted(one.rows) for code, one in found.items()} == {code: ["ru", "tg"] for code in found}
    short = found[done.report["codes"][2]]
    assert ["ru", "беженец", 100] in short.version.key["accepted"]
    assert ["tg", "гуреза", 100] in short.version.key["accepted"]
    assert Question.objects.count() == 3
    again = keep(cast, RUSSIAN, language="ru", follows=first)
    assert [state for _line, state in states(again)] == ["same"] * 3


@pytest.mark.parametrize(
    "text",
    [
        RUSSIAN.replace("=печать ~подпись", "~печать =подпись"),
        RUSSIAN.replace("#3:1", "#4:1"),
        RUSSIAN.replace("{#3:1}", "{T}"),
        RUSSIAN.partition("Название")[0],
    ],
)
def test_other_keys_are_no_translation(cast: Cast, text: str) -> None:
    first = bring(cast)
    draft = keep(cast, text, language="ru", follows=first)
    assert plan_import(draft).counts["problem"] == 1
    with pytest.raises(ImportRefusedError):
        run_import(draft=draft, by=cast.editor, at=AT)
    assert not QuestionText.objects.filter(language="ru").exists()


def test_a_picture_comes_along_cleaned(cast: Cast) -> None:
    picture = Picture("place.svg", DRAWING, 400, 300)
    question = Imported(1, "hotspot", {"areas": [[600, 100, 200, 200]]}, "Where?", ["A page"], picture=picture)
    bring(cast, qti3.write([question]), form=ImportFormat.QTI, language="en")
    assert QuestionVersion.objects.get().picture == QuestionPicture.objects.get()
    evil = Picture("place.svg", DRAWING.replace(b"<rect", b"<script/><rect"), 400, 300)
    data = qti3.write([Imported(1, "hotspot", question.key, "Where?", ["A page"], picture=evil)])
    assert states(keep(cast, data, form=ImportFormat.QTI, language="en")) == [(1, "problem")]


def test_a_file_that_cannot_be_read_is_not_kept(cast: Cast) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", b" " * 4_000_000)
    for data, form in (
        (bomb.getvalue(), ImportFormat.QTI),
        (b"", ImportFormat.GIFT),
        (b"// nothing", ImportFormat.GIFT),
    ):
        with pytest.raises(FileRefusedError):
            keep(cast, data, form=form)
    assert not QuestionImport.objects.exists()


def test_a_question_that_is_not_written_in_the_source_is_not_drawn(cast: Cast) -> None:
    quiz = make_quiz(Module.objects.get(code="M2.2"), questions=0)
    first = bring(cast)
    assert bank_of(quiz, ["tg"]) == []
    bring(cast, RUSSIAN, language="en", follows=first)
    assert len(bank_of(quiz, ["tg"])) == 3


def test_an_import_in_english_only_is_never_put_before_somebody_who_reads_tajik(cast: Cast) -> None:
    quiz = make_quiz(Module.objects.get(code="M2.2"), questions=2)
    bring(cast, RUSSIAN, language="en")
    assert len(bank_of(quiz, ["en"])) == 5
    assert len(bank_of(quiz, ["tg"])) == 2
    found = standing("M2.2", cast.trainee, AT, "tg")
    assert found is not None
    assert found.refusal is None
    attempt = start(code="M2.2", language="tg", by=cast.trainee, at=AT)
    assert set(attempt.drawn.values_list("version__question__created_by", flat=True)) == {None}
    Question.objects.filter(created_by=None).update(retired_at=AT)
    attempt.delete()
    found = standing("M2.2", cast.trainee, AT, "tg")
    assert found is not None
    assert found.refusal == StartRefusal.EMPTY


def test_a_load_of_the_module_leaves_what_people_imported(cast: Cast, tmp_path: Path) -> None:
    bring(cast)
    assert load_questions(module_code="M2.2", folder=tmp_path, by=None, at=AT).retired == []


def test_a_file_waits_a_day(cast: Cast) -> None:
    draft = keep(cast)
    expire_imports(at=AT + datetime.timedelta(days=2))
    with pytest.raises(ImportClosedError):
        run_import(draft=draft, by=cast.editor, at=AT)
    draft.refresh_from_db()
    assert draft.content is None


def test_as_many_queries_for_three_questions_as_for_one(cast: Cast) -> None:
    counted = []
    for text in ("One?{T}", "A?{T}\n\nB?{F}\n\nC?{#1}"):
        draft = keep(cast, text)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            run_import(draft=draft, by=cast.editor, at=AT)
        counted.append(len(queries))
    assert counted[0] == counted[1]
