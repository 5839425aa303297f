"""Go back to an earlier edition: its words are published as a new edition. No edition is ever rewritten."""

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.domain.streams import Raw, content_hash, from_json
from cms.models import LessonPage
from cms.services.pages import is_source
from cms.services.planting import content_of
from cms.services.publishing import publish_page, publish_translation
from cms.services.segments import CHUNK, Texts, texts_of
from courses.enums import Change
from courses.selectors.history import EditionText, edition_of_lesson
from courses.selectors.manuscripts import Block

if TYPE_CHECKING:
    from accounts.models import User
    from cms.services.publishing import Edition

STREAMS = ("body", "instructor")
PLACE = ("string_id", "context_id", "context__path")
TOOL = "earlier edition"


class NoSuchEditionError(Exception):
    """There is no such edition, or no page that could take its words."""


class SameWordsError(Exception):
    """The newest edition says the same already."""


def go_back(
    *, code: str, language: str, number: int, change: Change, by: "User", at: datetime.datetime
) -> "Edition | None":
    """Publish the words of edition `number` of a lesson in one language as its next edition, and return that.

    `change` as in publish_page. In the source language a new revision of the page is published; in another language
    the words become its translations again. Raises NoSuchEditionError, SameWordsError, and UntranslatedError when the
    source has texts that the old edition had not: what there was is kept as a draft of the translation then.
    """
    edition = edition_of_lesson(code, language, number)
    newest = edition_of_lesson(code, language)
    page = LessonPage.objects.filter(lesson__code=code, locale__language_code=language, alias_of=None).first()
    if edition is None or newest is None or page is None:
        raise NoSuchEditionError
    if list(edition.blocks) == list(newest.blocks):
        raise SameWordsError
    if is_source(page):
        with transaction.atomic():
            _take_words_of(page, edition, by)
            return publish_page(page=page, change=change, by=by, at=at)
    translation = _translation_of(page)
    with transaction.atomic():
        source = translation.source.as_instance()
        _fill(page, from_json(edition.blocks), like=source)
        _write_back(translation, texts_of(page), at)
    return publish_translation(translation=translation, change=change, by=by, at=at)


def _translation_of(page: Any) -> Translation:
    translation = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source", "target_locale")
        .first()
    )
    if translation is None:
        raise NoSuchEditionError
    return translation


def _write_back(translation: Translation, texts: Texts, at: datetime.datetime) -> None:
    """Put the old words in the place of today's. What is not translated today stays so: its source has changed."""
    segments = StringSegment.objects.filter(source=translation.source)
    places = {(string, context): path for string, context, path in segments.values_list(*PLACE)}
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context_id__in={context for _, context in places}
    )
    changed = []
    for row in rows:
        path = places.get((row.translation_of_id, row.context_id), "")
        if path in texts and texts[path] != row.data:
            row.data, row.tool_name, row.updated_at = texts[path], TOOL, at
            changed.append(row)
    StringTranslation.objects.bulk_update(changed, ["data", "tool_name", "updated_at"], batch_size=CHUNK)
    Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=at)


def _take_words_of(page: Any, edition: EditionText, by: "User") -> None:
    """Make a draft of a source page with the words of an edition: the very revision it was made from, if it is kept."""
    for revision in page.revisions.order_by("-created_at", "-pk"):
        draft = revision.as_object()
        if content_hash(draft.blocks()) == edition.hash:
            draft.save_revision(user=by, clean=False, previous_revision=revision)
            return
    _fill(page, from_json(edition.blocks), like=page)
    page.save_revision(user=by, clean=False)


def _fill(page: Any, blocks: Sequence[Block], like: Any) -> None:
    """Put words into a page, in memory. Blocks and items keep the ids they have in `like`: translations need them."""
    ids = {
        _key(child): child
        for name in STREAMS
        for child in getattr(like, name).get_prep_value() or ()
        if child.get("id")
    }
    for name, value in content_of("lesson", page.code, blocks).items():
        if name in STREAMS:
            value = [_with_ids(child, ids) for child in value]
        setattr(page, name, page._meta.get_field(name).to_python(value))


def _key(child: Mapping[str, Any]) -> tuple[str, str]:
    """Return kind and key of a stored block; one without a key is named after its id, as cms.domain.streams does."""
    return child["type"], child["value"].get("key") or f"b-{str(child['id'])[:8]}"


def _with_ids(child: dict[str, Any], known: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    like = known.get(_key(child))
    if like is None:
        return child
    value = {name: _items_with_ids(items, like["value"].get(name)) for name, items in child["value"].items()}
    value["key"] = like["value"].get("key", "")
    return {**child, "id": like["id"], "value": value}


def _items_with_ids(items: Any, like: Any) -> Any:
    """Give list items the ids of those that stand in the same places."""
    if not isinstance(items, list) or not isinstance(like, list):
        return items
    ids: Raw = [entry if isinstance(entry, dict) else {} for entry in like]
    ids += [{}] * (len(items) - len(ids))
    return [
        {**item, "id": old.get("id", item["id"]), "value": _items_with_ids(item["value"], old.get("value"))}
        if isinstance(item, dict) and "id" in item
        else item
        for item, old in zip(items, ids, strict=False)
    ]
