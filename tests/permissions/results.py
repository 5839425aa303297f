"""Lines of the permission table of `assessments` about the protocol, its papers and appeals."""

import uuid
from typing import Any

from django.utils import timezone

from assessments.models import Appeal
from assessments.services.appeals import file_appeal
from tests.permissions.rows import Row

STAFF = ("instructor", "registrar", "head", "auditor", "administrator", "commission_member")
ELSEWHERE_STAFF = {"other_instructor": 404, "other_registrar": 404}
STAFF_PAPERS = {**ELSEWHERE_STAFF, **dict.fromkeys(STAFF, 200)}


def cohort_pk(setting: Any) -> dict[str, Any]:
    return {"pk": setting.cast.cohort.pk}


def unknown(_: Any) -> dict[str, Any]:
    return {"pk": uuid.uuid4()}


def filed_appeal(setting: Any) -> dict[str, Any]:
    found = Appeal.objects.first() or file_appeal(
        submission=uuid.uuid4(),
        enrolment=setting.cast.enrolment,
        result=None,
        grounds="Too few questions",
        by=setting.cast.trainee,
        at=timezone.now(),
    )
    return {"pk": found.pk}


def about_herself(setting: Any) -> dict[str, Any]:
    pk = setting.cast.classmate_enrolment.pk
    return {"submission": str(uuid.uuid4()), "about": f"{pk}:", "grounds": "Too few questions"}


ROWS = [
    Row("assessments:exam_sheet", "GET", STAFF_PAPERS, kwargs=cohort_pk),
    Row("assessments:exam_sheet", "POST", dict.fromkeys(STAFF_PAPERS, 405), kwargs=cohort_pk),
    Row("assessments:protocol", "GET", dict.fromkeys(STAFF_PAPERS, 404), kwargs=cohort_pk),  # not closed yet
    Row(
        "assessments:protocol_papers",
        "POST",
        {"registrar": 404, "head": 404, "other_registrar": 404},  # not closed yet
        kwargs=cohort_pk,
    ),
    Row("assessments:protocol_paper", "GET", dict.fromkeys(STAFF_PAPERS, 404), kwargs=unknown),
    Row(
        "assessments:confirm_result",
        "POST",
        dict.fromkeys(("instructor", "registrar", "head", "other_instructor", "other_registrar"), 404),
        kwargs=unknown,
    ),
    Row("assessments:appeals", "GET", {**STAFF_PAPERS, "trainee": 200}, kwargs=cohort_pk),
    Row(
        "assessments:appeals",
        "POST",
        {**ELSEWHERE_STAFF, "trainee": 422, "instructor": 302, "registrar": 302, "head": 302},
        kwargs=cohort_pk,
        data=about_herself,
    ),
    Row("assessments:appeal", "GET", {**STAFF_PAPERS, "trainee": 200}, kwargs=filed_appeal),
    Row("assessments:appeal", "POST", {**ELSEWHERE_STAFF, "head": 404}, kwargs=filed_appeal),
]
