"""Two registrars, two instructors at the same moment: one enrolment, one roll, one lock."""

import uuid

import pytest
from django.utils import timezone

from attendance.models import Mark, MarkEvent, Roll
from attendance.services.rolls import Entry, take_roll
from courses.models import Enrolment
from courses.services.enrolments import enrol
from tests.factories.accounts import make_person
from tests.factories.attendance import make_session
from tests.postgres.together import at_once

pytestmark = pytest.mark.postgres


def test_enrolled_twice_at_once_is_enrolled_once(cast) -> None:
    newcomer = make_person(centre=cast.khorog)

    def press() -> object:
        return enrol(cohort=cast.cohort, people=[newcomer], by=cast.registrar, at=timezone.now())

    answers = at_once(*[press] * 4)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Enrolment.objects.filter(person=newcomer).count() == 1


def test_one_roll_sent_twice_at_once_is_stored_once(cast) -> None:
    session = make_session(cast.cohort)
    submission = uuid.uuid4()
    marks = {pk: Entry("present") for pk in cast.cohort.enrolments.values_list("pk", flat=True)}

    def send() -> object:
        return take_roll(session=session, marks=marks, submission=submission, by=cast.instructor, at=timezone.now())

    answers = at_once(*[send] * 4)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Roll.objects.count() == 1
    assert Mark.objects.count() == MarkEvent.objects.count() == 3
