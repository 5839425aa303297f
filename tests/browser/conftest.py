"""A real server for browser tests: gunicorn as `make run` starts it, on a copy of a database built once a run."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
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


def manage(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(folder), check=True)


@pytest.fixture(scope="session")
def template_folder(testrun_uid: str) -> Path:
    """Data of the whole curriculum with the demonstration, built once a run by whichever process comes first."""
    folder = Path(os.environ.get("BROWSER_TEMPLATE") or Path(tempfile.gettempdir()) / f"omuzgoh-template-{testrun_uid}")
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            folder.mkdir()
            manage(folder, "collectstatic", "--noinput", "-v", "0")
            manage(folder, "migrate", "--noinput", "-v", "0")
            manage(folder, "load_curriculum")
            manage(folder, "load_demonstration")
            (folder / "ready").touch()
    return folder


class Server:
    """One running site with its own copy of the data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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
        for command in (web, worker):
            self.processes.append(
                subprocess.Popen(command, cwd=ROOT, env=env, stdout=self.log, stderr=subprocess.STDOUT)
            )
        for _ in range(300):
            if self.answers():
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text())

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/healthy", timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(20)
        self.log.close()


@pytest.fixture
def server(template_folder: Path, tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "var"
    shutil.copytree(template_folder, folder)
    running = Server(folder)
    running.start()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module: while it runs, Playwright holds an event loop in which Django refuses its database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


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

    def note_stranger(self, request: Request) -> None:
        if not request.url.startswith((self.server.url, "data:", "blob:")):
            self.complaints.append(request.url)

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.server.url + path)
        assert answer is not None
        assert answer.status < 400, f"{answer.status} {path}"
        return self.page

    def sit(self, seat: str, language: str) -> Page:
        """Take a seat of the demonstration through its door."""
        self.context.clear_cookies()
        self.open(f"/{language}/")
        self.page.click(f'form[data-seat="{seat}"] button')
        self.open(f"/{language}/home/")
        return self.page


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Visitor]:
    # without the service worker, through which Playwright now and then sees no answer; test_off_line.py plays with it
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-US", service_workers="block")
    context.set_default_timeout(15000)
    yield Visitor(context, server)
    context.close()
