from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        """Let texts of this app be approved."""
        from assessments.services.approving import (  # noqa: PLC0415 - reason: models exist only when apps are ready
            join_approvals,
        )

        join_approvals()
