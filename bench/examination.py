"""The module quiz of twenty questions: begun, every answer sent as the page's script does it, handed in, looked at."""

import functools
import uuid
from html.parser import HTMLParser
from typing import Any

from bench.browser import SmallBrowser, WrongAnswer
from bench.figures import Figure, figure, worst
from bench.site import Site

ATTEMPTS = 60
BATCHES = 6
QUESTIONS = 20


def cpu(site: Site) -> list[Figure]:
    """Return the server's CPU for whole attempts of many trainees, each in the language of the person."""
    seats = [_sit(site, place) for place in range(ATTEMPTS + 2)]
    for seat in seats[:2]:
        seat()
    taken = site.server.cpu_each(seats[2:], batches=BATCHES)
    return [figure("whole attempt: CPU", taken, "ms", n=ATTEMPTS, bar=100)]


def queries(site: Site) -> list[Figure]:
    """Return the statements of a whole attempt, the most over four trainees with a first attempt behind them."""
    found = []
    for place in range(4):
        _sit(site, place)()
        browser = _sit(site, place)()
        found.append(browser.queries)
    return [worst("whole attempt: queries", found, "queries", bar=100)]


def _sit(site: Site, place: int) -> "functools.partial[SmallBrowser]":
    language = site.plan["trainees"][place]["language"]
    return functools.partial(attempt, site.trainee(place), language, site.plan["quiz"])


def attempt(browser: SmallBrowser, language: str, quiz: str) -> SmallBrowser:
    """Sit one attempt from the page of the quiz to the page of its result."""
    browser.get(f"/{language}/assessments/quizzes/{quiz}/")
    page = browser.follow(browser.post(f"/{language}/assessments/quizzes/{quiz}/start/"))
    cards = _Cards()
    cards.feed(page.text)
    if len(cards.answers) != QUESTIONS:
        raise WrongAnswer(f"{len(cards.answers)} questions instead of {QUESTIONS}")
    for sequence, (position, answer) in enumerate(cards.answers.items(), 1):
        given = {"id": str(uuid.uuid4()), "position": position, "sequence": sequence, "language": language}
        state = browser.post_json(cards.action, {**given, "answer": answer}).text
        if "saved" not in state:
            raise WrongAnswer(state)
    result = browser.post(cards.action.replace("/answer/", "/submit/"))
    if not result.headers["location"].endswith("/result/"):
        raise WrongAnswer(result.headers["location"])
    browser.follow(result)
    return browser


class _Cards(HTMLParser):
    """The questions of the page of an attempt, each with an answer of its kind: the first that is offered."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.answers: dict[int, Any] = {}
        self._position = 0
        self._control = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("id") == "attempt":
            self.action = said["action"]
        elif tag == "fieldset" and "data-position" in said:
            self._position, self._control = int(said["data-position"]), said["data-control"]
            first: dict[str, Any] = {"radio": 0, "boxes": [0, 1], "bool": True, "selects": [], "gaps": []}
            place = said["data-kind"] == "hotspot"  # thousandths of the picture
            self.answers[self._position] = first.get(self._control, [500, 500] if place else "39")
        elif tag == "select" and self._control in {"selects", "gaps"}:
            self.answers[self._position].append(len(self.answers[self._position]))
