"""A real server for browser tests: gunicorn as `make run` starts it, on a copy of a database built once a run."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
expect.set_options(timeout=20_000)  # of patience: a busy machine is not a fault of the page
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-smooth-scrolling",
]  # fmt: skip


def environment(folder: Path, port: int = 8000) -> dict[str, str]:
    """The environment of a server whose data lie in `folder`."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "OMUZGOH_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "SECRET_KEY": "browser-tests-0123456789-0123456789-0123456789",
        "MASTER_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }


# Python walks all objects again and again while hundreds of migrations make more: a third of their time.
MANAGE = """
import gc, sys
gc.set_threshold(200_000, 20, 20)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


def manage(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", MANAGE, *arguments], cwd=ROOT, env=environment(folder))


@pytest.fixture(scope="session")
def template_folder(testrun_uid: str) -> Path:
    """Data of the whole curriculum with the demonstration, built once a run by whichever process comes first."""
    folder = Path(os.environ.get("BROWSER_TEMPLATE") or Path(tempfile.gettempdir()) / f"omuzgoh-template-{testrun_uid}")
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            folder.mkdir()
            static = manage(folder, "collectstatic", "--noinput", "-v", "0")
            for command in ("migrate --noinput -v 0", "load_curriculum", "load_demonstration"):
                assert manage(folder, *command.split()).wait() == 0, command
            assert static.wait() == 0
            (folder / "ready").touch()
    return folder


class Server:
    """One running site with its own copy of the data; `jobs`: what is left to do is done by a worker beside it."""

    def __init__(self, folder: Path, *, jobs: bool = True) -> None:
        self.folder = folder
        self.jobs = jobs
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = (folder / "server.log").open("wb")
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        env = environment(self.folder, self.port)
        web = [
            str(Path(sys.executable).parent / "gunicorn"), "config.wsgi:application", "--bind",
            f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4", "--log-level", "warning",
        ]  # fmt: skip
        worker = [
            sys.executable,
            "manage.py",
            "db_worker",
            "--backend",
            "jobs",
            "--queue-name",
            "*",
            "--no-startup-delay",
        ]
        for command in (web, worker) if self.jobs else (web,):
            self.processes.append(
                subprocess.Popen(
                    command, cwd=ROOT, env=env, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True
                )
            )
        for _ in range(2400):  # two minutes: a machine may be busy with much else
            if self.answers():
                return
            time.sleep(0.05)
        raise RuntimeError((self.folder / "server.log").read_text())

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/healthy", timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """End everything at once: nobody waits for connections that a browser keeps open."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait(20)
        self.processes.clear()

    def stop(self) -> None:
        self.kill()
        self.log.close()

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database, without writing."""
        database = sqlite3.connect(f"file:{self.folder / 'omuzgoh.sqlite3'}?mode=ro", uri=True, timeout=20)
        with contextlib.closing(database):
            return database.execute(question, values).fetchall()


@pytest.fixture
def server(template_folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A site for one test. A module that says `JOBS = False` goes without a worker, which starts as slowly."""
    folder = tmp_path / "var"
    shutil.copytree(template_folder, folder)
    running = Server(folder, jobs=getattr(request.module, "JOBS", True))
    running.start()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


STRANGERS: list[str] = []  # requests to other hosts, whichever page, worker or window made them
OURS = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "about:", "file:")
OURS += ("chrome:", "chrome-error:", "chrome-extension:")  # the browser itself: its viewer of PDF files


def watch(context: BrowserContext) -> BrowserContext:
    """Note every request of a context that does not go to our own host: fonts, beacons, frames, anything."""
    context.on("request", lambda sent: None if sent.url.startswith(OURS) else STRANGERS.append(sent.url))
    return context


@pytest.fixture(autouse=True)
def no_third_party(request: pytest.FixtureRequest) -> Iterator[None]:
    """No page of any test asks another host for anything. A module whose link leads out names that in `LEADS_TO`."""
    STRANGERS.clear()
    yield
    allowed = getattr(request.module, "LEADS_TO", ())
    assert [url for url in STRANGERS if not url.startswith(tuple(allowed))] == []


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module: while it runs, Playwright holds an event loop in which Django refuses its database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        plain = browser.new_context
        browser.new_context = lambda **wishes: watch(plain(**wishes))  # type: ignore[method-assign]
        yield browser
        browser.close()


def go(page: Page, url: str) -> Response | None:
    """Go to a page; once more if the page that is left was just loading itself anew, which calls our going off."""
    try:
        return page.goto(url)
    except Error as error:
        if "ERR_ABORTED" not in str(error) and "interrupted by another navigation" not in str(error):
            raise
        return page.goto(url)


class Visitor:
    """One person at one browser; console errors and requests to other hosts are collected."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context = context
        self.server = server
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "request",
            lambda r: None if r.url.startswith((server.url, "data:", "blob:")) else self.complaints.append(r.url),
        )

    def open(self, path: str) -> Page:
        answer = go(self.page, self.server.url + path)
        assert answer is not None
        assert answer.status < 400, f"{answer.status} {path}"
        return self.page

    def sit(self, seat: str, language: str) -> Page:
        """Take a seat of the demonstration through its door."""
        go(self.page, "about:blank")  # a page that is left may still send its outbox, and would be told to log in
        self.context.clear_cookies()
        self.open(f"/{language}/")
        with self.page.expect_navigation():
            self.page.click(f'form[data-seat="{seat}"] button')
        if self.page.url != f"{self.server.url}/{language}/home/":
            self.open(f"/{language}/home/")
        return self.page


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Visitor]:
    # without the service worker, through which Playwright now and then sees no answer; test_off_line.py plays with it
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-US", service_workers="block")
    context.set_default_timeout(15000)
    yield Visitor(context, server)
    context.close()
