"""The whole story of a protected person, then her key is destroyed: nowhere a readable copy of her name, nor before.

Searched are the database and a backup of it, every file we keep and a backup of them, logs, addresses, messages and
cookies, downloads that are not meant to hold names; every word of the name in all its writings, plain and packed.
"""

import logging
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from accounts.domain.sealing import derive, word_digest
from accounts.enums import ErasureKind, Script
from accounts.models import NameWord, PersonName, User
from accounts.selectors.names import Name, key_store, names_of, open_name
from accounts.services import erasure
from accounts.services.data_copies import ask_copy, open_copy
from accounts.services.imports import confirm, keep_draft
from accounts.services.people import correct_name
from assessments.models import Response, SittingEvent
from certificates.enums import Compared, Finding
from certificates.models import Certificate, PastEntry
from certificates.selectors.list_checks import compare
from certificates.services import enquiries, list_checks
from certificates.services.check_papers import write_check_paper
from certificates.services.past_registers import keep_page
from courses.models import Doubt, LessonEdition
from foundation.jobs import queue
from foundation.languages.text import words
from tests.conftest import Cast
from tests.factories.accounts import make_picture
from tests.factories.assessments import make_quiz
from tests.factories.certificates import graduate, issue, prepare
from tests.factories.courses import enrol, make_cohort
from tests.factories.marking import make_essay_quiz, sit_essay
from tests.factories.registers import keep as keep_register
from tests.factories.registers import load
from tests.privacy.searching import Needles, copy_database, in_database

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the bytes of the file are searched")

NUMBER = "AF-770077"
NAMES = {
    Script.ARABIC: Name(Script.ARABIC, "هندوکشی‌زاد", "نیلوفرک", "شیرآغاجان"),
    Script.LATIN: Name(Script.LATIN, "HINDUKUSHIZAD", "NILOFARAK", ""),
    Script.CYRILLIC: Name(Script.CYRILLIC, "Ҳиндукушизод", "Нилӯфарак", "Шероғоҷонӣ"),
}
WORDS = sorted({part for name in NAMES.values() for part in (name.surname, name.given_name, name.father_name) if part})
FULL = "نیلوفرک هندوکشی‌زاد"
LIST = (
    "service_number;surname;given_name;father_name;sex;birth_date;service;latin_name\n"
    f"{NUMBER};{NAMES[Script.ARABIC].surname};{NAMES[Script.ARABIC].given_name};{NAMES[Script.ARABIC].father_name};f;1979-03-14;AF;"
    "HINDUKUSHIZAD NILOFARAK\n"
)
LEDGER = f"Номер;ФИО;Год рождения;Курс;Дата выдачи;Приказ;Страница;Группа\n21/2011;{FULL};1979;X;15.06.2011;44;13;AF\n"
DOWNLOADS = (  # role, address: what is taken away names no protected person, whoever takes it
    ("instructor", "roll/cohorts/{cohort}/download/"),
    ("registrar", "roll/cohorts/{cohort}/download/"),
    ("head", "roll/people/{enrolment}/download/"),
    ("registrar", "certificates/register/export/"),
    ("hr", "certificates/register/export/"),
    ("auditor", "account/audit/file/"),
)
PAGES = (  # pages for those who may not open her name
    ("auditor", "account/audit/"),
    ("auditor", "certificates/register/"),
    ("auditor", "account/people/"),
    ("auditor", "account/people/{person}/"),
    ("second_assessor", "roll/"),
    ("administrator", "account/people/{person}/"),
)


class Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Browser(Client):
    """Remembers what a browser, a proxy and a log of accesses would keep: addresses and cookies."""

    kept: list[str] = []

    def generic(self, method: str, path: Any, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        answer = super().generic(method, path, *args, **kwargs)
        self.kept.append(answer.wsgi_request.get_full_path())
        self.kept.append(answer.get("Location", ""))
        self.kept += [morsel.value for morsel in answer.cookies.values()]
        return answer


@pytest.fixture
def kept(tmp_path):
    folders = {"PRIVATE_ROOT": tmp_path / "private", "MEDIA_ROOT": tmp_path / "media"}
    for folder in folders.values():
        folder.mkdir()
    with override_settings(**folders, KEY_STORE_DIR=tmp_path / "keys"):
        yield tmp_path


@pytest.fixture
def log():
    handler = Log()
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def browser(cast: Cast, name: str) -> Browser:
    client = cast.client(name)
    client.__class__ = Browser
    return client  # type: ignore[return-value]


def live(cast: Cast, after) -> User:
    """Everything that happens to her, from the list to the certificate and what HR does with it."""
    now = timezone.now()
    draft = keep_draft(data=LIST.encode(), suffix=".csv", centre=cast.khorog, by=cast.registrar, at=now)
    after(confirm, draft=draft, every_line=True, by=cast.registrar, at=now)
    person: User = User.objects.get(service_number=NUMBER)
    cyrillic = NAMES[Script.CYRILLIC]
    correct_name(
        person=person,
        surname=cyrillic.surname,
        given_name=cyrillic.given_name,
        father_name=cyrillic.father_name,
        reason="as on the paper",
        by=cast.registrar,
        at=now,
    )
    cohort = make_cohort(centre=cast.khorog, instructors=(cast.instructor, cast.second_assessor))
    enrolment, _ = enrol(cohort, person, cast.classmate, by=cast.registrar)
    say_in_texts(cast, person)
    graduate(cohort, enrolment, instructor=cast.instructor, registrar=cast.registrar)
    after(issue, batch=prepare(cohort, cast.registrar), by=cast.head)
    ask_about(cast, person, after)
    copy = after(ask_copy, person=person, language="fa-af", by=person, at=now, address=None)
    after(queue.drain)
    copy.refresh_from_db()
    assert FULL.split()[0] in open_copy(copy=copy, kind="json", by=person, address=None).decode()
    browse(cast, cohort.pk, enrolment.pk, person)
    return person


def say_in_texts(cast: Cast, person: User) -> None:
    """She writes her name where no name is asked for; others do the same about her."""
    edition = LessonEdition.objects.select_related("lesson").first()
    assert edition is not None
    Browser.kept = []
    asked = browser(cast, "afghan")
    asked.force_login(person, backend="accounts.backends.PeopleBackend")
    sent = {"id": str(uuid.uuid4()), "edition": str(edition.pk), "block": "", "text": f"من {FULL} هستم"}
    answer = asked.post(f"/fa-af/courses/lessons/{edition.lesson.code}/questions/", sent)
    assert answer.status_code == 302


def ask_about(cast: Cast, person: User, after) -> None:
    """Registers of past years, scans, enquiries, lists, verification records."""
    now = timezone.now()
    after(load, text=LEDGER, centre=cast.khorog, by=cast.registrar)
    keep_page(centre=cast.khorog, year=2011, page="13", data=make_picture(), by=cast.registrar, at=now)
    keep_register(LEDGER.replace("21/", "22/"), centre=cast.khorog, by=cast.registrar, year=2012)
    certificate = Certificate.objects.get(person=person)
    assert certificate.file_sealed
    sent = enquiries.send_enquiry(
        pk=uuid.uuid4(),
        centre=cast.khorog,
        certificate=certificate,
        serial=certificate.serial,
        year=2026,
        name=FULL,
        question=f"Is this {WORDS[0]}?",
        due_on=timezone.localdate(),
        by=cast.hr,
        at=now,
    )
    enquiries.answer_enquiry(enquiry=sent, reply=f"Yes, {FULL}", data=make_picture(), by=cast.head, at=now)
    rows = f"Номер;ФИО;Год рождения\n{certificate.serial};{FULL};1979\n;{WORDS[0]} {WORDS[1]};1979\n"
    check = list_checks.keep_list(
        data=rows.encode(), suffix=".csv", post="", day=timezone.localdate(), by=cast.hr, at=now
    )
    compare(check, cast.hr, "tg")
    list_checks.decide(check=check, decisions={2: f"person:{person.pk}"}, by=cast.hr, at=now)
    write_check_paper(
        certificate=certificate,
        entry=None,
        compared=[("serial", Compared.SAME)],
        facts={},
        finding=Finding.AGREES,
        language="tg",
        by=cast.hr,
        at=now,
    )


def browse(cast: Cast, cohort: uuid.UUID, enrolment: uuid.UUID, person: User) -> None:
    """People look for her, open her page, compare, download."""
    certificate = Certificate.objects.get(person=person)
    registrar, hr, head = (browser(cast, name) for name in ("registrar", "hr", "head"))
    found = registrar.post("/tg/account/people/", {"q": FULL}).content.decode()
    assert NAMES[Script.CYRILLIC].surname in found
    assert NUMBER in registrar.get(f"/tg/account/people/{person.pk}/").content.decode()
    assert certificate.serial in hr.post("/ru/certificates/search/", {"q": FULL}).content.decode()
    assert hr.get(f"/ru/certificates/{certificate.pk}/").status_code == 200
    assert head.get(f"/ru/certificates/{certificate.pk}/file/").status_code == 200
    upload = {"service_number": NUMBER}
    assert registrar.post("/tg/account/import/", upload).status_code == 422
    bad = {"surname": FULL, "given_name": "", "father_name": "", "reason": FULL}
    assert registrar.post(f"/tg/account/people/{person.pk}/", bad).status_code == 422
    browser(cast, "nobody").post(f"/tg/certificates/check/{certificate.code}/", {"name": FULL})


def no_names_in_downloads(cast: Cast, needles: Needles, person: User) -> None:
    enrolment = person.enrolments.get()
    where = {"cohort": enrolment.cohort_id, "enrolment": enrolment.pk, "person": person.pk}
    series = Certificate.objects.get(person=person).series_id
    for method, listed in (("post", DOWNLOADS), ("get", PAGES)):
        for role, address in listed:
            for kind in ("csv", "xlsx"):
                send = getattr(cast.client(role), method)
                answer = send(
                    "/ru/" + address.format(**where), {"format": kind, "kind": kind, "series": series, "as": kind}
                )
                assert answer.status_code == 200, (role, address)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                assert needles.in_bytes(body) == [], (role, address)


def back_up(folder: Path, name: str) -> Path:
    there = folder / name
    there.mkdir()
    copy_database(there / "database.sqlite3")
    for part in ("private", "media"):
        shutil.copytree(folder / part, there / part)
    return there


def test_the_search_finds_what_is_there(tmp_path, cast):
    """A search that finds nothing proves nothing unless it would have found it."""
    needles = Needles(["Ҳиндукушизод", "نیلوفرک", "NILOFARAK"])
    Doubt.objects.create(
        person=cast.trainee, edition=LessonEdition.objects.first(), lesson=LessonEdition.objects.first().lesson,
        language="tg", text="ман ҳиндукушизод ҳастам",
    )  # fmt: skip
    cast.khorog.titles = {"tg": "نیلوفرک"}
    cast.khorog.save()
    copy_database(tmp_path / "db")
    assert {"courses_doubt.text", "accounts_centre.titles", "(bytes of the file)"} <= set(
        in_database(needles, tmp_path / "db")
    )
    for data in (b"x \xd9\x86 NILOFARAK", '"Ҳиндукушизод"'.encode("utf-16-le")):
        assert needles.in_bytes(data)
    assert not needles.in_bytes(b"nothing of this kind")


def test_no_readable_copy_is_left(cast, kept, log, django_capture_on_commit_callbacks, settings):
    def after(act, **said):
        with django_capture_on_commit_callbacks(execute=True):
            return act(**said)

    make_quiz(cast.cohort.programme_version.parts.first().module, questions=3)
    needles = Needles([*WORDS, *(word for text in WORDS for word in words(text))])
    person = live(cast, after)
    assert {script: name.surname for script, name in names_of([person])[person.pk].items()} == {
        str(script): name.surname for script, name in NAMES.items()
    }
    old_rows = [(row.pk, bytes(row.sealed)) for row in PersonName.objects.filter(person=person)]
    old_index, old_digests = key_store().index_key, set(NameWord.objects.values_list("digest", flat=True))
    backup = back_up(kept, "backup")
    no_names_in_downloads(cast, needles, person)

    now = timezone.now()
    request = erasure.ask(kind=ErasureKind.PERSON, person=person, reason="asked for", by=cast.registrar, at=now)
    after(erasure.confirm, request=request, by=cast.head, at=now)
    after(queue.drain)
    left = back_up(kept, "left")

    for place in (backup, left):
        assert in_database(needles, place / "database.sqlite3") == {}, place.name
        assert needles.in_folder(place / "private") == {}, place.name
        assert needles.in_folder(place / "media") == {}, place.name
    assert needles.in_folder(kept / "keys") == {}
    for line in (*log.lines, *Browser.kept):
        assert needles.in_bytes(line.encode()) + needles.in_text(line) == [], line
    assert mail.outbox == []

    # Whoever has a backup, the master key and the key store of today opens nothing and cannot try words out.
    assert old_rows
    for pk, sealed in old_rows:
        assert open_name(PersonName(pk=pk, person_id=person.pk, script="arab", sealed=sealed)) is None
    master = b"01234567890123456789012345678901"
    for key in (key_store().index_key, derive(master, "index")):
        assert key != old_index
        assert not {word_digest(key, word) for text in WORDS for word in words(text)} & old_digests
    assert not PastEntry.objects.filter(words__digest__in=old_digests).exists()


def test_what_a_protected_person_types_does_not_keep_the_name(cast):
    """Nor what others write about her; of other people every word stays."""
    make_essay_quiz()
    for person, essay, kept_words in (
        (cast.afghan, "من زهرا هستم", "من … هستم"),
        (cast.trainee, "ман Далер ҳастам", "ман Далер ҳастам"),
    ):
        attempt = sit_essay(person, essay=essay)
        assert kept_words in [row.answer for row in Response.objects.filter(attempt=attempt)]
        event = SittingEvent(enrolment=attempt.enrolment, act="incident", reason=f"{essay}!", by=cast.head)
        pre_save.send(SittingEvent, instance=event, raw=False, using="default", update_fields=None)
        assert event.reason == f"{kept_words}!"
