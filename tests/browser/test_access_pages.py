"""Every page type as people reach it: by eye on a phone and on a wide screen, by ear, by keyboard, in each language."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from foundation.languages.titles import LANGUAGE_CODES
from tests.browser.access_checks import by_axe, by_keyboard, by_our_rules
from tests.browser.access_pages import HEAD, NO_PAGES, PAGES, PageType
from tests.browser.conftest import ROOT, Server, environment, go
from tests.browser.copies import running_copy
from tests.permissions.test_permission_table import LINES

pytestmark = pytest.mark.browser
LEFT_TO_RIGHT = [code for code in LANGUAGE_CODES if code != "fa-af"]
PHONE, DESK = 320, 1280
UNDER = """() => document.querySelector("main").getBoundingClientRect().top - Math.max(
  ...[...document.querySelectorAll(".site-nav [open] a")].map((node) => node.getBoundingClientRect().bottom))"""
ALONE = "from tests.browser.access_setting import prepare; prepare()"


class Walk:
    """A server with something to see on every page, and one browser window a person."""

    def __init__(self, browser: Browser, server: Server, told: str) -> None:
        self.browser = browser
        self.server = server
        self.ids: dict[str, str] = json.loads(told)["ids"]
        self.sessions: dict[str, str] = json.loads(told)["sessions"]
        self.windows: dict[str, Page] = {}

    def window(self, seat: str) -> Page:
        if seat not in self.windows:
            context = self.browser.new_context(locale="en-US", service_workers="block")
            context.set_default_timeout(20000)
            if seat:
                context.add_cookies([{"name": "sessionid", "value": self.sessions[seat], "url": self.server.url}])
            self.windows[seat] = context.new_page()
        return self.windows[seat]

    def faults(self, kind: PageType, language: str, width: int, *looks: Callable[[Page], list[str]]) -> list[str]:
        """Open a page and return what each of `looks` has against it."""
        page = self.window(kind.seat)
        page.set_viewport_size({"width": width, "height": 740})
        answer = go(page, self.server.url + kind.path(language, self.ids))
        where = f"{kind.name} {language} {width}"
        if answer is None or answer.status != kind.status:
            return [f"{where}: status {answer and answer.status}"]
        return [f"{where}: {fault}" for look in looks for fault in look(page)]


@pytest.fixture(scope="module")
def walk(template_folder: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("access") / "var"
    with running_copy(template_folder, folder) as server:
        told = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", ALONE],
            cwd=ROOT, env=environment(folder, server.port), check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        yield Walk(chromium, server, told)


def test_every_page_is_looked_at() -> None:
    """A new address stands in `access_pages.py` as well as in the permission table."""
    opened = [row for _, row in LINES if row.method == "GET" and 200 in {row.otherwise, *row.statuses.values()}]
    pages = {row.url for row in opened}
    assert pages - {kind.url for kind in PAGES} - NO_PAGES == set()


@pytest.mark.parametrize("part", range(4))
def test_each_page_type(part: int, walk: Walk) -> None:
    """Each once by our rules and by axe, every other one right to left and narrow; every sixth one by keyboard.

    Every page by every look in every language and width is `test_everything`, which takes half an hour.
    """
    faults = []
    for number, kind in list(enumerate(PAGES))[part::4]:
        turn = number // 4 + part
        language = "fa-af" if turn % 2 else LEFT_TO_RIGHT[turn // 2 % 3]
        width = PHONE if turn // 2 % 2 else DESK
        by_keys = (by_keyboard,) if turn % 6 == 0 else ()
        faults += walk.faults(kind, language, width, by_our_rules, by_axe, *by_keys)
    assert faults == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_everything(language: str, width: int, walk: Walk) -> None:
    faults = []
    for kind in PAGES:
        faults += walk.faults(kind, language, width, by_our_rules, by_axe, by_keyboard)
    assert faults == []


def test_the_first_stop_leads_past_the_navigation(walk: Walk) -> None:
    kind = next(one for one in PAGES if one.url == "courses:lesson")
    assert walk.faults(kind, "fa-af", DESK) == []
    page = walk.window(kind.seat)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(("language", "width"), [("fa-af", PHONE), ("ru", DESK)])
def test_a_group_of_the_navigation_is_opened_by_keyboard(language: str, width: int, walk: Walk) -> None:
    kind = next(one for one in PAGES if one.url == "attendance:sessions" and one.seat == HEAD)
    assert walk.faults(kind, language, width) == []
    page = walk.window(HEAD)
    group = page.locator(".site-nav details:has([aria-current='page'])")
    assert not group.locator("a").first.is_visible()
    group.locator("summary[aria-current='true']").focus()
    page.keyboard.press("Enter")
    assert by_our_rules(page) + by_axe(page) == []
    for link in group.locator("a").all():  # nothing covers them, and they cover nothing
        page.keyboard.press("Tab")
        assert link.evaluate("(node) => node === document.activeElement")
        link.click(trial=True)
    assert page.evaluate(UNDER) >= 0
    with page.expect_navigation(url="**/courses/cohorts/"):
        page.keyboard.press("Enter")
