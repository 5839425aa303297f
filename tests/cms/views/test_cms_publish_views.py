"""In Wagtail, as an editor: save, say what happened to the meaning, and everybody is told the truth."""

import datetime
import re

import pytest
from wagtail_localize.models import StringSegment, StringTranslation

from cms.models import LessonPage
from cms.services.following import translations_of
from cms.services.loading import load_curriculum
from cms.services.publishing import publish_translation
from courses.enums import Change, TextState
from courses.models import LessonEdition
from courses.selectors.standings import standings_of_lessons
from tests.factories.cms import write_curriculum

AT = datetime.datetime(2026, 11, 20, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


def page(language="en"):
    return LessonPage.objects.get(lesson__code="M2.2.1", locale__language_code=language)


def newest(language="en"):
    return LessonEdition.objects.filter(lesson__code="M2.2.1", language=language).order_by("-number").first()


def stale():
    return {one.language for one in standings_of_lessons(codes=["M2.2.1"]) if one.state == TextState.STALE}


def press_publish(client, title):
    """Change the title in Wagtail's form and press Publish; blocks are sent as they are."""
    of = page()
    form = {"title": title, "summary": of.summary, "action-publish": "1", "comments-TOTAL_FORMS": "0"}
    form |= {"comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": ""}
    for name in ("body", "instructor"):
        form |= as_form(name, getattr(of, name).get_prep_value())
    return client.post(f"/cms/pages/{of.pk}/edit/", form)


def as_form(name, children):
    data = {f"{name}-count": str(len(children))}
    for place, child in enumerate(children):
        data |= {
            f"{name}-{place}-deleted": "",
            f"{name}-{place}-order": str(place),
            f"{name}-{place}-type": child["type"],
            f"{name}-{place}-id": child["id"],
        }
        data |= value_as_form(f"{name}-{place}-value", child["value"])
    return data


def value_as_form(prefix, value):
    if isinstance(value, dict):
        return {
            key: one for name, inner in value.items() for key, one in value_as_form(f"{prefix}-{name}", inner).items()
        }
    if not isinstance(value, list):
        return {prefix: "" if value is None else str(value)}
    data = {f"{prefix}-count": str(len(value))}
    for place, item in enumerate(value):
        inner, pk = (item["value"], item["id"]) if isinstance(item, dict) and "value" in item else (item, "")
        data |= {
            f"{prefix}-{place}-deleted": "",
            f"{prefix}-{place}-order": str(place),
            f"{prefix}-{place}-type": "item",
            f"{prefix}-{place}-id": pk,
        }
        data |= value_as_form(f"{prefix}-{place}-value", inner)
    return data


def answer(client, change, seen=None):
    url = f"/en/curriculum/pages/{page().pk}/publish/"
    return client.post(url, {"change": change, "seen": seen or shown(client)})


def shown(client):
    """What the question says was on the screen."""
    html = client.get(f"/en/curriculum/pages/{page().pk}/publish/").content.decode()
    return re.search(r'name="seen" value="(\w+)"', html)[1]


def mend_tajik(by):
    one = next(t for t in translations_of(page()) if t.target_locale.language_code == "tg")
    segment = StringSegment.objects.get(source=one.source, context__path="title")
    StringTranslation.objects.update_or_create(
        translation_of=segment.string, context=segment.context, locale=one.target_locale, defaults={"data": "Дигар"}
    )
    publish_translation(translation=one, change=Change.MEANING, by=by, at=AT + datetime.timedelta(hours=1))


def test_publishing_asks_and_the_answer_makes_the_edition(loaded, cast):
    client = cast.client("editor")
    asked = press_publish(client, "Reading all lines")
    assert asked.status_code == 302
    assert asked["Location"] == f"/en/curriculum/pages/{page().pk}/publish/"
    assert newest().number == 1  # nothing is published before the answer
    html = client.get(asked["Location"]).content.decode()
    assert ">all lines</ins>" in html or "all</ins>" in html
    assert "It now says what the newest version says" not in html
    done = answer(client, "meaning")
    assert (done.status_code, newest().number, newest().change) == (302, 2, "meaning")
    assert newest().title == "Reading all lines"
    assert newest().published_by == cast.editor
    assert stale() == {"tg", "fa-af", "ru"}


def test_a_corrected_comma(loaded, cast):
    client = cast.client("editor")
    press_publish(client, "Reading the lines, (en)")
    answer(client, "wording")
    assert (newest().number, newest().change) == (2, "wording")
    assert stale() == set()


def test_nothing_is_asked_without_other_words(loaded, cast):
    client = cast.client("editor")
    done = press_publish(client, page().title)
    assert "/curriculum/pages/" not in done["Location"]
    assert newest().number == 1
    html = client.get(f"/en/curriculum/pages/{page().pk}/publish/").content.decode()
    assert "No words changed." in html
    assert answer(client, "meaning").status_code == 422


def test_a_draft_saved_meanwhile_is_not_published_unseen(loaded, cast):
    client = cast.client("editor")
    press_publish(client, "First")
    seen = shown(client)
    press_publish(client, "Second")
    late = answer(client, "meaning", seen)
    assert late.status_code == 409
    assert "Somebody has changed this text" in late.content.decode()
    assert newest().number == 1


def test_the_same_draft_saved_once_more_by_itself_is_no_other_draft(loaded, cast):
    client = cast.client("editor")
    press_publish(client, "First")
    seen = shown(client)
    page().get_latest_revision_as_object().save_revision()  # Wagtail saves on its own, half a second after the last key
    assert answer(client, "meaning", seen).status_code == 302
    assert newest().title == "First"


@pytest.mark.parametrize("data", [{}, {"change": "meaning"}, {"change": "x", "seen": "1"}, {"seen": "1"}])
def test_an_answer_that_is_none(data, loaded, cast):
    client = cast.client("editor")
    press_publish(client, "First")
    assert client.post(f"/en/curriculum/pages/{page().pk}/publish/", data).status_code == 422
    assert newest().number == 1


def test_the_editor_learns_that_tajik_says_something_newer(loaded, cast):
    client = cast.client("editor")
    assert "says something newer" not in client.get(f"/cms/pages/{page().pk}/edit/").content.decode()
    mend_tajik(cast.translator)
    html = client.get(f"/cms/pages/{page().pk}/edit/").content.decode()
    assert "Another language says something newer" in html
    assert "/en/curriculum/editions/M2.2.1/tg/compare/?a=1&amp;b=2" in html
    asked = press_publish(client, page().title)
    assert asked["Location"].endswith("/publish/")  # even without other words: English lags behind
    html = client.get(asked["Location"]).content.decode()
    assert "It now says what the newest version says" in html
    assert "Only the wording has changed" not in html
    answer(client, "follows")
    assert stale() == {"fa-af", "ru"}


def test_a_translators_own_pages_are_not_asked_here(loaded, cast):
    client = cast.client("editor")
    assert client.get(f"/en/curriculum/pages/{page('tg').pk}/publish/").status_code == 404
    assert client.get("/en/curriculum/pages/999999/publish/").status_code == 404
    assert cast.client("translator").get(f"/en/curriculum/pages/{page().pk}/publish/").status_code == 404


def test_an_incomplete_draft_is_not_published(loaded, cast):
    of = page()
    of.body = [("steps", {"key": "empty", "title": "", "items": []})]
    of.save_revision(clean=False)
    client = cast.client("editor")
    address = f"/en/curriculum/pages/{of.pk}/publish/"
    answer = client.post(address, {"change": "meaning", "seen": shown(client)})
    assert answer.status_code == 422
    assert "is not complete" in answer.content.decode()
    assert newest().number == 1


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_what_was_read_is_not_taken_away(loaded, cast, action):
    of = page()
    client = cast.client("editor")
    for address in (f"/cms/pages/{of.pk}/{action}/", f"/cms/bulk/wagtailcore/page/{action}/?id={of.pk}"):
        answer = client.post(address, follow=True)
        assert answer.status_code in {200, 403}
    assert page().live
