"""What is said of a day after it was signed stands in the journal: a roll called late, a conflict settled."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from attendance.enums import Status
from attendance.models import Correction, Mark, MarkConflict, Roll
from attendance.pdf.month import pages_of
from attendance.selectors.history import history_of_person
from attendance.selectors.packs import pack_of
from attendance.selectors.reports import month_sheet
from attendance.selectors.rolls import history_of
from attendance.services.conflicts import settle
from attendance.services.days import sign_day
from attendance.services.recount import recount
from courses.services.sessions_by_hand import cancel_session, restore_session
from tests.attendance.services.test_attendance_from_devices import Device
from tests.factories.attendance import call_roll, make_session


@pytest.fixture
def restored(cast):
    """A session that was cancelled when the day was signed, and is held all the same."""
    act = {"by": cast.registrar, "at": timezone.now()}
    call_roll(make_session(cast.cohort, instructor=cast.instructor), cast.instructor)
    session = make_session(cast.cohort, instructor=cast.instructor, first_hour=3)
    cancel_session(session=session, reason="no heating", **act)
    sign_day(centre=cast.khorog, date=session.date, **act)
    return restore_session(session=session, reason="the heating works", **act)


def notes_of(cast, session):
    sheet = month_sheet(cast.cohort, session.date.replace(day=1), "tg", by=cast.head)
    return sheet, [text for page in pages_of(sheet) for _number, text in page.notes]


def test_the_instructor_calls_the_roll_of_a_restored_session_with_a_reason(cast, restored):
    client, url = cast.client("instructor"), reverse("attendance:roll", args=[restored.pk])
    page = client.get(url)
    text = page.content.decode()
    assert "Why is the roll called after the day was signed?" in text
    assert "attendance/roll.js" not in text  # a device without a link would only make conflicts
    form = page.context["form"]
    sent = {"submission": str(form.submission)} | {f"s-{row.key}": row.status for row in form.rows}
    sent["s-TJ-100001"] = "absent"
    assert client.post(url, sent).status_code == 422
    assert not Roll.objects.filter(session=restored).exists()
    assert [client.post(url, sent | {"reason": "held all the same"}).status_code for _ in range(2)] == [302, 302]
    assert Correction.objects.filter(old="").count() == Mark.objects.filter(session=restored).count() == 3
    sheet, notes = notes_of(cast, restored)
    assert len(notes) == 2
    assert any("×2" in note and "held all the same" in note for note in notes)
    assert any("TJ-100001" in note and "– → Н/У" in note for note in notes)
    marked = {row.line.person.service_number: row.cells[-1] for row in sheet.rows}
    assert all(numbers for _status, numbers in marked.values())
    (entry,) = AuditEntry.objects.filter(act=Act.ROLL_TAKEN, subject_id=str(restored.pk))
    assert entry.reason == "held all the same"
    one = history_of_person(cast.enrolment, "tg")[0]
    assert [step.reason for step in one.steps] == ["held all the same"]
    assert [line.reason for line in history_of(one.mark, "tg")] == ["held all the same"]
    assert recount().differences == []


def test_the_grid_asks_why_too(cast, restored):
    client, url = cast.client("instructor"), reverse("attendance:grid", args=[restored.pk])
    page = client.get(url)
    assert 'name="reason"' in page.content.decode()
    form = page.context["form"]
    sent = {"submission": str(form.submission)} | {f"s-{row.key}": cell for row, cell in form.lines}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, sent | {"reason": "from paper"}).status_code == 302


def test_a_second_instructor_of_the_session_may_and_another_one_may_not(cast, restored):
    url = reverse("attendance:roll", args=[restored.pk])
    assert 'name="reason"' not in cast.client("second_assessor").get(url).content.decode()
    restored.more_instructors.add(cast.second_assessor)
    assert 'name="reason"' in cast.client("second_assessor").get(url).content.decode()


def test_a_device_keeps_no_form_for_a_day_that_was_signed(cast, restored):
    assert restored.pk in {kept.session.pk for kept in pack_of(cast.instructor, restored.date, "1")}
    page = cast.client("instructor").get(reverse("attendance:roll", args=[restored.pk]) + "?kept=1").content.decode()
    assert "data-roll" not in page


def test_a_conflict_settled_where_nothing_stood_leaves_a_note(cast):
    session = make_session(cast.cohort, instructor=cast.instructor)
    phone = Device(cast.instructor)
    call_roll(session, cast.instructor)
    Mark.objects.filter(session=session, enrolment=cast.enrolment).delete()
    sign_day(centre=cast.khorog, date=session.date, reason="far away", by=cast.head, at=timezone.now())
    phone.tap(session, cast.enrolment, "duty")
    assert phone.send() == ["late"]
    conflict = MarkConflict.objects.get(standing=None)
    settle(conflict=conflict, chosen=conflict.other_id, reason="the phone was off", by=cast.head, at=timezone.now())
    row = Correction.objects.get()
    assert (row.old, row.new, row.reason) == ("", Status.DUTY, "the phone was off")
    _sheet, notes = notes_of(cast, session)
    assert [note for note in notes if "– → Н" in note and "the phone was off" in note]
