"""How many assessors, and who: every one, finals, a drawn sample; an outsider; authorised; coached; no third try."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import AuthorisationKind, Role
from accounts.models import Authorisation
from assessments.enums import Refusal, ResultState
from assessments.models import Coaching, DrawnPair, Observation, PracticalDay, Result
from assessments.selectors.practicals import current_try
from assessments.services.coaching import NoReSitError, note_coaching
from assessments.services.draws import draw_sample
from assessments.services.practicals import (
    NotAssessorError,
    ObservationRefusedError,
    OutsiderMissingError,
    SecondAssessorMissingError,
    confirm_practical,
)
from courses.models import ProgrammeRequirement, ProgrammeVersion
from tests.factories.accounts import LONG_AGO, make_person, make_staff
from tests.factories.assessments import coach, make_practical, observe
from tests.factories.courses import enrol

WEAK = (0, 0, 1, 1)


@pytest.fixture
def exercise(cast):
    return make_practical()


@pytest.fixture
def outsider(cast):
    person = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3")
    Authorisation.objects.create(user=person, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    return person


def rule(cast, **fields) -> None:
    """Change the programme version behind its back; the cohort reads it anew."""
    ProgrammeVersion.objects.filter(pk=cast.cohort.programme_version_id).update(**fields)
    cast.cohort.programme_version.refresh_from_db()
    for enrolment in (cast.enrolment, cast.classmate_enrolment, cast.afghan_enrolment):
        enrolment.refresh_from_db()


def two_assessors(cast, when: str) -> None:
    ProgrammeRequirement.objects.filter(version=cast.cohort.programme_version, code="PX-2.2").update(assessors=when)


def confirm(enrolment, by, number: int = 1) -> Result:
    return confirm_practical(enrolment=enrolment, code="PX-2.2", try_number=number, by=by, at=timezone.now())


def refused(enrolment, by) -> Refusal:
    with pytest.raises(ObservationRefusedError) as caught:
        observe(enrolment, by)
    return caught.value.refusal


def test_one_of_two_must_not_have_taught_the_group(cast, exercise, outsider) -> None:
    rule(cast, outsider_assessor=True)
    observe(cast.enrolment, cast.instructor)
    assert refused(cast.enrolment, cast.second_assessor) is Refusal.OUTSIDER_NEEDED
    observe(cast.enrolment, outsider)
    assert confirm(cast.enrolment, cast.head).passed
    observe(cast.classmate_enrolment, outsider)
    observe(cast.classmate_enrolment, cast.instructor)
    assert confirm(cast.classmate_enrolment, cast.head).passed


def test_two_who_taught_are_not_confirmed_before_an_outsider_came(cast, exercise, outsider) -> None:
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    rule(cast, outsider_assessor=True)
    with pytest.raises(OutsiderMissingError):
        confirm(cast.enrolment, cast.head)
    observe(cast.enrolment, outsider)
    assert confirm(cast.enrolment, cast.head).passed


def test_who_teaches_needs_an_authorisation_that_is_valid_on_the_day(cast, exercise) -> None:
    held = Authorisation.objects.filter(user=cast.instructor)
    held.update(valid_from=timezone.localdate() - datetime.timedelta(days=30))
    held.update(valid_to=timezone.localdate() - datetime.timedelta(days=1))
    assert refused(cast.enrolment, cast.instructor) is Refusal.NOT_AUTHORISED
    held.update(valid_to=timezone.localdate())
    assert observe(cast.enrolment, cast.instructor)


def test_nobody_assesses_herself(cast, exercise) -> None:
    (own,) = enrol(cast.cohort, cast.instructor, by=cast.registrar)
    with pytest.raises(NotAssessorError):
        observe(own, cast.instructor)


def test_no_third_try(cast, exercise, outsider) -> None:
    rule(cast, practical_tries=1)
    observe(cast.enrolment, cast.instructor, WEAK)
    observe(cast.enrolment, cast.second_assessor, WEAK)
    confirm(cast.enrolment, cast.head)
    assert refused(cast.enrolment, outsider) is Refusal.NO_MORE_TRIES


def test_a_re_sit_comes_after_coaching_that_is_noted_once(cast, exercise, outsider) -> None:
    with pytest.raises(NoReSitError):
        coach(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.instructor, WEAK)
    observe(cast.enrolment, cast.second_assessor, WEAK)
    confirm(cast.enrolment, cast.head)
    assert refused(cast.enrolment, outsider) is Refusal.NOT_COACHED
    with pytest.raises(NotAssessorError):
        coach(cast.enrolment, outsider)
    first = coach(cast.enrolment, cast.instructor)
    assert coach(cast.enrolment, cast.second_assessor) == first
    again = note_coaching(
        submission=first.pk, enrolment=cast.enrolment, code="PX-2.2", note="x", by=cast.instructor, at=timezone.now()
    )
    assert (again, Coaching.objects.get().note) == (first, "two hours")
    assert observe(cast.enrolment, outsider).try_number == 2


def test_one_is_enough_but_on_the_final_day(cast, exercise, outsider) -> None:
    two_assessors(cast, "finals")
    observe(cast.enrolment, cast.instructor)
    result = Result.objects.get()
    assert (result.state, result.percent, result.passed) == (ResultState.SUBMITTED, 100, True)
    assert refused(cast.enrolment, cast.second_assessor) is Refusal.ONE_ENOUGH
    for reader, sees in ((cast.registrar, 1), (cast.second_assessor, 0), (cast.trainee, 0)):
        assert Observation.objects.visible_to(reader).count() == sees
    assert confirm(cast.enrolment, cast.registrar).passed
    PracticalDay.objects.create(
        cohort=cast.cohort,
        date=timezone.localdate(),
        final=True,
        minutes=300,
        exercises=["PX-2.2"],
        by=cast.head,
    )
    observe(cast.classmate_enrolment, cast.instructor)
    with pytest.raises(SecondAssessorMissingError):
        confirm(cast.classmate_enrolment, cast.registrar)
    observe(cast.classmate_enrolment, cast.second_assessor)
    assert confirm(cast.classmate_enrolment, cast.registrar).passed


def test_a_single_assessor_of_an_exercise_for_women_is_a_woman_or_gets_a_second(cast) -> None:
    make_practical(woman_assessor=True)
    two_assessors(cast, "finals")
    observe(cast.enrolment, cast.instructor)
    with pytest.raises(SecondAssessorMissingError):
        confirm(cast.enrolment, cast.registrar)
    observe(cast.enrolment, cast.second_assessor)
    assert confirm(cast.enrolment, cast.registrar).passed
    observe(cast.classmate_enrolment, cast.second_assessor)
    assert confirm(cast.classmate_enrolment, cast.registrar).passed


def test_a_sample_is_drawn_once_and_has_at_least_two(cast, exercise) -> None:
    two_assessors(cast, "sample")
    rule(cast, sample_percent=1)
    assert draw_sample(cohort=cast.cohort, exercise=exercise, at=timezone.now())
    first = dict(DrawnPair.objects.values_list("enrolment", "drawn"))
    assert sorted(first.values()) == [False, True, True]
    assert not draw_sample(cohort=cast.cohort, exercise=exercise, at=timezone.now())
    (late,) = enrol(cast.cohort, make_person(number="TJ-100009", centre=cast.khorog), by=cast.registrar)
    assert draw_sample(cohort=cast.cohort, exercise=exercise, at=timezone.now())
    assert first.items() <= dict(DrawnPair.objects.values_list("enrolment", "drawn")).items()
    assert DrawnPair.objects.filter(enrolment=late).exists()


def test_who_was_not_drawn_needs_one_assessor(cast, exercise) -> None:
    two_assessors(cast, "sample")
    people = (cast.enrolment, cast.classmate_enrolment, cast.afghan_enrolment)
    for enrolment in people:
        observe(enrolment, cast.instructor)
    drawn = set(DrawnPair.objects.filter(drawn=True).values_list("enrolment", flat=True))
    for enrolment in people:
        current = current_try(enrolment, exercise)
        assert current is not None
        assert current.complete == (enrolment.pk not in drawn)
    assert Result.objects.count() == len(people) - len(drawn) == 1


def test_nothing_is_drawn_where_no_sample_is_asked(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor)
    assert not DrawnPair.objects.exists()
