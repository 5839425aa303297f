"""People, centres and roles for tests. All names are fictional."""

import datetime
import io
import itertools

from PIL import Image

from accounts.enums import NameSource, Role, Script, Service
from accounts.models import Centre, Room, User
from accounts.selectors.names import Name
from accounts.services.names import set_name
from accounts.services.roles import give_role

_numbers = itertools.count(1)
LONG_AGO = datetime.date(2020, 1, 1)


def make_centre(code: str = "KHO") -> Centre:
    centre, created = Centre.objects.get_or_create(
        code=code,
        defaults={
            "titles": {"en": f"Centre {code}", "tg": f"Маркази {code}", "ru": f"Центр {code}", "fa-af": f"مرکز {code}"}
        },
    )
    if created:
        Room.objects.create(centre=centre, code="1")
    return centre


def make_person(
    *,
    number: str = "",
    surname: str = "Каримзода",
    given: str = "Далер",
    father: str = "Саид",
    latin: tuple[str, str] | None = None,
    centre: Centre | None = None,
    language: str = "tg",
    sex: str = "m",
    protected: bool = False,
    script: str = Script.CYRILLIC,
    password: str = "",
) -> User:
    """A person with one name (and a Latin one when given as (surname, given))."""
    number = number or f"{'AF' if protected else 'TJ'}-{900000 + next(_numbers)}"
    person = User(
        service_number=number,
        centre=centre,
        language=language,
        sex=sex,
        birth_year=1999,
        protected=protected,
        service=Service.AFGHAN if protected else Service.BFT,
    )
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    names = [Name(script, surname, given, father)]
    if latin:
        names.append(Name(Script.LATIN, latin[0], latin[1], ""))
    for name in names:
        set_name(person=person, name=name, source=NameSource.DOCUMENT, confirmed=True, by=None, on=LONG_AGO)
    return person


def make_staff(
    role: Role, *, centre: Centre | None = None, number: str = "", project: str = "", **kwargs: object
) -> User:
    """A person who holds `role` since long ago."""
    person = make_person(number=number, centre=centre, **kwargs)  # type: ignore[arg-type]
    give_role(user=person, role=role, centre=centre, by=None, on=LONG_AGO, project=project)
    return person


def make_picture(kind: str = "JPEG", size: tuple[int, int] = (300, 400), mode: str = "RGB", **kwargs: object) -> bytes:
    """The bytes of a picture: its upper half is red, its lower half blue."""
    picture = Image.new(mode, size, "red")
    picture.paste("blue", (0, size[1] // 2, *size))
    written = io.BytesIO()
    picture.save(written, kind, **kwargs)
    return written.getvalue()
