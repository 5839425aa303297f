"""The permission table of `attendance`."""

import dataclasses
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from attendance.enums import Status
from attendance.models import Mark, MarkConflict, PaperSheet, WalkIn
from attendance.services.paper import keep_scan, number_sheet
from attendance.services.walk_ins import record_walk_in
from courses.models import ClassSession, Cohort
from courses.services.seniors import name_senior
from tests.factories.attendance import call_roll, make_conflict, make_session
from tests.permissions.rows import Row


@dataclasses.dataclass
class Setting:
    """A roll that waits, one that was called, and a mark of it."""

    cast: Any
    waiting: ClassSession
    called: ClassSession
    mark: Mark
    conflict: MarkConflict
    walk_in: WalkIn
    sheet: PaperSheet


def setting(cast: Any) -> Setting:
    waiting = make_session(cast.cohort, instructor=cast.instructor)
    called = make_session(cast.cohort, instructor=cast.instructor, first_hour=2)
    call_roll(called, cast.instructor, TJ_100001=Status.ABSENT)
    mark = Mark.objects.get(enrolment=cast.enrolment)
    now = timezone.now()
    walk_in = record_walk_in(session=waiting, sign="grey coat", submission=uuid.uuid4(), by=cast.instructor, at=now)
    sheet = number_sheet(session=waiting, by=cast.instructor, at=now)
    keep_scan(sheet=sheet, data=SCAN, by=cast.instructor, at=now)
    name_senior(cohort=cast.cohort, person=cast.trainee.pk, by=cast.registrar, at=now)
    return Setting(cast, waiting, called, mark, make_conflict(mark, cast.second_assessor), walk_in, sheet)


def roll_of(row: ClassSession) -> dict[str, str]:
    numbers = row.cohort.enrolments.values_list("person__service_number", flat=True)
    return {"submission": str(uuid.uuid4()), **{f"s-{number}": "present" for number in numbers}}


def open_to_check_in(s: Setting) -> dict[str, Any]:
    Cohort.objects.filter(pk=s.cast.cohort.pk).update(self_check_in=True)
    return {"pk": s.waiting.pk}


def marks_of(row: ClassSession) -> bytes:
    numbers = row.cohort.enrolments.values_list("person__service_number", flat=True)
    return "\n".join(["service number;mark", *(f"{number};present" for number in numbers)]).encode()


SCAN = b"%PDF-1.4\nnothing\n%%EOF\n"
CORRECTION = {"submission": "d3b0a1f0-9d0c-4c3f-8a53-3f2f3f8d9c11", "status": "sick", "reason": "note"}
CENTRE = {"instructor": 200, "registrar": 200, "head": 200}
CHANGES = {"instructor": 302, "registrar": 302, "head": 302, "other_instructor": 404, "other_registrar": 404}
CALLS = {**CENTRE, "other_instructor": 404, "other_registrar": 404}
READS = {
    **CENTRE,
    "auditor": 200,
    "administrator": 200,
    "other_instructor": 404,
    "other_registrar": 404,
}


def a_person(s: Any) -> dict[str, Any]:
    return {"pk": s.mark.session_id, "enrolment": s.mark.enrolment_id}


ROWS = [
    Row("attendance:sessions", "GET", {**READS, "other_instructor": 200, "other_registrar": 200}),
    Row("attendance:coming", "GET", {**CENTRE, "other_instructor": 200, "other_registrar": 200}),
    Row("attendance:pack", "GET", {**CENTRE, "other_instructor": 200, "other_registrar": 200}),
    Row("attendance:roll", "GET", READS, kwargs=lambda s: {"pk": s.waiting.pk}),
    Row(
        "attendance:roll",
        "POST",
        CHANGES,
        kwargs=lambda s: {"pk": s.waiting.pk},
        data=lambda s: roll_of(s.waiting),
    ),
    Row(
        "attendance:correct",
        "GET",
        {**CENTRE, "other_instructor": 404, "other_registrar": 404},
        kwargs=lambda s: {"pk": s.mark.pk},
    ),
    Row("attendance:correct", "POST", CHANGES, kwargs=lambda s: {"pk": s.mark.pk}, data=lambda _: CORRECTION),
    Row("attendance:mark_missing", "GET", {**CENTRE, "other_instructor": 404, "other_registrar": 404}, kwargs=a_person),
    Row(
        "attendance:mark_missing",
        "POST",
        {**dict.fromkeys(CENTRE, 422), "other_instructor": 404, "other_registrar": 404},
        kwargs=a_person,
    ),
    Row("attendance:prepare", "GET", {"trainee": 200, "stranger": 403}, kwargs=lambda s: {"pk": s.waiting.pk}),
    Row(
        "attendance:prepare",
        "POST",
        {"trainee": 302},
        kwargs=lambda s: {"pk": s.waiting.pk},
        data=lambda s: roll_of(s.waiting),
    ),
    Row("attendance:senior", "GET", CALLS, kwargs=lambda s: {"pk": s.cast.cohort.pk}),
    Row(
        "attendance:senior",
        "POST",
        CHANGES,
        kwargs=lambda s: {"pk": s.cast.cohort.pk},
        data=lambda s: {"senior": str(s.cast.classmate.pk)},
    ),
    Row("attendance:walk_ins", "GET", {**READS, "other_instructor": 200, "other_registrar": 200}),
    Row("attendance:walk_in_add", "GET", CALLS, kwargs=lambda s: {"pk": s.waiting.pk}),
    Row(
        "attendance:walk_in_add",
        "POST",
        CHANGES,
        kwargs=lambda s: {"pk": s.waiting.pk},
        data=lambda _: {"submission": str(uuid.uuid4()), "sign": "grey coat"},
    ),
    Row("attendance:walk_in", "GET", READS, kwargs=lambda s: {"pk": s.walk_in.pk}),
    Row(
        "attendance:walk_in",
        "POST",
        CHANGES,
        kwargs=lambda s: {"pk": s.walk_in.pk},
        data=lambda _: {"dismiss": "1", "reason": "a visitor"},
    ),
    Row("attendance:paper", "GET", READS, kwargs=lambda s: {"pk": s.waiting.pk}),
    Row("attendance:paper", "POST", CHANGES, kwargs=lambda s: {"pk": s.waiting.pk}),
    Row("attendance:blank", "GET", READS, kwargs=lambda s: {"pk": s.sheet.pk}),
    Row("attendance:scan", "GET", CALLS, kwargs=lambda s: {"pk": s.sheet.pk}),
    Row(
        "attendance:scan",
        "POST",
        CHANGES,
        kwargs=lambda s: {"pk": s.sheet.pk},
        data=lambda s: {"scan": SimpleUploadedFile("scan.pdf", SCAN)},
    ),
    Row("attendance:grid", "GET", CALLS, kwargs=lambda s: {"pk": s.waiting.pk}),
    Row("attendance:grid", "POST", CHANGES, kwargs=lambda s: {"pk": s.waiting.pk}, data=lambda s: roll_of(s.waiting)),
    Row("attendance:spreadsheet", "GET", CALLS, kwargs=lambda s: {"pk": s.waiting.pk}),
    Row(
        "attendance:spreadsheet",
        "POST",
        {**CALLS},
        kwargs=lambda s: {"pk": s.waiting.pk},
        data=lambda s: {"file": SimpleUploadedFile("marks.csv", marks_of(s.waiting))},
    ),
    Row("attendance:conflicts", "GET", {**READS, "other_instructor": 200, "other_registrar": 200}),
    Row("attendance:conflict", "GET", READS, kwargs=lambda s: {"pk": s.conflict.pk}),
    Row(
        "attendance:conflict",
        "POST",
        CHANGES,
        kwargs=lambda s: {"pk": s.conflict.pk},
        data=lambda s: {"chosen": str(s.conflict.other_id), "reason": "asked"},
    ),
    Row("attendance:cohort", "GET", READS, kwargs=lambda s: {"pk": s.cast.cohort.pk}),
    Row(
        "attendance:check_in_code",
        "GET",
        {**CENTRE, "other_instructor": 404, "other_registrar": 404},
        kwargs=lambda s: {"pk": s.waiting.pk},
    ),
    Row(
        "attendance:check_ins",
        "GET",
        {**CENTRE, "other_instructor": 404, "other_registrar": 404},
        kwargs=lambda s: {"pk": s.waiting.pk},
    ),
    Row(
        "attendance:check_in_switch",
        "POST",
        CHANGES,
        kwargs=lambda s: {"pk": s.cast.cohort.pk},
        data=lambda _: {"allowed": "yes"},
    ),
    Row("attendance:check_in_today", "GET", {"trainee": 200}),
    Row("attendance:check_in", "GET", {"trainee": 200}, kwargs=open_to_check_in),
    Row("attendance:check_in", "POST", {"trainee": 422}, kwargs=open_to_check_in, data=lambda _: {"code": "1"}),
    Row(
        "attendance:sign_day",
        "POST",
        {"registrar": 302, "head": 302, "other_registrar": 404},
        kwargs=lambda s: {"centre": "KHO", "date": s.called.date.isoformat()},
        data=lambda _: {"reason": "note"},
    ),
    Row(
        "attendance:day_report", "GET", {**READS, "other_instructor": 200, "other_registrar": 200, "duty_officer": 200}
    ),
    Row("attendance:charts", "GET", {**READS, "other_instructor": 200, "other_registrar": 200}),
    Row("attendance:cohort_charts", "GET", READS, kwargs=lambda s: {"pk": s.cast.cohort.pk}),
    Row("attendance:month", "GET", READS, kwargs=lambda s: {"pk": s.cast.cohort.pk, "month": "2026-11"}),
    Row(
        "attendance:download", "POST", READS, kwargs=lambda s: {"pk": s.cast.cohort.pk}, data=lambda _: {"kind": "csv"}
    ),
    Row(
        "attendance:day_download",
        "POST",
        {**READS, "other_instructor": 200, "other_registrar": 200},
        data=lambda _: {"kind": "csv"},
    ),
    Row(
        "attendance:charts_download",
        "POST",
        {**READS, "other_instructor": 200, "other_registrar": 200},
        data=lambda _: {"kind": "csv"},
    ),
    Row(
        "attendance:cohort_charts_download",
        "POST",
        READS,
        kwargs=lambda s: {"pk": s.cast.cohort.pk},
        data=lambda _: {"kind": "csv"},
    ),
    Row(
        "attendance:history_download",
        "POST",
        {**READS, "trainee": 200, "classmate": 404, "afghan": 404},
        kwargs=lambda s: {"pk": s.cast.enrolment.pk},
        data=lambda _: {"kind": "csv"},
    ),
    Row("attendance:mine", "GET", {"trainee": 302, "classmate": 302, "afghan": 302}),
    Row(
        "attendance:history",
        "GET",
        {**READS, "trainee": 200, "classmate": 404, "afghan": 404},
        kwargs=lambda s: {"pk": s.cast.enrolment.pk},
    ),
    Row(
        "attendance:admission",
        "GET",
        {"registrar": 200, "head": 200, "other_registrar": 404},
        kwargs=lambda s: {"pk": s.cast.enrolment.pk},
    ),
    Row(
        "attendance:admission",
        "POST",
        {"registrar": 302, "head": 302, "other_registrar": 404},
        kwargs=lambda s: {"pk": s.cast.enrolment.pk},
        data=lambda _: {"number": "17", "date": "2026-11-20", "reason": "mission"},
    ),
]
