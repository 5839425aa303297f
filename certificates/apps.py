from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from foundation.jobs.models import Job


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = "Certificates"

    def ready(self) -> None:
        """Name the function that does the jobs of this app."""
        from certificates import checks_of_keys  # noqa: F401, PLC0415 - reason: registers itself with Django's checks
        from certificates.enums import DRAW_BATCH, ISSUE_BATCH  # noqa: PLC0415 - reason: models are loaded only now
        from foundation.jobs import queue  # noqa: PLC0415 - reason: the same

        queue.register(ISSUE_BATCH, _issue_batch)
        queue.register(DRAW_BATCH, _draw_batch)


def _issue_batch(job: "Job") -> None:
    from certificates import tasks  # noqa: PLC0415 - reason: WeasyPrint takes 0.4 s to load; only a worker needs it

    tasks.issue_batch(job)


def _draw_batch(job: "Job") -> None:
    from certificates import tasks  # noqa: PLC0415 - reason: the same

    tasks.draw_batch(job)
