"""Files of lessons: for people who are logged in, in parts, and nothing beside the folder."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.permissions.rows import ROLES

BYTES = bytes(range(256)) * 40


@pytest.fixture
def film(cast):
    path = Path(settings.MEDIA_ROOT) / "kept" / "0123" / "film.mp4"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(BYTES)
    return "/media/kept/0123/film.mp4"


def test_a_file_of_an_edition_is_for_readers_of_lessons(film, cast):
    closed = {"nobody": 302} | dict.fromkeys(("stranger", "observer", "invigilator", "duty_officer"), 404)
    for role in ROLES:
        assert cast.client(role).get(film).status_code == closed.get(role, 200), role
    assert "/account/login/" in cast.client("nobody").get(film)["Location"]


def test_a_file_of_a_draft_is_for_the_drafting_room(cast):
    path = Path(settings.MEDIA_ROOT) / "original_images" / "guess.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(BYTES)
    opens = {"instructor", "other_instructor", "head", "other_head", "editor", "translator", "auditor", "administrator"}
    for role in ROLES:
        wanted = 302 if role == "nobody" else 200 if role in opens else 404
        assert cast.client(role).get("/media/original_images/guess.png").status_code == wanted, role


def test_a_file_is_private_kept_for_a_year_and_not_found_by_search_engines(film, cast):
    answer = cast.client("trainee").get(film, headers={"accept-encoding": "gzip"})
    assert b"".join(answer.streaming_content) == BYTES
    assert answer["Content-Type"] == "video/mp4"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "Content-Encoding" not in answer
    again = cast.client("trainee").get(film, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=10000-", 10000, 10239), ("bytes=-40", 10200, 10239), ("bytes=5-99999", 5, 10239)],
)
def test_a_download_that_was_cut_goes_on(film, cast, asked, first, last):
    answer = cast.client("trainee").get(film, headers={"range": asked, "accept-encoding": "gzip"})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/10240"
    assert answer["Content-Length"] == str(last - first + 1)
    assert b"".join(answer.streaming_content) == BYTES[first : last + 1]


def test_parts_that_are_not_there(film, cast):
    client = cast.client("trainee")
    for asked in ("bytes=10240-", "bytes=9-3", "bytes=-0"):
        answer = client.get(film, headers={"range": asked})
        assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10240"), asked
    assert client.get(film, headers={"range": "lines=1-2"}).status_code == 200
    assert client.get(film, headers={"range": "bytes=0-9", "if-range": '"other"'}).status_code == 200
    assert client.post(film).status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        "../omuzgoh.sqlite3",
        "kept/../../keys/master.png",
        "%2e%2e/keys/a.png",
        "kept/0123/..%2f..%2fa.png",
        "kept/0123/nothing.mp4",
        "kept/0123",
        "kept/0123/.hidden.mp4",
        "kept/0123/page.html",
        "kept/0123/film.exe",
        "/etc/passwd",
        "kept\\0123\\film.mp4",
    ],
)
def test_nothing_else_is_served(film, cast, name):
    for other in ("page.html", "film.exe", ".hidden.mp4"):
        (Path(settings.MEDIA_ROOT) / "kept" / "0123" / other).write_bytes(b"x")
    assert cast.client("trainee").get(f"/media/{name}").status_code == 404


def test_wagtails_own_addresses_of_files_are_for_people_who_are_logged_in_too(cast):
    assert cast.client("nobody").get("/documents/1/film.mp4").status_code == 404
