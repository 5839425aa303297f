"""Every place where a file can be sent, found on the pages themselves: what is not what it should be is refused."""

import io
import re
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anyascii import anyascii as unidecode
from django.conf import settings

from accounts.domain.device_files import read_device_file
from accounts.domain.portraits import portrait
from assessments.domain.formats.opening import unpacked, xml_of
from assessments.domain.paper_kinds import kind_of_paper
from assessments.services.pictures import cleaned
from attendance.domain.scans import kind_of_scan
from certificates.domain import scans
from cms.domain.drawings import clean
from cms.domain.media_rules import code_for
from courses.domain.file_kinds import kind_of
from foundation.spreadsheets.reading import read as read_list
from tests.permissions.test_permission_table import APPS, TABLES
from tests.security import fuzz

MB = 1024 * 1024
LEAST = {"accounts": 3, "courses": 8, "attendance": 2, "assessments": 2, "certificates": 5, "cms": 1}  # places found
ONLY_LOOKS = ("certificates:check_file",)  # says "not confirmed" of any PDF, and keeps nothing
pytestmark = pytest.mark.usefixtures("silence")


def png(width: int, height: int) -> bytes:
    """A whole PNG of one colour: few bytes, many pixels."""
    rows = zlib.compressobj(9)
    body = b"".join(rows.compress(bytes(1 + (width + 7) // 8)) for _ in range(height)) + rows.flush()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def package(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
BOMB = package(
    {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(60_000_000)}
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
BAD = {
    "a program called a table.csv": b"MZ\x90\x00" + bytes(500),
    "a program called a picture.jpg": b"MZ\x90\x00" + bytes(500),
    "a program called a paper.pdf": b"\x7fELF" + bytes(500),
    "a page.png": b"<html><script>alert(1)</script></html>",
    "too many pixels.png": png(9000, 7000),
    "cut.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100),
    "bomb.xlsx": BOMB,
    "laughs.xml": LAUGHS + b"<quiz>&c;</quiz>",
    "laughs.svg": LAUGHS + SVG % b"<text>&c;</text>",
    "deep.svg": SVG % (b"<g>" * 20_000 + b"</g>" * 20_000),
    "wide.csv": b";".join(b"c%d" % at for at in range(100_000)),
    "deep.json": b"[" * 100_000,
    "../../escape.json": b'{"person": "../..", "items": []}',
    "spoilt.po": b'msgid "\xff\xfe',
    "locked.pdf": b"%PDF-1.7 no end",
}


# What a reader may take, because it is that kind of file; what is wrong with it is found at the next step.
FITS = {"a page.png": ("questions in XML",), "bomb.xlsx": ("library",)}


def files_below() -> set[Path]:
    roots = (settings.PRIVATE_ROOT, settings.MEDIA_ROOT)
    return {path for root in roots for path in Path(root).rglob("*") if path.is_file()}


@pytest.mark.parametrize("app", [app for app in APPS if app not in {"desk", "outbox", "device"}])
def test_no_place_takes_what_is_not_its_kind(app: str, cast) -> None:
    table = TABLES[app]
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    walk = fuzz.Walk(list(table.ROWS), setting, fuzz.People(cast))
    walk.read(most=3)
    taken, before, places = [], files_below(), 0
    for row in walk.rows:
        fields = walk.fields_of(row) if row.method == "POST" else {}
        for name in [name for name, field in fields.items() if field.kind == "file"]:
            places += 1
            role, url = fuzz.roles_that_may(row)[0], walk.address(row)
            for title, data in BAD.items():
                rest = [(other, field.value) for other, field in fields.items() if field.kind != "file"]
                answer = walk.send(role, "POST", url, **fuzz.encoded([*rest, (name, (title, data))]))
                said = 200 if row.url in ONLY_LOOKS and data.startswith(b"%PDF-") else 422
                if answer is not None and answer.status_code not in {said, 400, 413}:
                    taken.append((row.url, name, title, answer.status_code))
    assert places >= LEAST.get(app, 0)
    assert not walk.found.places, f"\n{walk.found}"
    assert taken == []
    assert files_below() == before


def refuses(reader: Callable[[bytes], Any], data: bytes) -> bool:
    """True when a reader says no: by an error of its own, which its view turns into a sentence, or by None."""
    try:
        return reader(data) is None
    except ValueError:
        return True


READERS: dict[str, Callable[[bytes], Any]] = {
    "photos": portrait,
    "paper rolls": kind_of_scan,
    "pages of old registers": scans.picture,
    "replies": scans.paper,
    "answer sheets and protocols": kind_of_paper,
    "library": lambda data: kind_of(io.BytesIO(data)),
    "pictures of questions": lambda data: cleaned("picture.png", data),
    "drawings of questions": lambda data: cleaned("picture.svg", data),
    "drawings of lessons": clean,
    "questions in XML": xml_of,
    "packages of questions": unpacked,
    "lists": lambda data: read_list(data, "list.xlsx", {"a": ["a"], "b": ["b"]}),
    "files of devices": read_device_file,
}


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_takes_it_or_takes_long(reader: str) -> None:
    taken, began = [], time.process_time()
    for title, data in BAD.items():
        fits = reader in FITS.get(title, ())
        if not refuses(READERS[reader], data) and not fits:
            taken.append(title)
    assert taken == []
    assert time.process_time() - began < 5


def test_what_is_in_a_drawing_but_no_drawing_is_left_out() -> None:
    harm = (
        b"<script>alert(1)</script>", b'<g onload="alert(1)"/>', b'<a href="javascript:alert(1)"><text>x</text></a>',
        b'<image href="https://example.org/x.png"/>', b"<style>@import url(//example.org)</style>",
        b"<foreignObject><body/></foreignObject>", b'<use href="#a"/>', b'<rect fill="url(https://example.org/#a)"/>',
        b'<animate attributeName="href" values="javascript:alert(1)"/>', b'<g style="background:url(//example.org)"/>',
    )  # fmt: skip
    for one in harm:
        kept = clean(SVG % one)
        assert not re.search(rb"script|alert|example|import|href|style|on[a-z]+=|<body", kept), one
        assert refuses(lambda data: cleaned("picture.svg", data), SVG % one), one


def test_a_name_never_says_where_a_file_goes(cast) -> None:
    """Wagtail keeps names of pictures and files: whatever was sent, they stay in their folder, in plain letters."""
    for name in (
        "../../etc/x.png", "..\\..\\x.png", "/abs.png", "a\x00b.png", "\u202egnp.exe.png", "x" * 400 + ".png",
        "a\r\nb.png",
    ):  # fmt: skip
        made = code_for(unidecode(name), ())
        assert re.fullmatch(r"[a-z0-9-]{1,80}\.png", made), (name, made)


@pytest.mark.parametrize(("role", "most"), [("nobody", 17), ("trainee", 110), ("instructor", 110)])
def test_a_request_that_is_too_large_is_not_even_read(role: str, most: int, cast) -> None:
    client = cast.client(role)
    for url in ("/en/account/login/", "/en/certificates/check/file/", "/en/courses/library/new/", "/cms/images/add/"):
        answer = client.generic("POST", url, b"", content_type="text/plain", CONTENT_LENGTH=str(most * MB + MB))
        assert answer.status_code == 413, url
        assert b"<h1" in answer.content
