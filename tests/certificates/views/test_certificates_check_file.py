"""The check of a PDF file and of a seal: every forgery gets its answer, hostile files a refusal; all recorded."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from certificates.domain.codes import grouped
from certificates.enums import Answer, KeyPurpose, RevocationCategory, Way
from certificates.models import Certificate, VerificationRecord
from certificates.pdf.store import unsigned
from certificates.selectors.files_sent import MOST_BYTES
from certificates.services.checks import MOST_FILES
from certificates.services.files import kept_file
from certificates.services.revocations import revoke
from certificates.signing.keys import load_key
from certificates.signing.pades import sign_pdf
from certificates.signing.seal import in_letters
from tests.factories.certificates import ORDER_DAY, certificate_of, issued_all

CHECK_FILE = "/en/certificates/check/file/"


@pytest.fixture
def certificate(cast) -> Certificate:
    issued_all(cast)
    return certificate_of(cast.trainee)


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def body(answer) -> str:
    return answer.content.decode()


def pdf_of(certificate: Certificate) -> bytes:
    pdf = kept_file(certificate)
    assert pdf is not None
    return pdf


def send(visitor: Client, pdf: bytes):
    return visitor.post(CHECK_FILE, {"file": SimpleUploadedFile("Каримзода Далер.pdf", pdf)})


def found(visitor: Client, pdf: bytes, answer: Answer, finding: str, told: str) -> None:
    said = send(visitor, pdf)
    assert told in body(said)
    record = VerificationRecord.objects.latest("at")
    assert (record.way, record.answer, record.finding) == (Way.FILE, answer, finding)
    assert "Programme GEN" not in body(said)


def test_a_genuine_file_is_no_bare_green_tick(certificate, visitor) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = send(visitor, pdf_of(certificate))
    assert len(queries) <= 7
    page = body(answer)
    assert answer.status_code == 200
    assert "nothing was changed in it" in page
    assert 'class="answer ok"' not in page
    assert "Programme GEN" in page
    assert "Каримзода" not in page
    assert reverse("certificates:check_code", kwargs={"code": certificate.code}).removeprefix("/en") in page
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    record = VerificationRecord.objects.get()
    assert (record.way, record.answer, record.finding) == (Way.FILE, Answer.VALID, "genuine")
    assert record.certificate == certificate


def test_a_genuine_file_of_a_revoked_certificate(cast, certificate, visitor) -> None:
    revoke(
        certificate=certificate, order_number="9", order_date=ORDER_DAY, category=RevocationCategory.FRAUD,
        note="", by=cast.hr, at=timezone.now(),
    )  # fmt: skip
    assert "This certificate was revoked" in body(send(visitor, pdf_of(certificate)))


def test_a_genuine_file_of_a_withheld_certificate_reads_like_an_unknown_one(cast, certificate, visitor) -> None:
    withheld = certificate_of(cast.afghan)
    pdf = pdf_of(withheld)
    found(visitor, pdf, Answer.UNCONFIRMED, "genuine", "Cannot be confirmed here")
    one = body(send(visitor, pdf))
    foreign_row = sign_pdf(unsigned(withheld, withheld.credential.token), load_key(KeyPurpose.DOCUMENT))
    assert body(send(visitor, foreign_row)) == one


def test_a_flipped_bit(certificate, visitor) -> None:
    pdf = bytearray(pdf_of(certificate))
    for place in (2000, len(pdf) // 2, len(pdf) - 400):
        changed = bytearray(pdf)
        changed[place] ^= 1
        found(visitor, bytes(changed), Answer.ALTERED, "altered", "This file was altered")


def test_appended_bytes(certificate, visitor) -> None:
    pdf = pdf_of(certificate)
    for tail in (b"\n", b"garbage", b"\n%%EOF\n"):
        found(visitor, pdf + tail, Answer.ALTERED, "altered", "This file was altered")


def test_an_update_that_paints_over_the_name(certificate, visitor) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf_of(certificate)))
    white = generic.StreamObject(stream_data=b"1 1 1 rg 100 300 400 60 re f")
    writer.add_stream_to_page(0, writer.add_object(white))
    output = io.BytesIO()
    writer.write(output)
    found(visitor, output.getvalue(), Answer.ALTERED, "altered", "This file was altered")


def test_another_attachment_beside_ours(certificate, visitor) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf_of(certificate)))
    stream = embed.EmbeddedFileObject.from_file_data(writer, b'{"name": "somebody"}')
    embed.embed_file(writer, embed.FileSpec("credential.json", "credential.json", stream))
    output = io.BytesIO()
    writer.write(output)
    found(visitor, output.getvalue(), Answer.ALTERED, "altered", "This file was altered")


def test_a_file_rewritten_by_a_program(certificate, visitor) -> None:
    output = io.BytesIO()
    copy_into_new_writer(PdfFileReader(io.BytesIO(pdf_of(certificate)))).write(output)
    found(visitor, output.getvalue(), Answer.ALTERED, "altered", "This file was altered")


def test_a_signature_taken_away(certificate, visitor) -> None:
    bare = unsigned(certificate, certificate.credential.token)
    found(visitor, bare, Answer.ALTERED, "stripped", "This file was altered")


def test_another_authority_with_the_same_names(certificate, visitor, settings, tmp_path: Path) -> None:
    settings.SIGNING_DIR = tmp_path / "other"
    forged = sign_pdf(unsigned(certificate, certificate.credential.token), load_key(KeyPurpose.DOCUMENT))
    found(visitor, forged, Answer.UNCONFIRMED, "foreign", "Signed by somebody else")


def test_our_signature_on_a_file_that_is_not_registered(certificate, visitor) -> None:
    again = sign_pdf(unsigned(certificate, certificate.credential.token), load_key(KeyPurpose.DOCUMENT))
    found(visitor, again, Answer.ALTERED, "unregistered", "This file was altered")


PLAIN = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(
    ("data", "finding", "told", "status"),
    [
        (PLAIN, "unsigned", "no signature of ours", 200),
        (b"\x89PNG\r\n", "not_pdf", "not a PDF file", 422),
        (b"PK\x03\x04" + b"\0" * 1000, "not_pdf", "not a PDF file", 422),
        (PLAIN.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "encrypted", "locked with a password", 422),
        (PLAIN.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(1)>>/Type"), "active", "holds programs", 422),
    ],
)
def test_what_is_no_file_of_ours(data: bytes, finding: str, told: str, status: int, db, visitor) -> None:
    answer = send(visitor, data)
    assert answer.status_code == status
    assert told in body(answer)
    record = VerificationRecord.objects.get()
    assert (record.answer, record.finding, record.certificate) == (Answer.UNCONFIRMED, finding, None)


def test_what_is_too_large_is_never_kept(db, visitor) -> None:
    answer = send(visitor, PLAIN + b"0" * MOST_BYTES)
    assert answer.status_code == 413
    assert "larger than two megabytes" in body(answer)
    huge = visitor.post(CHECK_FILE, {"file": SimpleUploadedFile("x.pdf", b"1")}, CONTENT_LENGTH="99999999999")
    assert huge.status_code in (400, 413)


def test_no_file_and_an_empty_one_are_asked_for_again(db, visitor) -> None:
    assert visitor.post(CHECK_FILE).status_code == 422
    assert "This file is empty" in body(send(visitor, b""))
    assert "Choose the PDF file" in body(visitor.post(CHECK_FILE, {"file": "text"}))
    assert visitor.get(CHECK_FILE).status_code == 302


def test_neither_file_nor_its_name_is_kept(certificate, visitor) -> None:
    send(visitor, pdf_of(certificate))
    with connection.cursor() as cursor:
        cursor.execute(f'select * from "{VerificationRecord._meta.db_table}"')
        assert "Далер" not in repr(cursor.fetchall())


def test_files_are_not_tried_out(db, visitor) -> None:
    statuses = [send(visitor, PLAIN).status_code for _ in range(MOST_FILES + 1)]
    assert statuses == [200] * MOST_FILES + [429]


# Seals


def seal_url(certificate: Certificate) -> str:
    return f"/C/{in_letters(bytes(certificate.seal))}"


def test_a_genuine_seal_leads_to_the_answer(certificate, visitor) -> None:
    answer = visitor.get(seal_url(certificate), headers={"accept-language": "tg"})
    assert answer["Location"].startswith("/tg/certificates/check/")
    with CaptureQueriesContext(connection) as queries:
        answer = visitor.get(answer["Location"].replace("/tg/", "/en/"))
    assert len(queries) <= 5, [one["sql"] for one in queries]
    page = body(answer)
    assert "The seal in the square pattern is genuine" in page
    assert grouped(certificate.code) in page
    assert 'class="answer ok"' not in page
    named = body(visitor.post(answer.wsgi_request.path, {"name": "Каримзода Далер"}))
    assert "Valid, and the name matches" in named
    assert set(VerificationRecord.objects.values_list("way", "finding")) == {(Way.SEAL, "")}


def test_a_seal_of_another_certificate_glued_on(cast, certificate, visitor) -> None:
    other = certificate_of(cast.classmate)
    url = visitor.get(seal_url(other), headers={"accept-language": "en"})["Location"]
    assert "The name does not match" in body(visitor.post(url, {"name": "Каримзода Далер"}))


def test_a_false_seal_is_refused(certificate, visitor) -> None:
    letters = in_letters(bytes(certificate.seal))
    for place in (40, 200, len(letters) - 9):
        false = letters[:place] + ("A" if letters[place] != "A" else "B") + letters[place + 1 :]
        page = body(visitor.get(f"/en/certificates/check/{false}/"))
        assert "The square pattern is not genuine" in page
        assert "GEN" not in page.replace(false, "")  # in the letters of a seal the three may stand by chance
    record = VerificationRecord.objects.latest("at")
    assert (record.way, record.answer, record.finding) == (Way.SEAL, Answer.UNCONFIRMED, "seal")


def test_a_withheld_seal_reads_like_an_unknown_code(cast, certificate, visitor) -> None:
    withheld = certificate_of(cast.afghan)
    sealed = body(visitor.get(f"/en/certificates/check/{in_letters(bytes(withheld.seal))}/"))
    plain = body(visitor.get(f"/en/certificates/check/{withheld.code}/"))
    assert sealed.replace(in_letters(bytes(withheld.seal)), "X") == plain.replace(f"check/{withheld.code}/", "check/X/")


def test_a_seal_may_be_typed_or_pasted(certificate, visitor) -> None:
    letters = in_letters(bytes(certificate.seal))
    answer = visitor.get("/en/certificates/check/", {"code": f"HTTP://127.0.0.1:8000/C/{letters}"})
    assert answer["Location"] == f"/en/certificates/check/{letters}/"
    assert visitor.get("/en/certificates/check/", {"code": "!" * 200}).status_code == 422
