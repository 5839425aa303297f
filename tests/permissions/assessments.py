"""The permission table of `assessments`."""

import dataclasses
import json
import uuid
from typing import Any

from django.utils import timezone

from assessments.models import Attempt
from assessments.services.attempts import hand_in, start
from tests.conftest import Cast
from tests.factories.assessments import make_quiz
from tests.permissions.rows import ROLES, Row


@dataclasses.dataclass
class Setting:
    """The cast, and an attempt of the trainee that is open and one of the classmate that was handed in."""

    cast: Cast
    attempt: Attempt
    done: Attempt


def setting(cast: Cast) -> Setting:
    make_quiz(cast.cohort.programme_version.parts.get().module)
    now = timezone.now()
    attempt = start(code="M2.2", language="en", by=cast.trainee, at=now)
    done = start(code="M2.2", language="en", by=cast.classmate, at=now)
    hand_in(attempt_id=done.pk, confirmed=True, by=cast.classmate, at=now)
    return Setting(cast, attempt, done)


def quiz(_: Setting) -> dict[str, Any]:
    return {"code": "M2.2"}


def attempt_pk(setting: Setting) -> dict[str, Any]:
    return {"pk": setting.attempt.pk}


def done_pk(setting: Setting) -> dict[str, Any]:
    return {"pk": setting.done.pk}


def one_answer(_: Setting) -> dict[str, Any]:
    return {"was1": json.dumps(None), "q1": "1", "id": str(uuid.uuid4())}


READERS = ("trainee", "instructor", "registrar", "head", "editor", "translator", "auditor", "administrator")
READERS_ELSEWHERE = (*READERS, "other_instructor", "other_registrar")
OWN = {"trainee": 200}
STAFF_WITH_THE_COHORT = ("instructor", "registrar", "head", "auditor", "administrator")

ROWS = [
    Row("assessments:quiz", "GET", dict.fromkeys(READERS_ELSEWHERE, 200), kwargs=quiz),
    Row("assessments:quiz", "POST", dict.fromkeys(READERS_ELSEWHERE, 405), kwargs=quiz),
    Row("assessments:start", "POST", {"trainee": 302}, kwargs=quiz),
    Row("assessments:start", "GET", {}, otherwise=405, kwargs=quiz),
    Row("assessments:attempt", "GET", OWN, otherwise=404, kwargs=attempt_pk),
    Row("assessments:answer", "POST", {"trainee": 302}, otherwise=404, kwargs=attempt_pk, data=one_answer),
    Row("assessments:submit", "POST", {"trainee": 302}, otherwise=404, kwargs=attempt_pk),
    Row(
        "assessments:attempt_result",
        "GET",
        {**dict.fromkeys(READERS_ELSEWHERE, 404), **dict.fromkeys(STAFF_WITH_THE_COHORT, 200)},
        kwargs=done_pk,
    ),
    Row(
        "assessments:attempt_result",
        "GET",
        {**dict.fromkeys(READERS_ELSEWHERE, 404), "trainee": 302} | dict.fromkeys(STAFF_WITH_THE_COHORT, 200),
        kwargs=attempt_pk,
    ),
]
assert set(READERS_ELSEWHERE) <= set(ROLES)
