"""Read cohorts and the people enrolled in them."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from accounts.access import may_open_name
from accounts.enums import Role
from accounts.selectors.names import display, display_name, names_of, sorted_people
from accounts.selectors.placements import people_with_role
from courses.access import may_teach
from courses.enums import OPEN_COHORTS, CohortState, EnrolmentState
from courses.models import Cohort, CohortInstructor, Enrolment, ProgrammeRequirement, ProgrammeVersion
from foundation.languages.text import sort_key

if TYPE_CHECKING:
    from accounts.models import Centre, User


@dataclass(frozen=True)
class RosterLine:
    """One person of a cohort with the name as the reader sees it."""

    enrolment: Enrolment
    person: "User"
    name: str


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be enrolled; `elsewhere` is the code of an open cohort the person is in already."""

    person: "User"
    name: str
    elsewhere: str


def visible_cohorts(user: "User") -> QuerySet[Cohort]:
    """Return the cohorts `user` may see, with programme, version and centre."""
    return Cohort.objects.visible_to(user).select_related("programme_version__programme", "centre")


def observed_cohorts(user: "User") -> QuerySet[Cohort]:
    """Return the cohorts of the projects that `user` observes today, newest first: for sums that name nobody."""
    return Cohort.objects.observed_by(user).select_related("programme_version__programme", "centre")


def examined_cohorts(user: "User") -> QuerySet[Cohort]:
    """Return the cohorts that a commission examines in which `user` sits today, those that end first at the top."""
    found = Cohort.objects.filter(pk__in=Cohort.objects.examined_by(user).order_by().values("pk"))
    return found.select_related("programme_version__programme", "centre").order_by("-ends_on", "code")


def kept_cohorts(user: "User") -> QuerySet[Cohort]:
    """Return the cohorts whose people and papers `user` keeps as registrar or head of their centre."""
    return Cohort.objects.managed_by(user).select_related("programme_version__programme", "centre")


def taught_cohorts(user: "User") -> QuerySet[Cohort]:
    """Return the cohorts that `user` teaches today."""
    return Cohort.objects.taught_by(user).select_related("programme_version__programme", "centre")


def cohort_for(user: "User", pk: uuid.UUID) -> Cohort:
    """Return a cohort visible to `user`. Raises Cohort.DoesNotExist for an unknown one and for another centre's."""
    return visible_cohorts(user).get(pk=pk)


def cohort_rows(user: "User") -> QuerySet[Cohort]:
    """Return visible cohorts for a list, newest first; `people` counts those enrolled and not withdrawn."""
    enrolled = Count("enrolments", filter=~Q(enrolments__state=EnrolmentState.WITHDRAWN), distinct=True)
    return visible_cohorts(user).annotate(people=enrolled)


def cohorts_in(*states: CohortState) -> list[Cohort]:
    """Return the cohorts of all centres in some states, with programme and centre, for work without a reader."""
    return list(Cohort.objects.filter(state__in=states).select_related("programme_version__programme", "centre"))


def enrolments_of(cohort: Cohort) -> list[Enrolment]:
    """Return the enrolments of a cohort that were not withdrawn, with their people."""
    return list(cohort.enrolments.active().select_related("person", "person__rank"))


def people_in(cohorts: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Return the ids of the active enrolments of some cohorts, sorted. One query."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    rows = Enrolment.objects.active().filter(cohort__in=cohorts).order_by("pk")
    for cohort, pk in rows.values_list("cohort", "pk"):
        found[cohort].append(str(pk))
    return found


def enrolled_in(cohorts: Collection[Cohort]) -> list[Enrolment]:
    """Return the enrolments of some cohorts that were not withdrawn, with their people, in no order. One query."""
    return list(Enrolment.objects.active().filter(cohort__in=cohorts).select_related("person").order_by())


def kept_enrolments(user: "User") -> QuerySet[Enrolment]:
    """Return the enrolments in cohorts that `user` keeps, with person and cohort."""
    return Enrolment.objects.filter(cohort__in=Cohort.objects.managed_by(user)).select_related(
        "person", "cohort__centre"
    )


def active_enrolments(person: "User") -> list[Enrolment]:
    """Return a person's enrolments that were not withdrawn, newest first, with cohort, programme and centre."""
    mine = Enrolment.objects.active().filter(person=person)
    return list(
        mine.select_related("cohort__programme_version__programme", "cohort__centre").order_by(
            "-cohort__starts_on", "-enrolled_at"
        )
    )


def requirements(version: ProgrammeVersion) -> list[ProgrammeRequirement]:
    """Return what must be passed for the certificate of a programme version."""
    return list(version.requirements.all())


def roster(cohort: Cohort, language: str, *, by: "User", teaches: bool | None = None) -> list[RosterLine]:
    """Return the people of a cohort, withdrawn ones left out, in the order of `language`'s alphabet.

    Names of protected people are shown to who may open them and to the cohort's instructors, who call them at the
    roll; other readers see the service number. Three queries; two where the caller knows whether `by` `teaches` it.
    """
    return _lines(enrolments_of(cohort), cohort, language, by, teaches)


def rosters(cohorts: Collection[Cohort], language: str, *, by: "User") -> dict[uuid.UUID, list[RosterLine]]:
    """Return the people of several cohorts as `roster` does, by cohort id. Three queries for all of them."""
    taught = set(Cohort.objects.taught_by(by).filter(pk__in=[cohort.pk for cohort in cohorts]).values_list("pk"))
    rows = list(Enrolment.objects.active().filter(cohort__in=cohorts).select_related("person", "person__rank"))
    names = names_of(
        [row.person for row in rows if (row.cohort_id,) in taught or may_open_name(by, row.person)],
    )
    lines: dict[uuid.UUID, list[RosterLine]] = {cohort.pk: [] for cohort in cohorts}
    for row in rows:
        name = display(names.get(row.person_id, {}), language, row.person.service_number)
        lines[row.cohort_id].append(RosterLine(row, row.person, name))
    for people in lines.values():
        people.sort(key=lambda line: (sort_key(line.name, language), line.person.service_number))
    return lines


def visible_enrolments(user: "User") -> QuerySet[Enrolment]:
    """Return the enrolments `user` may see, with person, cohort, programme version and centre."""
    return Enrolment.objects.visible_to(user).select_related(
        "person__rank", "cohort__centre", "cohort__programme_version__programme"
    )


def withdrawn(cohort: Cohort, language: str, *, by: "User") -> list[RosterLine]:
    """Return the people who were withdrawn from a cohort, in the order of `language`'s alphabet; names as in roster."""
    gone = cohort.enrolments.filter(state=EnrolmentState.WITHDRAWN).select_related("person", "person__rank")
    return _lines(list(gone), cohort, language, by)


def _lines(
    enrolments: list[Enrolment], cohort: Cohort, language: str, by: "User", teaches: bool | None = None
) -> list[RosterLine]:
    if teaches is None:
        teaches = may_teach(by, cohort)
    readable = [row.person for row in enrolments if teaches or may_open_name(by, row.person)]
    names = names_of(readable)
    lines = [
        RosterLine(row, row.person, display(names.get(row.person_id, {}), language, row.person.service_number))
        for row in enrolments
    ]
    return sorted(lines, key=lambda line: (sort_key(line.name, language), line.person.service_number))


def name_in_cohort(person: "User", cohort: Cohort, language: str, *, by: "User") -> str:
    """Return one person's name as `roster` shows it to `by`."""
    if may_teach(by, cohort) or may_open_name(by, person):
        return display_name(person, language)
    return person.service_number


def instructors_of(cohort: Cohort) -> "list[User]":
    """Return the instructors of a cohort in the order in which they were named."""
    rows: list[CohortInstructor] = list(cohort.instructors.select_related("user"))
    return [row.user for row in rows]


def teachers_at(centres: "Collection[Centre]", on: datetime.date, language: str) -> "list[tuple[User, str]]":
    """Return the instructors of some centres on a day, with their names, in alphabetical order."""
    people: dict[uuid.UUID, User] = {}
    for centre in centres:
        people.update({person.pk: person for person in people_with_role(centre, Role.INSTRUCTOR, on)})
    return sorted_people(people.values(), language)


def named(people: "Collection[User]", language: str) -> "list[tuple[User, str]]":
    """Return people with their names, in the order of `language`'s alphabet. One query."""
    return sorted_people(people, language)


def candidates(cohort: Cohort, people: "QuerySet[User]", language: str) -> list[Candidate]:
    """Return those of `people` who are not in the cohort, in alphabetical order, with the open cohort they are in."""
    inside = cohort.enrolments.active().values("person")
    pairs = sorted_people(people.exclude(pk__in=inside).select_related("rank"), language)
    elsewhere: dict[uuid.UUID, str] = defaultdict(str)
    busy = Enrolment.objects.active().filter(person__in=people, cohort__state__in=OPEN_COHORTS)
    for person, code in busy.exclude(cohort=cohort).values_list("person", "cohort__code"):
        elsewhere[person] = code
    return [Candidate(person, name, elsewhere[person.pk]) for person, name in pairs]


def versions_on_offer() -> list[ProgrammeVersion]:
    """Return the newest version of each programme."""
    newest: dict[int, ProgrammeVersion] = {}
    for version in ProgrammeVersion.objects.select_related("programme").order_by("programme__code", "-number"):
        newest.setdefault(version.programme_id, version)
    return list(newest.values())
