"""Many attempts at once, for statistics: who answered what in which language, already marked."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from assessments.domain.marking import full_answer, mark
from assessments.enums import AttemptState
from assessments.models import Attempt, AttemptQuestion, QuestionVersion, Quiz, Response
from courses.models import Cohort, Enrolment

Knows = Callable[[int, int], bool]  # person, number of the question → right?


def wrong_answer(version: QuestionVersion) -> Any:
    """An answer that is worth nothing."""
    wrong = {"single": 0, "multiple": [1], "true_false": not version.key.get("right"), "numeric": "1"}
    return wrong.get(version.kind)


def sit(
    quiz: Quiz,
    cohort: Cohort,
    versions: Sequence[QuestionVersion],
    people: int,
    *,
    knows: Knows,
    language: str = "tg",
    number: int = 1,
    at: datetime.datetime | None = None,
    drawn: Callable[[int], Sequence[int]] | None = None,
    again: Sequence[Enrolment] | None = None,
) -> list[Enrolment]:
    """So many new people of a cohort hand in an attempt each; `drawn` says which questions a person gets.

    `again` are people who sit once more instead of new ones. Options are shown in the reverse order.
    """
    moment = at or timezone.now()
    enrolments = list(again or _enrolled(cohort, people))
    attempts, questions, responses = [], [], []
    for person, enrolment in enumerate(enrolments):
        attempt = Attempt(enrolment=enrolment, quiz=quiz, number=number, language=language, started_at=moment)
        reached, maximum = Decimal(0), 0
        for position, at_index in enumerate(drawn(person) if drawn else range(len(versions)), 1):
            version = versions[at_index]
            order = list(reversed(range(version.key.get("options", version.key.get("pairs", 0)))))
            right = knows(person, at_index)
            answer = full_answer(version.kind, version.key, order) if right else wrong_answer(version)
            points = mark(version.kind, version.key, version.marks, answer, order)
            questions.append(
                AttemptQuestion(attempt=attempt, position=position, version=version, order=order, points=points)
            )
            responses.append(
                Response(id=uuid.uuid4(), attempt=attempt, position=position, answer=answer, language=language)
            )
            reached, maximum = reached + points, maximum + version.marks
        attempt.points, attempt.max_points = reached, Decimal(maximum)
        attempt.percent = (100 * reached / maximum).quantize(Decimal("0.01"))
        attempt.state, attempt.submitted_at = AttemptState.SUBMITTED, moment + datetime.timedelta(minutes=20)
        attempts.append(attempt)
    Attempt.objects.bulk_create(attempts)
    AttemptQuestion.objects.bulk_create(questions)
    Response.objects.bulk_create(responses)
    return enrolments


def _enrolled(cohort: Cohort, people: int) -> list[Enrolment]:
    persons = User.objects.bulk_create(
        User(service_number=f"S-{uuid.uuid4().hex[:12]}", centre=cohort.centre) for _ in range(people)
    )
    by = cohort.created_by or persons[0]
    return Enrolment.objects.bulk_create(Enrolment(cohort=cohort, person=one, enrolled_by=by) for one in persons)
