"""Put work down, and drain it. Handlers are registered by upper apps in `ready()`."""

import datetime
import logging
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from foundation.jobs.models import OPEN_STATES, Job, JobState

logger = logging.getLogger("omuzgoh.jobs")

LEASE = datetime.timedelta(minutes=5)
MAX_TRIES = 5

Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Name the function that does jobs of `kind`. It must be safe to run again after dying anywhere."""
    _handlers[kind] = handler


def put(*, kind: str, subject: str, total: int = 0) -> Job:
    """Write down work to do; while the same work is waiting or running, return that job instead of a second one."""
    try:
        with transaction.atomic():
            return Job.objects.create(kind=kind, subject=subject, total=total)
    except IntegrityError:
        return Job.objects.get(kind=kind, subject=subject, state__in=OPEN_STATES)


def progress(job: Job, done: int, total: int) -> None:
    """Say how far the work is, and renew the lease. Raises JobCancelled when somebody cancelled it."""
    now = timezone.now()
    changed = Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
        done=done, total=total, leased_until=now + LEASE
    )
    if not changed:
        raise JobCancelledError


class JobCancelledError(Exception):
    """The job was cancelled while it ran."""


def cancel(job: Job) -> bool:
    """Cancel a job that is not finished; True when it was."""
    return bool(
        Job.objects.filter(pk=job.pk, state__in=OPEN_STATES).update(
            state=JobState.CANCELLED, finished_at=timezone.now()
        )
    )


def _lease() -> Job | None:
    now = timezone.now()
    due = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, leased_until__lt=now)
    for job in Job.objects.filter(due)[:10]:
        taken = Job.objects.filter(due, pk=job.pk, tries=job.tries).update(
            state=JobState.RUNNING, leased_until=now + LEASE, tries=job.tries + 1
        )
        if taken:
            job.refresh_from_db()
            return job
    return None


def drain(limit: int = 100) -> int:
    """Do waiting jobs, and those whose worker died, until none is left; return how many were done.

    A job that fails waits for the next drain, at most MAX_TRIES times. The error text kept is the
    exception's class name only: messages can hold names.
    """
    finished = 0
    for _ in range(limit):
        job = _lease()
        if job is None:
            break
        try:
            _handlers[job.kind](job)
        except JobCancelledError:
            continue
        except Exception as error:
            # the class alone: a message can hold a row of the database, and so a name
            logger.error("job %s of kind %s failed: %s", job.pk, job.kind, type(error).__name__)  # noqa: TRY400
            state = JobState.FAILED if job.tries >= MAX_TRIES else JobState.WAITING
            Job.objects.filter(pk=job.pk).update(state=state, error=type(error).__name__, leased_until=None)
            if state == JobState.WAITING:
                break
            continue
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
            state=JobState.DONE, finished_at=timezone.now(), error=""
        )
        finished += 1
    return finished
