"""The rows in `courses` that pages stand for: made when a page is made, never changed when it is moved."""

import uuid
from typing import Any

from wagtail.models import Locale

from cms.domain.streams import IDS
from cms.models import CoursePage, LessonPage, ModulePage
from courses.services.outline import add_course, add_lesson, add_module
from foundation.languages.titles import SOURCE_LANGUAGE

CurriculumPages = (CoursePage, ModulePage, LessonPage)


def stable_key(code: str) -> uuid.UUID:
    """Return the translation key of the pages of one code: the same on every machine."""
    return uuid.uuid5(IDS, f"page:{code}")


def slug_of(code: str) -> str:
    """Return the address part of a code: M2.2.1 gives m2-2-1, the same in every language."""
    return code.lower().replace(".", "-")


def is_source(page: Any) -> bool:
    """True for a page of the source language that is no alias."""
    return page.alias_of_id is None and page.locale_id == _source_locale().pk


def give_row(page: Any) -> None:
    """Give a page that is about to be saved for the first time its row in `courses`, and the slug of its code.

    A source page gets a new row under the row of its parent; a translation gets the row of its source page.
    Does nothing for a page that has a row.
    """
    if not isinstance(page, CurriculumPages) or getattr(page, f"{page.ROW}_id") is not None:
        return
    if is_source(page):
        row = _new_row(page)
    else:
        source = type(page).objects.filter(translation_key=page.translation_key, locale=_source_locale()).first()
        row = getattr(source, page.ROW, None)
    if row is None:
        return
    setattr(page, page.ROW, row)
    page.slug = slug_of(row.code)
    page.set_url_path(page.get_parent())


def _new_row(page: Any) -> Any:
    if isinstance(page, CoursePage):
        return add_course()
    parent = page.get_parent().specific
    if isinstance(page, ModulePage):
        return add_module(course=parent.course)
    return add_lesson(module=parent.module)


def _source_locale() -> Locale:
    return Locale.objects.get_for_language(SOURCE_LANGUAGE)
