"""A copy of everything: complete by the declarations, readable in the person's language, without secrets and others."""

import io
import json

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry, DataCopy
from accounts.selectors import data_copy
from accounts.selectors.names import names_of
from accounts.services.data_copies import ask_copy, open_copy
from accounts.services.pins import set_pin
from foundation.jobs import queue
from tests.factories.attendance import call_roll, make_session
from tests.factories.certificates import certificate_of, issued_all


def made(person, *, by, language="tg"):
    copy = ask_copy(person=person, language=language, by=by, at=timezone.now(), address=None)
    assert ask_copy(person=person, language=language, by=by, at=timezone.now(), address=None) == copy
    queue.drain()
    return DataCopy.objects.get(pk=copy.pk)


def test_paper_and_file_hold_everything(cast):
    issued_all(cast)
    set_pin(person=cast.afghan, pin="528163", by=cast.afghan, at=timezone.now())
    copy = made(cast.afghan, by=cast.afghan, language="fa-af")
    whole = json.loads(open_copy(copy=copy, kind="json", by=cast.afghan, address=None))
    text = json.dumps(whole, ensure_ascii=False)
    name = names_of([cast.afghan])[cast.afghan.pk]["arab"]
    certificate = certificate_of(cast.afghan)
    for said in (name.given_name, name.father_name, "AF-100003", certificate.serial, cast.cohort.code):
        assert said in text
    for table in ("accounts.User", "accounts.PersonName", "attendance.Mark", "assessments.Result",
                  "certificates.Certificate", "courses.Enrolment"):  # fmt: skip
        assert whole["rows"][table]
    for secret in ("digest", "password", "sealed", "session_key"):
        assert f'"{secret}"' not in text
    for other in (cast.instructor, cast.registrar, cast.head):
        assert str(other.pk) not in text
    paper = pypdf.PdfReader(io.BytesIO(open_copy(copy=copy, kind="pdf", by=cast.afghan, address=None)))
    assert paper.trailer["/Root"]["/Lang"] == "fa-AF"
    assert certificate.serial in "".join(page.extract_text() for page in paper.pages)
    assert AuditEntry.objects.filter(act=Act.DATA_COPIED, person=cast.afghan).count() == 3


def test_it_costs_the_same_for_one_row_and_for_many(cast):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            data_copy.sections(cast.trainee, "tg")
            data_copy.rows(cast.trainee)
        return len(found)

    call_roll(make_session(cast.cohort), by=cast.instructor)
    before = queries()
    for hour in (2, 3):
        call_roll(make_session(cast.cohort, first_hour=hour), by=cast.instructor)
    assert queries() == before


def test_only_who_asked_opens_it(cast):
    copy = made(cast.trainee, by=cast.registrar)
    address = reverse("accounts:copy_file", kwargs={"pk": copy.pk, "kind": "pdf"})
    answer = cast.client("registrar").get(address)
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    assert cast.client("trainee").get(address).status_code == 200
    for role in ("head", "instructor", "classmate", "hr", "administrator", "other_registrar"):
        assert cast.client(role).get(address).status_code == 404
    assert cast.client("registrar").get(address.replace("pdf", "exe")).status_code == 404


@pytest.mark.parametrize("language", ["tg", "fa-af", "ru", "en"])
def test_the_page_opens_in_every_language(cast, language):
    issued_all(cast)
    page = cast.client("afghan").get(f"/{language}/account/my-data/").content.decode()
    assert certificate_of(cast.afghan).serial in page
    assert names_of([cast.afghan])[cast.afghan.pk]["arab"].given_name in page
    assert cast.client("registrar").get(f"/{language}/account/people/{cast.afghan.pk}/data/").status_code == 200
