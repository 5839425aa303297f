"""The pages of work off line: what is chosen comes as a file, a file is looked at before anything is written."""

import datetime
from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.access import BACKEND
from accounts.enums import Role
from accounts.models import User
from accounts.services.roles import give_role
from cms.domain.po_format import BIGGEST_FILE
from cms.models import WorkDraft
from courses.enums import TermTopic
from courses.models import Module, Term
from courses.services.terms import set_term_words
from tests.conftest import Cast
from tests.factories.accounts import make_person
from tests.factories.assessments import make_question
from tests.factories.courses import make_module

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: {}\\n"\n'


@pytest.fixture
def term(cast: Cast) -> Term:
    term = Term.objects.create(code="T001", topic=TermTopic.BORDER, position=1)
    set_term_words(code="T001", language="en", title="visa", explanation="a permit", by=None, at=AT)
    return term


@pytest.fixture
def tajik(cast: Cast) -> Client:
    """A translator of Tajik only."""
    person = make_person(number="TR-TG")
    give_role(user=person, role=Role.TRANSLATOR, centre=None, language="tg", by=None)
    return browser(person)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def url(name: str, language: str = "en", **kwargs: Any) -> str:
    with override(language):
        return reverse(f"cms:{name}", kwargs=kwargs or None)


def upload(client: Client, text: str | bytes, name: str = "work.po") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(url("po_in"), {"file": SimpleUploadedFile(name, data)})


def entry(text: str, place: str = "term|T001|term", source: str = "visa", language: str = "tg") -> str:
    return f'{HEADER.format(language)}\nmsgctxt "{place}"\nmsgid "{source}"\nmsgstr "{text}"\n'


def test_a_file_comes_with_what_was_chosen(cast: Cast, term: Term, tajik: Client) -> None:
    make_question(Module.objects.get(code="M2.2"), 1, languages=("en",))
    answer = tajik.get(url("po_out"), {"language": "tg", "kinds": ["term"]})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/x-gettext-translation; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="omuzgoh-tg-')
    file = polib.pofile("\n" + answer.content.decode())
    assert [found.msgctxt for found in file] == ["term|T001|term", "term|T001|explanation"]
    answer = tajik.get(url("po_out"), {"language": "tg", "kinds": ["question"], "module": "M2.2"})
    assert len(polib.pofile("\n" + answer.content.decode())) == 6
    answer = tajik.get(url("po_out"), {"language": "tg", "kinds": ["term"], "code": "T001"})
    assert len(polib.pofile("\n" + answer.content.decode())) == 2
    assert tajik.get(url("po_out"), {"language": "tg", "kinds": ["term"], "code": "T002"}).status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        {"language": "ru"},
        {"language": "en"},
        {"language": "de"},
        {"language": ""},
        {"language": "tg", "kinds": ["page"]},
        {"language": "tg", "course": "M99"},
        {"language": "tg", "module": "../etc"},
        {"language": "tg", "kinds": ["practical"]},  # there is none
    ],
)
def test_a_choice_that_is_not_offered_is_refused(cast: Cast, term: Term, tajik: Client, asked: dict[str, Any]) -> None:
    answer = tajik.get(url("po_out"), asked)
    assert answer.status_code == 422
    assert "text/html" in answer["Content-Type"]


def test_a_translator_is_offered_only_the_own_language(cast: Cast, tajik: Client) -> None:
    text = tajik.get(url("po_out")).content.decode()
    assert '<option value="tg"' in text
    assert '<option value="ru"' not in text
    assert '<option value="ru"' in cast.client("editor").get(url("po_out")).content.decode()


def test_a_file_is_looked_at_and_then_saved(cast: Cast, term: Term, tajik: Client) -> None:
    answer = upload(tajik, entry("раводид") + '\nmsgctxt "term|T009|term"\nmsgid "x"\nmsgstr "<b>й</b>"\n')
    assert answer.status_code == 302
    page = tajik.get(answer["Location"])
    text = page.content.decode()
    assert text.count("<h1") == 1
    for said in ("раводид", "This text is not in the curriculum", "Save 1 text", "&lt;b&gt;й&lt;/b&gt;"):
        assert said in text, said
    assert WorkDraft.objects.exclude(kind="po").count() == 0
    assert tajik.post(answer["Location"])["Location"] == url("queue")
    draft = WorkDraft.objects.get()
    assert (draft.kind, draft.code, draft.language, draft.texts) == ("term", "T001", "tg", {"term": "раводид"})
    assert tajik.post(answer["Location"]).status_code == 404
    assert tajik.get(answer["Location"]).status_code == 404


def test_another_persons_file_is_not_found(cast: Cast, term: Term, tajik: Client) -> None:
    address = upload(tajik, entry("раводид"))["Location"]
    for name in ("translator", "editor", "administrator"):
        assert cast.client(name).get(address).status_code == 404
        assert cast.client(name).post(address).status_code == 404
    for name in ("trainee", "instructor", "head"):
        assert cast.client(name).get(address).status_code == 403
    assert WorkDraft.objects.get().kind == "po"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty."),
        (b"not a po file", "not a PO file"),
        (b"PK\x03\x04\x00\xff", "not a PO file"),
        (entry("x", language="de").encode(), "does not say its language"),
        (entry("x", language="ru").encode(), "You do not translate into the language"),
        (entry("x", language="en").encode(), "You do not translate into the language"),
        (b"#" * (BIGGEST_FILE + 1), "bigger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_said(cast: Cast, term: Term, tajik: Client, data: bytes, told: str) -> None:
    answer = upload(tajik, data)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not WorkDraft.objects.exists()


def test_no_file_at_all_is_said(cast: Cast, tajik: Client) -> None:
    answer = tajik.post(url("po_in"), {})
    assert answer.status_code == 422
    assert "Please choose a file." in answer.content.decode()


def test_the_pages_open_in_every_language(cast: Cast, term: Term) -> None:
    client = cast.client("editor")
    for language in ("tg", "fa-af", "ru", "en"):
        address = client.post(url("po_in", language), {"file": SimpleUploadedFile("a.po", entry("раводид").encode())})[
            "Location"
        ]
        for page in (url("po_out", language), url("po_in", language), address):
            assert client.get(page).status_code == 200


def test_the_form_costs_the_same_for_one_and_three_modules(cast: Cast) -> None:
    client = cast.client("editor")
    costs = []
    for code in ("M2.2", "M2.3", "M3.1"):
        make_module(code)
        with CaptureQueriesContext(connection) as asked:
            client.get(url("po_out"))
        costs.append(len(asked))
    assert len(set(costs)) == 1
