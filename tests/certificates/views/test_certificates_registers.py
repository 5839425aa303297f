"""The ledger, blanks, past registers and HR's console on the screen."""

import datetime
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.enums import Act
from accounts.models import AuditEntry, User
from certificates.enums import Finding
from certificates.models import CheckPaper, Enquiry, ListCheck, PastEntry, PrintedBlank, RegisterSeries
from certificates.services.check_papers import kept_pdf
from tests.factories.accounts import make_person, make_picture
from tests.factories.certificates import certificate_of, graduate, issue, issued_all, prepare
from tests.factories.courses import enrol, make_cohort
from tests.factories.registers import LEDGER, keep, load

TODAY = timezone.localdate()


def asked(client: Client, path: str):
    """Open a page; what is searched for is posted, as the form does."""
    address, _, query = path.partition("?q=")
    if address.endswith("search/") and query:
        return client.post(f"/en/certificates/{address}", QueryDict(f"q={query}").dict())
    return client.get(f"/en/certificates/{path}")


def page(client: Client, path: str, status: int = 200) -> str:
    answer = asked(client, path)
    assert answer.status_code == status
    return answer.content.decode()


def queries(client: Client, path: str) -> int:
    asked(client, path)
    with CaptureQueriesContext(connection) as found:
        assert asked(client, path).status_code == 200
    return len(found)


def some_issued(cast, people: int, number: str) -> list[User]:
    cohort = make_cohort(centre=cast.khorog)
    enrolments = enrol(cohort, *(make_person(centre=cast.khorog) for _ in range(people)), by=cast.registrar)
    graduate(cohort, *enrolments, instructor=cast.instructor, registrar=cast.registrar)
    issue(prepare(cohort, cast.registrar, number=number), cast.head)
    return [enrolment.person for enrolment in enrolments]


def test_lists_cost_the_same_queries_for_one_row_and_for_three(cast) -> None:
    some_issued(cast, 1, "1")
    load(LEDGER.split("18/2011")[0], centre=cast.khorog, by=cast.registrar)
    hr = cast.client("hr")
    paths = ("register/", "search/?q=Каримзода", "search/?q=2011", "past/", "past/KHO/2011/", "enquiries/", "records/")
    before = {path: queries(hr, path) for path in paths}
    some_issued(cast, 2, "2")
    load(LEDGER, centre=cast.khorog, by=cast.registrar)
    after = {path: queries(hr, path) for path in paths}
    assert after == before
    assert max(before.values()) <= 16


def test_the_ledger_leaves_as_paper_and_spreadsheet_without_protected_names(cast) -> None:
    issued_all(cast)
    series = RegisterSeries.objects.get()
    hr = cast.client("hr")
    pdf = hr.get(f"/en/certificates/register/paper/?series={series.pk}")
    assert pdf.content.startswith(b"%PDF")
    sheet = hr.post("/fa-af/certificates/register/export/", {"series": series.pk, "kind": "xlsx"})
    rows = list(load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert len(rows) == 4
    text = str(rows)
    assert cast.afghan.service_number in text
    assert "زهرا" not in text
    assert "Каримзода" in text
    kinds = [entry.new["kind"] for entry in AuditEntry.objects.filter(act=Act.EXPORTED)]
    assert sorted(kinds) == ["pdf", "xlsx"]
    assert hr.post("/en/certificates/register/export/", {"series": series.pk, "kind": "exe"}).status_code == 404
    assert hr.get("/en/certificates/register/?series=999").status_code == 404


def test_a_certificate_is_printed_on_a_numbered_blank(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    registrar = cast.client("registrar")
    registrar.post("/en/certificates/blanks/printers/", {"name": "A", "right_mm": "2.5", "down_mm": "-1"})
    shown = page(registrar, f"{certificate.pk}/blank/")
    printer = shown.split('<option value="')[-1].split('"')[0]
    answer = registrar.post(f"/en/certificates/{certificate.pk}/blank/", {"number": "АБ 7", "printer": printer})
    assert answer.status_code == 302
    row = PrintedBlank.objects.get()
    assert row.printer is not None
    text = registrar.get(f"/en/certificates/{certificate.pk}/blank/{row.pk}/").content
    whole = registrar.get(f"/en/certificates/{certificate.pk}/file/").content
    assert text.startswith(b"%PDF")
    assert b"CertificateArt" not in text
    assert len(text) < len(whole)
    assert "АБ 7" in page(registrar, "register/")
    assert certificate.serial in page(cast.client("hr"), "search/?q=аб-7")
    other = certificate_of(cast.classmate)
    again = registrar.post(f"/en/certificates/{other.pk}/blank/", {"number": "аб 7"})
    assert again.status_code == 422
    assert "Another certificate was printed" in again.content.decode()
    wrong = registrar.post("/en/certificates/blanks/", {"number": "АБ 7", "reason": "torn", "act_number": ""})
    assert wrong.status_code == 422
    assert "АБ 7" in wrong.content.decode()


def test_a_whole_batch_is_printed_on_blanks_that_follow_each_other(cast) -> None:
    issued_all(cast)
    batch = certificate_of(cast.trainee).batch_id
    registrar = cast.client("registrar")
    address = f"/en/certificates/batches/{batch}/blanks/"
    assert "3 certificates wait for blanks" in registrar.get(address).content.decode()
    spoilt = {"number": "АБ 0100", "reason": "torn", "act_number": "1", "act_date": str(TODAY)}
    assert registrar.post("/en/certificates/blanks/", spoilt).status_code == 302
    for number, said in (("АБ 0098", "АБ 0100"), ("АБ", "must end in digits")):
        refused = registrar.post(address, {"number": number})
        assert refused.status_code == 422
        assert said in refused.content.decode()
    assert not PrintedBlank.objects.exists()
    assert registrar.post(address, {"number": "АБ 0109"}).status_code == 302
    numbers = list(PrintedBlank.objects.order_by("certificate__number").values_list("number", flat=True))
    assert numbers == ["АБ 0109", "АБ 0110", "АБ 0111"]
    pdf = registrar.get(f"{address}0/").content
    assert pdf.startswith(b"%PDF")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 3
    assert registrar.get(f"{address}50/").status_code == 404


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_the_test_page_has_crosses(cast, orientation: str) -> None:
    registrar = cast.client("registrar")
    registrar.post("/en/certificates/blanks/printers/", {"name": "A", "right_mm": "2.5", "down_mm": "-1"})
    shown = page(registrar, "blanks/")
    pk = shown.split("blanks/printers/")[1].split("/")[0]
    assert registrar.get(f"/tg/certificates/blanks/printers/{pk}/{orientation}/").content.startswith(b"%PDF")
    assert registrar.get(f"/tg/certificates/blanks/printers/{pk}/round/").status_code == 404
    wrong = registrar.post("/en/certificates/blanks/printers/", {"name": "A", "right_mm": "99", "down_mm": "0"})
    assert wrong.status_code == 422


def test_a_past_register_from_upload_to_the_search(cast) -> None:
    registrar = cast.client("registrar")
    file = SimpleUploadedFile("2011.csv", LEDGER.encode())
    answer = registrar.post("/en/certificates/past/upload/", {"centre": "KHO", "year": "2011", "file": file})
    assert answer.status_code == 302
    shown = registrar.get(answer["Location"]).content.decode()
    assert "Load 3 lines" in shown
    assert "sealed" in shown
    assert not PastEntry.objects.exists()
    done = registrar.post(answer["Location"], {"whole": "1"})
    assert done["Location"] == "/en/certificates/past/KHO/2011/"
    assert "Раҳимов Фирӯз" in page(registrar, "past/KHO/2011/")
    page_file = SimpleUploadedFile("p.jpg", make_picture())
    kept = registrar.post("/en/certificates/past/KHO/2011/", {"page": "12", "file": page_file})
    assert kept.status_code == 302
    hr = cast.client("hr")
    found = page(hr, "search/?q=Рахимов")
    assert "17/2011" in found
    entry = PastEntry.objects.get(serial="17/2011")
    shown = page(hr, f"past/lines/{entry.pk}/")
    scan = shown.split('src="/en/certificates/past/scans/')[1].split('"')[0]
    assert hr.get(f"/en/certificates/past/scans/{scan}").content.startswith(b"\xff\xd8")
    sealed = PastEntry.objects.get(serial="19/2011")
    assert "احمد" in page(hr, f"past/lines/{sealed.pk}/")
    assert "احمد" not in page(cast.client("auditor"), f"past/lines/{sealed.pk}/")
    assert "احمد" not in page(cast.client("auditor"), "past/KHO/2011/")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"year": "2011", "file": None}, "Please choose a file."),
        ({"year": "2050", "file": b"x"}, "This year has not begun yet."),
        ({"year": "2011", "file": b"a;b\n1;2\n"}, "No row with headings was found."),
        ({"year": "2011", "file": "Номер;ФИО\n".encode()}, "has headings but no lines"),
        ({"year": "2011", "file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}, "not a list that can be read"),
    ],
)
def test_a_bad_upload_says_why(cast, data: dict[str, object], said: str) -> None:
    content = data.pop("file")
    if content is not None:
        data["file"] = SimpleUploadedFile("x.csv", content)  # type: ignore[arg-type]
    answer = cast.client("registrar").post("/en/certificates/past/upload/", {"centre": "KHO", **data})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_looking_into_registers_is_remembered(cast) -> None:
    issued_all(cast)
    load(centre=cast.khorog, by=cast.registrar)
    entry = PastEntry.objects.get(serial="17/2011")
    hr = cast.client("hr")
    for path in ("register/", "past/KHO/2011/", "search/?q=Рахимов", f"past/lines/{entry.pk}/"):
        page(hr, path)
    acts = list(
        AuditEntry.objects.filter(actor=cast.hr).exclude(act=Act.LOG_IN).order_by("at").values_list("act", flat=True)
    )
    assert acts == [Act.PERSON_LOOKED_UP, Act.PERSON_LOOKED_UP, Act.PERSON_LOOKED_UP, Act.CERTIFICATE_OPENED]
    assert not AuditEntry.objects.filter(new__icontains="Рахимов").exists()
    page(cast.client("registrar"), "register/")
    assert not AuditEntry.objects.filter(actor=cast.registrar, act=Act.PERSON_LOOKED_UP).exists()


def test_a_refused_register_is_not_written(cast) -> None:
    draft = keep(LEDGER + ";Кас;1980;;;;;\n", centre=cast.khorog, by=cast.registrar)
    answer = cast.client("registrar").post(f"/en/certificates/past/drafts/{draft.pk}/", {})
    assert answer.status_code == 422
    assert "taken whole or not at all" in answer.content.decode()
    assert not PastEntry.objects.exists()


def test_what_is_not_loaded_is_said(cast) -> None:
    load(centre=cast.khorog, by=cast.registrar)
    hr = cast.client("hr")
    for path in ("search/?q=17/2011&centre=PAN&year=2011", "search/?q=BFT-PAN-BIC-2011-00017"):
        shown = page(hr, path)
        assert "The register of Centre PAN for 2011 is not loaded: ask the centre." in shown
        assert "/en/certificates/enquiries/ask/?centre=PAN&amp;year=2011" in shown
    shown = page(hr, "search/?q=Ҳеҷкас")
    assert "These registers are not loaded" in shown
    assert "Centre KHO" in shown
    shown = page(hr, "search/?q=99/2011&centre=KHO&year=2011")
    assert "not loaded: ask" not in shown
    assert "Nothing found in what is loaded" in shown
    assert hr.get("/en/certificates/search/?q=x&year=abc").status_code == 422


def test_hr_compares_and_keeps_a_verification_record(cast, settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    hr = cast.client("hr")
    answer = hr.get(f"/en/certificates/{certificate.pk}/compare/")
    shown = answer.content.decode()
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    for told in ("Каримзода Далер Саид", certificate.serial, "ШАҲОДАТНОМА", "146-к", "<iframe"):
        assert told in shown
    assert hr.get(f"/en/certificates/{certificate.pk}/file/")["X-Frame-Options"] == "SAMEORIGIN"
    address = f"/en/certificates/{certificate.pk}/compare/"
    for data, said in (
        ({}, "Choose what the record says."),
        ({"finding": "agrees"}, "Compare at least one field"),
        ({"finding": "agrees", "field-serial": "same", "field-course": "differs"}, "One field differs"),
    ):
        refused = hr.post(address, data)
        assert refused.status_code == 422
        assert said in refused.content.decode()
    assert (
        hr.post(address, {"finding": "differs", "field-serial": "same", "field-course": "differs"}).status_code == 302
    )
    paper = CheckPaper.objects.get()
    assert (paper.number, paper.finding) == (1, Finding.DIFFERS)
    assert "Каримзода" not in str(paper.facts)
    pdf = hr.get(f"/en/certificates/records/{paper.pk}/").content
    assert pdf.startswith(b"%PDF")
    assert pdf == kept_pdf(paper)
    assert f"0001/{TODAY.year}" in page(hr, "records/")
    (kept,) = (tmp_path / "verification-records").glob("*.sealed")
    assert not kept.read_bytes().startswith(b"%PDF")
    kept.unlink()
    assert hr.get(f"/en/certificates/records/{paper.pk}/").content.startswith(b"%PDF")


def test_the_record_of_a_protected_person_holds_no_name(cast, monkeypatch) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.afghan)
    hr = cast.client("hr")
    drawn: list[str] = []
    from certificates.pdf import office  # noqa: PLC0415 - reason: WeasyPrint is loaded only where it is needed

    real = office.render_to_string
    monkeypatch.setattr(
        office, "render_to_string", lambda *args, **kwargs: drawn.append(real(*args, **kwargs)) or drawn[-1]
    )
    data = {"finding": "agrees", "field-serial": "same", "field-name-fa-af": "same"}
    assert hr.post(f"/en/certificates/{certificate.pk}/compare/", data).status_code == 302
    assert cast.afghan.service_number in drawn[0]
    for name in ("زهرا", "Zahra", "ZAHRA"):
        assert name not in drawn[0]
        assert name not in str(CheckPaper.objects.get().facts)


def test_an_enquiry_from_hr_to_the_centre_and_back(cast) -> None:
    hr, registrar = cast.client("hr"), cast.client("registrar")
    assert 'value="2011"' in page(hr, "enquiries/ask/?centre=KHO&year=2011&serial=17/2011")
    data = {
        "pk": str(uuid.uuid4()),
        "centre": "KHO",
        "serial": "17/2011",
        "name": "Раҳимов",
        "question": "Ҳаст?",
        "due_on": str(timezone.localdate()),
    }
    late = {**data, "due_on": str(timezone.localdate() - datetime.timedelta(days=1))}
    refused = hr.post("/en/certificates/enquiries/ask/", late)
    assert refused.status_code == 422
    assert "Раҳимов" in refused.content.decode()
    for _ in range(2):
        assert hr.post("/en/certificates/enquiries/ask/", data).status_code == 302
    enquiry = Enquiry.objects.get()
    assert "Раҳимов" in page(registrar, f"enquiries/{enquiry.pk}/")
    assert "Раҳимов" not in page(cast.client("auditor"), f"enquiries/{enquiry.pk}/")
    bad = {"reply": "Ҳаст.", "file": SimpleUploadedFile("r.pdf", b"%PDF-1.7 nothing")}
    assert registrar.post(f"/en/certificates/enquiries/{enquiry.pk}/", bad).status_code == 422
    good = {"reply": "Ҳаст.", "file": SimpleUploadedFile("r.pdf", b"%PDF-1.7\n1 0 obj\n%%EOF\n")}
    assert registrar.post(f"/en/certificates/enquiries/{enquiry.pk}/", good).status_code == 302
    file = hr.get(f"/en/certificates/enquiries/{enquiry.pk}/file/")
    assert file["Content-Disposition"].startswith("attachment")
    assert hr.post(f"/en/certificates/enquiries/{enquiry.pk}/close/").status_code == 302
    assert "Filed" in page(hr, "enquiries/")


def test_decisions_that_were_not_offered_are_left_out(cast) -> None:
    issued_all(cast)
    hr = cast.client("hr")
    file = SimpleUploadedFile("l.csv", "ФИО;Год рождения\nКаримзода Далер;1999\n".encode())
    answer = hr.post("/en/certificates/lists/", {"file": file, "day": str(TODAY), "post": ""})
    assert answer.status_code == 302
    shown = hr.get(answer["Location"]).content.decode()
    assert f'<option value="person:{cast.trainee.pk}" selected>' in shown
    for value, kept in ((f"person:{uuid.uuid4()}", {}), ("nobody", {"2": "nobody"})):
        hr.post(answer["Location"], {"line-2": value})

        assert ListCheck.objects.get().decisions == kept


@pytest.mark.parametrize("language", ["tg", "fa-af", "ru"])
def test_pages_open_in_every_language(language: str, cast) -> None:
    load(centre=cast.khorog, by=cast.registrar)
    for role, path in (
        ("hr", "search/?q=2011"),
        ("hr", "guide/"),
        ("hr", "past/"),
        ("hr", "lists/"),
        ("hr", "posts/"),
        ("hr", "enquiries/ask/"),
        ("registrar", "blanks/"),
        ("registrar", "past/upload/"),
    ):
        assert cast.client(role).get(f"/{language}/certificates/{path}").status_code == 200
