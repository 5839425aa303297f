"""Warnings of missed hours, admissions by order, and counting again from the tables."""

import datetime
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from attendance.enums import Status
from attendance.models import Admission, Mark, ShareWarning
from attendance.selectors.shares import admitted, standing_of
from attendance.services.admissions import (
    AdmissionReasonMissingError,
    AlreadyAdmittedError,
    FourEyesError,
    decide,
    propose,
)
from attendance.services.corrections import correct
from attendance.services.recount import recount
from attendance.services.warnings import look_again, look_everywhere
from courses.models import ClassSession
from desk.services.tick import tick
from tests.factories.attendance import call_roll, make_session

NOW = timezone.now
DAY = datetime.date(2026, 11, 20)


def ordered(cast, **more):
    given = {"number": "17", "date": DAY, "reason": "mission of the unit", "by": cast.registrar, "at": NOW()}
    return propose(enrolment=cast.enrolment, **(given | more))


def test_who_cannot_reach_it_any_more_is_warned_on_that_day_and_not_again(cast):
    first = make_session(cast.cohort, hours=2)
    make_session(cast.cohort, first_hour=3, hours=2)
    call_roll(first, cast.instructor, TJ_100001=Status.ABSENT)
    warning = ShareWarning.objects.get()
    assert (warning.enrolment, warning.day) == (cast.enrolment, timezone.localdate())
    assert (warning.missed_hours, warning.planned_hours) == (2, 4)
    assert look_again(cohort=cast.cohort, at=NOW()) == 0
    assert look_everywhere(at=NOW()) == 0


def test_a_warning_is_lifted_when_it_can_be_reached_again(cast):
    first = make_session(cast.cohort, hours=2)
    call_roll(first, cast.instructor, TJ_100001=Status.ABSENT)
    mark = Mark.objects.get(enrolment=cast.enrolment)
    correct(mark=mark, status=Status.PRESENT, reason="was there", submission=uuid.uuid4(), by=cast.head, at=NOW())
    warning = ShareWarning.objects.get()
    assert warning.lifted_at is not None
    correct(mark=mark, status=Status.ABSENT, reason="was not", submission=uuid.uuid4(), by=cast.head, at=NOW())
    warning.refresh_from_db()
    assert warning.lifted_at is None


def test_a_planned_make_up_lesson_lifts_the_warning_by_tick(cast):
    missed = make_session(cast.cohort, hours=2)
    call_roll(missed, cast.instructor, TJ_100001=Status.ABSENT)
    again = make_session(cast.cohort, first_hour=3, hours=2)
    ClassSession.objects.filter(pk=again.pk).update(makes_up=missed)
    assert tick(at=NOW())["warnings of missed hours"] == 1
    assert not ShareWarning.objects.filter(lifted_at=None).exists()
    again.refresh_from_db()
    call_roll(again, cast.instructor)
    standing = standing_of(cast.enrolment)
    assert (standing.share.planned_hours, standing.share.attended_hours, standing.made_up_hours) == (2, 2, 2)
    assert recount().differences == []


def test_fewer_hours_given_count_against_nobody(cast):
    session = make_session(cast.cohort, hours=2)
    call_roll(session, cast.instructor)
    ClassSession.objects.filter(pk=session.pk).update(delivered_hours=1)
    share = standing_of(cast.enrolment).share
    assert (share.planned_hours, share.held_hours, share.attended_hours, share.meets) == (1, 1, 1, True)


def test_a_missed_practical_lesson_holds_up_whoever_has_the_hours(cast):
    cast.cohort.programme_version.parts.update(practice_in_full=True)
    cast.cohort.programme_version.attendance_percent = 10
    cast.cohort.programme_version.save()
    call_roll(make_session(cast.cohort, hours=2), cast.instructor)
    missed = make_session(cast.cohort, first_hour=3, kind="practice")
    call_roll(missed, cast.instructor, TJ_100001=Status.SICK)
    standing = standing_of(cast.enrolment)
    assert standing.share.meets
    assert (standing.owed_hours, standing.admitted) == (1, False)
    assert admitted(cast.classmate_enrolment)
    again = make_session(cast.cohort, first_hour=4, kind="practice")
    ClassSession.objects.filter(pk=again.pk).update(makes_up=missed)
    again.refresh_from_db()
    call_roll(again, cast.instructor)
    assert admitted(cast.enrolment)
    assert recount().differences == []


def test_the_percentage_of_a_reason_is_the_programmes(cast):
    version = cast.cohort.programme_version
    version.absence_rules = {"sick": {"percent": 50, "document": True}}
    version.save()
    call_roll(make_session(cast.cohort, hours=2), cast.instructor, TJ_100001=Status.SICK)
    assert str(standing_of(cast.enrolment).share.percent) == "50.0"


def test_the_commission_admits_by_order_with_four_eyes(cast):
    call_roll(make_session(cast.cohort), cast.instructor, TJ_100001=Status.ABSENT)
    assert not admitted(cast.enrolment)
    admission = ordered(cast)
    assert not admitted(cast.enrolment)
    with pytest.raises(FourEyesError):
        decide(admission=admission, admit=True, by=cast.registrar, at=NOW())
    decide(admission=admission, admit=True, by=cast.head, at=NOW())
    decide(admission=admission, admit=False, by=cast.head, at=NOW())
    standing = standing_of(cast.enrolment)
    assert (standing.earned, standing.by_order, standing.admitted) == (False, True, True)
    with pytest.raises(AlreadyAdmittedError):
        ordered(cast)
    acts = list(AuditEntry.objects.filter(subject_id=str(cast.enrolment.pk)).values_list("act", flat=True))
    assert set(acts) >= {Act.ADMISSION_PROPOSED, Act.ADMISSION_DECIDED}


def test_a_proposal_can_be_replaced_and_turned_down(cast):
    call_roll(make_session(cast.cohort), cast.instructor, TJ_100001=Status.ABSENT)
    ordered(cast)
    admission = ordered(cast, number="18")
    assert Admission.objects.get().order.number == "18"
    assert decide(admission=admission, admit=False, by=cast.head, at=NOW()) is None
    assert not Admission.objects.exists()
    with pytest.raises(AdmissionReasonMissingError):
        ordered(cast, reason="  ")
    with pytest.raises(FourEyesError):
        ordered(cast, by=cast.trainee)


def test_counting_again_finds_no_difference_and_every_difference(cast):
    call_roll(make_session(cast.cohort), cast.instructor, TJ_100001=Status.LATE)
    call_roll(make_session(cast.cohort, first_hour=2), cast.instructor, TJ_100002=Status.DUTY)
    said = StringIO()
    call_command("recount_attendance", stdout=said)
    assert "no difference" in said.getvalue()
    Mark.objects.filter(enrolment=cast.enrolment).update(status=Status.ABSENT, minutes_late=0)
    with pytest.raises(CommandError):
        call_command("recount_attendance", stdout=said)
    assert str(cast.enrolment.pk) in said.getvalue()
    assert {difference.what for difference in recount().differences} == {"mark", "share", "warning"}
