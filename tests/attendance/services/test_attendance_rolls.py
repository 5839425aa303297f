"""A roll is stored once however often it is sent; after signature and protocol nothing is marked."""

import datetime
import uuid

import pytest
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from attendance.domain.calling import Obstacle
from attendance.enums import Status
from attendance.models import DaySheet, Mark, MarkEvent, Roll
from attendance.services.rolls import (
    Entry,
    EntryError,
    PeopleMissingError,
    ReasonMissingError,
    RollRefusedError,
    SubmissionReusedError,
    take_roll,
)
from courses.enums import CohortState, SessionState
from courses.selectors.cohorts import enrolments_of
from tests.factories.accounts import make_person
from tests.factories.attendance import call_roll, make_session
from tests.factories.courses import enrol

DAY = datetime.timedelta(days=1)


@pytest.fixture
def session(cast):
    return make_session(cast.cohort, instructor=cast.instructor, hours=2)


def test_everybody_is_marked_and_the_session_is_held(cast, session):
    roll = call_roll(session, cast.instructor, TJ_100001=Status.LATE, AF_100003=Status.SICK)
    session.refresh_from_db()
    assert session.state == SessionState.HELD
    assert roll.taken_by == cast.instructor
    said = {mark.enrolment.person.service_number: mark.status for mark in Mark.objects.all()}
    assert said == {"TJ-100001": "late", "TJ-100002": "present", "AF-100003": "sick"}
    assert MarkEvent.objects.count() == 3
    entry = AuditEntry.objects.get(act=Act.ROLL_TAKEN)
    assert entry.subject_id == str(session.pk)


def test_the_first_roll_sets_the_cohort_running(cast, session):
    cast.cohort.state = CohortState.PLANNED
    cast.cohort.save()
    call_roll(session, cast.instructor)
    cast.cohort.refresh_from_db()
    assert cast.cohort.state == CohortState.RUNNING


def test_sent_twice_it_is_stored_once(cast, session):
    submission, now = uuid.uuid4(), timezone.now()
    first = call_roll(session, cast.instructor, submission=submission, at=now, TJ_100001=Status.ABSENT)
    again = call_roll(session, cast.instructor, submission=submission, at=now + DAY, TJ_100001=Status.ABSENT)
    assert first == again
    assert (Roll.objects.count(), Mark.objects.count(), MarkEvent.objects.count()) == (1, 3, 3)
    assert AuditEntry.objects.filter(act=Act.ROLL_TAKEN).count() == 1


def test_a_repeat_is_answered_even_when_the_rules_have_changed_since(cast, session):
    submission = uuid.uuid4()
    first = call_roll(session, cast.instructor, submission=submission)
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    assert call_roll(session, cast.instructor, submission=submission) == first


def test_a_repeat_with_other_marks_is_refused_not_swallowed(cast, session):
    submission = uuid.uuid4()
    call_roll(session, cast.instructor, submission=submission)
    with pytest.raises(SubmissionReusedError):
        call_roll(session, cast.instructor, submission=submission, TJ_100001=Status.ABSENT)


def test_a_submission_of_another_session_is_refused(cast, session):
    submission = uuid.uuid4()
    call_roll(session, cast.instructor, submission=submission)
    other = make_session(cast.cohort, first_hour=3)
    with pytest.raises(SubmissionReusedError):
        call_roll(other, cast.instructor, submission=submission)


def test_the_caller_changes_marks_before_the_day_is_signed_and_events_stay(cast, session):
    call_roll(session, cast.instructor)
    change = uuid.uuid4()
    call_roll(session, cast.instructor, submission=change, TJ_100001=Status.ABSENT)
    call_roll(session, cast.instructor, submission=change, TJ_100001=Status.ABSENT)
    assert Mark.objects.get(enrolment=cast.enrolment).status == Status.ABSENT
    events = MarkEvent.objects.filter(enrolment=cast.enrolment)
    assert [event.status for event in events] == ["present", "absent"]
    assert MarkEvent.objects.count() == 4


def test_a_late_repeat_of_an_older_change_does_not_undo_a_newer_one(cast, session):
    call_roll(session, cast.instructor)
    older = uuid.uuid4()
    call_roll(session, cast.instructor, submission=older, TJ_100001=Status.ABSENT)
    call_roll(session, cast.instructor, TJ_100001=Status.SICK)
    call_roll(session, cast.instructor, submission=older, TJ_100001=Status.ABSENT)
    assert Mark.objects.get(enrolment=cast.enrolment).status == Status.SICK


def refusal(session, by, **kwargs):
    with pytest.raises(RollRefusedError) as caught:
        call_roll(session, by, **kwargs)
    return caught.value.obstacle


def test_a_colleague_does_not_change_a_roll_somebody_called(cast, session):
    call_roll(session, cast.instructor)
    assert refusal(session, cast.second_assessor, TJ_100001=Status.ABSENT) == Obstacle.ANOTHER


def test_a_session_of_tomorrow_cannot_be_called(cast):
    session = make_session(cast.cohort, date=timezone.localdate() + DAY)
    assert refusal(session, cast.instructor) == Obstacle.FUTURE
    assert not Roll.objects.exists()


def test_late_in_the_evening_of_the_centre_it_is_still_today(cast):
    session = make_session(cast.cohort, date=datetime.date(2026, 11, 3))
    just_after_midnight_there = datetime.datetime(2026, 11, 2, 19, 30, tzinfo=datetime.UTC)
    call_roll(session, cast.instructor, at=just_after_midnight_there)
    assert Roll.objects.count() == 1


def test_a_closed_cohort_is_not_marked(cast, session):
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    assert refusal(session, cast.instructor) == Obstacle.LOCKED


def test_a_cancelled_session_is_not_called(cast):
    session = make_session(cast.cohort, state=SessionState.CANCELLED)
    assert refusal(session, cast.instructor) == Obstacle.CANCELLED


def test_after_the_signature_only_a_missing_roll_is_called_with_a_reason_and_not_by_any_instructor(cast, session):
    DaySheet.objects.create(centre=cast.khorog, date=session.date, signed_by=cast.head)
    assert refusal(session, cast.second_assessor) == Obstacle.SIGNED
    with pytest.raises(ReasonMissingError):
        call_roll(session, cast.registrar)
    assert not Roll.objects.exists()
    call_roll(session, cast.registrar, reason="from the paper journal")
    assert refusal(session, cast.registrar, TJ_100001=Status.ABSENT) == Obstacle.SIGNED


def test_nobody_in_the_cohort_is_left_out(cast, session):
    marks = {cast.enrolment.pk: Entry(Status.PRESENT)}
    with pytest.raises(PeopleMissingError):
        take_roll(session=session, marks=marks, submission=uuid.uuid4(), by=cast.instructor, at=timezone.now())
    assert not Mark.objects.exists()


def test_people_of_another_cohort_are_left_out(cast, session):
    marks = {row.pk: Entry(Status.PRESENT) for row in enrolments_of(cast.cohort)}
    marks[uuid.uuid4()] = Entry(Status.PRESENT)
    take_roll(session=session, marks=marks, submission=uuid.uuid4(), by=cast.instructor, at=timezone.now())
    assert Mark.objects.count() == 3


def test_somebody_enrolled_later_is_marked_with_a_change(cast, session):
    call_roll(session, cast.instructor)
    enrol(cast.cohort, make_person(centre=cast.khorog), by=cast.registrar)
    call_roll(session, cast.instructor)
    assert Mark.objects.count() == 4


@pytest.mark.parametrize(
    "entry",
    [
        Entry(Status.LATE),
        Entry(Status.LATE, minutes_late=361),
        Entry(Status.PRESENT, minutes_late=3),
        Entry(Status.PRESENT, document="12"),
    ],
)
def test_entries_that_contradict_themselves_are_refused(cast, session, entry):
    marks = {row.pk: entry for row in enrolments_of(cast.cohort)}
    with pytest.raises(EntryError):
        take_roll(session=session, marks=marks, submission=uuid.uuid4(), by=cast.instructor, at=timezone.now())
    assert not Roll.objects.exists()
