"""People of the demonstration: rows that production settings refuse to log in."""

import dataclasses
import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.enums import AuthorisationKind, NameSource, Role, Service
from accounts.models import Authorisation, Centre, Rank, User
from accounts.selectors.names import Name
from accounts.services.names import set_name
from accounts.services.roles import give_role


@dataclasses.dataclass(frozen=True)
class Invented:
    """One invented person. `names` maps a script to surname, name and father's name; `rank` is a code or empty."""

    number: str
    sex: str
    born: int
    rank: str
    names: Mapping[str, tuple[str, str, str]]
    language: str = "tg"
    service: str = Service.BFT


def place_invented(
    *, person: Invented, role: Role, centre: Centre | None, on: datetime.date, by: User | None, project: str = ""
) -> User:
    """Create one person of the demonstration with names and role, or return the one that exists, unchanged."""
    existing: User | None = User.objects.filter(service_number=person.number).first()
    if existing is not None:
        return existing
    with transaction.atomic():
        user = User(
            service_number=person.number,
            sex=person.sex,
            birth_year=person.born,
            rank=Rank.objects.filter(code=person.rank).first(),
            service=person.service,
            protected=person.service == Service.AFGHAN,
            centre=centre,
            language=person.language,
            demonstration=True,
        )
        user.set_unusable_password()
        user.save(force_insert=True)
        for script, parts in person.names.items():
            set_name(person=user, name=Name(script, *parts), source=NameSource.DOCUMENT, confirmed=True, by=by, on=on)
        give_role(user=user, role=role, centre=centre, by=by, on=on, project=project)
    return user


def authorise_invented(*, user: User, kind: AuthorisationKind, course_code: str, on: datetime.date) -> None:
    """Authorise one person of the demonstration to teach or assess a course from the day `on`; repeatable."""
    Authorisation.objects.get_or_create(
        user=user, kind=kind, course_code=course_code, valid_to=None, defaults={"valid_from": on}
    )
