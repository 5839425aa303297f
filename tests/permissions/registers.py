"""Who reaches the ledger, blanks, registers of past years and HR's console."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from certificates.enums import Compared, Finding
from certificates.models import (
    CheckPaper,
    Enquiry,
    ListCheck,
    PastEntry,
    PastPage,
    PostRequirement,
    PrintedBlank,
    Printer,
)
from certificates.services.blanks import keep_printer, use_blank
from certificates.services.check_papers import write_check_paper
from certificates.services.enquiries import answer_enquiry, send_enquiry
from certificates.services.list_checks import keep_list
from certificates.services.past_registers import keep_page
from certificates.services.posts import add_requirement
from tests.factories.accounts import make_picture
from tests.factories.registers import LEDGER, keep, load
from tests.permissions.rows import Row

OFFICES = {"registrar": 200, "head": 200, "hr": 200, "auditor": 200, "administrator": 200, "other_registrar": 200}
KEEPERS = {"registrar": 200, "head": 200, "other_registrar": 200}
OWN_CENTRE = {"registrar": 200, "head": 200, "other_registrar": 404}
NATIONAL = {"hr": 200, "auditor": 200, "administrator": 200}
HR = {"hr": 200}


def today() -> str:
    return str(timezone.localdate())


def certificate(s: Any) -> dict[str, Any]:
    return {"pk": s.certificate.pk}


def series(s: Any) -> dict[str, Any]:
    return {"series": s.certificate.series_id, "number": 1}


def act(_s: Any) -> dict[str, Any]:
    return {"explanation": "—", "act_number": "1", "act_date": today()}


def spoilt(_s: Any) -> dict[str, Any]:
    return {"number": f"Б {uuid.uuid4().hex[:8]}", "reason": "torn", "act_number": "1", "act_date": today()}


def printer(_s: Any) -> dict[str, Any]:
    return {"name": "A", "right_mm": "0", "down_mm": "1.5"}


def test_page(s: Any) -> dict[str, Any]:
    keep_printer(centre=s.cast.khorog, name="A", right_mm=0, down_mm=0, by=s.cast.head, at=timezone.now())  # type: ignore[arg-type]
    return {"pk": Printer.objects.get().pk, "orientation": "landscape"}


def blank_paper(s: Any) -> dict[str, Any]:
    use_blank(certificate=s.certificate, number="АБ 1", printer=None, by=s.cast.head, at=timezone.now())
    return {"pk": s.certificate.pk, "number": PrintedBlank.objects.get().pk}


def issued_batch(s: Any) -> dict[str, Any]:
    return {"pk": s.certificate.batch_id}


def parcel(s: Any) -> dict[str, Any]:
    use_blank(certificate=s.certificate, number="АБ 1", printer=None, by=s.cast.head, at=timezone.now())
    return {"pk": s.certificate.batch_id, "start": 0}


def entry(s: Any) -> PastEntry:
    return PastEntry.objects.first() or load(centre=s.cast.khorog, by=s.cast.registrar)[0]


def past_draft(s: Any) -> dict[str, Any]:
    return {"pk": keep(LEDGER, centre=s.cast.khorog, by=s.cast.registrar, year=2010).pk}


def past_year(_s: Any) -> dict[str, Any]:
    return {"centre": "KHO", "year": 2011}


def past_scan(s: Any) -> dict[str, Any]:
    if not PastPage.objects.exists():
        keep_page(
            centre=s.cast.khorog, year=2011, page="12", data=make_picture(), by=s.cast.registrar, at=timezone.now()
        )
    return {"pk": PastPage.objects.get().pk}


def past_entry(s: Any) -> dict[str, Any]:
    return {"pk": entry(s).pk}


def record(s: Any) -> dict[str, Any]:
    if not CheckPaper.objects.exists():
        write_check_paper(
            certificate=s.certificate,
            entry=None,
            compared=[("serial", Compared.SAME)],
            facts={"answer": "", "fields": []},
            finding=Finding.AGREES,
            language="en",
            by=s.cast.hr,
            at=timezone.now(),
        )
    return {"pk": CheckPaper.objects.get().pk}


def list_check(s: Any) -> dict[str, Any]:
    if not ListCheck.objects.exists():
        keep_list(
            data="Номер;ФИО\nX;Каримзода Далер\n".encode(),
            suffix=".csv",
            post="",
            day=timezone.localdate(),
            by=s.cast.hr,
            at=timezone.now(),
        )
    return {"pk": ListCheck.objects.get().pk}


def post(s: Any) -> dict[str, Any]:
    if not PostRequirement.objects.exists():
        add_requirement(
            post="P1", title="—", code="GEN", valid_from=datetime.date(2026, 1, 1), by=s.cast.hr, at=timezone.now()
        )
    return {"pk": PostRequirement.objects.get().pk}


def sent(s: Any) -> Enquiry:
    known = Enquiry.objects.first()
    return known or send_enquiry(
        pk=uuid.uuid4(),
        centre=s.cast.khorog,
        certificate=None,
        serial="17/2011",
        year=2011,
        name="",
        question="?",
        due_on=timezone.localdate(),
        by=s.cast.hr,
        at=timezone.now(),
    )


def enquiry(s: Any) -> dict[str, Any]:
    return {"pk": sent(s).pk}


def answered(s: Any) -> dict[str, Any]:
    found = sent(s)
    if found.state == "open":
        answer_enquiry(enquiry=found, reply="!", data=make_picture(), by=s.cast.head, at=timezone.now())
    return {"pk": found.pk}


def asked(_s: Any) -> dict[str, Any]:
    return {"pk": uuid.uuid4(), "centre": "KHO", "question": "?", "due_on": today()}


ROWS: list[Row] = [
    Row("certificates:register", "GET", OFFICES),
    Row("certificates:register_paper", "GET", {**OFFICES, "other_registrar": 404}),
    Row(
        "certificates:register_export",
        "POST",
        {**OFFICES, "other_registrar": 404},
        data=lambda s: {"series": s.certificate.series_id},
    ),
    Row("certificates:gap", "GET", OWN_CENTRE, kwargs=series),
    Row("certificates:gap", "POST", {"registrar": 422, "head": 422, "other_registrar": 404}, kwargs=series, data=act),
    Row("certificates:blanks", "GET", KEEPERS),
    Row("certificates:blanks", "POST", dict.fromkeys(KEEPERS, 302), data=spoilt),
    Row("certificates:printer", "POST", dict.fromkeys(KEEPERS, 302), data=printer),
    Row("certificates:test_page", "GET", OWN_CENTRE, kwargs=test_page),
    Row("certificates:blank", "GET", OWN_CENTRE, kwargs=certificate),
    Row(
        "certificates:blank",
        "POST",
        {"registrar": 302, "head": 302, "other_registrar": 404},
        kwargs=certificate,
        data=lambda _s: {"number": "АБ 7"},
    ),
    Row("certificates:blank_paper", "GET", OWN_CENTRE, kwargs=blank_paper),
    Row("certificates:batch_blanks", "GET", OWN_CENTRE, kwargs=issued_batch),
    Row(
        "certificates:batch_blanks",
        "POST",
        {"registrar": 302, "head": 302, "other_registrar": 404},
        kwargs=issued_batch,
        data=lambda _s: {"number": "ВГ 001"},
    ),
    Row("certificates:batch_blanks_paper", "GET", OWN_CENTRE, kwargs=parcel),
    Row("certificates:past_years", "GET", OFFICES),
    Row("certificates:past_upload", "GET", KEEPERS),
    Row("certificates:past_upload", "POST", dict.fromkeys(KEEPERS, 422)),
    Row("certificates:past_draft", "GET", OWN_CENTRE, kwargs=past_draft),
    Row(
        "certificates:past_draft",
        "POST",
        {"registrar": 422, "head": 422, "other_registrar": 404},
        kwargs=past_draft,
    ),
    Row("certificates:past_year", "GET", OFFICES, kwargs=past_year),
    Row(
        "certificates:past_year",
        "POST",
        {**dict.fromkeys(OFFICES, 403), "registrar": 422, "head": 422},
        kwargs=past_year,
    ),
    Row(
        "certificates:past_scan",
        "GET",
        {"registrar": 200, "head": 200, "hr": 200, "auditor": 404, "administrator": 404, "other_registrar": 404},
        kwargs=past_scan,
    ),
    Row("certificates:past_entry", "GET", {**NATIONAL, **OWN_CENTRE}, kwargs=past_entry),
    Row(
        "certificates:past_entry",
        "POST",
        {"hr": 302, "other_registrar": 404, "other_head": 404},
        kwargs=past_entry,
        data=lambda _s: {"finding": "uncertain"},
    ),
    Row("certificates:search", "GET", OFFICES),
    Row("certificates:search", "POST", OFFICES, data=lambda s: {"q": "2011"}),
    Row("certificates:compare", "GET", HR, kwargs=certificate),
    Row("certificates:compare", "POST", {"hr": 302}, kwargs=certificate, data=lambda _s: {"finding": "uncertain"}),
    Row("certificates:records", "GET", HR),
    Row("certificates:record", "GET", HR, kwargs=record),
    Row("certificates:lists", "GET", HR),
    Row("certificates:lists", "POST", {"hr": 422}),
    Row("certificates:list_check", "GET", HR, kwargs=list_check),
    Row("certificates:list_check", "POST", {"hr": 302}, kwargs=list_check),
    Row("certificates:list_download", "POST", HR, kwargs=list_check),
    Row("certificates:posts", "GET", HR),
    Row("certificates:posts", "POST", {"hr": 422}),
    Row("certificates:end_post", "POST", {"hr": 302}, kwargs=post),
    Row("certificates:enquiries", "GET", OFFICES),
    Row("certificates:ask", "GET", HR),
    Row("certificates:ask", "POST", {"hr": 302}, data=asked),
    Row("certificates:enquiry", "GET", {**NATIONAL, **OWN_CENTRE}, kwargs=enquiry),
    Row(
        "certificates:enquiry",
        "POST",
        {**dict.fromkeys(NATIONAL, 403), "registrar": 302, "head": 302, "other_registrar": 404},
        kwargs=enquiry,
        data=lambda _s: {"reply": "!"},
    ),
    Row("certificates:close_enquiry", "POST", {"hr": 302}, kwargs=answered),
    Row(
        "certificates:enquiry_file",
        "GET",
        {"registrar": 200, "head": 200, "hr": 200, "other_registrar": 404},
        kwargs=answered,
    ),
    Row("certificates:guide", "GET", OFFICES),
]
