"""Self check-in: the code of the moment, one person once, one device for one person, and why a try was refused."""

import datetime
import uuid

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from attendance.domain.check_in_codes import (
    OPENS,
    REMEMBERED,
    RENEWED,
    code_of,
    is_inside,
    read_code,
    seconds_left,
    window_of,
)
from attendance.enums import CheckInOutcome, Status
from attendance.models import CheckIn, DaySheet, Mark, MarkConflict, MarkEvent
from attendance.selectors.check_ins import shown_now
from attendance.selectors.make_ups import on_the_roll
from attendance.services.check_ins import MOST_TRIES, TooManyTriesError, check_in
from attendance.services.rolls import Entry, take_roll
from courses.models import ClassSession, Cohort
from tests.factories.attendance import call_roll, make_session

SECRET = b"secret"
KEY = uuid.UUID("7f8b8a8e-0d4b-4a3f-9f0a-2b1f6f6b6f10")
DAY = datetime.date(2026, 11, 18)
NINE = datetime.datetime(2026, 11, 18, 9, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def session(cast):
    Cohort.objects.filter(pk=cast.cohort.pk).update(self_check_in=True)
    session = make_session(cast.cohort, date=DAY, hours=2, instructor=cast.instructor)  # 8:30 to 10:10
    return ClassSession.objects.get(pk=session.pk)


def scan(session, enrolment, *, at=NINE, code=None, device="phone", address="127.0.0.1", pk=None):
    return check_in(
        session=session,
        enrolment=enrolment,
        typed=shown_now(session, at).code if code is None else code,
        device=device,
        address=address,
        pk=pk or uuid.uuid4(),
        at=at,
    )


@given(st.integers(1_700_000_000, 2_200_000_000), st.integers(-3 * 30, 3 * 30))
def test_a_code_is_good_in_its_window_and_one_early_or_late(moment, seconds):
    at = datetime.datetime.fromtimestamp(moment, datetime.UTC)
    code = code_of(SECRET, KEY, window_of(at))
    read = read_code(SECRET, KEY, code, at + datetime.timedelta(seconds=seconds))
    away = window_of(at + datetime.timedelta(seconds=seconds)) - window_of(at)
    if abs(away) <= 1:
        assert read == CheckInOutcome.ACCEPTED
    elif code != code_of(SECRET, KEY, window_of(at) + away):  # one in a million codes repeats
        assert read != CheckInOutcome.ACCEPTED
    assert 1 <= seconds_left(at) <= RENEWED


def test_an_older_code_is_called_old_and_one_of_another_session_wrong():
    now = window_of(NINE)
    assert read_code(SECRET, KEY, code_of(SECRET, KEY, now - 2), NINE) == CheckInOutcome.OLD_CODE
    assert read_code(SECRET, KEY, code_of(SECRET, KEY, now - REMEMBERED - 1), NINE) == CheckInOutcome.WRONG_CODE
    assert read_code(SECRET, KEY, code_of(SECRET, uuid.uuid4(), now), NINE) == CheckInOutcome.WRONG_CODE
    assert read_code(b"other", KEY, code_of(SECRET, KEY, now), NINE) == CheckInOutcome.WRONG_CODE
    for nonsense in ("", "ж", "1", "1234567", "\x00"):
        assert read_code(SECRET, KEY, nonsense, NINE) == CheckInOutcome.WRONG_CODE


@pytest.mark.parametrize(
    ("address", "networks", "inside"),
    [
        ("10.1.2.3", ["10.0.0.0/8"], True),
        ("::ffff:10.1.2.3", ["10.0.0.0/8"], True),
        ("11.1.2.3", ["10.0.0.0/8", "192.168.1.7"], False),
        ("192.168.1.7", ["10.0.0.0/8", "192.168.1.7"], True),
        ("2001:db8::1", ["2001:db8::/32"], True),
        ("nonsense", ["0.0.0.0/0"], False),
        ("10.1.2.3", ["nonsense"], False),
    ],
)
def test_networks_of_the_centre(address, networks, inside):
    assert is_inside(address, networks) is inside


def test_a_good_code_marks_the_person_present_by_an_event(cast, session):
    row = scan(session, cast.enrolment)
    assert row.outcome == CheckInOutcome.ACCEPTED
    mark = Mark.objects.get()
    event = MarkEvent.objects.get()
    assert (mark.status, mark.marked_by, mark.event) == (Status.PRESENT, cast.trainee, event.pk)
    session.refresh_from_db()
    assert session.state == "planned"  # the instructor signs the roll, nobody else


def test_one_person_once_and_sent_twice_is_once(cast, session):
    pk = uuid.uuid4()
    first = scan(session, cast.enrolment, pk=pk)
    assert scan(session, cast.enrolment, pk=pk) == first
    assert scan(session, cast.enrolment, device="another") == first
    assert (CheckIn.objects.count(), MarkEvent.objects.count()) == (1, 1)


def test_one_device_for_one_person(cast, session):
    scan(session, cast.enrolment)
    refused = scan(session, cast.classmate_enrolment)
    assert refused.outcome == CheckInOutcome.OTHER_PERSON
    assert not Mark.objects.filter(enrolment=cast.classmate_enrolment).exists()
    assert scan(session, cast.classmate_enrolment, device="own").outcome == CheckInOutcome.ACCEPTED


def test_a_little_before_the_session_is_good_and_before_that_or_after_it_is_not(cast, session):
    for at, outcome in (
        (session.starts_at - OPENS - datetime.timedelta(seconds=1), CheckInOutcome.NOT_NOW),
        (session.ends_at + datetime.timedelta(seconds=1), CheckInOutcome.NOT_NOW),
        (session.starts_at - OPENS, CheckInOutcome.ACCEPTED),
    ):
        assert scan(session, cast.enrolment, at=at).outcome == outcome


def test_off_cancelled_and_signed_are_not_now(cast, session):
    DaySheet.objects.create(centre=cast.khorog, date=DAY, signed_by=cast.head)
    assert scan(session, cast.enrolment).outcome == CheckInOutcome.NOT_NOW
    DaySheet.objects.all().delete()
    ClassSession.objects.filter(pk=session.pk).update(state="cancelled")
    assert scan(session, cast.enrolment).outcome == CheckInOutcome.NOT_NOW
    ClassSession.objects.filter(pk=session.pk).update(state="planned")
    Cohort.objects.filter(pk=cast.cohort.pk).update(self_check_in=False)
    assert scan(session, cast.enrolment).outcome == CheckInOutcome.NOT_NOW


def test_outside_the_network_of_the_centre_is_refused_and_kept_with_its_reason(cast, session):
    cast.khorog.networks = ["10.20.0.0/16"]
    cast.khorog.save()
    assert scan(session, cast.enrolment).outcome == CheckInOutcome.OUTSIDE
    assert scan(session, cast.enrolment, address="10.20.3.4").outcome == CheckInOutcome.ACCEPTED
    assert CheckIn.objects.count() == 2


def test_a_mark_of_the_instructor_is_not_overwritten_a_conflict_waits(cast, session):
    call_roll(session, cast.instructor, at=NINE, TJ_100001=Status.ABSENT, TJ_100002=Status.LATE)
    assert scan(session, cast.enrolment).outcome == CheckInOutcome.ACCEPTED
    assert scan(session, cast.classmate_enrolment, device="own").outcome == CheckInOutcome.ACCEPTED
    assert Mark.objects.get(enrolment=cast.enrolment).status == Status.ABSENT
    assert Mark.objects.get(enrolment=cast.classmate_enrolment).status == Status.LATE
    conflict = MarkConflict.objects.get()
    assert (conflict.standing.status, conflict.other.status) == (Status.ABSENT, Status.PRESENT)


def test_the_instructor_may_change_what_the_code_marked(cast, session):
    scan(session, cast.enrolment)
    call_roll(session, cast.instructor, at=NINE, TJ_100001=Status.ABSENT)
    assert Mark.objects.get(enrolment=cast.enrolment).status == Status.ABSENT


def test_guessing_ends_soon_for_the_person_who_guesses_and_for_nobody_else(cast, session):
    for _ in range(MOST_TRIES):
        assert scan(session, cast.enrolment, code="x").outcome == CheckInOutcome.WRONG_CODE
    with pytest.raises(TooManyTriesError):
        scan(session, cast.enrolment)
    assert CheckIn.objects.count() == MOST_TRIES
    assert scan(session, cast.classmate_enrolment).outcome == CheckInOutcome.ACCEPTED
    assert scan(session, cast.enrolment, at=NINE + datetime.timedelta(minutes=11)).outcome != CheckInOutcome.ACCEPTED
    later = NINE + datetime.timedelta(minutes=12)
    assert scan(session, cast.enrolment, at=later, device="own").outcome == CheckInOutcome.ACCEPTED


def test_the_roll_of_a_make_up_lesson_lists_those_who_missed_the_first(cast, session):
    call_roll(session, cast.instructor, at=NINE, TJ_100001=Status.ABSENT, AF_100003=Status.SICK)
    extra = make_session(cast.cohort, date=DAY + datetime.timedelta(days=1), instructor=cast.instructor)
    ClassSession.objects.filter(pk=extra.pk).update(makes_up=session)
    extra.refresh_from_db()
    assert {row.pk for row in on_the_roll(extra)} == {cast.enrolment.pk, cast.afghan_enrolment.pk}
    marks = {pk: Entry(Status.PRESENT) for pk in (cast.enrolment.pk, cast.afghan_enrolment.pk)}
    later = NINE + datetime.timedelta(days=1)
    take_roll(session=extra, marks=marks, submission=uuid.uuid4(), by=cast.instructor, at=later)
    assert set(Mark.objects.filter(session=extra).values_list("enrolment", flat=True)) == set(marks)
    not_for = scan(extra, cast.classmate_enrolment, at=later)
    assert not_for.outcome == CheckInOutcome.NOT_NOW
