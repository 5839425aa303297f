"""How the audit trail calls rows and values of `courses`, and where they are opened. Loaded when the apps are ready."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.selectors.audit_words import name_rows, name_values, open_rows
from courses.enums import ApprovalState, ApprovedKind, EnrolmentState, SessionKind
from courses.selectors.cohorts import visible_cohorts, visible_enrolments
from courses.selectors.timetable import visible_sessions

if TYPE_CHECKING:
    from accounts.models import User

name_rows({
    "courses.approval": _("Approval"),
    "courses.classsession": _("Class session"),
    "courses.cohort": _("Cohort"),
    "courses.course": _("Course"),
    "courses.courseedition": _("Edition of a course"),
    "courses.enrolment": _("Enrolment"),
    "courses.lesson": _("Lesson"),
    "courses.lessonedition": _("Edition of a lesson"),
    "courses.module": _("Module"),
    "courses.moduleedition": _("Edition of a module"),
    "courses.reference": _("Document of the library"),
    "courses.term": _("Glossary term"),
    "courses.termedition": _("Edition of a glossary term"),
})  # fmt: skip
name_values("state", ApprovalState.choices)
name_values("state", EnrolmentState.choices, row="courses.enrolment")
name_values("kind", ApprovedKind.choices)
name_values("kind", SessionKind.choices, row="courses.classsession")
name_values(
    "what",
    {
        "added": _("added"),
        "changed": _("changed"),
        "cancelled": _("cancelled"),
        "restored": _("planned again"),
        "split": _("split"),
        "joined": _("joined"),
        "delivered": _("hours delivered"),
    }.items(),
    row="courses.classsession",
)


def _cohorts(by: "User", ids: Collection[str]) -> dict[str, str]:
    found = visible_cohorts(by).filter(pk__in=ids).values_list("pk", flat=True)
    return {str(pk): reverse("courses:cohort", args=[pk]) for pk in found}


def _enrolments(by: "User", ids: Collection[str]) -> dict[str, str]:
    found = visible_enrolments(by).filter(pk__in=ids).values_list("pk", "cohort_id")
    return {str(pk): reverse("courses:cohort", args=[cohort]) for pk, cohort in found}


def _sessions(by: "User", ids: Collection[str]) -> dict[str, str]:
    found = visible_sessions(by).filter(pk__in=ids).values_list("pk", flat=True)
    return {str(pk): reverse("attendance:roll", args=[pk]) for pk in found}


open_rows("courses.cohort", _cohorts)
open_rows("courses.enrolment", _enrolments)
open_rows("courses.classsession", _sessions)
