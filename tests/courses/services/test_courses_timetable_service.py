"""The timetable of a cohort: made once, made again without harm, never touching what was held."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry, Holiday
from courses.domain.timetable import NoLessonDaysError
from courses.enums import CohortState, SessionState
from courses.models import ClassSession
from courses.selectors.timetable import hours_of_timetable, timetable_of
from courses.services.timetable import SessionGoneError, TimetableClosedError, generate, record_held
from tests.factories.courses import make_cohort, make_module, make_version

MONDAY = datetime.date(2026, 11, 2)


@pytest.fixture
def cohort(cast):
    modules = tuple(make_module(code) for code in ("M1.1", "M1.2", "M1.3"))
    version = make_version(code="TEST", modules=modules)
    return make_cohort(centre=cast.khorog, version=version, instructors=(cast.instructor, cast.second_assessor))


def make(cast, cohort, **kwargs):
    return generate(cohort=cohort, by=cast.registrar, at=timezone.now(), **kwargs)


def standing(cohort):
    return list(ClassSession.objects.filter(cohort=cohort).values("pk", "date", "first_hour", "instructor", "state"))


def test_all_hours_of_the_programme_are_planned(cast, cohort):
    outcome = make(cast, cohort)
    cohort.refresh_from_db()
    assert hours_of_timetable(cohort) == (12, 0)
    assert outcome.made == ClassSession.objects.filter(cohort=cohort).count()
    assert cohort.ends_on == MONDAY + datetime.timedelta(days=2)
    first = ClassSession.objects.filter(cohort=cohort).first()
    assert timezone.localtime(first.starts_at).time() == datetime.time(8, 30)
    assert first.room.code == "1"
    assert AuditEntry.objects.get(act=Act.TIMETABLE_MADE).subject_id == str(cohort.pk)


def test_modules_go_to_the_instructors_in_turn(cast, cohort):
    make(cast, cohort)
    by_part = dict(ClassSession.objects.filter(cohort=cohort).values_list("part__key", "instructor"))
    assert by_part == {
        "part-1": cast.instructor.pk,
        "part-2": cast.second_assessor.pk,
        "part-3": cast.instructor.pk,
    }


def test_made_again_nothing_changes(cast, cohort):
    make(cast, cohort)
    before = standing(cohort)
    outcome = make(cast, cohort)
    assert (outcome.made, outcome.removed) == (0, 0)
    assert standing(cohort) == before
    assert AuditEntry.objects.filter(act=Act.TIMETABLE_MADE).count() == 1


def test_after_a_change_of_dates_held_sessions_stay_and_the_rest_moves(cast, cohort):
    make(cast, cohort)
    held = ClassSession.objects.filter(cohort=cohort).first()
    record_held(session=held)
    make(cast, cohort, starts_on=MONDAY + datetime.timedelta(weeks=2))
    held.refresh_from_db()
    assert (held.state, held.date) == (SessionState.HELD, MONDAY)
    assert hours_of_timetable(cohort) == (12, held.hours)
    rest = ClassSession.objects.filter(cohort=cohort).exclude(pk=held.pk)
    assert min(session.date for session in rest) == MONDAY + datetime.timedelta(weeks=2)


def test_hours_of_a_cancelled_session_are_planned_anew(cast, cohort):
    make(cast, cohort)
    gone = ClassSession.objects.filter(cohort=cohort).first()
    ClassSession.objects.filter(pk=gone.pk).update(state=SessionState.CANCELLED)
    make(cast, cohort)
    assert hours_of_timetable(cohort) == (12, 0)
    assert ClassSession.objects.filter(cohort=cohort, state=SessionState.CANCELLED).get() == gone


def test_holidays_of_the_centre_and_of_all_are_left_out_others_are_not(cast, cohort):
    Holiday.objects.create(centre=None, date=MONDAY)
    Holiday.objects.create(centre=cast.khorog, date=MONDAY + datetime.timedelta(days=1))
    Holiday.objects.create(centre=cast.panj, date=MONDAY + datetime.timedelta(days=2))
    make(cast, cohort)
    days = {session.date for session in ClassSession.objects.filter(cohort=cohort)}
    assert days == {MONDAY + datetime.timedelta(days=number) for number in (2, 3, 4)}


def test_a_new_instructor_takes_over_from_who_left(cast, cohort):
    make(cast, cohort)
    cohort.instructors.filter(user=cast.instructor).delete()
    make(cast, cohort)
    teachers = set(ClassSession.objects.filter(cohort=cohort).values_list("instructor", flat=True))
    assert teachers == {cast.second_assessor.pk}


def test_without_instructors_or_rooms_the_timetable_is_made_all_the_same(cast):
    cohort = make_cohort(centre=cast.panj, version=make_version(code="BARE"))
    cast.panj.rooms.all().delete()
    assert make(cast, cohort).made
    assert not ClassSession.objects.filter(cohort=cohort).exclude(room=None, instructor=None).exists()


def test_a_closed_cohort_keeps_its_timetable(cast, cohort):
    cohort.state = CohortState.LOCKED
    cohort.save()
    with pytest.raises(TimetableClosedError):
        make(cast, cohort)


def test_a_centre_without_lesson_days_says_so_and_changes_nothing(cast, cohort):
    make(cast, cohort)
    before = standing(cohort)
    cast.khorog.weekdays = []
    cast.khorog.save()
    with pytest.raises(NoLessonDaysError):
        make(cast, cohort)
    assert standing(cohort) == before


def test_a_cancelled_session_is_not_held(cast, cohort):
    make(cast, cohort)
    session = ClassSession.objects.filter(cohort=cohort).first()
    session.state = SessionState.CANCELLED
    with pytest.raises(SessionGoneError):
        record_held(session=session)


def test_making_a_timetable_costs_the_same_for_many_sessions(
    cast, cohort, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as few:
        make(cast, cohort)
    many = tuple(make_module(f"M1.{number}") for number in range(1, 7))
    larger = make_cohort(
        centre=cast.khorog,
        version=make_version(code="LARGE", modules=many),
        instructors=(cast.instructor, cast.second_assessor),
    )
    with django_assert_num_queries(len(few)):
        make(cast, larger)


def test_the_timetable_is_read_week_by_week_in_constant_queries(cast, cohort, django_assert_num_queries):
    make(cast, cohort)
    with django_assert_num_queries(3):
        read = timetable_of(cohort, "tg")
    assert (read.hours, read.theory_hours, read.practice_hours) == (12, 6, 6)
    assert [(week.number, len(week.days), week.hours) for week in read.weeks] == [(1, 3, 12)]
    assert len(set(read.teachers.values())) == 2
