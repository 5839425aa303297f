"""From pages to rows and editions, as editors and translators work in Wagtail."""

import datetime

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from accounts.enums import Act
from accounts.models import AuditEntry
from cms.models import CoursePage, HomePage, LessonPage, ModulePage
from cms.services.loading import load_curriculum
from cms.services.publishing import UntranslatedError, untranslated, write_edition
from courses.models import LessonEdition
from tests.factories.cms import write_curriculum

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


def page(language="en", code="M2.2.1"):
    return LessonPage.objects.get(lesson__code=code, locale__language_code=language)


def module_page(code="M2.2", language="en"):
    return ModulePage.objects.get(module__code=code, locale__language_code=language)


def newest(language="en", code="M2.2.1"):
    return LessonEdition.objects.filter(lesson__code=code, language=language).order_by("-number").first()


def publish(of, by=None):
    of.save_revision(user=by).publish(user=by)


def new_lesson(**fields):
    return module_page().add_child(instance=LessonPage(title="A new lesson", **fields))


def translations(of):
    source = TranslationSource.objects.get_for_instance(of)
    return {t.target_locale.language_code: t for t in Translation.objects.filter(source=source)}


def test_an_editors_change_is_the_next_edition(loaded, cast):
    lesson = page()
    lesson.title = "Reading all lines"
    publish(lesson, cast.editor)
    assert (newest().number, newest().title, newest().published_by) == (2, "Reading all lines", cast.editor)
    entry = AuditEntry.objects.filter(act=Act.EDITION_PUBLISHED).first()
    assert entry.new == {"code": "M2.2.1", "language": "en", "number": 2}
    publish(page(), cast.editor)
    assert newest().number == 2


def test_stale_translations_show_at_once(loaded):
    assert translations(page())["tg"].get_status_display() == "Up to date"
    lesson = page()
    lesson.title = "Reading all lines"
    publish(lesson)
    total, done = translations(page())["tg"].get_progress()
    assert total - done == 1
    assert newest("tg").number == 1  # what was complete is read until the new one is


def test_an_untranslated_page_writes_no_edition(loaded, django_capture_on_commit_callbacks, caplog):
    lesson = page()
    lesson.title = "Reading all lines"
    publish(lesson)
    with django_capture_on_commit_callbacks(execute=True):
        translations(page())["tg"].save_target(publish=True)
    assert page("tg").title == "Reading all lines"  # Wagtail falls back to English …
    assert newest("tg").number == 1  # … but nobody reads it
    assert "1 of" in caplog.text
    assert untranslated(page("tg"))[0] == 1
    with pytest.raises(UntranslatedError):
        write_edition(page=page("tg"), by=None, at=AT)


def test_a_completed_translation_writes_one(loaded, django_capture_on_commit_callbacks):
    lesson = page()
    lesson.title = "Reading all lines"
    publish(lesson)
    translation = translations(page())["tg"]
    segment = StringSegment.objects.get(source=translation.source, context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=translation.target_locale, data="Хондани сатрҳо"
    )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    edition = newest("tg")
    assert (edition.number, edition.title) == (2, "Хондани сатрҳо")
    assert edition.source_hash == newest("en").source_hash
    assert edition.source == newest("en")


def test_a_new_lesson_gets_the_next_code_and_its_slug(loaded):
    lesson = new_lesson()
    assert (lesson.code, lesson.slug) == ("M2.2.3", "m2-2-3")
    assert lesson.url_path.endswith("/m2/m2-2/m2-2-3/")
    assert newest("en", "M2.2.3") is None
    publish(lesson)
    assert newest("en", "M2.2.3").title == "A new lesson"


def test_new_courses_and_modules_get_rows(loaded):
    home = HomePage.objects.get(locale__language_code="en")
    course = home.add_child(instance=CoursePage(title="A new course"))
    module = course.add_child(instance=ModulePage(title="A new module"))
    lesson = module.add_child(instance=LessonPage(title="A new lesson"))
    assert (course.code, module.code, lesson.code) == ("M3", "M3.1", "M3.1.1")


def test_moving_never_changes_a_code(loaded):
    page("en", "M2.2.2").move(module_page("M2.1"), pos="last-child")
    moved = page("en", "M2.2.2")
    assert moved.get_parent().specific.code == "M2.1"
    assert (moved.lesson.code, moved.lesson.module.code) == ("M2.2.2", "M2.2")


def test_a_copy_is_a_lesson_of_its_own(loaded):
    copy = page().copy(to=module_page("M2.1"), update_attrs={"title": "A copy", "slug": "copy"}, keep_live=False)
    assert copy.code == "M2.1.3"
    assert newest("en").number == 1


def test_translating_a_new_lesson_keeps_its_code_and_publishes_nothing(loaded):
    lesson = new_lesson(summary="About it")
    publish(lesson)
    translate_object(lesson, [Locale.objects.get(language_code="ru")])
    translated = LessonPage.objects.get(translation_key=lesson.translation_key, locale__language_code="ru")
    assert (translated.code, translated.slug, translated.live) == ("M2.2.3", "m2-2-3", False)
    assert newest("ru", "M2.2.3") is None


def test_aliases_write_no_editions(loaded):
    lesson = new_lesson()
    lesson.copy_for_translation(Locale.objects.get(language_code="ru"), alias=True)
    publish(lesson)
    alias = LessonPage.objects.get(translation_key=lesson.translation_key, locale__language_code="ru")
    assert alias.live
    assert alias.code == "M2.2.3"
    assert newest("ru", "M2.2.3") is None
    assert write_edition(page=alias, by=None, at=AT) is None


def test_titles_of_modules_and_courses_become_editions(loaded):
    module = module_page()
    module.title = "Other title"
    publish(module)
    assert module.module.editions.filter(language="en").count() == 2
    course = CoursePage.objects.get(locale__language_code="ru")
    course.title = "Другое название"
    publish(course)
    assert course.course.editions.filter(language="ru").first().title == "Другое название"
