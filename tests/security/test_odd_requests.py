"""Odd headers, odd cookies, and forms that keep what was typed."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from tests.security.headers import complaints

pytestmark = pytest.mark.usefixtures("silence")

DIGITS = "9" * 5000
HEADERS = {
    "HTTP_RANGE": ("bytes=-", "bytes=0-", "bytes=-0", "bytes=5-2", f"bytes={DIGITS}-", f"bytes=-{DIGITS}",
                   f"bytes=0-{DIGITS}",
                   "bytes=٣-٤", "bytes=0-1,2-3", "lines=1-2", "bytes=\xff-"),
    "HTTP_IF_NONE_MATCH": ("*", '"', '""', "W/", "\xff"),
    "HTTP_IF_MODIFIED_SINCE": ("never", "Sun, 99 Foo 9999 99:99:99 GMT", "0"),
    "HTTP_IF_RANGE": ("x", '"'),
    "HTTP_ACCEPT_LANGUAGE": ("prs", "x" * 5000, "prs-AF;q=9", "\xff", "tg;q=nan, *", "fa-AF-" + "x-" * 600),
    "HTTP_ACCEPT_ENCODING": ("gzip;q=x", "*", "\xff"),
    "HTTP_USER_AGENT": ("", "\xff" * 300, "x" * 7000),
    "HTTP_REFERER": ("\xff", "http://[", "//"),
    "HTTP_ORIGIN": ("null", "http://[", "\xff"),
    "HTTP_X_FORWARDED_FOR": ("x", "1.2.3.4, ::1", "\xff"),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest",),
    "HTTP_COOKIE": ('sessionid="\\000\\377"', "sessionid=" + "x" * 4000, "language=xx; device=a:b:c; messages=[[",
                    "=;=;",
                    "csrftoken=\xff", "shared=\xff"),
    "CONTENT_LENGTH": ("", "x", "-1", "0x10"),
    "CONTENT_TYPE": ("multipart/form-data", "application/x-www-form-urlencoded; charset=idna",
                     "text/html; charset=\xff",
                     "x"),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_odd_headers_make_no_error(name: str, cast) -> None:
    folder = Path(settings.MEDIA_ROOT) / "kept"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "odd.mp3").write_bytes(b"ID3" + bytes(100))
    urls = (
        "/",
        "/en/account/login/",
        "/en/courses/",
        "/media/kept/odd.mp3",
        "/C/",
        "/sw.js",
        "/static/css/site.css",
        "/x",
    )
    for role in ("nobody", "trainee"):
        client = cast.client(role)
        kept = client.cookies.output(header="", sep=";").strip()
        for value in HEADERS[name]:
            sent = {name: f"{kept}; {value}" if name == "HTTP_COOKIE" and role != "nobody" else value}
            for url in urls:
                answer = client.get(url, **sent)
                assert answer.status_code < 500, (url, value[:40])
                assert complaints(answer, url) == [], (url, value[:40])
            assert client.post("/en/account/login/", {"username": "x"}, **sent).status_code < 500, value[:40]


FORMS = [
    ("registrar", "accounts:person_new", {}, {"service_number": "TJ-Кепт-1", "birth_year": "not a year"}),
    (
        "registrar",
        "courses:enrol",
        {"pk": "cohort"},
        {"order_number": "Кепт 7", "order_date": "x"},
    ),
    ("nobody", "accounts:login", {}, {"username": "TJ-Кепт-1", "password": "wrong-word"}),
    ("nobody", "certificates:check_in_trust", {}, {"code": "Кепт not a code", "name": "", "phrase": ""}),
    ("editor", "assessments:imports", {}, {"format": "gift", "text": "Кепт {", "language": "en", "place": "nowhere"}),
]


@pytest.mark.parametrize(("role", "url", "kwargs", "typed"), FORMS, ids=[form[1] for form in FORMS])
def test_a_form_that_is_refused_keeps_what_was_typed(role: str, url: str, kwargs, typed, cast) -> None:
    with override("en"):
        place = reverse(url, kwargs={name: getattr(cast, of).pk for name, of in kwargs.items()})
    answer = cast.client(role).post(place, typed)
    page = answer.content.decode()
    assert answer.status_code in {400, 422}
    assert any(
        "Кепт" in shown or "КЕПТ" in shown
        for shown in re.findall(r'value="([^"]*)"|<textarea[^>]*>([^<]*)', page)
        for shown in shown
    )
    assert "wrong-word" not in page  # but never a password
