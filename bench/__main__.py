"""Measure what is promised: `make bench`. Prints one line of JSON a figure, then a table; ends with 0 in any case."""

import contextlib
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import classroom, examination, papers, people, reading, server, statistics
from bench.figures import Figure, figure, table
from bench.site import Site


def say(words: str) -> None:
    """Tell the person in front of the screen; figures go to the other stream."""
    print(f"[{time.strftime('%H:%M:%S')}] {words}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def folder_of_our_own() -> Iterator[Path]:
    """Make a folder for database, files and keys; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="omuzgoh-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(folder: Path) -> dict[str, Any]:
    """Make static files and the data set at the same time; return what the drivers need to know."""
    say("translations")
    compile_translations(folder)
    say("static files; database, lessons, people, cohorts, rolls, results")
    static = server.begin(folder, "manage.py", "collectstatic", "--noinput", "-v", "0")
    server.run(folder, "manage.py", "migrate", "--noinput", "-v", "0")
    plan = folder / "plan.json"
    server.run(folder, "-m", "bench.dataset", str(plan))
    if static.wait():
        raise SystemExit("static files could not be collected")
    found: dict[str, Any] = json.loads(plan.read_text())
    return found


def compile_translations(folder: Path) -> None:
    """Compile what was translated since the last time, as `make run` does: a page weighs what its language weighs."""
    sources = list((server.ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    compiled = [source.with_suffix(".mo") for source in sources]
    if all(
        made.exists() and made.stat().st_mtime >= source.stat().st_mtime
        for source, made in zip(sources, compiled, strict=True)
    ):
        return
    locales = [word for source in sources for word in ("--locale", source.parents[1].name)]
    server.run(folder, "manage.py", "compilemessages", *locales, "-v", "0")


def measure(folder: Path) -> list[Figure]:
    """Return all figures: CPU on the program as it is, then statements and bytes on a server that counts."""
    plan = prepare(folder)
    say("certificates")
    drawn, plan["codes"] = papers.issue(folder, plan)
    figures: list[Figure] = []
    paces: list[float] = []
    with server.serving(folder) as running:
        site = Site(running, plan)
        for name, part in (
            ("lessons", reading.cpu),
            ("attempts", examination.cpu),
            ("rolls", classroom.cpu),
            ("checks", papers.cpu),
            ("a list of people", people.cpu),
        ):
            say(f"CPU: {name}")
            paces.append(server.pace())
            figures.extend(part(site))
            paces.append(server.pace())
    say("statements and bytes")
    with server.serving(folder, server.COUNTING) as running:
        site = Site(running, plan)
        for count in (
            reading.queries,
            reading.sizes,
            examination.queries,
            classroom.queries,
            classroom.sizes,
            papers.queries,
        ):
            figures.extend(count(site))
    say("statistics")
    drawn.extend(statistics.cpu())
    drawn.append(figure("this machine: a fixed loop of Python", paces, "ms"))
    return sorted([*figures, *drawn], key=lambda one: (one.bar is None, one.name))


def main() -> None:
    """Measure and print."""
    began = time.monotonic()
    with folder_of_our_own() as folder:
        figures = measure(folder)
    for one in figures:
        print(one.line)
    cores = len(os.sched_getaffinity(0))
    print(f"\n{time.strftime('%Y-%m-%d')}, {cores} cores, {platform.machine()}, Python {platform.python_version()},")
    print(f"{time.monotonic() - began:.0f} s with the data set\n")
    print(table(figures))
    short = [one.name for one in figures if one.verdict == "SHORT"]
    print(f"\nSHORT: {', '.join(short)}" if short else "\nAll bars hold.")


if __name__ == "__main__":
    main()
