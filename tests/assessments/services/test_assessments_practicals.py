"""Recording and confirming practical exercises: blind, by two, a third when they differ."""

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Act, AuthorisationKind, Role
from accounts.models import AuditEntry, Authorisation
from accounts.services.roles import give_role
from assessments.domain.checklists import ChecklistError
from assessments.enums import Refusal, ResultState
from assessments.models import Observation, Result
from assessments.services.practicals import (
    CohortClosedError,
    ConfirmerAssessedError,
    ExerciseUnknownError,
    NotAssessorError,
    NotConfirmerError,
    ObservationRefusedError,
    SecondAssessorMissingError,
    SubmissionTakenError,
    ThirdAssessorNeededError,
    WomanAssessorMissingError,
    confirm_practical,
)
from courses.enums import CohortState
from tests.factories.accounts import LONG_AGO, make_staff
from tests.factories.assessments import coach, make_practical, observe

GOOD, FAIR, WEAK = (2, 2, 2, 2), (2, 2, 2, 1), (0, 0, 1, 1)


def confirm(enrolment, by, try_number: int = 1, code: str = "PX-2.2") -> Result:
    return confirm_practical(enrolment=enrolment, code=code, try_number=try_number, by=by, at=timezone.now())


@pytest.fixture
def exercise(cast):
    return make_practical()


@pytest.fixture
def third(cast):
    person = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3")
    Authorisation.objects.create(user=person, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    return person


def refused(enrolment, by, scores=GOOD) -> Refusal:
    with pytest.raises(ObservationRefusedError) as caught:
        observe(enrolment, by, scores)
    return caught.value.refusal


def test_two_that_agree_are_submitted_and_then_confirmed_with_the_mean(cast, exercise) -> None:
    first = observe(cast.enrolment, cast.instructor, GOOD, comment="calm")
    assert (first.percent, first.competent, first.comment) == (Decimal(100), True, "calm")
    assert not Result.objects.exists()
    observe(cast.enrolment, cast.second_assessor, FAIR)
    result = Result.objects.get()
    assert (result.state, result.percent, result.passed, result.tries) == (
        ResultState.SUBMITTED,
        Decimal("93.75"),
        True,
        1,
    )
    assert set(result.edition_numbers) == {"M2.2.1", "M2.2.2"}
    result = confirm(cast.enrolment, cast.registrar)
    assert (result.state, result.percent, result.confirmed_by) == (
        ResultState.CONFIRMED,
        Decimal("93.75"),
        cast.registrar,
    )
    acts = list(AuditEntry.objects.order_by("at").values_list("act", flat=True))
    assert acts[-3:] == [Act.PRACTICAL_RECORDED, Act.PRACTICAL_RECORDED, Act.PRACTICAL_CONFIRMED]


def test_the_audit_trail_of_a_recording_tells_no_score(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor, FAIR)
    entry = AuditEntry.objects.get(act=Act.PRACTICAL_RECORDED)
    assert entry.centre == cast.khorog
    assert entry.new == {"code": "PX-2.2", "try": 1, "enrolment": str(cast.enrolment.pk)}


def test_the_same_form_twice_is_stored_once(cast, exercise) -> None:
    submission = uuid.uuid4()
    one = observe(cast.enrolment, cast.instructor, GOOD, submission=submission)
    two = observe(cast.enrolment, cast.instructor, WEAK, submission=submission)
    assert one.pk == two.pk
    assert Observation.objects.get().scores == list(GOOD)
    assert AuditEntry.objects.filter(act=Act.PRACTICAL_RECORDED).count() == 1


def test_a_repeat_is_answered_even_after_the_cohort_was_closed(cast, exercise) -> None:
    submission = uuid.uuid4()
    one = observe(cast.enrolment, cast.instructor, submission=submission)
    type(cast.cohort).objects.update(state=CohortState.LOCKED)
    assert observe(cast.enrolment, cast.instructor, submission=submission) == one
    with pytest.raises(CohortClosedError):
        observe(cast.enrolment, cast.second_assessor)


def test_another_form_of_the_same_assessor_is_refused(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor)
    assert refused(cast.enrolment, cast.instructor) is Refusal.RECORDED
    kept = Observation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(
            enrolment=cast.enrolment,
            version=kept.version,
            assessor=cast.instructor,
            scores=[2],
            percent=100,
            competent=True,
        )


def test_somebody_elses_form_id_is_not_accepted(cast, exercise) -> None:
    submission = uuid.uuid4()
    observe(cast.enrolment, cast.instructor, submission=submission)
    with pytest.raises(SubmissionTakenError):
        observe(cast.enrolment, cast.second_assessor, submission=submission)
    with pytest.raises(SubmissionTakenError):
        observe(cast.classmate_enrolment, cast.instructor, submission=submission)


def test_who_may_assess(cast, exercise, third) -> None:
    outsider = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I4")
    for person in (outsider, cast.other_instructor, cast.registrar, cast.trainee, cast.stranger):
        with pytest.raises(NotAssessorError):
            observe(cast.enrolment, person)
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    Authorisation.objects.create(
        user=outsider, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=yesterday, valid_to=yesterday
    )
    Authorisation.objects.create(user=outsider, kind=AuthorisationKind.TEACH, course_code="M2", valid_from=LONG_AGO)
    with pytest.raises(NotAssessorError):
        observe(cast.enrolment, outsider)
    Authorisation.objects.create(
        user=cast.other_instructor, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO
    )
    with pytest.raises(NotAssessorError):
        observe(cast.enrolment, cast.other_instructor)
    assert observe(cast.enrolment, third).competent


def test_an_exercise_that_the_programme_does_not_ask_for_is_unknown(cast, exercise) -> None:
    make_practical("PX-9.9")
    with pytest.raises(ExerciseUnknownError):
        observe(cast.enrolment, cast.instructor, code="PX-9.9")


def test_scores_that_do_not_fit_store_nothing(cast, exercise) -> None:
    with pytest.raises(ChecklistError):
        observe(cast.enrolment, cast.instructor, (2, 2))
    assert not Observation.objects.exists()


def test_no_third_assessor_when_two_agree(cast, exercise, third) -> None:
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    assert refused(cast.enrolment, third) is Refusal.ENOUGH


def test_when_they_differ_a_third_decides_by_majority(cast, exercise, third) -> None:
    observe(cast.enrolment, cast.instructor, GOOD)
    observe(cast.enrolment, cast.second_assessor, WEAK)
    with pytest.raises(ThirdAssessorNeededError):
        confirm(cast.enrolment, cast.head)
    assert Result.objects.get().state == ResultState.SUBMITTED
    observe(cast.enrolment, third, FAIR)
    result = confirm(cast.enrolment, cast.head)
    assert (result.passed, result.percent) == (True, Decimal("93.75"))


def test_whoever_can_read_the_sheets_is_not_the_third(cast, exercise) -> None:
    both = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-IH")
    Authorisation.objects.create(user=both, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    give_role(user=both, role=Role.HEAD, centre=cast.khorog, by=None)
    both = type(both).objects.get(pk=both.pk)
    observe(cast.enrolment, cast.instructor, GOOD)
    observe(cast.enrolment, cast.second_assessor, WEAK)
    assert refused(cast.enrolment, both) is Refusal.HAS_SEEN
    observe(cast.classmate_enrolment, both, GOOD)
    observe(cast.classmate_enrolment, cast.instructor, GOOD)
    with pytest.raises(ConfirmerAssessedError):
        confirm(cast.classmate_enrolment, both)


def test_a_search_of_women_needs_a_woman_assessor(cast, third) -> None:
    make_practical(woman_assessor=True)
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, third)
    with pytest.raises(WomanAssessorMissingError):
        confirm(cast.enrolment, cast.head)
    man = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I5")
    Authorisation.objects.create(user=man, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    assert refused(cast.enrolment, man) is Refusal.WOMAN_NEEDED
    observe(cast.enrolment, cast.second_assessor)
    assert confirm(cast.enrolment, cast.head).passed


def test_one_woman_of_two_is_enough(cast) -> None:
    make_practical(woman_assessor=True)
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    assert confirm(cast.enrolment, cast.head).passed


def test_who_confirms(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor)
    with pytest.raises(SecondAssessorMissingError):
        confirm(cast.enrolment, cast.head)
    observe(cast.enrolment, cast.second_assessor)
    for person in (cast.instructor, cast.other_registrar, cast.administrator, cast.auditor, cast.trainee):
        with pytest.raises(NotConfirmerError):
            confirm(cast.enrolment, person)
    with pytest.raises(SecondAssessorMissingError):
        confirm(cast.enrolment, cast.head, try_number=2)
    first = confirm(cast.enrolment, cast.head)
    again = confirm(cast.enrolment, cast.registrar)
    assert (again.pk, again.confirmed_by, again.confirmed_at) == (first.pk, cast.head, first.confirmed_at)
    assert AuditEntry.objects.filter(act=Act.PRACTICAL_CONFIRMED).count() == 1


def test_a_re_sit_is_assessed_by_others_and_counted(cast, exercise, third) -> None:
    fourth = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I6")
    Authorisation.objects.create(user=fourth, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    observe(cast.enrolment, cast.instructor, WEAK)
    observe(cast.enrolment, cast.second_assessor, WEAK)
    assert refused(cast.enrolment, third) is Refusal.ENOUGH
    assert not confirm(cast.enrolment, cast.head).passed
    assert refused(cast.enrolment, cast.instructor) is Refusal.EARLIER_TRY
    assert refused(cast.enrolment, third) is Refusal.NOT_COACHED
    coach(cast.enrolment, cast.instructor)
    assert observe(cast.enrolment, third, GOOD).try_number == 2
    observe(cast.enrolment, fourth, GOOD)
    result = Result.objects.get()
    assert (result.state, result.tries, result.confirmed_by) == (ResultState.SUBMITTED, 2, None)
    result = confirm(cast.enrolment, cast.head, try_number=2)
    assert (result.passed, result.tries, result.percent) == (True, 2, Decimal(100))
    assert Observation.objects.filter(try_number=1).count() == 2
    assert refused(cast.enrolment, cast.instructor) is Refusal.PASSED


def test_a_try_stays_with_the_checklist_it_began_with(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor)
    make_practical(critical=(True, True))
    observe(cast.enrolment, cast.second_assessor)
    with pytest.raises(ChecklistError):
        observe(cast.classmate_enrolment, cast.instructor)
    observe(cast.classmate_enrolment, cast.instructor, (2, 2))
