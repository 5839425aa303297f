"""Wagtail's admin: who enters, who edits what, what is closed, its policy; and that no page of its own is public."""

import datetime

import pytest
from wagtail.models import Page
from wagtail_localize.models import Translation

from accounts.enums import Role
from accounts.services.roles import give_role
from cms.models import LessonPage
from cms.services.ground import prepare
from cms.services.loading import load_curriculum
from courses.models import LessonEdition
from tests.factories.cms import write_curriculum

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


def page(language="en", code="M2.2.1"):
    return LessonPage.objects.get(lesson__code=code, locale__language_code=language)


def edit_of(of):
    return f"/cms/pages/{of.pk}/edit/"


def test_who_enters(cast):
    for name in ("editor", "translator", "administrator"):
        assert cast.client(name).get("/cms/").status_code == 200, name
    for name in ("trainee", "instructor", "registrar", "head", "hr", "auditor", "stranger"):
        assert cast.client(name).get("/cms/").status_code == 403, name
    assert "/account/login/" in cast.client("nobody").get("/cms/")["Location"]


def test_there_is_one_log_in_page(cast):
    answer = cast.client("nobody").get("/cms/login/")
    assert "/account/login/" in answer["Location"]
    assert cast.client("nobody").post("/cms/login/", {"username": "x", "password": "y"}).status_code == 302
    assert cast.client("editor").get("/cms/login/")["Location"] == "/cms/"


def test_users_and_groups_are_kept_elsewhere(cast):
    client = cast.client("administrator")
    for url in ("/cms/users/", "/cms/users/add/", "/cms/groups/", "/cms/groups/new/", "/cms/password_reset/"):
        assert client.get(url).status_code == 404, url
    assert "/cms/users/" not in client.get("/cms/").content.decode()
    assert client.get("/cms/account/").status_code == 200


def test_editors_write_the_source_and_translators_their_trees(loaded, cast):
    editor, translator = cast.client("editor"), cast.client("translator")
    assert editor.get(edit_of(page("en"))).status_code == 200
    assert editor.get(edit_of(page("tg")))["Location"] == "/cms/"
    assert translator.get(edit_of(page("en")))["Location"] == "/cms/"
    assert translator.get(edit_of(page("tg")))["Location"] == "/en/curriculum/work/lesson/M2.2.1/tg/"
    assert editor.get(f"/cms/pages/add/cms/lessonpage/{page('en').get_parent().pk}/").status_code == 200
    assert translator.get(f"/cms/pages/add/cms/lessonpage/{page('tg').get_parent().pk}/").status_code == 302


def test_a_translator_of_one_language_opens_one_tree(loaded, cast):
    give_role(user=cast.stranger, role=Role.TRANSLATOR, centre=None, by=cast.administrator, language="ru")
    client = cast.client("stranger")
    assert client.get(edit_of(page("ru")))["Location"] == "/en/curriculum/work/lesson/M2.2.1/ru/"
    assert client.get(edit_of(page("tg")))["Location"] == "/cms/"


def test_an_editor_makes_a_lesson_and_it_appears_in_the_other_trees(loaded, cast):
    parent = page().get_parent()
    data = {
        "title": "Made by hand",
        "summary": "About it",
        "body-count": "0",
        "instructor-count": "0",
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    answer = cast.client("editor").post(f"/cms/pages/add/cms/lessonpage/{parent.pk}/", data)
    assert answer.status_code == 302
    made = page(code="M2.2.3")
    assert (made.title, made.slug, made.live) == ("Made by hand", "m2-2-3", True)
    assert made.lesson.editions.get().title == "Made by hand"
    copies = LessonPage.objects.filter(translation_key=made.translation_key).exclude(pk=made.pk)
    assert {copy.locale.language_code for copy in copies} == {"tg", "fa-af", "ru"}
    assert all(copy.alias_of_id == made.pk for copy in copies)


def test_a_preview_reads_in_the_pages_own_language(loaded, cast):
    answer = cast.client("translator").get(f"/cms/pages/{page('fa-af').pk}/view_draft/")
    body = answer.content.decode()
    assert answer.status_code == 200
    assert '<article lang="fa-AF" dir="rtl">' in body
    assert "<h2>Why (fa-af)</h2>" in body
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_admin_has_a_policy_of_its_own_and_nothing_else_has(loaded, cast):
    client = cast.client("editor")
    assert "'unsafe-inline'" in client.get("/cms/")["Content-Security-Policy"]
    for url in ("/en/courses/lessons/M2.2.1/", "/en/courses/manuals/"):
        answer = client.get(url)
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_no_page_is_public(loaded, cast):
    client = cast.client("nobody")
    for url in ("/en/pages/", "/en/pages/m2/", "/en/pages/m2/m2-2/", "/en/pages/m2/m2-2/m2-2-1/"):
        answer = client.get(url, follow=True)
        assert answer.status_code in {200, 404}
        assert "Reading the lines" not in answer.content.decode()
        assert all("/account/login/" in hop for hop, _ in answer.redirect_chain[-1:])
    lesson = cast.client("editor").get("/ru/pages/m2/m2-2/m2-2-1/")
    assert lesson["Location"] == "/ru/courses/lessons/M2.2.1/"


def test_no_way_round_the_question_of_the_meaning(loaded, cast):
    """Wagtail-localize's own editor publishes without asking; it is not reached, nor is what stops or syncs it."""
    lesson = page()
    lesson.title = "Other"
    lesson.save_revision().publish()
    client, target = cast.client("translator"), page("tg")
    translation = Translation.objects.get(source__object_id=target.translation_key, target_locale=target.locale)
    for data in ({"action": "publish"}, {"action-publish": "action-publish"}, {"localize-convert-to-alias": "1"}):
        assert client.post(edit_of(target), data)["Location"].startswith("/en/curriculum/work/"), data
    assert client.post(f"/cms/localize/translate/{translation.pk}/disable/").status_code == 404
    assert client.post(f"/cms/localize/page/{target.pk}/convert_to_alias/").status_code == 404
    update = f"/cms/localize/update/{translation.source_id}/"
    assert cast.client("editor").post(update, {"publish_translations": "on"}).status_code == 302
    translation.refresh_from_db()
    assert translation.enabled
    target.refresh_from_db()
    assert (target.title, target.alias_of_id) == ("Reading the lines (tg)", None)
    assert LessonEdition.objects.filter(language="tg", lesson__code="M2.2.1").count() == 1


def test_the_ground_is_laid_once_and_takes_back_rights_given_by_hand(loaded, cast):
    count = Page.objects.count()
    group = cast.editor.groups.get()
    change = group.page_permissions.get(permission__codename="change_page").permission
    group.page_permissions.create(page=Page.get_first_root_node(), permission=change)
    prepare()
    assert Page.objects.count() == count
    assert sorted(group.page_permissions.values_list("permission__codename", flat=True)) == [
        "add_page",
        "change_page",
        "publish_page",
    ]
