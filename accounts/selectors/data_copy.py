"""Everything that is held about one person: sections to be read by the person, and every row as it stands.

Upper apps register sections of their own. The rows come from the declarations (foundation/privacy.py), so nothing that
is held can be left out by forgetting it. The same number of queries for one row and for a thousand.
"""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import BinaryField, Model
from django.utils.translation import gettext as _

from accounts.enums import NameSource, Script
from accounts.models import AuditEntry, DataCopy, PersonName, PersonPhoto, RoleAssignment, User
from accounts.selectors.names import open_name
from accounts.selectors.personal_data import personal_tables
from foundation.languages.calendars import format_date
from foundation.languages.text import persian_digits
from foundation.languages.titles import pick

FORMAT = 1
SECRETS = frozenset({"password", "digest", "session_data", "session_key", "sealed", "seed", "folded", "sort_key"})
LINES_ON_PAGE = 20
NEWEST_ENTRIES = 500  # of the record of acts that are shown; the rows are all there


@dataclass(frozen=True)
class Section:
    """One table to be read: a title, headings, lines of texts. Dates and numbers are values, drawn by the paper."""

    title: str
    headings: Sequence[str]
    lines: Sequence[Sequence[Any]]
    facts: bool = field(default=False)  # two columns: what, and its value


# (person, language) → sections, in the language that is active
Exporter = Callable[[User, str], Sequence[Section]]
_exporters: dict[str, Exporter] = {}


def register(code: str, exporter: Exporter) -> None:
    """Name the function that tells what one more app holds about a person. Called in `ready()`."""
    _exporters[code] = exporter


def sections(person: User, language: str, *, summary: bool = True) -> list[Section]:
    """Return everything to be read, in the active language; the names are opened for their bearer.

    With `summary`, how much is kept for which purpose: one count a table.
    """
    found = [_person(person, language), _names(person), _roles(person, language)]
    for exporter in _exporters.values():
        found += exporter(person, language)
    found += [_looked_up(person), *([_kept(person)] if summary else [])]
    return [section for section in found if section.lines]


def written(value: Any, language: str, calendar: Any) -> str:
    """Return a cell as it is read: dates in a calendar, digits of the language."""
    if isinstance(value, datetime.date):
        return format_date(value, language, calendar)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return persian_digits(str(value)) if language == "fa-af" else str(value)
    return str(value)


@dataclass(frozen=True)
class ReadSection:
    """A section on a page: lines of heading and text; `more` lines stand in the copy only."""

    section: Section
    lines: Sequence[Sequence[tuple[str, str]]]
    more: int


def read_by(person: User, language: str) -> list[ReadSection]:
    """Return the sections as a page shows them: the first lines of each, in the person's calendar."""
    return [
        ReadSection(
            section,
            [
                [
                    (section.headings[place] if section.headings else "", written(cell, language, person.calendar))
                    for place, cell in enumerate(line)
                ]
                for line in section.lines[:LINES_ON_PAGE]
            ],
            max(0, len(section.lines) - LINES_ON_PAGE),
        )
        for section in sections(person, language, summary=False)
    ]


def rows(person: User) -> dict[str, list[dict[str, Any]]]:
    """Return every row about the person by table, as plain values. Keys, hashes and sealed bytes are left out."""
    found = {}
    for model, said in personal_tables():
        if said.of:
            listed = [_row(row, person) for row in _about(model, said.of, person)]
            if listed:
                found[model._meta.label] = listed
    return found


def copies(person: User, by: User, at: datetime.datetime) -> list[DataCopy]:
    """Return the copies about a person that `by` may open and that are not too old, newest first. One query."""
    since = at - datetime.timedelta(days=DataCopy.personal.kept.days)  # type: ignore[union-attr]
    return list(DataCopy.objects.visible_to(by).filter(person=person, asked_at__gte=since))


def _about(model: type[Model], way: str, person: User) -> Any:
    return model._base_manager.filter(**{way: person.pk}).order_by("pk")


def _row(row: Model, person: User) -> dict[str, Any]:
    """Return the row without secrets, and without other people: who else acted, and from which address, is theirs."""
    values = {
        one: getattr(row, one.attname)
        for one in row._meta.local_concrete_fields
        if one.name not in SECRETS and not isinstance(one, BinaryField)
    }
    others = {one for one, value in values.items() if one.related_model is User and value not in (None, person.pk)}
    hidden = {one.name for one in others} | ({"address"} if others else set())
    return {one.attname: _plain(value) for one, value in values.items() if one.name not in hidden}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    return value


def _person(person: User, language: str) -> Section:
    rank = pick(person.rank.titles, language).text if person.rank else ""
    centre = pick(person.centre.titles, language).text if person.centre else ""
    photo = PersonPhoto.objects.filter(person=person).exists()
    lines = [
        (_("Service number"), person.service_number),
        (_("Service"), person.get_service_display()),
        (_("Rank"), rank),
        (_("Unit code"), person.unit),
        (_("Centre"), centre),
        (_("Sex"), person.get_sex_display()),
        (_("Year of birth"), person.birth_year),
        (_("Protected person"), _("yes") if person.protected else _("no")),
        (_("Photo"), _("yes") if photo else _("no")),
        (_("Registered on"), person.created_at.date()),
    ]
    return Section(_("What is known about me"), (), [line for line in lines if line[1] not in ("", None)], facts=True)


def _names(person: User) -> Section:
    opened = [
        (row, open_name(row)) for row in PersonName.objects.filter(person=person).order_by("script", "valid_from")
    ]
    headings = (_("Alphabet"), _("Surname"), _("Given name"), _("Father's name"), _("Source"), _("from"), _("to"))
    lines = [
        (
            Script(row.script).label,
            name.surname,
            name.given_name,
            name.father_name,
            NameSource(row.source).label,
            row.valid_from,
            row.valid_to or "",
        )
        for row, name in opened
        if name is not None
    ]
    return Section(_("Names"), headings, lines)


def _roles(person: User, language: str) -> Section:
    held = RoleAssignment.objects.filter(user=person).select_related("centre").order_by("valid_from")
    lines = [
        (
            role.get_role_display(),
            pick(role.centre.titles, language).text if role.centre else "",
            role.valid_from,
            role.valid_to or "",
        )
        for role in held
    ]
    return Section(_("Roles"), (_("Role"), _("Centre"), _("from"), _("to")), lines)


def _looked_up(person: User) -> Section:
    """What was remembered about the person: what somebody else did. By whom stays with the auditor."""
    entries = AuditEntry.objects.filter(person=person).order_by("-at")[:NEWEST_ENTRIES]
    lines = [(entry.at.date(), entry.get_act_display()) for entry in entries]
    return Section(_("What was remembered about me"), (_("Date"), _("What was done")), lines)


def _kept(person: User) -> Section:
    """How much is held for which purpose, and what becomes of it: in words, from the declarations."""
    counted: dict[tuple[str, str], int] = {}
    for model, said in personal_tables():
        if said.of:
            number = model._base_manager.filter(**{said.of: person.pk}).count()
            key = (str(said.why.label), str(said.erased.label))
            counted[key] = counted.get(key, 0) + number
    lines = [(why, number, erased) for (why, erased), number in sorted(counted.items()) if number]
    headings = (_("What it is kept for"), _("Entries"), _("When you are erased"))
    return Section(_("Everything that is kept about me"), headings, lines)
