"""Making a cohort."""

import datetime
import uuid

import pytest
from django.utils import timezone

from courses.models import Cohort
from courses.services.cohorts import CodeTakenError, EndsBeforeStartError, NotAnInstructorError, create_cohort

MONDAY = datetime.date(2026, 11, 2)


def make(cast, **kwargs):
    given = {
        "pk": uuid.uuid4(),
        "code": "KHO-2026-3",
        "programme_version": cast.cohort.programme_version,
        "centre": cast.khorog,
        "starts_on": MONDAY,
        "ends_on": None,
        "instructors": [cast.instructor],
        "project": " GEMSBO ",
        "by": cast.registrar,
        "at": timezone.now(),
        **kwargs,
    }
    return create_cohort(**given)


def test_a_cohort_is_made_once_and_its_last_day_is_counted(cast):
    pk = uuid.uuid4()
    first, second = make(cast, pk=pk), make(cast, pk=pk)
    assert first == second
    assert Cohort.objects.filter(code="KHO-2026-3").count() == 1
    assert (first.ends_on, first.project) == (MONDAY, "GEMSBO")
    assert [row.user for row in first.instructors.all()] == [cast.instructor]


def test_a_code_is_used_once_in_any_case(cast):
    make(cast)
    with pytest.raises(CodeTakenError):
        make(cast, code="kho-2026-3")


def test_only_instructors_of_the_centre_are_named(cast):
    with pytest.raises(NotAnInstructorError):
        make(cast, instructors=[cast.instructor, cast.other_instructor])
    assert not Cohort.objects.filter(code="KHO-2026-3").exists()


def test_it_does_not_end_before_it_starts(cast):
    with pytest.raises(EndsBeforeStartError):
        make(cast, ends_on=MONDAY - datetime.timedelta(days=1))
