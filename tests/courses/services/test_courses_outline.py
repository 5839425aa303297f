"""Outline and programmes from manuscripts: repeatable, silent retirement impossible, used versions never changed."""

import pytest

from courses.models import Course, Lesson, Module, Outcome, ProgrammeVersion
from courses.selectors.manuscripts import ManuscriptFileError
from courses.services.outline import add_course, add_lesson, add_module, load_outline
from courses.services.programmes import load_programmes
from tests.factories.accounts import make_centre
from tests.factories.cms import write_curriculum, write_module, write_programme
from tests.factories.courses import make_cohort


@pytest.fixture
def folder(tmp_path, db):
    return write_curriculum(tmp_path / "curriculum")


def test_rows_are_made_once(folder):
    report = load_outline(folder=folder)
    assert sorted(report.added) == ["M2", "M2.1", "M2.1.1", "M2.1.2", "M2.2", "M2.2.1", "M2.2.2"]
    module = Module.objects.get(code="M2.2")
    assert (module.theory_hours, module.practice_hours, module.position) == (4, 2, 2)
    assert list(module.outcomes.values_list("kind", "level")) == [("skill", 4), ("knowledge", 4)]
    again = load_outline(folder=folder)
    assert (again.added, again.changed, again.not_in_files) == ([], [], [])


def test_changes_are_written_and_reported(folder):
    load_outline(folder=folder)
    write_module(folder, "M2.1", lessons=3, safety_critical=("M2.1.2",))
    report = load_outline(folder=folder)
    assert report.added == ["M2.1.3"]
    assert report.changed == ["M2.1.2"]
    assert Lesson.objects.get(code="M2.1.2").safety_critical
    assert Outcome.objects.count() == 4


def test_nothing_is_retired_silently(folder):
    load_outline(folder=folder)
    write_module(folder, "M2.1", lessons=1)
    report = load_outline(folder=folder)
    assert report.not_in_files == ["M2.1.2"]
    assert Lesson.objects.get(code="M2.1.2").retired_at is None


def test_a_part_of_the_modules(folder):
    load_outline(folder=folder, only=["M2.2"])
    assert list(Module.objects.values_list("code", flat=True)) == ["M2.2"]


@pytest.mark.parametrize(
    ("old", "new"), [("skill 4", "courage 4"), ("theory:\n4", "theory:\nfour"), ("course:\nM2", "course:\nM7")]
)
def test_a_wrong_file_writes_nothing(folder, old, new):
    path = folder / "M2.2" / "module.txt"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ManuscriptFileError, match=r"module\.txt"):
        load_outline(folder=folder)
    assert not Course.objects.exists()


def test_codes_of_new_rows_come_from_their_place(folder):
    load_outline(folder=folder)
    module = Module.objects.get(code="M2.2")
    module.lessons.filter(code="M2.2.2").update(retired_at="2026-11-22T00:00Z")
    assert add_lesson(module=module).code == "M2.2.3"
    assert add_module(course=module.course).code == "M2.3"
    assert add_course().code == "M3"
    hbm = Course.objects.create(code="HBM", position=7)
    assert [add_module(course=hbm).code, add_module(course=hbm).code] == ["HBM1", "HBM2"]


@pytest.fixture
def outline(folder):
    load_outline(folder=folder)
    return folder


def version():
    return ProgrammeVersion.objects.get()


def test_a_programme_is_written_once(outline):
    assert load_programmes(folder=outline).added == ["TRY version 1"]
    assert load_programmes(folder=outline).unchanged == ["TRY version 1"]
    assert version().titles["tg"] == "Trial tg"
    assert version().validity_months is None
    assert list(version().parts.values_list("key", "module__code", "theory_hours")) == [
        ("opening", None, 1),
        ("m2-2-d1", "M2.2", 4),
    ]
    assert set(version().requirements.values_list("kind", "code")) == {("quiz", "M2.2"), ("practical", "PX-2.2")}


@pytest.mark.parametrize("change", [{"attendance": "85"}, {"hours": "5"}])
def test_a_version_that_nobody_uses_may_be_mended(outline, change):
    load_programmes(folder=outline)
    write_programme(outline, **change)
    assert load_programmes(folder=outline).changed == ["TRY version 1"]
    assert version().parts.count() == 2
    assert load_programmes(folder=outline).unchanged == ["TRY version 1"]


@pytest.mark.parametrize("change", [{"attendance": "85"}, {"hours": "5"}])
def test_a_version_in_use_is_never_changed(outline, change):
    load_programmes(folder=outline)
    make_cohort(centre=make_centre("KHO"), version=version())
    write_programme(outline, **change)
    report = load_programmes(folder=outline)
    assert len(report.refused) == 1
    assert "version 2" in report.refused[0]
    assert (version().attendance_percent, version().parts.get(key="m2-2-d1").theory_hours) == (90, 4)
    write_programme(outline, version="2", **change)
    assert load_programmes(folder=outline).added == ["TRY version 2"]


def test_an_unknown_module_is_refused(outline):
    path = outline / "programmes.txt"
    path.write_text(path.read_text().replace("| M2.2 |", "| M9.9 |"))
    with pytest.raises(ManuscriptFileError, match=r"M9\.9"):
        load_programmes(folder=outline)
    assert not ProgrammeVersion.objects.exists()
