"""Attempts with an essay, handed in and waiting to be marked."""

import datetime
import uuid
from typing import Any

from accounts.enums import AuthorisationKind, Role
from accounts.models import Authorisation, Commission, CommissionMember, Order, User
from assessments.models import Attempt, AttemptQuestion, QuestionVersion, Quiz
from assessments.services.answers import Given, store
from assessments.services.attempts import hand_in
from assessments.services.marking import mark_answer
from assessments.services.starting import start
from courses.models import Module
from tests.conftest import Cast
from tests.factories.accounts import LONG_AGO, make_staff
from tests.factories.assessments import make_question, make_quiz, right_answers

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 11, 22)


def make_essay_quiz(questions: int = 3, **fields: Any) -> Quiz:
    """The module quiz of M2.2: short questions of one point each and an essay of three."""
    module = Module.objects.get(code="M2.2")
    quiz = make_quiz(module, questions=questions, **fields)
    make_question(module, 50, "essay", marks=3)
    return quiz


def sit_essay(
    person: User, *, essay: str = "Аввал ҳуҷҷатро мебинам.", right: int = 3, at: datetime.datetime = AT
) -> Attempt:
    """An attempt of a person, handed in: the first `right` short questions right, and an essay."""
    attempt = start(code="M2.2", language="tg", by=person, at=at)
    answers = right_answers(attempt)
    kinds = dict(attempt.drawn.values_list("position", "version__kind"))
    short = [position for position, kind in kinds.items() if kind != "essay"]
    given = {position: answers[position] for position in short[:right]}
    given |= {position: essay for position, kind in kinds.items() if kind == "essay" and essay}
    for position, answer in given.items():
        store(attempt_id=attempt.pk, given=Given(uuid.uuid4(), position, 1, answer, "tg"), by=person, at=at)
    return hand_in(attempt_id=attempt.pk, confirmed=True, by=person, at=at)


def hand_in_with_essay(attempt: Attempt, person: User) -> Attempt:
    """The attempt with an essay as one question more, handed in."""
    version = QuestionVersion.objects.filter(kind="essay").latest("pk")
    AttemptQuestion.objects.create(attempt=attempt, position=99, version=version)
    store(attempt_id=attempt.pk, given=Given(uuid.uuid4(), 99, 1, "Матн", "tg"), by=person, at=attempt.started_at)
    return hand_in(attempt_id=attempt.pk, confirmed=True, by=person, at=attempt.started_at)


def essay_of(attempt: Attempt) -> AttemptQuestion:
    """The essay of an attempt."""
    return attempt.drawn.get(version__kind="essay")


def mark_essay(attempt: Attempt, by: User, rubric: tuple[int, ...], stage: str = "first", **fields: Any) -> Any:
    """Points for the essay of an attempt."""
    values: dict[str, Any] = {"submission": uuid.uuid4(), "comment": "", "at": AT, "on": TODAY, **fields}
    return mark_answer(question=essay_of(attempt).pk, stage=stage, rubric=rubric, by=by, **values)


def third_marker(cast: Cast) -> User:
    """One more instructor of the centre who may assess the course."""
    person = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3", given="Сафар")
    Authorisation.objects.create(user=person, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    return person


def sit_in_commission(cast: Cast, *people: User) -> Commission:
    """A commission of Khorog."""
    order = Order.objects.create(
        centre=cast.khorog, kind="commission", number=f"K-{uuid.uuid4().hex[:6]}", date=TODAY, created_by=cast.head
    )
    commission = Commission.objects.create(centre=cast.khorog, order=order, valid_from=datetime.date(2026, 11, 1))
    for person in people:
        CommissionMember.objects.create(commission=commission, user=person)
    return commission
