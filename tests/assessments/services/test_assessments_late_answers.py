"""Late answers: kept, listed with what they would change, decided once by a person."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from assessments.models import LateDecision, Response, Result
from assessments.selectors.attempts import review
from assessments.selectors.late_answers import late_answers
from assessments.services.answers import Given, store
from assessments.services.late_answers import DecidedError, LateUnknownError, decide_late
from assessments.services.marking import ClosedError, ReasonMissingError
from courses.enums import CohortState
from tests.conftest import Cast
from tests.factories.assessments import right_answers
from tests.factories.marking import AT, TODAY, essay_of, make_essay_quiz, mark_essay, sit_essay, sit_in_commission

LATER = AT + datetime.timedelta(minutes=3)


def came_late(attempt, person, position=None, answer=None) -> Response:
    """A right answer to the first question without points (or another answer) that comes after the hand-in."""
    row = attempt.drawn.exclude(version__kind="essay").filter(points=0).order_by("position").first()
    position = position or row.position
    answer = right_answers(attempt)[position] if answer is None else answer
    given = Given(uuid.uuid4(), position, 9, answer, "tg")
    assert not store(attempt_id=attempt.pk, given=given, by=person, at=LATER)
    return Response.objects.get(pk=given.id)


def decide(response, by, *, accepted=True, **fields):
    values = {"submission": uuid.uuid4(), "reason": "The link was cut in the room", "at": LATER, "on": TODAY, **fields}
    return decide_late(response=response.pk, accepted=accepted, by=by, **values)


@pytest.fixture
def attempt(cast: Cast):
    make_essay_quiz()
    attempt = sit_essay(cast.trainee, right=2)
    mark_essay(attempt, cast.instructor, (0, 0))
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("33.33")
    return attempt


def test_what_it_would_change_is_told_and_then_it_does(cast: Cast, attempt) -> None:
    late = came_late(attempt, cast.trainee)
    (found,) = late_answers(cast.head, [cast.khorog.pk], "tg")
    assert (found.points, found.then_points, found.then.percent) == (0, 1, 50)
    assert found.late_by == datetime.timedelta(minutes=3)
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("33.33")  # looking changes nothing
    pk = uuid.uuid4()
    decide(late, cast.head, submission=pk)
    decide(late, cast.head, submission=pk)
    attempt.refresh_from_db()
    assert (attempt.percent, Result.objects.get().percent) == (50, 50)
    assert late_answers(cast.head, [cast.khorog.pk], "tg") == []
    entry = AuditEntry.objects.get(act="late_answer_decided")
    assert (entry.old, entry.new["percent"]) == ({"percent": "33.33"}, "50.00")
    assert review(attempt.pk, cast.trainee, "tg", LATER).late == 0


def test_what_is_not_accepted_is_kept_and_changes_nothing(cast: Cast, attempt) -> None:
    late = came_late(attempt, cast.trainee)
    decide(late, cast.head, accepted=False)
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("33.33")
    assert Response.objects.filter(pk=late.pk).exists()
    with pytest.raises(DecidedError):
        decide(late, cast.head, accepted=True)
    assert LateDecision.objects.count() == 1


def test_a_late_essay_sends_the_attempt_to_a_marker(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee, essay="")
    assert attempt.percent == 50
    late = came_late(attempt, cast.trainee, essay_of(attempt).position, "Матни дер")
    assert late_answers(cast.head, [cast.khorog.pk], "tg")[0].then.waiting
    decide(late, cast.head)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.percent, attempt.points) == ("marking", None, None)
    assert Result.objects.get().percent == 50  # stands until then
    mark_essay(attempt, cast.instructor, (1, 2))
    attempt.refresh_from_db()
    assert attempt.percent == Result.objects.get().percent == 100


def test_who_decides(cast: Cast, attempt) -> None:
    late = came_late(attempt, cast.trainee)
    for person in (cast.trainee, cast.instructor, cast.registrar, cast.administrator, cast.other_registrar):
        with pytest.raises(LateUnknownError):
            decide(late, person)
    with pytest.raises(ReasonMissingError):
        decide(late, cast.head, reason=" ")
    sit_in_commission(cast, cast.second_assessor)
    decide(late, cast.second_assessor)


def test_after_the_protocol_it_can_only_be_put_aside(cast: Cast, attempt) -> None:
    late = came_late(attempt, cast.trainee)
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    with pytest.raises(ClosedError):
        decide(late, cast.head)
    assert not decide(late, cast.head, accepted=False).accepted


def test_the_list_costs_the_same_for_few_and_many(cast: Cast, attempt) -> None:
    came_late(attempt, cast.trainee)
    counts = []
    for person in (None, cast.classmate, cast.afghan):
        if person is not None:
            came_late(sit_essay(person, right=1), person)
        with CaptureQueriesContext(connection) as asked:
            late_answers(cast.head, [cast.khorog.pk], "tg")
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_the_page_decides_and_keeps_what_was_typed(cast: Cast, attempt) -> None:
    late, url = came_late(attempt, cast.trainee), reverse("assessments:late")
    client = cast.client("head")
    assert str(late.pk) in client.get(url).content.decode()
    values = {"submission": str(uuid.uuid4()), "response": str(late.pk), "accepted": "perhaps", "reason": "Kept words"}
    bad = client.post(url, values)
    assert bad.status_code == 422
    assert "Kept words" in bad.content.decode()
    assert client.post(url, {**values, "accepted": "yes"}).status_code == 302
    attempt.refresh_from_db()
    assert attempt.percent == 50
    assert cast.client("instructor").get(url).status_code == 403
