from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_migrate

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
        post_migrate.connect(_plant_designs, sender=self, dispatch_uid="designs that ship")
        from certificates import privacy_hooks  # noqa: PLC0415 - reason: the same

        privacy_hooks.connect()


def _issue_batch(job: "Job") -> None:
    from certificates import tasks  # noqa: PLC0415 - reason: WeasyPrint takes 0.4 s to load; only a worker needs it

    tasks.issue_batch(job)


def _draw_batch(job: "Job") -> None:
    from certificates import tasks  # noqa: PLC0415 - reason: the same

    tasks.draw_batch(job)


def _plant_designs(plan: "list[tuple[object, bool]] | None" = None, **_: object) -> None:
    """Make the designs that ship, unless migrations were taken back."""
    from certificates.services.designs import plant_designs  # noqa: PLC0415 - reason: models exist only now

    if not any(backwards for _, backwards in plan or []):
        plant_designs()
