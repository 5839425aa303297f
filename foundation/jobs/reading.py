"""Read how far work is."""

from collections.abc import Collection

from foundation.jobs.models import OPEN_STATES, Job


def newest(kind: str, subject: str) -> Job | None:
    """Return the newest job of a kind on a subject, or None. One query."""
    return Job.objects.filter(kind=kind, subject=subject).order_by("-created_at").first()


def newest_of(kind: str, subjects: Collection[str]) -> dict[str, Job]:
    """Return the newest job of a kind by subject, for subjects that have one. One query."""
    return {job.subject: job for job in Job.objects.filter(kind=kind, subject__in=subjects).order_by("created_at")}


def is_open(job: Job | None) -> bool:
    """True while the job waits or runs."""
    return job is not None and job.state in OPEN_STATES
