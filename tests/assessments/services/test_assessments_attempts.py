"""Starting, answering and handing in: each may come twice, nothing is lost, nobody acts for another."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.domain.allowance import StartRefusal
from assessments.enums import ADMITTED_ONLY, AttemptState, QuizPurpose, ResultState
from assessments.models import Attempt, AttemptQuestion, Response, Result
from assessments.selectors.attempts import latest_answers, own_paper, review
from assessments.selectors.bank import bank_sizes
from assessments.selectors.standings import best_percents, open_attempts, standing
from assessments.services.answers import AnswerMalformedError, Given, NotDrawnError, read_given, store, store_form
from assessments.services.attempts import AttemptUnknownError, UnansweredError, close_overdue, hand_in
from assessments.services.starting import QuizUnknownError, StartRefusedError, start
from attendance.enums import Status
from attendance.services.admissions import decide, propose
from courses.enums import CohortState
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import make_quiz, right_answers
from tests.factories.attendance import call_roll, make_session
from tests.factories.courses import enrol, make_cohort, make_module, make_version

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


def minutes(number: float) -> datetime.datetime:
    return AT + datetime.timedelta(minutes=number)


@pytest.fixture
def module(cast: Cast) -> Module:
    module = Module.objects.get(code="M2.2")
    make_quiz(module)
    return module


def begin(cast: Cast, at: datetime.datetime = AT, **fields: Any) -> Attempt:
    return start(**{"code": "M2.2", "language": "tg", "by": cast.trainee, "at": at, **fields})


def give(
    attempt: Attempt, cast: Cast, position: int, answer: Any, *, sequence: int = 1, at: Any = AT, **fields: Any
) -> bool:
    given = Given(fields.pop("id", uuid.uuid4()), position, sequence, answer, fields.pop("language", "tg"))
    return store(attempt_id=attempt.pk, given=given, by=fields.pop("by", cast.trainee), at=at)


def sit(cast: Cast, *, right: int, at: datetime.datetime = AT) -> Attempt:
    """A whole attempt with the first `right` of ten questions answered rightly."""
    attempt = begin(cast, at)
    for position, answer in list(right_answers(attempt).items())[:right]:
        give(attempt, cast, position, answer, at=at)
    return hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=at)


def test_starting_twice_gives_one_attempt(cast: Cast, module: Module) -> None:
    first, second = begin(cast), begin(cast, minutes(1), language="ru")
    assert first.pk == second.pk
    assert first.drawn.count() == 10
    assert AttemptQuestion.objects.count() == 10
    assert first.max_points == 10


def test_the_database_lets_only_one_attempt_be_open(cast: Cast, module: Module) -> None:
    attempt = begin(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            enrolment=cast.enrolment, quiz=attempt.quiz, number=2, language="tg", max_points=1, started_at=AT
        )


def test_orders_are_shuffled_and_fit_the_kind(cast: Cast, module: Module) -> None:
    for row in begin(cast).drawn.select_related("version"):
        size = row.version.key.get("options", row.version.key.get("pairs", 0))
        assert sorted(row.order) == list(range(size))


def test_length_comes_from_the_programme_version(cast: Cast, module: Module) -> None:
    version = cast.cohort.programme_version
    version.quiz_questions = 4
    version.save()
    assert begin(cast).drawn.count() == 4


def test_an_answer_sent_again_is_stored_once_and_answered_alike(cast: Cast, module: Module) -> None:
    attempt, pk = begin(cast), uuid.uuid4()
    assert give(attempt, cast, 1, 0, id=pk)
    assert give(attempt, cast, 1, 0, id=pk, at=minutes(5))
    assert Response.objects.get().received_at == AT
    hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=minutes(6))
    assert give(attempt, cast, 1, 0, id=pk, at=minutes(7))  # the first reply was lost: it was saved in time
    assert not give(attempt, cast, 1, 2, at=minutes(7))  # a new one is kept, and said to be late
    assert Response.objects.filter(late=True).count() == 1


def test_the_last_in_the_persons_order_counts_whatever_the_order_of_arrival(cast: Cast, module: Module) -> None:
    attempt = begin(cast)
    give(attempt, cast, 1, 3, sequence=2, at=minutes(1))
    give(attempt, cast, 1, 1, sequence=1, at=minutes(2))
    assert latest_answers(attempt.pk)[1].answer == 3
    assert Response.objects.count() == 2


def test_nobody_answers_for_another(cast: Cast, module: Module) -> None:
    attempt = begin(cast)
    for other in (cast.classmate, cast.instructor, cast.head, cast.administrator):
        with pytest.raises(NotDrawnError):
            give(attempt, cast, 1, 0, by=other)
        with pytest.raises(NotDrawnError):
            store_form(attempt_id=attempt.pk, answers={1: 0}, shown={}, language="tg", by=other, at=AT)
        with pytest.raises(AttemptUnknownError):
            hand_in(attempt_id=attempt.pk, confirmed=True, by=other, at=AT)
        assert own_paper(attempt.pk, other, "tg") is None
    with pytest.raises(NotDrawnError):
        give(attempt, cast, 99, 0)
    assert not Response.objects.exists()


def test_another_persons_id_cannot_be_taken_over(cast: Cast, module: Module) -> None:
    pk = uuid.uuid4()
    give(begin(cast), cast, 1, 0, id=pk)
    other = begin(cast, by=cast.classmate)
    with pytest.raises(NotDrawnError):
        give(other, cast, 1, 0, id=pk, by=cast.classmate)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {},
        {"id": "x", "position": 1, "sequence": 1, "language": "tg", "answer": 1},
        {"id": 5, "position": 1, "sequence": 1, "language": "tg", "answer": 1},
        {"id": str(uuid.uuid4()), "position": True, "sequence": 1, "language": "tg", "answer": 1},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 2**31, "language": "tg", "answer": 1},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": -1, "language": "tg", "answer": 1},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 1, "language": "de", "answer": 1},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 1, "language": ["tg"], "answer": 1},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 1, "language": "tg"},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 1, "language": "tg", "answer": {"a": 1}},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 1, "language": "tg", "answer": "x" * 12_001},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 1, "language": "tg", "answer": "\x00"},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 1, "language": "tg", "answer": [[1]]},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 1, "language": "tg", "answer": list(range(41))},
        {"id": str(uuid.uuid4()), "position": 1, "sequence": 1, "language": "tg", "answer": 1.5},
    ],
)
def test_what_is_not_an_answer_is_refused(sent: Any) -> None:
    with pytest.raises(AnswerMalformedError):
        read_given(sent)


def test_handing_in_marks_once(cast: Cast, module: Module) -> None:
    done = sit(cast, right=7)
    assert (done.state, done.points, done.percent, done.passed) == ("submitted", Decimal(7), Decimal(70), True)
    again = hand_in(attempt_id=done.pk, confirmed=False, by=cast.trainee, at=minutes(9))
    assert again.submitted_at == AT
    assert sorted(AttemptQuestion.objects.values_list("points", flat=True)) == [0] * 3 + [1] * 7
    result = Result.objects.get()
    assert (result.kind, result.code, result.state) == ("quiz", "M2.2", ResultState.CONFIRMED)
    assert (result.percent, result.passed, result.tries) == (Decimal(70), True, 1)
    assert result.edition_numbers == {"M2.2.1": 1, "M2.2.2": 1}
    assert result.confirmed_at == AT


def test_unanswered_questions_are_named_first(cast: Cast, module: Module) -> None:
    attempt = begin(cast)
    answers = right_answers(attempt)
    for position in range(1, 9):
        give(attempt, cast, position, answers[position])
    with pytest.raises(UnansweredError) as named:
        hand_in(attempt_id=attempt.pk, confirmed=False, by=cast.trainee, at=AT)
    assert named.value.positions == [9, 10]
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.OPEN
    assert hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=AT).percent == 80


def test_the_best_attempt_counts(cast: Cast, module: Module) -> None:
    for number, right in enumerate((5, 8, 3)):
        sit(cast, right=right, at=minutes(number))
    result = Result.objects.get()
    assert (result.percent, result.passed, result.tries) == (Decimal(80), True, 3)
    assert best_percents([cast.enrolment.pk]) == {(cast.enrolment.pk, "M2.2"): Decimal(80)}
    found = standing("M2.2", cast.trainee, AT)
    assert found is not None
    assert found.best is not None
    assert (found.best.percent, found.left, found.refusal) == (Decimal(80), 0, StartRefusal.EXHAUSTED)


def test_attempts_come_to_an_end(cast: Cast, module: Module) -> None:
    for number in range(3):
        sit(cast, right=1, at=minutes(number))
    with pytest.raises(StartRefusedError) as refused:
        begin(cast)
    assert refused.value.refusal == StartRefusal.EXHAUSTED


def test_a_new_attempt_avoids_the_questions_of_the_last(cast: Cast, module: Module) -> None:
    version = cast.cohort.programme_version
    version.quiz_questions = 4
    version.save()
    questions = [set(sit(cast, right=0).drawn.values_list("version__question", flat=True)) for _ in range(2)]
    assert not questions[0] & questions[1]


def test_a_closed_cohort_begins_nothing_and_its_results_stand(cast: Cast, module: Module) -> None:
    sit(cast, right=6)
    attempt = begin(cast)
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    Result.objects.update(state=ResultState.LOCKED)
    for position, answer in right_answers(attempt).items():
        give(attempt, cast, position, answer)
    assert hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=AT).percent == 100
    assert Result.objects.get().percent == 60
    with pytest.raises(StartRefusedError) as refused:
        begin(cast)
    assert refused.value.refusal == StartRefusal.CLOSED


def test_a_locked_result_of_an_open_cohort_is_not_touched(cast: Cast, module: Module) -> None:
    sit(cast, right=6)
    Result.objects.update(state=ResultState.LOCKED)
    sit(cast, right=10)
    assert Result.objects.get().percent == 60


def test_who_may_start(cast: Cast, module: Module) -> None:
    for person in (cast.stranger, cast.instructor, cast.head):
        with pytest.raises(StartRefusedError) as refused:
            begin(cast, by=person)
        assert refused.value.refusal == StartRefusal.NOT_ENROLLED
    with pytest.raises(QuizUnknownError):
        begin(cast, code="M9.9")
    cast.enrolment.state = "withdrawn"
    cast.enrolment.save()
    with pytest.raises(StartRefusedError):
        begin(cast)


def test_a_programme_without_the_module_has_no_right_to_its_quiz(cast: Cast, module: Module) -> None:
    other = make_cohort(centre=cast.khorog, version=make_version(code="HBM", modules=(make_module("M3.1"),)))
    enrol(other, cast.stranger, by=cast.registrar)
    found = standing("M2.2", cast.stranger, AT)
    assert found is not None
    assert found.refusal == StartRefusal.NOT_ENROLLED


def test_an_empty_bank_begins_nothing(cast: Cast, module: Module) -> None:
    assert bank_sizes() == {"M2.2": 10}
    module.questions.update(retired_at=AT)
    assert bank_sizes() == {}
    with pytest.raises(StartRefusedError) as refused:
        begin(cast)
    assert refused.value.refusal == StartRefusal.EMPTY


def test_after_the_deadline_what_was_there_counts_and_what_comes_is_kept(cast: Cast, module: Module) -> None:
    quiz = module.quizzes.get()
    quiz.time_limit_minutes = 10
    quiz.save()
    attempt = begin(cast)
    assert attempt.deadline == minutes(10)
    assert [running.pk for running in open_attempts(cast.trainee, minutes(10))] == [attempt.pk]
    assert open_attempts(cast.trainee, minutes(11)) == []
    answers = right_answers(attempt)
    assert give(attempt, cast, 1, answers[1], at=minutes(10))
    assert not give(attempt, cast, 2, answers[2], at=minutes(10.01))
    assert (
        store_form(
            attempt_id=attempt.pk, answers={3: answers[3]}, shown={}, language="tg", by=cast.trainee, at=minutes(11)
        )
        == 0
    )
    done = hand_in(attempt_id=attempt.pk, confirmed=False, by=cast.trainee, at=minutes(12))
    assert done.percent == 10
    assert Response.objects.filter(late=True).count() == 2
    seen = review(attempt.pk, cast.trainee, "tg", AT)
    assert seen is not None
    assert seen.late == 2


def test_what_nobody_hands_in_is_handed_in_by_the_clock(cast: Cast, module: Module) -> None:
    module.quizzes.update(time_limit_minutes=10)
    attempt = begin(cast)
    give(attempt, cast, 1, right_answers(attempt)[1])
    assert close_overdue(at=minutes(10)) == 0
    assert close_overdue(at=minutes(11)) == 1
    assert close_overdue(at=minutes(11)) == 0
    attempt.refresh_from_db()
    assert attempt.percent == 10


def test_starting_after_the_deadline_hands_in_and_begins_anew(cast: Cast, module: Module) -> None:
    module.quizzes.update(time_limit_minutes=10)
    first = begin(cast)
    second = begin(cast, minutes(11))
    first.refresh_from_db()
    assert first.state == AttemptState.SUBMITTED
    assert (second.number, second.deadline) == (2, minutes(21))


def test_an_entry_test_is_sat_once_and_not_graded(cast: Cast, module: Module) -> None:
    module.quizzes.update(purpose=QuizPurpose.ENTRY)
    done = sit(cast, right=10)
    assert (done.percent, done.passed) == (Decimal(100), None)
    assert not Result.objects.exists()
    with pytest.raises(StartRefusedError):
        begin(cast)


def test_an_exit_test_asks_for_admission(cast: Cast, module: Module) -> None:
    module.quizzes.update(purpose=QuizPurpose.EXIT)
    call_roll(make_session(cast.cohort, hours=4), cast.instructor, TJ_100001=Status.ABSENT)
    with pytest.raises(StartRefusedError) as refused:
        begin(cast)
    assert refused.value.refusal == StartRefusal.NOT_ADMITTED
    assert not Attempt.objects.exists()
    found = standing("M2.2", cast.trainee, AT)
    assert found is not None
    assert found.refusal == StartRefusal.NOT_ADMITTED
    assert found.attendance is not None
    assert not found.attendance.share.meets
    assert begin(cast, by=cast.classmate).number == 1  # was there


def test_an_order_of_the_commission_admits_to_the_exit_test(cast: Cast, module: Module) -> None:
    module.quizzes.update(purpose=QuizPurpose.EXIT)
    call_roll(make_session(cast.cohort, hours=4), cast.instructor, TJ_100001=Status.ABSENT)
    order = {"number": "17", "date": AT.date(), "reason": "mission of the unit"}
    admission = propose(enrolment=cast.enrolment, **order, by=cast.registrar, at=AT)
    with pytest.raises(StartRefusedError):
        begin(cast)  # proposed, and not decided
    decide(admission=admission, admit=True, by=cast.head, at=AT)
    assert begin(cast).number == 1
    assert (found := standing("M2.2", cast.trainee, AT)) is not None
    assert found.refusal is None


def test_an_exit_test_that_runs_goes_on_whatever_the_attendance(cast: Cast, module: Module) -> None:
    attempt = begin(cast)
    module.quizzes.update(purpose=QuizPurpose.EXIT)
    assert begin(cast).pk == attempt.pk


@pytest.mark.parametrize("purpose", [purpose for purpose in QuizPurpose if purpose not in ADMITTED_ONLY])
def test_other_quizzes_do_not_look_at_the_attendance(cast: Cast, module: Module, purpose: QuizPurpose) -> None:
    module.quizzes.update(purpose=purpose)
    call_roll(make_session(cast.cohort, hours=4), cast.instructor, TJ_100001=Status.ABSENT)
    with CaptureQueriesContext(connection) as asked:
        begin(cast)
        standing("M2.2", cast.trainee, AT)
    said = " ".join(query["sql"] for query in asked)
    assert not [table for table in ("attendance_mark", "attendance_admission", "courses_classsession") if table in said]


def test_practice_has_thresholds_of_its_own(cast: Cast, module: Module) -> None:
    module.quizzes.update(purpose=QuizPurpose.PRACTICE, pass_percent=90, questions=3)
    for number in range(5):
        attempt = begin(cast, minutes(number))
        assert attempt.drawn.count() == 3
        done = hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=minutes(number))
        assert done.passed is False
    assert not Result.objects.exists()


def test_the_plain_form_stores_only_what_was_changed(cast: Cast, module: Module) -> None:
    attempt = begin(cast)

    def save(answers: dict[int, Any], shown: dict[int, Any]) -> int:
        return store_form(attempt_id=attempt.pk, answers=answers, shown=shown, language="ru", by=cast.trainee, at=AT)

    assert save({1: 0, 2: None, 3: [], 4: [None, None]}, {1: None}) == 1
    assert save({1: 0}, {1: None}) == 0  # pressed twice
    give(attempt, cast, 1, 3, sequence=5)  # another device goes on
    assert save({1: 0, 5: False}, {1: 0}) == 1  # the old page shows 0 and takes nothing back
    assert latest_answers(attempt.pk)[1].answer == 3
    assert latest_answers(attempt.pk)[5].sequence == 6
    assert save({5: {"a": 1}, 77: 1}, {}) == 0


def test_words_fall_back_to_english_and_say_so(cast: Cast, module: Module) -> None:
    attempt = begin(cast)
    version = attempt.drawn.get(position=4).version
    version.texts.filter(language="fa-af").delete()
    paper = own_paper(attempt.pk, cast.trainee, "fa-af")
    assert paper is not None
    assert [card.language for card in paper.cards] == ["fa-af"] * 3 + ["en"] + ["fa-af"] * 6
    assert "en" in paper.cards[3].stem


def test_reviews_are_for_the_person_and_those_who_teach_or_keep(cast: Cast, module: Module) -> None:
    done = sit(cast, right=8)
    for reader in (cast.trainee, cast.instructor, cast.registrar, cast.head, cast.auditor):
        assert review(done.pk, reader, "en", AT) is not None
    for other in (cast.classmate, cast.stranger, cast.other_instructor, cast.editor):
        assert review(done.pk, other, "en", AT) is None


def test_a_review_names_the_lessons_to_read_again(cast: Cast, module: Module) -> None:
    assert (found := review(sit(cast, right=10).pk, cast.trainee, "en", AT)) is not None
    assert found.read_again == []
    assert (found := review(sit(cast, right=0).pk, cast.trainee, "en", AT)) is not None
    assert found.read_again == ["M2.2.1", "M2.2.2"]
    assert found.left == 1
    assert {card.verdict for card in found.paper.cards} == {"none"}
    assert all("feedback" in card.feedback for card in found.paper.cards)
