"""Who teaches a cohort, and what becomes of the sessions of those who go."""

import pytest
from django.utils import timezone

from accounts.enums import Act, Role
from accounts.models import AuditEntry
from courses.enums import CohortState, SessionState
from courses.models import ClassSession
from courses.selectors.cohorts import instructors_of
from courses.services.cohorts import CohortLockedError, NoInstructorError, NotAnInstructorError, name_instructors
from courses.services.timetable import generate, record_held
from tests.factories.accounts import make_staff
from tests.factories.courses import make_cohort, make_module, make_version


@pytest.fixture
def cohort(cast):
    modules = tuple(make_module(code) for code in ("M1.1", "M1.2", "M1.3"))
    version = make_version(code="TEST", modules=modules)
    cohort = make_cohort(centre=cast.khorog, version=version, instructors=(cast.instructor, cast.second_assessor))
    generate(cohort=cohort, by=cast.registrar, at=timezone.now())
    return cohort


def name(cast, cohort, *people):
    return name_instructors(cohort=cohort, instructors=people, by=cast.registrar, at=timezone.now())


def teachers(cohort, **kwargs):
    return set(ClassSession.objects.filter(cohort=cohort, **kwargs).values_list("instructor", flat=True))


def test_planned_sessions_of_who_goes_are_handed_over_and_held_ones_stay(cast, cohort):
    held = ClassSession.objects.filter(cohort=cohort, instructor=cast.instructor).first()
    record_held(session=held)
    planned = ClassSession.objects.filter(cohort=cohort, instructor=cast.instructor, state=SessionState.PLANNED)
    expected = planned.count()
    assert expected
    assert name(cast, cohort, cast.second_assessor) == expected
    assert instructors_of(cohort) == [cast.second_assessor]
    assert teachers(cohort, state=SessionState.PLANNED) == {cast.second_assessor.pk}
    held.refresh_from_db()
    assert held.instructor == cast.instructor
    entry = AuditEntry.objects.get(act=Act.COHORT_CHANGED)
    assert (entry.actor, entry.subject_id, entry.centre) == (cast.registrar, str(cohort.pk), cast.khorog)
    assert entry.old == {"instructors": [str(cast.instructor.pk), str(cast.second_assessor.pk)]}
    assert entry.new == {"instructors": [str(cast.second_assessor.pk)], "sessions": expected}


def test_somebody_who_joins_takes_nothing_from_those_who_stay(cast, cohort):
    third = make_staff(Role.INSTRUCTOR, centre=cast.khorog)
    before = list(ClassSession.objects.filter(cohort=cohort).values_list("pk", "instructor"))
    assert name(cast, cohort, third, cast.second_assessor, cast.instructor) == 0
    assert instructors_of(cohort) == [cast.instructor, cast.second_assessor, third]
    assert list(ClassSession.objects.filter(cohort=cohort).values_list("pk", "instructor")) == before


def test_all_are_replaced(cast, cohort):
    third = make_staff(Role.INSTRUCTOR, centre=cast.khorog)
    assert name(cast, cohort, third) == ClassSession.objects.filter(cohort=cohort).count()
    assert teachers(cohort) == {third.pk}


def test_the_same_people_again_change_nothing(cast, cohort):
    assert name(cast, cohort, cast.second_assessor, cast.instructor) == 0
    assert not AuditEntry.objects.filter(act=Act.COHORT_CHANGED).exists()


def test_somebody_teaches_and_only_instructors_of_the_centre(cast, cohort):
    with pytest.raises(NoInstructorError):
        name(cast, cohort)
    with pytest.raises(NotAnInstructorError):
        name(cast, cohort, cast.instructor, cast.other_instructor)
    assert instructors_of(cohort) == [cast.instructor, cast.second_assessor]


def test_a_closed_cohort_keeps_its_instructors(cast, cohort):
    cohort.state = CohortState.LOCKED
    cohort.save()
    with pytest.raises(CohortLockedError):
        name(cast, cohort, cast.instructor)
