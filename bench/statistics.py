"""Measure the statistics of quizzes: `python -m bench.statistics` (a minute); part of `make bench`.

Works in a temporary folder: one exit test of 40 questions with 1,000 attempts in three languages. CPU time of all its
figures (every question, by language, one language against another) from the rows of the database on, and the number of
statements.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from decimal import Decimal
from typing import Any

from bench.figures import Figure, figure, worst

ATTEMPTS, QUESTIONS = 1000, 40
LANGUAGES = (("tg", 600), ("fa-af", 300), ("ru", 100))
REPEATS = 5
BAR = 2000  # milliseconds of CPU
STATEMENTS = 6


def cpu() -> list[Figure]:
    """Measure in a process and a database of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.statistics", "--json"], check=True, stdout=subprocess.PIPE, text=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return [
        figure("statistics, 1,000 × 40: CPU", found["cpu"], "ms", bar=BAR),
        worst("statistics, 1,000 × 40: statements", found["statements"], "queries", bar=STATEMENTS),
    ]


def main() -> None:
    """Build the data, measure, print; the folder is thrown away."""
    with tempfile.TemporaryDirectory(prefix="omuzgoh-statistics-") as folder:
        for name, value in {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "OMUZGOH_VAR": folder,
            "SECRET_KEY": "bench",
            "MASTER_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        }.items():
            os.environ[name] = value
        import django  # noqa: PLC0415 - reason: the settings are named a line above

        django.setup()
        found = _measure(*_build())
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    times = sorted(found["cpu"])
    print(f"{ATTEMPTS} attempts × {QUESTIONS} questions: first {found['first']:.0f} ms, then", end=" ")
    print(f"{times[len(times) // 2]:.0f} ms of CPU, at most {BAR} ms; {found['statements'][0]} statements")


def _build() -> tuple[Any, Any]:
    from django.core.management import call_command  # noqa: PLC0415 - reason: after django.setup()

    from accounts.enums import Role  # noqa: PLC0415 - reason: after django.setup()
    from accounts.models import Centre, User  # noqa: PLC0415 - reason: after django.setup()
    from accounts.services.roles import give_role  # noqa: PLC0415 - reason: after django.setup()
    from assessments.models import Question, QuestionVersion, Quiz  # noqa: PLC0415 - reason: after django.setup()
    from courses.models import Cohort, Enrolment, Module, ProgrammeVersion  # noqa: PLC0415 - reason: the same

    print("building", file=sys.stderr, flush=True)
    call_command("migrate", verbosity=0)
    call_command("load_curriculum", outline_only=True, stdout=sys.stderr)
    centre, _ = Centre.objects.get_or_create(code="KHO", defaults={"titles": {"en": "Khorog"}})
    head = User.objects.create(service_number="BENCH-H", centre=centre)
    give_role(user=head, role=Role.HEAD, centre=centre, by=None)
    version = ProgrammeVersion.objects.earliest("pk")
    days = {"starts_on": "2026-09-01", "ends_on": "2026-09-30"}
    cohort = Cohort.objects.create(code="BENCH", programme_version=version, centre=centre, created_by=head, **days)
    persons = User.objects.bulk_create(User(service_number=f"B-{number}", centre=centre) for number in range(ATTEMPTS))
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(cohort=cohort, person=one, enrolled_by=head) for one in persons
    )
    module = Module.objects.earliest("pk")
    asked = [
        QuestionVersion.objects.create(
            question=Question.objects.create(code=f"bench-{number}", module=module),
            kind="single",
            key={"options": 4, "right": [number % 4]},
            source_hash="0",
        )
        for number in range(QUESTIONS)
    ]
    quiz = Quiz.objects.create(code="BENCH", purpose="exit", module=module, questions=QUESTIONS)
    _sit(quiz, enrolments, asked)
    return quiz, User.objects.get(pk=head.pk)


def _sit(quiz: Any, enrolments: Any, asked: Any) -> None:
    """Everybody answers everything, as able as chance made them."""
    from django.utils import timezone  # noqa: PLC0415 - reason: after django.setup()

    from assessments.models import Attempt, AttemptQuestion, Response  # noqa: PLC0415 - reason: the same

    generator = random.Random(7)
    languages = [language for language, people in LANGUAGES for _ in range(people)]
    attempts, questions, responses = [], [], []
    now = timezone.now()
    for enrolment, language in zip(enrolments, languages, strict=True):
        knows = generator.random()
        attempt = Attempt(enrolment=enrolment, quiz=quiz, number=1, language=language)
        reached = 0
        for position, version in enumerate(asked, 1):
            order = generator.sample(range(4), 4)
            right = version.key["right"][0]
            option = right if generator.random() < knows else generator.randrange(4)
            reached += option == right
            questions.append(
                AttemptQuestion(
                    attempt=attempt, position=position, version=version, order=order, points=int(option == right)
                )
            )
            given = {"answer": order.index(option), "language": language, "sequence": position}
            responses.append(Response(id=uuid.uuid4(), attempt=attempt, position=position, **given))
        attempt.points, attempt.max_points = Decimal(reached), Decimal(QUESTIONS)
        attempt.percent = Decimal(100 * reached) / QUESTIONS
        attempt.state, attempt.submitted_at = "submitted", now
        attempts.append(attempt)
    Attempt.objects.bulk_create(attempts, batch_size=500)
    AttemptQuestion.objects.bulk_create(questions, batch_size=2000)
    Response.objects.bulk_create(responses, batch_size=2000)


def _measure(quiz: Any, head: Any) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415 - reason: after django.setup()
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - reason: the same

    from assessments.selectors.statistics.figures import statistics_of  # noqa: PLC0415 - reason: the same

    def timed() -> float:
        begin = time.process_time()
        found = statistics_of(quiz, head)
        assert found.figures.attempts == ATTEMPTS
        assert len(found.questions) == QUESTIONS
        return (time.process_time() - begin) * 1000

    first = timed()
    times = [timed() for _ in range(REPEATS)]
    with CaptureQueriesContext(connection) as captured:
        timed()
    return {"first": first, "cpu": times, "statements": [len(captured)]}


if __name__ == "__main__":
    main()
