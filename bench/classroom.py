"""The roll of thirty people: the page, storing it, and what it weighs on the line, on line and off."""

import datetime
import functools
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from bench.browser import SmallBrowser
from bench.figures import Figure, figure, worst
from bench.forms import fields_of
from bench.reading import KB, first_visit
from bench.site import Site

PAGES = 300
MARKS = 40
OPENED = re.compile(r'data-outbox="([^"]+)"')
OWNER = re.compile(r'id="unsent"[^>]*data-person="([^"]+)"')
ROW = re.compile(r'<li data-e="([^"]+)"(?: data-b="([^"]+)")?')


class Refused(Exception):
    """The server did not take every mark."""


def roll_path(session: str, language: str = "tg") -> str:
    return f"/{language}/roll/{session}/"


def cpu(site: Site) -> list[Figure]:
    """Return the server's CPU for the page of a roll and for storing thirty marks (a first call of the roll)."""
    instructor = site.colleague("instructor")
    sessions = site.plan["sessions"]
    pages = [functools.partial(instructor.get, roll_path(sessions[turn % 4])) for turn in range(PAGES)]
    for page in pages[:20]:
        page()
    shown = site.server.cpu_each(pages, batches=5)
    half = len(sessions) // 2
    calls = [_call(instructor, roll_path(session)) for session in sessions[:half]]
    stored = site.server.cpu_each(calls, batches=1)
    return [
        figure("roll of 30, page: CPU", shown, "ms", n=PAGES),
        figure("roll of 30, stored: CPU", stored, "ms", n=len(calls)),
    ]


def _call(instructor: SmallBrowser, path: str) -> Callable[[], object]:
    """Return the action that sends the roll of a page read beforehand, three people marked late."""
    fields = fields_of(instructor.get(path).text, "data-roll")
    fields["submission"] = [str(uuid.uuid4())]
    people = [name[2:] for name in fields if name.startswith("s-")]
    for person in people[:3]:
        fields[f"s-{person}"], fields[f"m-{person}"] = ["late"], ["5"]
    return functools.partial(instructor.post, path, fields)


def queries(site: Site) -> list[Figure]:
    """Return statements and size of a roll."""
    instructor = site.colleague("instructor")
    sessions = site.plan["sessions"]
    instructor.get(roll_path(sessions[-1]))
    page = instructor.get(roll_path(sessions[-1]))
    stored = _call(instructor, roll_path(sessions[-1]))
    before = instructor.queries
    stored()
    return [
        worst("roll of 30, page: queries", [page.queries], "queries", bar=12),
        worst("roll of 30, page: gzip", [len(page.raw) / KB], "KB"),
        worst("roll of 30, stored: queries", [instructor.queries - before], "queries"),
    ]


def sizes(site: Site) -> list[Figure]:
    """Return bytes on the line: a first visit, the page of a roll as a device keeps it, forty marks sent.

    A first visit without and with what the service worker keeps then: its script and the page for no link in the
    language of the visit (those of other languages are fetched when they are used).
    """
    found = []
    session = site.plan["sessions"][-1]
    for language in ("tg", "fa-af"):
        path = roll_path(session, language)
        (outbox,) = set(OPENED.findall(site.colleague("instructor").get(path).text))
        worker = ("/sw.js", f"/{language}/offline/")
        for name, further in (("first visit", ()), ("visit and kept", worker)):
            parts = first_visit(site.colleague("instructor"), path, outbox, *further)
            found.append(Figure(f"roll of 30, {name}, {language}", sum(parts) / KB, "KB", len(parts), bar=40))
    instructor = site.colleague("instructor")
    kept = instructor.get(f"{roll_path(session)}?kept=1")
    found.append(Figure("roll of 30, kept page: gzip", len(kept.raw) / KB, "KB", 1))
    sent, answer = _send_marks(instructor, session)
    found.append(Figure("40 marks sent: body", sent / KB, "KB", MARKS, bar=5))
    found.append(Figure("40 marks sent: answer", answer / KB, "KB", MARKS))
    return found


def _send_marks(instructor: SmallBrowser, session: str) -> tuple[int, int]:
    """Send forty marks of a roll as a device does that had no link; return the bytes sent and answered."""
    page = instructor.get(roll_path(session)).text
    (person,) = OWNER.findall(page)
    rows = ROW.findall(page)
    now = datetime.datetime.now(datetime.UTC)
    items = [_item(number, session, *rows[number % len(rows)], now) for number in range(MARKS)]
    batch = {"person": person, "device": str(uuid.uuid4()), "sent_at": now.isoformat(), "items": items}
    sent, answer = instructor.post_packed("/outbox/", batch)
    receipts = json.loads(answer.text)["receipts"]
    if len(receipts) != MARKS or {one["outcome"] for one in receipts} - {"done", "conflict"}:
        raise Refused(receipts)
    return sent, len(answer.raw)


def _item(number: int, session: str, enrolment: str, base: str, now: datetime.datetime) -> dict[str, Any]:
    """Return one mark as outbox.js keeps it; every third one says that somebody came late."""
    late = number % 3 == 0
    return {
        "id": str(uuid.uuid4()),
        "seq": number + 1,
        "kind": "attendance.mark",
        "subject": session,
        "at": (now - datetime.timedelta(seconds=MARKS - number)).isoformat(),
        "payload": {
            "enrolment": enrolment,
            "status": "late" if late else "sick",
            "minutes": 5 if late else 0,
            "document": "" if late else f"№ {number * 37}",
            "base": base or None,
        },
    }
