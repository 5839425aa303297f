"""The one task of the worker: drain the rows of work to do."""

from django_tasks import task

from foundation.jobs import queue


@task(backend="jobs")
def drain_jobs() -> int:
    """Drain; safe to run at any time and to die anywhere."""
    return queue.drain()
