"""Where a click leads, what a cookie is, what a spreadsheet may hold, and what nobody fetches."""

import csv
import io
import re
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException

from foundation.spreadsheets.writing import to_csv, to_xlsx
from tests.security.conftest import SpokeToOthers
from tests.security.headers import complaints, policy_of

ROOT = Path(settings.BASE_DIR)
OUTSIDE = (
    "//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "///evil.example",
    "\t//evil.example", "/\t/evil.example", "javascript:alert(1)", "data:text/html,x", "http://testserver@evil.example/",
    "http://testserver.evil.example/", "evil.example", "https://testserver:evil.example/", "\x00//evil.example",
    "/\n/evil.example",
)  # fmt: skip
OURS = [
    path
    for app in (
        "accounts",
        "assessments",
        "attendance",
        "certificates",
        "cms",
        "config",
        "courses",
        "desk",
        "foundation",
    )
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
]


def inside(place: str) -> bool:
    return place.startswith("/") and place[:2] not in {"//", "/\\"} and not re.search(r"[\x00-\x20\\]", place)


@pytest.mark.parametrize("target", OUTSIDE)
def test_no_click_leads_out_of_the_site(target: str, cast) -> None:
    client = cast.client("trainee")
    places = [
        client.get("/en/account/login/", {"next": target}),
        client.post("/en/account/language/", {"language": "ru", "next": target}),
        client.post("/en/account/language/?next=" + target.strip("\x00\t\n"), {"language": "ru"}),
        client.get("/cms/login/", {"next": target}),
        client.post("/en/account/logout/", {"next": target, "to": target}),
    ]
    for answer in places:
        assert answer.status_code in {302, 403}
        assert inside(answer.get("Location", "/")), answer["Location"]
    page = Client().get("/en/account/login/", {"next": target}).content.decode()
    places = re.findall(r'(?:href|src|action|formaction)="([^"]*)"', page)
    assert all(inside(place) or place.startswith(("#", "data:image/")) for place in places)
    assert re.findall(r'name="next" value="([^"]*)"', page) in ([], [""])


def test_a_session_from_before_the_log_in_is_worth_nothing_after_it(cast) -> None:
    cast.trainee.set_password("an-unusual-sentence-9")
    cast.trainee.must_change_password = False
    cast.trainee.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosenbysomebodyelse1234567890ab"
    answer = client.post("/en/account/login/", {"username": "TJ-100001", "password": "an-unusual-sentence-9"})
    assert answer.status_code == 302
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != "chosenbysomebodyelse1234567890ab"
    assert len(cookie.value) >= 32
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    again = client.get("/en/home/")
    assert again.status_code == 200
    assert "no-store" in again["Cache-Control"]
    assert "Cookie" in again["Vary"]


PAGES = ("/", "/en/", "/C/", "/sw.js", "/robots.txt", "/en/certificates/check/", "/en/offline/", "/cms/", "/nowhere")


@pytest.mark.parametrize("url", PAGES)
def test_every_kind_of_page_says_what_it_may(url: str, cast) -> None:
    for role in ("nobody", "editor"):
        answer = cast.client(role).get(url)
        assert complaints(answer, url) == [], role


def test_the_page_with_a_camera_names_its_scripts_by_hash(cast) -> None:
    policy = policy_of(Client().get("/C/"))
    assert all(source.startswith("'sha256-") for source in policy["script-src"] + policy["style-src"])
    assert policy["frame-ancestors"] == ["'none'"]


def test_the_checker_of_headers_complains() -> None:
    """It would be worth little if it never did."""
    answer = Client().get("/robots.txt")
    assert complaints(answer, "/robots.txt") == []
    for name in (
        "Permissions-Policy",
        "Content-Security-Policy",
        "X-Frame-Options",
        "Cache-Control",
        "Referrer-Policy",
    ):
        kept = answer.headers.pop(name)
        assert complaints(answer, "/robots.txt") != [], name
        answer.headers[name] = kept
    answer.headers["Location"] = "https://evil.example/"
    assert complaints(answer, "/robots.txt") != []


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", '=HYPERLINK("http://x")', "＝1+1")


def test_what_is_written_into_spreadsheets_is_never_a_formula() -> None:
    rows = list(
        csv.reader(io.StringIO(to_csv([[one] for one in FORMULAS]).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    for (cell,) in rows:
        assert cell[:1] in {"'", "＝"}, cell
    sheet = load_workbook(io.BytesIO(to_xlsx("=x", ["=head"], [[one] for one in FORMULAS]))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_no_other_module_writes_spreadsheets() -> None:
    allowed = {f"foundation/spreadsheets/{name}" for name in ("writing.py", "delimited.py", "workbook.py")}
    assert modules_with(r"^\s*(?:import|from) (?:csv|openpyxl)\b") <= allowed


def modules_with(pattern: str) -> set[str]:
    found = re.compile(pattern, re.MULTILINE)
    return {str(path.relative_to(ROOT)) for path in OURS if found.search(path.read_text(encoding="utf-8"))}


DOORS_OUT = (
    r"^\s*(?:import|from) (?:requests|httpx|aiohttp|ftplib|telnetlib|smtplib|socket|urllib\.request|http\.client)\b"
)


def test_no_module_can_speak_to_other_hosts() -> None:
    assert modules_with(DOORS_OUT) == set()


def test_no_dangerous_readers_are_used() -> None:
    """XML is read by defusedxml; nothing is unpickled, evaluated, or run by a shell."""
    signs = (
        r"\bpickle\b", r"\bmarshal\.loads", r"(?<![\w.])eval\(", r"(?<![\w.])exec\(", r"shell=True", r"yaml\.load\(",
        r"ET\.(?:parse|iterparse)\(", r"\blxml\b", r"\bextractall\(", r"mktemp\(",
    )  # fmt: skip
    assert modules_with("|".join(signs)) == set()


def test_wagtail_fetches_nothing_and_these_tests_would_notice(db) -> None:
    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed("https://www.youtube.com/watch?v=x")
    with pytest.raises(SpokeToOthers):
        urllib.request.urlopen("http://example.org/", timeout=1)
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert not settings.WAGTAIL_ENABLE_UPDATE_CHECK


def test_every_line_of_the_lock_has_its_hashes_and_no_address() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        assert len(lines) > 20, path
        for line in lines:
            assert re.match(r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[0-9][\w.!+-]* ", line), line
            assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line
            assert "://" not in line, line
