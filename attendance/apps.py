from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "attendance"
    verbose_name = "Attendance"

    def ready(self) -> None:
        """Name what is done with the marks that devices send."""
        from attendance.services import from_devices  # noqa: PLC0415 - reason: models are loaded only now
        from foundation.outbox import receiving, words  # noqa: PLC0415 - reason: the same

        receiving.register(from_devices.MARK, from_devices.receive_mark)
        receiving.register(from_devices.ROLL, from_devices.receive_roll)
        for kind, label in from_devices.KINDS.items():
            words.describe(kind, label, from_devices.REASONS)
        from attendance import privacy_hooks  # noqa: PLC0415 - reason: the same

        privacy_hooks.connect()
