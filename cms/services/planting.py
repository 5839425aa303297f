"""New pages for many units at once: 272 units in four languages are more than a thousand pages.

Wagtail's own way makes some thirty queries a page. The rows written here are the same as its own; what it adds to them
(search index) is added in bulk, and editions are published in one go.
"""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Max
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.search.backends import get_search_backends

from cms.domain.streams import Keys, as_json, content_hash, files_of, item, to_streams
from cms.models import CoursePage, HomePage, LessonPage, LoadedText, ModulePage
from cms.rendering import beside, render_blocks
from cms.selectors.media import keys_of
from cms.selectors.units import Unit, files_in
from cms.services.pages import slug_of, stable_key
from cms.services.segments import submit, translate
from courses.selectors.curriculum import course_rows, lesson_rows, module_rows
from courses.selectors.manuscripts import LANGUAGES, Block
from courses.services.editions import (
    CourseText,
    LessonText,
    ModuleText,
    publish_courses,
    publish_lessons,
    publish_modules,
)
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

MODELS = {"course": CoursePage, "module": ModulePage, "lesson": LessonPage}


def content_of(kind: str, code: str, blocks: Sequence[Block], keys: Keys | None = None) -> dict[str, Any]:
    """Return the fields of a page that hold the words of `blocks`.

    `keys` are those of the files they name, where they were read for many texts at once.
    """
    head = blocks[0]
    fields: dict[str, Any] = {"title": head.line("title"), "draft_title": head.line("title")}
    if kind == "module":
        sentences = enumerate(head.items("outcomes"))
        fields["outcomes"] = [
            {**item(sentence, f"{code}:outcome:{place}"), "type": "outcome"} for place, sentence in sentences
        ]
        return fields
    fields["summary"] = head.line("summary")
    if kind == "lesson":
        streams = to_streams(code, blocks, keys_of(files_of(blocks)) if keys is None else keys)
        fields |= {"body": streams.body, "instructor": streams.instructor}
    return fields


def plant(*, units: Sequence[Unit], by: "User | None", at: datetime.datetime) -> None:
    """Make the pages of units that have none, in every language, with their translations and editions.

    Parents stand before their children in `units`, or have pages already; their rows in `courses` stand.
    """
    if not units:
        return
    locales = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=LANGUAGES)}
    with transaction.atomic():
        garden = _Garden(at, keys_of(files_in(units)))
        pages = {
            language: [garden.plant(unit, locales[language], unit.texts[language]) for unit in units]
            for language in LANGUAGES
        }
        garden.write()
        targets = [locales[language] for language in LANGUAGES if language != SOURCE_LANGUAGE]
        submit(pages=pages[SOURCE_LANGUAGE], targets=targets, at=at)
        for locale in targets:
            translate(locale=locale, pages=pages[locale.language_code], at=at)
        LoadedText.objects.bulk_create(
            LoadedText(code=unit.code, language=language, hash=content_hash(unit.texts[language]), loaded_at=at)
            for unit in units
            for language in LANGUAGES
        )
        publish_units(units=units, by=by, at=at)
    index([page for of_language in pages.values() for page in of_language])


def publish_units(*, units: Sequence[Unit], by: "User | None", at: datetime.datetime) -> int:
    """Publish the editions of units in every language; return how many are new."""
    rows: dict[str, Mapping[str, Any]] = {"course": course_rows(), "module": module_rows(), "lesson": lesson_rows()}
    sources = {unit.code: content_hash(unit.texts[SOURCE_LANGUAGE]) for unit in units}
    originals: dict[str, Any] = {}
    named = beside(text for unit in units for text in unit.texts.values())
    new = 0
    for language in LANGUAGES:
        texts: dict[str, list[Any]] = {kind: [] for kind in MODELS}
        for unit in units:
            made = render_blocks(unit.texts[language], language, named)
            row = rows[unit.kind][unit.code]
            common: dict[str, Any] = {"language": language, "source_hash": sources[unit.code]}
            if unit.kind == "course":
                texts["course"].append(CourseText(course=row, title=made.title, summary=made.summary, **common))
            elif unit.kind == "module":
                texts["module"].append(ModuleText(module=row, title=made.title, outcomes=made.outcomes, **common))
            else:
                words: dict[str, Any] = {
                    name: getattr(made, name) for name in ("title", "summary", "body", "instructor_body", "text")
                }
                source = originals.get(unit.code)
                words |= {"outcomes": made.outcomes, "blocks": as_json(unit.texts[language])}
                texts["lesson"].append(LessonText(lesson=row, source=source, **words, **common))
        published = publish_courses(texts=texts["course"], by=by, at=at)
        published += publish_modules(texts=texts["module"], by=by, at=at)
        lessons = publish_lessons(texts=texts["lesson"], by=by, at=at)
        if language == SOURCE_LANGUAGE:
            originals = {done.edition.lesson.code: done.edition for done in lessons}
        new += sum(done.new for done in published + lessons)
    return new


def index(pages: Iterable[Page]) -> None:
    """Put pages into the search index of Wagtail's admin, and note which pictures and files they use."""
    by_model: dict[type[Page], list[Page]] = {}
    for page in pages:
        by_model.setdefault(type(page), []).append(page)
        if isinstance(page, LessonPage) and files_of(page.blocks()):
            ReferenceIndex.create_or_update_for_object(page)
    for backend in get_search_backends(with_auto_update=True):
        for model, of_model in by_model.items():
            backend.add_bulk(model, of_model)


@dataclasses.dataclass
class _Place:
    """Where a page stands in the tree, and the number of its last child."""

    path: str
    depth: int
    url_path: str
    pk: int | None
    last: int
    planted: int = 0


class _Garden:
    """Pages being made: their places are counted in memory and written at the end."""

    def __init__(self, at: datetime.datetime, keys: Keys) -> None:
        self.at = at
        self.keys = keys
        self.pages: list[Any] = []
        self.places: dict[tuple[str, int], _Place] = {}
        self.types = {model: ContentType.objects.get_for_model(model) for model in MODELS.values()}
        self.rows: dict[str, Mapping[str, Any]] = {
            "course": course_rows(),
            "module": module_rows(),
            "lesson": lesson_rows(),
        }
        for model, row in ((HomePage, None), (CoursePage, "course"), (ModulePage, "module")):
            for page in model.objects.select_related(*([row] if row else [])):
                code = getattr(page, row).code if row and getattr(page, row) else "home"
                self.places[code, page.locale_id] = _Place(page.path, page.depth, page.url_path, page.pk, -1)

    def plant(self, unit: Unit, locale: Locale, blocks: Sequence[Block]) -> Any:
        """Return a new page of `unit`, with its place in the tree."""
        parent = self.places[unit.parent, locale.pk]
        if parent.last < 0:
            parent.last = _last_child(parent)
        parent.last += 1
        parent.planted += 1
        slug = slug_of(unit.code)
        model = MODELS[unit.kind]
        page = model(
            **content_of(unit.kind, unit.code, blocks, self.keys),
            **{unit.kind: self.rows[unit.kind][unit.code]},
            path=Page._get_path(parent.path, parent.depth + 1, parent.last),
            depth=parent.depth + 1,
            numchild=0,
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            locale=locale,
            translation_key=stable_key(unit.code),
            content_type=self.types[model],
            live=True,
            has_unpublished_changes=False,
            first_published_at=self.at,
            last_published_at=self.at,
        )
        self.pages.append(page)
        self.places[unit.code, locale.pk] = _Place(page.path, page.depth, page.url_path, None, 0)
        return page

    def write(self) -> None:
        """Write all pages: the common rows at once, then the row of each kind."""
        names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
        for page in self.pages:
            place = self.places[page.code, page.locale_id] if page.ROW != "lesson" else None
            page.numchild = place.planted if place else 0
        bases = Page.objects.bulk_create(
            [Page(**{name: getattr(page, name) for name in names}) for page in self.pages], batch_size=100
        )
        for page, base in zip(self.pages, bases, strict=True):
            page.pk = page.page_ptr_id = page.id = base.pk
            page.save_base(raw=True, force_insert=True)  # the common row stands: only the row of its own kind
        for place in self.places.values():
            if place.pk is not None and place.planted:
                Page.objects.filter(pk=place.pk).update(numchild=F("numchild") + place.planted)


def _last_child(place: _Place) -> int:
    """Return the number of the last child of a page that stands in the database."""
    children = Page.objects.filter(path__startswith=place.path, depth=place.depth + 1)
    last = children.aggregate(last=Max("path"))["last"]
    return int(Page._str2int(last[-Page.steplen :])) if last else 0
