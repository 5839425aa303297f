"""Corrections: who, when, old, new and why; and the signature of the day."""

import datetime
import uuid

import pytest
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from attendance.domain.calling import Obstacle
from attendance.enums import Status
from attendance.models import Correction, DaySheet, Mark, MarkEvent
from attendance.services.corrections import NothingChangedError, ReasonMissingError, correct
from attendance.services.days import DayEmptyError, DayInFutureError, DayOpenError, sign_day
from attendance.services.rolls import EntryError, RollRefusedError
from courses.enums import CohortState
from tests.factories.attendance import call_roll, make_session

DAY = datetime.timedelta(days=1)


@pytest.fixture
def mark(cast):
    session = make_session(cast.cohort, instructor=cast.instructor)
    call_roll(session, cast.instructor, TJ_100001=Status.ABSENT)
    DaySheet.objects.create(centre=cast.khorog, date=session.date, signed_by=cast.head)
    return Mark.objects.get(enrolment=cast.enrolment)


def corrected(mark, by, **kwargs):
    given = {"status": Status.SICK, "reason": "note of the doctor", "submission": uuid.uuid4(), **kwargs}
    return correct(mark=mark, by=by, at=timezone.now(), **given)


def test_a_correction_keeps_old_new_and_why(cast, mark):
    correction = corrected(mark, cast.registrar, document="17/2")
    mark.refresh_from_db()
    assert (mark.status, mark.document) == (Status.SICK, "17/2")
    assert (correction.old, correction.new, correction.reason) == ("absent", "sick", "note of the doctor")
    assert [event.status for event in MarkEvent.objects.filter(enrolment=cast.enrolment)] == ["absent", "sick"]
    entry = AuditEntry.objects.get(act=Act.MARK_CORRECTED)
    assert (entry.actor, entry.old["status"], entry.new["status"]) == (cast.registrar, "absent", "sick")


def test_a_second_click_corrects_once(cast, mark):
    submission = uuid.uuid4()
    first = corrected(mark, cast.registrar, submission=submission)
    assert corrected(mark, cast.registrar, submission=submission) == first
    assert Correction.objects.count() == 1


def test_a_correction_without_reason_or_change_is_refused(cast, mark):
    with pytest.raises(ReasonMissingError):
        corrected(mark, cast.registrar, reason="  ")
    with pytest.raises(NothingChangedError):
        corrected(mark, cast.registrar, status=Status.ABSENT)
    with pytest.raises(EntryError):
        corrected(mark, cast.registrar, status=Status.LATE)


def test_a_document_stays_only_with_a_reason_of_absence(cast, mark):
    corrected(mark, cast.registrar, status=Status.PRESENT, document="17/2")
    mark.refresh_from_db()
    assert mark.document == ""


def test_after_the_protocol_corrections_are_refused_too(cast, mark):
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    with pytest.raises(RollRefusedError) as caught:
        corrected(mark, cast.registrar)
    assert caught.value.obstacle == Obstacle.LOCKED


def sign(cast, date=None, reason=""):
    return sign_day(
        centre=cast.khorog,
        date=date or timezone.localdate(),
        reason=reason,
        by=cast.head,
        at=timezone.now(),
    )


def test_a_day_is_signed_once(cast):
    call_roll(make_session(cast.cohort), cast.instructor)
    first = sign(cast)
    assert first.missing == []
    assert sign(cast).sheet == first.sheet
    assert DaySheet.objects.count() == 1


def test_missing_rolls_are_listed_before_the_day_is_signed_without_them(cast):
    call_roll(make_session(cast.cohort), cast.instructor)
    missing = make_session(cast.cohort, first_hour=2)
    with pytest.raises(DayOpenError) as caught:
        sign(cast)
    assert caught.value.missing == [missing]
    done = sign(cast, reason="the instructor is ill")
    assert (done.missing, done.sheet.reason) == ([missing], "the instructor is ill")


def test_days_to_come_and_empty_days_are_not_signed(cast):
    make_session(cast.cohort, date=timezone.localdate() + DAY)
    with pytest.raises(DayInFutureError):
        sign(cast, timezone.localdate() + DAY)
    with pytest.raises(DayEmptyError):
        sign(cast, timezone.localdate() - DAY)
