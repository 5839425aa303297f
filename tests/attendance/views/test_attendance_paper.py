"""Rolls on paper: numbered sheets, the grid, scans by content; marks from a spreadsheet, dry run first."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from attendance.enums import Status
from attendance.forms.letters import read_letter
from attendance.models import Mark, MarkEvent, PaperSheet
from attendance.services.paper import scans_folder
from courses.models import Enrolment
from foundation.spreadsheets.writing import to_xlsx
from tests.factories.attendance import call_roll, make_session

PDF = b"%PDF-1.7\nfilled\n%%EOF\n"


@pytest.fixture
def session(cast):
    return make_session(cast.cohort, instructor=cast.instructor)


@pytest.fixture
def client(cast):
    return cast.client("instructor")


def address(name, row):
    return reverse(f"attendance:{name}", kwargs={"pk": row.pk})


def marks() -> dict[str, tuple[str, int, str]]:
    return {
        mark.enrolment.person.service_number: (mark.status, mark.minutes_late, mark.document)
        for mark in Mark.objects.select_related("enrolment__person")
    }


def picture(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, kind)
    return target.getvalue()


def test_each_blank_roll_has_a_number(client, session) -> None:
    for _ in range(2):
        assert client.post(address("paper", session)).status_code == 302
    first, second = PaperSheet.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    for language in ("/tg/", "/fa-af/"):
        answer = client.get(address("blank", second).replace("/en/", language))
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        assert f"roll-{session.date.isoformat()}-2.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("О", ("leave", "")),
        ("р", ("leave", "")),
        ("Н", ("duty", "")),
        ("н/у", ("absent", "")),
        ("Б", ("sick", "")),
        ("م", ("sick", "")),
        ("К", ("mission", "")),
        ("+", ("late", "")),
        ("+۱۵", ("late", "15")),
        ("Present", ("present", "")),
        ("7", ("mission", "")),
        ("whatever", ("", "")),
    ],
)
def test_letters_and_words_are_understood_in_every_language(cell, meant) -> None:
    assert read_letter(cell) == meant


def test_every_word_on_the_roll_is_understood() -> None:
    for language in ("en", "tg", "fa-af", "ru"):
        with override(language):
            assert [read_letter(str(status.label))[0] for status in Status] == list(Status)


def test_the_grid_is_stored_as_the_roll(client, session) -> None:
    sent = {"submission": str(uuid.uuid4()), "s-TJ-100001": "Б", "d-TJ-100001": "12", "s-AF-100003": "+15"}
    assert client.post(address("grid", session), sent | {"s-TJ-100002": "huh"}).status_code == 422
    assert not Mark.objects.exists()
    for _ in range(2):
        assert client.post(address("grid", session), sent | {"s-TJ-100002": ""}).status_code == 302
    assert marks() == {
        "TJ-100001": ("sick", 0, "12"),
        "TJ-100002": ("present", 0, ""),
        "AF-100003": ("late", 15, ""),
    }
    assert MarkEvent.objects.count() == 3


def test_what_was_typed_stays_in_the_grid(client, session) -> None:
    sent = {"submission": str(uuid.uuid4()), "s-TJ-100001": "huh", "s-TJ-100002": "Н", "d-TJ-100002": "5"}
    page = client.post(address("grid", session), sent).content.decode()
    assert 'value="huh"' in page
    assert 'name="s-TJ-100002" value="Н"' in page


def test_a_scan_is_kept_by_its_content(client, cast, session) -> None:
    client.post(address("paper", session))
    sheet = PaperSheet.objects.get()
    for bad in (b"MZ\x90", b"%PDF-1.7 cut", picture("GIF"), picture("PNG")[:40], b""):
        sent = client.post(address("scan", sheet), {"scan": SimpleUploadedFile("scan.pdf", bad)})
        assert sent.status_code == 422
    assert client.post(address("scan", sheet), {"scan": SimpleUploadedFile("x.exe", PDF)}).status_code == 302
    sheet.refresh_from_db()
    assert (scans_folder() / sheet.scan).read_bytes() == PDF
    assert (sheet.scan, sheet.scanned_by) == (f"{sheet.sha256}.pdf", cast.instructor)
    answer = client.get(address("scan", sheet))
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (PDF, "application/pdf")
    other = client.post(address("scan", sheet), {"scan": SimpleUploadedFile("y.png", picture("PNG"))})
    assert other.status_code == 422
    sheet.refresh_from_db()
    assert sheet.scan.endswith(".pdf")


def test_photographs_of_sheets_are_scans_too(client, session) -> None:
    for kind in ("JPEG", "PNG"):
        client.post(address("paper", session))
        sheet = PaperSheet.objects.latest("number")
        sent = client.post(address("scan", sheet), {"scan": SimpleUploadedFile("a", picture(kind))})
        assert sent.status_code == 302


def test_the_scan_of_a_group_with_protected_people_is_for_who_calls_the_roll(cast, client, session) -> None:
    client.post(address("paper", session))
    sheet = PaperSheet.objects.get()
    client.post(address("scan", sheet), {"scan": SimpleUploadedFile("a", PDF)})
    assert cast.client("auditor").get(address("scan", sheet)).status_code == 403
    Enrolment.objects.filter(pk=cast.afghan_enrolment.pk).delete()
    assert cast.client("auditor").get(address("scan", sheet)).status_code == 200


def upload(client, session, data: bytes, name: str = "marks.csv"):
    return client.post(address("spreadsheet", session), {"file": SimpleUploadedFile(name, data)})


GOOD = [
    ["рақами хидматӣ", "отметка", "minutes", "سند"],
    ["TJ-100001", "Б", "", "44"],
    ["tj100002", "Late", "5", ""],
    ["AF-100003", "present", "", ""],
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_dry_run_shows_and_the_roll_stores(client, session, kind) -> None:
    data = to_xlsx("marks", GOOD[0], GOOD[1:]) if kind == "xlsx" else "\n".join(";".join(row) for row in GOOD).encode()
    page = upload(client, session, data, f"marks.{kind}")
    assert page.status_code == 200
    assert not Mark.objects.exists()
    shown = page.context["read"].marks
    sent = {"submission": str(uuid.uuid4())}
    for mark in shown:
        sent |= {f"s-{mark.key}": mark.status, f"m-{mark.key}": mark.minutes, f"d-{mark.key}": mark.document}
    assert client.post(address("roll", session), sent).status_code == 302
    assert marks() == {"TJ-100001": ("sick", 0, "44"), "TJ-100002": ("late", 5, ""), "AF-100003": ("present", 0, "")}


def test_every_problem_is_shown_at_once(client, session) -> None:
    rows = ["number;mark;minutes", "TJ-100001;huh;", "TJ-100002;late;many", "TJ-100002;present;", "XX-1;present;"]
    answer = upload(client, session, "\n".join(rows).encode())
    said = [(problem.line, problem.text) for problem in answer.context["read"].problems]
    assert answer.status_code == 422
    assert [line for line, _ in said] == [2, 3, 4, 5, 0]
    assert "AF-100003" in said[-1][1]
    assert "Save the roll" not in answer.content.decode()


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04spoilt", b"a;b\n1;2"])
def test_a_file_that_is_no_list_is_refused_in_words(client, session, data) -> None:
    assert upload(client, session, data).status_code == 422


def test_a_called_roll_is_not_overwritten_by_somebody_else(cast, client, session) -> None:
    call_roll(session, cast.head, at=timezone.now())
    sent = {"submission": str(uuid.uuid4()), "s-TJ-100001": "Б"}
    answer = client.post(address("grid", session), sent)
    assert answer.status_code == 422
    assert "Somebody else called this roll" in answer.content.decode()
    assert marks()["TJ-100001"][0] == "present"
