"""A passkey in a real browser, under the policy against scripts: made, used to confirm. The browser holds its key."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server

pytestmark = pytest.mark.browser
JOBS = False
COUNT = """() => {
  const get = navigator.credentials.get.bind(navigator.credentials);
  self.asked = 0;
  navigator.credentials.get = (...all) => { self.asked += 1; return get(...all); };
}"""


def take_seat(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    with page.expect_navigation():
        page.locator('form[action$="/seats/instructor/"] button').first.click()


def test_a_passkey_is_made_and_confirms(server: Server, chromium: Browser) -> None:
    site = server.url.replace("127.0.0.1", "localhost")  # browsers make no passkey for a bare address
    context = chromium.new_context()
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    take_seat(page, site)
    page.goto(f"{site}/en/account/factor/own/")
    page.fill('[name="name"]', "Key of the office")
    page.click("form[data-passkey] button")
    expect(page.get_by_text("The passkey is kept.").or_(page.get_by_text("I have kept them"))).to_be_visible()
    page.goto(f"{site}/en/account/factor/own/")
    expect(page.locator("main")).to_contain_text("Key of the office")
    made = "SELECT public_key FROM accounts_passkey WHERE name = 'Key of the office'"
    assert [len(key) > 30 for (key,) in server.rows(made)] == [True]

    presence = "WebAuthn.setAutomaticPresenceSimulation"
    device.send(presence, {"authenticatorId": key, "enabled": False})  # the finger is not there yet
    page.goto(f"{site}/en/account/confirm/?next=/en/account/preferences/")
    page.evaluate(COUNT)
    page.dblclick("form[data-passkey] button")
    assert page.evaluate("self.asked") == 1
    device.send(presence, {"authenticatorId": key, "enabled": True})
    page.goto(f"{site}/en/account/confirm/?next=/en/account/preferences/")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{site}/en/account/preferences/")  # the whole: the page that asks names it as well
    kinds = server.rows("SELECT new FROM accounts_auditentry WHERE act = 'confirmed_again'")
    assert [kind for (kind,) in kinds if "passkey" in kind]
    assert problems == []
    context.close()
