"""Who signs the certificates of a batch, with names in every script and offices in every language."""

import dataclasses
import datetime
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from accounts.enums import Role
from accounts.selectors.names import Name, display, names_of, sorted_people
from accounts.selectors.placements import people_with_role
from certificates.domain.names import Parts, frozen_parts
from certificates.domain.wording import WORDS

if TYPE_CHECKING:
    from accounts.models import Centre, User
    from certificates.models import Batch

Names = Mapping[str, Parts]  # by script: surname, given name, father's name


@dataclasses.dataclass(frozen=True)
class Signing:
    """One signatory as frozen: names by script, offices by language (none: the head of the centre)."""

    names: Names
    offices: Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class SignatoryLine:
    """One signatory as a page shows it; `in_office` is None for a free name, of which the program knows nothing."""

    name: str
    office: str
    in_office: bool | None


def heads_on(centre: "Centre", day: datetime.date) -> set[uuid.UUID]:
    """Return the ids of the heads of a centre on a day: those in office. One query."""
    return set(people_with_role(centre, Role.HEAD, day).values_list("pk", flat=True))


def head_choices(centre: "Centre", day: datetime.date, language: str) -> list[tuple[str, str]]:
    """Return the heads of a centre on a day as (id, name), in the order of the alphabet."""
    people = sorted_people(people_with_role(centre, Role.HEAD, day), language)
    return [(str(person.pk), name) for person, name in people]


def signing_of(batch: "Batch", issuer: "User") -> list[Signing]:
    """Return who signs the certificates of a batch in order; without anybody named, who issues them. Two queries."""
    rows = list(batch.signatories.all())
    names = names_of([issuer.pk, *(row.person_id for row in rows if row.person_id)])
    if not rows:
        return [Signing(_parts(names[issuer.pk]), {})]
    return [
        Signing(_parts(names[row.person_id]) if row.person_id else free_names(row.names), dict(row.offices))
        for row in rows
    ]


def signatory_lines(batch: "Batch", language: str) -> list[SignatoryLine]:
    """Return the signatories of a batch for a page; none when the head who issues will sign. Three queries."""
    rows = list(batch.signatories.select_related("person"))
    if not rows:
        return []
    heads = heads_on(batch.cohort.centre, batch.effective_on)
    names = names_of([row.person_id for row in rows if row.person_id])
    return [
        SignatoryLine(
            name=display(names[row.person.pk], language, row.person.service_number)
            if row.person
            else row.names.get("cyrl") or next(iter(row.names.values()), ""),
            office=row.offices.get(language) or WORDS[language]["signatory"],
            in_office=row.person_id in heads if row.person_id else None,
        )
        for row in rows
    ]


def _parts(names: Mapping[str, Name]) -> dict[str, Parts]:
    return {
        script: frozen_parts(name.surname, name.given_name, name.father_name) for script, name in sorted(names.items())
    }


def free_names(names: Mapping[str, str]) -> dict[str, Parts]:
    """Return free names as they are frozen: the whole line stands in the place of the given name."""
    return {script: frozen_parts("", name, "") for script, name in sorted(names.items())}
