"""Measure the class journal: `python -m bench.journal` (half a minute).

Works in a temporary folder: a cohort of 30 people with 150 class sessions in one month, and one of 67 with as many,
which makes more than 10,000 marks. CPU time of the month's sheet as a PDF, and of the summary of all shares.
"""

import datetime
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

FIRST = datetime.date(2026, 9, 1)
HOURS = ((8, 30), (9, 25), (10, 30), (11, 25), (14, 0), (14, 55))
SESSIONS = 150
REPEATS = 5


def main() -> None:
    """Build the data, measure, print a table; the folder is thrown away."""
    with tempfile.TemporaryDirectory(prefix="omuzgoh-journal-") as folder:
        for name, value in {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "OMUZGOH_VAR": folder,
            "SECRET_KEY": "bench",
            "MASTER_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        }.items():
            os.environ[name] = value
        import django  # noqa: PLC0415 - reason: the settings are named a line above

        django.setup()
        _measure(*_build())


def _build() -> tuple[Any, Any, Any]:
    from django.core.management import call_command  # noqa: PLC0415 - reason: after django.setup()

    from accounts.enums import Role  # noqa: PLC0415 - reason: after django.setup()
    from accounts.models import Centre, User  # noqa: PLC0415 - reason: after django.setup()
    from accounts.services.roles import give_role  # noqa: PLC0415 - reason: after django.setup()
    from courses.models import Cohort, Enrolment, ProgrammeVersion  # noqa: PLC0415 - reason: after django.setup()

    print("building", file=sys.stderr, flush=True)
    call_command("migrate", verbosity=0)
    call_command("load_curriculum", outline_only=True, stdout=sys.stderr)
    centre, _ = Centre.objects.get_or_create(code="KHO", defaults={"titles": {"en": "Khorog"}})
    head = User.objects.create(service_number="BENCH-H", centre=centre)
    give_role(user=head, role=Role.HEAD, centre=centre, by=None)
    version = ProgrammeVersion.objects.earliest("pk")
    cohorts = []
    for people in (30, 67):
        days = {"starts_on": FIRST, "ends_on": FIRST + datetime.timedelta(days=30)}
        cohort = Cohort.objects.create(
            code=f"BENCH-{people}", programme_version=version, centre=centre, created_by=head, **days
        )
        persons = User.objects.bulk_create(
            User(service_number=f"B{people}-{number}", centre=centre) for number in range(people)
        )
        Enrolment.objects.bulk_create(Enrolment(cohort=cohort, person=one, enrolled_by=head) for one in persons)
        _fill(cohort, head)
        cohorts.append(cohort)
    return cohorts[0], cohorts[1], User.objects.get(pk=head.pk)


def _fill(cohort: Any, head: Any) -> None:
    """Six class sessions a day, every tenth mark missing a person."""
    from django.utils import timezone  # noqa: PLC0415 - reason: after django.setup()

    from attendance.enums import Status  # noqa: PLC0415 - reason: after django.setup()
    from attendance.models import Mark, Roll  # noqa: PLC0415 - reason: after django.setup()
    from courses.models import ClassSession  # noqa: PLC0415 - reason: after django.setup()

    part = cohort.programme_version.parts.earliest("position")
    rows = []
    for place in range(SESSIONS):
        day = FIRST + datetime.timedelta(days=place // 6)
        begin = timezone.make_aware(datetime.datetime.combine(day, datetime.time(*HOURS[place % 6])))
        when = {"starts_at": begin, "ends_at": begin + datetime.timedelta(minutes=45)}
        rows.append(
            ClassSession(
                cohort=cohort, part=part, kind="theory", state="held", date=day, first_hour=place % 6 + 1, **when
            )
        )
    ClassSession.objects.bulk_create(rows)
    Roll.objects.bulk_create(Roll(session=row, taken_by=head) for row in rows)
    marks = [
        Mark(
            session=row,
            enrolment=one,
            status=Status.SICK if (place + other) % 10 == 0 else Status.PRESENT,
            marked_by=head,
        )
        for place, row in enumerate(rows)
        for other, one in enumerate(cohort.enrolments.all())
    ]
    Mark.objects.bulk_create(marks, batch_size=1000)


def _measure(small: Any, large: Any, head: Any) -> None:
    from attendance.models import Mark  # noqa: PLC0415 - reason: after django.setup()
    from attendance.pdf.month import draw  # noqa: PLC0415 - reason: the same
    from attendance.selectors.reports import month_sheet  # noqa: PLC0415 - reason: the same
    from attendance.selectors.shares import standings_of  # noqa: PLC0415 - reason: the same

    def month() -> None:
        draw(month_sheet(small, FIRST, "tg", by=head), "ru")

    def summary() -> None:
        standings_of(large)

    marks = Mark.objects.filter(session__cohort=large).count()
    for name, work, bar in (
        (f"month sheet of 30 people × {SESSIONS} sessions, PDF", month, 3000),
        (f"summary of {marks} marks", summary, 200),
    ):
        first = _timed(work)
        then = statistics.median(_timed(work) for _ in range(REPEATS))
        print(f"{name:52} first {first:7.0f} ms, then {then:7.0f} ms of CPU, at most {bar} ms")


def _timed(work: Callable[[], None]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


if __name__ == "__main__":
    main()
