"""Serve the site: gunicorn, the workers, and the tick each minute. Ctrl-C ends all of it.

For one machine; in production a service manager starts the same three commands (the worker once a processor).
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
PATIENCE = 12.0  # seconds a program has to end by itself
MINUTE = 60.0
TICK = "tick"


class Ended(Exception):
    """Somebody asked to stop."""


def stop(_number: int, _frame: FrameType | None) -> None:
    raise Ended


def start(*command: str) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that it and its children can be ended together."""
    return subprocess.Popen(command, start_new_session=True)


def end(program: subprocess.Popen[bytes]) -> None:
    """End a program and its children: politely, then not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(PATIENCE)
            return


def listening(host: str, port: int) -> bool:
    """True when somebody answers at the address."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def watch(web: subprocess.Popen[bytes], others: dict[str, subprocess.Popen[bytes]]) -> int:
    """Keep the workers alive and the clock ticking until the web server ends; return its exit code."""
    next_tick = 0.0
    while web.poll() is None:
        for name in [name for name, program in others.items() if name != TICK and program.poll() is not None]:
            others[name] = worker()
        if time.monotonic() >= next_tick and (TICK not in others or others[TICK].poll() is not None):
            others[TICK] = start(*MANAGE, "tick")
            next_tick = time.monotonic() + MINUTE
        time.sleep(1)
    return web.returncode


def worker() -> subprocess.Popen[bytes]:
    return start(*MANAGE, "db_worker", "--backend", "jobs", "--queue-name", "*", "-v", "0")


def main(host: str, port: int) -> int:
    """Serve at host and port until a signal comes; return the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    web = start(
        str(BIN / "gunicorn"), "config.wsgi:application", "--bind", f"{host}:{port}",
        "--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", os.environ.get("WEB_THREADS", "4"),
        "--timeout", "60", "--graceful-timeout", "8", "--log-level", "warning",
    )  # fmt: skip
    others = {f"worker {number}": worker() for number in range(int(os.environ.get("JOB_WORKERS", "2")))}
    try:
        while not listening(host, port) and web.poll() is None:
            time.sleep(0.2)
        if web.poll() is None:
            sys.stdout.write(f"Omuzgoh is at http://{host}:{port} (Ctrl-C ends it)\n")
            sys.stdout.flush()
        return watch(web, others)
    except Ended:
        return 0
    finally:
        for program in (web, *others.values()):
            end(program)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
