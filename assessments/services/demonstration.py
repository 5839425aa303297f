"""Attempts of the demonstration's invented trainees. Staff and trainees have no way to this module."""

import datetime
import uuid
from typing import TYPE_CHECKING

from assessments.domain.marking import full_answer
from assessments.models import Attempt
from assessments.services.answers import Given, store
from assessments.services.attempts import hand_in
from assessments.services.starting import start

if TYPE_CHECKING:
    from accounts.models import User


def sit_invented(
    *, person: "User", code: str, wrong: int, language: str, at: datetime.datetime, minutes: int = 18
) -> Attempt:
    """Sit one quiz as an invented trainee: all questions right but the last `wrong` ones, which stay empty."""
    attempt = start(code=code, language=language, by=person, at=at)
    drawn = list(attempt.drawn.select_related("version").order_by("position"))
    answered = drawn[: len(drawn) - wrong]
    for sequence, row in enumerate(answered, 1):
        answer = full_answer(row.version.kind, row.version.key, row.order, row.seed)
        given = Given(uuid.uuid5(attempt.pk, str(row.position)), row.position, sequence, answer, language)
        store(attempt_id=attempt.pk, given=given, by=person, at=at + datetime.timedelta(seconds=50 * sequence))
    return hand_in(attempt_id=attempt.pk, confirmed=True, by=person, at=at + datetime.timedelta(minutes=minutes))
