"""Certificates: made and drawn by the worker; checked by anybody."""

import functools
import json
from pathlib import Path
from typing import Any

from bench import server
from bench.browser import SmallBrowser
from bench.figures import Figure, figure, worst
from bench.reading import KB
from bench.site import Site

CHECKS = 600
OF_ONE_ADDRESS = 50  # one address may ask sixty times in ten minutes
NAME = "Каримзода Далер Саид"


def issue(folder: Path, plan: dict[str, Any]) -> tuple[list[Figure], list[str]]:
    """Let a worker issue the batch; return its figures and the codes of certificates that may be checked."""
    said = folder / "issued.json"
    server.run(folder, "-m", "bench.issuing", plan["batch"], "KHO-H1", str(said))
    made = json.loads(said.read_text())
    count = len(made["bytes"])
    figures = [
        Figure("certificates: a second", count / made["seconds"], "a second", count),
        Figure("certificate, issued and drawn: time", made["seconds"] * 1000 / count, "ms", count),
        Figure("certificate, issued and drawn: CPU", made["cpu_seconds"] * 1000 / count, "ms", count),
        figure("certificate, PDF", [size / KB for size in made["bytes"]], "KB"),
    ]
    return figures, made["codes"]


def check_path(code: str) -> str:
    return f"/tg/certificates/check/{code}/"


def cpu(site: Site) -> list[Figure]:
    """Return the server's CPU for a look at the check page by code, and for a name that is compared."""
    codes = site.plan["codes"]
    visitors = [site.visitor(place + 2) for place in range(2 * CHECKS // OF_ONE_ADDRESS)]
    half = len(visitors) // 2
    looks, names = [], []
    for turn in range(CHECKS):
        path = check_path(codes[turn % len(codes)])
        looks.append(functools.partial(visitors[turn // OF_ONE_ADDRESS].get, path))
        names.append(functools.partial(_compare, visitors[half + turn // OF_ONE_ADDRESS], path))
    return [
        figure("check page, by code: CPU", site.server.cpu_each(looks, batches=5), "ms", n=CHECKS),
        figure("check page, name compared: CPU", site.server.cpu_each(names, batches=5), "ms", n=CHECKS),
    ]


def _compare(visitor: SmallBrowser, path: str) -> None:
    visitor.post(path, {"name": NAME}, expect=200)


def queries(site: Site) -> list[Figure]:
    """Return statements and size of the check page, for codes that exist and one that does not."""
    visitor = site.visitor(200)
    codes = [*site.plan["codes"][:5], "0000000000000000"]
    pages = [visitor.get(check_path(code)) for code in [codes[0], *codes]][1:]
    compared = [visitor.post(check_path(code), {"name": NAME}, expect=200) for code in codes]
    return [
        worst("check page, by code: queries", [page.queries for page in pages], "queries"),
        worst("check page, name compared: queries", [page.queries for page in compared], "queries"),
        worst("check page: gzip", [len(page.raw) / KB for page in pages], "KB"),
    ]
