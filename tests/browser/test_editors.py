"""An editor changes one paragraph: board, list of work and trainee tell the truth, until the new text is approved."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, Server, Visitor, environment

pytestmark = pytest.mark.browser
LESSON = "M2.2.1"
OLD = {"en": "in a form that a machine reads in a second", "tg": "ки мошин дар як сония мехонад"}
ADDED = {"en": "It is checked twice.", "tg": "Он ду бор санҷида мешавад."}
FILLED = "(old) => [...document.querySelectorAll('textarea')].some(({ value }) => value.includes(old))"
PARAGRAPH = 'section[id="what-is-mrz"] p'
# The lesson is approved in every language, and nobody sees what is not.
APPROVED = f"""
import json
import django.utils.timezone as tz
from courses.enums import ApprovalState
from courses.models import ProgrammeVersion
from courses.selectors.standings import standings_of_lessons
from courses.services.approvals import set_state
for one in standings_of_lessons(codes=["{LESSON}"]):
    set_state(kind=one.kind, code=one.code, language=one.language, source_hash=one.hash,
        state=ApprovalState.APPROVED, by=None, at=tz.now())
ProgrammeVersion.objects.update(drafts_shown=False)
"""
EDITIONS = f"""
import json
from courses.models import LessonEdition
rows = LessonEdition.objects.filter(lesson__code="{LESSON}").order_by("language", "number")
print(json.dumps([[row.language, row.number, row.meaning] for row in rows]))
"""


def shell(server: Server, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT, env=environment(server.folder, server.port), check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


class Play:
    """Everybody's window on one site: each person stays logged in, as on machines of their own."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser = browser
        self.server = server
        self.visitors: dict[str, Visitor] = {}

    def at(self, seat: str, path: str) -> Page:
        """Open a page as the person of that seat."""
        if seat not in self.visitors:
            size = {"width": 1280, "height": 900}
            context = self.browser.new_context(viewport=size, locale="en-US", service_workers="block")
            context.set_default_timeout(20000)
            self.visitors[seat] = Visitor(context, self.server)
            self.visitors[seat].sit(seat, "en")
        return self.visitors[seat].open(path)

    def close(self) -> None:
        for visitor in self.visitors.values():
            visitor.context.close()

    def states(self) -> dict[str, str]:
        """The state of the lesson in each language, as the board's list tells the editor."""
        page = self.at("editor", "/en/curriculum/list/?kind=lesson&module=M2.2")
        line = page.locator(".board-list li").filter(has_text=LESSON)
        return {
            one.locator(".board-facts > span").first.inner_text(): one.locator(".badge").first.inner_text()
            for one in line.all()
        }

    def told(self, language: str) -> str:
        """What the trainee reads in the paragraph. Drafts never; never two languages in one lesson."""
        page = self.at("trainee-tg", f"/{language}/courses/lessons/{LESSON}/")
        assert page.locator(".badge--warn").count() == 0
        assert page.locator("article").get_attribute("lang") == language
        if language == "tg":
            assert ADDED["en"] not in page.locator("article").inner_text()
        return page.locator(PARAGRAPH).first.inner_text()

    def revised(self, language: str) -> bool:
        """Whether the trainee is told that a newer version is on its way."""
        page = self.at("trainee-tg", f"/{language}/courses/lessons/{LESSON}/")
        return page.locator("main > .notice:not(.notice--warn)").count() == 1

    def take_step(self, seat: str, language: str) -> None:
        page = self.at(seat, f"/en/curriculum/review/lesson/{LESSON}/{language}/")
        with page.expect_navigation():
            page.locator('button[name="act"][value="forward"]').click()
        expect(page.locator(".notice--ok")).to_have_count(1)


@pytest.fixture
def play(chromium: Browser, server: Server) -> Iterator[Play]:
    shell(server, APPROVED)
    people = Play(chromium, server)
    yield people
    people.close()


def publish_in_wagtail(play: Play) -> None:
    """Find the page on the board, change the paragraph, publish, and say that the meaning has changed."""
    page = play.at("editor", "/en/curriculum/list/?kind=lesson&module=M2.2&language=en")
    with page.expect_navigation():
        page.locator("li").filter(has_text=LESSON).locator("a[href*='/cms/pages/']").click()
    page.wait_for_function(FILLED, arg=OLD["en"])
    texts = page.locator("textarea").all()
    text = next(one for one in texts if OLD["en"] in one.input_value())
    text.scroll_into_view_if_needed()
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {ADDED['en']}")
    page.locator("footer .w-dropdown__toggle").click()
    page.locator('button[name="action-publish"]').click()
    page.wait_for_url("**/publish/")
    expect(page.locator("main ins")).to_contain_text("twice")
    page.locator('button[name="change"][value="meaning"]').click()
    page.wait_for_url("**/edit/")


def translate(play: Play) -> None:
    """The translator finds the lesson first in the list, and one sentence in it to write."""
    page = play.at("translator", "/en/curriculum/work/?language=tg")
    with page.expect_navigation():
        page.locator("tbody tr").filter(has_text=LESSON).locator("th a").first.click()
    page.locator(".work-row:not(.work-row--open) textarea").first.fill("typed and not saved")
    with page.expect_navigation():
        page.locator("a[href='?only=open'], a[href$='?only=open']").click()
    row = page.locator(".work-row")
    expect(row).to_have_count(1)
    expect(row.locator("ins")).to_contain_text("twice")
    field = row.locator("textarea")
    assert OLD["tg"] in field.input_value()
    field.fill(f"{field.input_value()} {ADDED['tg']}")
    kept = page.evaluate("Object.values(localStorage).join()")
    assert "typed and not saved" in kept  # though its row is not shown here
    assert ADDED["tg"] in kept
    with page.expect_navigation():
        page.locator('button[name="hand_in"]').click()
    if page.locator('input[name="looked"]').count():  # texts that ask for a second look
        with page.expect_navigation():
            page.locator('button[name="hand_in"]').click()
    expect(page.locator(".notice--ok")).to_have_count(1)


def test_one_paragraph(play: Play, server: Server) -> None:
    assert play.states() == dict.fromkeys(["Тоҷикӣ", "دری", "Русский", "English"], "Approved")
    first = play.told("tg")
    publish_in_wagtail(play)

    assert play.states() == {**dict.fromkeys(["Тоҷикӣ", "دری", "Русский"], "Out of date"), "English": "Draft"}
    queue = play.at("translator", "/en/curriculum/work/?language=tg").locator("tbody tr").filter(has_text=LESSON)
    expect(queue).to_contain_text("Out of date")
    assert play.told("tg") == first
    assert play.revised("tg")
    assert ADDED["en"] not in play.told("en")
    assert play.revised("en")

    translate(play)
    assert play.states()["Тоҷикӣ"] == "Draft"
    assert play.told("tg") == first, "what is translated is not yet approved"
    play.take_step("translator", "tg")
    play.take_step("editor", "tg")
    assert play.told("tg") == first
    play.take_step("administrator", "tg")

    assert play.states() == {"Тоҷикӣ": "Approved", "دری": "Out of date", "Русский": "Out of date", "English": "Draft"}
    assert play.told("tg") == f"{first} {ADDED['tg']}"
    assert not play.revised("tg")
    assert ADDED["en"] not in play.told("en")
    for seat in ("editor", "administrator", "translator"):
        play.take_step(seat, "en")
    assert play.told("en").endswith(ADDED["en"])
    assert not play.revised("en")
    editions = json.loads(shell(server, EDITIONS))
    assert ["tg", 2, 2] in editions
    assert all(visitor.complaints == [] for visitor in play.visitors.values())
