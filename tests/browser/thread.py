"""The thread that runs through everything, step by step: from a list of people to a checked certificate."""

import dataclasses
import datetime
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Visitor

SAMPLES = ROOT / "tests" / "samples"
# Three English words in a row in a text node that is not marked as English: a sentence nobody translated.
ENGLISH = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const inside = node.parentElement.closest("[lang]");
    const hidden = node.parentElement.closest("script, style, pre, .code, select");
    if (hidden || inside.lang === "en") continue;
    if (/\\b[A-Za-z]?[a-z]{2,} [a-z]{2,} [a-z]{2,}\\b/.test(node.data)) found.push(node.data.trim().slice(0, 80));
  }
  return found;
}"""
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
COHORT = "THREAD-1"
PASSWORD = "барг-ва-дарахт-77"

# A programme of one day: one module, its quiz and its practical exercise. Made before the server starts.
SHORT_PROGRAMME = """
from courses.models import Module, Programme, ProgrammePart, ProgrammeRequirement, ProgrammeVersion
titles = {"en": "Short course", "tg": "Курси кӯтоҳ", "ru": "Короткий курс", "fa-af": "کورس کوتاه"}
version = ProgrammeVersion.objects.create(
    programme=Programme.objects.create(code="SHORT"), number=1, titles=titles, unit="day")
ProgrammePart.objects.create(version=version, position=1, key="one", titles=titles,
    module=Module.objects.get(code="M2.2"), theory_hours=1, practice_hours=1, unit_number=1)
ProgrammeRequirement.objects.create(version=version, kind="quiz", code="M2.2")
ProgrammeRequirement.objects.create(version=version, kind="practical", code="PX-2.2")
"""


@dataclasses.dataclass
class Hero:
    """The trainee whom the play follows, and the name as it stands on the paper."""

    number: str
    paper_name: str
    protected: bool = False


class Thread:
    """One run of the thread in one language. Every step goes through the pages, as a person would."""

    def __init__(self, visitor: Visitor, language: str, hero: Hero, pictures: Path | None) -> None:
        self.visitor = visitor
        self.language = language
        self.hero = hero
        self.pictures = pictures
        self.cohort = ""
        self.untranslated: set[str] = set()

    # small moves ---------------------------------------------------------------------------------------------
    @property
    def page(self) -> Page:
        return self.visitor.page

    def go(self, path: str) -> Page:
        page = self.visitor.open(f"/{self.language}/{path}")
        self.untranslated |= set(page.evaluate(ENGLISH))
        return page

    def press(self, selector: str = "main form button.button--primary") -> None:
        with self.page.expect_navigation():  # "load" alone may still be said of the page that is left
            self.page.locator(selector).first.click()

    def picture(self, name: str) -> None:
        """Read the page as it is now, and take a picture of it where somebody asked for pictures."""
        self.untranslated |= set(self.page.evaluate(ENGLISH))
        if self.pictures is None:
            return
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.pictures / f"{self.language}-{name}.png", full_page=True)

    def sit(self, seat: str) -> None:
        self.visitor.sit(seat, self.language)

    # 1 -------------------------------------------------------------------------------------------------------
    def upload(self, name: str) -> None:
        self.go("account/import/")
        self.page.set_input_files('input[type="file"]', SAMPLES / name)
        self.press()

    def import_people(self) -> None:
        self.sit("registrar")
        self.upload("trainees-dirty.csv")
        expect(self.page.locator("main")).to_contain_text("31.02.1999")
        self.picture("dry-run-dirty")
        self.upload("trainees-good.csv")
        self.picture("dry-run")
        self.press()
        expect(self.page.locator("main")).to_contain_text("TJ-104247")
        self.draft = UUID.search(self.page.url).group()  # type: ignore[union-attr]
        self.upload("trainees-good.csv")  # the same list again: nothing is left to write
        self.press()

    # 2 -------------------------------------------------------------------------------------------------------
    def make_cohort(self, first_day: datetime.date) -> None:
        self.go("courses/cohorts/new/")
        self.page.fill('[name="code"]', COHORT)
        option = (
            self.page.locator('[name="programme_version"] option')
            .filter(has_text="SHORT")
            .or_(
                self.page.locator('[name="programme_version"] option').filter(
                    has_text=re.compile("Short course|Курси кӯтоҳ|Короткий курс|کورس کوتاه")
                )
            )
        )
        self.page.select_option('[name="programme_version"]', option.first.get_attribute("value"))
        self.fill_day("starts_on", first_day)
        for choice in self.page.locator('label:has([name="instructors"])').all():
            if "Назарзода" not in choice.inner_text():  # one assessor has not taught the group
                choice.locator("input").check()
        self.press()
        self.cohort = UUID.search(self.page.url).group()  # type: ignore[union-attr]
        self.go(f"courses/cohorts/{self.cohort}/enrol/?import={self.draft}")
        assert self.page.locator('[name="people"]:checked').count() == 20
        self.press()
        self.go(f"courses/cohorts/{self.cohort}/timetable/")
        self.fill_day("starts_on", first_day)
        self.press("main form button")
        self.picture("timetable")
        self.go(f"courses/cohorts/{self.cohort}/")
        expect(self.page.locator("main")).to_contain_text("TJ-104233")
        self.picture("cohort")

    def fill_day(self, name: str, day: datetime.date) -> None:
        field = self.page.locator(f'[name="{name}"]')
        field.fill(day.isoformat())

    # 3 -------------------------------------------------------------------------------------------------------
    def take_rolls(self, sessions: list[str]) -> None:
        self.sit("instructor")
        for number, session in enumerate(sessions):
            self.go(f"roll/{session}/")
            self.page.check('[name="s-TJ-104237"][value="late"]', force=True)
            self.page.fill('[name="m-TJ-104237"]', "10")
            if number == 0:
                self.picture("roll")
            with self.page.expect_navigation():  # when the server has said that it has the marks
                self.page.click("main form.roll button.button--primary")
            assert self.page.locator(".errorlist, .error, .notice--bad").count() == 0

    # 4 -------------------------------------------------------------------------------------------------------
    def first_password(self) -> str:
        self.sit("registrar")
        self.go(f"account/people/?q={self.hero.number}")
        with self.page.expect_navigation():
            self.page.locator("main a[href*='/account/people/']").filter(has_not_text="+").last.click()
        self.press('form[action$="/slip/"] button')
        self.picture("slip")
        return self.page.locator(".slip__code").last.inner_text().strip()

    def log_in(self, password: str) -> None:
        self.visitor.context.clear_cookies()
        self.go("account/login/")
        self.picture("log-in")
        self.page.fill('[name="username"]', self.hero.number.lower())
        self.page.fill('[name="password"]', password)
        self.press()

    def choose_password(self) -> None:
        for field in self.page.locator('input[type="password"]').all():
            field.fill(PASSWORD)
        self.press()
        self.press(f'.languages button[value="{self.language}"]')
        self.go("home/")
        self.picture("home-trainee")

    def read(self, other: str) -> None:
        self.go("courses/")
        self.go("courses/lessons/M2.2.1/")
        self.picture("lesson")
        self.visitor.open(f"/{other}/courses/lessons/M2.2.1/#what")
        self.press('form[action$="/done/"] button')
        self.go("courses/lessons/M2.2.1/")
        assert self.page.locator('form[action$="/done/"]').count() == 0, "the progress stays in the other language"
        for number in (2, 3, 4):
            self.go(f"courses/lessons/M2.2.{number}/")
            with self.page.expect_navigation():
                self.page.locator('form[action$="/done/"] button').click()

    def start_quiz(self) -> None:
        self.go("assessments/quizzes/M2.2/")
        self.press('form[action$="/start/"] button')
        self.page.wait_for_selector("#attempt[data-ready]")
        self.attempt = UUID.search(self.page.url).group()  # type: ignore[union-attr]
        for position in (1, 2):
            self.answer_somehow(position)
        expect(self.page.locator("#state")).to_have_attribute("data-state", "saved")
        self.picture("quiz")

    def answer_somehow(self, position: int) -> None:
        """Give any answer to one question, by the control that its kind has."""
        controls = self.page.locator(f'[name="q{position}"], [name^="q{position}-"]')
        first = controls.first
        if first.evaluate("node => node.tagName") == "SELECT":
            for control in controls.all():
                control.select_option(index=1)
        elif first.get_attribute("type") in {"radio", "checkbox"}:
            first.check(force=True)
        else:  # a place on a picture is two numbers
            for control in controls.all():
                control.fill("7")
                control.blur()

    def hand_in(self) -> None:
        self.go(f"assessments/attempts/{self.attempt}/")
        self.page.locator("[data-submit]").click()
        self.page.wait_for_url("**/result/")
        self.picture("quiz-result")

    # 5 -------------------------------------------------------------------------------------------------------
    def assess(self, seat: str, enrolment: str) -> None:
        self.sit(seat)
        self.go(f"assessments/practicals/PX-2.2/{enrolment}/")
        self.page.wait_for_selector("form.checklist[data-ready]")
        for label in self.page.locator('form.checklist label:has(input[type="radio"][value="2"])').all():
            label.click()
        self.picture(f"checklist-{seat}")
        self.page.locator("form.checklist .save-bar button").first.click()
        self.page.wait_for_selector(".sheets")  # sent by the outbox, then shown

    def confirm(self, enrolment: str) -> None:
        self.sit("head")
        self.go(f"assessments/practicals/PX-2.2/{enrolment}/confirm/")
        self.picture("confirm")
        self.press("main form button.button--primary")

    # 6 -------------------------------------------------------------------------------------------------------
    def lock(self, day: datetime.date) -> None:
        self.go(f"certificates/cohorts/{self.cohort}/")
        self.picture("not-yet")
        self.go(f"assessments/cohorts/{self.cohort}/lock/")
        self.page.fill('[name="number"]', "7")
        self.fill_day("date", day)
        self.press("main form button.button--primary")

    def prepare(self, day: datetime.date, second: str) -> str:
        self.sit("registrar")
        self.go(f"certificates/cohorts/{self.cohort}/")
        self.picture("graduation")
        self.page.fill('[name="order_number"]', "146-T")
        self.fill_day("order_date", day)
        self.fill_day("effective_on", day)
        self.page.select_option('[name="second_language"]', second)
        self.press("main form button.button--primary")
        return UUID.search(self.page.url).group()  # type: ignore[union-attr]

    def issue(self, batch: str) -> None:
        self.sit("head")
        self.go(f"certificates/batches/{batch}/")
        self.press('form[action$="/issue/"] button')
        link = self.page.locator('main td a[href*="/certificates/"]')
        for _ in range(60):
            if link.count():
                break
            self.page.wait_for_timeout(500)
            self.go(f"certificates/batches/{batch}/")
        self.picture("issued")

    # 7 -------------------------------------------------------------------------------------------------------
    def check(self, code: str, name: str) -> str:
        self.visitor.context.clear_cookies()
        self.go(f"certificates/check/{code}/")
        if self.page.locator('main [name="name"]').count():
            self.page.fill('[name="name"]', name)
            with self.page.expect_navigation():
                self.page.locator('main form[method="post"] button').click()
        assert self.visitor.context.cookies() == [], "the public check sets no cookie"
        return re.sub(r"\w{4}(-\w{4}){3}", "CODE", self.page.locator("main").inner_text())
