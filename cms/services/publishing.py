"""From a published page to an edition. A translation that is not complete writes none."""

import dataclasses
import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.fields import StreamField
from wagtail_localize.models import Translation, TranslationSource

from cms.domain.streams import as_json, content_hash
from cms.models import CoursePage, LessonPage, ModulePage
from cms.rendering import Rendered, render_blocks
from cms.services.following import carry_over, places_of, translations_of
from cms.services.pages import is_source
from courses.enums import Change
from courses.selectors.editions import newest_editions_of, newest_lesson_edition
from courses.services.editions import publish_course, publish_lesson, publish_module
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import CourseEdition, LessonEdition, ModuleEdition

    Edition = CourseEdition | ModuleEdition | LessonEdition


class UntranslatedError(Exception):
    """A translated page still has texts in the source language; `missing` says how many of `total`."""

    def __init__(self, code: str, language: str, missing: int, total: int) -> None:
        super().__init__(f"{code} {language}: {missing} of {total} texts are not translated")
        self.missing = missing
        self.total = total


class NoSourceError(Exception):
    """A page in another language has no page in the source language, so nobody can say what it translates."""


@dataclasses.dataclass(frozen=True)
class _Words:
    rendered: Rendered
    source_hash: str


class IncompleteDraftError(Exception):
    """A block of the draft lacks what it needs; drafts may, what is published may not."""


def publish_page(
    *, page: Any, change: Change | None = None, by: "User | None", at: datetime.datetime
) -> "Edition | None":
    """Publish the newest draft of a source page and return its newest edition; its translations learn of it at once.

    `change` is the answer to "has the meaning changed?". Where only the wording has changed, or where the text now says
    what the newest version in another language says, the translations that said so before go on saying so: they stay
    up to date, and are published again when something that has no words changed with them (a picture, a date).
    Raises IncompleteDraftError when a block is not filled in as its kind asks.
    """
    _check_blocks(page)
    with transaction.atomic():
        before = places_of(page)
        leading = _leading_languages(page)
        edition = _publish_draft(page, change, by, at)
        if change in {Change.WORDING, Change.FOLLOWS}:
            every = {translation.target_locale.language_code for translation in translations_of(page)}
            languages = every if change == Change.WORDING else every & leading
            carry_over(page=page, before=before, languages=languages, at=at)
            _take_along(page, languages, by, at)
    return edition


def publish_translation(
    *, translation: Translation, change: Change | None = None, by: "User | None", at: datetime.datetime
) -> "Edition | None":
    """Publish what is translated as the page of that language and return its newest edition, in the same request.

    `change` as in publish_page: a change of meaning makes every other language out of date. Raises UntranslatedError
    when texts are missing; nothing is published then.
    """
    total, done = translation.get_progress()
    if done < total:
        code = translation.source.get_source_instance().code
        raise UntranslatedError(code, translation.target_locale.language_code, total - done, total)
    with transaction.atomic():
        page, _ = translation.source.create_or_update_translation(
            translation.target_locale, user=by, publish=False, copy_parent_pages=True, fallback=True
        )
        return _publish_draft(page, change, by, at)


def _check_blocks(page: Any) -> None:
    """Ask of the newest draft what Wagtail's form asks only of those who press Publish there."""
    draft = page.get_latest_revision_as_object()
    for field in draft._meta.get_fields():
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(draft, field.name))
            except ValidationError as error:
                raise IncompleteDraftError(page.code) from error


def _publish_draft(page: Any, change: Change | None, by: "User | None", at: datetime.datetime) -> "Edition | None":
    """Write the edition with the answer first: the receiver of Wagtail's signal finds it and writes no other."""
    page = type(page).objects.get(pk=page.pk)  # somebody may have saved another draft since it was read
    revision = page.get_latest_revision() or page.save_revision(user=by, clean=False)
    edition = write_edition(page=revision.as_object(), change=change, by=by, at=at)
    revision.publish(user=by, skip_permission_checks=True)
    return edition


def _leading_languages(page: Any) -> set[str]:
    """Return the languages whose newest edition has the newest meaning."""
    newest = {edition.language: edition.meaning for edition in newest_editions_of(page.row)}
    return {language for language, meaning in newest.items() if meaning == max(newest.values())}


def _take_along(page: Any, languages: Collection[str], by: "User | None", at: datetime.datetime) -> None:
    """Publish those translations anew that read otherwise now, although none of their words has changed."""
    said = {edition.language: edition.source_hash for edition in newest_editions_of(page.row)}
    for translation in translations_of(page):
        language = translation.target_locale.language_code
        if language not in languages or language not in said:
            continue
        total, done = translation.get_progress()
        target = (
            type(page).objects.filter(translation_key=page.translation_key, locale=translation.target_locale).first()
        )
        if done < total or target is None or not target.live or target.alias_of_id is not None:
            continue
        draft = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
        if content_hash(draft.blocks()) != content_hash(target.blocks()):
            publish_translation(translation=translation, change=Change.WORDING, by=by, at=at)


def write_edition(
    *, page: Any, change: Change | None = None, by: "User | None", at: datetime.datetime
) -> "Edition | None":
    """Write the edition of a page that was published; the same content again writes none.

    `change` is what whoever published says of the meaning (courses/services/editions.py). Returns the newest edition;
    None for aliases, homes and pages without a row. Raises UntranslatedError for a
    translation with texts left in the source language, NoSourceError for one without a source page.
    """
    if page.alias_of_id is not None or not isinstance(page, CoursePage | ModulePage | LessonPage) or not page.code:
        return None
    language = page.locale.language_code
    source_hash = content_hash(page.blocks()) if is_source(page) else _source_hash(page)
    words = _Words(render_blocks(page.blocks(), language), source_hash)
    if isinstance(page, CoursePage):
        return publish_course(
            course=page.row,
            language=language,
            title=words.rendered.title,
            summary=words.rendered.summary,
            source_hash=source_hash,
            change=change,
            by=by,
            at=at,
        )
    if isinstance(page, ModulePage):
        return publish_module(
            module=page.row,
            language=language,
            title=words.rendered.title,
            outcomes=words.rendered.outcomes,
            source_hash=source_hash,
            change=change,
            by=by,
            at=at,
        )
    return _write_lesson(page, language, words, change, by, at)


def _write_lesson(
    page: LessonPage, language: str, words: _Words, change: Change | None, by: "User | None", at: datetime.datetime
) -> "LessonEdition":
    source = None if language == SOURCE_LANGUAGE else newest_lesson_edition(page.row, SOURCE_LANGUAGE)
    return publish_lesson(
        lesson=page.row,
        language=language,
        title=words.rendered.title,
        summary=words.rendered.summary,
        body=words.rendered.body,
        instructor_body=words.rendered.instructor_body,
        text=words.rendered.text,
        outcomes=words.rendered.outcomes,
        blocks=as_json(page.blocks()),
        source_hash=words.source_hash,
        source=source,
        change=change,
        by=by,
        at=at,
    )


def untranslated(page: Any) -> tuple[int, int]:
    """Return how many texts of a translated page are still in the source language, and how many there are."""
    source = TranslationSource.objects.filter(object_id=page.translation_key).exclude(locale=page.locale_id).first()
    translation = Translation.objects.filter(source=source, target_locale=page.locale_id, enabled=True).first()
    if source is None or translation is None:
        return 0, 0
    total, done = translation.get_progress()
    return total - done, total


def refresh_source(page: Any) -> None:
    """Let wagtail-localize see a published source page at once, so that its translations show what is missing."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is not None:
        source.update_from_db()


def _source_hash(page: Any) -> str:
    """Return the hash of the source text that a translated page was made from."""
    missing, total = untranslated(page)
    if missing:
        raise UntranslatedError(page.code, page.locale.language_code, missing, total)
    source = TranslationSource.objects.filter(object_id=page.translation_key).exclude(locale=page.locale_id).first()
    if source is not None:
        return content_hash(source.as_instance().blocks())
    original = (
        type(page).objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE_LANGUAGE).first()
    )
    if original is None:
        raise NoSourceError(page.code)
    return content_hash(original.blocks())
