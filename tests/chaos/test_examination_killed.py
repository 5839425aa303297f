"""The server is killed in the middle of many running attempts: no answer that was shown as saved is lost."""

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, environment, template_folder  # noqa: F401 - the fixture of the browser tests
from tests.chaos.examination import QUESTIONS, Hall
from tests.chaos.storm import KilledServer

pytestmark = pytest.mark.browser


def sit_through(template: Path, folder: Path, people: int, kills: int) -> None:
    data = folder / "var"
    shutil.copytree(template, data)
    made = subprocess.run(
        [
            sys.executable, "manage.py", "shell", "--no-imports", "-c",
            f"from tests.chaos.examination import prepare; prepare({people})",
        ],
        cwd=ROOT, env=environment(data), check=True, capture_output=True, text=True,
    )  # fmt: skip
    server = KilledServer(data, 8000, "config.wsgi")
    server.start()
    hall = Hall(server.port, json.loads(made.stdout.splitlines()[-1]))
    sitting = threading.Thread(target=hall.run, args=(12,))
    sitting.start()
    killed = 0
    try:
        whole = people * QUESTIONS
        while sitting.is_alive() and killed < kills:
            if len(hall.saved) > whole * (killed + 1) / (kills + 1):
                server.kill()
                killed += 1
                server.start()
            time.sleep(0.01)
        sitting.join(600)
    finally:
        hall.over.set()
        server.kill()
    database = sqlite3.connect(data / "omuzgoh.sqlite3")
    stored = [pk for (pk,) in database.execute("SELECT id FROM assessments_response")]
    database.close()
    shutil.rmtree(folder, ignore_errors=True)
    assert killed == kills
    assert hall.refused == []
    assert len(hall.saved) == whole
    assert hall.saved <= set(stored)  # nothing that was called saved is lost
    assert len(stored) == len(set(stored))


def test_thirty_people_and_a_server_killed_twice(template_folder: Path, tmp_path: Path) -> None:  # noqa: F811
    sit_through(template_folder, tmp_path / "hall", people=30, kills=2)


@pytest.mark.long
def test_two_hundred_people_and_a_server_killed_five_times(template_folder: Path, tmp_path: Path) -> None:  # noqa: F811
    sit_through(template_folder, tmp_path / "hall", people=200, kills=5)
