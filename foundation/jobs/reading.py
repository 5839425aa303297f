"""Read how far work is."""

from foundation.jobs.models import OPEN_STATES, Job


def newest(kind: str, subject: str) -> Job | None:
    """Return the newest job of a kind on a subject, or None. One query."""
    return Job.objects.filter(kind=kind, subject=subject).order_by("-created_at").first()


def is_open(job: Job | None) -> bool:
    """True while the job waits or runs."""
    return job is not None and job.state in OPEN_STATES
