"""The roll by keyboard alone, and the code on the wall with those who check in by it."""

import datetime
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from attendance.domain.check_in_codes import code_of, window_of
from tests.browser.conftest import Server, Visitor
from tests.browser.copies import running_copy
from tests.browser.test_off_line import status_of
from tests.browser.test_thread import shell

pytestmark = pytest.mark.browser
# Two class sessions of today in the cohort of two seats, and what the codes of the first one are made of.
SETTING = """
import datetime, json
from django.utils import timezone
from accounts.models import User
from attendance.selectors.check_ins import secret
from courses.models import ClassSession, Enrolment
by = User.objects.get(service_number="DEMO-I1")
mine = Enrolment.objects.active().filter(person__service_number="DEMO-T1", cohort__state="running")
cohort = mine.get(cohort__enrolments__person__service_number="DEMO-T3").cohort
cohort.self_check_in = True
cohort.save()
now = timezone.now()
made = [ClassSession.objects.create(cohort=cohort, part=cohort.programme_version.parts.earliest("position"),
    date=timezone.localdate(now), first_hour=hour, hours=1, starts_at=now, ends_at=now + datetime.timedelta(minutes=50),
    kind="theory", instructor=by, by_hand=True) for hour in (11, 12)]
print(json.dumps({"wall": str(made[0].pk), "roll": str(made[1].pk), "secret": secret().hex()}))
"""
CODE = re.compile(r"^\d{3} \d{3}$")


@pytest.fixture(scope="module")
def server(template_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_copy(template_folder, tmp_path_factory.mktemp("keys") / "var") as running:
        yield running


@pytest.fixture(scope="module")
def setting(server: Server) -> dict[str, str]:
    found: dict[str, str] = json.loads(shell(server, SETTING))
    return found


def visit(chromium: Browser, server: Server, seat: str, language: str) -> Visitor:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-US", service_workers="block")
    context.set_default_timeout(15000)
    visitor = Visitor(context, server)
    visitor.sit(seat, language)
    return visitor


def press(page: Page, key: str, code: str) -> None:
    """Press a key of a keyboard with other letters on it; Playwright's own keys are those of an American one."""
    session = page.context.new_cdp_session(page)
    for kind in ("rawKeyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code})
    session.detach()


def test_the_code_on_the_wall(chromium: Browser, server: Server, setting: dict[str, str]) -> None:
    room = visit(chromium, server, "instructor", "tg")
    room.page.clock.install()
    wall = room.open(f"/tg/roll/{setting['wall']}/check-in/code/")
    typed, stopped = wall.locator(".wall-code__typed bdi"), wall.locator("[data-stopped]")
    expect(typed).to_have_text(CODE)
    typed.evaluate("node => { node.textContent = 'old'; }")
    wall.clock.fast_forward(31_000)
    expect(typed).to_have_text(CODE)  # renewed without loading the page
    expect(stopped).to_be_hidden()
    wall.route("**/*part=1", lambda route: route.abort())
    wall.clock.fast_forward(31_000)
    expect(stopped).to_be_visible()
    wall.unroute_all()
    wall.clock.fast_forward(6_000)
    expect(stopped).to_be_hidden()

    scans = visit(chromium, server, "trainee-tg", "tg")
    ahead = window_of(datetime.datetime.now(datetime.UTC)) + 1  # the telephone's clock is half a minute ahead
    early = code_of(bytes.fromhex(setting["secret"]), uuid.UUID(setting["wall"]), ahead)
    page = scans.open(f"/roll/{setting['wall']}/check-in/?code={early}")
    expect(page.locator("#code")).to_have_value(early)
    with page.expect_navigation():
        page.locator("main form button.button--primary").click()
    expect(page.locator(".notice--ok[role=status]")).to_be_visible()
    assert status_of(server, setting["wall"], "DEMO-T1") == "present"

    types = visit(chromium, server, "trainee-ru", "fa-af")
    page = types.open("/fa-af/roll/check-in/")
    link = page.locator(f"main a[href*='{setting['wall']}']")
    if link.count():  # more than one class session is open
        with page.expect_navigation():
            link.click()
    page.fill("#code", "000")
    with page.expect_navigation():
        page.locator("main form button.button--primary").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("#code")).to_have_value("000")
    persian = typed.inner_text().translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    page.fill("#code", persian)
    with page.expect_navigation():
        page.locator("main form button.button--primary").click()
    expect(page.locator(".notice--ok[role=status]")).to_be_visible()
    assert status_of(server, setting["wall"], "DEMO-T3") == "present"
    assert [one for one in room.complaints if "ERR_FAILED" not in one] == []
    assert scans.complaints == []
    assert [one for one in types.complaints if "422" not in one] == []
    for visitor in (room, scans, types):
        visitor.context.close()


def test_the_roll_by_keyboard(chromium: Browser, server: Server, setting: dict[str, str]) -> None:
    visitor = visit(chromium, server, "instructor", "tg")
    page = visitor.open(f"/tg/roll/{setting['roll']}/")
    page.wait_for_selector("form[data-ready]", state="attached")
    rows = page.locator(".roll__list > li")
    numbers = [str(one.get_attribute("name"))[2:] for one in page.locator(".roll__list .minutes").all()]

    def chosen(place: int) -> object:
        return page.locator(f'[name="s-{numbers[place]}"]:checked').get_attribute("value")

    page.locator(f'[name="s-{numbers[0]}"]').first.focus()
    page.keyboard.press("ArrowDown")
    press(page, "б", "Comma")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Numpad3")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("2")
    assert [chosen(place) for place in range(4)] == ["late", "sick", "absent", "present"]
    page.keyboard.type("7")  # whoever is late is asked for minutes at once
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert [status_of(server, setting["roll"], number) for number in numbers[:4]] == [
        "late", "sick", "absent", "present",
    ]  # fmt: skip

    seen = page.locator(".roll__list > li:visible")
    page.fill("#find", numbers[2].lower())
    expect(seen).to_have_count(1)
    name = str(rows.nth(1).locator("legend bdi").first.text_content()).split()[0]
    page.fill("#find", name.upper())
    expect(rows.nth(1)).to_be_visible()
    expect(rows.nth(2)).to_be_hidden()
    page.fill("#find", "")
    expect(seen).to_have_count(len(numbers))
    assert visitor.complaints == []
    visitor.context.close()
