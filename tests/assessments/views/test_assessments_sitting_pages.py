"""The pages of sittings: planned by the registrar, led by the invigilator, read by nobody else."""

import datetime
import uuid

import pytest
from django.utils import timezone

from assessments.enums import AttemptState
from assessments.models import Attempt, ExtraTime, Sitting
from assessments.services.starting import start
from tests.factories.assessments import make_quiz

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def quiz(cast):
    module = cast.cohort.programme_version.parts.get().module
    return make_quiz(module, sittings_only=True, start_code=True, time_limit_minutes=60)


@pytest.fixture
def sitting(cast, quiz) -> Sitting:
    now = timezone.now()
    sitting = Sitting.objects.create(
        quiz=quiz, cohort=cast.cohort, opens_at=now - HOUR, closes_at=now + HOUR, start_code="AC37QX",
        created_by=cast.registrar,
    )  # fmt: skip
    sitting.invigilators.add(cast.second_assessor)
    return sitting


def act(cast, sitting: Sitting, does: str, who: str = "second_assessor", **more: object):
    data = {"event": str(uuid.uuid4()), "act": does, **more}
    return cast.client(who).post(f"/ru/assessments/sittings/{sitting.pk}/act/", data)


def sit(cast, sitting: Sitting) -> Attempt:
    return start(code="M2.2", language="tg", by=cast.trainee, at=timezone.now(), start_code=sitting.start_code)


def test_the_registrar_plans_a_sitting_and_what_was_typed_is_kept_when_it_is_wrong(cast, quiz) -> None:
    client, address = cast.client("registrar"), f"/ru/assessments/cohorts/{cast.cohort.pk}/sittings/"
    day = timezone.localdate() + datetime.timedelta(days=1)
    data = {
        "pk": str(uuid.uuid4()), "quiz": quiz.pk, "date": day.isoformat(), "begins": "۰۹:۰۰", "ends": "08:00",
        "invigilators": [str(cast.second_assessor.pk)],
    }  # fmt: skip
    wrong = client.post(address, data)
    assert wrong.status_code == 422
    assert "08:00" in wrong.content.decode()
    for _twice in range(2):
        assert client.post(address, data | {"ends": "10:30"}).status_code == 302
    sitting = Sitting.objects.get()
    assert timezone.localtime(sitting.opens_at).hour == 9
    assert len(sitting.start_code) == 6
    assert client.post(address, data | {"pk": str(uuid.uuid4()), "ends": "11:00"}).status_code == 422  # overlaps
    assert cast.client("instructor").get(address).status_code == 403
    assert cast.client("other_registrar").get(address).status_code == 404


def test_the_trainee_types_the_code_in_any_case(cast, sitting) -> None:
    client = cast.client("trainee")
    page = client.get("/tg/assessments/quizzes/M2.2/").content.decode()
    assert 'name="start_code"' in page
    assert sitting.start_code not in page
    wrong = client.post("/tg/assessments/quizzes/M2.2/start/", {"start_code": "XXXXXX"}, follow=True)
    assert not Attempt.objects.exists()
    assert wrong.status_code == 200
    assert client.post("/tg/assessments/quizzes/M2.2/start/", {"start_code": " ac37qx "}).status_code == 302
    assert Attempt.objects.get().sitting == sitting


def test_the_invigilator_sees_the_room_and_leads_it(cast, sitting) -> None:
    attempt = sit(cast, sitting)
    address = f"/ru/assessments/sittings/{sitting.pk}/"
    page = cast.client("second_assessor").get(address)
    assert page.status_code == 200
    assert sitting.start_code in page.content.decode()
    assert act(cast, sitting, "pause", attempt=str(attempt.pk)).status_code == 422  # no reason
    assert act(cast, sitting, "pause", attempt=str(attempt.pk), reason="болен").status_code == 302
    trainee = cast.client("trainee")
    assert trainee.get(f"/ru/assessments/attempts/{attempt.pk}/").content.decode().count("disabled") >= 10
    told = trainee.post(f"/ru/assessments/attempts/{attempt.pk}/here/", {"lived": "1"}).json()
    assert told["paused"] is True
    assert act(cast, sitting, "resume", attempt=str(attempt.pk)).status_code == 302
    assert act(cast, sitting, "extend", minutes="۱۵", reason="шум").status_code == 302
    assert act(cast, sitting, "identify", enrolment=str(cast.enrolment.pk)).status_code == 302
    assert act(cast, sitting, "close").status_code == 302
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED
    assert act(cast, sitting, "pause", reason="x").status_code == 422
    part = cast.client("second_assessor").get(address + "?part=1").content.decode()
    assert "<html" not in part


def test_others_do_not_lead(cast, sitting) -> None:
    for who in ("instructor", "other_instructor", "other_registrar"):
        assert cast.client(who).get(f"/ru/assessments/sittings/{sitting.pk}/").status_code == 404
        assert act(cast, sitting, "close", who=who).status_code == 404
    assert cast.client("trainee").get(f"/ru/assessments/sittings/{sitting.pk}/").status_code == 403
    assert cast.client("head").get(f"/ru/assessments/sittings/{sitting.pk}/").status_code == 200


@pytest.mark.parametrize("wrong", [{"act": "fly"}, {"event": "x"}, {"attempt": "x"}, {"attempt": str(uuid.uuid4())}])
def test_bad_acts_are_4xx(cast, sitting, wrong) -> None:
    assert act(cast, sitting, "pause", **{"reason": "x", **wrong}).status_code in {404, 422}


def test_more_time_is_given_and_taken_back(cast, quiz) -> None:
    client, address = cast.client("head"), f"/fa-af/assessments/cohorts/{cast.cohort.pk}/more-time/"
    given = {"enrolment": str(cast.enrolment.pk), "percent": "25", "reason": "جراحت", "document": "7"}
    assert client.post(address, given | {"reason": ""}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert ExtraTime.objects.get().percent == 25
    assert client.post(address, {"end": str(cast.enrolment.pk)}).status_code == 302
    assert not ExtraTime.objects.filter(ended_at=None).exists()


def test_a_quiz_that_goes_forward_shows_one_question_at_a_time(cast, quiz) -> None:
    type(quiz).objects.update(sittings_only=False, start_code=False, forward_only=True)
    attempt = start(code="M2.2", language="tg", by=cast.trainee, at=timezone.now())
    client = cast.client("trainee")
    page = client.get(f"/en/assessments/attempts/{attempt.pk}/").content.decode()
    assert page.count("<fieldset") == 1
    for _twice in range(2):
        client.post(f"/en/assessments/attempts/{attempt.pk}/go-on/", {"position": "1"})
    attempt.refresh_from_db()
    assert attempt.reached == 2
    assert client.get(f"/en/assessments/attempts/{attempt.pk}/").content.decode().count("<fieldset") == 1


def test_feedback_comes_at_once_where_the_quiz_says_so(cast, quiz) -> None:
    type(quiz).objects.update(sittings_only=False, start_code=False, feedback="at_once")
    attempt = start(code="M2.2", language="tg", by=cast.trainee, at=timezone.now())
    client, address = cast.client("trainee"), f"/tg/assessments/attempts/{attempt.pk}/"
    assert "feedback" not in client.get(address).content.decode().replace('class="feedback"', "")
    drawn = attempt.drawn.filter(version__kind="true_false").select_related("version__question").first()
    number = drawn.version.question.code.rpartition("q")[2]
    data = {f"was{drawn.position}": "null", f"q{drawn.position}": "true", "check": str(drawn.position)}
    client.post(address + "answer/", data)
    page = client.get(address).content.decode()
    assert f"feedback {number} tg" in page
    assert page.count("feedback ") - page.count('"feedback ') <= 2


def test_questions_stay_closed_until_the_cohort_has_finished(cast, quiz, sitting) -> None:
    type(quiz).objects.update(feedback="cohort")
    attempt = sit(cast, sitting)
    client = cast.client("trainee")
    client.post(f"/tg/assessments/attempts/{attempt.pk}/submit/", {"confirmed": "1"})
    for who in ("trainee", "instructor"):
        assert "stem" not in cast.client(who).get(f"/tg/assessments/attempts/{attempt.pk}/result/").content.decode()
    act(cast, sitting, "close")
    assert "stem" in client.get(f"/tg/assessments/attempts/{attempt.pk}/result/").content.decode()


def test_the_room_costs_the_same_for_few_and_many(cast, sitting, django_assert_max_num_queries) -> None:
    sit(cast, sitting)
    client = cast.client("second_assessor")
    client.get(f"/ru/assessments/sittings/{sitting.pk}/")
    with django_assert_max_num_queries(16):
        client.get(f"/ru/assessments/sittings/{sitting.pk}/")
