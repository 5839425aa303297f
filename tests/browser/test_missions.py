"""The five missions of the demonstration, as a visitor plays them, and no dead door among the seats."""

import pytest
from playwright.sync_api import expect

from desk.seats import SEATS
from tests.browser.conftest import Visitor, go

pytestmark = pytest.mark.browser


def begin(visitor: Visitor, number: int, language: str) -> None:
    go(visitor.page, "about:blank")  # a page that is left may still send its outbox, and would be told to log in
    visitor.context.clear_cookies()
    visitor.open(f"/{language}/")
    with visitor.page.expect_navigation():
        visitor.page.click(f'form[data-mission="{number}"] button')


def play_lesson(visitor: Visitor) -> None:
    begin(visitor, 1, "tg")
    with visitor.page.expect_navigation():
        visitor.page.locator('form[action$="/done/"] button').click()
    visitor.open("/fa-af/courses/lessons/M2.2.1/")
    assert visitor.page.locator("html").get_attribute("dir") == "rtl"
    assert visitor.page.locator('form[action$="/done/"]').count() == 0


def play_roll(visitor: Visitor) -> None:
    begin(visitor, 2, "ru")
    with visitor.page.expect_navigation():  # those of today that colleagues have called stand there as well
        visitor.page.locator("main a.button--primary[href*='/roll/']").first.click()
    expect(visitor.page.locator('input[value="present"]:checked')).to_have_count(12)
    visitor.page.locator('label:has(input[value="sick"])').first.click()
    with visitor.page.expect_navigation():  # only when the server has taken the whole roll
        visitor.page.locator("form.roll button.button--primary").click()
    expect(visitor.page.locator(".notice--ok:not([hidden])").first).to_be_visible()


def play_graduation(visitor: Visitor) -> None:
    begin(visitor, 3, "ru")
    text = visitor.page.locator("main").inner_text()
    assert "DT-2103" in text
    assert "DT-2105" in text
    assert visitor.page.locator("h2 .badge--warn").first.inner_text() == "2"
    assert visitor.page.locator("main li li a, main li ul a").count() >= 2, "each reason leads to its remedy"


def play_issue(visitor: Visitor) -> None:
    begin(visitor, 4, "tg")
    batch = visitor.page.url
    with visitor.page.expect_navigation():
        visitor.page.locator('form[action$="/issue/"] button').click()
    for _ in range(240):
        go(visitor.page, batch)
        if visitor.page.locator('main td a[href*="/certificates/"]').count() >= 5:
            break
        visitor.page.wait_for_timeout(500)
    assert visitor.page.locator("main").inner_text().count("BFT-KHO-GEN-") == 5


def play_papers(visitor: Visitor) -> list[str]:
    begin(visitor, 5, "ru")
    papers = [link.get_attribute("href") for link in visitor.page.locator('a[href*="/check/"].button').all()]
    files = [link.get_attribute("href") for link in visitor.page.locator('a[href*="/folder/"]').all()]
    for path in files:
        answer = visitor.context.request.get(visitor.server.url + str(path))
        assert answer.body().startswith(b"%PDF-")
    printed = ["Ким Артур", "Ғайратов Сомон", "Тиллоев Абдураҳмон", "Ғайратов Сомон"]
    said = []
    for path, name in zip(papers, printed, strict=True):
        visitor.open(str(path))
        if visitor.page.locator('main [name="name"]').count():
            visitor.page.fill('main [name="name"]', name)
            with visitor.page.expect_navigation():
                visitor.page.locator('main form[method="post"] button').click()
        said.append(visitor.page.locator("main h2").first.inner_text())
    return said


def test_the_five_missions(visitor: Visitor) -> None:
    play_lesson(visitor)
    play_roll(visitor)
    play_graduation(visitor)
    play_issue(visitor)
    genuine, altered, revoked, never_issued = play_papers(visitor)
    assert len({genuine, altered, revoked, never_issued}) == 4
    assert visitor.complaints == []


def test_every_seat_opens_a_home_without_a_dead_end(visitor: Visitor) -> None:
    for seat in SEATS:
        page = visitor.sit(seat.slug, "ru")
        assert page.locator("h1").count() == 1
        for link in [a.get_attribute("href") for a in page.locator(".site-nav a, .next a").all()]:
            answer = visitor.context.request.get(visitor.server.url + str(link))
            assert answer.status == 200, f"{seat.slug}: {link}"
    assert visitor.complaints == []
