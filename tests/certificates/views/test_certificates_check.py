"""The public check: right answers, nothing given away, no cookie, few queries, small page."""

import datetime
import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from certificates.domain.codes import grouped, new_code
from certificates.enums import Answer, CertificateKind, CertificateState, RevocationCategory
from certificates.models import Certificate, CheckCount, VerificationRecord
from certificates.services.checks import MOST_IN_WINDOW, admit, forget_counts
from certificates.services.duplicates import replace
from certificates.services.revocations import revoke
from certificates.signing.seal import in_letters
from courses.models import ProgrammeVersion
from tests.factories.accounts import make_staff
from tests.factories.certificates import CEREMONY, ORDER_DAY, certificate_of, issued_all

LANGUAGES = ("tg", "fa-af", "ru", "en")


def url(code: str, language: str = "en") -> str:
    return f"/{language}/certificates/check/{code}/"


@pytest.fixture
def certificates(cast) -> list[Certificate]:
    return issued_all(cast)


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def body(response) -> str:
    return response.content.decode()


def test_a_valid_code_is_never_a_bare_green_tick(cast, certificates, visitor) -> None:
    page = body(visitor.get(url(certificate_of(cast.trainee).code)))
    assert "A valid certificate has this code" in page
    assert "type the name on the paper" in page
    assert 'class="answer ok"' not in page
    for told in ("Programme GEN", "Border Forces", "March 2026", "without limit of time"):
        assert told in page


def test_the_right_name_matches_and_a_wrong_one_does_not(cast, certificates, visitor) -> None:
    code = certificate_of(cast.trainee).code
    assert "Valid, and the name matches" in body(visitor.post(url(code), {"name": "каримзода далер"}))
    assert "Valid, and the name matches" in body(visitor.post(url(code), {"name": "DALER KARIMZODA"}))
    wrong = body(visitor.post(url(code), {"name": "Каримзода Фаррух"}))
    assert "The name does not match" in wrong
    assert "does not match" in body(visitor.post(url(code), {"name": "Каримзода"}))


def test_no_page_holds_a_name(cast, certificates, visitor) -> None:
    code = certificate_of(cast.trainee).code
    for answer in (
        visitor.get(url(code)),
        visitor.post(url(code), {"name": "x"}),
        visitor.get(url(code, "tg")),
        visitor.post(url(code), {"name": "Каримзода"}),
    ):
        page = re.sub(r"<input[^>]*>", "", body(answer))
        for secret in ("Каримзода", "KARIMZODA", "Далер", "TJ-100001", "BFT-KHO", "146-к", str(cast.trainee.pk)):
            assert secret not in page


def test_an_empty_name_is_asked_for_again(cast, certificates, visitor) -> None:
    answer = visitor.post(url(certificate_of(cast.trainee).code), {"name": "  "})
    assert answer.status_code == 422
    assert "Type the name as it stands on the paper." in body(answer)


def test_unknown_mistyped_and_withheld_read_alike(cast, certificates, visitor) -> None:
    withheld = certificate_of(cast.afghan).code
    unknown = new_code()
    mistyped = withheld[:-1] + ("0" if withheld[-1] != "0" else "1")
    pages, counts = set(), set()
    for code in (withheld, unknown, mistyped):
        for data in (None, {"name": "زهرا غلام علی"}, {"name": "Ном Насаб"}):
            with CaptureQueriesContext(connection) as queries:
                answer = visitor.post(url(code), data) if data else visitor.get(url(code))
            assert answer.status_code == 200
            pages.add(body(answer).replace(grouped(code), "CODE").replace(code, "CODE"))
            counts.add(len(queries))
    assert len(pages) == 1
    assert "Cannot be confirmed here" in pages.pop()
    assert len(counts - {max(counts)}) <= 1
    records = VerificationRecord.objects.filter(answer=Answer.UNCONFIRMED)
    assert records.count() == 9
    assert not records.filter(name_matched=True).exists()


def test_a_protected_person_may_be_checked_when_she_asks_for_it(cast, certificates, visitor) -> None:
    Certificate.objects.filter(person=cast.afghan).update(check_allowed=True)
    code = certificate_of(cast.afghan).code
    assert "the name matches" in body(visitor.post(url(code), {"name": "زهرا فرزند غلام علی"}))


def test_a_revoked_one_says_so_at_once(cast, certificates, visitor) -> None:
    certificate = certificate_of(cast.trainee)
    revoke(
        certificate=certificate, order_number="9", order_date=ORDER_DAY, category=RevocationCategory.FRAUD,
        note="internal", by=cast.hr, at=timezone.now(),
    )  # fmt: skip
    page = body(visitor.get(url(certificate.code)))
    assert "This certificate was revoked. Do not accept it." in page
    assert "2 March 2026" in page
    assert "raud" not in page
    assert "internal" not in page
    assert "Valid, and" not in body(visitor.post(url(certificate.code), {"name": "Каримзода Далер"}))


def test_a_replaced_one_and_its_duplicate(cast, certificates, visitor) -> None:
    old = certificate_of(cast.trainee)
    second_head = make_staff(Role.HEAD, centre=cast.khorog, number="KHO-H2")
    copy = replace(certificate=old, order_number="10", order_date=ORDER_DAY, by=second_head, at=timezone.now())
    assert "This certificate was replaced" in body(visitor.get(url(old.code)))
    assert "A valid certificate has this code" in body(visitor.get(url(copy.code)))


def test_an_expired_one_was_genuine(cast, visitor) -> None:
    ProgrammeVersion.objects.update(validity_months=1)
    last = issued_all(cast)[0].valid_until
    code = certificate_of(cast.trainee).code
    for days, told in ((0, "A valid certificate has this code"), (1, "its validity has ended")):
        noon = datetime.datetime.combine(last + datetime.timedelta(days=days), datetime.time(12), datetime.UTC)
        with time_machine.travel(noon, tick=False):
            assert told in body(visitor.get(url(code)))


def test_the_form_leads_to_the_address_of_the_code(cast, certificates, visitor) -> None:
    code = certificate_of(cast.trainee).code
    for typed in (code.lower(), grouped(code), f" {grouped(code)} ", f"HTTP://127.0.0.1:8000/C/{code}"):
        answer = visitor.get("/en/certificates/check/", {"code": typed})
        assert answer.status_code == 302
        assert answer["Location"] == url(code)
    assert visitor.get("/en/certificates/check/").status_code == 200
    for typed in ("", "   ", "---"):
        assert visitor.get("/en/certificates/check/", {"code": typed}).status_code == 422


@pytest.mark.parametrize("letter", ["c", "C"])
def test_the_qr_address_leads_to_the_page_in_the_visitors_language(letter: str, cast, certificates, visitor) -> None:
    code = certificate_of(cast.trainee).code
    answer = visitor.get(f"/{letter}/{code}", headers={"accept-language": "tg"})
    assert answer["Location"] == url(code, "tg")
    assert visitor.get(f"/{letter}/{code.lower()}", headers={"accept-language": "prs"})["Location"] == url(
        code, "fa-af"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_small_private_and_sets_no_cookie(language: str, cast, certificates, visitor) -> None:
    code = certificate_of(cast.trainee).code
    answer = visitor.get(url(code, language))
    sheet = finders.find("certificates/check.css")
    assert len(answer.content) + Path(sheet).stat().st_size < 20_000
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    scripts = re.findall(r"<script[^>]*>", body(answer))  # letters that the visitor's keyboard lacks, and nothing else
    assert scripts == ['<script type="module" src="/static/accounts/letters.js">']
    assert body(answer).count("<h1") == 1


def test_at_most_five_queries(cast, certificates, visitor) -> None:
    code = certificate_of(cast.trainee).code
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            visitor.get(url(code))
        assert len(queries) <= 5, [one["sql"] for one in queries]
        with CaptureQueriesContext(connection) as queries:
            visitor.post(url(code), {"name": "Каримзода Далер"})
        assert len(queries) <= 5


def test_what_is_typed_is_not_kept(cast, certificates, visitor) -> None:
    code = certificate_of(cast.trainee).code
    visitor.post(url(code), {"name": "Қаландари Ягона"})
    record = VerificationRecord.objects.latest("at")
    assert (record.certificate.code, record.name_asked, record.name_matched) == (code, True, False)
    with connection.cursor() as cursor:
        cursor.execute(f'select * from "{VerificationRecord._meta.db_table}"')
        assert "Қаландари" not in repr(cursor.fetchall())


def test_trying_codes_out_is_stopped(certificates, visitor) -> None:
    now = timezone.now()
    for _ in range(MOST_IN_WINDOW):
        assert admit(address="127.0.0.1", at=now)
    assert not admit(address="127.0.0.1", at=now)
    assert admit(address="10.0.0.7", at=now)
    before = VerificationRecord.objects.count()
    answer = visitor.get(url(certificates[0].code))
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert VerificationRecord.objects.count() == before
    assert "127.0.0.1" not in repr(list(CheckCount.objects.values_list()))
    assert admit(address="127.0.0.1", at=now + datetime.timedelta(minutes=11))
    assert forget_counts(at=now + datetime.timedelta(days=3)) == 3


def test_nobody_else_than_get_and_post(certificates, visitor) -> None:
    assert visitor.put(url(certificates[0].code)).status_code == 405
    assert visitor.post("/en/certificates/check/").status_code in (403, 405)


@pytest.mark.parametrize("code", ["%00", "<b>", "ساختگی", "0" * 300, "..", "a b"])
def test_any_code_gets_the_same_calm_answer(code: str, certificates, visitor) -> None:
    assert visitor.get(url(code)).status_code in (200, 404)


def test_before_its_day_it_reads_like_an_unknown_one(cast, certificates, visitor) -> None:
    code, nobodys = certificate_of(cast.trainee).code, new_code()
    pages = []
    for days in (-1, 0):
        noon = datetime.datetime.combine(CEREMONY + datetime.timedelta(days=days), datetime.time(12), datetime.UTC)
        with time_machine.travel(noon, tick=False):
            pages += [
                body(visitor.get(url(one))).replace(grouped(one), "CODE").replace(one, "CODE")
                for one in (code, nobodys)
            ]
    before, unknown, on_the_day, _ = pages
    assert before == unknown
    assert "A valid certificate has this code" in on_the_day


def test_a_renewed_one_and_one_of_attendance(cast, certificates, visitor) -> None:
    code = certificate_of(cast.trainee).code
    with connection.cursor() as cursor:
        cursor.execute(
            "update certificates_certificate set kind = %s where code = %s", [CertificateKind.ATTENDANCE, code]
        )
    assert "no examination" in body(visitor.get(url(code)))
    Certificate.objects.filter(code=code).update(state=CertificateState.RENEWED)
    assert "A newer certificate has taken the place of this one" in body(visitor.get(url(code)))


def test_a_first_visit_is_under_twenty_kilobytes(cast, certificates, visitor) -> None:
    paths = ("", f"{certificate_of(cast.trainee).code}/", "0000000000000000/", "trust/", "once/nothing/")
    for path in (f"/{language}/certificates/check/{path}" for language in LANGUAGES for path in paths):
        answer = visitor.get(path)
        html = body(answer)
        files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', html))
        assert files
        size = len(answer.content) + sum(Path(str(finders.find(one))).stat().st_size for one in files)
        assert size < 20_000, path
        assert not answer.cookies
        assert re.findall(r"https?://[^\"]+", html) in ([], [settings.NEUTRAL_PAGE])
        assert "csrf" not in html


def test_five_queries_whatever_is_asked(cast, certificates, visitor) -> None:
    certificate = certificate_of(cast.trainee)
    seal = in_letters(bytes(certificate.seal or b""))
    for asked in ("", f"{certificate.code}/", f"{seal}/", "0000000000000000/"):
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                visitor.get(f"/en/certificates/check/{asked}")
            assert len(queries) <= 5, [one["sql"] for one in queries]
