"""The roll of thirty people: the page, and storing it."""

import functools
import uuid
from collections.abc import Callable

from bench.browser import SmallBrowser
from bench.figures import Figure, figure, worst
from bench.forms import fields_of
from bench.reading import KB
from bench.site import Site

PAGES = 300


def roll_path(session: str) -> str:
    return f"/tg/roll/{session}/"


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
