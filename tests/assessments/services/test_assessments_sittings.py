"""Sittings: windows, codes, pauses, time given, outages. Nothing is handed in blank, no time is lost or won."""

import datetime
import uuid

import pytest
from django.utils import timezone

from assessments.domain.allowance import StartRefusal
from assessments.enums import AttemptState, FeedbackTime, QuizPurpose, SittingAct
from assessments.models import Attempt, BlueprintLine, Quiz, Sitting, SittingEvent
from assessments.services import sittings
from assessments.services.answers import Given, store
from assessments.services.attempts import close_overdue, hand_in
from assessments.services.rooms import hear
from assessments.services.starting import StartRefusedError, start
from tests.factories.assessments import make_question, make_quiz, right_answers
from tests.factories.courses import make_module

AT = timezone.now()


def minutes(number: float) -> datetime.datetime:
    return AT + datetime.timedelta(minutes=number)


@pytest.fixture
def quiz(cast) -> Quiz:
    """A module quiz of an hour that is sat in windows."""
    module = cast.cohort.programme_version.parts.get().module
    return make_quiz(module, sittings_only=True, start_code=True, time_limit_minutes=60)


@pytest.fixture
def sitting(cast, quiz) -> Sitting:
    return planned(cast, quiz)


def planned(cast, quiz: Quiz, opens: float = -5, closes: float = 180) -> Sitting:
    return sittings.plan_sitting(
        pk=uuid.uuid4(),
        quiz=quiz,
        cohort=cast.cohort,
        room=None,
        opens_at=minutes(opens),
        closes_at=minutes(closes),
        invigilators=[cast.second_assessor],
        by=cast.registrar,
        at=AT,
    )


def sit(cast, sitting: Sitting, who: str = "trainee", at: datetime.datetime = AT) -> Attempt:
    person = getattr(cast, who)
    return start(code=sitting.quiz.code, language="tg", by=person, at=at, start_code=sitting.start_code.lower())


def refused(cast, at: datetime.datetime = AT, **more: str) -> StartRefusal:
    with pytest.raises(StartRefusedError) as error:
        start(code="M2.2", language="tg", by=cast.trainee, at=at, **more)
    return error.value.refusal


def new() -> uuid.UUID:
    return uuid.uuid4()


def test_it_begins_in_the_window_with_the_code(cast, quiz) -> None:
    assert refused(cast) == StartRefusal.NO_SITTING
    sitting = planned(cast, quiz)
    assert refused(cast) == StartRefusal.WRONG_CODE
    assert refused(cast, start_code="WRONG1") == StartRefusal.WRONG_CODE
    assert refused(cast, at=minutes(-6), start_code=sitting.start_code) == StartRefusal.NO_SITTING
    assert refused(cast, at=minutes(181), start_code=sitting.start_code) == StartRefusal.NO_SITTING
    attempt = sit(cast, sitting)
    assert (attempt.sitting, attempt.deadline) == (sitting, minutes(60))
    assert sit(cast, sitting).pk == attempt.pk  # pressed twice
    assert start(code="M2.2", language="ru", by=cast.trainee, at=AT).pk == attempt.pk  # to go on no code is asked


def test_two_windows_of_a_quiz_do_not_overlap_and_only_the_centre_plans(cast, quiz, sitting) -> None:
    with pytest.raises(sittings.WindowError):
        planned(cast, quiz, 100, 300)
    with pytest.raises(sittings.WindowError):
        planned(cast, quiz, 400, 400)
    planned(cast, quiz, 181, 300)
    with pytest.raises(sittings.NotAllowedError):
        sittings.plan_sitting(
            pk=new(), quiz=quiz, cohort=cast.cohort, room=None, opens_at=minutes(500), closes_at=minutes(600),
            invigilators=[], by=cast.instructor, at=AT,
        )  # fmt: skip


def test_only_from_the_centres_network(cast, quiz) -> None:
    Quiz.objects.update(sittings_only=False, start_code=False, centre_network_only=True)
    cast.cohort.centre.networks = ["10.20.0.0/16"]
    cast.cohort.centre.save()
    assert refused(cast, address="10.21.0.1") == StartRefusal.OTHER_NETWORK
    assert start(code="M2.2", language="tg", by=cast.trainee, at=AT, address="10.20.3.4").number == 1


def test_a_pause_between_attempts(cast, quiz) -> None:
    Quiz.objects.update(sittings_only=False, start_code=False, pause_hours=24)
    first = start(code="M2.2", language="tg", by=cast.trainee, at=AT)
    hand_in(attempt_id=first.pk, confirmed=True, by=cast.trainee, at=minutes(1))
    assert refused(cast, at=minutes(60 * 24)) == StartRefusal.TOO_SOON
    assert start(code="M2.2", language="tg", by=cast.trainee, at=minutes(60 * 24 + 1)).number == 2


def test_more_time_for_one_person(cast, quiz, sitting) -> None:
    sittings.give_extra_time(
        enrolment=cast.enrolment, percent=50, reason="injured hand", document="12", by=cast.head, at=AT
    )
    assert sit(cast, sitting).deadline == minutes(90)
    assert sit(cast, sitting, "classmate").deadline == minutes(60)
    with pytest.raises(sittings.ReasonMissingError):
        sittings.give_extra_time(enrolment=cast.enrolment, percent=50, reason=" ", document="", by=cast.head, at=AT)


def test_a_pause_gives_all_its_time_back(cast, sitting) -> None:
    attempt, other = sit(cast, sitting), sit(cast, sitting, "classmate")
    event = new()
    for _twice in range(2):
        sittings.pause(
            event=event, sitting=sitting, attempt=None, reason="noise", by=cast.second_assessor, at=minutes(10)
        )
    assert close_overdue(at=minutes(100)) == 0  # no time runs
    sittings.resume(event=new(), sitting=sitting, attempt=None, by=cast.second_assessor, at=minutes(100))
    for one in (attempt, other):
        one.refresh_from_db()
        assert (one.paused_at, one.deadline) == (None, minutes(150))
    assert [event.act for event in sitting.events.all()] == [SittingAct.PAUSED, SittingAct.RESUMED]
    assert sitting.events.last().seconds == 90 * 60


def test_who_begins_while_the_room_stands_still_begins_paused(cast, sitting) -> None:
    sittings.pause(event=new(), sitting=sitting, attempt=None, reason="alarm", by=cast.head, at=minutes(0))
    attempt = sit(cast, sitting, at=minutes(5))
    assert attempt.paused_at == minutes(5)
    sittings.resume(event=new(), sitting=sitting, attempt=None, by=cast.head, at=minutes(20))
    attempt.refresh_from_db()
    assert attempt.deadline == minutes(5 + 60 + 15)


def test_more_minutes_for_one_or_all_also_afterwards(cast, sitting) -> None:
    attempt, other = sit(cast, sitting), sit(cast, sitting, "classmate")
    sittings.extend(
        event=new(), sitting=sitting, attempt=attempt, minutes=10, reason="ill", by=cast.second_assessor, at=minutes(70)
    )
    attempt.refresh_from_db()
    other.refresh_from_db()
    assert (attempt.deadline, other.deadline) == (minutes(80), minutes(60))
    with pytest.raises(sittings.ReasonMissingError):
        sittings.extend(event=new(), sitting=sitting, attempt=None, minutes=5, reason="", by=cast.head, at=minutes(1))
    with pytest.raises(sittings.NotAllowedError):
        sittings.extend(
            event=new(), sitting=sitting, attempt=None, minutes=5, reason="x", by=cast.instructor, at=minutes(1)
        )


def test_an_attempt_is_opened_again_with_a_reason(cast, sitting) -> None:
    attempt = sit(cast, sitting)
    hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=minutes(2))
    sittings.reopen(
        event=new(), sitting=sitting, attempt=attempt, minutes=30, reason="pressed by mistake", by=cast.head,
        at=minutes(3),
    )  # fmt: skip
    attempt.refresh_from_db()
    assert (attempt.state, attempt.deadline, attempt.percent) == (AttemptState.OPEN, minutes(33), None)
    with pytest.raises(sittings.AttemptStateError):
        sittings.reopen(
            event=new(), sitting=sitting, attempt=attempt, minutes=30, reason="again", by=cast.head, at=minutes(4)
        )


def test_closing_hands_in_everybody(cast, sitting) -> None:
    attempt = sit(cast, sitting)
    for position, answer in right_answers(attempt).items():
        store(attempt_id=attempt.pk, given=Given(new(), position, position, answer, "tg"), by=cast.trainee, at=AT)
    sittings.close(event=new(), sitting=sitting, by=cast.head, at=minutes(20))
    attempt.refresh_from_db()
    assert attempt.percent == 100
    with pytest.raises(sittings.SittingClosedError):
        sittings.pause(event=new(), sitting=sitting, attempt=None, reason="x", by=cast.head, at=minutes(21))


# The power cut. Both sit from minute 0; at minute 20 the room goes dark; at minute 50 the first page is back.


def dark(cast, sitting: Sitting) -> tuple[Attempt, Attempt]:
    attempt, other = sit(cast, sitting), sit(cast, sitting, "classmate")
    for minute in range(1, 21):
        hear(attempt_id=attempt.pk, lived=True, by=cast.trainee, at=minutes(minute))
        hear(attempt_id=other.pk, lived=True, by=cast.classmate, at=minutes(minute))
    return attempt, other


def test_a_power_cut_hands_nothing_in_and_gives_the_time_back(cast, sitting) -> None:
    attempt, other = dark(cast, sitting)
    assert close_overdue(at=minutes(75)) == 0  # the time was over at 60, and nobody was there
    heard = hear(attempt_id=attempt.pk, lived=False, by=cast.trainee, at=minutes(80))
    assert (heard.over, heard.remaining) == (False, 40 * 60)
    assert close_overdue(at=minutes(81)) == 0  # the other machine has not started yet
    again = hear(attempt_id=attempt.pk, lived=False, by=cast.trainee, at=minutes(81))
    assert again.remaining == 39 * 60  # once an outage
    heard = hear(attempt_id=other.pk, lived=False, by=cast.classmate, at=minutes(82))
    assert heard.remaining == 40 * 60
    outages = SittingEvent.objects.filter(act=SittingAct.OUTAGE)
    assert sorted(event.seconds for event in outages) == [3600, 3600, 3720]
    for minute in range(83, 122):
        hear(attempt_id=other.pk, lived=True, by=cast.classmate, at=minutes(minute))
    assert close_overdue(at=minutes(121)) == 1  # from now on the clock is the clock: 80 + 40 are over
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED


def test_a_page_that_lived_on_gets_no_time(cast, sitting) -> None:
    attempt, _other = dark(cast, sitting)
    heard = hear(attempt_id=attempt.pk, lived=True, by=cast.trainee, at=minutes(50))
    assert heard.remaining == 10 * 60


def test_one_device_that_is_silent_gets_no_time_while_the_room_goes_on(cast, sitting) -> None:
    attempt, other = dark(cast, sitting)
    for minute in range(21, 50):
        hear(attempt_id=other.pk, lived=True, by=cast.classmate, at=minutes(minute))
    assert hear(attempt_id=attempt.pk, lived=False, by=cast.trainee, at=minutes(50)).remaining == 10 * 60
    assert not SittingEvent.objects.filter(act=SittingAct.OUTAGE).exists()


def test_when_no_browser_comes_back_the_server_hands_in(cast, sitting) -> None:
    attempt, other = dark(cast, sitting)
    for minute in range(21, 62):
        hear(attempt_id=other.pk, lived=True, by=cast.classmate, at=minutes(minute))
    assert close_overdue(at=minutes(62)) == 2
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED


def test_somebody_alone_is_no_room(cast, sitting) -> None:
    attempt = sit(cast, sitting)
    hear(attempt_id=attempt.pk, lived=True, by=cast.trainee, at=minutes(10))
    assert hear(attempt_id=attempt.pk, lived=False, by=cast.trainee, at=minutes(40)).remaining == 20 * 60


def test_a_room_that_never_came_back_is_closed_by_a_person(cast, sitting) -> None:
    attempt, _other = dark(cast, sitting)
    assert close_overdue(at=minutes(60 * 24)) == 0
    sittings.close(event=new(), sitting=sitting, by=cast.head, at=minutes(60 * 24))
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED


# Forward only, feedback at once, blueprints.


def given(attempt: Attempt, position: int, answer, person, at=AT, sequence: int = 1) -> bool:
    return store(attempt_id=attempt.pk, given=Given(new(), position, sequence, answer, "tg"), by=person, at=at)


def test_the_first_answer_counts_where_feedback_comes_at_once(cast, quiz) -> None:
    Quiz.objects.update(sittings_only=False, start_code=False, feedback=FeedbackTime.AT_ONCE)
    attempt = start(code="M2.2", language="tg", by=cast.trainee, at=AT)
    right = right_answers(attempt)
    assert given(attempt, 1, right[1], cast.trainee)
    assert not given(attempt, 1, None, cast.trainee, sequence=2)  # kept as late: the person knows the answer by now
    assert attempt.responses.count() == 2


def test_what_lies_behind_is_closed_in_a_forward_only_quiz(cast, quiz) -> None:
    Quiz.objects.update(sittings_only=False, start_code=False, forward_only=True)
    attempt = start(code="M2.2", language="tg", by=cast.trainee, at=AT)
    Attempt.objects.update(reached=2)
    assert not given(attempt, 1, None, cast.trainee)
    assert given(attempt, 2, None, cast.trainee)


def test_a_blueprint_draws_so_many_of_each(cast) -> None:
    module = cast.cohort.programme_version.parts.get().module
    other = make_module("M9.1")
    for number in range(6):
        make_question(module, number, "single")
        make_question(other, number, "true_false")
    exit_test = Quiz.objects.create(
        code="T-EXIT", purpose=QuizPurpose.ENTRY, programme=cast.cohort.programme_version.programme, questions=5
    )
    BlueprintLine.objects.create(quiz=exit_test, position=1, module=module, count=3)
    BlueprintLine.objects.create(quiz=exit_test, position=2, module=other, count=2)
    attempt = start(code="T-EXIT", language="tg", by=cast.trainee, at=AT)
    kinds = sorted(attempt.drawn.values_list("version__kind", flat=True))
    assert kinds == ["single"] * 3 + ["true_false"] * 2
    BlueprintLine.objects.filter(position=2).update(count=7)
    with pytest.raises(StartRefusedError):
        start(code="T-EXIT", language="tg", by=cast.classmate, at=AT)
