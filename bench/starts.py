"""Two hundred people press *start* on the exit test within five seconds: `python -m bench.starts [sqlite|postgres]`.

Prints how many began, how many errors there were, and how long the answer took (95 of 100, the longest). The time is
that of a wall clock on whatever this machine does beside: run it on a quiet one.
"""

import contextlib
import datetime
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import server
from bench.browser import SmallBrowser, WrongAnswer

PEOPLE = 200
WITHIN = 5.0  # seconds
BAR = 2.0  # seconds, 95 of 100, on PostgreSQL
CODE = "BENCH-EXIT"
SETTING = f"from bench.starts import exit_test; exit_test({CODE!r})"


def exit_test(code: str) -> None:
    """Make the exit test of forty questions and a sitting for the readers' cohort; print what the drivers need."""
    from django.utils import timezone  # noqa: PLC0415 - reason: runs inside the server's environment only

    from accounts.models import User  # noqa: PLC0415 - reason: as above
    from assessments.enums import QuizPurpose  # noqa: PLC0415 - reason: as above
    from assessments.models import BlueprintLine, Question, QuestionTag, Quiz, Sitting  # noqa: PLC0415 - reason: as above
    from bench.dataset import _seat  # noqa: PLC0415 - reason: as above
    from courses.models import Cohort, Enrolment, ProgrammeVersion  # noqa: PLC0415 - reason: as above
    from tests.factories.assessments import make_question  # noqa: PLC0415 - reason: as above

    at = timezone.now()
    registrar = User.objects.get(service_number="KHO-R1")
    cohort = Cohort.objects.get(code="BENCH-READ")
    ProgrammeVersion.objects.filter(pk=cohort.programme_version_id).update(
        attendance_percent=0, attendance_excused_percent=0
    )
    module = Question.objects.earliest("pk").module
    for number in range(80):
        version = make_question(module, 5000 + number, ("single", "multiple", "true_false", "matching")[number % 4])
        QuestionTag.objects.create(question=version.question, word="bench")
    titles = dict.fromkeys(("en", "tg", "fa-af", "ru"), code)
    quiz = Quiz.objects.create(
        code=code, purpose=QuizPurpose.EXIT, programme=cohort.programme_version.programme, questions=40,
        time_limit_minutes=90, sittings_only=True, start_code=True, titles=titles,
    )  # fmt: skip
    BlueprintLine.objects.create(quiz=quiz, position=1, tag="bench", count=40)
    Sitting.objects.create(
        quiz=quiz, cohort=cohort, opens_at=at, closes_at=at + datetime.timedelta(hours=3), start_code="AC37QX",
        created_by=registrar,
    )  # fmt: skip
    others = User.objects.filter(enrolments__isnull=False).exclude(enrolments__cohort=cohort).distinct()
    for person in others:
        Enrolment.objects.create(cohort=cohort, person=person, enrolled_by=registrar, enrolled_at=at)
    print(json.dumps([_seat(person) for person in others]))


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL of our own beside the data and return its address."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    data = folder / "pg"
    data.mkdir()
    port = random.randrange(20000, 40000)
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if user:
        folder.chmod(0o711)
        subprocess.run(["chown", "postgres", str(data)], check=True)
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c max_connections=40"
    make = [
        str(programs / "initdb"),
        "-D",
        str(data / "data"),
        "-U",
        "omuzgoh",
        "-A",
        "trust",
        "--encoding=UTF8",
        "--locale=C",
    ]
    control = [str(programs / "pg_ctl"), "-D", str(data / "data"), "-l", str(data / "log"), "-w"]
    subprocess.run([*user, *make], check=True, cwd="/", stdout=subprocess.DEVNULL)
    subprocess.run([*user, *control, "-o", options, "start"], check=True, cwd="/", stdout=subprocess.DEVNULL)
    try:
        yield f"postgres://omuzgoh@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*user, *control, "-m", "immediate", "stop"], check=False, cwd="/", stdout=subprocess.DEVNULL)


def press(port: int, seats: list[dict[str, Any]]) -> tuple[list[float], list[str]]:
    """Let everybody press start at a moment of their own within five seconds; return seconds and errors."""
    taken: list[float] = []
    errors: list[str] = []
    ready = threading.Barrier(len(seats) + 1)

    def one(seat: dict[str, Any]) -> None:
        browser = SmallBrowser(port, seat["session"])
        path = f"/{seat['language']}/assessments/quizzes/{CODE}/"
        try:
            browser.get(path)
            ready.wait()
            time.sleep(random.uniform(0, WITHIN))
            began = time.perf_counter()
            answer = browser.post(path + "start/", {"start_code": "AC37QX"})
            taken.append(time.perf_counter() - began)
            if "/attempts/" not in answer.headers["location"]:
                errors.append(answer.headers["location"])
        except (WrongAnswer, OSError, threading.BrokenBarrierError) as error:
            errors.append(str(error)[:200])

    threads = [threading.Thread(target=one, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    ready.wait(300)
    for thread in threads:
        thread.join()
    return taken, errors


def main(kind: str) -> None:
    """Measure on one database and say it."""
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"omuzgoh-starts-{uuid.uuid4().hex[:8]}"
    folder.mkdir()
    with postgres(folder) if kind == "postgres" else contextlib.nullcontext("") as address:
        if address:
            server.MORE["DATABASE_URL"] = address
        static = server.begin(folder, "manage.py", "collectstatic", "--noinput", "-v", "0")
        server.run(folder, "manage.py", "migrate", "--noinput", "-v", "0")
        server.run(folder, "-m", "bench.dataset", str(folder / "plan.json"))
        made = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", SETTING],
            cwd=server.ROOT, env=server.environment(folder), check=True, capture_output=True, text=True,
        )  # fmt: skip
        static.wait()
        plan = json.loads((folder / "plan.json").read_text())
        seats = [*plan["trainees"], *json.loads(made.stdout.splitlines()[-1])][:PEOPLE]
        with server.serving(folder) as running:
            taken, errors = press(running.port, seats)
    quick = sorted(taken)
    said = {
        "database": kind, "pressed": len(seats), "begun": len(taken), "errors": len(errors), "within_s": WITHIN,
        "p95_s": round(quick[int(len(quick) * 0.95) - 1], 3), "longest_s": round(quick[-1], 3),
        "median_s": round(statistics.median(quick), 3), "bar_p95_s": BAR if kind == "postgres" else None,
    }  # fmt: skip
    print(json.dumps(said), *errors[:5], sep="\n")
    subprocess.run(["rm", "-rf", str(folder)], check=False)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "sqlite")
