"""Load, export, load on an empty database, export: no difference, whatever the folder holds."""

import datetime
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models.audit_guards import guards, set_guards
from cms.models import LessonPage, Picture
from cms.services.exporting import export_curriculum
from cms.services.loading import load_curriculum
from courses.enums import ApprovalState, ApprovedKind
from courses.models import Approval, LessonEdition
from courses.selectors.manuscripts import LANGUAGES, LESSON
from courses.selectors.standings import standings_of_lessons, standings_of_terms
from courses.services.approvals import set_state
from tests.factories.cms import lesson_blocks, media_blocks, write_full_curriculum

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
pytestmark = pytest.mark.django_db


def load(folder, at=AT, **kwargs):
    return load_curriculum(folder=folder, by=None, at=at, **kwargs)


def differing(one: Path, other: Path) -> str:
    return subprocess.run(["diff", "-rq", str(one), str(other)], capture_output=True, text=True, check=False).stdout


@pytest.fixture
def _fresh_types(db):
    """An emptied database gives content types other ids; what is remembered of them goes with the test."""
    yield
    ContentType.objects.clear_cache()


def empty():
    """An empty database, as a new machine has it: without the audit trail too, which nothing else may empty."""
    with connection.cursor() as cursor:
        for name in sorted(guards("default")):
            cursor.execute(f"DROP TRIGGER {name}")
    call_command("flush", interactive=False, verbosity=0)
    set_guards("default")
    ContentType.objects.clear_cache()
    for folder in ("kept", "original_images", "documents"):
        subprocess.run(["rm", "-rf", f"{settings.MEDIA_ROOT}/{folder}"], check=True)


def approve_all():
    for standing in standings_of_lessons(codes=["M2.2.1"]) + standings_of_terms():
        if standing.hash and standing.language in {"en", "tg"}:
            set_state(
                kind=standing.kind,
                code=standing.code,
                language=standing.language,
                source_hash=standing.hash,
                state=ApprovalState.APPROVED,
                by=None,
                at=AT + datetime.timedelta(hours=1),
            )


def test_what_was_loaded_comes_out_as_it_was(tmp_path):
    folder = write_full_curriculum(tmp_path / "curriculum")
    load(folder)
    report = export_curriculum(folder=tmp_path / "out")
    assert (report.media, report.stale, report.left_out) == (5, [], [])
    assert differing(folder, tmp_path / "out") == ""


@pytest.mark.usefixtures("_fresh_types")
def test_approved_texts_survive_the_way_to_an_empty_database(tmp_path):
    load(write_full_curriculum(tmp_path / "curriculum"))
    approve_all()
    Picture.objects.update(title="The page", credit="The service")
    export_curriculum(folder=tmp_path / "first")
    assert (tmp_path / "first" / "approvals.txt").exists()
    empty()
    assert load(tmp_path / "first", AT + datetime.timedelta(days=1)).approvals == 4
    assert Picture.objects.filter(title="The page", credit="The service").count() == 2
    export_curriculum(folder=tmp_path / "second")
    assert differing(tmp_path / "first", tmp_path / "second") == ""
    standings = {standing.language: standing.step for standing in standings_of_lessons(codes=["M2.2.1"])}
    assert [language for language in LANGUAGES if standings[language] == ApprovalState.APPROVED] == ["en", "tg"]
    assert LessonEdition.objects.filter(approval_state=ApprovalState.APPROVED).count() == 2


def test_an_approval_is_given_to_the_very_words(tmp_path):
    folder = write_full_curriculum(tmp_path / "curriculum")
    load(folder)
    approve_all()
    export_curriculum(folder=tmp_path / "out")
    Approval.objects.all().delete()
    path = tmp_path / "out" / "M2.2" / "M2.2.1.tg.txt"
    path.write_text(path.read_text().replace("Second", "Third"))
    report = load(tmp_path / "out", AT + datetime.timedelta(days=1))
    assert (report.approvals, report.updated) == (3, ["M2.2.1 tg"])
    assert not Approval.objects.filter(kind=ApprovedKind.LESSON, language="tg").exists()


def test_what_was_decided_here_is_not_decided_again(tmp_path):
    load(write_full_curriculum(tmp_path / "curriculum"))
    approve_all()
    export_curriculum(folder=tmp_path / "out")
    Approval.objects.update(state=ApprovalState.DRAFT)
    assert load(tmp_path / "out").approvals == 0


def test_a_stale_text_is_told(tmp_path):
    load(write_full_curriculum(tmp_path / "curriculum"))
    page = LessonPage.objects.get(lesson__code="M2.2.1", locale__language_code="en")
    page.summary = "Another meaning"
    page.save_revision().publish()
    report = export_curriculum(folder=tmp_path / "out")
    assert set(report.stale) == {f"M2.2.1 {language}" for language in LANGUAGES[1:]}
    assert "Another meaning" in (tmp_path / "out" / "M2.2" / "M2.2.1.en.txt").read_text()


def test_the_command_wants_an_empty_folder(tmp_path, capsys):
    load(write_full_curriculum(tmp_path / "curriculum"))
    call_command("export_curriculum", folder=str(tmp_path / "out"))
    assert "5 pictures and files" in capsys.readouterr().out
    with pytest.raises(CommandError, match="empty"):
        call_command("export_curriculum", folder=str(tmp_path / "out"))


def test_the_folder_holds_every_kind_of_block():
    kinds = {block.kind for block in [*lesson_blocks("en"), *media_blocks("en")]}
    assert kinds == set(LESSON)
