"""Keep nothing longer than its declaration says: one job a day, and the same as a rehearsal that changes nothing."""

import dataclasses
import datetime
from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.models import RetentionPeriod, User
from accounts.selectors.personal_data import periods, personal_tables
from accounts.services.audit import remember
from foundation.jobs import queue
from foundation.jobs.models import Job
from foundation.privacy import Does, Period

JOB = "accounts.retention"
LONGEST_DAYS = 36500

# (now, days, rehearsal) → how many rows; for what has files or keys, or needs to know more than one table
Handler = Callable[[datetime.datetime, int, bool], int]
_handlers: dict[str, Handler] = {}


class UnknownPeriodError(ValueError):
    """There is no such period, or it is a rule of the program that no setting changes."""


class DaysError(ValueError):
    """Days are between 1 and LONGEST_DAYS; for rows that end by themselves 0 will do."""


@dataclasses.dataclass(frozen=True)
class Due:
    """What is over: a period, its days now, and how many rows."""

    code: str
    days: int
    tables: tuple[str, ...]
    rows: int


def register(code: str, handler: Handler) -> None:
    """Name the function that does what is due for one period of `Does.OWN`. Called in `ready()`."""
    _handlers[code] = handler


def run(*, at: datetime.datetime, rehearsal: bool = False) -> list[Due]:
    """Throw away what is over at `at`; return what that was. A rehearsal counts and changes nothing.

    Remembered as counts. Each period is a transaction of its own: one that fails holds up no other.
    """
    rows = dict.fromkeys(periods(), 0)
    known = periods()
    for model, said in personal_tables():
        kept = said.kept
        if isinstance(kept, Period) and kept.does != Does.OWN:
            days = known[kept.code][1]
            rows[kept.code] += _due(model, kept, at - datetime.timedelta(days=days), rehearsal=rehearsal)
    for code, (_, days, _) in known.items():
        if code in _handlers:
            rows[code] += _handlers[code](at, days, rehearsal)
    found = [Due(code, days, tuple(tables), rows[code]) for code, (_, days, tables) in known.items()]
    counts = {due.code: due.rows for due in found if due.rows}
    if counts and not rehearsal:
        remember(act=Act.DATA_EXPIRED, by=None, new=counts)
    return found


def put_down(*, at: datetime.datetime) -> int:
    """Put the job of the day down, once; return how many. For `tick`."""
    day = timezone.localdate(at).isoformat()
    if Job.objects.filter(kind=JOB, subject=day).exists():
        return 0
    queue.put(kind=JOB, subject=day)
    return 1


def set_period(*, code: str, days: int, by: User | None) -> RetentionPeriod | None:
    """Keep the rows of one period for so many days; None when that is the default again.

    Raises UnknownPeriodError or DaysError.
    """
    found = periods().get(code)
    if found is None or found[0].fixed:
        raise UnknownPeriodError(code)
    period, former, _ = found
    if not min(1, period.days) <= days <= LONGEST_DAYS:
        raise DaysError(days)
    with transaction.atomic():
        row = None
        if days == period.days:
            RetentionPeriod.objects.filter(code=code).delete()
        else:
            row, _made = RetentionPeriod.objects.update_or_create(code=code, defaults={"days": days})
        if days != former:
            remember(act=Act.RETENTION_CHANGED, by=by, old={"code": code, "days": former}, new={"days": days})
    return row


def _due(model: type[models.Model], kept: Period, before: datetime.datetime, *, rehearsal: bool) -> int:
    field = model._meta.get_field(kept.since)
    moment: Any = before if isinstance(field, models.DateTimeField) else before.date()
    rows = model._base_manager.filter(**{f"{kept.since}__lt": moment}, **kept.when)
    if kept.does == Does.CLEAR:
        empty = {name: _empty(model, name) for name in kept.clears}
        rows = rows.exclude(**empty)
        return rows.count() if rehearsal else rows.update(**empty)
    if rehearsal:
        return rows.count()
    with transaction.atomic():
        return rows.delete()[1].get(model._meta.label, 0)


def _empty(model: type[models.Model], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    return None if field.null else ""
