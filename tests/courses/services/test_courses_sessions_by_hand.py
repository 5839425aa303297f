"""Sessions changed by hand: no hour is lost, nobody is in two rooms unseen, and what was held stays where it was."""

import datetime
import itertools
import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Act
from accounts.models import AuditEntry, Room
from attendance.models import Mark
from attendance.selectors.shares import share_of
from courses.access import may_teach
from courses.domain.clashes import ClashKind
from courses.enums import CohortState, SessionState
from courses.models import ClassSession, Cohort
from courses.selectors.clashes import clashes_of
from courses.selectors.timetable import hours_delivered, hours_of_timetable
from courses.services.sessions_by_hand import (
    GroupBusyError,
    HoursPlannedError,
    HoursUnknownError,
    Lesson,
    NotHeldError,
    NothingToJoinError,
    NotOfTheCentreError,
    ReasonMissingError,
    SessionBegunError,
    add_session,
    cancel_session,
    edit_session,
    join_session,
    record_taught,
    restore_session,
    split_session,
)
from courses.services.timetable import TimetableClosedError, generate
from tests.factories.accounts import make_staff
from tests.factories.attendance import call_roll, make_session
from tests.factories.courses import make_cohort

MONDAY = datetime.date(2026, 11, 2)
SATURDAY = datetime.date(2026, 11, 7)


def act(cast):
    return {"by": cast.registrar, "at": timezone.now()}


def lesson_of(session, **changes):
    lesson = Lesson(
        session.date, session.first_hour, session.hours, session.kind, session.room_id, session.instructor_id
    )
    return replace(lesson, **changes)


@pytest.fixture
def timetable(cast):
    """Two theory hours and two practice hours of one module, on Monday."""
    generate(cohort=cast.cohort, **act(cast))
    return list(ClassSession.objects.filter(cohort=cast.cohort))


def test_a_moved_session_stays_where_it_is_when_the_timetable_is_made_again(cast, timetable):
    moved = edit_session(session=timetable[0], lesson=lesson_of(timetable[0], date=SATURDAY, first_hour=3), **act(cast))
    assert moved.by_hand
    assert timezone.localtime(moved.starts_at).time() == datetime.time(10, 30)
    generate(cohort=cast.cohort, **act(cast))
    moved.refresh_from_db()
    assert (moved.date, moved.first_hour) == (SATURDAY, 3)
    assert hours_of_timetable(cast.cohort) == (4, 0)
    cast.cohort.refresh_from_db()
    assert cast.cohort.ends_on >= SATURDAY
    assert AuditEntry.objects.filter(act=Act.TIMETABLE_MADE, subject_id=str(moved.pk)).count() == 1


def test_a_change_of_room_alone_does_not_nail_the_session_down(cast, timetable):
    room = Room.objects.create(centre=cast.khorog, code="2")
    changed = edit_session(session=timetable[0], lesson=lesson_of(timetable[0], room=room.pk), **act(cast))
    assert (changed.room, changed.by_hand) == (room, False)


def test_a_group_is_never_in_two_sessions_at_once(cast, timetable):
    other = timetable[1]
    with pytest.raises(GroupBusyError):
        edit_session(
            session=timetable[0],
            lesson=lesson_of(timetable[0], date=other.date, first_hour=other.first_hour),
            **act(cast),
        )
    # one that begins in the middle of the other, which the constraint alone does not see
    with pytest.raises(GroupBusyError):
        add_session(
            cohort=cast.cohort,
            part=other.part_id,
            lesson=lesson_of(other, first_hour=other.first_hour + 1, hours=1),
            **act(cast),
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        make_session(cast.cohort, date=other.date, first_hour=other.first_hour)


def test_after_the_roll_was_called_a_session_is_not_moved_split_joined_or_cancelled(cast):
    session = make_session(cast.cohort, hours=2, instructor=cast.instructor)
    call_roll(session, cast.instructor)
    later = lesson_of(session, date=session.date + datetime.timedelta(days=1))
    for refused in (
        lambda: edit_session(session=session, lesson=later, **act(cast)),
        lambda: split_session(session=session, first=1, **act(cast)),
        lambda: join_session(session=session, **act(cast)),
        lambda: cancel_session(session=session, reason="x", **act(cast)),
    ):
        with pytest.raises(SessionBegunError):
            refused()
    by_another = edit_session(
        session=session, lesson=lesson_of(session, instructor=cast.second_assessor.pk), **act(cast)
    )
    assert by_another.instructor_id == cast.second_assessor.pk


def test_a_session_with_something_recorded_survives_making_the_timetable_again(cast, timetable):
    """A mark can stand before the roll is signed: from a device, or from the code in the room."""
    session = timetable[0]
    Mark.objects.create(session=session, enrolment=cast.enrolment, status="present", marked_by=cast.instructor)
    generate(cohort=cast.cohort, starts_on=MONDAY + datetime.timedelta(weeks=1), **act(cast))
    session.refresh_from_db()
    assert session.date == MONDAY
    assert hours_of_timetable(cast.cohort) == (4, 0)
    with pytest.raises(SessionBegunError):
        edit_session(session=session, lesson=lesson_of(session, date=SATURDAY), **act(cast))


def test_cancelling_asks_for_a_reason_and_the_hours_are_planned_anew(cast, timetable):
    with pytest.raises(ReasonMissingError):
        cancel_session(session=timetable[0], reason="  ", **act(cast))
    gone = cancel_session(session=timetable[0], reason="no heating", **act(cast))
    assert (gone.state, gone.cancel_reason) == (SessionState.CANCELLED, "no heating")
    assert hours_of_timetable(cast.cohort) == (2, 0)
    generate(cohort=cast.cohort, **act(cast))
    assert hours_of_timetable(cast.cohort) == (4, 0)


def test_what_the_centre_cancelled_counts_against_nobody(cast, timetable):
    for session in timetable:
        cancel_session(session=session, reason="no heating", **act(cast))
    make_session(cast.cohort, date=SATURDAY, hours=2)
    share = share_of(cast.enrolment)
    assert (share.missed_hours, share.unreachable) == (0, False)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.integers(2, 6), cuts=st.lists(st.integers(1, 5), max_size=4), joins=st.integers(0, 5))
def test_however_sessions_are_split_and_joined_no_hour_is_lost(cast, hours, cuts, joins):
    cohort = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version)
    whole = make_session(cohort, hours=hours, date=MONDAY)
    for number, cut in enumerate(cuts):
        standing = list(ClassSession.objects.filter(cohort=cohort))
        piece = standing[number % len(standing)]
        if cut < piece.hours:
            split_session(session=piece, first=cut, **act(cast))
        else:
            with pytest.raises(HoursUnknownError):
                split_session(session=piece, first=cut, **act(cast))
    for _ in range(joins):
        try:
            join_session(session=ClassSession.objects.filter(cohort=cohort)[0], **act(cast))
        except NothingToJoinError:
            assert ClassSession.objects.filter(cohort=cohort).count() == 1
    standing = list(ClassSession.objects.filter(cohort=cohort))
    taken = [hour for session in standing for hour in range(session.first_hour, session.first_hour + session.hours)]
    assert taken == list(range(1, hours + 1))
    assert (standing[0].starts_at, hours_of_timetable(cohort)) == (whole.starts_at, (hours, 0))
    assert all(one.ends_at <= other.starts_at for one, other in itertools.pairwise(standing))


def test_splitting_and_joining_gives_back_the_same_session_and_keeps_who_teaches(cast, timetable):
    before = timetable[0]
    before.more_instructors.add(cast.second_assessor)
    first, rest = split_session(session=before, first=1, **act(cast))
    assert list(rest.more_instructors.all()) == [cast.second_assessor]
    joined = join_session(session=first, **act(cast))
    assert (joined.starts_at, joined.ends_at, joined.hours) == (before.starts_at, before.ends_at, 2)
    assert list(joined.more_instructors.all()) == [cast.second_assessor]


def test_a_double_click_adds_one_session(cast, timetable):
    pk = uuid.uuid4()
    wanted = {"cohort": cast.cohort, "part": timetable[0].part_id, "pk": pk, **act(cast)}
    one = add_session(lesson=Lesson(SATURDAY, 1, 1, "theory"), **wanted)
    assert add_session(lesson=Lesson(SATURDAY, 1, 1, "theory"), **wanted) == one


def test_rooms_and_people_of_another_centre_are_refused_and_so_are_hours_the_centre_does_not_have(cast, timetable):
    there = Lesson(SATURDAY, 1, 1, "theory")
    for lesson, error in (
        (replace(there, room=cast.panj.rooms.get().pk), NotOfTheCentreError),
        (replace(there, instructor=cast.other_instructor.pk), NotOfTheCentreError),
        (replace(there, more=frozenset({cast.trainee.pk})), NotOfTheCentreError),
        (replace(there, first_hour=6, hours=2), HoursUnknownError),
        (replace(there, first_hour=0), HoursUnknownError),
    ):
        with pytest.raises(error):
            add_session(cohort=cast.cohort, part=timetable[0].part_id, lesson=lesson, **act(cast))


def test_whoever_teaches_one_session_with_another_teaches_the_cohort(cast, timetable):
    helper = make_staff("instructor", centre=cast.khorog)
    assert not may_teach(helper, cast.cohort)
    edit_session(session=timetable[0], lesson=lesson_of(timetable[0], more=frozenset({helper.pk})), **act(cast))
    assert may_teach(helper, cast.cohort)
    assert list(Cohort.objects.visible_to(helper)) == [cast.cohort]


def test_clashes_of_room_and_instructor_are_found_between_cohorts(cast, timetable, django_assert_num_queries):
    other = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version, instructors=(cast.instructor,))
    generate(cohort=other, **act(cast))
    assert {line.kind for lines in clashes_of(timetable, "tg").values() for line in lines} == {
        ClashKind.ROOM,
        ClashKind.INSTRUCTOR,
    }
    with django_assert_num_queries(4):
        clashes_of(timetable[:1], "tg")
    with django_assert_num_queries(4):
        found = clashes_of(timetable, "tg")
    assert {line.cohort for line in found[timetable[0].pk]} == {other.code}


def test_a_second_room_is_used_before_a_room_is_given_twice(cast, timetable):
    Room.objects.create(centre=cast.khorog, code="2")
    other = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version)
    generate(cohort=other, **act(cast))
    assert set(other.sessions.values_list("room__code", flat=True)) == {"2"}


def test_make_up_lessons_plan_no_new_hours_and_only_for_what_was_held(cast, timetable):
    with pytest.raises(NotHeldError):
        add_session(
            cohort=cast.cohort,
            part=timetable[0].part_id,
            lesson=Lesson(SATURDAY, 1, 2, "theory"),
            makes_up=timetable[0],
            **act(cast),
        )
    call_roll(timetable[0], cast.instructor, at=timezone.now() + datetime.timedelta(days=300))
    held = ClassSession.objects.get(pk=timetable[0].pk)
    extra = add_session(
        cohort=cast.cohort, part=held.part_id, lesson=Lesson(SATURDAY, 1, 2, "theory"), makes_up=held, **act(cast)
    )
    assert hours_of_timetable(cast.cohort) == (4, 2)
    generate(cohort=cast.cohort, **act(cast))
    assert hours_of_timetable(cast.cohort) == (4, 2)
    assert ClassSession.objects.get(pk=extra.pk).makes_up == held


def test_hours_delivered_are_never_more_than_were_given_or_than_the_programme_has(cast, timetable):
    assert hours_delivered(cast.cohort) == 0
    ClassSession.objects.filter(pk=timetable[0].pk).update(state=SessionState.HELD)
    assert hours_delivered(cast.cohort) == 2
    record_taught(session=timetable[0], taught="half", delivered_hours=1, **act(cast))
    assert (hours_delivered(cast.cohort), hours_of_timetable(cast.cohort)) == (1, (3, 1))
    generate(cohort=cast.cohort, **act(cast))
    assert hours_of_timetable(cast.cohort) == (4, 1)
    make_session(cast.cohort, date=SATURDAY, hours=6, state=SessionState.HELD)
    assert hours_delivered(cast.cohort) == 2
    make_session(cast.cohort, date=SATURDAY + datetime.timedelta(days=1), hours=2, state=SessionState.CANCELLED)
    assert hours_delivered(cast.cohort) == 2
    for wrong in (3, -1):
        with pytest.raises(HoursUnknownError):
            record_taught(session=timetable[0], taught="", delivered_hours=wrong, **act(cast))
    waiting = ClassSession.objects.filter(cohort=cast.cohort, state=SessionState.PLANNED)[0]
    with pytest.raises(NotHeldError):
        record_taught(session=waiting, taught="", delivered_hours=1, **act(cast))


def test_a_closed_cohort_keeps_its_sessions(cast, timetable):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.LOCKED)
    with pytest.raises(TimetableClosedError):
        cancel_session(session=timetable[0], reason="x", **act(cast))
    with pytest.raises(TimetableClosedError):
        add_session(cohort=cast.cohort, part=timetable[0].part_id, lesson=Lesson(SATURDAY, 1, 1, "theory"), **act(cast))


def test_a_cancellation_is_taken_back_with_a_reason_and_nothing_is_lost(cast, timetable):
    first = timetable[0]
    first.more_instructors.add(cast.second_assessor)
    cancel_session(session=first, reason="no heating", **act(cast))
    with pytest.raises(ReasonMissingError):
        restore_session(session=first, reason=" ", **act(cast))
    for _ in range(2):
        back = restore_session(session=first, reason="the heating works", **act(cast))
    assert (back.state, back.cancel_reason, back.starts_at) == (SessionState.PLANNED, "", first.starts_at)
    assert list(back.more_instructors.all()) == [cast.second_assessor]
    assert hours_of_timetable(cast.cohort) == (4, 0)
    entries = [one for one in AuditEntry.objects.filter(subject_id=str(first.pk)) if one.new["what"] == "restored"]
    assert [(one.old, one.reason) for one in entries] == [({"reason": "no heating"}, "the heating works")]


def test_a_cancellation_stays_while_something_contradicts(cast, timetable):
    first, second = timetable[:2]

    def restore():
        return restore_session(session=first, reason="x", **act(cast))

    cancel_session(session=first, reason="no heating", **act(cast))
    edit_session(session=second, lesson=lesson_of(second, date=first.date, first_hour=first.first_hour), **act(cast))
    with pytest.raises(GroupBusyError):
        restore()
    edit_session(session=second, lesson=lesson_of(second, date=SATURDAY), **act(cast))
    generate(cohort=cast.cohort, **act(cast))  # plans the hours anew
    with pytest.raises(HoursPlannedError):
        restore()
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.LOCKED)
    with pytest.raises(TimetableClosedError):
        restore()


def test_a_retired_room_is_offered_no_more_and_stays_where_it_stands(cast, timetable):
    room = Room.objects.create(centre=cast.khorog, code="2")
    moved = edit_session(session=timetable[0], lesson=lesson_of(timetable[0], room=room.pk), **act(cast))
    Room.objects.filter(pk=room.pk).update(retired_at=timezone.now())
    same = edit_session(session=moved, lesson=lesson_of(moved, instructor=None), **act(cast))
    assert same.room == room
    with pytest.raises(NotOfTheCentreError):
        edit_session(session=timetable[1], lesson=lesson_of(timetable[1], room=room.pk), **act(cast))
