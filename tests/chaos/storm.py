"""Three devices take rolls while browsers and the server are killed and the line is cut; then all is counted."""

import contextlib
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from tests.browser.conftest import CHROMIUM, FLAGS, ROOT, environment
from tests.chaos.proxy import Line

SEATS = ("instructor", "instructor-2", "instructor")
STATUSES = ("absent", "leave", "duty", "sick", "mission", "present")
RECORD = """async ({session, enrolment, status}) => {
  const sign = document.getElementById("unsent");
  await import(sign.dataset.outbox);
  const box = globalThis.outboxOf(sign.dataset.person);
  const payload = { enrolment, status, minutes: 0, document: "", base: null };
  const item = await box.record("attendance.mark", session, payload);
  box.flush();
  return item.id;
}"""
SEND = """async () => {
  const sign = document.getElementById("unsent");
  await import(sign.dataset.outbox);
  const box = globalThis.outboxOf(sign.dataset.person);
  await box.flush();
  return box.count();
}"""
# A class session of today for each device, in a cohort that both instructors teach.
SETTING = """
import datetime, json
from django.utils import timezone
from accounts.models import User
from courses.models import ClassSession, Cohort, CohortInstructor
first, second = (User.objects.get(service_number=number) for number in ("DEMO-I1", "DEMO-I2"))
cohort = next(row for row in Cohort.objects.taught_by(first).filter(state="running") if row.enrolments.count() > 3)
CohortInstructor.objects.get_or_create(cohort=cohort, user=second)
now = timezone.now()
sessions = [str(ClassSession.objects.create(cohort=cohort, part=cohort.programme_version.parts.earliest("position"),
    date=timezone.localdate(now), first_hour=10 + place, hours=1, starts_at=now, kind="theory", by_hand=True,
    ends_at=now + datetime.timedelta(minutes=50), instructor=by).pk) for place, by in enumerate((first, second, first))]
people = [str(row.pk) for row in cohort.enrolments.active()]
print(json.dumps({"sessions": sessions, "people": people}))
"""


@dataclass(frozen=True)
class Weather:
    """How bad it is: marks on each device, browsers and servers killed, answers cut after they were stored."""

    marks: int
    browsers: int
    servers: int
    cuts: int


@dataclass
class Count:
    """What came of it. `recorded` are the ids that devices were told are safe."""

    recorded: set[str] = field(default_factory=set)
    left: int = 0
    stored: list[str] = field(default_factory=list)
    events: int = 0
    sequences: dict[str, list[int]] = field(default_factory=dict)
    browsers_killed: int = 0
    servers_killed: int = 0
    cut: int = 0

    @property
    def lost(self) -> set[str]:
        return self.recorded - set(self.stored)


class KilledServer:
    """gunicorn as `make run` starts it, in a process group of its own that can be killed at once."""

    def __init__(self, folder: Path, site: int, application: str) -> None:
        self.folder, self.site, self.application = folder, site, application
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            str(Path(sys.executable).parent / "gunicorn"), f"{self.application}:application", "--bind",
            f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4", "--log-level", "critical",
        ]  # fmt: skip
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment(self.folder, self.site), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthy", timeout=2).close()
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text())

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Phone:
    """One browser whose folder outlives it; its processes are found by that folder and killed."""

    def __init__(self, playwright: Playwright, site: str, folder: Path, seat: str, session: str) -> None:
        self.playwright, self.site, self.folder, self.seat, self.session = playwright, site, folder, seat, session
        self.open()

    def open(self) -> None:
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=CHROMIUM, args=FLAGS
        )
        self.context.set_default_timeout(60000)
        self.page: Page = self.context.pages[0]
        self.arrive()

    def arrive(self) -> None:
        """Open the roll; log in where the browser was killed before it had written down who it is."""
        for _ in range(60):
            with contextlib.suppress(Error):
                self.page.goto(f"{self.site}/tg/roll/{self.session}/")
                if self.page.locator("#unsent").count():
                    return
                self.page.goto(f"{self.site}/tg/")
                self.page.click(f'form[data-seat="{self.seat}"] button')
            time.sleep(0.5)
        raise RuntimeError(self.page.content()[:500])

    def record(self, enrolment: str, status: str) -> str:
        said = {"session": self.session, "enrolment": enrolment, "status": status}
        return str(self.page.evaluate(RECORD, said))

    def send(self) -> int:
        with contextlib.suppress(Error):
            return int(self.page.evaluate(SEND))
        self.arrive()
        return 1

    def processes(self) -> list[int]:
        """The processes of this browser that live; one that is dying has no command line any more, but a folder."""
        mark, found = str(self.folder), []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                held = f"--user-data-dir={mark}".encode() in (path / "cmdline").read_bytes()
                if held or any(str(one.readlink()).startswith(mark) for one in (path / "fd").iterdir()):
                    found.append(int(path.name))
        return found

    def kill(self) -> None:
        """SIGKILL, as a battery that falls out."""
        for process in self.processes():
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()
        end = time.monotonic() + 20
        while self.processes() and time.monotonic() < end:  # the dying hold the folder of the storage
            time.sleep(0.05)
        for lock in self.folder.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        self.open()

    def close(self) -> None:
        with contextlib.suppress(Error):
            self.context.close()


def blow(
    playwright: Playwright, server: KilledServer, line: Line, setting: dict[str, list[str]], weather: Weather, seed: int
) -> Count:
    """Let it happen and count. `setting` names sessions and people (SETTING)."""
    dice, count = random.Random(seed), Count()
    site = f"http://127.0.0.1:{line.port}"
    folders = [server.folder.parent / f"phone-{place}" for place in range(3)]
    phones = [
        Phone(playwright, site, folder, seat, session)
        for folder, seat, session in zip(folders, SEATS, setting["sessions"], strict=True)
    ]
    turns = [place for place in range(3) for _ in range(weather.marks)]
    dice.shuffle(turns)
    browsers = set(dice.sample(range(1, len(turns)), weather.browsers))
    servers = set(dice.sample(range(1, len(turns)), weather.servers))
    line.cuts = weather.cuts
    for turn, place in enumerate(turns):
        if turn in servers:
            server.kill()
            count.servers_killed += 1
        count.recorded.add(phones[place].record(dice.choice(setting["people"]), dice.choice(STATUSES)))
        if server.process is None and dice.random() < 0.4:
            server.start()
        # A slow server gets many marks at once and gives few answers: where they get scarce each is waited for.
        if server.process is not None and 3 * line.cuts >= len(turns) - turn:
            phones[place].send()
        if turn in browsers:
            if server.process is None:
                server.start()
            phones[place].kill()
            count.browsers_killed += 1
    if server.process is None:
        server.start()
    end = time.monotonic() + 120
    count.left = 1
    while count.left and time.monotonic() < end:
        count.left = sum(phone.send() for phone in phones)
    for phone in phones:
        phone.close()
    count.cut = line.done
    _read(server.folder, count)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return count


def _read(folder: Path, count: Count) -> None:
    with contextlib.closing(sqlite3.connect(folder / "omuzgoh.sqlite3", timeout=20)) as database:
        rows = database.execute("SELECT id, device, sequence FROM outbox_delivery").fetchall()
        events = database.execute("SELECT count(*) FROM attendance_markevent WHERE device IS NOT NULL")
        count.events = events.fetchone()[0]
    for pk, device, sequence in rows:
        count.stored.append(str(uuid.UUID(pk)))
        count.sequences.setdefault(device, []).append(sequence)


def doubled(count: Count) -> int:
    """How many rows there are more than marks recorded."""
    return sum(Counter(count.stored).values()) - len(count.recorded)
