from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        """Say how the texts of questions and exercises are read for approval."""
        from assessments.services import reviews  # noqa: PLC0415 - reason: models are loaded only now

        reviews.register()
