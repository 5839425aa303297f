from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from foundation.jobs.models import Job


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Courses, programmes, cohorts"

    def ready(self) -> None:
        """Name the function that does the jobs of this app, and the one that knows who teaches whom."""
        from accounts.access import register_teaching  # noqa: PLC0415 - reason: models are loaded only now
        from courses.access import teaches_person  # noqa: PLC0415 - reason: the same
        from courses.enums import MAKE_BOOK  # noqa: PLC0415 - reason: models are loaded only now
        from foundation.jobs import queue  # noqa: PLC0415 - reason: the same

        queue.register(MAKE_BOOK, _make_book)
        from courses import privacy_hooks  # noqa: PLC0415 - reason: the same

        privacy_hooks.connect()
        register_teaching(teaches_person)


def _make_book(job: "Job") -> None:
    from courses import tasks  # noqa: PLC0415 - reason: WeasyPrint takes 0.4 s to load; only a worker needs it

    tasks.make_book(job)
