"""Errors without internals: a plain page in the reader's language, and a log that holds nothing of what was typed."""

import datetime
import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from config.logs import PlainFormatter

NAME = "Қодиров-Санобар"
PASSWORD = "very-secret-77"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the console of the server would show."""
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.setFormatter(PlainFormatter("%(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield target
    logging.getLogger().removeHandler(handler)


@override_settings(ROOT_URLCONF="tests.security.broken_urls")
def test_a_defect_shows_a_plain_page_and_the_log_names_nobody(cast, log) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/en/broken/?q=" + NAME, {"surname": NAME, "password": PASSWORD})
    page, lines = answer.content.decode(), log.getvalue()
    assert answer.status_code == 500
    for word in (NAME, PASSWORD, "Traceback", "ValueError", "IntegrityError", "broken_urls", "/work", ".py", "Django"):
        assert word not in page
    assert [f'lang="{code}"' in page for code in ("tg", "fa-AF", "ru", "en")] == [True] * 4
    assert NAME not in lines
    assert PASSWORD not in lines
    assert "ValueError" in lines  # a technician sees what and where
    assert "tests/security/broken_urls.py:" in lines
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_each_line_of_the_log_says_its_time_with_the_zone() -> None:
    record = logging.LogRecord("omuzgoh", logging.INFO, __file__, 1, "done", None, None)
    line = PlainFormatter("%(asctime)s %(message)s").format(record)
    said = datetime.datetime.fromisoformat(line.removesuffix(" done"))
    assert said.utcoffset() is not None
    assert abs(said.timestamp() - record.created) < 0.01


@pytest.mark.parametrize("language", ["tg", "fa-af", "ru", "en"])
def test_pages_of_errors_are_in_the_readers_language(language: str, cast) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    stranger = cast.client("stranger")
    many = {f"f{number}": "" for number in range(3001)}
    answers = {
        403: stranger.get(f"/{language}/account/people/"),
        404: stranger.get(f"/{language}/nowhere/"),
        413: stranger.post(f"/{language}/account/preferences/", many),
        400: stranger.get(f"/{language}/", HTTP_HOST="evil.example"),
    }
    tokenless = strict.post(f"/{language}/account/login/", {"username": "x", "password": PASSWORD})
    for status, answer in [*answers.items(), (403, tokenless)]:
        page = answer.content.decode()
        assert answer.status_code == status
        assert f'lang="{"fa-AF" if language == "fa-af" else language}"' in page
        for word in ("Traceback", "Exception", "evil.example", "CSRF", "urlconf", PASSWORD, "/work"):
            assert word not in page, (status, word)


def test_a_line_of_the_log_is_one_line(log) -> None:
    logging.getLogger("omuzgoh.trial").warning("code %s", "a\r\n2026-11-22 INFO forged line\x1b[2J\u2028b")
    lines = log.getvalue().splitlines()
    assert len(lines) == 1
    assert "\\x0d\\x0a" in lines[0]
    assert "\x1b" not in lines[0]


def test_of_an_exception_the_kind_is_written_and_only_the_programs_own_words(log) -> None:
    for error, kept in ((KeyError(NAME), False), (AttributeError("'NoneType' object has no attribute 'pk'"), True)):
        try:
            raise error
        except (KeyError, AttributeError):
            logging.getLogger("omuzgoh.trial").exception("trial")
        assert ("NoneType" in log.getvalue()) is kept
    assert NAME not in log.getvalue()


def test_a_defect_in_a_loop_of_causes_is_written(log) -> None:
    first, second = ValueError(NAME), TypeError("second")
    first.__cause__, second.__cause__ = second, first
    try:
        raise first
    except ValueError:
        logging.getLogger("omuzgoh.trial").exception("trial")
    assert "TypeError: second" in log.getvalue()
    assert NAME not in log.getvalue()


def test_an_unknown_host_is_refused_and_never_repeated(cast) -> None:
    for host in ("evil.example", "testserver.evil.example", "testserver@evil.example", "evil.example:80", "x\u0000"):
        for url in ("/", "/en/account/login/", "/C/", "/.well-known/did.json", "/sw.js", "/cms/login/"):
            answer = Client().get(url, HTTP_HOST=host, HTTP_X_FORWARDED_HOST="evil.example")
            assert b"evil.example" not in answer.content
            assert "evil.example" not in answer.get("Location", "")
    forwarded = Client().get("/en/account/login/?next=/en/", HTTP_X_FORWARDED_HOST="evil.example")
    assert b"evil.example" not in forwarded.content
