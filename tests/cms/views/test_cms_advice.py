"""Whoever saves a page is told which of its forms the glossary advises against; nothing is refused."""

import datetime

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.models import LessonPage
from cms.selectors.advice import advice_on
from cms.services.loading import load_curriculum
from tests.factories.cms import write_curriculum
from tests.factories.glossary import advise

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


def page(language="en"):
    return LessonPage.objects.get(lesson__code="M2.2.1", locale__language_code=language)


def module_of(lesson):
    return lesson.get_parent().specific


def save(client, of, **fields):
    data = nested_form_data({"title": of.title, "outcomes": streamfield([]), **fields})
    return client.post(f"/cms/pages/{of.pk}/edit/", data, follow=True)


def test_the_forms_of_a_page_are_found_with_their_blocks(loaded):
    advise("en", "paragraph", "text", note="shorter")
    advise("en", "night", "dark hours")
    advise("ru", "paragraph", "text")
    found = advice_on(page())
    assert [(advice.form, advice.instead, advice.note) for advice in found] == [
        ("paragraph", "text", "shorter"),
        ("night", "dark hours", ""),
    ]
    assert found[0].blocks == ("why", "bare")
    assert advice_on(page("tg")) == []


def test_saving_a_page_warns_and_saves(loaded, cast):
    advise("en", "frontier", "border")
    module = module_of(page())
    shown = save(cast.client("editor"), module, title="The frontier").content.decode()
    assert "The glossary advises to write \u2068«border»\u2069, not \u2068«frontier»\u2069." in shown
    module.refresh_from_db()
    assert module.get_latest_revision_as_object().title == "The frontier"


def test_a_page_without_such_forms_says_nothing(loaded, cast):
    advise("en", "frontier", "border")
    assert "The glossary advises" not in save(cast.client("editor"), module_of(page())).content.decode()


def test_at_most_five_are_named(loaded, cast):
    for number in range(7):
        advise("en", f"word{number}", "another")
    text = " ".join(f"word{number}" for number in range(7))
    shown = save(cast.client("editor"), module_of(page()), title=text).content.decode()
    assert shown.count("The glossary advises to write") == 5
    assert "2 more forms are advised against." in shown


def test_publishing_that_asks_for_the_meaning_warns_once(loaded, cast):
    advise("en", "frontier", "border")
    module = module_of(page())
    shown = save(cast.client("editor"), module, title="The frontier", **{"action-publish": "1"}).content.decode()
    assert shown.count("The glossary advises to write") == 1
