"""Pages about withheld certificates: what holder and HR see, and what the public learns by phrase or link."""

import re

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.domain.codes import new_code
from certificates.enums import Answer, RevocationCategory, Way
from certificates.models import Certificate, OneTimeLink, Phrase, VerificationRecord
from certificates.services import trust
from certificates.services.checks import MOST_PHRASES
from certificates.services.revocations import revoke
from tests.factories.certificates import ORDER_DAY, certificate_of, issued_all

PHRASE = "چهار گنجشک روی دیوار کهنه نشسته"
NAME = "زهرا فرزند غلام علی"
TRUST = "/en/certificates/check/trust/"


@pytest.fixture
def withheld(cast) -> Certificate:
    issued_all(cast)
    return certificate_of(cast.afghan)


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def page_of(certificate: Certificate, more: str = "") -> str:
    return f"/en/certificates/{certificate.pk}/withheld/{more}"


def body(answer) -> str:
    return answer.content.decode()


def private(answer) -> None:
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


def test_the_holder_leaves_it_in_trust_and_the_phrase_confirms_it(cast, withheld, visitor) -> None:
    holder = cast.client("afghan")
    assert page_of(withheld) in body(holder.get("/en/certificates/mine/"))
    assert "carry nothing" in body(holder.get(page_of(withheld)))
    for typed, told in (
        (("short", "short"), "Too short"),
        ((PHRASE, PHRASE + " نه"), "The two phrases differ"),
        (("زهرا در باغ کهنهٔ انگور بود",) * 2, "your name"),
    ):
        answer = holder.post(page_of(withheld, "phrase/"), {"phrase": typed[0], "again": typed[1]})
        assert answer.status_code == 422
        assert told in body(answer)
    assert holder.post(page_of(withheld, "phrase/"), {"phrase": PHRASE, "again": PHRASE}).status_code == 302
    assert check_password(trust.phrase_letters(PHRASE), Phrase.objects.get().digest)
    assert "In trust since" in body(holder.get(page_of(withheld)))

    typed = {"code": withheld.code, "phrase": PHRASE, "name": NAME}
    answer = visitor.post(TRUST, typed)
    private(answer)
    assert "Valid, and the name matches" in body(answer)
    assert "Programme GEN" in body(answer)
    assert "زهرا" not in body(answer)
    assert "Cannot be confirmed here" in body(visitor.get(f"/en/certificates/check/{withheld.code}/"))
    record = VerificationRecord.objects.filter(way=Way.PHRASE).get()
    assert (record.certificate, record.answer, record.name_matched) == (withheld, Answer.VALID, True)


def test_with_another_name_nothing_is_said(cast, withheld, visitor) -> None:
    trust.set_phrase(certificate=withheld, phrase=PHRASE, by=cast.afghan, at=timezone.now())
    page = body(visitor.post(TRUST, {"code": withheld.code, "phrase": PHRASE, "name": "Каримзода Далер"}))
    assert "The name does not match" in page
    assert "GEN" not in page


def test_wrong_phrase_no_phrase_and_no_code_read_alike(cast, withheld, visitor) -> None:
    trust.set_phrase(certificate=withheld, phrase=PHRASE, by=cast.afghan, at=timezone.now())
    pages, counts = set(), []
    for code in (withheld.code, new_code(), certificate_of(cast.trainee).code, "x"):
        with CaptureQueriesContext(connection) as queries:
            answer = visitor.post(TRUST, {"code": code, "phrase": "no such phrase at all", "name": NAME})
        assert answer.status_code == 200
        pages.add(body(answer))
        counts.append(len(queries))
    assert len(pages) == 1
    assert "Cannot be confirmed here" in pages.pop()
    assert max(counts[1:]) <= 10
    assert len(set(counts[1:])) == 1
    found = VerificationRecord.objects.filter(way=Way.PHRASE)
    assert {row.answer for row in found} == {Answer.UNCONFIRMED}
    assert not found.filter(name_asked=True).exists()


def test_a_code_is_not_tried_out(cast, withheld, visitor) -> None:
    trust.set_phrase(certificate=withheld, phrase=PHRASE, by=cast.afghan, at=timezone.now())
    for code in (withheld.code, new_code()):
        typed = {"code": code, "phrase": "no such phrase at all", "name": NAME}
        statuses = [visitor.post(TRUST, typed).status_code for _ in range(MOST_PHRASES + 1)]
        assert statuses == [200] * MOST_PHRASES + [429]
        assert visitor.post(TRUST, {**typed, "phrase": PHRASE}).status_code == 429


def test_what_is_missing_is_asked_for_again(cast, withheld, visitor) -> None:
    answer = visitor.post(TRUST, {"code": withheld.code, "phrase": "", "name": NAME})
    assert answer.status_code == 422
    assert withheld.code in body(answer)


def test_a_revoked_one_in_trust_says_so(cast, withheld, visitor) -> None:
    trust.set_phrase(certificate=withheld, phrase=PHRASE, by=cast.afghan, at=timezone.now())
    revoke(
        certificate=withheld, order_number="9", order_date=ORDER_DAY, category=RevocationCategory.ERROR,
        note="", by=cast.hr, at=timezone.now(),
    )  # fmt: skip
    page = body(visitor.post(TRUST, {"code": withheld.code, "phrase": PHRASE, "name": NAME}))
    assert "This certificate was revoked" in page


@pytest.mark.parametrize("maker", ["afghan", "hr"])
def test_a_link_is_shown_once_and_confirms_once(maker: str, cast, withheld, visitor) -> None:
    client = cast.client(maker)
    made = body(client.post(page_of(withheld, "links/"), {"days": "7"}))
    (link,) = re.findall(r'href="http://testserver(/en/certificates/check/once/[^"]+/)"', made)
    assert link not in body(client.get(page_of(withheld)))
    token = link.split("/")[-2]

    for _ in range(2):
        answer = visitor.get(link)
        private(answer)
        assert "confirms one certificate, once" in body(answer)
        assert "GEN" not in body(answer).replace(token, "")  # there the three letters may stand by chance
    assert visitor.post(link, {"name": " "}).status_code == 422
    wrong = body(visitor.post(link, {"name": "Каримзода Далер"}))
    assert "The name does not match" in wrong
    assert "GEN" not in wrong.replace(token, "")
    right = visitor.post(link, {"name": NAME})
    private(right)
    assert "Valid, and the name matches" in body(right)
    assert "Programme GEN" in body(right)
    again = body(visitor.post(link, {"name": NAME}))
    assert "This link confirms nothing" in again
    assert again == body(visitor.get("/en/certificates/check/once/never-made/")).replace(
        "never-made", link.split("/")[-2]
    )
    assert VerificationRecord.objects.filter(way=Way.LINK, certificate=withheld).count() == 2
    assert "used" in body(client.get(page_of(withheld)))


def test_a_link_is_withdrawn(cast, withheld, visitor) -> None:
    new = trust.make_link(certificate=withheld, days=7, by=cast.hr, at=timezone.now())
    other = certificate_of(cast.trainee)
    holder = cast.client("afghan")
    assert holder.post(page_of(other, f"links/{new.row.pk}/withdraw/")).status_code == 404
    assert holder.post(page_of(withheld, f"links/{new.row.pk}/withdraw/")).status_code == 302
    assert "This link confirms nothing" in body(visitor.get(f"/en/certificates/check/once/{new.token}/"))
    assert OneTimeLink.objects.get().withdrawn_at


def test_hr_sees_no_phrase_and_sets_none(cast, withheld) -> None:
    trust.set_phrase(certificate=withheld, phrase=PHRASE, by=cast.afghan, at=timezone.now())
    hr = cast.client("hr")
    page = body(hr.get(page_of(withheld)))
    assert "In trust since" not in page
    assert 'name="phrase"' not in page
    assert hr.post(page_of(withheld, "phrase/"), {"phrase": PHRASE, "again": PHRASE}).status_code == 403
    assert hr.post(page_of(withheld, "phrase/remove/")).status_code == 403
    assert page_of(withheld) in body(hr.get(f"/en/certificates/{withheld.pk}/"))


def test_what_is_not_withheld_has_no_such_page(cast, withheld) -> None:
    assert cast.client("trainee").get(page_of(certificate_of(cast.trainee))).status_code == 404
    assert "withheld" not in body(cast.client("trainee").get("/en/certificates/mine/"))


def test_the_way_out_works_without_a_script(cast, withheld, visitor) -> None:
    for page in (
        visitor.get(TRUST),
        visitor.get("/en/certificates/check/once/x/"),
        cast.client("afghan").get(page_of(withheld)),
    ):
        assert '<a class="exit" href="https://' in body(page)


def test_the_same_queries_for_one_link_and_three(cast, withheld) -> None:
    client = cast.client("afghan")
    counts = []
    for number in (1, 2):
        for _ in range(number):
            trust.make_link(certificate=withheld, days=7, by=cast.hr, at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(withheld))
        counts.append(len(queries))
    assert counts[0] == counts[1]
