"""An exit test of forty questions, every kind, in Tajik and in Dari side by side, while the link is cut."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Server, Visitor
from tests.browser.test_thread import shell

pytestmark = pytest.mark.browser
JOBS = False
FIRST = 12  # answered before the link is cut: every kind but the essay
CUT = 3000  # ms that the pages live without a link at least
SEATS = (("trainee-tg", "tg"), ("trainee-fa-af", "fa-af"))
STORED = """SELECT r.language, COUNT(*), SUM(r.late) FROM assessments_response r
 JOIN assessments_attempt a ON a.id = r.attempt_id JOIN assessments_quiz q ON q.id = a.quiz_id
 WHERE q.code = 'EXIT-40' GROUP BY r.language"""
WRONG = """SELECT v.kind, q.position, a.language, r.answer FROM assessments_attemptquestion q
 JOIN assessments_questionversion v ON v.id = q.version_id JOIN assessments_attempt a ON a.id = q.attempt_id
 JOIN assessments_quiz z ON z.id = a.quiz_id LEFT JOIN assessments_response r
 ON r.attempt_id = a.id AND r.position = q.position WHERE z.code = 'EXIT-40' AND q.points < v.marks"""
ESSAY = "سند را می‌بینم، لمس می‌کنم و کج می‌کنم؛ سپس راپور می‌دهم."
WRITTEN = """SELECT r.answer, a.percent FROM assessments_response r JOIN assessments_attempt a ON a.id = r.attempt_id
 JOIN assessments_quiz q ON q.id = a.quiz_id WHERE q.code = ? ORDER BY r.sequence"""
MARKED = """SELECT a.percent FROM assessments_attempt a JOIN assessments_quiz q ON q.id = a.quiz_id
 WHERE q.code = 'EXIT-40'"""


def ask(server: Server, call: str) -> Any:
    return json.loads(shell(server, f"from tests.browser import examination; examination.{call}").splitlines()[-1])


def persian(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def give(page: Page, position: int, kind: str, answer: Any) -> None:
    """Answer one question as a person does."""
    name, card = f"q{position}", page.locator(f"#q{position}")
    if kind in {"single", "mrz"}:
        card.locator(f'label:has(input[value="{answer}"])').click()
    elif kind == "true_false":
        card.locator(f'label:has(input[value="{str(answer).lower()}"])').click()
    elif kind == "multiple":
        for place in answer:
            card.locator(f'label:has(input[value="{place}"])').click()
    elif kind in {"matching", "ordering", "gaps"}:
        for number, place in enumerate(answer):
            card.locator(f'select[name="{name}-{number}"]').select_option(index=place + 1)
    elif kind == "hotspot":
        spot = card.locator("[data-spot] svg")
        box = spot.bounding_box()
        assert box is not None
        spot.click(position={"x": box["width"] * answer[0] / 1000, "y": box["height"] * answer[1] / 1000})
    else:
        card.locator(f'input[name="{name}"]').fill(persian(answer) if str(answer).isdigit() else str(answer))
        card.locator(f'input[name="{name}"]').blur()


def begin(person: Visitor, server: Server, seat: str, language: str, code: str) -> list[Any]:
    """Take the seat, type the code of the room, and return what is right."""
    person.sit(seat, language)
    person.open(f"/{language}/assessments/quizzes/EXIT-40/")
    person.page.fill('[name="start_code"]', f" {code.lower()} ")
    person.page.click('form[action$="/start/"] button')
    person.page.wait_for_selector("#attempt[data-ready]")
    attempt = re.search(r"attempts/([0-9a-f-]{36})", person.page.url)
    assert attempt is not None
    found: list[Any] = ask(server, f"answers('{attempt[1]}')")
    assert len(found) == 40
    return found


class Held:
    """What a page asks for first at an address is held back until the test lets it go."""

    def __init__(self, page: Page, address: str | re.Pattern[str]) -> None:
        self.page, self.routes = page, list[Route]()
        page.route(address, self.hold)

    def hold(self, route: Route) -> None:
        if self.routes:
            return route.continue_()
        return self.routes.append(route)

    def take(self) -> Route:
        """Wait for the request."""
        for _ in range(1000):
            if self.routes:
                break
            self.page.wait_for_timeout(20)
        return self.routes[0]


def typed_while_the_table_comes(person: Visitor, server: Server, sitting: str) -> None:
    """What an invigilator has begun to type stays when a table that was asked for before arrives."""
    person.sit("head", "tg")
    page = person.page
    page.clock.install()
    part = Held(page, re.compile("part=1$"))
    person.open(f"/tg/assessments/sittings/{sitting}/")
    page.clock.run_for(10_000)
    asked = part.take()
    page.locator("#seats details").first.evaluate("node => { node.open = true; }")
    page.locator('#seats details [name="reason"]').first.fill("Чароғ хомӯш шуд")
    with page.expect_response(re.compile("part=1$")) as table:
        asked.continue_()
    table.value.finished()
    page.clock.run_for(1000)
    expect(page.locator('#seats details [name="reason"]').first).to_have_value("Чароғ хомӯш шуд")


def test_forty_questions_with_a_dead_link(chromium: Browser, server: Server) -> None:
    sitting = ask(server, "prepare('DEMO-T1', 'DEMO-T2')")
    people = []
    for seat, language in SEATS:
        context = chromium.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
        context.set_default_timeout(15000)
        person = Visitor(context, server)
        people.append((person, begin(person, server, seat, language, sitting["code"])))
    for person, right in people:
        for position, (kind, answer) in enumerate(right[:FIRST], 1):
            give(person.page, position, kind, answer)
        expect(person.page.locator("#state")).to_have_attribute("data-state", "saved")
    for person, _right in people:
        person.context.set_offline(True)
    for person, right in people:
        for position, (kind, answer) in enumerate(right[FIRST:], FIRST + 1):
            give(person.page, position, kind, answer)
        expect(person.page.locator("#state")).to_have_attribute("data-state", "waiting")
        assert person.page.locator("#answered").inner_text()
    people[0][0].page.wait_for_timeout(CUT)
    counted = {language: (number, late) for language, number, late in server.rows(STORED)}
    assert set(counted) == {"tg", "fa-af"}
    before = sum(number for number, _late in counted.values())
    for person, _right in people:
        person.context.set_offline(False)
    for person, _right in people:
        expect(person.page.locator("#state")).to_have_attribute(
            "data-state", "saved", timeout=60000
        )  # one after the other
        person.page.click("[data-submit]")
        person.page.wait_for_url("**/result/")
        wrong = server.rows(WRONG)
        assert not wrong, "\n".join(map(str, wrong))
        expect(person.page.locator("main")).to_contain_text("100" if "/tg/" in person.page.url else persian(100))
        assert not [text for text in person.complaints if "ERR_INTERNET_DISCONNECTED" not in text]
        person.context.close()
    watcher = Visitor(chromium.new_context(service_workers="block"), server)
    typed_while_the_table_comes(watcher, server, sitting["sitting"])
    watcher.context.close()
    stored = server.rows(STORED)
    assert sum(number for _language, number, _late in stored) > before
    assert all(late == 0 for _language, _number, late in stored)  # nothing came too late, nothing was dropped
    assert [float(percent) for (percent,) in server.rows(MARKED)] == [100.0, 100.0]


def typed_before_the_script(page: Page) -> None:
    """Begin the attempt; an answer is typed while the script of the page is still on its way, and is sent by it."""
    script = Held(page, "**/assessments/attempt.*.js")
    page.click('form[action$="/start/"] button')
    page.locator('textarea[name="q1"]').fill("Раз")
    with page.expect_response("**/answer/"):
        script.take().continue_()
    expect(page.locator("#state")).to_have_attribute("data-state", "saved")


def in_another_language_at_once(page: Page) -> None:
    """The page in Dari was made before the last answer arrived, and comes after it: it shows that answer."""
    answer, other = Held(page, "**/answer/"), Held(page, "**/fa-af/assessments/attempts/*/")
    page.locator('textarea[name="q1"]').fill("Два")
    page.locator('textarea[name="q1"]').blur()
    asked = answer.take()
    page.click('#attempt [name="language"][value="fa-af"]', no_wait_after=True)
    made = other.take()
    older = made.fetch()
    with page.expect_response("**/answer/"):
        asked.continue_()
    made.fulfill(response=older)
    page.wait_for_selector("#attempt[data-ready][data-language='fa-af']")
    expect(page.locator('textarea[name="q1"]')).to_have_value("Два")
    expect(page.locator("#state")).to_have_attribute("data-state", "saved")


def test_an_essay_in_dari_with_a_dead_link(chromium: Browser, server: Server) -> None:
    code = ask(server, "prepare_essay('ESSAY-1')")
    context = chromium.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    context.set_default_timeout(15000)
    person = Visitor(context, server)
    person.sit("trainee-fa-af", "fa-af")
    person.open(f"/ru/assessments/quizzes/{code}/")
    typed_before_the_script(person.page)
    in_another_language_at_once(person.page)
    context.set_offline(True)
    person.page.locator('textarea[name="q1"]').fill(ESSAY)
    person.page.locator('textarea[name="q1"]').blur()
    expect(person.page.locator("#state")).to_have_attribute("data-state", "waiting")
    context.set_offline(False)
    expect(person.page.locator("#state")).to_have_attribute("data-state", "saved", timeout=30000)
    person.page.click("[data-submit]")
    person.page.wait_for_url("**/result/")
    stored = [(json.loads(answer), percent) for answer, percent in server.rows(WRITTEN, code)]
    assert stored == [("Раз", None), ("Два", None), (ESSAY, None)], "a person marks it: no mark stands before"
    context.close()
