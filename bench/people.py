"""A list of two hundred people: uploaded and shown, then written."""

import functools
import time

from bench.figures import Figure, figure, worst
from bench.invented import FIRST_OF_LIST, people_list
from bench.site import Site

PEOPLE = 200
UPLOAD = "/tg/account/import/"


def cpu(site: Site) -> list[Figure]:
    """Return the server's CPU and the time for a list of two hundred new people, and what it costs to send it again."""
    registrar = site.colleague("registrar")
    registrar.get(UPLOAD)
    data = people_list(PEOPLE, FIRST_OF_LIST)
    places: list[str] = []

    def upload() -> None:
        answer = registrar.post_file(UPLOAD, {"centre": "KHO"}, "list.csv", data)
        places.append(answer.headers["location"])
        registrar.follow(answer)

    shown = site.server.cpu_each([upload], batches=1)
    began = time.perf_counter()
    confirm = functools.partial(registrar.post, places[0])
    written = site.server.cpu_each([confirm], batches=1)
    seconds = time.perf_counter() - began
    return [
        figure("list of 200, dry run: CPU", shown, "ms"),
        figure("list of 200, written: CPU", written, "ms"),
        worst("list of 200, written: time", [seconds], "s"),
    ]
