"""Odd input for every address of the permission table. Whatever is sent: no exception, no answer of 500.

Nothing is written out by hand: the addresses, the roles that may and values that are right come from the table, the
names of fields from the forms on the pages themselves. An address that is added tomorrow is covered tomorrow.
"""

import copy
import dataclasses
import io
import traceback
import uuid
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes, quote_plus, urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import encode_multipart
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as options
from hypothesis import strategies as st

from tests.permissions.rows import ROLES, Row
from tests.security.headers import complaints

ROOT = str(settings.BASE_DIR)
MAY = frozenset({200, 201, 302, 303, 422, 409, 410})
HEAVY = ("application/pdf", "application/zip")  # drawn anew each time: a second each

# One bad thing each; random text stands beside them.
TEXTS = (
    "", " ", "\x00", "a\x00b", "\ud800", "\u202eabc\u2066", "\ufeff", "x" * 20_000, "ӣ" * 300, "-1", "0", "1", "2",
    "9" * 40,
    "-" + "9" * 25, "1e400", "NaN", "-inf", "0x10", "1.5", "٣", "۱۲", "²", "2026-02-30", "0000-00-00", "9999-12-31",
    "10000-01-01", "0001-01-01", "31.12.9999", "2026-11-23", "2026-11-23T25:61", "24:00", "None", "null", "true", "[]",
    "{}", '{"a":', '{"a": NaN}', "[" * 3000, '"\\ud800"', '"\\u0000"', "[1e999]", "../../../../etc/passwd",
    "a\r\nX-Odd: 1",
    "<script>alert(1)</script>", "{{ 7|add:7 }}", "%s%n%(x)s", "' OR 1=1 --", "=1+1", str(uuid.UUID(int=0)),
    "tj-1", "xx", "fa-af", "en", "M2.2", "M2.2.1", "KHO", "//example.org/", "https://example.org/",
    "javascript:alert(1)",
)  # fmt: skip
ADDRESS_TEXTS = tuple(text for text in TEXTS if len(text) < 300)
JSON_BODIES = (
    b"", b"null", b"1", b'"x"', b"[]", b"{}", b"[" * 5000, b'{"a":' * 3000, b"\xff\xfe", b'{"answer": 1e999}', b"NaN",
    b'{"person": "", "device": "", "items": 1}', b'{"\\u0000": "\\ud800"}', b'{"id": [], "answer": {"a": {}}}',
)  # fmt: skip


def _png(width: int, height: int) -> bytes:
    """The beginning of a picture that says it is that large."""
    return (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
        + width.to_bytes(4)
        + height.to_bytes(4)
        + b"\x08\x02\x00\x00\x00"
        + bytes(40)
    )


def _zip(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


FILES = (
    ("empty.csv", b""),
    ("a.png", _png(60_000, 60_000)),
    ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(50)),
    ("../../x.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>1</script></svg>'),
    ("a\r\nX-Odd: 1.pdf", b"%PDF-1.7\n%%EOF"),
    ("x" * 300 + ".xlsx", b"PK\x03\x04" + bytes(30)),
    ("list.xlsx", _zip({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<!DOCTYPE x [<!ENTITY a 'a'>]>"})),
    ("questions.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'),
    ("file.json", b'{"person": 1, "items": [[]]}' + b"[" * 3000),
    ("wide.csv", b"a;" * 20_000),
    ("list.csv", "service_number;surname\n\x00;=1+1\n\u202ex;y".encode()),
    ("odd.po", b'msgid ""\nmsgstr "\xff"\nmsgctxt'),
    ("none", b"\x00\xff" * 200),
)  # fmt: skip


@dataclasses.dataclass
class Field:
    """One field of a form as the page shows it."""

    value: str = ""
    kind: str = "text"
    choices: tuple[str, ...] = ()


class FormReader(HTMLParser):
    """Collect the forms of a page: method, address and fields."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[tuple[str, str, dict[str, Field]]] = []
        self.apart: dict[str, int] = {}
        self.select = ""
        self.words: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.apart[said.get("id", "")] = len(self.forms)
            self.forms.append((said.get("method", "get").lower(), said.get("action", ""), {}))
        if not self.forms or tag not in {"input", "select", "textarea", "button", "option"}:
            return
        fields = self.forms[self.apart.get(said.get("form", "-"), -1)][2]
        if tag == "option":
            found = fields.setdefault(self.select, Field())
            found.choices += (said.get("value", ""),)
            found.value = said.get("value", "") if "selected" in said or not found.value else found.value
        elif name := said.get("name"):
            self._field(tag, name, said, fields)

    def _field(self, tag: str, name: str, said: dict[str, str], fields: dict[str, Field]) -> None:
        self.select = name if tag == "select" else self.select
        kind = said.get("type", "text") if tag == "input" else tag
        value = said.get("value", "")
        found = fields.setdefault(name, Field("", kind))
        if kind in {"radio", "checkbox", "button"}:
            found.choices += (value,)
            found.value = value if "checked" in said or not found.value else found.value
        elif kind not in {"select", "textarea"}:
            found.value = value


def forms_of(text: str) -> list[tuple[str, str, dict[str, Field]]]:
    """Return the forms of a page."""
    reader = FormReader()
    reader.feed(text)
    return reader.forms


@dataclasses.dataclass
class Found:
    """Exceptions and answers of 500, one example each place of the code."""

    places: dict[str, str] = dataclasses.field(default_factory=dict)
    sent: int = 0
    statuses: Counter[int] = dataclasses.field(default_factory=Counter)

    def note(self, what: str, error: BaseException | None, example: object) -> None:
        place = "500"
        if error is not None:
            ours = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(ROOT) and ".venv" not in f.filename and "/tests/" not in f.filename]  # fmt: skip  # noqa: E501
            frame = (ours or traceback.extract_tb(error.__traceback__))[-1]
            place = (
                f"{type(error).__name__}: {str(error)[:120]!r} at {frame.filename.removeprefix(ROOT)}:{frame.lineno}"
            )
        self.places.setdefault(f"{what} {place}", repr(example)[:600])

    def __str__(self) -> str:
        return "\n".join(f"{place}\n    {example}" for place, example in self.places.items())


class People:
    """Browsers of the cast, each with the cookies it began with."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.kept: dict[str, tuple[Client, Any]] = {}

    def client(self, role: str) -> Client:
        if role not in self.kept:
            client = self.cast.client(role)
            self.kept[role] = (client, copy.deepcopy(client.cookies))
        client, cookies = self.kept[role]
        client.cookies = copy.deepcopy(cookies)
        return client


@dataclasses.dataclass
class Walk:
    """The rows of one table with their setting, and what was learnt on their pages."""

    rows: list[Row]
    setting: Any
    people: People
    found: Found = dataclasses.field(default_factory=Found)
    fields: dict[str, dict[str, Field]] = dataclasses.field(default_factory=lambda: defaultdict(dict))
    heavy: set[str] = dataclasses.field(default_factory=set)
    ids: list[str] = dataclasses.field(default_factory=list)

    def address(self, row: Row) -> str:
        with override("en"):
            return reverse(row.url, kwargs=row.kwargs(self.setting))

    def send(self, role: str, method: str, url: str, **how: Any) -> Any:
        """Send one request and take back what it wrote; note what must not be."""
        self.found.sent += 1
        what = f"{method} {url.partition('?')[0][:120]} as {role}:"
        client, answer = self.people.client(role), None
        try:
            with transaction.atomic():
                answer = client.generic(method, url, **how)
                b"".join(answer.streaming_content) if answer.streaming else None
                transaction.set_rollback(True)
        except Exception as error:  # whatever it is, it is what we look for
            self.found.note(what, error, (url, how))
        if answer is not None:
            self.found.statuses[answer.status_code] += 1
            for wrong in complaints(answer, url):
                self.found.places.setdefault(f"{row_of(url)} {wrong}", f"{method} {url} {how}"[:600])
        if answer is not None and answer.status_code >= 500:
            self.found.note(what, None, (url, how))
        return answer

    def read(self, most: int = 2) -> None:
        """Open every page as some of the roles that may, and learn the names of the fields; what is drawn, once."""
        for row in self.rows:
            self.ids += [str(value) for value in row.kwargs(self.setting).values()]
            if row.method == "GET":
                for role in roles_that_may(row)[:most]:
                    if row.url not in self.heavy:
                        self._learn(row, role)

    def _learn(self, row: Row, role: str) -> None:
        url = self.address(row)
        answer = self.send(role, "GET", url)
        kind = "" if answer is None else answer.get("Content-Type", "")
        if kind.startswith(HEAVY):
            self.heavy.add(row.url)
        if not kind.startswith("text/html"):
            return
        for method, action, fields in forms_of(answer.content.decode()):
            target = urlsplit(action).path or urlsplit(url).path
            self.fields[f"{method} {target}"].update(fields)
            try:
                self.fields[f"{method} {resolve(target).view_name}"].update(fields)
            except Resolver404:
                continue

    def fields_of(self, row: Row) -> dict[str, Field]:
        """Return what is known of the fields of a row: right values of the table before what the page showed."""
        method = row.method.lower()
        fields = dict(self.fields.get(f"{method} {row.url}", {}))
        fields.update(self.fields.get(f"{method} {self.address(row)}", {}))
        for name, value in row.data(self.setting).items():
            kind = "file" if hasattr(value, "read") else "text"
            fields[name] = dataclasses.replace(fields.get(name, Field(kind=kind)), value=value)
        fields.pop("csrfmiddlewaretoken", None)
        return fields


def row_of(url: str) -> str:
    """Return the name of the address, or the address."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return url


def roles_that_may(row: Row) -> list[str]:
    """Return who gets further than the door; everybody, when nobody does."""
    return [
        role for role in ROLES if row.expected(role) in MAY and (role != "nobody" or row.expected(role) != 302)
    ] or [*ROLES]


def texts(ids: Iterable[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(TEXTS), st.sampled_from([*dict.fromkeys(ids)] or [""]), st.text(max_size=12))


@st.composite
def bodies(draw: st.DrawFn, fields: dict[str, Field], ids: list[str]) -> list[tuple[str, Any]]:
    """Return pairs of names and values: mostly what a form would send, with one to three things wrong."""
    names = sorted(fields)
    wrong = set(draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))) if names else set()
    pairs: list[tuple[str, Any]] = []
    for name in names:
        field = fields[name]
        if name not in wrong:
            pairs.extend(
                (name, one) for one in (field.value if isinstance(field.value, list | tuple) else [field.value])
            )
            continue
        how = draw(st.sampled_from(("text", "text", "choice", "absent", "list", "file")))
        if how == "file" or (field.kind == "file" and how != "absent"):
            pairs.append((name, draw(st.sampled_from(FILES))))
        elif how == "choice" and field.choices:
            pairs.append((name, draw(st.sampled_from(field.choices))))
        elif how == "list":
            pairs.extend((name, one) for one in draw(st.lists(texts(ids), min_size=2, max_size=3)))
        elif how != "absent":
            pairs.append((name, draw(texts(ids))))
    return pairs


def encoded(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the request of a form; with a file, as browsers send files."""
    pairs = list(pairs)
    if any(isinstance(value, tuple) or hasattr(value, "read") for _, value in pairs):
        data: dict[str, list[Any]] = defaultdict(list)
        for name, value in pairs:
            data[name].append(_part(value))
        return {
            "data": encode_multipart("ODD-BOUNDARY", data),
            "content_type": "multipart/form-data; boundary=ODD-BOUNDARY",
        }
    body = "&".join(f"{quote_plus(name)}={quote_from_bytes(_bytes(value))}" for name, value in pairs)
    return {"data": body.encode(), "content_type": "application/x-www-form-urlencoded"}


def _bytes(value: Any) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


def _part(value: Any) -> Any:
    if isinstance(value, tuple):
        name, data = value
        return SimpleUploadedFile("x", data) if not name else _named(name, data)
    if hasattr(value, "seek"):
        value.seek(0)
        return value
    return str(value).encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _named(name: str, data: bytes) -> SimpleUploadedFile:
    file = SimpleUploadedFile("x", data, content_type="image/png")
    file._name = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")  # as browsers write it
    return file


def queries(fields: dict[str, Field], ids: list[str]) -> st.SearchStrategy[str]:
    """Return odd addresses' ends: known names with odd values, names that nobody knows, no UTF-8 at all."""
    names = st.sampled_from(sorted(fields) + list(QUERY_NAMES))
    pair = st.tuples(names, texts(ids)).map(lambda p: f"{quote_plus(p[0])}={quote_from_bytes(_bytes(p[1][:2000]))}")
    return st.one_of(
        st.lists(pair, min_size=1, max_size=4).map("&".join),
        st.sampled_from(("%ff=%fe", "q=%00", "a[]=1&a[]=2", "&=&")),
    )


QUERY_NAMES = ("q", "page", "next", "language", "code", "on", "from", "to", "month", "day", "date", "year", "kind", "status", "role", "centre", "cohort", "format", "pk", "order", "step", "round")  # fmt: skip  # noqa: E501


def bounded(examples: int) -> Any:
    """Return hypothesis' settings: the same examples in every run, nothing kept, nothing shrunk."""
    return options(
        max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )


def odd_addresses(walk: Walk, row: Row) -> Iterator[str]:
    """Yield the address of a row with each of its parts made odd."""
    kwargs = row.kwargs(walk.setting)
    for name, value in kwargs.items():
        for odd in (*ADDRESS_TEXTS, *walk.ids):
            if str(odd) == str(value) or not odd:
                continue
            try:
                with override("en"):
                    yield reverse(row.url, kwargs={**kwargs, name: odd.replace("\ud800", "\ufffd")})
            except NoReverseMatch:
                continue


def _gets(walk: Walk, roles: list[str], url: str, ends: st.SearchStrategy[str], examples: int) -> None:
    @bounded(examples)
    @given(st.sampled_from(roles), ends)
    def one(role: str, end: str) -> None:
        walk.send(role, "GET", f"{url}?{end}")

    one()


def _posts(walk: Walk, roles: list[str], url: str, sent: st.SearchStrategy[Any], examples: int) -> None:
    @bounded(examples)
    @given(st.sampled_from(roles), sent)
    def one(role: str, pairs: list[tuple[str, Any]]) -> None:
        walk.send(role, "POST", url, **encoded(pairs))

    one()


def fuzz_gets(walk: Walk, examples: int) -> None:
    """Send GETs with odd queries and odd parts of the address."""
    for row in walk.rows:
        if row.method != "GET" or row.url in walk.heavy:
            continue
        roles, url, fields = roles_that_may(row), walk.address(row), walk.fields_of(row)

        _gets(walk, roles, url, queries(fields, walk.ids), examples)
        places = list(dict.fromkeys(odd_addresses(walk, row)))
        for at, place in enumerate(places[:: max(1, len(places) // examples)]):
            walk.send(roles[at % len(roles)], "GET", place)


def fuzz_posts(walk: Walk, examples: int) -> None:
    """Send forms with things wrong, and JSON where a form is expected."""
    for row in walk.rows:
        if row.method != "POST":
            continue
        roles, url, fields = roles_that_may(row), walk.address(row), walk.fields_of(row)

        _posts(walk, roles, url, bodies(fields, walk.ids), examples)
        for at in range(max(2, examples // 6)):
            body = JSON_BODIES[(at + len(url)) % len(JSON_BODIES)]
            walk.send(roles[at % len(roles)], "POST", url, data=body, content_type="application/json")
        for place in list(odd_addresses(walk, row))[:: max(1, 30 // examples)][:3]:
            walk.send(roles[0], "POST", place, **encoded((name, field.value) for name, field in fields.items()))
