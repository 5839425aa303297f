"""Shares of a cohort, and what waits for an instructor: right, and in a constant number of queries."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from attendance.enums import Status
from attendance.selectors.rolls import sheet_of
from attendance.selectors.sessions import board_of, days_of
from attendance.selectors.shares import attendance_of, share_of, shares_of
from courses.enums import EnrolmentState, SessionState
from tests.factories.accounts import make_person
from tests.factories.attendance import call_roll, make_session
from tests.factories.courses import enrol

DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate


def test_hours_are_counted_by_status(cast):
    call_roll(make_session(cast.cohort, hours=2), cast.instructor, TJ_100001=Status.LATE, TJ_100002=Status.ABSENT)
    call_roll(make_session(cast.cohort, first_hour=3), cast.instructor, AF_100003=Status.DUTY)
    make_session(cast.cohort, first_hour=4)
    make_session(cast.cohort, first_hour=5, hours=2, state=SessionState.CANCELLED)
    shares = shares_of(cast.cohort)
    late, absent, excused = (
        shares[row.pk] for row in (cast.enrolment, cast.classmate_enrolment, cast.afghan_enrolment)
    )
    assert (late.planned_hours, late.held_hours, late.attended_hours) == (4, 3, 3)
    assert late.percent == Decimal("75.0")
    assert late.so_far_percent == Decimal("100.0")
    assert (absent.attended_hours, absent.excused_hours, absent.missed_hours) == (1, 0, 2)
    assert absent.unreachable
    assert (excused.attended_hours, excused.excused_hours) == (2, 1)
    assert share_of(cast.enrolment) == late


def test_without_a_timetable_the_hours_of_the_programme_are_planned(cast):
    assert share_of(cast.enrolment).planned_hours == 4


def test_withdrawn_people_are_not_counted(cast):
    cast.enrolment.state = EnrolmentState.WITHDRAWN
    cast.enrolment.save()
    assert cast.enrolment.pk not in shares_of(cast.cohort)
    assert len(attendance_of(cast.cohort, "tg", by=cast.head)) == 2


def test_hours_missed_by_reason(cast):
    call_roll(make_session(cast.cohort, hours=2), cast.instructor, TJ_100001=Status.SICK, TJ_100002=Status.ABSENT)
    people = {row.line.person.service_number: row for row in attendance_of(cast.cohort, "tg", by=cast.head)}
    assert people["TJ-100001"].reasons == [(Status.SICK, 2)]
    assert (people["TJ-100002"].absent_hours, people["TJ-100001"].absent_hours) == (2, 0)


def test_a_protected_name_is_read_by_who_calls_it_and_not_by_the_auditor(cast):
    def shown(by):
        return {row.line.person.service_number: row.line.name for row in attendance_of(cast.cohort, "fa-af", by=by)}

    assert "زهرا" in shown(cast.instructor)["AF-100003"]
    assert "زهرا" in shown(cast.head)["AF-100003"]
    assert shown(cast.auditor)["AF-100003"] == "AF-100003"


def test_the_board_of_an_instructor(cast):
    mine = make_session(cast.cohort, instructor=cast.instructor)
    other = make_session(cast.cohort, instructor=cast.second_assessor, first_hour=3)
    past = make_session(cast.cohort, instructor=cast.instructor, date=TODAY() - DAY)
    make_session(cast.cohort, instructor=cast.second_assessor, date=TODAY() - DAY, first_hour=3)
    soon = make_session(cast.cohort, instructor=cast.instructor, date=TODAY() + 2 * DAY)
    make_session(cast.cohort, instructor=cast.instructor, date=TODAY() + 3 * DAY)
    call_roll(mine, cast.instructor, TJ_100001=Status.ABSENT)
    board = board_of(cast.instructor, TODAY(), "tg")
    assert [(line.session, line.called, line.there, line.marked, line.mine) for line in board.today] == [
        (mine, True, 2, 3, True),
        (other, False, 0, 0, False),
    ]
    assert [line.session for line in board.uncalled] == [past]
    assert [line.session for line in board.following] == [soon]
    assert board_of(cast.other_instructor, TODAY(), "tg").today == []


def test_a_centres_day(cast):
    make_session(cast.cohort)
    khorog, panj = days_of([cast.khorog, cast.panj], TODAY(), cast.head, "tg")
    assert (khorog.missing, len(khorog.lines), khorog.sheet) == (1, 1, None)
    assert panj.lines == []


@pytest.mark.parametrize("read", ["shares", "attendance", "board", "day", "sheet"])
def test_as_many_queries_for_many_as_for_few(cast, read, django_assert_num_queries, django_assert_max_num_queries):
    session = make_session(cast.cohort, instructor=cast.instructor)
    call_roll(session, cast.instructor)

    def ask():
        return {
            "shares": lambda: shares_of(cast.cohort),
            "attendance": lambda: attendance_of(cast.cohort, "tg", by=cast.head),
            "board": lambda: board_of(cast.instructor, TODAY(), "tg"),
            "day": lambda: days_of([cast.khorog], TODAY(), cast.head, "tg"),
            "sheet": lambda: sheet_of(session, cast.instructor, TODAY(), "tg"),
        }[read]()

    cast.instructor.roles()
    cast.head.roles()
    session.cohort.centre  # noqa: B018 - read before counting
    with django_assert_max_num_queries(9) as few:
        ask()
    people = [make_person(centre=cast.khorog) for _ in range(8)]
    enrol(cast.cohort, *people, by=cast.registrar)
    for hour in range(2, 6):
        call_roll(make_session(cast.cohort, first_hour=hour, instructor=cast.instructor), cast.instructor)
    with django_assert_num_queries(len(few)):
        ask()
