from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from foundation.jobs.models import Job


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = "Certificates"

    def ready(self) -> None:
        """Name the function that does the jobs of this app."""
        from certificates.enums import ISSUE_BATCH  # noqa: PLC0415 - reason: models are loaded only now
        from foundation.jobs import queue  # noqa: PLC0415 - reason: the same

        queue.register(ISSUE_BATCH, _issue_batch)


def _issue_batch(job: "Job") -> None:
    from certificates import tasks  # noqa: PLC0415 - reason: WeasyPrint takes 0.4 s to load; only a worker needs it

    tasks.issue_batch(job)
