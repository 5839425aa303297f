"""Blocks that name something: how they read, what is translated of them, what stays the same in every language."""

import datetime

import pytest
from django.apps import apps
from wagtail.models import TranslatableMixin
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from assessments.models import QuestionText, QuestionVersion
from cms.domain.streams import keys_in
from cms.models import LessonPage
from cms.models.media import codes_of_files
from cms.rendering import beside, render_blocks
from cms.services.loading import load_curriculum
from courses.models import LessonEdition
from courses.selectors.manuscripts import LANGUAGES
from tests.factories.cms import lesson_blocks, media_blocks, png, write_full_curriculum

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path):
    folder = write_full_curriculum(tmp_path / "curriculum")
    load_curriculum(folder=folder, by=None, at=AT)
    return folder


def page(language="en", code="M2.2.2"):
    return LessonPage.objects.get(lesson__code=code, locale__language_code=language)


def edition(language="en", code="M2.2.2"):
    return LessonEdition.objects.get(lesson__code=code, language=language)


def test_pages_say_what_the_files_say(loaded):
    for language in LANGUAGES:
        assert page(language).blocks() == media_blocks(language)


def test_pictures_have_a_size_and_wait_until_they_are_seen(loaded):
    body = edition().body
    assert body.count("<picture>") == 3
    assert body.count('loading="lazy"') == 3
    assert 'width="640" height="384" alt="A UTO page (en)"' in body
    assert body.index('type="image/avif"') < body.index('type="image/webp"') < body.index(".jpg 320w")
    assert "style=" not in body
    assert "/media/kept/" in body


def test_places_are_drawn_over_the_picture_and_listed(loaded):
    body = edition("fa-af").body
    assert 'viewBox="0 0 100 60.00"' in body
    assert 'transform="translate(10.00 12.30)"' in body
    assert ">۱</text>" in body
    assert "<li>first (fa-af)</li>" in body


def test_drawings_carry_the_words_of_the_language(loaded):
    body = edition("fa-af").body
    assert 'direction="rtl">left (fa-af)</text>' in body
    assert "right (fa-af) TD3" in body
    assert '<svg class="drawing"' in body
    assert 'aria-label="Zones (fa-af). left (fa-af); right (fa-af)"' in body


def test_nothing_plays_by_itself_and_the_words_can_be_read(loaded):
    body = edition("ru").body
    for tag in ("audio", "video"):
        assert f'<{tag} controls preload="none">' in body
    assert "autoplay" not in body
    assert 'type="audio/mpeg"' in body
    assert "1.5" in body or "1,5" in body
    assert "<p>Come in (ru)</p>" in body
    assert 'download="form.pdf"' in body


def test_a_term_stands_in_all_languages_and_links_lead_somewhere(loaded):
    body = edition("tg").body
    assert "<dfn>refugee tg</dfn>" in body
    assert '<span lang="fa-AF" dir="rtl" data-in-passing>refugee fa-af</span>' in body
    assert 'href="/tg/assessments/quizzes/M2.2/"' in body
    assert "practicals/#PX-2.2" in body


def test_the_plain_text_holds_words_and_no_names_of_files(loaded):
    text = edition("ru").text
    for words in (
        "A UTO page",
        "Caption",
        "first",
        "left",
        "Come in",
        "Print it",
        "refugee ru",
        "Who fled.",
        "To the quiz",
    ):
        assert words in text, words
    for name in ("page.png", "zones.svg", "20.5", "quiz M2.2", "T073", "form.pdf"):
        assert name not in text, name


def test_what_is_named_costs_the_same_queries_for_one_text_and_many(loaded, django_assert_num_queries):
    texts = [media_blocks(language) for language in LANGUAGES]
    with django_assert_num_queries(3):
        beside(texts[:1])
    with django_assert_num_queries(3):
        beside(texts)
    one = LessonPage.objects.select_related("lesson").get(lesson__code="M2.2.2", locale__language_code="en")
    body = one.body.get_prep_value()
    with django_assert_num_queries(1):
        assert len(codes_of_files(keys_in(body))) == 5
    named = beside(texts)
    with django_assert_num_queries(0):
        beside([lesson_blocks("en")])
    assert render_blocks(texts[0], "en", named).body == edition().body


def test_files_codes_and_places_are_not_for_translators(loaded):
    source = TranslationSource.objects.get_for_instance(page())
    before = sorted(StringSegment.objects.filter(source=source).values_list("order", "string", "context"))
    source.refresh_segments()
    assert sorted(StringSegment.objects.filter(source=source).values_list("order", "string", "context")) == before
    assert not OverridableSegment.objects.filter(source=source).exists()
    strings = set(StringSegment.objects.filter(source=source).values_list("string__data", flat=True))
    assert {"first (en)", "left (en)", "Come in (en)", "To the quiz (en)", "Print it (en)"} <= strings
    assert strings.isdisjoint({"page.png", "10", "20.5", "T073", "quiz M2.2", "1", "2.0"})


def test_every_text_survives_update_and_translate(loaded, django_capture_on_commit_callbacks):
    before, editions = {language: page(language).blocks() for language in LANGUAGES}, LessonEdition.objects.count()
    source = TranslationSource.objects.get_for_instance(page())
    source.update_from_db()
    for translation in Translation.objects.filter(source=source):
        assert translation.get_status_display() == "Up to date"
        with django_capture_on_commit_callbacks(execute=True):
            translation.save_target(publish=True)
    assert {language: page(language).blocks() for language in LANGUAGES} == before
    assert LessonEdition.objects.count() == editions


def test_an_editor_opens_and_saves_a_lesson_with_every_block(loaded, cast):
    body = [(child["type"], posted(child)) for child in page().body.get_prep_value()]
    data = nested_form_data(
        {"title": "Changed", "summary": "s", "body": streamfield(body), "instructor": streamfield([])}
    )
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    client = cast.client("editor")
    assert client.get(f"/cms/pages/{page().pk}/edit/").status_code == 200
    answer = client.post(f"/cms/pages/{page().pk}/edit/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    draft = page().get_latest_revision_as_object()
    assert draft.title == "Changed"
    assert [block.fields for block in draft.blocks()[1:]] == [block.fields for block in media_blocks("en")[1:]]


def posted(child):
    """The value of a raw block as the form of the admin sends it."""
    return {name: as_form(value) for name, value in child["value"].items()}


def as_form(value):
    if not isinstance(value, list):
        return value
    form = {"count": len(value)}
    for place, item in enumerate(value):
        form |= {
            f"{place}-deleted": "",
            f"{place}-order": str(place),
            f"{place}-type": "item",
            f"{place}-id": item["id"],
        }
        inner = item["value"]
        if isinstance(inner, dict):
            form |= {f"{place}-value-{name}": cell for name, cell in inner.items()}
        else:
            form[f"{place}-value"] = inner
    return form


def test_a_page_of_an_editor_stands_in_all_trees_and_is_read_as_what_it_is(loaded, cast):
    source = page()
    made = source.copy(update_attrs={"title": "Only English", "slug": "only-english"}, keep_live=False)
    data = nested_form_data({"title": "Made by hand", "summary": "About it", "body": streamfield([])})
    data |= nested_form_data(
        {"instructor": streamfield([]), "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    )
    cast.client("editor").post(f"/cms/pages/add/cms/lessonpage/{source.get_parent().pk}/", data)
    by_hand = LessonPage.objects.get(title="Made by hand", locale__language_code="en")
    copies = LessonPage.objects.filter(translation_key=by_hand.translation_key).exclude(pk=by_hand.pk)
    assert {copy.locale.language_code for copy in copies} == {"tg", "fa-af", "ru"}
    assert all(copy.alias_of_id == by_hand.pk for copy in copies)
    made.save_revision().publish()
    answer = cast.client("instructor").get(f"/fa-af/courses/lessons/{made.code}/")
    body = answer.content.decode()
    assert '<h1 lang="en" dir="ltr">Only English</h1>' in body
    assert '<article lang="en" dir="ltr">' in body
    others = body[body.index('class="lesson-languages') :].partition("</p>")[0]
    assert 'lang="tg"' in others
    assert "hreflang" not in others  # nobody promises a language that is not there


def test_answer_keys_and_marks_are_never_translatable(loaded):
    models = apps.get_app_config("assessments").get_models()
    assert [model for model in models if issubclass(model, TranslatableMixin)] == []
    assert QuestionVersion.objects.count() == 5
    assert QuestionText.objects.count() == 5 * len(LANGUAGES)
    fields = {field.name for field in QuestionText._meta.get_fields()}
    assert fields.isdisjoint({"key", "marks", "specimen", "tolerance", "right"})


def test_drawings_and_pictures_print(loaded):
    from weasyprint import HTML  # noqa: PLC0415 - reason: heavy

    made = HTML(
        string=f'<html lang="fa-AF"><body dir="rtl">{edition("fa-af").body}</body></html>', url_fetcher=no_files
    )
    document = made.render()
    texts = {box.text for page_of in document.pages for box in page_of._page_box.descendants() if hasattr(box, "text")}
    assert any("first (fa-af)" in text for text in texts)
    assert document.write_pdf()[:5] == b"%PDF-"


def no_files(url, *args, **kwargs):
    return {"string": png(), "mime_type": "image/png"}
