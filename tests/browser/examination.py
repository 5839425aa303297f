"""An exit test of forty questions of every kind for the demonstration; runs inside the server's environment."""

import datetime
import json
import sys
import uuid

from django.utils import timezone

from accounts.models import User
from assessments.domain.marking import full_answer
from assessments.enums import FeedbackTime, QuestionKind, QuizPurpose
from assessments.models import Attempt, BlueprintLine, QuestionTag, Quiz
from assessments.services.sittings import plan_sitting
from attendance.services.admissions import decide, propose
from courses.models import Cohort, Enrolment, Module
from tests.factories.assessments import make_question

CODE = "EXIT-40"
TAG = "exit-40"
MARKED = [kind for kind in QuestionKind.values if kind != QuestionKind.ESSAY]


def prepare(*numbers: str) -> None:
    """Make the test and a sitting of an hour for the cohort of these people; print the sitting and its code."""
    at = timezone.now()
    enrolments = [
        Enrolment.objects.select_related("cohort__programme_version", "cohort__centre", "person")
        .filter(person__service_number=number, cohort__state__in=["planned", "running"])
        .first()
        for number in numbers
    ]
    cohort = enrolments[0].cohort
    module = Module.objects.get(code="M2.2")
    for number in range(40):
        version = make_question(module, 900 + number, MARKED[number % len(MARKED)])
        QuestionTag.objects.create(question=version.question, word=TAG)
    quiz = Quiz.objects.create(
        code=CODE,
        purpose=QuizPurpose.EXIT,
        programme=cohort.programme_version.programme,
        questions=40,
        time_limit_minutes=60,
        sittings_only=True,
        start_code=True,
        feedback=FeedbackTime.AFTER_COHORT,
        titles={code: f"{CODE} {code}" for code in ("en", "tg", "fa-af", "ru")},
    )
    BlueprintLine.objects.create(quiz=quiz, position=1, tag=TAG, count=40)
    head = User.objects.get(service_number="DEMO-H1")
    registrar = User.objects.get(service_number="DEMO-R1")
    for enrolment in enrolments:
        day = timezone.localdate()
        row = propose(enrolment=enrolment, number="T-7", date=day, reason="for the test", by=registrar, at=at)
        decide(admission=row, admit=True, by=head, at=at)
    sitting = plan_sitting(
        pk=uuid.uuid4(),
        quiz=quiz,
        cohort=cohort,
        room=None,
        opens_at=at - datetime.timedelta(minutes=1),
        closes_at=at + datetime.timedelta(hours=1),
        invigilators=[],
        by=head,
        at=at,
    )
    sys.stdout.write(json.dumps({"code": sitting.start_code, "sitting": str(sitting.pk)}))


def prepare_essay(code: str) -> None:
    """Make a test of one essay for the programme that the demonstration's trainees are in; print its code."""
    module = Module.objects.get(code="M2.2")
    cohort = Cohort.objects.get(code="KHO-3M-1")
    QuestionTag.objects.create(
        question=make_question(module, 990, QuestionKind.ESSAY, marks=3).question, word=code.lower()
    )
    quiz = Quiz.objects.create(
        code=code,
        purpose=QuizPurpose.ENTRY,
        programme=cohort.programme_version.programme,
        questions=1,
        titles={language: f"{code} {language}" for language in ("en", "tg", "fa-af", "ru")},
    )
    BlueprintLine.objects.create(quiz=quiz, position=1, tag=code.lower(), count=1)
    sys.stdout.write(json.dumps(code))


def answers(pk: str) -> None:
    """Print kind and right answer of every question of an attempt, by position."""
    rows = Attempt.objects.get(pk=pk).drawn.select_related("version").order_by("position")
    found = [(row.version.kind, full_answer(row.version.kind, row.version.key, row.order, row.seed)) for row in rows]
    sys.stdout.write(json.dumps(found))
