"""The loader: four languages, repeatable, its translations survive Translate, editors' changes survive it."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationContext, TranslationSource

from cms.domain.streams import content_hash
from cms.models import CoursePage, LessonPage, LoadedText, ModulePage
from cms.services.loading import UnknownModulesError, load_curriculum, republish
from courses.models import Lesson, LessonEdition, Module
from courses.selectors.manuscripts import LANGUAGES, ManuscriptFileError
from tests.factories.cms import lesson_blocks, write_curriculum, write_lesson, write_module

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture
def folder(tmp_path, db):
    return write_curriculum(tmp_path / "curriculum")


def load(folder, **kwargs):
    return load_curriculum(folder=folder, by=None, at=kwargs.pop("at", AT), **kwargs)


@pytest.fixture
def loaded(folder):
    load(folder)
    return folder


def page(language="en", code="M2.2.1"):
    return LessonPage.objects.get(lesson__code=code, locale__language_code=language)


def newest(language="en", code="M2.2.1"):
    return LessonEdition.objects.filter(lesson__code=code, language=language).order_by("-number").first()


def source_of(of):
    return TranslationSource.objects.get_for_instance(of)


def texts():
    return {language: page(language).blocks() for language in LANGUAGES}


def test_pages_stand_in_four_languages(folder):
    report = load(folder)
    assert len(report.planted) == 7
    assert Page.find_problems() == ([], [], [], [], [])
    for language in LANGUAGES:
        assert page(language).blocks() == lesson_blocks(language)
        parents = page(language).get_ancestors().specific()
        assert [type(parent) for parent in parents[2:]] == [CoursePage, ModulePage]
        assert {parent.locale.language_code for parent in parents[1:]} == {language}
        assert page(language).slug == "m2-2-1"
        assert page(language, "M2.2.2").title == f"Lesson M2.2.2 {language}"
    for module in ModulePage.objects.filter(module__code="M2.2"):
        assert module.get_children().count() == 2


def test_editions_stand_in_four_languages(loaded):
    source = newest("en")
    for language in LANGUAGES:
        edition = newest(language)
        assert edition.number == 1
        assert f"<h2>Why ({language})</h2>" in edition.body
        assert "<b>" not in edition.body
        assert edition.source_hash == content_hash(lesson_blocks("en"))
        assert edition.source == (None if language == "en" else source)
        assert edition.outcomes == [f"read a line ({language})", f"find an error ({language})"]
        assert newest(language, "M2.2.2").body == ""
    assert Module.objects.get(code="M2.2").editions.get(language="ru").outcomes == ["do it ru", "know it ru"]


def test_twice_changes_nothing(loaded):
    def state():
        return [
            sorted(model.objects.values_list(*fields))
            for model, fields in (
                (Page, ("pk", "path", "title", "latest_revision_created_at")),
                (LessonEdition, ("pk",)),
                (StringTranslation, ("pk", "data")),
                (LoadedText, ("pk", "hash")),
            )
        ]

    before = state()
    report = load(loaded)
    assert (report.planted, report.updated, report.kept, report.unchanged) == ([], [], [], 7)
    assert state() == before


def test_what_was_written_for_localize_is_what_it_writes_itself(loaded):
    def segments():
        return sorted(StringSegment.objects.filter(source=source).values_list("order", "string", "context", "attrs"))

    source = source_of(page())
    before = segments()
    source.refresh_segments()
    assert segments() == before
    instance = source.as_instance()
    for context in TranslationContext.objects.filter(object_id=source.object_id):
        ours, context.field_path = context.field_path, ""
        assert context.get_field_path(instance) == ours


def test_every_text_survives_update_and_translate(loaded, django_capture_on_commit_callbacks):
    before, editions = texts(), LessonEdition.objects.count()
    source = source_of(page())
    source.update_from_db()
    for translation in Translation.objects.filter(source=source):
        assert translation.get_status_display() == "Up to date"
        with django_capture_on_commit_callbacks(execute=True):
            translation.save_target(publish=True)
    assert texts() == before
    assert LessonEdition.objects.count() == editions


def test_a_changed_text_is_updated_in_every_language(loaded):
    write_lesson(loaded, "M2.2.1", changes={"Second": "Changed", "two": "three"})
    report = load(loaded)
    assert report.updated == [f"M2.2.1 {language}" for language in LANGUAGES]
    for language in LANGUAGES:
        assert page(language).blocks() == lesson_blocks(language, changes={"Second": "Changed", "two": "three"})
        assert newest(language).number == 2
        assert newest(language).source_hash == content_hash(page("en").blocks())
    assert all(t.get_status_display() == "Up to date" for t in Translation.objects.filter(source=source_of(page())))
    assert load(loaded).unchanged == 7


def test_a_changed_translation_leaves_the_other_languages(loaded):
    write_lesson(loaded, "M2.2.1", changes={"Second": "Better"}, only=("tg",))
    assert load(loaded).updated == ["M2.2.1 tg"]
    assert "Better (tg)" in newest("tg").body
    assert (newest("tg").number, newest("ru").number, newest("en").number) == (2, 1, 1)


def meanings():
    return {language: newest(language).meaning for language in LANGUAGES}


def test_a_changed_source_is_a_new_meaning_and_translations_changed_with_it_follow(loaded):
    write_lesson(loaded, "M2.2.1", changes={"Second": "Changed"}, only=("en", "tg"))
    report = load(loaded)
    assert report.updated == ["M2.2.1 en", "M2.2.1 tg"]
    assert meanings() == {"en": 2, "tg": 2, "fa-af": 1, "ru": 1}
    assert newest("ru").number == 1
    assert page("ru").blocks() == lesson_blocks("ru")
    assert load(loaded).unchanged == 7
    write_lesson(loaded, "M2.2.1", changes={"Second": "Changed"}, only=("ru",))
    later = load(loaded)
    assert (later.updated, later.kept) == (["M2.2.1 ru"], [])
    assert meanings() == {"en": 2, "tg": 2, "fa-af": 1, "ru": 2}


def test_a_load_of_wording_only_leaves_every_language_up_to_date(loaded):
    write_lesson(loaded, "M2.2.1", changes={"Second": "Second,"}, only=("en",))
    report = load(loaded, wording_only=True)
    assert report.updated == ["M2.2.1 en"]
    assert "Second, (en)" in newest("en").body
    assert meanings() == dict.fromkeys(LANGUAGES, 1)
    assert newest("tg").number == 1
    assert all(t.get_status_display() == "Up to date" for t in Translation.objects.filter(source=source_of(page())))


def test_a_translators_saved_text_survives_after_the_source_went_on(loaded):
    write_lesson(loaded, "M2.2.1", changes={"Second": "Changed"}, only=("en",))
    load(loaded)
    segment = StringSegment.objects.get(source=source_of(page()), context__path="title")
    StringTranslation.objects.filter(
        translation_of=segment.string, context=segment.context, locale__language_code="ru"
    ).update(data="Ещё не опубликовано")
    write_lesson(loaded, "M2.2.1", changes={"Second": "Changed"}, only=("ru", "tg"))
    report = load(loaded)
    assert (report.kept, report.updated) == (["M2.2.1 ru"], ["M2.2.1 tg"])


def test_a_text_for_a_lesson_that_had_only_a_title(loaded):
    write_lesson(loaded, "M2.2.2")
    assert len(load(loaded).updated) == 4
    assert page("fa-af", "M2.2.2").blocks() == lesson_blocks("fa-af", "M2.2.2")
    assert newest("fa-af", "M2.2.2").words > 10
    source = source_of(page("en", "M2.2.2"))
    source.update_from_db()
    assert all(t.get_status_display() == "Up to date" for t in source.translations.all())


def edit(of, **fields):
    for name, value in fields.items():
        setattr(of, name, value)
    of.save_revision().publish()


def test_an_editors_change_survives(loaded):
    edit(page("en"), summary="Written by an editor")
    write_lesson(loaded, "M2.2.1", changes={"Second": "From the file"})
    report = load(loaded)
    assert report.kept == [f"M2.2.1 {language}" for language in LANGUAGES]
    assert report.updated == []
    assert page("en").summary == "Written by an editor"
    assert newest("en").summary == "Written by an editor"


def test_an_editors_draft_survives(loaded):
    draft = page("en")
    draft.summary = "Half a thought"
    draft.save_revision()
    write_lesson(loaded, "M2.2.1", changes={"Second": "From the file"})
    assert "M2.2.1 en" in load(loaded).kept
    assert page("en").get_latest_revision_as_object().summary == "Half a thought"


def test_a_translators_change_survives_and_the_others_go_on(loaded):
    edit(page("tg"), title="Тарҷумаи дигар")
    write_lesson(loaded, "M2.2.1", changes={"Second": "From the file"})
    report = load(loaded)
    assert report.kept == ["M2.2.1 tg"]
    assert page("tg").title == "Тарҷумаи дигар"
    assert "From the file (ru)" in newest("ru").body


def test_a_translators_saved_text_survives(loaded):
    segment = StringSegment.objects.get(source=source_of(page()), context__path="title")
    StringTranslation.objects.filter(
        translation_of=segment.string, context=segment.context, locale__language_code="ru"
    ).update(data="Ещё не опубликовано")
    write_lesson(loaded, "M2.2.1", changes={"Second": "From the file"})
    assert load(loaded).kept == ["M2.2.1 ru"]
    assert StringTranslation.objects.filter(data="Ещё не опубликовано").exists()


def test_a_page_that_an_editor_removed_stays_removed(loaded):
    page("en", "M2.2.2").delete()
    write_module(loaded, "M2.2", title="Renamed")
    assert "M2.2.2 en" not in load(loaded).updated
    assert not LessonPage.objects.filter(lesson__code="M2.2.2", locale__language_code="en").exists()
    assert Lesson.objects.get(code="M2.2.2").retired_at is None


def test_new_modules_and_lessons_come_beside_the_old(loaded):
    write_module(loaded, "M2.1", lessons=4)
    report = load(loaded)
    assert report.planted == ["M2.1.3", "M2.1.4"]
    assert Page.find_problems() == ([], [], [], [], [])
    parent = ModulePage.objects.get(module__code="M2.1", locale__language_code="tg")
    assert [child.slug for child in parent.get_children()] == ["m2-1-1", "m2-1-2", "m2-1-3", "m2-1-4"]


def test_only_some_modules(folder):
    report = load(folder, only=["M2.2"])
    assert report.planted == ["M2", "M2.2", "M2.2.1", "M2.2.2"]
    assert report.programmes is None
    assert load(folder).planted == ["M2.1", "M2.1.1", "M2.1.2"]
    assert Page.find_problems() == ([], [], [], [], [])
    with pytest.raises(UnknownModulesError, match=r"M9\.9"):
        load(folder, only=["M9.9"])


def test_outline_only_and_the_texts_afterwards(folder):
    load(folder, outline_only=True)
    assert newest("en").body == ""
    load(folder)
    assert newest("en").body != ""
    load(folder, outline_only=True)
    assert newest("en").body != ""


def test_a_broken_file_stops_before_anything_is_written(folder):
    (folder / "M2.2" / "M2.2.1.ru.txt").unlink()
    with pytest.raises(ManuscriptFileError, match=r"M2\.2\.1\.ru\.txt: the file is missing"):
        load(folder)
    assert not Module.objects.exists()
    write_lesson(folder, "M2.2.1")
    path = folder / "M2.2" / "M2.2.1.ru.txt"
    path.write_text(path.read_text().replace("- two (ru)\n", ""))
    with pytest.raises(ManuscriptFileError, match="points points"):
        load(folder)


def test_republish_writes_what_reads_differently(loaded, settings):
    later = AT + datetime.timedelta(hours=1)
    assert republish(by=None, at=later) == 0
    templates = loaded.parent / "templates" / "cms" / "blocks"
    templates.mkdir(parents=True)
    (templates / "sources.html").write_text('<section id="{{ id }}">new</section>')
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(templates.parent.parent)]}]
    assert republish(by=None, at=later) == 4
    assert newest("ru").number == 2
    assert newest("ru").source.number == 2


def test_the_command_says_what_it_did(loaded, capsys):
    write_module(loaded, "M2.1", lessons=1)
    edit(page("en"), summary="Written by an editor")
    write_lesson(loaded, "M2.2.1", changes={"Second": "From the file"})
    call_command("load_curriculum", folder=str(loaded))
    said = capsys.readouterr().out
    assert "left as they are: M2.1.2" in said
    assert "Kept, because an editor or translator changed them: M2.2.1 en" in said
    with pytest.raises(CommandError, match="missing"):
        call_command("load_curriculum", folder=str(loaded / "nowhere"))


def test_targets_are_complete_translations(loaded):
    assert Translation.objects.count() == 7 * 3
    for translation in Translation.objects.select_related("source", "target_locale"):
        total, done = translation.get_progress()
        assert total == done
        assert total > 0
    assert set(Locale.objects.values_list("language_code", flat=True)) == set(LANGUAGES)
