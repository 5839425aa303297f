"""The red button of pages about people in danger: it leaves at once, and the page does not stay in the history."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import STRANGERS, Server

pytestmark = pytest.mark.browser
JOBS = False
LEADS_TO = ("https://www.wikipedia.org/",)  # settings.NEUTRAL_PAGE, which this test answers itself


@pytest.mark.parametrize("scripts", [True, False])
def test_the_way_out(scripts: bool, chromium: Browser, server: Server) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=scripts, service_workers="block"
    )
    context.route(
        lambda url: not url.startswith(server.url),
        lambda route: route.fulfill(body="<p>a neutral page</p>", content_type="text/html"),
    )
    page = context.new_page()
    form, trust = (f"{server.url}/fa-af/certificates/check/{part}" for part in ("", "trust/"))
    page.goto(form)
    page.goto(trust)
    with page.expect_navigation():
        page.click(".exit")
    assert not page.url.startswith(server.url)
    page.go_back()
    assert page.url == (form if scripts else trust)
    assert context.cookies() == []
    assert set(STRANGERS) == set(LEADS_TO)  # what counts requests to other hosts does count
    context.close()
