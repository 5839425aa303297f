from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        """Let texts of this app be approved, and name what is done with the checklists that devices send."""
        from assessments.services import from_devices  # noqa: PLC0415 - reason: the same
        from assessments.services.approving import (  # noqa: PLC0415 - reason: models exist only when apps are ready
            join_approvals,
        )
        from foundation.outbox import receiving, words  # noqa: PLC0415 - reason: the same

        join_approvals()
        receiving.register(from_devices.OBSERVATION, from_devices.receive_observation)
        receiving.register(from_devices.DRAFT, from_devices.receive_draft)
        for kind, label in from_devices.KINDS.items():
            words.describe(kind, label, from_devices.REASONS)
        from assessments import privacy_hooks  # noqa: PLC0415 - reason: the same

        privacy_hooks.connect()
