"""A power cut on a real PostgreSQL: two pages come back in the same moment, each gets its time once."""

import uuid

import pytest

from assessments.enums import SittingAct
from assessments.models import Attempt, Sitting, SittingEvent
from assessments.services.rooms import hear
from assessments.services.sittings import pause, resume
from assessments.services.starting import start
from tests.assessments.services.test_assessments_sittings import minutes, planned
from tests.conftest import Cast
from tests.factories.assessments import make_quiz
from tests.postgres.together import at_once

pytestmark = pytest.mark.postgres


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    module = cast.cohort.programme_version.parts.get().module
    return planned(cast, make_quiz(module, sittings_only=True, start_code=True, time_limit_minutes=60))


def sit(cast: Cast, sitting: Sitting, who: str) -> Attempt:
    return start(code="M2.2", language="tg", by=getattr(cast, who), at=minutes(0), start_code=sitting.start_code)


def test_two_pages_come_back_together(cast: Cast, sitting: Sitting) -> None:
    first, second = sit(cast, sitting, "trainee"), sit(cast, sitting, "classmate")

    def back(attempt: Attempt, person: object) -> object:
        return lambda: hear(attempt_id=attempt.pk, lived=False, by=person, at=minutes(30)).remaining

    calls = [back(first, cast.trainee), back(second, cast.classmate)] * 2
    assert at_once(*calls) == [60 * 60] * 4
    events = SittingEvent.objects.filter(act=SittingAct.OUTAGE)
    assert events.filter(attempt=None).count() == 1
    assert events.exclude(attempt=None).count() == 2


def test_a_pause_and_its_end(cast: Cast, sitting: Sitting) -> None:
    attempt = sit(cast, sitting, "trainee")
    pause(event=uuid.uuid4(), sitting=sitting, attempt=None, reason="x", by=cast.head, at=minutes(10))
    resume(event=uuid.uuid4(), sitting=sitting, attempt=None, by=cast.head, at=minutes(25))
    attempt.refresh_from_db()
    assert attempt.deadline == minutes(75)
