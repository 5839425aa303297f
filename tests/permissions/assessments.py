"""The permission table of `assessments`."""

import dataclasses
import datetime
import json
import uuid
from typing import Any

from django.utils import timezone

from assessments.models import Attempt, QuestionVersion, Sitting
from assessments.services.attempts import hand_in
from assessments.services.sittings import plan_sitting
from assessments.services.starting import start
from tests.conftest import Cast
from tests.factories.assessments import make_practical, make_question, make_quiz, observe
from tests.factories.statistics import sit
from tests.permissions import bank, imports, marking, practicals, results
from tests.permissions.rows import ROLES, Row


@dataclasses.dataclass
class Setting:
    """The cast, an attempt of the trainee that is open and one of the classmate that was handed in.

    `asked` is a question that three more people answered: from then on there are statistics.
    """

    cast: Cast
    attempt: Attempt
    done: Attempt
    asked: QuestionVersion
    sitting: Sitting
    waiting: Attempt


def setting(cast: Cast) -> Setting:
    make_quiz(cast.cohort.programme_version.parts.get().module)
    now = timezone.now()
    attempt = start(code="M2.2", language="en", by=cast.trainee, at=now)
    done = start(code="M2.2", language="en", by=cast.classmate, at=now)
    hand_in(attempt_id=done.pk, confirmed=True, by=cast.classmate, at=now)
    asked = make_question(done.quiz.module, 77)
    sit(done.quiz, cast.cohort, [asked], 3, knows=lambda *_: True)
    make_practical()
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    sitting = plan_sitting(
        pk=uuid.uuid4(),
        quiz=done.quiz,
        cohort=cast.cohort,
        room=None,
        opens_at=now,
        closes_at=now + datetime.timedelta(hours=2),
        invigilators=[cast.second_assessor],
        by=cast.registrar,
        at=now,
    )
    return Setting(cast, attempt, done, asked, sitting, marking.waiting_attempt(cast))


def sitting_pk(setting: Setting) -> dict[str, Any]:
    return {"pk": setting.sitting.pk}


def unknown_picture(_: Setting) -> dict[str, Any]:
    return {"digest": "0" * 64}


def quiz(_: Setting) -> dict[str, Any]:
    return {"code": "M2.2"}


def attempt_pk(setting: Setting) -> dict[str, Any]:
    return {"pk": setting.attempt.pk}


def done_pk(setting: Setting) -> dict[str, Any]:
    return {"pk": setting.done.pk}


def one_answer(_: Setting) -> dict[str, Any]:
    return {"was1": json.dumps(None), "q1": "1", "id": str(uuid.uuid4())}


def observed(setting: Setting) -> dict[str, Any]:
    return {"code": "PX-2.2", "enrolment": setting.cast.enrolment.pk}


def not_observed(setting: Setting) -> dict[str, Any]:
    return {"code": "PX-2.2", "enrolment": setting.cast.classmate_enrolment.pk}


def cohort_pk(setting: Setting) -> dict[str, Any]:
    return {"pk": setting.cast.cohort.pk}


def checklist(_: Setting) -> dict[str, Any]:
    return {"submission": str(uuid.uuid4()), **{f"score_{at}": "2" for at in range(4)}}


def first_try(_: Setting) -> dict[str, Any]:
    return {"try_number": "1"}


def protocol(_: Setting) -> dict[str, Any]:
    return {"number": "12", "date": "04.12.2026", "reason": "One exercise is not confirmed"}


def in_dari(_: Setting) -> dict[str, Any]:
    return {"spoken": "fa-af"}


def in_dari_asked(_: Setting) -> dict[str, Any]:
    return {"language": "fa-af"}


def asked_question(setting: Setting) -> dict[str, Any]:
    return {"code": "M2.2", "question": setting.asked.question.code, "number": setting.asked.number}


STATISTICS = dict.fromkeys(
    (
        "instructor",
        "registrar",
        "head",
        "editor",
        "translator",
        "auditor",
        "administrator",
        "other_instructor",
        "other_registrar",
    ),
    200,
)
READERS = ("trainee", "instructor", "registrar", "head", "editor", "translator", "auditor", "administrator")
READERS_ELSEWHERE = (*READERS, "other_instructor", "other_registrar")
OWN = {"trainee": 200}
ASSESS = {"instructor": 200, "other_instructor": 404}
CONFIRM = {"registrar": 200, "head": 200, "auditor": 200, "administrator": 200, "other_registrar": 404}
ELSEWHERE = {"other_instructor": 404, "other_registrar": 404}
LEADS = ("registrar", "head", "invigilator")
LEADS_NOT = dict.fromkeys(("instructor", "other_instructor", "other_registrar"), 404)
STAFF_WITH_THE_COHORT = ("instructor", "registrar", "head", "auditor", "administrator")

ROWS = [
    Row("assessments:quiz", "GET", dict.fromkeys(READERS_ELSEWHERE, 200), kwargs=quiz),
    Row("assessments:quiz", "POST", dict.fromkeys(READERS_ELSEWHERE, 405), kwargs=quiz),
    Row("assessments:start", "POST", {"trainee": 302}, kwargs=quiz),
    Row("assessments:start", "GET", {}, otherwise=405, kwargs=quiz),
    Row("assessments:attempt", "GET", OWN, otherwise=404, kwargs=attempt_pk),
    Row("assessments:answer", "POST", {"trainee": 302}, otherwise=404, kwargs=attempt_pk, data=one_answer),
    Row("assessments:here", "POST", {"trainee": 200}, otherwise=404, kwargs=attempt_pk),
    Row("assessments:go_on", "POST", {"trainee": 302}, otherwise=404, kwargs=attempt_pk),
    Row("assessments:submit", "POST", {"trainee": 302}, otherwise=404, kwargs=attempt_pk),
    Row(
        "assessments:sittings",
        "GET",
        {
            "instructor": 200,
            "other_instructor": 200,
            "second_assessor": 200,
            "registrar": 200,
            "head": 200,
            "other_registrar": 200,
            "invigilator": 200,
        },
    ),
    Row("assessments:room", "GET", {**dict.fromkeys(LEADS, 200), **LEADS_NOT}, kwargs=sitting_pk),
    Row(
        "assessments:room_act",
        "POST",
        {**dict.fromkeys(LEADS, 422), **LEADS_NOT},
        kwargs=sitting_pk,
    ),
    Row(
        "assessments:cohort_sittings", "GET", {"registrar": 200, "head": 200, "other_registrar": 404}, kwargs=cohort_pk
    ),
    Row(
        "assessments:cohort_sittings", "POST", {"registrar": 422, "head": 422, "other_registrar": 404}, kwargs=cohort_pk
    ),
    Row("assessments:extra_time", "POST", {"registrar": 422, "head": 422, "other_registrar": 404}, kwargs=cohort_pk),
    Row("assessments:picture", "GET", {}, otherwise=404, kwargs=unknown_picture),
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
    Row(
        "assessments:practicals",
        "GET",
        dict.fromkeys(("instructor", "registrar", "head", "other_instructor", "other_registrar"), 200),
    ),
    Row("assessments:observe", "GET", ASSESS, kwargs=not_observed),
    Row("assessments:observe", "POST", {**ASSESS, "instructor": 302}, kwargs=not_observed, data=checklist),
    Row("assessments:confirm", "GET", CONFIRM, kwargs=observed),
    Row(
        "assessments:confirm",
        "POST",
        {"registrar": 302, "head": 302, "other_registrar": 404},
        kwargs=observed,
        data=first_try,
    ),
    Row(
        "assessments:results",
        "GET",
        {**ELSEWHERE, "trainee": 200, "commission_member": 200, **dict.fromkeys(STAFF_WITH_THE_COHORT, 200)},
        kwargs=cohort_pk,
    ),
    Row("assessments:results", "POST", {**ELSEWHERE, "head": 404}, kwargs=cohort_pk),
    Row("assessments:lock", "GET", {"head": 200}, kwargs=cohort_pk),
    Row("assessments:lock", "POST", {"head": 302}, kwargs=cohort_pk, data=protocol),
]

ROWS += [
    Row("assessments:statistics", "GET", STATISTICS),
    Row("assessments:statistics", "POST", dict.fromkeys(STATISTICS, 405)),
    Row("assessments:statistics_texts", "GET", STATISTICS, kwargs=in_dari),
    Row("assessments:quiz_statistics", "GET", STATISTICS, kwargs=quiz),
    Row("assessments:statistics_download", "POST", STATISTICS, kwargs=quiz),
    Row(
        "assessments:question_statistics",
        "GET",
        {**STATISTICS, "other_instructor": 404, "other_registrar": 404},
        kwargs=asked_question,
    ),
    Row(
        "assessments:ask_translator",
        "POST",
        {**dict.fromkeys(("instructor", "head", "editor", "translator", "administrator", "other_instructor"), 404)},
        kwargs=asked_question,
        data=in_dari_asked,
    ),
]
ROWS += marking.ROWS
ROWS += practicals.ROWS
assert set(READERS_ELSEWHERE) <= set(ROLES)
ROWS += results.ROWS
ROWS += imports.ROWS
ROWS += bank.ROWS
