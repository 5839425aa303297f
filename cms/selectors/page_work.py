"""Lessons, modules and courses as work of translators, read from what wagtail-localize keeps of their pages.

A translation belongs to a place (`TranslationContext`) and to the very words of the source (`String`). One that stands
in the same place for other words was written for an older text: it is offered, and is out of date until it is
confirmed or changed.
"""

import dataclasses
import functools
import html
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from cms.domain.work import QueueLine, Segment, Work, WorkKind, fingerprint_of
from cms.models import CoursePage, LessonPage, ModulePage
from courses.enums import TextState
from courses.selectors.standings import standings_of_lessons
from courses.selectors.translating import edition_of, places_of_lessons, plain_standings
from foundation.languages.titles import SOURCE_LANGUAGE

PAGES: Mapping[WorkKind, Any] = {
    WorkKind.LESSON: LessonPage,
    WorkKind.MODULE: ModulePage,
    WorkKind.COURSE: CoursePage,
}
Key = tuple[str, str]
Place = int  # id of a TranslationContext


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a source page: its place, its words as wagtail-localize stores them."""

    place: Place
    string: int
    path: str
    field_path: str
    data: str


@dataclasses.dataclass(frozen=True, slots=True)
class PageWork:
    """A page as work, with what saving needs. `source` is None for a page that was never submitted for translation."""

    work: Work
    page: Any
    source: TranslationSource | None
    locale: int
    sentences: Sequence[Sentence]


def open_page(kind: WorkKind, code: str, language: str) -> PageWork | None:
    """Return the page of a code as work in `language`; None for unknown codes and for the source language.

    Six queries, whatever the number of texts.
    """
    if language == SOURCE_LANGUAGE:
        return None
    model = PAGES[kind]
    page = (
        model.objects.filter(**{f"{model.ROW}__code": code}, locale__language_code=SOURCE_LANGUAGE, alias_of=None)
        .select_related("locale", model.ROW)
        .first()
    )
    locale = Locale.objects.filter(language_code=language).values_list("pk", flat=True).first()
    if page is None or locale is None:
        return None
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale=page.locale_id).first()
    if source is None:
        if not page.live:
            return None
        texts = [(segment.path, segment.string.data) for segment in extract_segments(page)]
        sentences = [Sentence(0, 0, path, _guess_fields(page, path), data) for path, data in texts]
        segments: tuple[Segment, ...] = tuple(_segment(sentence, {}, {}) for sentence in sentences)
    else:
        sentences = _sentences(source)
        exact, older = _translations(page.translation_key, locale)
        segments = tuple(_segment(sentence, exact, older) for sentence in sentences)
    edition, behind, source_behind = edition_of(kind, page.row, language)
    work = Work(
        kind=kind,
        code=code,
        language=language,
        title=page.title,
        segments=segments,
        fingerprint=fingerprint_of(segments),
        edition=edition,
        behind=behind,
        source_behind=source_behind,
    )
    return PageWork(work, page, source, locale, sentences)


def source_page(kind: WorkKind, code: str) -> int | None:
    """Return the number of the page in the source language, which is edited in Wagtail; None for unknown codes."""
    model = PAGES.get(kind)
    if model is None:
        return None
    pages = model.objects.filter(**{f"{model.ROW}__code": code}, locale__language_code=SOURCE_LANGUAGE)
    pk: int | None = pages.values_list("pk", flat=True).first()
    return pk


def lesson_lines(languages: Collection[str], reader: str) -> list[QueueLine]:
    """Return every lesson in each of `languages`. Four queries."""
    standings = standings_of_lessons()
    written = {(row.code, row.language) for row in standings if row.state != TextState.MISSING}
    titles = {(row.code, row.language): row.title for row in standings}
    places = places_of_lessons()
    return [
        QueueLine(
            WorkKind.LESSON,
            row.code,
            row.language,
            titles.get((row.code, reader), row.title),
            row.state,
            places[row.code].course,
            places[row.code].order,
            waits=row.language != SOURCE_LANGUAGE and (row.code, SOURCE_LANGUAGE) not in written,
        )
        for row in standings
        if row.language in languages
    ]


def plain_lines(kind: WorkKind, languages: Collection[str], reader: str) -> list[QueueLine]:
    """Return every module or course in each of `languages`. Two queries."""
    return [
        QueueLine(kind, row.code, row.language, row.title, row.state, row.place.course, row.place.order)
        for row in plain_standings(kind, languages, reader)
    ]


def words_to_do(kind: WorkKind, keys: Collection[Key]) -> dict[Key, int]:
    """Return how many source words of pages have no translation, by code and language. Four queries."""
    model = PAGES[kind]
    codes = {code for code, _language in keys}
    locales = dict(Locale.objects.values_list("language_code", "pk"))
    pages = model.objects.filter(
        **{f"{model.ROW}__code__in": codes}, locale__language_code=SOURCE_LANGUAGE
    ).values_list("translation_key", f"{model.ROW}__code")
    code_of = dict(pages)
    segments = StringSegment.objects.filter(
        source__object_id__in=code_of, source__locale__language_code=SOURCE_LANGUAGE
    ).values_list("source__object_id", "context_id", "string_id", "string__data")
    done = set(
        StringTranslation.objects.filter(context__object_id__in=code_of, has_error=False).values_list(
            "context_id", "translation_of_id", "locale_id"
        )
    )
    found = dict.fromkeys(keys, 0)
    languages: dict[str, list[str]] = {}
    for code, language in keys:
        languages.setdefault(code, []).append(language)
    for key, place, string, data in segments:
        for language in languages[code_of[key]]:
            if (place, string, locales.get(language)) not in done:
                found[code_of[key], language] += len(data.split())
    return found


def stored(text: str) -> str:
    """Return a plain text as wagtail-localize stores it."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n", "<br/>")


def plain(data: str) -> str:
    """Return a text that wagtail-localize stores as people write it."""
    if "<" in data:
        return str(StringValue(data).render_text())
    return html.unescape(data)


def _sentences(source: TranslationSource) -> list[Sentence]:
    rows = StringSegment.objects.filter(source=source).order_by("order")
    return [
        Sentence(*row)
        for row in rows.values_list("context_id", "string_id", "context__path", "context__field_path", "string__data")
    ]


Exact = Mapping[tuple[Place, int], str]
Older = Mapping[Place, tuple[str, str]]


def _translations(key: Any, locale: int) -> tuple[Exact, Older]:
    """Return the translations of the very words of a place, and of each place the newest one of any words."""
    exact: dict[tuple[Place, int], str] = {}
    older: dict[Place, tuple[str, str]] = {}
    rows = StringTranslation.objects.filter(context__object_id=key, locale_id=locale).order_by("updated_at", "pk")
    for place, string, words, data, has_error in rows.values_list(
        "context_id", "translation_of_id", "translation_of__data", "data", "has_error"
    ):
        older[place] = (words, data)
        if not has_error:
            exact[place, string] = data
    return exact, older


def _segment(sentence: Sentence, exact: Exact, older: Older) -> Segment:
    source = plain(sentence.data)
    label = label_of(sentence.field_path)
    if (found := exact.get((sentence.place, sentence.string))) is not None:
        return Segment(sentence.path, label, source, source, plain(found))
    if before := older.get(sentence.place):
        was = plain(before[0])
        return Segment(sentence.path, label, source, was if was != source else "", plain(before[1]))
    return Segment(sentence.path, label, source, "", "")


def label_of(field_path: str) -> str:
    """Return what a text is in the reader's words, from the names of its fields: `body.points.items.item`."""
    first, *rest = field_path.split(".")
    if first in {"body", "instructor"} and rest:
        block = _blocks().get(rest[0])
        if block is None:
            return rest[0]
        names = [str(block.label)]
        field = block.child_blocks.get(rest[1]) if len(rest) > 1 and hasattr(block, "child_blocks") else None
        if field is not None and str(field.label) != names[0]:
            names.append(str(field.label))
        return " · ".join(names)
    return {"title": _("Title"), "summary": _("Summary"), "outcomes": _("Outcome")}.get(first, first)


@functools.cache
def _blocks() -> Mapping[str, Any]:
    """Return the kinds of blocks of a lesson, as the page has them."""
    streams = [LessonPage._meta.get_field(name).stream_block for name in ("body", "instructor")]
    return {name: block for stream in streams for name, block in stream.child_blocks.items()}


def _guess_fields(page: Any, path: str) -> str:
    """Return the names of fields of a path of a page that wagtail-localize does not know yet."""
    first, *rest = path.split(".")
    kinds = {
        child["id"]: child["type"]
        for name in ("body", "instructor")
        for child in (getattr(page, name, None) and getattr(page, name).raw_data) or ()
    }
    return ".".join([first, *(kinds.get(part, part) for part in rest)])
