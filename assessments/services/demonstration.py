"""Attempts of the demonstration's invented trainees. Staff and trainees have no way to this module."""

import datetime
import uuid
from typing import TYPE_CHECKING

from assessments.domain.allowance import StartRefusal
from assessments.domain.marking import full_answer
from assessments.models import Attempt, Quiz
from assessments.services.answers import Given, store
from assessments.services.attempts import hand_in
from assessments.services.sittings import plan_sitting
from assessments.services.starting import StartRefusedError, start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from courses.models import Cohort, Enrolment

BEFORE = datetime.timedelta(minutes=15)  # the window opens
OPEN = datetime.timedelta(hours=3)


def hold_invented(
    *, code: str, cohort: "Cohort", enrolments: "Sequence[Enrolment]", wrong: int, by: "User", at: datetime.datetime
) -> None:
    """Plan a sitting of a test for a cohort and let everybody sit it whom the attendance admits.

    Everybody leaves at least `wrong` questions empty.
    """
    sitting = plan_sitting(
        pk=uuid.uuid5(cohort.pk, code),
        quiz=Quiz.objects.get(code=code),
        cohort=cohort,
        room=None,
        opens_at=at - BEFORE,
        closes_at=at + OPEN,
        invigilators=[],
        by=by,
        at=at - BEFORE,
    )
    for position, enrolment in enumerate(enrolments):
        person = enrolment.person
        try:
            sit_invented(
                person=person, code=code, wrong=wrong + (position * 5) % 7, language=person.language, at=at,
                minutes=45, start_code=sitting.start_code,
            )  # fmt: skip
        except StartRefusedError as error:
            if error.refusal != StartRefusal.NOT_ADMITTED:
                raise


def sit_invented(
    *,
    person: "User",
    code: str,
    wrong: int,
    language: str,
    at: datetime.datetime,
    minutes: int = 18,
    start_code: str = "",
) -> Attempt:
    """Sit one quiz as an invented trainee: all questions right but the last `wrong` ones, which stay empty."""
    attempt = start(code=code, language=language, by=person, at=at, start_code=start_code)
    drawn = list(attempt.drawn.select_related("version").order_by("position"))
    answered = drawn[: len(drawn) - wrong]
    for sequence, row in enumerate(answered, 1):
        answer = full_answer(row.version.kind, row.version.key, row.order, row.seed)
        given = Given(uuid.uuid5(attempt.pk, str(row.position)), row.position, sequence, answer, language)
        store(attempt_id=attempt.pk, given=given, by=person, at=at + datetime.timedelta(seconds=50 * sequence))
    return hand_in(attempt_id=attempt.pk, confirmed=True, by=person, at=at + datetime.timedelta(minutes=minutes))
