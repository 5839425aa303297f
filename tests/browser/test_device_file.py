"""The file of unsent marks: saved on one device, loaded on another one of the same person, sent once."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server
from tests.browser.test_off_line import devices, numbers_on, session, status_of

pytestmark = pytest.mark.browser
JOBS = False
__all__ = ["devices", "session"]


def test_a_saved_file_is_loaded_on_another_device_and_nothing_doubles(
    server: Server, session: str, devices, tmp_path: Path
) -> None:
    phone, other = (devices(name, "tg", plain=True) for name in ("phone", "other"))
    phone.sit("instructor")
    other.sit("instructor")
    for device in (phone, other):
        device.context.route("**/outbox/", lambda route: route.abort())
    numbers = numbers_on(phone.roll(session))
    phone.tap(numbers[0], "absent")
    phone.tap(numbers[1], "sick")
    phone.unsent(2)
    phone.go("device/")
    with phone.page.expect_download() as download:
        phone.page.click('[data-part="save"]')
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)

    page = other.go("device/")
    page.click("details:has([data-part='file']) summary")
    field, said = page.locator('[data-part="file"]'), page.locator('[data-part="loaded"]')
    broken = tmp_path / "broken.json"
    broken.write_text(saved.read_text()[:-9])
    field.set_input_files(broken)
    expect(said).to_have_class("notice notice--bad")
    other.unsent(0)
    for added in (2, 0):
        field.set_input_files(saved)
        expect(said).to_have_text(re.compile(f": {added}$"))
        expect(said).to_have_class("notice")
        other.unsent(2)
    for device in (other, phone):
        device.context.unroute("**/outbox/")
        device.page.click('[data-part="send"]')
        device.unsent(0)
    assert [status_of(server, session, number) for number in numbers[:2]] == ["absent", "sick"]
    assert server.rows(
        "SELECT COUNT(*), COUNT(DISTINCT device) FROM attendance_markevent WHERE device IS NOT NULL AND session_id = ?",
        session.replace("-", ""),
    ) == [(2, 1)]
