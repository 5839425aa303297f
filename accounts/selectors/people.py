"""Lists and pages about people. Names of protected persons only for those who may read them; others see the number."""

import dataclasses
import datetime
import uuid

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from accounts.access import (
    may_correct_name,
    may_end_sessions,
    may_give_roles,
    may_keep_photo,
    may_open_name,
    may_print_card,
    may_print_slip,
    may_reset_factor,
)
from accounts.domain.numbers import MAX_LENGTH, normal_number
from accounts.enums import NameSource, Script
from accounts.models import PersonName, RoleAssignment, User
from accounts.selectors.devices import count_sessions
from accounts.selectors.names import display, names_of, open_name, search_people
from accounts.selectors.photos import photos_of
from foundation.languages.text import sort_key

PEOPLE_ON_PAGE = 50


@dataclasses.dataclass(frozen=True)
class Listed:
    """One line of the list of people; `name` is empty where the reader may not see it."""

    person: User
    name: str


@dataclasses.dataclass(frozen=True)
class NameLine:
    """A name as it was borne in one script from one day to another; `until` None means now."""

    script: Script
    surname: str
    given_name: str
    father_name: str
    source: NameSource
    confirmed: bool
    since: datetime.date
    until: datetime.date | None


@dataclasses.dataclass(frozen=True)
class PersonPage:
    """What one reader may see of a person and do there."""

    person: User
    name: str
    names: tuple[NameLine, ...]
    roles: tuple[RoleAssignment, ...]
    names_hidden: bool
    may_correct: bool
    may_print_slip: bool
    may_reset_factor: bool
    may_print_card: bool
    may_give_roles: bool
    photo: uuid.UUID | None
    may_keep_photo: bool
    sessions: int | None  # how many there are, for whoever may end them


def person_with_number(text: str) -> User | None:
    """Return the person of a service number, however it was typed. One query."""
    number = normal_number(text.replace("\x00", ""))[:MAX_LENGTH]
    return User.objects.filter(service_number__iexact=number).first() if number else None


def list_people(*, by: User, text: str, language: str, page: str, today: datetime.date) -> Page[Listed]:
    """Return one page of the people visible to `by`, in the order of `language`'s alphabet, those without a name last.

    `text` searches names in any spelling and service numbers; empty text lists everybody. A constant number of
    queries; a page number that does not exist gives the nearest one.
    """
    people = search_people(text, by=by) if text.strip() else User.objects.visible_to(by)
    numbers = dict(people.values_list("pk", "service_number"))
    readable = list(people.names_open_to(by).values_list("pk", flat=True))
    shown = {pk: display(names, language) for pk, names in names_of(readable).items()}
    order = sorted(numbers, key=lambda pk: (not shown.get(pk), sort_key(shown.get(pk, ""), language), numbers[pk]))
    chosen = Paginator(order, PEOPLE_ON_PAGE).get_page(page)
    rows = (
        User.objects.filter(pk__in=list(chosen.object_list))
        .select_related("rank", "centre")
        .prefetch_related(Prefetch("role_assignments", RoleAssignment.objects.in_force(today)))
        .in_bulk()
    )
    chosen.object_list = [Listed(rows[pk], shown.get(pk, "")) for pk in chosen.object_list]  # type: ignore[assignment]
    return chosen  # type: ignore[return-value]


def person_page(*, person: User, by: User, language: str) -> PersonPage:
    """Return a person's page as `by` may see it: names in every script with their history, and roles."""
    is_open = may_open_name(by, person)
    lines = _name_lines(person) if is_open else ()
    current = names_of([person])[person.pk] if is_open else {}
    return PersonPage(
        person=person,
        name=display(current, language),
        names=lines,
        roles=tuple(
            RoleAssignment.objects.filter(user=person).select_related("centre").order_by("-valid_from", "role")
        ),
        names_hidden=not is_open,
        may_correct=may_correct_name(by, person),
        may_print_slip=may_print_slip(by, person),
        may_reset_factor=may_reset_factor(by, person),
        may_print_card=may_print_card(by, person),
        may_give_roles=may_give_roles(by, person),
        photo=photos_of([person.pk], by=by).get(person.pk),
        may_keep_photo=may_keep_photo(by, person),
        sessions=count_sessions(person) if may_end_sessions(by, person) else None,
    )


def _name_lines(person: User) -> tuple[NameLine, ...]:
    lines = []
    for row in PersonName.objects.filter(person=person).order_by("script", "-valid_from", "valid_to"):
        name = open_name(row)
        if name is not None:
            lines.append(
                NameLine(
                    script=Script(row.script),
                    surname=name.surname,
                    given_name=name.given_name,
                    father_name=name.father_name,
                    source=NameSource(row.source),
                    confirmed=row.confirmed,
                    since=row.valid_from,
                    until=row.valid_to,
                )
            )
    return tuple(lines)
