"""Numbers inside the sentences of the homes are written as the reader's language writes them."""

import re

import pytest
from django.utils import timezone
from django.utils.translation import override

from attendance.enums import Status
from desk.selectors.homes.centre import instructor_home
from desk.selectors.homes.rolls import rolls_home
from desk.selectors.homes.steps import Home
from desk.selectors.homes.trainee import trainee_home
from tests.factories.attendance import call_roll, make_conflict, make_session


@pytest.mark.parametrize(("language", "wanted"), [("fa-af", "[۰-۹]"), ("tg", "[0-9]")])
def test_sentences_of_a_home_have_the_digits_of_their_language(cast, language, wanted):
    called = make_session(cast.cohort, instructor=cast.instructor)
    call_roll(called, cast.instructor, TJ_100001=Status.ABSENT)
    make_conflict(called.marks.get(enrolment=cast.enrolment), cast.second_assessor)
    make_session(cast.cohort, instructor=cast.instructor, first_hour=2)
    home, today = Home(), timezone.localdate()
    with override(language):
        instructor_home(cast.instructor, home, language=language, today=today)
        rolls_home(cast.instructor, home)
        trainee_home(cast.trainee, home, language=language, today=today)
    texts = [step.text.replace(cast.cohort.code, "") for step in home.steps if "/lessons/" not in step.url]
    numbers = [text for text in texts if re.search(r"\d", text)]
    assert len(numbers) >= 3
    for text in numbers:
        assert re.fullmatch(wanted, re.search(r"\d", text).group()), text
