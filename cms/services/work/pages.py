"""Lessons, modules and courses: drafts are wagtail-localize's own translations, so Wagtail and PO see the same."""

import datetime
import functools
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from cms.domain.work import Work, WorkKind
from cms.selectors.page_work import (
    PageWork,
    lesson_lines,
    open_page,
    plain_lines,
    source_page,
    stored,
    words_to_do,
)
from cms.services.publishing import publish_translation
from cms.services.segments import submit
from cms.services.work.adapter import Adapter, Lines, Texts, UnknownWorkError, WorkChangedError, WorkIncompleteError
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from courses.enums import Change


def open_work(kind: WorkKind, code: str, language: str) -> Work | None:
    """Return a page as work, as OpenWork says."""
    found = open_page(kind, code, language)
    return found.work if found else None


def save(
    kind: WorkKind,
    *,
    code: str,
    language: str,
    texts: Texts,
    fingerprint: str,
    by: "User",
    at: datetime.datetime,
) -> Work:
    """Write the texts as translations of the source's sentences, as Save says. Readers see nothing of it."""
    with transaction.atomic():
        found = _locked(kind, code, language)
        if found.work.fingerprint != fingerprint:
            raise WorkChangedError(found.work)
        if texts and found.source is None:
            _submit(found, at)
            found = _opened(kind, code, language)
        _write(found, texts, by)
        Translation.objects.filter(source=found.source, target_locale=found.locale).update(
            translations_last_updated_at=at
        )
        return _opened(kind, code, language).work


def hand_in(
    kind: WorkKind,
    *,
    code: str,
    language: str,
    texts: Texts,
    fingerprint: str,
    change: "Change | None",
    by: "User",
    at: datetime.datetime,
) -> Work:
    """Write the texts and publish the page when all are there, as HandIn says."""
    work = save(kind, code=code, language=language, texts=texts, fingerprint=fingerprint, by=by, at=at)
    if work.open or not work.segments:
        raise WorkIncompleteError(work)
    found = _opened(kind, code, language)
    translation = Translation.objects.select_related("source", "target_locale").get(
        source=found.source, target_locale=found.locale
    )
    publish_translation(translation=translation, change=change, by=by, at=at)
    return _opened(kind, code, language).work


def _opened(kind: WorkKind, code: str, language: str) -> PageWork:
    found = open_page(kind, code, language)
    if found is None:
        raise UnknownWorkError
    return found


def _locked(kind: WorkKind, code: str, language: str) -> PageWork:
    """Return the work while nobody else writes translations of this page."""
    list(Page.objects.select_for_update().filter(pk=source_page(kind, code)).values("pk"))
    return _opened(kind, code, language)


def _submit(found: PageWork, at: datetime.datetime) -> None:
    """Let wagtail-localize know a page that nobody has submitted for translation yet."""
    submit(pages=[found.page], targets=list(Locale.objects.exclude(language_code=SOURCE_LANGUAGE)), at=at)


def _write(found: PageWork, texts: Texts, by: "User") -> None:
    """Write translations of the sentences as they stand now.

    An empty text takes the translation away; what was written for older words is kept.
    """
    sentences = [sentence for sentence in found.sentences if sentence.path in texts]
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of_id=sentence.string,
                locale_id=found.locale,
                context_id=sentence.place,
                data=stored(texts[sentence.path]),
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=by,
            )
            for sentence in sentences
            if texts[sentence.path]
        ],
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "tool_name", "last_translated_by", "updated_at", "has_error", "field_error"],
    )
    for sentence in sentences:
        if not texts[sentence.path]:
            StringTranslation.objects.filter(
                context_id=sentence.place, locale_id=found.locale, translation_of_id=sentence.string
            ).delete()
    if title := texts.get("title"):
        pages = Page.objects.filter(translation_key=found.page.translation_key, locale_id=found.locale)
        pages.update(draft_title=title)


def _adapter(kind: WorkKind, lines: Lines) -> Adapter:
    """The functions of this module for one kind of page."""
    return Adapter(
        open_work=functools.partial(open_work, kind),
        save=functools.partial(save, kind),
        hand_in=functools.partial(hand_in, kind),
        lines=lines,
        words_to_do=functools.partial(words_to_do, kind),
    )


LESSONS = _adapter(WorkKind.LESSON, lesson_lines)
MODULES = _adapter(WorkKind.MODULE, functools.partial(plain_lines, WorkKind.MODULE))
COURSES = _adapter(WorkKind.COURSE, functools.partial(plain_lines, WorkKind.COURSE))
