"""A practical exercise without a link: marked, kept while the browser is closed, handed in; a second one by PIN."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import Server
from tests.browser.test_off_line import FAR, Device, no_link
from tests.browser.test_thread import shell

pytestmark = pytest.mark.browser
JOBS = False
PIN = "280194"
SETTING = """
import json
from django.utils import timezone
from accounts.models import User
from accounts.services.pins import set_pin
from assessments.models import PracticalDay
from courses.models import Cohort
cohort, now = Cohort.objects.get(code="KHO-3M-1"), timezone.now()
first, second, head = (User.objects.get(service_number=number) for number in ("DEMO-I1", "DEMO-I2", "DEMO-H1"))
today = timezone.localdate(now)
day = PracticalDay.objects.create(cohort=cohort, date=today, minutes=360, exercises=["PX-2.2"], by=head)
day.assessors.set([first, second])
set_pin(person=second, pin="280194", by=second, at=now)
print(json.dumps({row.person.service_number: str(row.pk) for row in cohort.enrolments.active()}))
"""
STORED = (
    "SELECT u.service_number, o.scores FROM assessments_observation o JOIN accounts_user u ON u.id = o.assessor_id"
    " WHERE o.enrolment_id = ? ORDER BY u.service_number"
)


@pytest.fixture
def make(server: Server, tmp_path: Path) -> Iterator[Callable[[str, str], Device]]:
    with sync_playwright() as playwright:
        yield lambda name, language: Device(playwright, server, tmp_path / name, language)


def open_checklist(phone: Device, enrolment: str, name: str = "") -> None:
    phone.go(f"assessments/practicals/PX-2.2/{enrolment}/{name}")
    phone.page.wait_for_selector("form[data-ready]", **FAR)


# The database of the outbox opens when the test says so: until then the script of the checklist is on its way.
SLOW = """(() => {
  let made;
  Object.defineProperty(globalThis, "outboxOf", {
    set(make) {
      const boxes = {};
      made = (person) => boxes[person] ??= ((box) => {
        const { db } = box;
        if (sessionStorage.slow) box.db = new Promise((done) => { globalThis.open_now = () => done(db); });
        return box;
      })(make(person));
    },
    get: () => made,
  });
})()"""
# Waits until these scores are in the outbox.
KEPT = """async (scores) => {
  const box = globalThis.outboxOf(document.getElementById("unsent").dataset.person);
  for (let round = 0; round < 400; round++) {
    const items = await box.all("items");
    if (items.some(({ payload }) => scores.every((score, at) => payload.scores[at] === score))) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}"""


def mark(phone: Device, scores: str) -> None:
    for at, score in enumerate(scores):
        phone.page.click(f'label:has([name="score_{at}"][value="{score}"])')


def test_two_checklists_on_one_phone_without_a_link(server: Server, make) -> None:
    people = json.loads(shell(server, SETTING))
    enrolment = people["DT-2008"]
    phone = make("phone", "fa-af")
    phone.sit("instructor")
    phone.go("assessments/practicals/")
    phone.page.wait_for_selector("[data-keep][data-done]", **FAR)
    open_checklist(phone, enrolment)
    criteria = phone.page.locator("[data-criterion]").count()

    with no_link(server):
        phone.go("assessments/practicals/")
        expect(phone.page.locator(f'a[href*="{enrolment}"]')).to_be_visible()
        phone.page.add_init_script(SLOW)
        phone.page.evaluate("sessionStorage.slow = 1")
        phone.go(f"assessments/practicals/PX-2.2/{enrolment}/")
        phone.page.wait_for_function("'open_now' in globalThis")
        mark(phone, "21")
        phone.page.evaluate("open_now()")
        assert phone.page.evaluate(KEPT, [2, 1])
        phone.close()

        phone.open()
        open_checklist(phone, enrolment)
        for at, score in enumerate("21"):
            assert phone.page.locator(f'[name="score_{at}"][value="{score}"]').is_checked()
        phone.page.click(".save-bar button")
        expect(phone.page.locator(".criterion--bad")).to_have_count(criteria - 2)
        mark(phone, "21" + "2" * (criteria - 2))
        phone.page.dblclick(".save-bar button")  # two presses are one, and the last mark is no draft after it
        expect(phone.page.locator(".checklist--closed")).to_be_visible(timeout=20000)
        phone.picture("practical-handed-in")

        open_checklist(phone, enrolment, "second/")
        mark(phone, "1" * criteria)
        phone.page.fill('[name="number"]', "DEMO-I2")
        phone.page.fill('[name="pin"]', "۲۸۰۱۹۴")
        phone.page.dblclick(".save-bar button")
        expect(phone.page.locator(".checklist--closed")).to_be_visible(timeout=20000)
        assert not phone.page.locator("[data-criterion] input:checked").count()
        open_checklist(phone, enrolment)
        expect(phone.page.locator(".checklist--closed")).to_be_visible()
    assert server.rows(STORED, enrolment.replace("-", "")) == []

    phone.go("device/")
    phone.unsent(0)
    stored = {
        str(number): json.loads(str(scores)) for number, scores in server.rows(STORED, enrolment.replace("-", ""))
    }
    assert stored == {"DEMO-I1": [2, 1] + [2] * (criteria - 2), "DEMO-I2": [1] * criteria}
    sent = server.rows("SELECT payload FROM outbox_delivery WHERE kind = 'assessments.observation'")
    assert len(sent) == 2
    assert PIN not in str(sent)
    assert server.rows("SELECT kind, answer FROM outbox_delivery WHERE outcome != 'done'") == []
    page = phone.go(f"assessments/practicals/PX-2.2/{enrolment}/")
    expect(page.locator(".sheets")).to_be_visible()
    phone.close()
