"""The whole curriculum of this repository, loaded as a centre loads it."""

import datetime
import subprocess
from pathlib import Path

from django.conf import settings

from cms.services.exporting import export_curriculum
from cms.services.loading import load_curriculum
from courses.models import Lesson, LessonEdition, Module, Programme

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)


def test_the_whole_curriculum_loads_and_comes_out_byte_by_byte_and_loads_again(db, tmp_path):
    folder = Path(settings.BASE_DIR) / "curriculum"
    report = load_curriculum(folder=folder, by=None, at=AT)
    assert (Module.objects.count(), Lesson.objects.count()) == (48, 216)
    assert LessonEdition.objects.count() == 4 * 216
    assert set(Programme.objects.values_list("code", flat=True)) == {"BIC-3M", "BIC-10D", "HBM-10D", "GEN"}
    assert {bank.module for bank in report.banks} >= {"M2.2", "GEN2"}
    for code in ("M2.2", "GEN2"):
        written = LessonEdition.objects.filter(lesson__module__code=code, words__gt=200)
        assert set(written.values_list("language", flat=True)) == {"en", "tg", "fa-af", "ru"}
        assert written.count() == 4 * Lesson.objects.filter(module__code=code).count()
    exported = export_curriculum(folder=tmp_path / "out")
    assert (exported.stale, exported.left_out) == ([], [])
    compared = subprocess.run(
        ["diff", "-rq", str(folder), str(tmp_path / "out")], capture_output=True, text=True, check=False
    )
    assert compared.stdout == ""
    again = load_curriculum(folder=folder, by=None, at=AT)
    assert (again.planted, again.updated, again.kept, again.banks) == ([], [], [], [])
    assert again.unchanged == 8 + 48 + 216
