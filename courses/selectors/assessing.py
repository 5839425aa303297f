"""Cohorts and enrolments as assessors and those who confirm see them."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from accounts.enums import Role
from courses.enums import OPEN_COHORTS, RequirementKind, TwoAssessors
from courses.models import ClassSession, Cohort, CohortInstructor, Enrolment, ProgrammeRequirement

if TYPE_CHECKING:
    from accounts.models import User

WITH_COHORT = ("person__rank", "cohort__programme_version__programme", "cohort__centre")


def is_open(cohort: Cohort) -> bool:
    """True until the cohort is closed by protocol."""
    return cohort.state in OPEN_COHORTS


def open_cohorts_at(user: "User", *roles: Role) -> list[Cohort]:
    """Return the cohorts that are not closed, at the centres where `user` holds one of `roles` today."""
    listed = Cohort.objects.filter(centre__in=user.centre_ids(*roles), state__in=OPEN_COHORTS)
    return list(listed.select_related("programme_version__programme", "centre"))


def enrolments_in(cohorts: Iterable[Cohort]) -> list[Enrolment]:
    """Return the active enrolments of several cohorts with their people, in one query."""
    ids = [cohort.pk for cohort in cohorts]
    return list(Enrolment.objects.active().filter(cohort__in=ids).select_related(*WITH_COHORT))


def enrolment_at(user: "User", pk: uuid.UUID, *roles: Role) -> Enrolment | None:
    """Return an active enrolment at a centre where `user` holds one of `roles` today, or None."""
    found = Enrolment.objects.active().filter(pk=pk, cohort__centre__in=user.centre_ids(*roles))
    return found.select_related(*WITH_COHORT).first()


def enrolment_visible(user: "User", pk: uuid.UUID) -> Enrolment | None:
    """Return an active enrolment that `user` may see, or None."""
    return Enrolment.objects.visible_to(user).active().filter(pk=pk).select_related(*WITH_COHORT).first()


def required_practicals(version_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the codes of the practical exercises that each programme version asks for, by version id."""
    found: dict[int, list[str]] = {pk: [] for pk in version_ids}
    rows = ProgrammeRequirement.objects.filter(version__in=version_ids, kind=RequirementKind.PRACTICAL)
    for version_id, code in rows.order_by("code").values_list("version_id", "code"):
        found[version_id].append(code)
    return found


def assessors_asked(version_ids: Collection[int]) -> dict[tuple[int, str], TwoAssessors]:
    """Return when each programme version asks for two assessors, by (version id, code of the exercise). One query."""
    rows = ProgrammeRequirement.objects.filter(version__in=version_ids, kind=RequirementKind.PRACTICAL)
    listed = rows.values_list("version_id", "code", "assessors")
    return {(version_id, code): TwoAssessors(assessors) for version_id, code, assessors in listed}


def teachers_of(cohort_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Return the ids of everybody who teaches each cohort, all of it or single sessions. Two queries."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for cohort, user in CohortInstructor.objects.filter(cohort__in=cohort_ids).values_list("cohort", "user"):
        found[cohort].add(user)
    more = ClassSession.objects.filter(cohort__in=cohort_ids, more_instructors__isnull=False).order_by()
    for cohort, user in more.values_list("cohort", "more_instructors").distinct():
        found[cohort].add(user)
    return {pk: frozenset(found[pk]) for pk in cohort_ids}


def enrolments_seen(user: "User", cohort: Cohort) -> list[Enrolment]:
    """Return those active enrolments of a cohort that `user` may see: all for its staff, the own one for a trainee."""
    found = Enrolment.objects.visible_to(user).active().filter(cohort=cohort)
    return list(found.select_related(*WITH_COHORT))
