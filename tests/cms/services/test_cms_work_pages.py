"""Lessons, modules and courses as work of translators."""

import datetime

import pytest
from wagtail_localize.models import StringSegment
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from cms.domain.work import WorkKind
from cms.models import LessonPage, ModulePage
from cms.selectors.page_work import plain, stored
from cms.services.loading import load_curriculum
from cms.services.work import ADAPTERS, UnknownWorkError, WorkChangedError, WorkIncompleteError, adapter_of
from courses.enums import Change, TextState
from courses.models import LessonEdition
from tests.factories.cms import write_curriculum

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
LESSONS = ADAPTERS[WorkKind.LESSON]


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


def page(language="en", code="M2.2.1"):
    return LessonPage.objects.get(lesson__code=code, locale__language_code=language)


def publish_english(old="First", new="Very first"):
    """An editor changes the English in one paragraph."""
    lesson = page()
    raw = lesson.body.get_prep_value()
    (block,) = [child for child in raw if child["value"].get("key") == "why"]
    block["value"]["body"][0]["value"] = block["value"]["body"][0]["value"].replace(old, new)
    lesson.body = lesson._meta.get_field("body").to_python(raw)
    lesson.save_revision().publish()


def newest(language="tg", code="M2.2.1"):
    return LessonEdition.objects.filter(lesson__code=code, language=language).order_by("-number").first()


def opened(language="tg", code="M2.2.1"):
    return LESSONS.open_work(code, language)


def save(texts, by, *, work=None, language="tg"):
    work = work or opened(language)
    return LESSONS.save(code=work.code, language=language, texts=texts, fingerprint=work.fingerprint, by=by, at=AT)


def hand_in(texts, by, *, change=None, language="tg"):
    work = opened(language)
    return LESSONS.hand_in(
        code=work.code, language=language, texts=texts, fingerprint=work.fingerprint, change=change, by=by, at=AT
    )


def test_a_loaded_lesson_is_complete(loaded):
    work = opened()
    assert (work.open, work.words, work.edition, work.behind) == (0, 0, 1, False)
    assert work.title == "Reading the lines (en)"
    first = work.segments[0]
    assert (first.path, first.source, first.target) == ("title", "Reading the lines (en)", "Reading the lines (tg)")
    labels = {segment.label for segment in work.segments}
    assert {"Title", "Summary", "Text · Paragraphs", "Steps · Heading"} <= labels


def test_nothing_to_work_on(loaded):
    assert opened("en") is None
    assert opened(code="M9.9.9") is None
    with pytest.raises(UnknownWorkError):
        LESSONS.save(code="M9.9.9", language="tg", texts={}, fingerprint="", by=None, at=AT)
    assert adapter_of("nothing") is None


def test_texts_are_stored_as_wagtail_localize_does(loaded):
    for text in ("A & B <c> 'd' \"e\"", "`P<UTO` **x**", "обы `<<`"):
        assert stored(text) == StringValue.from_plaintext(text).data
        assert plain(stored(text)) == text
    for segment in extract_segments(page()):
        assert stored(plain(segment.string.data)) == segment.string.data


def test_an_older_translation_is_offered_and_open(loaded, cast):
    publish_english()
    work = opened()
    (stale,) = [segment for segment in work.segments if not segment.done]
    assert stale.stale
    assert stale.was == "First `P<UTO` **paragraph** (en)"
    assert stale.source == "Very first `P<UTO` **paragraph** (en)"
    assert stale.target == "First `P<UTO` **paragraph** (tg)"
    assert work.words == 5


def test_still_right_confirms_the_old_text(loaded, cast):
    publish_english()
    (stale,) = [segment for segment in opened().segments if not segment.done]
    hand_in({stale.path: stale.target}, cast.translator)
    work = opened()
    assert (work.open, work.edition) == (0, 2)
    assert (newest().number, newest().published_by) == (2, cast.translator)
    assert newest().meaning == newest("en").meaning


def test_a_draft_is_kept_and_not_read(loaded, cast):
    publish_english()
    (stale,) = [segment for segment in opened().segments if not segment.done]
    work = save({stale.path: "Аввалин `P<UTO` **сархат**", "nowhere": "x"}, cast.translator)
    assert work.open == 0
    assert newest().number == 1
    again = next(segment for segment in opened().segments if segment.path == stale.path)
    assert again.target == "Аввалин `P<UTO` **сархат**"
    assert again.done


def test_an_incomplete_text_is_saved_and_not_published(loaded, cast):
    publish_english("paragraph", "section")
    publish_english("First", "Last")
    lesson = page()
    lesson.title = "Another title"
    lesson.save_revision().publish()
    with pytest.raises(WorkIncompleteError) as error:
        hand_in({"title": "Унвони дигар"}, cast.translator)
    assert error.value.work.open == 1
    assert opened().segments[0].target == "Унвони дигар"
    assert newest().number == 1


def test_two_at_once_do_not_overwrite(loaded, cast):
    early = opened()
    save({"title": "Якум"}, cast.translator)
    with pytest.raises(WorkChangedError) as error:
        save({"title": "Дуюм"}, cast.editor, work=early)
    assert error.value.work.segments[0].target == "Якум"
    assert opened().segments[0].target == "Якум"


def test_taking_a_text_away_keeps_what_was_older(loaded, cast):
    publish_english()
    (stale,) = [segment for segment in opened().segments if not segment.done]
    save({stale.path: "Нав"}, cast.translator)
    work = save({stale.path: ""}, cast.translator)
    (again,) = [segment for segment in work.segments if not segment.done]
    assert again.target == stale.target
    work = save({"title": ""}, cast.translator)
    assert work.segments[0].missing


def test_a_correction_of_a_complete_translation(loaded, cast):
    hand_in({"title": "Сатрҳоро мехонем"}, cast.translator, change=Change.MEANING)
    assert opened().edition == 2
    assert newest().title == "Сатрҳоро мехонем"
    assert (newest().change, newest().meaning) == (Change.MEANING, 2)
    assert opened("ru").behind
    lines = {line.language: line.state for line in LESSONS.lines(["tg", "ru"], "tg") if line.code == "M2.2.1"}
    assert lines == {"tg": TextState.DRAFT, "ru": TextState.STALE}


def test_a_page_that_nobody_submitted(loaded, cast):
    parent = ModulePage.objects.get(module__code="M2.2", locale__language_code="en")
    lesson = parent.add_child(instance=LessonPage(title="A new lesson", summary="In short"))
    code = lesson.lesson.code
    lesson.save_revision().publish()
    work = opened(code=code)
    assert [segment.missing for segment in work.segments] == [True, True]
    work = save({"title": "Дарси нав"}, cast.translator, work=work)
    assert work.open == 1
    LESSONS.hand_in(
        code=code,
        language="tg",
        texts={"summary": "Кӯтоҳ"},
        fingerprint=work.fingerprint,
        change=None,
        by=cast.translator,
        at=AT,
    )
    assert opened(code=code).edition == 1
    assert newest(code=code).title == "Дарси нав"


def test_modules_and_courses(loaded, cast):
    for kind, code, title in ((WorkKind.MODULE, "M2.2", "Модули нав"), (WorkKind.COURSE, "M2", "Курси нав")):
        adapter = ADAPTERS[kind]
        work = adapter.open_work(code, "tg")
        assert work.open == 0
        adapter.hand_in(
            code=code,
            language="tg",
            texts={"title": title},
            fingerprint=work.fingerprint,
            change=Change.WORDING,
            by=cast.translator,
            at=AT,
        )
        assert adapter.open_work(code, "tg").edition == 2
        (line,) = [line for line in adapter.lines(["tg"], "tg") if line.code == code]
        assert (line.title, line.state, line.course) == (title, TextState.APPROVED, "M2")


def test_words_to_do_and_lines(loaded, cast):
    publish_english()
    keys = [("M2.2.1", "tg"), ("M2.2.1", "ru"), ("M2.1.1", "tg")]
    assert LESSONS.words_to_do(keys) == {("M2.2.1", "tg"): 5, ("M2.2.1", "ru"): 5, ("M2.1.1", "tg"): 0}
    lines = {(line.code, line.language): line for line in LESSONS.lines(["tg"], "tg")}
    assert lines["M2.2.1", "tg"].state == TextState.STALE
    assert lines["M2.1.1", "tg"].state == TextState.MISSING
    assert lines["M2.1.1", "tg"].waits  # English has a title only
    assert lines["M2.1.1", "tg"].title == "Lesson M2.1.1 tg"


def test_opening_costs_the_same_for_many_texts(loaded, django_assert_num_queries):
    assert StringSegment.objects.count() > 40
    with django_assert_num_queries(6):
        opened()
    with django_assert_num_queries(6):
        opened(code="M2.2.2")


def test_saving_costs_the_same_for_many_texts(loaded, cast, django_assert_max_num_queries):
    work = opened()
    with django_assert_max_num_queries(28):
        work = save({segment.path: f"{segment.target}!" for segment in work.segments[:1]}, cast.translator)
    with django_assert_max_num_queries(28):
        save({segment.path: f"{segment.target}!" for segment in work.segments}, cast.translator, work=work)
