"""The fixed data set, made through the services as the product makes it: `python -m bench.dataset FILE`.

Runs in a process of its own with the server's environment and writes into FILE, as JSON, what the drivers need to know.
"""

import dataclasses
import datetime
import hashlib
import json
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.access import BACKEND, needs_factor, note_free, pass_factor  # noqa: E402
from accounts.enums import AuthorisationKind, FactorKind, NameSource, Role, Script  # noqa: E402
from accounts.models import Authorisation, Centre, User  # noqa: E402
from accounts.selectors.names import Name  # noqa: E402
from accounts.services.imports import confirm, keep_draft  # noqa: E402
from accounts.services.names import set_name  # noqa: E402
from accounts.services.reference import load_reference  # noqa: E402
from accounts.services.roles import give_role  # noqa: E402
from accounts.sessions import SessionStore  # noqa: E402
from assessments.services.bank import load_practicals, load_questions  # noqa: E402
from bench.graduates import graduate  # noqa: E402
from bench.invented import FIRST_TRAINEE, people_list  # noqa: E402
from cms.rendering import render_blocks  # noqa: E402
from courses.enums import PlanUnit, RequirementKind  # noqa: E402
from courses.models import (  # noqa: E402
    Cohort,
    Lesson,
    Module,
    Programme,
    ProgrammePart,
    ProgrammeRequirement,
    ProgrammeVersion,
)
from courses.selectors.manuscripts import LESSON, MODULE_TEXT, read  # noqa: E402
from courses.selectors.timetable import sessions_of  # noqa: E402
from courses.services.cohorts import create_cohort  # noqa: E402
from courses.services.editions import LessonText, publish_lessons, publish_module  # noqa: E402
from courses.services.enrolments import enrol  # noqa: E402
from courses.services.outline import load_outline  # noqa: E402
from courses.services.timetable import generate  # noqa: E402

TRAINEES = 200
LESSONS = 20
ROLL = 30  # people of the cohort whose roll is called
GRADUATES = 30
WRITTEN = ("M2.2", "GEN2")  # modules whose texts are whole: the others of the data set repeat them
FURTHER = ("M2.1", "M2.3", "M2.4", "M2.5", "M2.6", "M1.1", "M1.2", "M1.3")
LANGUAGES = ("en", "tg", "fa-af", "ru")
CURRICULUM = Path(settings.BASE_DIR) / "curriculum"
LONG_AGO = datetime.date(2020, 1, 1)


@dataclasses.dataclass(frozen=True)
class Staff:
    """Who acts at the centre; four eyes need all of them."""

    registrar: User
    head: User
    instructors: tuple[User, User]

    def everybody(self) -> dict[str, User]:
        return {"registrar": self.registrar, "head": self.head, "instructor": self.instructors[0]}


def build() -> dict[str, Any]:
    """Make the whole data set and return what the drivers need to know."""
    now = timezone.now()
    load_reference()
    centre = Centre.objects.get(code="KHO")
    staff = _staff(centre)
    lessons = _lessons(now)
    version = _version([lesson.module for lesson in lessons])
    trainees = _trainees(centre, staff.registrar, now)
    rolled, graduating, reading = trainees[:ROLL], trainees[ROLL : ROLL + GRADUATES], trainees[ROLL + GRADUATES :]
    readers = _cohort("BENCH-READ", version, centre, staff, reading, now, days_ago=30)
    called = _cohort("BENCH-ROLL", version, centre, staff, rolled, now, days_ago=30)
    ready = _cohort("BENCH-DONE", version, centre, staff, graduating, now, days_ago=90)
    batch = graduate(ready, registrar=staff.registrar, head=staff.head, instructors=staff.instructors, at=now)
    held = [session for session in sessions_of(called) if session.date <= timezone.localdate(now)]
    return {
        "trainees": [_seat(person) for person in reading],
        "staff": {role: _session(person) for role, person in staff.everybody().items()},
        "lessons": [lesson.code for lesson in lessons],
        "written": [lesson.code for lesson in lessons if lesson.module.code in WRITTEN],
        "modules": list(WRITTEN),
        "quiz": "M2.2",
        "cohorts": {"read": str(readers.pk), "roll": str(called.pk), "done": str(ready.pk)},
        "sessions": [str(session.pk) for session in held],
        "batch": str(batch),
    }


def _staff(centre: Centre) -> Staff:
    registrar = _colleague("KHO-R1", Role.REGISTRAR, centre, ("Ҳакимзода", "Фирӯза", "f"))
    head = _colleague("KHO-H1", Role.HEAD, centre, ("Шоҳмуродзода", "Ҷамшед", "m"))
    first = _colleague("KHO-I1", Role.INSTRUCTOR, centre, ("Сафарзода", "Умед", "m"))
    second = _colleague("KHO-I2", Role.INSTRUCTOR, centre, ("Раҳимзода", "Нигина", "f"))
    for assessor in (first, second):
        Authorisation.objects.create(
            user=assessor, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO
        )
    return Staff(registrar, head, (first, second))


def _colleague(number: str, role: Role, centre: Centre, said: tuple[str, str, str]) -> User:
    surname, given, sex = said
    person = User(service_number=number, centre=centre, sex=sex, birth_year=1980, language="tg")
    person.set_unusable_password()
    person.save()
    names = (Name(Script.CYRILLIC, surname, given, ""), Name(Script.LATIN, "HAKIMZODA", "FIRUZA", ""))
    for name in names:
        set_name(person=person, name=name, source=NameSource.DOCUMENT, confirmed=True, by=None, on=LONG_AGO)
    give_role(user=person, role=role, centre=centre, by=None, on=LONG_AGO)
    return person


def _lessons(at: datetime.datetime) -> list[Lesson]:
    """Return twenty lessons with texts in four languages: those written, and others that repeat them."""
    load_outline(folder=CURRICULUM, only=(*WRITTEN, *FURTHER))
    for code in WRITTEN:
        load_questions(module_code=code, folder=CURRICULUM / code, by=None, at=at)
        load_practicals(module_code=code, folder=CURRICULUM / code, by=None, at=at)
    written = list(Lesson.objects.filter(module__code__in=WRITTEN).select_related("module").order_by("code"))
    others = Lesson.objects.filter(module__code__in=FURTHER).select_related("module").order_by("module__code", "code")
    lessons = (written + list(others))[:LESSONS]
    texts = [
        _text(lesson, written[place % len(written)], language)
        for language in LANGUAGES
        for place, lesson in enumerate(lessons)
    ]
    publish_lessons(texts=texts, by=None, at=at)
    for module in {lesson.module for lesson in lessons}:
        for language in LANGUAGES:
            said = render_blocks(read(CURRICULUM / module.code / f"module.{language}.txt", MODULE_TEXT), language)
            publish_module(
                module=module,
                language=language,
                title=said.title,
                summary=said.summary,
                outcomes=said.outcomes,
                source_hash="bench",
                by=None,
                at=at,
            )
    return lessons


def _text(lesson: Lesson, model: Lesson, language: str) -> LessonText:
    """Return the manuscript of `model` as the text of `lesson`, rendered as publishing renders it."""
    folder = CURRICULUM / model.module.code
    said = render_blocks(read(folder / f"{model.code}.{language}.txt", LESSON), language)
    source = (folder / f"{model.code}.en.txt").read_bytes()
    return LessonText(
        lesson=lesson,
        language=language,
        title=said.title,
        summary=said.summary,
        body=said.body,
        instructor_body=said.instructor_body,
        text=said.text,
        outcomes=said.outcomes,
        source_hash=hashlib.sha256(source).hexdigest(),
    )


def _version(modules: Sequence[Module]) -> ProgrammeVersion:
    """A programme of its own: two hours of theory and two of practice for each module, a module a day."""
    programme = Programme.objects.create(code="BENCH")
    titles = {language: f"Bench {language}" for language in LANGUAGES}
    version = ProgrammeVersion.objects.create(
        programme=programme, number=1, titles=titles, unit=PlanUnit.DAY, outsider_assessor=False
    )
    for position, module in enumerate(dict.fromkeys(modules), 1):
        ProgrammePart.objects.create(
            version=version,
            position=position,
            key=f"part-{position}",
            module=module,
            theory_hours=2,
            practice_hours=2,
            unit_number=position,
            titles={language: f"{module.code} {language}" for language in LANGUAGES},
        )
    ProgrammeRequirement.objects.create(version=version, kind=RequirementKind.QUIZ, code="M2.2")
    ProgrammeRequirement.objects.create(version=version, kind=RequirementKind.PRACTICAL, code="PX-2.2")
    return version


def _trainees(centre: Centre, registrar: User, at: datetime.datetime) -> list[User]:
    """Import two hundred people as the registrar does."""
    data = people_list(TRAINEES, FIRST_TRAINEE)
    draft = keep_draft(data=data, suffix=".csv", centre=centre, by=registrar, at=at)
    done = confirm(draft=draft, every_line=True, by=registrar, at=at)
    people = User.objects.in_bulk([uuid.UUID(pk) for pk in done.report["people"]])
    return sorted(people.values(), key=lambda person: person.service_number[3:])


def _cohort(
    code: str,
    version: ProgrammeVersion,
    centre: Centre,
    staff: Staff,
    people: Sequence[User],
    at: datetime.datetime,
    *,
    days_ago: int,
) -> Cohort:
    cohort = create_cohort(
        pk=uuid.uuid5(uuid.NAMESPACE_URL, code),
        code=code,
        programme_version=version,
        centre=centre,
        starts_on=timezone.localdate(at) - datetime.timedelta(days=days_ago),
        ends_on=None,
        instructors=staff.instructors,
        project="",
        by=staff.registrar,
        at=at,
    )
    enrol(cohort=cohort, people=people, by=staff.registrar, at=at)
    generate(cohort=cohort, by=staff.registrar, at=at)
    return cohort


def _seat(person: User) -> dict[str, str]:
    return {"session": _session(person), "language": person.language}


def _session(person: User) -> str:
    """Return the key of a session in which the person is logged in, as django.contrib.auth.login leaves it."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    if needs_factor(person):
        pass_factor(store, person, kind=FactorKind.AUTHENTICATOR, at=timezone.now())
    else:
        note_free(store, person, at=timezone.now())
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(build()), encoding="utf-8")
