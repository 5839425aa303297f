"""What wagtail-localize keeps of pages and their translations, written for many pages at once.

Its own functions ask the database several times a string. The rows written here are the same: a test compares.
"""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments.extract import extract_segments

TOOL = "curriculum"
CHUNK = 400
Texts = dict[str, str]  # path of a segment → its text as wagtail-localize stores it


def texts_of(page: Any) -> Texts:
    """Return the translatable texts of a page by their paths, in order."""
    return {segment.path: segment.string.data for segment in extract_segments(page)}


def submit(*, pages: Sequence[Any], targets: Sequence[Locale], at: datetime.datetime) -> None:
    """Submit source pages for translation into `targets`: sources, segments and translations, no target pages.

    For pages that were never submitted.
    """
    if not pages:
        return
    source_locale = pages[0].locale
    page_type = ContentType.objects.get_for_model(Page)
    TranslatableObject.objects.bulk_create(
        [TranslatableObject(translation_key=page.translation_key, content_type=page_type) for page in pages],
        ignore_conflicts=True,
    )
    schema = get_schema_version("cms")
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=page.translation_key,
            specific_content_type=ContentType.objects.get_for_model(type(page)),
            locale=source_locale,
            object_repr=str(page)[:200],
            content_json=page.to_json(),
            schema_version=schema,
            last_updated_at=at,
        )
        for page in pages
    )
    texts = {source.pk: texts_of(page) for source, page in zip(sources, pages, strict=True)}
    strings = _strings({text for of_page in texts.values() for text in of_page.values()}, source_locale)
    contexts = _contexts(
        {source.object_id: _field_paths(page, texts[source.pk]) for source, page in zip(sources, pages, strict=True)}
    )
    StringSegment.objects.bulk_create(
        [
            StringSegment(
                source=source,
                context_id=contexts[source.object_id, path],
                order=order,
                string_id=strings[text],
                attrs=json.dumps(None),
            )
            for source in sources
            for order, (path, text) in enumerate(texts[source.pk].items(), 1)
        ],
        batch_size=CHUNK,
    )
    Translation.objects.bulk_create(
        [Translation(source=source, target_locale=locale) for source in sources for locale in targets],
        batch_size=CHUNK,
    )


def translate(*, locale: Locale, pages: Iterable[Any], at: datetime.datetime) -> None:
    """Write the texts of pages in one language as the translations of their sources' segments.

    A path that the source has not (or no longer) is passed over; a text that was translated before is replaced.
    """
    texts: Mapping[Any, Texts] = {page.translation_key: texts_of(page) for page in pages}
    keys = list(texts)
    rows: list[StringTranslation] = []
    for start in range(0, len(keys), CHUNK):
        segments = StringSegment.objects.filter(source__object_id__in=keys[start : start + CHUNK]).values_list(
            "source__object_id", "context__path", "string_id", "context_id"
        )
        rows.extend(
            StringTranslation(
                translation_of_id=string,
                locale=locale,
                context_id=context,
                data=texts[key][path],
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                tool_name=TOOL,
                updated_at=at,
            )
            for key, path, string, context in segments
            if path in texts[key]
        )
    StringTranslation.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "tool_name", "updated_at", "has_error", "field_error"],
    )
    Translation.objects.filter(source__object_id__in=keys, target_locale=locale).update(
        translations_last_updated_at=at, destination_last_updated_at=at
    )


def _strings(texts: set[str], locale: Locale) -> dict[str, int]:
    """Return the ids of source strings, made where they are missing."""
    hashes = {String._get_data_hash(text): text for text in texts}
    String.objects.bulk_create(
        [String(locale=locale, data=text, data_hash=key) for key, text in hashes.items()],
        batch_size=CHUNK,
        ignore_conflicts=True,
    )
    found: dict[str, int] = {}
    keys = list(hashes)
    for start in range(0, len(keys), CHUNK):
        rows = String.objects.filter(locale=locale, data_hash__in=keys[start : start + CHUNK])
        found.update({hashes[key]: pk for key, pk in rows.values_list("data_hash", "pk")})
    return found


def _contexts(paths: Mapping[Any, Mapping[str, str]]) -> dict[tuple[Any, str], int]:
    """Return the ids of the places of strings (object, path), made where they are missing."""
    TranslationContext.objects.bulk_create(
        [
            TranslationContext(
                object_id=key, path=path, path_id=TranslationContext._get_path_id(path), field_path=field_path
            )
            for key, of_object in paths.items()
            for path, field_path in of_object.items()
        ],
        batch_size=CHUNK,
        ignore_conflicts=True,
    )
    found: dict[tuple[Any, str], int] = {}
    keys = list(paths)
    for start in range(0, len(keys), CHUNK):
        rows = TranslationContext.objects.filter(object_id__in=keys[start : start + CHUNK])
        found.update({(key, path): pk for key, path, pk in rows.values_list("object_id", "path", "pk")})
    return found


def _field_paths(page: Any, texts: Texts) -> dict[str, str]:
    """Return for each path the names of its fields: `body.<id>.items.<id>` gives `body.points.items.item`."""
    kinds = {
        child["id"]: child["type"]
        for name in ("body", "instructor", "outcomes")
        for child in (getattr(page, name, None) and getattr(page, name).raw_data) or ()
    }
    return {path: _field_path(path, kinds) for path in texts}


def _field_path(path: str, kinds: Mapping[str, str]) -> str:
    first, *rest = path.split(".")
    names = [first]
    for place, component in enumerate(rest):
        is_id = len(component) == 36 and component.count("-") == 4
        names.append(kinds.get(component, "item") if place == 0 and is_id else "item" if is_id else component)
    return ".".join(names)
