"""Nothing that a device called saved is lost or doubled, whatever is killed or cut; and the test itself can fail."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.conftest import ROOT, environment, template_folder  # noqa: F401 - the fixture of the browser tests
from tests.chaos.proxy import Line
from tests.chaos.storm import SETTING, Count, KilledServer, Weather, blow, doubled

pytestmark = pytest.mark.browser
SHORT = Weather(marks=25, browsers=2, servers=1, cuts=8)
LONG = Weather(marks=120, browsers=10, servers=3, cuts=40)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


def run(playwright: Playwright, template: Path, folder: Path, weather: Weather, application: str) -> Count:
    """Blow a storm over a copy of the template."""
    data = folder / "var"
    shutil.copytree(template, data)
    env = environment(data)
    made = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", SETTING],
        cwd=ROOT, env=env, check=True, capture_output=True, text=True,
    )  # fmt: skip
    line = Line(0)
    server = KilledServer(data, line.port, application)
    line.target = server.port
    server.start()
    line.start()
    try:
        return blow(playwright, server, line, json.loads(made.stdout), weather, seed=4)
    finally:
        server.kill()
        line.stop()
        shutil.rmtree(folder, ignore_errors=True)


def judge(count: Count, weather: Weather) -> None:
    assert (count.browsers_killed, count.servers_killed) == (weather.browsers, weather.servers)
    assert count.cut == weather.cuts
    assert len(count.recorded) == 3 * weather.marks
    assert (count.left, count.lost, doubled(count)) == (0, set(), 0)
    assert count.events == 3 * weather.marks
    for numbers in count.sequences.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_a_minute_of_bad_weather(playwright: Playwright, template_folder: Path, tmp_path: Path) -> None:  # noqa: F811
    judge(run(playwright, template_folder, tmp_path, SHORT, "config.wsgi"), SHORT)


def test_without_the_devices_ids_marks_are_doubled(
    playwright: Playwright,
    template_folder: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    weather = Weather(marks=6, browsers=0, servers=0, cuts=4)
    count = run(playwright, template_folder, tmp_path, weather, "tests.chaos.careless")
    assert count.left == 0
    assert doubled(count) >= weather.cuts  # every cut answer made another row
    assert count.events > 3 * weather.marks


@pytest.mark.long
def test_a_storm(playwright: Playwright, template_folder: Path, tmp_path: Path) -> None:  # noqa: F811
    judge(run(playwright, template_folder, tmp_path, LONG, "config.wsgi"), LONG)
