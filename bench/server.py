"""A gunicorn of our own on a folder of its own, and what the kernel says it used."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
WORKERS = os.environ.get("WEB_WORKERS", "2")
THREADS = os.environ.get("WEB_THREADS", "4")
PRODUCT = "config.wsgi:application"
COUNTING = "bench.counting:application"
MORE: dict[str, str] = {}  # what a measurement adds to the environment: another database


class ServerDied(Exception):
    """The server did not answer after it was started."""


def environment(folder: Path, port: int = 8000) -> dict[str, str]:
    """Return the environment of a server whose data lie in `folder`; nothing of the caller's own settings."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "OMUZGOH_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "SECRET_KEY": "bench-0123456789-0123456789-0123456789-0123456789",
        "MASTER_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PYTHONDONTWRITEBYTECODE": "1",
        **MORE,
    }


def run(folder: Path, *arguments: str) -> None:
    """Run a Python program (`manage.py migrate`, `-m bench.dataset`) on the data in `folder`."""
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment(folder), check=True)


def begin(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """Start the same and return without waiting."""
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment(folder))


def cpu_seconds(group: int) -> float:
    """Return the processor time, user and system, that the processes of one group have used (from /proc)."""
    total = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def pace() -> float:
    """Return the milliseconds of processor time that a fixed loop takes: how fast this machine is at this moment."""
    began, total = time.process_time(), 0
    for number in range(100_000):
        total += number * number % 7
    return (time.process_time() - began) * 1000


class Running:
    """A running server: its port and its process group."""

    def __init__(self, port: int, group: int) -> None:
        self.port = port
        self.group = group

    def cpu_each(self, actions: Sequence[Callable[[], object]], *, batches: int) -> list[float]:
        """Do the actions in batches; return for each batch the milliseconds of processor time an action took.

        The kernel counts in steps of 10 ms, so a batch must take many of them.
        """
        size = len(actions) // batches
        found = []
        for batch in range(batches):
            before = cpu_seconds(self.group)
            for action in actions[batch * size : (batch + 1) * size]:
                action()
            found.append((cpu_seconds(self.group) - before) * 1000 / size)
        return found


@contextlib.contextmanager
def serving(folder: Path, application: str = PRODUCT) -> Iterator[Running]:
    """Serve the data in `folder` as `make run` does (deploy/run) until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", WORKERS,
        "--threads", THREADS, "--preload", "--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, port), start_new_session=True)
    try:
        _wait_for(process, port)
        yield Running(port, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as ask:
            ask.request("GET", "/healthy")
            if ask.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise ServerDied
