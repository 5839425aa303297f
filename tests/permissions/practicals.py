"""The permission table of `assessments`: practical exercises."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from assessments.models import PracticalDay, PracticalExercise, TeamSheet
from tests.permissions.rows import Row

FIXED = uuid.UUID("5f3c7f1e-0000-4000-8000-000000000005")
ASSESS = {"instructor": 200, "other_instructor": 404}
CONFIRM = {"registrar": 200, "head": 200, "auditor": 200, "administrator": 200, "other_registrar": 404}
PLAN = {"registrar": 200, "head": 200, "other_registrar": 404}
TYPE_IN = {**PLAN, **ASSESS}
TYPES_NOTHING = {"instructor": 422, "registrar": 422, "head": 422}
SCAN_READERS = ("instructor", "registrar", "head", "auditor", "administrator", "other_instructor", "other_registrar")


def not_observed(setting: Any) -> dict[str, Any]:
    return {"code": "PX-2.2", "enrolment": setting.cast.classmate_enrolment.pk}


def checklist(_: Any) -> dict[str, Any]:
    return {"submission": str(uuid.uuid4()), **{f"score_{at}": "2" for at in range(4)}}


def cohort_pk(setting: Any) -> dict[str, Any]:
    return {"pk": setting.cast.cohort.pk}


def cohort_and_code(setting: Any) -> dict[str, Any]:
    return {"pk": setting.cast.cohort.pk, "code": "PX-2.2"}


def team_pk(setting: Any) -> dict[str, Any]:
    cast = setting.cast
    exercise = PracticalExercise.objects.get(code="PX-2.2")
    team, _ = TeamSheet.objects.get_or_create(
        pk=FIXED, defaults={"cohort": cast.cohort, "exercise": exercise, "by": cast.instructor}
    )
    team.members.set([cast.classmate_enrolment, cast.afghan_enrolment])
    return {"pk": team.pk}


def day_pk(setting: Any) -> dict[str, Any]:
    cast = setting.cast
    asked = {"date": timezone.localdate() + datetime.timedelta(days=2), "minutes": 300, "exercises": ["PX-2.2"]}
    day, _ = PracticalDay.objects.get_or_create(pk=FIXED, defaults={**asked, "cohort": cast.cohort, "by": cast.head})
    return {"pk": day.pk}


def no_paper(_: Any) -> dict[str, Any]:
    return {"pk": uuid.uuid4()}


ROWS = [
    Row("assessments:agreement", "GET", dict.fromkeys(("head", "auditor", "administrator"), 200)),
    Row("assessments:team_new", "GET", ASSESS, kwargs=cohort_and_code),
    Row("assessments:team_new", "POST", {**ASSESS, "instructor": 422}, kwargs=cohort_and_code),
    Row("assessments:team", "GET", ASSESS, kwargs=team_pk),
    Row("assessments:team", "POST", {**ASSESS, "instructor": 422}, kwargs=team_pk),
    Row("assessments:papers", "GET", TYPE_IN, kwargs=cohort_and_code),
    Row("assessments:papers", "POST", {**TYPE_IN, **TYPES_NOTHING}, kwargs=cohort_and_code),
    Row("assessments:practical_blank", "GET", TYPE_IN, kwargs=cohort_and_code),
    Row("assessments:practical_scan", "GET", dict.fromkeys(SCAN_READERS, 404), kwargs=no_paper),
    Row("assessments:practical_days", "GET", PLAN, kwargs=cohort_pk),
    Row("assessments:practical_days", "POST", {**PLAN, "registrar": 422, "head": 422}, kwargs=cohort_pk),
    Row("assessments:practical_day", "GET", {**ASSESS, **CONFIRM}, kwargs=day_pk),
    Row("assessments:practical_day_drop", "POST", {**PLAN, "registrar": 302, "head": 302}, kwargs=day_pk),
    Row("assessments:practicals_pack", "GET", {"instructor": 200, "other_instructor": 200}),
    Row("assessments:coming", "GET", {"instructor": 200, "other_instructor": 200}),
    Row("assessments:second", "GET", ASSESS, kwargs=not_observed),
    Row("assessments:second", "POST", {**ASSESS, "instructor": 422}, kwargs=not_observed, data=checklist),
    Row("assessments:coaching", "GET", ASSESS, kwargs=not_observed),
    Row("assessments:coaching", "POST", {**ASSESS, "instructor": 422}, kwargs=not_observed),
]
