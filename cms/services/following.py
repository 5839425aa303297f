"""Translations follow a change of wording: what was up to date stays so.

wagtail-localize drops the translation of a source sentence as soon as a comma of it changes, because a translation
belongs to the very words (languages-and-weak-links.md section 2, trap 3). Old and new sentence stand in the same place.
"""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.services.segments import CHUNK

Places = Mapping[int, int]  # id of the place of a sentence (context) → id of the sentence (string)
FOLLOWER = "carried over"


def places_of(page: Any) -> Places:
    """Return which sentence stands in each place of a source page, as wagtail-localize last saw it."""
    rows = StringSegment.objects.filter(source__object_id=page.translation_key, source__locale_id=page.locale_id)
    return dict(rows.values_list("context_id", "string_id"))


def carry_over(*, page: Any, before: Places, languages: Collection[str], at: datetime.datetime) -> int:
    """Copy the translations of sentences that changed since `before` over to the new sentences of the same places.

    For `languages` only; a translation that the new sentence has already is left. Returns how many were copied.
    """
    with transaction.atomic():
        changed = {place: string for place, string in places_of(page).items() if before.get(place, string) != string}
        known = StringTranslation.objects.filter(
            context_id__in=changed, locale__language_code__in=languages, has_error=False
        ).values_list("context_id", "locale_id", "translation_of_id", "data")
        rows = list(known)
        there = {(place, locale) for place, locale, string, _ in rows if changed[place] == string}
        new = [
            StringTranslation(
                translation_of_id=changed[place],
                locale_id=locale,
                context_id=place,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                tool_name=FOLLOWER,
                updated_at=at,
            )
            for place, locale, string, text in rows
            if before[place] == string and (place, locale) not in there
        ]
        StringTranslation.objects.bulk_create(new, batch_size=CHUNK)
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale__in={row.locale_id for row in new}
        ).update(translations_last_updated_at=at)
    return len(new)


def translations_of(page: Any) -> list[Translation]:
    """Return the translations of a source page that are in use, with their languages."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is None:
        return []
    return list(Translation.objects.filter(source=source, enabled=True).select_related("source", "target_locale"))
