"""A computer that several people use: what was there for one is not there for the next, but for marks not yet sent."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_off_line import PAGES, devices, session, status_of  # noqa: F401 - fixtures
from tests.browser.test_thread import shell

pytestmark = pytest.mark.browser
JOBS = False
PASSWORD = "чор дарахти баланд"
PASSWORDS = f"""
from accounts.models import User
for number in ("DEMO-I1", "DEMO-T1"):
    person = User.objects.get(service_number=number)
    person.set_password("{PASSWORD}")
    person.save()
"""
COUNT = """async (store) => {
  const result = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  let count = 0;
  for (const { name } of await indexedDB.databases()) {
    const db = await result(indexedDB.open(name));
    if (db.objectStoreNames.contains(store)) count += await result(db.transaction(store).objectStore(store).count());
    db.close();
  }
  return count;
}"""
# One mark more is sent without a word to the page, which still shows that it is not.
UNHEARD = """async () => {
  const box = outboxOf(document.getElementById("unsent").dataset.person);
  const item = await box.record("no kind", "nothing", {});
  while (document.querySelector("#unsent b").textContent !== "1") await new Promise((done) => setTimeout(done, 10));
  const transaction = await box.write("items", "sent");
  transaction.objectStore("items").delete(item.seq);
  transaction.objectStore("sent").put(item);
  await new Promise((done) => (transaction.oncomplete = done));
}"""


def log_in(page: Page, server: Server, number: str, code: str = "123456") -> None:
    page.goto(f"{server.url}/tg/account/login/")
    page.fill('[name="username"]', number)
    page.fill('[name="password"]', PASSWORD)
    page.check('[name="shared"]')
    with page.expect_navigation():
        page.click("main form button.button--primary")
    if page.locator('main [name="code"]').count():
        page.fill('[name="code"]', code)
        with page.expect_navigation():
            page.click("main form button.button--primary")


def stored(page: Page, store: str, number: int) -> None:
    """Wait until so many rows are there, whosever. (`wait_for_function` takes the promise of an async one for true.)"""
    for _ in range(200):
        if (found := page.evaluate(COUNT, store)) == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{found} in {store}, not {number}")


def somebody_else(page: Page) -> None:
    with page.expect_navigation(url="**/account/login/"):
        page.click('button[name="to"]')


def test_the_next_person_finds_nothing(server: Server, session: str, devices) -> None:  # noqa: F811
    shell(server, PASSWORDS)
    here = devices("shared", "tg")
    page = here.page
    log_in(page, server, "DEMO-I1")
    assert [cookie["expires"] for cookie in here.context.cookies() if cookie["name"] == "sessionid"] == [-1]
    here.keep_coming_days()
    here.roll(session)
    number = str(page.locator('input[value="present"]').first.get_attribute("name")).removeprefix("s-")
    here.tap(number, "duty")
    stored(page, "sent", 1)
    here.unsent(0)
    here.picture("shared")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))  # the roll is not saved yet
    page.evaluate(UNHEARD)
    here.unsent(1)
    somebody_else(page)
    assert "confirm" not in asked  # nothing was unsent any more
    assert page.evaluate(PAGES) == 0
    assert page.evaluate(COUNT, "sent") == 0
    expect(page.locator('[name="shared"]')).to_be_checked()
    assert page.input_value('[name="username"]') == ""
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state("load")
        assert number not in page.content()
        assert page.locator("form[data-roll]").count() == 0
    assert status_of(server, session, number) == "duty"


def test_marks_that_are_not_sent_stay_for_whom_they_belong_to(server: Server, session: str, devices) -> None:  # noqa: F811
    shell(server, PASSWORDS)
    here = devices("shared", "tg")
    page = here.page
    log_in(page, server, "DEMO-I1")
    here.roll(session)
    number = str(page.locator('input[value="present"]').first.get_attribute("name")).removeprefix("s-")
    here.context.clear_cookies(name="sessionid")  # the session ended: nothing is taken from here
    here.tap(number, "duty")
    here.unsent(1)
    page.on("dialog", lambda dialog: dialog.accept())
    somebody_else(page)
    assert page.evaluate(COUNT, "items") == 1
    log_in(page, server, "DEMO-T1")
    here.go(f"roll/{session}/")
    assert page.locator("form[data-roll]").count() == 0
    here.go("home/")
    somebody_else(page)
    assert page.evaluate(COUNT, "items") == 1
    log_in(page, server, "DEMO-I1")
    here.go("home/")
    stored(page, "sent", 1)
    stored(page, "items", 0)
    here.unsent(0)
    here.context.clear_cookies(name="sessionid")  # left without the button
    log_in(page, server, "DEMO-T1")
    here.go("home/")
    stored(page, "sent", 0)
    assert status_of(server, session, number) == "duty"
