"""What is kept too long goes, what is younger stays, a rehearsal changes nothing, and counts are remembered."""

import datetime
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.enums import Act, ErasureKind
from accounts.models import AuditEntry, DataCopy, PersonPhoto, RetentionPeriod, User
from accounts.selectors.names import KeyDestroyedError, key_store
from accounts.selectors.personal_data import periods
from accounts.services import erasure, retention
from accounts.services.data_copies import CopyGoneError, ask_copy, copies_folder, keep_copy, open_copy
from accounts.services.photos import keep_photo
from assessments.models import ObservationDraft
from desk.services.tick import tick
from foundation.jobs.models import Job
from tests.factories.accounts import make_picture
from tests.factories.certificates import issued_all

DAY = datetime.timedelta(days=1)


def rows_of(found, code):
    return next(due.rows for due in found if due.code == code)


def attempt(days: int) -> AccessAttempt:
    row = AccessAttempt.objects.create(
        username=f"x{days}", ip_address="10.0.0.1", get_data="", post_data="", user_agent="", failures_since_start=1
    )
    AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=timezone.now() - days * DAY)
    return row


def test_what_is_over_goes_and_what_is_not_stays(cast):
    old, young = attempt(31), attempt(29)
    rehearsed = retention.run(at=timezone.now(), rehearsal=True)
    assert rows_of(rehearsed, "access_attempts") == 1
    assert AccessAttempt.objects.count() == 2
    assert not AuditEntry.objects.filter(act=Act.DATA_EXPIRED).exists()
    done = retention.run(at=timezone.now())
    assert rows_of(done, "access_attempts") == 1
    assert [row.pk for row in AccessAttempt.objects.all()] == [young.pk] != [old.pk]
    assert AuditEntry.objects.get(act=Act.DATA_EXPIRED).new == {"access_attempts": 1}
    retention.run(at=timezone.now())
    assert AuditEntry.objects.filter(act=Act.DATA_EXPIRED).count() == 1


def test_registers_and_results_are_older_than_any_period(cast):
    certificates = issued_all(cast)
    kept = {row.pk: row.facts for row in certificates}
    later = timezone.now() + 36000 * DAY
    marks = cast.enrolment.results.count()
    retention.run(at=later)
    for row in certificates:
        row.refresh_from_db()
        assert row.facts == kept[row.pk]
    assert cast.enrolment.results.count() == marks


def test_a_period_is_a_setting(cast):
    attempt(10)
    retention.set_period(code="access_attempts", days=9, by=cast.administrator)
    assert periods()["access_attempts"][1] == 9
    assert rows_of(retention.run(at=timezone.now()), "access_attempts") == 1
    entry = AuditEntry.objects.get(act=Act.RETENTION_CHANGED)
    assert (entry.actor, entry.old["days"], entry.new["days"]) == (cast.administrator, 30, 9)
    retention.set_period(code="access_attempts", days=30, by=cast.administrator)
    assert not RetentionPeriod.objects.exists()
    for code, days, error in (
        ("access_attempts", 0, retention.DaysError),
        ("access_attempts", 99999, retention.DaysError),
        ("lists_of_people", 9, retention.UnknownPeriodError),
        ("nothing", 9, retention.UnknownPeriodError),
    ):
        with pytest.raises(error):
            retention.set_period(code=code, days=days, by=cast.administrator)


def test_a_copy_goes_with_key_and_files(cast, django_capture_on_commit_callbacks):
    now = timezone.now()
    copy = ask_copy(person=cast.trainee, language="tg", by=cast.trainee, at=now, address=None)
    keep_copy(copy=copy, files={"pdf": b"%PDF", "json": b"{}"}, at=now)
    assert open_copy(copy=copy, kind="json", by=cast.trainee, address=None) == b"{}"
    assert list(copies_folder().glob(f"{copy.pk}*"))
    with django_capture_on_commit_callbacks(execute=True):
        assert rows_of(retention.run(at=now + 6 * DAY), "data_copies") == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert rows_of(retention.run(at=now + 8 * DAY), "data_copies") == 1
    assert not list(copies_folder().glob(f"{copy.pk}*"))
    assert not DataCopy.objects.exists()
    with pytest.raises(KeyDestroyedError):
        key_store().key(copy.pk)
    with pytest.raises(CopyGoneError):
        open_copy(copy=copy, kind="json", by=cast.trainee, address=None)


def test_a_photo_goes_a_year_after_the_last_course(cast):
    ended = cast.cohort.ends_on
    keep_photo(person=cast.trainee, data=make_picture(), by=cast.registrar, at=timezone.now() - 900 * DAY)
    soon = timezone.make_aware(datetime.datetime.combine(ended + 300 * DAY, datetime.time(9)))
    assert rows_of(retention.run(at=soon), "photos") == 0
    assert rows_of(retention.run(at=soon + 100 * DAY), "photos") == 1
    assert not PersonPhoto.objects.exists()


def test_tick_does_it_once_a_day_and_drafts_of_checklists_go(cast):
    now = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time(12)))
    tick(at=now)
    tick(at=now + datetime.timedelta(minutes=1))
    assert Job.objects.filter(kind=retention.JOB).count() == 1
    assert ObservationDraft.objects.count() == 0
    tick(at=now + DAY)
    assert Job.objects.filter(kind=retention.JOB).count() == 2


def test_the_command_counts_and_sets(cast):
    attempt(31)
    said = StringIO()
    call_command("retention", "--dry-run", stdout=said)
    assert "1  access_attempts (30 days): axes.AccessAttempt" in said.getvalue()
    assert AccessAttempt.objects.count() == 1
    call_command("retention", "--set", "access_attempts=20", stdout=StringIO())
    assert not AccessAttempt.objects.exists()
    with pytest.raises(CommandError):
        call_command("retention", "--set", "nothing=20", stdout=StringIO())


@pytest.mark.parametrize("second", ["AD-1", "HR-1"])
def test_two_people_at_one_keyboard_destroy_all_names(cast, monkeypatch, second):
    for person in (cast.administrator, cast.hr):
        person.set_password("an own Password 7")
        person.save()
    typed = iter(["AD-1", second, "the post is taken", "DESTROY"])
    monkeypatch.setattr("builtins.input", lambda *_: next(typed))
    monkeypatch.setattr("getpass.getpass", lambda *_: "an own Password 7")
    if second == "AD-1":
        with pytest.raises(CommandError):
            call_command("destroy_names", "--all", stdout=StringIO(), stderr=StringIO())
        assert User.objects.get(pk=cast.afghan.pk).names_destroyed_at is None
        return
    call_command("destroy_names", "--all", stdout=StringIO(), stderr=StringIO())
    assert User.objects.get(pk=cast.afghan.pk).names_destroyed_at is not None
    with pytest.raises(KeyDestroyedError):
        key_store().key(cast.afghan.pk)
    assert AuditEntry.objects.get(act=Act.ALL_NAMES_DESTROYED).actor == cast.hr
    assert erasure.sweep_keys() == 0
    assert ErasureKind.EVERYBODY
