"""Whoever was enrolled after a roll had been kept on a device is not silently without a mark."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from attendance.models import Mark, MarkEvent
from attendance.pdf.month import draw
from attendance.selectors.history import history_of_person
from attendance.selectors.reports import day_reports, month_sheet
from attendance.selectors.unmarked import own_unmarked, unmarked_in
from attendance.services.corrections import NotOnTheRollError, mark_missing
from attendance.services.days import DayOpenError, sign_day
from attendance.services.recount import recount
from courses.models import Enrolment
from courses.selectors.cohorts import enrolments_of
from tests.attendance.services.test_attendance_from_devices import Device
from tests.factories.accounts import make_person
from tests.factories.attendance import call_roll, make_session
from tests.factories.courses import enrol


def kept_roll(cast, session):
    """The roll arrives from a device whose page knew the first people only."""
    known = enrolments_of(cast.cohort)
    newcomer = make_person(centre=cast.khorog, number="TJ-777001")
    enrol(cast.cohort, newcomer, by=cast.registrar)
    phone = Device(cast.instructor)
    phone.sign(session, known)
    assert phone.send() == ["done"]
    return Enrolment.objects.get(person=newcomer)


@pytest.fixture
def session(cast):
    return make_session(cast.cohort, instructor=cast.instructor)


def test_the_instructor_is_told_and_marks_the_newcomer(cast, session) -> None:
    newcomer = kept_roll(cast, session)
    assert unmarked_in([session.pk]) == {session.pk: 1}
    assert own_unmarked(cast.instructor) == {session.pk: 1}
    client, url = cast.client("instructor"), reverse("attendance:roll", args=[session.pk])
    assert "1 person has no mark on a roll" in client.get(reverse("desk:home")).content.decode()
    listed = client.get(reverse("attendance:sessions")).content.decode()
    assert "People without a mark" in listed
    assert url in listed
    answer = client.get(url)
    page = answer.content.decode()
    assert "1 person has no mark yet." in page
    assert "Present 3 of 4." in page
    assert page.count(" checked") == 3
    form = answer.context["form"]
    data = {"submission": str(form.submission)} | {f"s-{row.key}": row.status for row in form.rows if row.status}
    assert client.post(url, data).status_code == 422  # nobody is marked present by the way
    assert client.post(url, data | {"s-TJ-777001": "absent"}).status_code == 302
    assert Mark.objects.get(enrolment=newcomer).status == "absent"
    assert not own_unmarked(cast.instructor)
    assert "People without a mark" not in client.get(reverse("attendance:sessions")).content.decode()


def test_the_grid_asks_for_a_letter(cast, session) -> None:
    kept_roll(cast, session)
    client, url = cast.client("instructor"), reverse("attendance:grid", args=[session.pk])
    page = client.get(url)
    assert page.content.decode().count('value="?"') == 1
    form = page.context["form"]
    data = {"submission": str(form.submission)} | {f"s-{row.key}": cell for row, cell in form.lines}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"s-TJ-777001": ""}).status_code == 302


def test_the_day_counts_them_and_is_signed_only_with_a_reason(cast, session) -> None:
    kept_roll(cast, session)
    report = day_reports([cast.khorog], session.date, cast.head, "en")[0]
    assert (report.strength.listed, report.strength.there, report.strength.unmarked) == (4, 3, 1)
    with pytest.raises(DayOpenError) as caught:
        sign_day(centre=cast.khorog, date=session.date, by=cast.head, at=timezone.now())
    assert caught.value.unmarked == 1
    assert "1 person has no mark yet." in cast.client("head").get(reverse("attendance:sessions")).content.decode()


def test_people_of_later_days_and_withdrawn_ones_are_not_missed(cast, session) -> None:
    call_roll(session, cast.instructor)
    enrol(cast.cohort, make_person(centre=cast.khorog), by=cast.registrar)
    Enrolment.objects.filter(cohort=cast.cohort).exclude(marks__session=session).update(
        enrolled_at=timezone.now() + datetime.timedelta(days=1)
    )
    assert not unmarked_in([session.pk])
    Mark.objects.filter(enrolment=cast.enrolment).delete()
    assert unmarked_in([session.pk]).total() == 1
    Enrolment.objects.filter(pk=cast.enrolment.pk).update(state="withdrawn")
    assert not unmarked_in([session.pk])


def test_a_make_up_lesson_asks_only_for_those_it_is_for(cast, session) -> None:
    call_roll(session, cast.instructor, TJ_100001="absent")
    again = make_session(cast.cohort, first_hour=3, instructor=cast.instructor)
    again.makes_up = session
    again.save()
    phone = Device(cast.instructor)
    phone.sign(again, [cast.enrolment])
    assert phone.send() == ["done"]
    assert not unmarked_in([session.pk, again.pk])
    report = day_reports([cast.khorog], session.date, cast.head, "en")[0]
    assert (report.strength.listed, report.strength.unmarked) == (3, 0)


def test_as_many_questions_for_one_session_as_for_three(cast, session) -> None:
    client = cast.client("instructor")
    kept_roll(cast, session)
    counts = []
    for hour in (2, 3):
        other = make_session(cast.cohort, first_hour=hour, instructor=cast.instructor)
        phone = Device(cast.instructor)
        phone.sign(other, enrolments_of(cast.cohort)[:2])
        phone.send()
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("attendance:sessions"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_after_the_signature_the_registrar_marks_the_newcomer_with_a_reason(cast, session) -> None:
    newcomer = kept_roll(cast, session)
    sign_day(centre=cast.khorog, date=session.date, reason="asked later", by=cast.head, at=timezone.now())
    client, url = cast.client("registrar"), reverse("attendance:mark_missing", args=[session.pk, newcomer.pk])
    assert url in client.get(reverse("attendance:roll", args=[session.pk])).content.decode()
    sent = {"submission": str(uuid.uuid4()), "status": "sick", "minutes": "", "document": "7", "reason": ""}
    assert client.get(url).status_code == 200
    assert client.post(url, sent).status_code == 422
    assert [client.post(url, sent | {"reason": "a paper of the clinic"}).status_code for _ in range(2)] == [302, 302]
    mark = Mark.objects.get(enrolment=newcomer)
    assert (mark.status, mark.document, MarkEvent.objects.filter(enrolment=newcomer).count()) == ("sick", "7", 1)
    entry = AuditEntry.objects.get(act=Act.MARK_CORRECTED)
    assert (entry.actor, entry.reason, entry.old) == (cast.registrar, "a paper of the clinic", {"status": ""})
    assert client.post(url, sent | {"reason": "x", "submission": str(uuid.uuid4())}).status_code == 422
    assert not recount().differences
    sheet = month_sheet(cast.cohort, session.date.replace(day=1), "en", by=cast.head)
    assert [(note.old, note.new, note.reason) for note in sheet.notes] == [(None, "sick", "a paper of the clinic")]
    assert "%PDF" in draw(sheet, "ru")[:5].decode()
    (line,) = [one for one in history_of_person(newcomer, "en") if one.session.pk == session.pk]
    assert [step.reason for step in line.steps] == ["a paper of the clinic"]


def test_nobody_is_marked_on_a_roll_that_was_not_called(cast, session) -> None:
    with pytest.raises(NotOnTheRollError):
        mark_missing(
            session=session,
            enrolment=cast.enrolment.pk,
            status="present",
            reason="x",
            submission=uuid.uuid4(),
            by=cast.registrar,
            at=timezone.now(),
        )
