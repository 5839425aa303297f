"""The main flows in a browser that runs no scripts at all."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(chromium: Browser, server: Server) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-US", java_script_enabled=False)
    context.set_default_timeout(20000)
    yield Visitor(context, server)
    context.close()


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def read_a_lesson(plain: Visitor) -> None:
    page = plain.sit("trainee-fa-af", "fa-af")
    plain.open("/fa-af/courses/lessons/M2.2.2/")
    page.locator("article summary").first.click()
    expect(page.locator("article details[open]")).to_have_count(1)
    press(page, 'form[action$="/done/"] button')
    plain.open("/fa-af/courses/lessons/M2.2.2/")
    expect(page.locator(".badge--ok")).to_have_count(1)
    expect(page.locator('form[action$="/done/"]')).to_have_count(0)


def look_a_term_up(plain: Visitor) -> None:
    page = plain.open("/fa-af/courses/lessons/M2.2.1/")
    word = page.locator("article a.term").first
    said = word.inner_text()
    word.click()
    page.wait_for_url("**/glossary/**")
    expect(page.locator("main")).to_contain_text(said)
    page = plain.open("/fa-af/courses/glossary/")
    page.fill('input[name="q"]', "passport")
    press(page, 'main form[role="search"] button')
    expect(page.locator("main dt, main dfn").first).to_be_visible()


def search(plain: Visitor) -> None:
    page = plain.open("/fa-af/courses/search/")
    page.fill('main input[type="search"]', "MRZ")
    press(page, "main form button")
    with page.expect_navigation():
        page.locator(".results h2 a").filter(has_text="MRZ").first.click()
    assert "/search/" not in page.url
    expect(page.locator("h1")).to_have_count(1)


def answer_a_quiz(plain: Visitor) -> None:
    page = plain.open("/fa-af/assessments/quizzes/M2.2/")
    press(page, 'form[action$="/start/"] button')
    attempt = page.url
    page.locator('.question label.choice:has(input[type="radio"])').first.click()
    press(page, "[data-save]")
    expect(page.locator(".notice--ok")).to_have_count(1)
    plain.page.goto(attempt)
    assert page.locator('.question input[type="radio"]:checked').count() == 1
    press(page, "[data-submit]")
    press(page, '#hand-in button[name="confirmed"]')
    page.wait_for_url("**/result/")
    expect(page.locator("article.question").first).to_be_visible()


def translate(plain: Visitor) -> None:
    page = plain.sit("translator", "ru")
    plain.open("/ru/curriculum/work/lesson/M2.2.4/tg/")
    field = page.locator(".work-row textarea").nth(1)
    field.fill(f"{field.input_value()} Ва боз як бор.")
    page.locator('input[name="change"][value="wording"]').check()
    press(page, 'button[name="hand_in"]')
    if page.locator('input[name="looked"]').count():
        press(page, 'button[name="hand_in"]')
    expect(page.locator("main .notice--ok").first).to_be_visible()
    expect(page.locator(".work-row textarea").nth(1)).to_have_value(re.compile("Ва боз як бор"))


def approve(plain: Visitor) -> None:
    for seat in ("translator", "editor", "administrator"):
        page = plain.sit(seat, "ru")
        plain.open("/ru/curriculum/review/lesson/M2.2.4/tg/")
        expect(page.locator(".review-sides")).to_contain_text("Ва боз як бор")
        press(page, 'button[name="act"][value="forward"]')
        expect(page.locator(".notice--ok")).to_have_count(1)
    expect(page.locator("main .badge--ok").first).to_be_visible()


def filter_the_board(plain: Visitor) -> None:
    page = plain.open("/ru/curriculum/")
    page.select_option('select[name="course"]', "M2")
    page.select_option('select[name="language"]', "tg")
    press(page, ".board-filters button")
    assert "course=M2" in page.url
    page.locator('.board-group:has-text("M2.2") a.badge[href*="state=approved"]').first.click()
    page.wait_for_url("**/list/**")
    expect(page.locator(".board-list li")).to_have_count(1)
    expect(page.locator(".board-list li")).to_contain_text("M2.2.4")


def call_a_roll(plain: Visitor) -> None:
    page = plain.sit("instructor", "tg")
    link = page.locator('.site-nav a[href="/tg/roll/"]')
    expect(link).to_be_hidden()
    page.locator(".site-nav details", has=page.locator('[href="/tg/roll/"]')).locator("summary").click()
    with page.expect_navigation():
        link.click()
    expect(link).to_be_hidden()
    press(page, "main a.button--primary[href*='/roll/']")
    page.locator('label:has(input[value="sick"])').first.click()
    press(page, "form.roll button.button--primary")
    expect(page.locator(".notice--ok:not([hidden])").first).to_be_visible()


def check_a_certificate(plain: Visitor) -> None:
    plain.sit("hr", "ru")
    page = plain.open("/ru/certificates/folder/")
    path = page.locator('a[href*="/check/"].button').first.get_attribute("href")
    plain.context.clear_cookies()
    page = plain.open(str(path))
    page.fill('main [name="name"]', "Ким Артур")
    press(page, 'main form[method="post"] button')
    expect(page.locator("main h2").first).to_be_visible()
    assert plain.context.cookies() == []


def test_everybody_gets_on_without_scripts(plain: Visitor) -> None:
    read_a_lesson(plain)
    look_a_term_up(plain)
    search(plain)
    answer_a_quiz(plain)
    translate(plain)
    approve(plain)
    filter_the_board(plain)
    call_a_roll(plain)
    check_a_certificate(plain)
    assert plain.complaints == []
