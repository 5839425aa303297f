"""The page that checks seals without a network: from a file on disk with nothing but what it carries, and installed."""

import dataclasses
import datetime
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from certificates.domain.codes import grouped, new_code
from certificates.enums import KeyPurpose
from certificates.selectors.off_line import words_in_four_languages
from certificates.signing.credential import Issuer
from certificates.signing.keys import load_key
from certificates.signing.seal import Claims, address, commitments, in_letters, make_seal, new_salt
from certificates.signing.status import make_list
from certificates.views.check_off_line import html_of
from foundation.languages.text import words
from tests.browser.access_checks import by_axe, by_keyboard, by_our_rules
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser
JOBS = False
SITE = "https://omuzgoh.example"
LEADS_TO = (f"{SITE}/",)  # our own host: a page opened from disk looks there for newer keys and lists
NOW = datetime.datetime.now(datetime.UTC)
LAST_YEAR = (NOW.year - 1) * 100 + 6
NAMES = {
    "cyrl": ("Ғафурова", "Зулфия", "Саидовна"),
    "latn": ("GHAFUROVA", "ZULFIYA", ""),
    "arab": ("غفورزاده", "زلفیه", "سعید"),
}
REVOKED, REPLACED, GOOD = 5, 77_777, 131_071
# Latin, marks, Cyrillic, Arabic, signs, presentation forms
BLOCKS = (
    *((0x20, 0x24F), (0x300, 0x36F), (0x400, 0x52F), (0x600, 0x6FF), (0x1E00, 0x1EFF)),
    *((0x2000, 0x206F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
)
Check = Callable[..., Page]


def seal(**changed: Any) -> str:
    salt = new_salt()
    claims = Claims(
        code=new_code(),
        serial="BFT-KHO-BIC-2026-00042",
        issuer="BFT",
        course="BIC",
        issued=LAST_YEAR,
        status_list=1,
        status_index=GOOD,
        salt=salt,
        commitments=commitments(salt, NAMES),
    )
    return address(SITE, make_seal(dataclasses.replace(claims, **changed), load_key(KeyPurpose.SEAL)))


def lists(at: datetime.datetime = NOW, revoked: int = REVOKED) -> dict[str, str]:
    issuer, key = Issuer(SITE, "Somebody"), load_key(KeyPurpose.CREDENTIAL)
    return {
        "1/revocation": make_list(1, "revocation", {revoked, REPLACED}, issuer, key, at),
        "1/refresh": make_list(1, "refresh", {REPLACED}, issuer, key, at),
    }


def public(purpose: KeyPurpose, **more: str) -> dict[str, str]:
    return {**load_key(purpose).jwk, "purpose": purpose.value, "state": "active", **more}


def carried(**changed: Any) -> dict[str, Any]:
    keys = [public(KeyPurpose.SEAL), public(KeyPurpose.CREDENTIAL)]
    return {"site": SITE, "keys": keys, "lists": lists(), "words": words_in_four_languages(), **changed}


@pytest.fixture
def check(chromium: Browser, tmp_path: Path) -> Iterator[Check]:
    """Open the page from disk, without a network, and give it an address."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-US", offline=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def opened(given: str = "", **changed: Any) -> Page:
        file = tmp_path / "omuzgoh-check.html"
        file.write_text(html_of(carried(**changed), file=True), encoding="utf-8")
        page.goto(file.as_uri())
        page.evaluate("localStorage.clear()")
        return asked(page, given) if given else page

    yield opened
    assert complaints == []
    context.close()


def asked(page: Page, given: str) -> Page:
    page.evaluate("document.getElementById('answer').removeAttribute('data-kind')")
    page.fill("#address", given)
    page.click("#ask > button")
    return page


def says(page: Page, kind: str) -> None:
    expect(page.locator("#answer")).to_have_attribute("data-kind", kind)
    expect(page.locator("#answer h2")).not_to_be_empty()


def name(page: Page, typed: str) -> None:
    page.evaluate("document.getElementById('answer').removeAttribute('data-kind')")
    page.fill("#name", typed)
    page.click("#names button")


def test_a_genuine_seal_and_the_name_in_three_scripts(check: Check) -> None:
    page = check(seal(code="0000000000000000"))
    says(page, "valid")
    assert "ok" not in str(page.locator("#answer").get_attribute("class"))
    expect(page.locator("#code")).to_have_text(grouped("0" * 16))
    expect(page.locator("#age")).to_contain_text("0")
    for typed in ("гафурова зулфия", "ЗУЛФИЯ Ѓафурова Саидовна", "Ghafurova Zulfiya", "زلفيه غفورزاده فرزند سعيد"):
        name(page, typed)
        says(page, "match")
    for typed in ("Ғафурова", "Каримзода Далер", "زلفیه"):
        name(page, typed)
        says(page, "nomatch")


def test_what_the_list_says(check: Check) -> None:
    page = check()
    for place, kind in ((REVOKED, "revoked"), (REPLACED, "replaced"), (GOOD, "valid"), (131_072, "unknown")):
        says(asked(page, seal(status_index=place)), kind)
    name(page, "Ғафурова Зулфия")
    says(page, "unknown")  # never green without a list
    says(asked(page, seal(valid_until=datetime.date(NOW.year - 1, 12, 31))), "expired")
    says(asked(page, seal(issued=(NOW.year + 1) * 100 + 1)), "early")
    says(asked(page, seal(status_list=2)), "unknown")


def test_a_missing_old_or_false_list_reads_unknown(check: Check) -> None:
    says(check(seal(), lists={}), "unknown")
    false = {name: f"{token[:-8]}AAAAAAAA" for name, token in lists().items()}
    says(check(seal(), lists=false), "unknown")
    swapped = {"1/revocation": lists()["1/refresh"], "1/refresh": lists()["1/refresh"]}
    says(check(seal(status_index=REVOKED), lists=swapped), "unknown")
    before = NOW - datetime.timedelta(days=900)
    says(check(seal(), lists=lists(before)), "unknown")  # older than the paper


def test_the_age_of_the_list_is_told(check: Check) -> None:
    page = check(seal(issued=202001), lists=lists(NOW - datetime.timedelta(days=40)))
    says(page, "valid")
    expect(page.locator("#age")).to_contain_text("40")
    expect(page.locator("#age")).to_have_class("old")


def test_what_is_not_genuine_is_refused(check: Check) -> None:
    good = seal()
    page = check()
    for place in (60, 120, 250, -20):
        turned = "A" if good[place] != "A" else "B"
        says(asked(page, good[:place] + turned + good[place + 1 :]), "forged")
    says(asked(page, good[:-30]), "forged")
    says(check(good, keys=[public(KeyPurpose.CREDENTIAL)]), "key")
    lost = public(KeyPurpose.SEAL, state="compromised", until=f"{NOW.year - 1}-01-01T00:00:00+00:00")
    says(check(good, keys=[lost, public(KeyPurpose.CREDENTIAL)]), "forged")


def test_what_leads_elsewhere_is_refused(check: Check) -> None:
    good = seal()
    page = check()
    for host in (
        "https://omuzgoh.example.evil.example",
        "https://omuzgoh.example@evil.example",
        "http://omuzgoh.example",
    ):
        says(asked(page, good.replace("HTTPS://OMUZGOH.EXAMPLE", host)), "host")
    says(asked(page, "javascript:alert(1)"), "host")
    says(asked(page, f"{SITE}/C/0123456789ABCDEF"), "code")
    says(asked(page, "0123-4567-89AB-CDEF"), "code")
    says(asked(page, "what is this?"), "none")


def test_a_withheld_seal_holds_nothing_to_compare(check: Check) -> None:
    page = check(seal(salt=b"", commitments=()))
    says(page, "valid")
    expect(page.locator("#names")).to_be_hidden()
    expect(page.locator("#noname")).to_be_visible()


def test_four_languages_and_both_directions(check: Check) -> None:
    page = check(seal())
    says(page, "valid")
    for language, tag, direction in (
        ("tg", "tg", "ltr"),
        ("fa-af", "fa-AF", "rtl"),
        ("ru", "ru", "ltr"),
        ("en", "en", "ltr"),
    ):
        page.click(f'nav button[value="{language}"]')
        expect(page.locator("html")).to_have_attribute("lang", tag)
        expect(page.locator("html")).to_have_attribute("dir", direction)
        assert [*by_our_rules(page), *by_axe(page), *by_keyboard(page)] == []


def test_a_change_of_language_says_everything_at_once(check: Check) -> None:
    page = check(seal(status_index=REVOKED))
    says(page, "revoked")
    page.fill("#name", "Ғафурова Зулфия")
    page.click("#names > button")
    expect(page.locator("#what")).to_contain_text(words_in_four_languages()["en"]["fits"])
    page.click("#renew")
    expect(page.locator("#renewed")).to_have_text(words_in_four_languages()["en"]["nonet"])
    now: list[str] = page.evaluate(
        """() => {
          document.querySelector("nav button[value=ru]").click();
          const places = ["head", "what", "kind", "until", "asof", "age", "renewed"];
          return places.map((id) => document.getElementById(id).textContent);
        }"""
    )
    assert [one for one in now if not any("а" <= letter <= "я" for letter in one)] == []
    assert [one for one in now if any("a" <= letter <= "z" for letter in one)] == []
    assert now[1].endswith(words_in_four_languages()["ru"]["fits"])


def test_a_newer_list_is_heeded_by_the_answer_that_stands(check: Check) -> None:
    page = check(seal(), lists=lists(NOW - datetime.timedelta(days=40)))
    says(page, "valid")
    name(page, "Ғафурова Зулфия")
    says(page, "match")
    newer = lists(revoked=GOOD)

    def answer(route: Route) -> None:
        keys = json.dumps({"keys": carried()["keys"]})
        text = newer.get(route.request.url.removeprefix(f"{SITE}/status/"), keys)
        route.fulfill(body=text, headers={"Access-Control-Allow-Origin": "*"})

    page.route(f"{SITE}/**", answer)
    page.click("#renew")
    says(page, "revoked")
    expect(page.locator("#what")).to_contain_text(words_in_four_languages()["en"]["fits"])
    expect(page.locator("#renewed")).to_have_text(words_in_four_languages()["en"]["renewed"])
    expect(page.locator("#age")).not_to_have_class("old")


def test_an_answer_about_an_earlier_address_comes_too_late(check: Check) -> None:
    page = check()
    page.evaluate(
        """(genuine) => {
          const ask = (address) => {
            document.getElementById("address").value = address;
            document.getElementById("ask").requestSubmit();
          };
          ask(genuine);
          ask("what is this?");
        }""",
        seal(),
    )
    says(page, "none")
    page.wait_for_timeout(300)  # the seal is read meanwhile
    says(page, "none")
    expect(page.locator("#facts")).to_be_hidden()


CAMERA = """
  self.said = [];
  self.createImageBitmap = async () => ({});
  self.BarcodeDetector = class { async detect() { return self.said.map((rawValue) => ({ rawValue })); } };
"""


def test_the_camera_where_the_browser_reads_patterns(check: Check, tmp_path: Path) -> None:
    page = check()
    expect(page.locator("#camera")).to_be_hidden()  # this browser does not
    page.add_init_script(CAMERA)
    page.reload()
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"what the camera gave")
    page.set_input_files("#photo", photo)
    says(page, "unread")
    page.evaluate("said => { self.said = [said] }", seal(status_index=REVOKED))
    page.set_input_files("#photo", photo)
    says(page, "revoked")
    page.evaluate("() => { self.createImageBitmap = async () => { throw new Error('no picture'); }; }")
    page.set_input_files("#photo", photo)
    says(page, "unread")
    expect(page.locator("#facts")).to_be_hidden()  # nothing is left of the one before


def test_names_fold_as_on_the_server(check: Check) -> None:
    letters = [chr(point) for first, last in BLOCKS for point in range(first, last + 1)]
    cases = [around.replace("·", letter) for letter in letters for around in ("·", "аб·вг", "ab·", "کب·", "·й", "и·")]
    cases += ["Xумҳурии", "Ќурбонов-Њасанї", "اجزاء و اجزا", "كابل ۱۲", "Ёров Ӣброҳим", "O’zbek ʻAli", "  "]
    page = check()
    script = f"{html_of(carried(), file=True).partition('<script>{')[2].partition('const $ =')[0]}; return words"
    found = page.evaluate(
        "([script, cases]) => { const f = new Function(script)(); return cases.map(f) }", [script, cases]
    )
    wrong = [case for case, folded in zip(cases, found, strict=True) if folded != words(case)]
    assert wrong == []


def test_installed_it_answers_when_a_pattern_is_opened_without_a_network(chromium: Browser, server: Server) -> None:
    seal_kept, holder = server.rows(
        "SELECT seal, names FROM certificates_certificate"
        " WHERE seal IS NOT NULL AND names IS NOT NULL AND state = 'issued'"
    )[0]
    surname, given_name, _father = next(iter(json.loads(holder)["holder"].values()))
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ru-RU")
    page = context.new_page()
    page.goto(f"{server.url}/C/")
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.click("#renew")
    expect(page.locator("#renewed")).to_have_text(words_in_four_languages()["ru"]["renewed"])
    server.kill()
    page.goto(f"{server.url}/C/{in_letters(seal_kept)}")
    says(page, "valid")
    name(page, f"{given_name} {surname}")
    says(page, "match")
    page.click("#renew")
    expect(page.locator("#renewed")).to_have_text(words_in_four_languages()["ru"]["nonet"])
    says(page, "match")
    context.close()


def test_the_page_is_small(check: Check) -> None:
    whole = html_of(carried(), file=True).encode()
    assert len(gzip.compress(whole)) < 20_000
    assert len(whole) < 48_000
