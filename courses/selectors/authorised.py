"""Who of a centre may teach and assess which course: the table that the head keeps."""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from accounts.enums import AuthorisationKind
from accounts.models import Authorisation
from accounts.selectors.authorisations import staff_of
from accounts.selectors.names import sorted_people
from courses.models import Course
from courses.selectors.editions import course_titles

if TYPE_CHECKING:
    from accounts.models import Centre, User


@dataclasses.dataclass(frozen=True)
class Held:
    """An authorisation as it is shown; `soon` when it ends within thirty days."""

    row: Authorisation
    course: str
    title: str
    soon: bool


@dataclasses.dataclass(frozen=True)
class Colleague:
    """Somebody of the staff with what the person may do, in the order of the courses."""

    person: "User"
    name: str
    held: Sequence[Held]


SOON = datetime.timedelta(days=30)


def courses_named(language: str) -> list[tuple[str, str]]:
    """Return code and title of every course, in their order. Two queries."""
    codes = list(Course.objects.filter(retired_at=None).values_list("code", flat=True))
    titles = course_titles(codes, language)
    return [(code, titles.get(code, code)) for code in codes]


def colleagues(centre: "Centre", language: str, today: datetime.date) -> list[Colleague]:
    """Return the staff of a centre with the authorisations that hold today or later. Six queries at most."""
    people = sorted_people(staff_of(centre, today), language)
    titles = dict(courses_named(language))
    rows = Authorisation.objects.filter(user__in=[person.pk for person, _name in people])
    held: dict[object, list[Held]] = {}
    order = {code: place for place, code in enumerate(titles)}
    for row in sorted(rows, key=lambda one: (order.get(one.course_code, 99), one.kind, one.valid_from)):
        if row.valid_to is None or row.valid_to >= today:
            soon = row.valid_to is not None and row.valid_to - today < SOON
            held.setdefault(row.user_id, []).append(Held(row, row.course_code, titles.get(row.course_code, ""), soon))
    return [Colleague(person, name, held.get(person.pk, ())) for person, name in people]


def held_at(centre: "Centre", pk: str, today: datetime.date) -> Authorisation | None:
    """Return an authorisation of somebody of the staff of a centre, or None."""
    return Authorisation.objects.filter(pk=pk, user__in=staff_of(centre, today)).select_related("user").first()


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of authorisations that the head of a centre gives, with their words."""
    return [(kind.value, str(kind.label)) for kind in (AuthorisationKind.TEACH, AuthorisationKind.ASSESS)]
