"""Measure "thirty people in under thirty seconds": `python -m bench.thirty` (two minutes, most of it the data set).

A browser opens the roll of 30, marks four who differ (absent, late by ten minutes, leave, sick), saves, and waits until
the server has stored it: once with the keys of a PC, once with taps on a phone. The time is that of the page and the
server alone, from the page shown to the roll saved; nobody thinks in between. Needs `make setup-test` (Chromium).
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench import server
from bench.__main__ import folder_of_our_own, prepare, say
from bench.browser import WrongAnswer
from bench.classroom import roll_path
from bench.figures import Figure, figure, table

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SCREEN: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DIFFER = ((3, "absent", "3"), (8, "late", "2"), (15, "leave", "4"), (22, "sick", "6"))  # place, mark, its key
MINUTES = "10"
TIMES = 5
FAR: dict[str, Any] = {"state": "attached", "timeout": 30000}


def main() -> None:
    """Build, measure, print a table; the folder is thrown away."""
    with folder_of_our_own() as folder:
        plan = prepare(folder)
        say("a roll of thirty")
        with server.serving(folder) as running, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            site, key = f"http://127.0.0.1:{running.port}", plan["staff"]["instructor"]
            sessions = iter(plan["sessions"])
            figures: list[Figure] = []
            for name, device, call in (("keys", SCREEN, _by_keys), ("taps", PHONE, _by_taps)):
                with _page(browser, site, key, device) as page:
                    found = [_measure(page, site + roll_path(next(sessions)), call) for _ in range(TIMES)]
                seconds, strokes = [one[0] for one in found], [one[1] for one in found]
                figures.append(figure(f"roll of 30, 4 differ, by {name}: shown to saved", seconds, "s", bar=30))
                figures.append(figure(f"roll of 30, 4 differ: {name}", [float(one) for one in strokes], name))
            browser.close()
    print(table(figures))


@contextlib.contextmanager
def _page(browser: Browser, site: str, key: str, device: dict[str, Any]) -> Iterator[Page]:
    """Open a device on which the instructor is logged in and has been before: the program's files are there."""
    context = browser.new_context(**device)
    context.add_cookies([{"name": "sessionid", "value": key, "url": site}])
    page = context.new_page()
    page.goto(f"{site}/tg/roll/")
    page.wait_for_selector("[data-keep][data-done]", **FAR)
    yield page
    context.close()


def _measure(page: Page, address: str, call: Callable[[Page], int]) -> tuple[float, int]:
    """Return seconds from the page shown to the roll stored, and how many keys or taps it took."""
    page.goto(address)
    page.wait_for_selector("form[data-ready]", **FAR)
    began = time.monotonic()
    strokes = call(page)
    page.wait_for_selector("p.notice--ok:not([data-said])", **FAR)
    seconds = time.monotonic() - began
    stored = page.locator('.roll__list input:checked:not([value="present"])').count()
    if stored != len(DIFFER):
        raise WrongAnswer(f"{stored} people differ on the roll that was stored, not {len(DIFFER)}")
    return seconds, strokes


def _by_keys(page: Page) -> int:
    """Tab to the first person, arrows from person to person, the number of the mark; Enter saves."""
    strokes = 0

    def press(key: str) -> None:
        nonlocal strokes
        page.keyboard.press(key)
        strokes += 1

    while not page.evaluate("document.activeElement.type === 'radio'"):
        press("Tab")
    at = 1
    for place, status, key in DIFFER:
        for _ in range(place - at):
            press("ArrowDown")
        at = place
        press(key)
        if status == "late":  # the page goes to the minutes by itself
            for digit in MINUTES:
                press(digit)
            press("Shift+Tab")
    press("Enter")
    return strokes


def _by_taps(page: Page) -> int:
    """Tap the four marks, type the minutes, tap the button."""
    for place, status, _key in DIFFER:
        page.locator(f'.roll__list > li:nth-child({place}) label:has([value="{status}"])').tap()
        if status == "late":
            page.keyboard.type(MINUTES)
    page.locator(".roll__save button").tap()
    return len(DIFFER) + len(MINUTES) + 1


if __name__ == "__main__":
    main()
