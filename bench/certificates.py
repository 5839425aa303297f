"""Measure the making and checking of certificates: `python -m bench.certificates [HOW MANY]` (550 without a number).

Works in a temporary folder, with data made by the factories of the tests. Two workers share one batch, as two services
on a centre's machine do: issued, sealed, drawn, signed, kept. Then one on demand, and uploads that are judged.
"""

import functools
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench.figures import Figure, figure, table, worst
from bench.server import pace

WORKERS = 2
WHOLE_COHORT, SECONDS = 550, 30.0  # the bar: so many certificates in so many seconds
QUERIES, ON_DEMAND, UPLOAD, SIZE, GROWTH = 6, 150, 100, 160, 15  # a certificate; ms; ms; KB; MB
REPEATS = 12


def main() -> None:
    """Build, let the workers work, measure; in a worker: work."""
    if sys.argv[1:2] == ["--worker"]:
        print(json.dumps(_work()))
        return
    many = int(sys.argv[1]) if len(sys.argv) > 1 else WHOLE_COHORT
    with tempfile.TemporaryDirectory(prefix="omuzgoh-certificates-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="config.settings.dev",
            OMUZGOH_VAR=folder,
            SECRET_KEY="bench",
            MASTER_KEY="MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
            SITE_URL="https://omuzgoh.example",
        )
        import django  # noqa: PLC0415 - reason: the settings are named a line above

        django.setup()
        batch = _build(many)
        print(f"built; {WORKERS} workers", file=sys.stderr, flush=True)
        paces = [pace()]
        figures = _cohort(batch, many)
        paces.append(pace())
        figures += [*_on_demand(batch), *_uploads(batch), figure("this machine: a fixed loop of Python", paces, "ms")]
    for one in figures:
        print(one.line)
    print()
    print(table(figures))


def _build(many: int) -> Any:
    from django.core.management import call_command  # noqa: PLC0415 - reason: after django.setup()
    from django.db import transaction  # noqa: PLC0415 - reason: the same

    from accounts.enums import Role  # noqa: PLC0415 - reason: the same
    from tests.factories.accounts import make_centre, make_person, make_staff  # noqa: PLC0415 - reason: the same
    from tests.factories.certificates import graduate, prepare  # noqa: PLC0415 - reason: the same
    from tests.factories.courses import enrol, make_cohort  # noqa: PLC0415 - reason: the same

    call_command("migrate", verbosity=0)
    call_command("signing_keys", "make-development", stdout=sys.stderr)
    with transaction.atomic():
        centre = make_centre("KHO")
        staff = functools.partial(make_staff, centre=centre)
        registrar, head = staff(Role.REGISTRAR, number="KHO-R1"), staff(Role.HEAD, number="KHO-H1")
        cohort = make_cohort(centre=centre)
        people = [
            make_person(centre=centre, protected=place % 5 == 4, latin=("KARIMZODA", "DALER")) for place in range(many)
        ]
        enrolments = enrol(cohort, *people, by=registrar)
        graduate(cohort, *enrolments, instructor=staff(Role.INSTRUCTOR, number="KHO-I1"), registrar=registrar)
        batch = prepare(cohort, registrar)
    from django.utils import timezone  # noqa: PLC0415 - reason: the same

    from certificates.services.batches import issue_batch  # noqa: PLC0415 - reason: the same

    return issue_batch(batch=batch, by=head, at=timezone.now())


def _work() -> dict[str, Any]:
    """Drain the work as a worker does; return statements, and the memory over time."""
    import django  # noqa: PLC0415 - reason: only a worker needs it here

    django.setup()
    from django.db import connection  # noqa: PLC0415 - reason: after django.setup()

    from foundation.jobs import queue  # noqa: PLC0415 - reason: the same

    asked, memory, done = [0], [], threading.Event()

    def count(execute: Any, *rest: Any) -> Any:
        asked[0] += 1
        return execute(*rest)

    def watch() -> None:
        while not done.wait(0.5):
            memory.append(_memory())

    watching = threading.Thread(target=watch)
    watching.start()
    with connection.execute_wrapper(count):
        queue.drain()
    done.set()
    watching.join()
    return {"statements": asked[0], "memory": [*memory, _memory()]}


def _memory() -> float:
    """Return the megabytes this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _cohort(batch: Any, many: int) -> list[Figure]:
    from certificates.enums import DRAW_BATCH, ISSUE_BATCH  # noqa: PLC0415 - reason: after django.setup()
    from certificates.models import Certificate  # noqa: PLC0415 - reason: the same
    from certificates.services.files import kept_file  # noqa: PLC0415 - reason: the same
    from foundation.jobs import queue  # noqa: PLC0415 - reason: the same

    for kind in (ISSUE_BATCH, DRAW_BATCH):
        queue.put(kind=kind, subject=str(batch.pk))
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "bench.certificates", "--worker"]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(WORKERS)]
    said = [json.loads(worker.communicate()[0].splitlines()[-1]) for worker in workers]
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = list(Certificate.objects.filter(batch=batch).select_related("person"))
    assert len(rows) == many
    sizes = [len(kept_file(row) or b"") for row in rows]
    assert min(sizes) > 0, "every certificate has its file"
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    growth = [one["memory"][-1] - one["memory"][2 * len(one["memory"]) // 3] for one in said]
    return [
        Figure(f"{many} certificates, two workers: time", seconds, "s", many, bar=SECONDS * many / WHOLE_COHORT),
        Figure("a certificate: CPU, starts included", cpu * 1000 / many, "ms", many),
        Figure(
            "a certificate: statements", sum(one["statements"] for one in said) / many, "queries", many, bar=QUERIES
        ),
        worst("a signed file", [size / 1000 for size in sizes], "KB", bar=SIZE),
        worst("a worker's memory at the end", [one["memory"][-1] for one in said], "MB"),
        worst("a worker's growth in the last third", growth, "MB", bar=GROWTH),
    ]


def _timed(actions: list[Any]) -> tuple[list[float], list[float]]:
    """Do actions one by one; return the milliseconds each took, by the clock and of the processor."""
    wall, cpu = [], []
    for action in actions:
        at, used = time.perf_counter(), time.process_time()
        action()
        wall.append((time.perf_counter() - at) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return wall, cpu


def _on_demand(batch: Any) -> list[Figure]:
    from certificates.models import Certificate  # noqa: PLC0415 - reason: after django.setup()
    from certificates.pdf.store import draw_and_keep  # noqa: PLC0415 - reason: the same

    rows = list(Certificate.objects.filter(batch=batch).select_related("person")[: REPEATS + 2])
    for row in rows[:2]:
        draw_and_keep(row)
    wall, cpu = _timed([functools.partial(draw_and_keep, row) for row in rows[2:]])
    return [
        figure("one on demand, warm: time", wall, "ms", bar=ON_DEMAND),
        figure("one on demand, warm: CPU", cpu, "ms"),
    ]


def _uploads(batch: Any) -> list[Figure]:
    from certificates.models import Certificate  # noqa: PLC0415 - reason: after django.setup()
    from certificates.selectors.issuer_keys import trusted  # noqa: PLC0415 - reason: the same
    from certificates.services.files import kept_file  # noqa: PLC0415 - reason: the same
    from certificates.signing.verify import judge  # noqa: PLC0415 - reason: the same

    row = Certificate.objects.filter(batch=batch).select_related("person").order_by("number")[0]
    genuine = kept_file(row)
    assert genuine is not None
    large = genuine + b"\n%" + b"0" * (1_000_000 - len(genuine))
    known = trusted()
    assert judge(genuine, known).genuine
    figures = []
    for name, data in (("a genuine file", genuine), ("1 MB, appended to", large)):
        _, cpu = _timed([functools.partial(judge, data, known)] * REPEATS)
        figures.append(figure(f"upload judged, {name}: CPU", cpu, "ms", bar=UPLOAD))
    return figures


if __name__ == "__main__":
    main()
