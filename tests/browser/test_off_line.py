"""Rolls without a link: taken, kept while the browser is closed, sent, and settled where two devices differ."""

import contextlib
import functools
import os
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Server, go, watch
from tests.browser.test_thread import shell

pytestmark = pytest.mark.browser
JOBS = False
DAY = 86_400_000  # milliseconds
SHIFTED = """(() => {{
  const Real = Date;
  globalThis.Date = class extends Real {{
    constructor(...given) {{ given.length ? super(...given) : super(Real.now() + {shift}); }}
    static now() {{ return Real.now() + {shift}; }}
  }};
  // The service worker's clock is right all the same: what it sent by itself would prove nothing.
  if (globalThis.SyncManager) SyncManager.prototype.register = () => Promise.resolve();
}})()"""
PAGES = "caches.keys().then((names) => names.filter((name) => name.startsWith('omuzgoh-pages-')).length)"
CALM = "path => caches.match(path).then((kept) => Boolean(kept))"
FAR = {"state": "attached", "timeout": 20000}


def until(page: Page, done: Callable[[], object]) -> None:
    """Wait for something that no page shows; the page goes on meanwhile."""
    for _ in range(200):
        if done():
            return
        page.wait_for_timeout(100)
    raise AssertionError(done.__name__)


class Device:
    """One browser with a folder of its own that outlives it; `shift` puts its clock wrong (milliseconds).

    `plain`: a browser without service worker and locks, as where the site is not served securely.
    """

    def __init__(
        self,
        playwright: Playwright,
        server: Server,
        folder: Path,
        language: str,
        *,
        shift: int = 0,
        plain: bool = False,
    ) -> None:
        self.playwright, self.server, self.folder = playwright, server, folder
        self.language, self.shift, self.plain = language, shift, plain
        self.open()

    def open(self) -> None:
        self.context: BrowserContext = watch(
            self.playwright.chromium.launch_persistent_context(
                self.folder,
                executable_path=CHROMIUM,
                args=FLAGS,
                viewport={"width": 360, "height": 740},
                service_workers="block" if self.plain else "allow",
            )
        )
        self.context.set_default_timeout(20000)
        if self.shift:
            self.context.add_init_script(SHIFTED.format(shift=self.shift))
        if self.plain:
            self.context.add_init_script("delete Navigator.prototype.locks; delete crypto.randomUUID")
        self.page: Page = self.context.pages[0]

    def go(self, path: str) -> Page:
        go(self.page, f"{self.server.url}/{self.language}/{path}")
        return self.page

    def sit(self, seat: str) -> None:
        self.go("")
        with self.page.expect_navigation():
            self.page.click(f'form[data-seat="{seat}"] button')
        self.go("home/")
        expect(self.page.locator("#unsent")).to_be_visible()

    def keep_coming_days(self) -> None:
        self.go("roll/")
        self.page.wait_for_selector("[data-keep][data-done]", **FAR)
        until(self.page, lambda: self.page.evaluate(CALM, f"/{self.language}/offline/"))

    def roll(self, session: str) -> Page:
        self.go(f"roll/{session}/")
        self.page.wait_for_selector("form[data-ready]", **FAR)
        return self.page

    def tap(self, number: str, status: str) -> None:
        self.page.click(f'label:has([name="s-{number}"][value="{status}"])')

    def unsent(self, number: int) -> None:
        expect(self.page.locator("#unsent:not([hidden]) b")).to_have_text(re.compile(f"^({number}|{persian(number)})$"))

    def picture(self, name: str) -> None:
        if folder := os.environ.get("PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{self.language}-off-line-{name}.png", full_page=True)

    def close(self) -> None:
        self.context.close()


@contextlib.contextmanager
def no_link(server: Server) -> Iterator[None]:
    """Nobody answers. (Playwright's own switch does not reach a service worker that wakes by itself.)"""
    server.kill()
    yield
    server.start()


def persian(number: int) -> str:
    return "".join(chr(0x06F0 + int(digit)) for digit in str(number))


def status_of(server: Server, session: str, number: str) -> object:
    found = server.rows(
        "SELECT m.status FROM attendance_mark m JOIN courses_enrolment e ON e.id = m.enrolment_id"
        " JOIN accounts_user u ON u.id = e.person_id WHERE m.session_id = ? AND u.service_number = ?",
        uuid.UUID(session).hex,
        number,
    )
    return found[0][0] if found else None


def numbers_on(page: Page) -> list[str]:
    """The service numbers of a roll, in its order."""
    names = page.eval_on_selector_all('input[value="present"]', "found => found.map((one) => one.name)")
    return [str(name).removeprefix("s-") for name in names]


@pytest.fixture
def devices(server: Server, tmp_path: Path) -> Iterator[Callable[..., Device]]:
    """Make devices; all of them are closed in the end."""
    made: list[Device] = []
    with sync_playwright() as playwright:

        def make(name: str, language: str, **wishes: Any) -> Device:
            made.append(Device(playwright, server, tmp_path / name, language, **wishes))
            return made[-1]

        yield make
        for device in made:
            with contextlib.suppress(Exception):
                device.close()


# The demonstration has no lessons on Sundays: one more session of the instructor's cohort today.
TODAY = """
import datetime
from django.utils import timezone
from accounts.models import User
from courses.models import ClassSession, Cohort
by = User.objects.get(service_number="DEMO-I1")
cohort = next(row for row in Cohort.objects.taught_by(by).filter(state="running") if row.enrolments.count() > 3)
now = timezone.now()
print(ClassSession.objects.create(cohort=cohort, part=cohort.programme_version.parts.earliest("position"),
    date=timezone.localdate(now), first_hour=12, hours=1, starts_at=now, ends_at=now + datetime.timedelta(minutes=50),
    kind="theory", instructor=by, by_hand=True).pk)
"""


@pytest.fixture
def session(server: Server) -> str:
    """A class session of today whose roll was not called."""
    return shell(server, TODAY)


@pytest.mark.parametrize("language", ["tg", "fa-af"])
def test_a_roll_is_taken_without_a_link_and_a_conflict_settled(
    language: str, server: Server, session: str, devices
) -> None:
    phone = devices("phone", language, shift=-DAY if language == "tg" else DAY)
    phone.sit("instructor")
    phone.keep_coming_days()

    with no_link(server):
        page = phone.roll(session)  # for the first time
        first, second, third = numbers_on(page)[:3]
        phone.picture("editable")
        phone.tap(first, "absent")
        phone.tap(second, "late")
        phone.page.fill(f'[name="m-{second}"]', "۱۲" if language == "fa-af" else "12")
        phone.tap(third, "sick")
        phone.unsent(3)
        said = str(page.get_attribute("form[data-roll]", "data-signed"))
        page.dblclick(".roll__save button")
        expect(page.locator("[data-said]")).to_contain_text(said)
        phone.unsent(4)
        phone.picture("unsent")
        phone.close()

        phone.open()
        phone.go("home/")  # was not kept
        expect(phone.page.locator("[data-kept] a").first).to_be_visible()
        phone.picture("no-link")
        phone.roll(session)
        for number, status in ((first, "absent"), (second, "late"), (third, "sick")):
            assert phone.page.locator(f'[name="s-{number}"][value="{status}"]').is_checked()
        assert phone.page.input_value(f'[name="m-{second}"]') == "12"
        phone.unsent(4)
        phone.close()
    assert status_of(server, session, first) is None

    other = devices("other", language)
    other.sit("instructor")
    other.roll(session)
    other.tap(first, "mission")
    until(other.page, lambda: status_of(server, session, first) == "mission")
    other.unsent(0)

    phone.open()
    phone.go("device/")
    phone.unsent(0)
    expect(phone.page.locator('[data-part="sent"] li')).to_have_count(4)
    expect(phone.page.locator('[data-part="sent"] .badge--warn')).to_have_count(1)
    phone.picture("device")
    assert status_of(server, session, first) == "mission"  # stands until a person settles it
    assert status_of(server, session, second) == "late"
    at = server.rows("SELECT offset_ms, device_at, received_at FROM attendance_markevent WHERE sequence = 1")
    assert any(abs(abs(int(str(offset))) - DAY) < 600_000 for offset, _, _ in at)

    phone.go("roll/conflicts/")
    phone.picture("conflict")
    with phone.page.expect_navigation():
        phone.page.locator("main .card a[href*='/conflicts/']").first.click()
    phone.page.locator('label:has(input[name="chosen"])').last.click()
    phone.picture("conflict-one")
    phone.page.fill('[name="reason"]', "DEMO 17")
    with phone.page.expect_navigation():
        phone.page.click("main form button.button--primary")
    assert server.rows("SELECT count(*) FROM attendance_markconflict WHERE settled_at IS NULL") == [(0,)]
    assert status_of(server, session, first) in {"absent", "mission"}


def test_a_session_that_expired_keeps_the_marks_and_others_never_see_the_pages(
    server: Server, session: str, devices
) -> None:
    phone = devices("phone", "tg")
    phone.sit("instructor")
    phone.keep_coming_days()
    page = phone.roll(session)
    number = numbers_on(page)[0]
    cookies = [cookie for cookie in phone.context.cookies() if cookie["name"] != "sessionid"]
    phone.context.clear_cookies()
    phone.context.add_cookies(cookies)  # type: ignore[arg-type]
    phone.tap(number, "duty")
    phone.unsent(1)
    expect(page.locator("[data-said]")).to_be_visible()
    phone.picture("expired")

    warned: list[str] = []
    page.once("dialog", lambda dialog: (warned.append(dialog.message), dialog.dismiss()))
    page.click('form[action$="/logout/"] button')  # would leave an unsent mark behind
    until(page, lambda: warned)
    expect(page.locator("form[data-roll]")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())  # the roll is not saved yet
    phone.sit("instructor-2")
    phone.unsent(0)  # that person's own outbox is empty
    with no_link(server):
        phone.go(f"roll/{session}/")
        assert page.locator("form[data-roll]").count() == 0
        assert number not in page.content()
    assert status_of(server, session, number) is None

    phone.go("home/")
    with page.expect_navigation():
        page.click('form[action$="/logout/"] button')
    phone.sit("instructor")
    phone.unsent(0)
    assert status_of(server, session, number) == "duty"

    phone.keep_coming_days()
    assert page.evaluate(PAGES) == 1
    with page.expect_navigation():
        page.click('form[action$="/logout/"] button')
    assert page.evaluate(PAGES) == 0


PREPARED = """
from django.utils import timezone
from attendance.models import PreparedRoll
from courses.models import ClassSession
session = ClassSession.objects.get(pk="{session}")
people = list(session.cohort.enrolments.active().select_related("person"))
noted = {{str(row.pk): ["present", 0, ""] for row in people}}
noted[str(people[0].pk)] = ["absent", 0, ""]
PreparedRoll.objects.create(session=session, entries=noted, prepared_by=people[1].person, prepared_at=timezone.now())
print(people[0].person.service_number)
"""


SHOWN = """() => {
  const said = document.querySelector("[data-said]");
  globalThis.shown = 0;
  new MutationObserver(() => (shown += !said.hidden)).observe(said, { attributes: true });
}"""
SCRIPT = "**/attendance/roll.*.js"


def what_is_tapped_counts_at_any_moment(phone: Device, session: str) -> None:
    """A tap before the script is there counts; what the browser puts back, on the way back, does not."""
    page, stored = phone.page, functools.partial(status_of, phone.server, session)
    page.on("dialog", lambda dialog: dialog.accept())  # the roll is not saved again
    first, second = numbers_on(phone.roll(session))[1:3]
    page.evaluate(SHOWN)
    phone.tap(first, "sick")
    until(page, lambda: stored(first) == "sick")
    phone.unsent(0)
    assert page.evaluate("shown") == 0  # the rows do not jump under the finger

    phone.go("home/")
    held: list[Route] = []
    page.route(SCRIPT, lambda route: held.append(route))
    page.goto(f"{phone.server.url}/tg/roll/{session}/", wait_until="commit")
    phone.tap(first, "duty")
    until(page, lambda: held)
    assert stored(first) == "sick"
    held[0].continue_()
    until(page, lambda: stored(first) == "duty")
    page.unroute(SCRIPT)

    page.wait_for_selector("form[data-ready]", **FAR)
    page.eval_on_selector(f'[name="s-{second}"][value="absent"]', "one => (one.checked = true)")
    phone.go("home/")
    page.go_back()
    page.wait_for_selector("form[data-ready]", **FAR)
    for number, status in ((first, "duty"), (second, "present")):
        assert page.locator(f'[name="s-{number}"][value="{status}"]').is_checked()


def test_what_the_senior_prepared_becomes_marks_with_the_signature(server: Server, session: str, devices) -> None:
    absent = shell(server, PREPARED.format(session=session))
    phone = devices("phone", "tg", plain=True)
    phone.sit("instructor")
    page = phone.roll(session)
    assert page.locator(f'[name="s-{absent}"][value="absent"]').is_checked()
    assert status_of(server, session, absent) is None
    with page.expect_navigation():
        page.click(".roll__save button")
    assert status_of(server, session, absent) == "absent"
    assert len(server.rows("SELECT id FROM attendance_roll WHERE session_id = ?", uuid.UUID(session).hex)) == 1
    what_is_tapped_counts_at_any_moment(phone, session)
