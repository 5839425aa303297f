"""Modules as quizzes and practical exercises need them: by code, with their lessons, and who studies them."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from courses.enums import RequirementKind
from courses.models import (
    Enrolment,
    Lesson,
    Module,
    Outcome,
    Programme,
    ProgrammePart,
    ProgrammeRequirement,
    ProgrammeVersion,
)

if TYPE_CHECKING:
    from accounts.models import User


def module_by_code(code: str) -> Module | None:
    """Return the module with that code, or None."""
    return Module.objects.filter(code=code).first()


def lesson_ids(module: Module) -> dict[str, int]:
    """Return lesson code -> id of the lessons of a module that were not retired."""
    return dict(Lesson.objects.filter(module=module, retired_at=None).values_list("code", "pk"))


def places_of_questions() -> list[tuple[Module, list[Lesson]]]:
    """Return the modules in order, each with its lessons; retired ones are left out. Two queries."""
    lessons = Lesson.objects.filter(retired_at=None).order_by("position")
    modules = Module.objects.filter(retired_at=None).prefetch_related(Prefetch("lessons", queryset=lessons))
    return [(module, list(module.lessons.all())) for module in modules]


def modules_with_outcomes() -> list[tuple[Module, list[Outcome]]]:
    """Return the modules in order with their courses, each with its outcomes; retired ones too. Two queries."""
    modules = Module.objects.select_related("course").prefetch_related("outcomes")
    return [(module, list(module.outcomes.all())) for module in modules]


def outcome_ids(module: Module) -> dict[int | None, int]:
    """Return number (from 1, as in the module's list) -> id of the outcomes of a module."""
    return dict(enumerate(Outcome.objects.filter(module=module).order_by("position").values_list("pk", flat=True), 1))


def programme_id(code: str) -> int | None:
    """Return the id of the programme with that code, or None."""
    return Programme.objects.filter(code=code).values_list("pk", flat=True).first()


def module_ids_of(programme_id: int | None) -> list[int]:
    """Return the modules that the newest version of a programme teaches. One query."""
    newest = ProgrammeVersion.objects.filter(programme=programme_id).order_by("-number").values("pk")[:1]
    parts = ProgrammePart.objects.filter(version__in=newest, module__isnull=False)
    return list(parts.order_by("module").values_list("module", flat=True).distinct())


def enrolments_in_programme(person: "User", programme_id: int) -> QuerySet[Enrolment]:
    """Return a person's enrolments in cohorts of a programme, newest first, withdrawn ones left out."""
    return (
        Enrolment.objects.active()
        .filter(person=person, cohort__programme_version__programme=programme_id)
        .select_related("cohort__programme_version", "cohort__centre")
        .order_by("-cohort__starts_on", "-enrolled_at")
    )


def enrolments_in_module(person: "User", module_id: int, code: str) -> QuerySet[Enrolment]:
    """Return a person's enrolments in cohorts whose programme teaches the module or asks for its quiz, newest first.

    `code` is the code of the quiz. Withdrawn enrolments are left out. With cohort and programme version.
    """
    version = OuterRef("cohort__programme_version")
    taught = ProgrammePart.objects.filter(version=version, module=module_id)
    asked = ProgrammeRequirement.objects.filter(version=version, kind=RequirementKind.QUIZ, code=code)
    return (
        Enrolment.objects.active()
        .filter(Q(Exists(taught)) | Q(Exists(asked)), person=person)
        .select_related("cohort__programme_version", "cohort__centre")
        .order_by("-cohort__starts_on", "-enrolled_at")
    )
