"""The pages of files of questions: upload, report, import; what was typed stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Question, QuestionImport
from tests.conftest import Cast

URL = reverse("assessments:imports")


@pytest.fixture
def editor(cast: Cast) -> Client:
    return cast.client("editor")


def fields(**changed: object) -> dict[str, object]:
    return {"format": "gift", "text": "Is it?{T}", "language": "tg", "place": "M2.2", "follows": "", **changed}


def test_a_file_goes_from_upload_to_bank(editor: Client) -> None:
    file = SimpleUploadedFile("questions.gift", "Ин чист?{=мӯҳр ~имзо}".encode())
    page = editor.post(URL, fields(text="", file=file), follow=True)
    assert page.status_code == 200
    assert "Ин чист?" in page.content.decode()
    assert not Question.objects.exists()
    done = editor.post(page.redirect_chain[-1][0], follow=True)
    assert "The questions are imported" in done.content.decode()
    assert Question.objects.get().module.code == "M2.2"
    assert "questions.gift" in editor.get(URL).content.decode()


def test_a_refused_file_keeps_what_was_chosen(editor: Client) -> None:
    page = editor.post(URL, fields(format="moodle_xml", text="<quiz><broken"))
    assert page.status_code == 422
    text = page.content.decode()
    assert "no well-formed XML" in text
    assert "&lt;quiz&gt;&lt;broken" in text
    assert '<option value="M2.2" selected>' in text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": ""}, "Choose a file or paste a text."),
        ({"format": "word"}, "choose one of the answers"),
        ({"language": "de"}, "choose one of the answers"),
        ({"place": "M9.9"}, "choose one of the answers"),
        ({"follows": "nothing"}, "choose one of the answers"),
        ({"file": SimpleUploadedFile("a.gift", b"One?{T}")}, "not both"),
        ({"text": "", "file": SimpleUploadedFile("a.gift", b"")}, "empty"),
        ({"text": "", "file": SimpleUploadedFile("a.gift", b"x" * (5 * 1024 * 1024 + 1))}, "too large"),
        ({"text": "\x00\x01"}, ""),
    ],
)
def test_bad_input_is_told(editor: Client, changed: dict[str, object], told: str) -> None:
    page = editor.post(URL, fields(**changed))
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not QuestionImport.objects.exists()


def test_problems_stand_first_and_nothing_can_be_confirmed(editor: Client) -> None:
    page = editor.post(URL, fields(text="Good?{T}\n\nBad{=a"), follow=True)
    text = page.content.decode()
    assert text.index('id="problem"') < text.index('id="new"')
    assert "Import 1 question" not in text
    refused = editor.post(page.redirect_chain[-1][0])
    assert refused.status_code == 422
    assert not Question.objects.exists()


def test_a_file_without_a_place_needs_categories(editor: Client) -> None:
    page = editor.post(URL, fields(place=""), follow=True)
    assert "No module is chosen" in page.content.decode()


def test_as_many_queries_for_three_lines_as_for_one(editor: Client) -> None:
    counted = []
    for text in ("One?{T}", "A?{T}\n\nB?{F}\n\nC?{#1}"):
        address = editor.post(URL, fields(text=text)).headers["Location"]
        editor.get(address)
        with CaptureQueriesContext(connection) as queries:
            editor.get(address)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


@pytest.mark.parametrize("language", ["fa-af", "ru"])
def test_the_report_speaks_the_language_of_the_reader(cast: Cast, editor: Client, language: str) -> None:
    cast.editor.language = language
    cast.editor.save(update_fields=["language"])
    assert editor.post(URL, fields(), follow=True).status_code == 200
