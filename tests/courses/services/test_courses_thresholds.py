"""Thresholds of programmes that a file may leave out: read, refused, written out again."""

import pytest

from courses.domain.manuscript_format import Block
from courses.models import ProgrammeVersion
from courses.selectors.curriculum_export import programme_files
from courses.selectors.manuscripts import PROGRAMMES, ManuscriptFileError, read, write
from courses.services.programmes import load_programmes
from tests.factories.cms import write_programme
from tests.factories.courses import make_module

pytestmark = pytest.mark.django_db
GIVEN = {
    "quiz_questions": "15",
    "practical_difference_points": "10",
    "practical_tries": "3",
    "sample_percent": "30",
    "grade_4_percent": "76",
    "grade_5_percent": "91",
    "exit_pass_percent": "70",
    "exit_attempts": "1",
    "exit_resit_days": "14",
    "exit_quiz": "TRY-EXIT",
    "entry_quiz": "TRY-ENTRY",
    "appeal_days": "5",
    "drafts_shown": "no",
    "outsider_assessor": "no",
}


def rewrite(folder, without: tuple[str, ...] = (), **fields: str) -> None:
    path = folder / "programmes.txt"
    (block,) = read(path, PROGRAMMES)
    kept = {name: value for name, value in block.fields.items() if name not in without}
    path.write_text(write([Block(block.kind, block.key, {**kept, **fields})], PROGRAMMES), encoding="utf-8")


def version() -> ProgrammeVersion:
    return ProgrammeVersion.objects.get(programme__code="TRY")


def test_what_is_left_out_is_as_the_model_says(tmp_path) -> None:
    make_module("M2.2")
    write_programme(tmp_path)
    rewrite(tmp_path, without=tuple(GIVEN))
    load_programmes(folder=tmp_path)
    for name in GIVEN:
        assert getattr(version(), name) == ProgrammeVersion._meta.get_field(name).get_default()


def test_every_threshold_is_read_and_comes_out_again(tmp_path) -> None:
    make_module("M2.2")
    write_programme(tmp_path)
    rewrite(tmp_path, **GIVEN)
    load_programmes(folder=tmp_path)
    shown = {name: getattr(version(), name) for name in GIVEN}
    answers = {"no": False, "yes": True}
    assert {name: str(value) for name, value in shown.items()} == {
        name: str(answers.get(value, value)) for name, value in GIVEN.items()
    }
    for name, text in programme_files().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_programmes(folder=tmp_path).unchanged == ["TRY version 1"]
    (block,) = read(tmp_path / "programmes.txt", PROGRAMMES)
    assert {name: block.line(name) for name in GIVEN} == GIVEN


@pytest.mark.parametrize(
    "bad",
    [
        {"exit_attempts": "many"},
        {"exit_attempts": "0"},
        {"appeal_days": "-1"},
        {"exit_pass_percent": "101"},
        {"grade_4_percent": "50"},
        {"grade_5_percent": "74"},
        {"drafts_shown": "perhaps"},
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path, bad) -> None:
    make_module("M2.2")
    write_programme(tmp_path)
    rewrite(tmp_path, **bad)
    with pytest.raises(ManuscriptFileError):
        load_programmes(folder=tmp_path)
    assert not ProgrammeVersion.objects.exists()


def test_when_two_assessors_is_read_for_each_exercise_and_comes_out_again(tmp_path) -> None:
    make_module("M2.2")
    write_programme(tmp_path)
    rows = (("PX-2.2",), ("PX-2.3", "sample"), ("PX-2.4", "finals"))
    rewrite(tmp_path, practicals=rows)
    load_programmes(folder=tmp_path)
    found = version().requirements.filter(kind="practical").values_list("code", "assessors")
    assert set(found) == {("PX-2.2", "every"), ("PX-2.3", "sample"), ("PX-2.4", "finals")}
    (path,) = [path for path in programme_files() if str(path).endswith("programmes.txt")]
    assert "- PX-2.2\n- PX-2.3 | sample\n- PX-2.4 | finals\n" in programme_files()[path]
    assert load_programmes(folder=tmp_path).unchanged == ["TRY version 1"]


@pytest.mark.parametrize("bad", [("PX-2.2", "often"), ("PX-2.2", "sample", "x")])
def test_another_word_for_two_assessors_is_refused(tmp_path, bad) -> None:
    make_module("M2.2")
    write_programme(tmp_path)
    rewrite(tmp_path, practicals=(bad,))
    with pytest.raises(ManuscriptFileError):
        load_programmes(folder=tmp_path)
