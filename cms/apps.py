from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_save


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Pages and site shell"

    def ready(self) -> None:
        """Listen to Wagtail, and lend the pictures of the manuals to authors of questions."""
        from wagtail.signals import page_published  # noqa: PLC0415 - reason: models exist only when apps are ready

        from assessments.selectors.pictures import Library, register_library  # noqa: PLC0415 - reason: the same
        from cms import receivers  # noqa: PLC0415 - reason: the same
        from cms.models import CoursePage, LessonPage, ModulePage  # noqa: PLC0415 - reason: the same
        from cms.selectors import question_pictures  # noqa: PLC0415 - reason: the same

        register_library(Library(question_pictures.listing, question_pictures.reading))

        for model in (CoursePage, ModulePage, LessonPage):
            pre_save.connect(receivers.on_page_saved_first, sender=model, dispatch_uid=f"row of {model.__name__}")
        page_published.connect(receivers.on_page_published, dispatch_uid="edition of page")
        post_migrate.connect(receivers.on_migrated, sender=receivers.last_app(), dispatch_uid="ground of pages")
