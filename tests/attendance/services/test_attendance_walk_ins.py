"""People who are not on the list: noted once, matched later, which makes the mark; never a second mark."""

import uuid

import pytest
from django.utils import timezone

from attendance.domain.calling import Obstacle
from attendance.enums import Status
from attendance.models import DaySheet, Mark, MarkEvent, WalkIn
from attendance.services.corrections import ReasonMissingError
from attendance.services.rolls import RollRefusedError, SubmissionReusedError
from attendance.services.walk_ins import (
    MarkedOtherwiseError,
    NotEnrolledError,
    OnTheListError,
    SignMissingError,
    dismiss_walk_in,
    match_walk_in,
    record_walk_in,
)
from courses.enums import CohortState
from tests.factories.accounts import make_person
from tests.factories.attendance import call_roll, make_session
from tests.factories.courses import enrol


@pytest.fixture
def session(cast):
    return make_session(cast.cohort, instructor=cast.instructor)


def note(cast, session, sign="AF-777", pk=None):
    return record_walk_in(
        session=session, sign=sign, submission=pk or uuid.uuid4(), by=cast.instructor, at=timezone.now()
    )


def match(cast, walk_in, enrolment):
    return match_walk_in(walk_in=walk_in, enrolment=enrolment.pk, by=cast.registrar, at=timezone.now())


def test_noted_once_however_often_it_is_sent(cast, session) -> None:
    pk = uuid.uuid4()
    assert note(cast, session, pk=pk) == note(cast, session, pk=pk)
    assert WalkIn.objects.get().sign == "AF-777"
    with pytest.raises(SubmissionReusedError):
        note(cast, make_session(cast.cohort, first_hour=2), pk=pk)


def test_whoever_is_on_the_list_is_not_noted(cast, session) -> None:
    with pytest.raises(OnTheListError):
        note(cast, session, sign=" tj 100001")
    with pytest.raises(SignMissingError):
        note(cast, session, sign="  ")


def test_matched_after_enrolment_it_makes_the_mark(cast, session) -> None:
    walk_in = note(cast, session)
    call_roll(session, cast.instructor)
    (late,) = enrol(cast.cohort, make_person(number="AF-777", centre=cast.khorog), by=cast.registrar)
    done = match(cast, walk_in, late)
    mark = Mark.objects.get(enrolment=late)
    assert (mark.status, done.enrolment, done.settled_by) == (Status.PRESENT, late, cast.registrar)
    assert MarkEvent.objects.get(enrolment=late).pk == mark.event
    assert match(cast, walk_in, cast.enrolment).enrolment == late  # settled: nothing changes any more


def test_a_mark_that_stands_is_never_changed_by_matching(cast, session) -> None:
    call_roll(session, cast.instructor, TJ_100001=Status.ABSENT)
    walk_in = note(cast, session)
    with pytest.raises(MarkedOtherwiseError):
        match(cast, walk_in, cast.enrolment)
    assert match(cast, walk_in, cast.classmate_enrolment).settled_at
    assert MarkEvent.objects.filter(enrolment=cast.classmate_enrolment).count() == 1


def test_only_people_of_the_cohort_are_matched(cast, session) -> None:
    walk_in = note(cast, session)
    with pytest.raises(NotEnrolledError):
        match_walk_in(walk_in=walk_in, enrolment=uuid.uuid4(), by=cast.registrar, at=timezone.now())
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    with pytest.raises(RollRefusedError):
        match(cast, walk_in, cast.enrolment)


def test_dismissed_with_a_reason(cast, session) -> None:
    walk_in = note(cast, session)
    with pytest.raises(ReasonMissingError):
        dismiss_walk_in(walk_in=walk_in, reason=" ", by=cast.head, at=timezone.now())
    done = dismiss_walk_in(walk_in=walk_in, reason="a visitor", by=cast.head, at=timezone.now())
    assert (done.reason, done.settled_by) == ("a visitor", cast.head)
    assert not Mark.objects.exists()


def test_after_the_signature_nobody_is_noted(cast, session) -> None:
    DaySheet.objects.create(centre=cast.khorog, date=session.date, signed_by=cast.head)
    with pytest.raises(RollRefusedError) as caught:
        note(cast, session)
    assert caught.value.obstacle == Obstacle.SIGNED
