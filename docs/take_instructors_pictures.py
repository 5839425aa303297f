"""Take the pictures of docs/guide-instructors.md and .ru.md from a running demonstration: `make run`, then
`.venv/bin/python docs/take_instructors_pictures.py` (needs `make setup-test`).

It works in the demonstration as people do: a class session of today is added, its roll is called on two devices that
say different things, and one of them has no link for a while. `make demo-reset` puts everything back."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE, SCREEN = 360, 1280
BIGGEST = 60 * 1024  # bytes of a picture
FAR = {"state": "attached", "timeout": 30000}


class Walk:
    """One walk through the day of an instructor in one language."""

    def __init__(self, browser: Browser, site: str, language: str) -> None:
        self.browser, self.site, self.language = browser, site, language

    def sit(self, seat: str, width: int, height: int) -> Page:
        """A new device: somebody logs in on it."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=1.5, timezone_id="Asia/Dushanbe"
        )
        page = context.new_page()
        self.go(page, "")
        page.click(f'form[data-seat="{seat}"] button')
        page.wait_for_load_state("load")
        return page

    def go(self, page: Page, path: str) -> None:
        page.goto(f"{self.site}/{self.language}/{path}")

    def save(self, page: Page, name: str, top: str = "") -> None:
        """Keep what is seen, from `top` on, as small as the guide wants it."""
        page.evaluate("scrollTo(0, 0)")
        if top:
            page.locator(top).first.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 12)")
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        path = FOLDER / f"instructors-{name}-{self.language}.webp"
        for quality in (72, 60, 48, 36):
            shot.save(path, quality=quality, method=6)
            if path.stat().st_size <= BIGGEST:
                return

    def add_session(self, registrar: Page, cohort: str) -> None:
        """The registrar adds one hour of today for the instructor who has a seat, the second of the cohort."""
        self.go(registrar, f"courses/cohorts/{cohort}/sessions/new/")
        registrar.select_option('[name="first_hour"]', {"en": "5"}.get(self.language, "6"))
        registrar.select_option('[name="instructor"]', index=2)
        registrar.select_option('[name="room"]', index=2)
        for _ in range(2):  # the second time although something is taken
            registrar.click("main form .button--primary")
            registrar.wait_for_load_state("load")
            if not registrar.locator('[name="despite"]').count():
                return
            registrar.check('[name="despite"]')

    def untouched(self, page: Page) -> str:
        """A roll of today in which nothing was tapped yet."""
        buttons = page.locator(".card--next a.button").all()
        for address in [button.get_attribute("href") or "" for button in buttons]:
            self.roll(page, address)
            if not page.locator(".roll__list [data-b]").count():
                return address
        sys.exit("no roll of today is free: make demo-reset")

    def roll(self, page: Page, address: str) -> None:
        page.goto(self.site + address)
        page.wait_for_selector("form[data-ready]", **FAR)

    @staticmethod
    def tap(page: Page, person: int, status: str) -> None:
        page.locator(f'.roll__list > li:nth-child({person}) label:has([value="{status}"])').click()

    @staticmethod
    def fill(page: Page, person: int, name: str, text: str) -> None:
        page.locator(f".roll__list > li:nth-child({person}) input.{name}").fill(text)
        page.locator(f".roll__list > li:nth-child({person}) input.{name}").blur()

    @staticmethod
    def unsent(page: Page, number: int) -> None:
        expect(page.locator("#unsent b")).to_have_text(str(number), timeout=30000)

    def take(self) -> None:
        registrar = self.sit("registrar", SCREEN, 860)
        self.go(registrar, "courses/cohorts/")
        address = registrar.locator("main td a, main th a").first.get_attribute("href") or ""
        cohort = address.rstrip("/").rpartition("/")[2]
        self.add_session(registrar, cohort)
        phone, second = self.sit("instructor", PHONE, 760), self.sit("instructor", PHONE, 760)
        self.go(phone, "roll/")
        phone.wait_for_selector("[data-keep][data-done]", **FAR)
        self.save(phone, "sessions", "h1")
        session = self.untouched(phone)
        self.call(phone, second, session)
        self.check_in(session, cohort)
        self.afterwards(registrar)

    def call(self, phone: Page, second: Page, session: str) -> None:
        """The roll on two devices; the second says something else of one person, the first has no link for a while."""
        self.roll(second, session)
        self.roll(phone, session)
        self.tap(phone, 1, "late")
        self.fill(phone, 1, "minutes", "15")
        self.tap(phone, 3, "sick")
        self.fill(phone, 3, "document", "118")
        self.unsent(phone, 0)
        self.save(phone, "roll", ".roll__tools")
        self.tap(second, 1, "absent")
        self.unsent(second, 0)
        phone.context.set_offline(True)
        self.tap(phone, 4, "duty")
        self.tap(phone, 5, "leave")
        self.unsent(phone, 2)
        expect(phone.locator("[data-said]")).to_be_visible(timeout=30000)
        self.save(phone, "no-link", "[data-said]")
        self.go(phone, "device/")
        phone.wait_for_selector("[data-part=waiting]:not([hidden])", **FAR)
        self.save(phone, "device", "h1")
        phone.context.set_offline(False)
        self.roll(phone, session)
        self.unsent(phone, 0)
        phone.click(".roll__save button")
        phone.wait_for_load_state("load")

    def check_in(self, session: str, cohort: str) -> None:
        """The code on the wall; the cohort is left as it was."""
        wall = self.sit("instructor", SCREEN, 900)
        wall.goto(f"{self.site}{session}check-in/code/")
        form = wall.locator(f'form[action*="{cohort}"]')
        if wall.locator('[name="allowed"]').count():
            form.locator("button").click()
            wall.wait_for_load_state("load")
        wall.goto(f"{self.site}{session}check-in/code/")
        self.save(wall, "check-in", "h1")
        form.locator("button").click()
        wall.wait_for_load_state("load")

    def afterwards(self, registrar: Page) -> None:
        """What the registrar, the duty officer and the head see of this day."""
        self.go(registrar, "roll/")
        self.save(registrar, "day", "h1")
        self.go(registrar, "roll/days/")
        self.save(registrar, "report", "h1")
        self.go(registrar, "roll/conflicts/")
        registrar.locator("main .list a").first.click()
        registrar.wait_for_load_state("load")
        self.save(registrar, "conflict", "h1")


def main(site: str, *languages: str) -> None:
    """Take all pictures from the site at this address."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in languages or ("en", "ru"):
            Walk(browser, site, language).take()
        browser.close()


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["http://127.0.0.1:8000"]))
