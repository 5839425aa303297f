"""Letters that a keyboard lacks, on the log-in page and where names are searched."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
JOBS = False


def press(page: Page, *letters: str) -> None:
    for letter in letters:
        page.click(f'.letters button:text-is("{letter}")')


def test_letters_come_where_the_cursor_is(visitor: Visitor) -> None:
    page = visitor.open("/tg/account/login/")
    field = page.locator('[name="password"]')
    field.fill("абв")
    field.evaluate("input => input.setSelectionRange(1, 2)")
    expect(page.locator(".letters")).to_be_hidden()
    opener = page.locator(".letters-bar > button").nth(1)
    assert opener.get_attribute("aria-pressed") == "false"
    opener.click()
    assert opener.get_attribute("aria-pressed") == "true"
    press(page, "ғ", "ҷ")
    expect(field).to_have_value("ағҷв")
    press(page, "⇧", "Ӯ", "⇧", "ӯ", "گ")
    expect(field).to_have_value("ағҷӮӯگв")
    assert visitor.complaints == []


def test_by_keyboard_alone_and_the_password_is_shown_and_hidden_again(visitor: Visitor) -> None:
    page = visitor.open("/fa-af/account/login/")
    field = page.locator('[name="password"]')
    field.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert field.get_attribute("type") == "text"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first letter of the Dari keyboard
    expect(field).to_have_value("ض")
    assert page.locator(".letters").get_attribute("role") == "group"
    page.fill('[name="username"]', "DEMO-T1")
    page.evaluate("document.querySelector('main form').addEventListener('submit', (event) => event.preventDefault())")
    page.click("main form button.button--primary")
    assert field.get_attribute("type") == "password"


@pytest.mark.parametrize(
    ("seat", "path"),
    [
        ("registrar", "account/people/"),
        ("hr", "certificates/search/"),
        ("trainee-tg", "courses/search/"),
    ],
)
def test_where_names_are_searched(visitor: Visitor, seat: str, path: str) -> None:
    visitor.sit(seat, "ru")
    page = visitor.open(f"/ru/{path}")
    page.click(".letters-bar > button")
    press(page, "ҳ", "ض")
    expect(page.locator('main [name="q"]').first).to_have_value("ҳض")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.complaints == []
