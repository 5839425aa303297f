"""News from Wagtail, each made into one service call that is safe to repeat."""

import logging
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from cms.domain.streams import files_of
from cms.services.ground import prepare
from cms.services.media import keep_files
from cms.services.pages import give_row, is_source
from cms.services.publishing import NoSourceError, UntranslatedError, refresh_source, write_edition

logger = logging.getLogger("omuzgoh.cms")


def on_page_saved_first(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A new page gets its row and code."""
    if instance._state.adding and not raw:
        give_row(instance)


def on_page_published(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """A published page becomes an edition; its translations learn what is new in it. Aliases are ignored."""
    if instance.alias_of_id is not None or instance._meta.app_label != "cms":
        return
    if is_source(instance):
        refresh_source(instance)
    keep_files(files_of(instance.blocks()))
    try:
        write_edition(page=instance, by=getattr(revision, "user", None), at=timezone.now())
    except (UntranslatedError, NoSourceError) as error:
        logger.warning("No edition was written: %s", error)


def on_migrated(sender: Any, **kwargs: Any) -> None:
    """After migrations the ground stands (locales, homes, groups)."""
    if kwargs.get("using") == "default" and "cms_homepage" in connection.introspection.table_names():
        prepare()


def last_app() -> Any:
    """The application with models that is announced last after migrating, when all tables and permissions stand."""
    return [config for config in apps.get_app_configs() if config.models_module is not None][-1]
