"""The translators' screen and the queue."""

import datetime
import html as html_module
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.access import BACKEND
from accounts.enums import Role
from accounts.services.roles import give_role
from cms.domain.work import WorkKind
from cms.models import LessonPage
from cms.selectors.work_rows import row_id
from cms.services.loading import load_curriculum
from cms.services.work import ADAPTERS
from courses.enums import Change, TermTopic
from courses.models import AdvisedForm, Doubt, LessonEdition, Term, TermEdition
from tests.factories.accounts import make_person
from tests.factories.cms import write_curriculum

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
PAGE = "/en/curriculum/work/lesson/M2.2.1/tg/"
QUEUE = "/en/curriculum/work/"


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


@pytest.fixture
def tajik(cast):
    """A translator of Tajik alone."""
    person = make_person(number="TR-TG")
    give_role(user=person, role=Role.TRANSLATOR, centre=None, language="tg", by=None)
    client = Client()
    client.force_login(person, backend=BACKEND)
    client.person = person
    return client


def publish_english(old="First", new="Very first"):
    lesson = LessonPage.objects.get(lesson__code="M2.2.1", locale__language_code="en")
    raw = lesson.body.get_prep_value()
    (block,) = [child for child in raw if child["value"].get("key") == "why"]
    block["value"]["body"][0]["value"] = block["value"]["body"][0]["value"].replace(old, new)
    lesson.body = lesson._meta.get_field("body").to_python(raw)
    lesson.save_revision().publish()


def opened(language="tg", code="M2.2.1"):
    return ADAPTERS[WorkKind.LESSON].open_work(code, language)


def newest(language="tg"):
    return LessonEdition.objects.filter(lesson__code="M2.2.1", language=language).order_by("-number").first()


def sent_by(client, url=PAGE):
    """What the form on the page would send, unchanged."""
    html = client.get(url).content.decode()
    data = {name: _unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)">', html)}
    fields = re.findall(r'<textarea[^>]* name="(t-\w+)"[^>]*>\n(.*?)</textarea>', html, re.S)
    return {name: data[name] for name in ("fingerprint", "shown", "looked") if name in data} | {
        name: _unescape(value) for name, value in fields
    }


def _unescape(text):
    return html_module.unescape(text)


def test_what_is_written_and_not_handed_in_is_said(loaded, tajik):
    publish_english()
    sent = sent_by(tajik)
    for name in [name for name in sent if name.startswith("t-")]:
        sent[name] += "."
    tajik.post(PAGE, sent | {"save": "1"})
    tajik.get(PAGE)  # the message of saving is read
    html = html_module.unescape(tajik.get(PAGE).content.decode())
    assert "Nobody reads it until you hand it in" in html
    assert "the source text does not say it yet" not in html


def field(path):
    return f"t-{row_id(path)}"


def test_only_own_languages(loaded, cast, tajik):
    assert tajik.get(PAGE).status_code == 200
    assert tajik.get(PAGE.replace("/tg/", "/ru/")).status_code == 404
    assert tajik.post(PAGE.replace("/tg/", "/ru/"), {}).status_code == 404
    assert tajik.get(PAGE.replace("/tg/", "/en/")).status_code == 404
    for name in ("trainee", "instructor", "registrar", "auditor"):
        assert cast.client(name).get(PAGE).status_code == 403
        assert cast.client(name).get(QUEUE).status_code == 403


def test_unknown_things_are_not_found(loaded, cast):
    client = cast.client("editor")
    for url in ("lesson/M9.9.9/tg", "nothing/M2.2.1/tg", "lesson/M2.2.1/xx", "lesson/M9.9.9/en", "module/M9.9/en"):
        assert client.get(f"{QUEUE}{url}/").status_code == 404, url


def test_english_is_edited_in_wagtail(loaded, cast):
    answer = cast.client("editor").get(PAGE.replace("/tg/", "/en/"))
    page = LessonPage.objects.get(lesson__code="M2.2.1", locale__language_code="en")
    assert answer.status_code == 302
    assert answer.url == f"/cms/pages/{page.pk}/edit/"


def test_both_sides_have_their_own_language(loaded, cast):
    html = cast.client("translator").get(PAGE.replace("/tg/", "/fa-af/")).content.decode()
    row = row_id("title")
    assert f'<p lang="en" dir="ltr" id="s-{row}">Reading the lines (en)</p>' in html
    assert re.search(rf'<textarea id="t-{row}"[^>]* lang="fa-AF" dir="rtl"', html)
    assert "Complete" in html


def test_what_has_changed_is_marked_word_by_word(loaded, tajik):
    publish_english()
    html = tajik.get(PAGE).content.decode()
    assert "Written for the older text" in html
    assert "<del>First</del> <ins>Very first</ins> `P&lt;UTO` **paragraph** (en)" in html
    assert "First `P&lt;UTO` **paragraph** (tg)</textarea>" in html
    assert "1 text to do, words: 5" in html
    only = tajik.get(PAGE + "?only=open").content.decode()
    assert only.count("<textarea") == 1


def test_a_draft_is_saved_and_shown_again(loaded, tajik):
    data = sent_by(tajik)
    data[field("title")] = "Сатрҳоро  мехонем\r\n"
    answer = tajik.post(PAGE, {**data, "save": "1"}, follow=True)
    assert "Saved. Nobody reads it until you hand it in." in answer.content.decode()
    assert "Сатрҳоро мехонем</textarea>" in answer.content.decode()
    assert opened().segments[0].target == "Сатрҳоро мехонем"
    assert newest().number == 1


def test_nothing_changed_writes_nothing(loaded, tajik):
    before = opened().fingerprint
    answer = tajik.post(PAGE, {**sent_by(tajik), "save": "1"}, follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert opened().fingerprint == before


def test_still_right_hands_in(loaded, tajik):
    publish_english()
    (stale,) = [segment for segment in opened().segments if not segment.done]
    data = sent_by(tajik)
    answer = tajik.post(PAGE, {**data, "hand_in": "1"}, follow=True)
    assert "1 text is still missing or out of date" in answer.content.decode()
    assert newest().number == 1
    data = {**sent_by(tajik), f"ok-{row_id(stale.path)}": "1", "hand_in": "1", "looked": "1"}
    answer = tajik.post(PAGE, data, follow=True)
    assert "Edition 2 is published" in answer.content.decode()
    assert (newest().number, newest().published_by, newest().meaning) == (2, tajik.person, newest("en").meaning)


def test_a_complete_text_asks_what_happened_to_the_meaning(loaded, tajik):
    data = {**sent_by(tajik), field("title"): "Сатрҳо", "hand_in": "1"}
    answer = tajik.post(PAGE, data, follow=True)
    html = answer.content.decode()
    assert "Say whether the meaning has changed" in html
    assert "Сатрҳо</textarea>" in html
    assert newest().number == 1
    answer = tajik.post(PAGE, {**sent_by(tajik), "change": "meaning", "hand_in": "1"}, follow=True)
    assert (newest().number, newest().change, newest().meaning) == (2, Change.MEANING, 2)
    assert opened("ru").behind


def test_who_follows_a_newer_meaning_says_so(loaded, tajik, cast):
    tajik.post(PAGE, {**sent_by(tajik), field("title"): "Сатрҳо", "change": "meaning", "hand_in": "1"})
    russian = PAGE.replace("/tg/", "/ru/")
    client = cast.client("translator")
    html = client.get(russian + "?beside=tg").content.decode()
    assert "Another language says something newer" in html
    assert '<p class="work-beside" lang="tg" dir="ltr">Сатрҳо</p>' in html
    assert 'value="follows" checked' in html
    client.post(russian, {**sent_by(client, russian), field("title"): "Строки", "change": "follows", "hand_in": "1"})
    assert newest("ru").meaning == newest("tg").meaning == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Якум **сархат `P<UTO`", "A mark is not closed"),
        ("Якум **сархат** `P<XXX`", "must be the same as in the source"),
    ],
)
def test_an_error_is_kept_and_not_handed_in(loaded, tajik, text, said):
    path = next(segment.path for segment in opened().segments if "P<UTO" in segment.source)
    data = {**sent_by(tajik), field(path): text, "change": "wording", "hand_in": "1"}
    html = tajik.post(PAGE, data, follow=True).content.decode()
    assert said in html
    assert "Saved, but not handed in" in html
    assert newest().number == 1
    assert next(segment.target for segment in opened().segments if segment.path == path) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Сатр 12", "The numbers are not the same"),
        ("Reading the lines (en)", "This is the same text"),
        ("Lines", "not written in the letters"),
        ("Хати кӯмак", "Write “ёрӣ” instead of “кӯмак”."),
    ],
)
def test_a_warning_is_looked_at_once(loaded, tajik, text, said):
    AdvisedForm.objects.create(language="tg", form="кӯмак", instead="ёрӣ")
    data = {**sent_by(tajik), field("title"): text, "change": "wording", "hand_in": "1"}
    answer = tajik.post(PAGE, data, follow=True)
    assert said in answer.content.decode()
    assert newest().number == 1
    url = answer.redirect_chain[-1][0]
    again = {**sent_by(tajik, url), "change": "wording", "hand_in": "1"}
    assert again["looked"] == "1"
    tajik.post(PAGE, again)
    assert (newest().number, newest().title) == (2, text)


def test_two_people_at_other_texts_do_not_disturb_each_other(loaded, tajik, cast):
    mine, other = sent_by(tajik), sent_by(cast.client("translator"))
    cast.client("translator").post(PAGE, {**other, field("summary"): "Хулоса", "save": "1"})
    assert tajik.post(PAGE, {**mine, field("title"): "Унвон", "save": "1"}).status_code == 302
    assert [segment.target for segment in opened().segments[:2]] == ["Унвон", "Хулоса"]


def test_two_people_at_the_same_text_see_both_versions(loaded, tajik, cast):
    mine, other = sent_by(tajik), sent_by(cast.client("translator"))
    cast.client("translator").post(PAGE, {**other, field("title"): "Аз они дигар", "save": "1"})
    answer = tajik.post(PAGE, {**mine, field("title"): "Аз они ман", "save": "1"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Аз они ман</textarea>" in html
    assert "Аз они дигар" in html
    assert opened().segments[0].target == "Аз они дигар"
    fresh = {
        name: _unescape(re.search(rf'name="{name}" value="([^"]*)"', html)[1]) for name in ("fingerprint", "shown")
    }
    tajik.post(PAGE, {**fresh, field("title"): "Аз они ман", "save": "1"})
    assert opened().segments[0].target == "Аз они ман"


@pytest.mark.parametrize("data", [{}, {"shown": "no json", "fingerprint": "x"}, {"shown": "[1]", "hand_in": "1"}])
def test_nonsense_breaks_nothing(loaded, tajik, data):
    assert tajik.post(PAGE, data).status_code == 302
    assert newest().number == 1


def test_the_same_sentence_elsewhere_is_offered(loaded, tajik):
    publish_english("First `P<UTO` **paragraph**", "Second")
    html = tajik.get(PAGE).content.decode()
    assert re.search(r'data-offer="t-\w+">Second \(tg\)</span>', html)


def test_terms_of_the_source_are_shown(loaded, tajik):
    term = Term.objects.create(code="T900", topic=TermTopic.DOCUMENTS)
    for language, title in (("en", "paragraph"), ("tg", "сархат")):
        TermEdition.objects.create(term=term, language=language, number=1, title=title, source_hash="x")
    html = tajik.get(PAGE).content.decode()
    assert '<strong lang="tg" dir="ltr">сархат</strong>' in html


def test_doubts_stand_at_the_text(loaded, tajik, cast):
    Doubt.objects.create(
        person=cast.trainee, edition=newest(), lesson=newest().lesson, language="tg", block="why", text="Чаро?"
    )
    html = tajik.get(PAGE).content.decode()
    assert "1 trainee does not understand this" in html
    assert "Чаро?" in html
    html = tajik.get(QUEUE + "?state=all").content.decode()
    assert "1 waits for an answer" in html
    assert "1 question of a trainee" in html


def test_the_queue_holds_what_is_to_do_in_own_languages(loaded, tajik):
    html = tajik.get(QUEUE + "?kind=lesson").content.decode()
    assert "Nothing is to do here" in html
    publish_english()
    html = tajik.get(QUEUE).content.decode()
    assert f'href="{PAGE}"' in html
    assert "/ru/" not in html.split("<main")[1].split("</main>")[0]
    assert "Out of date" in html
    assert '<td class="number" data-label="Words to do">5</td>' in html
    for query, there in (
        ("kind=lesson", True),
        ("kind=module", False),
        ("course=M2", True),
        ("course=M9", False),
        ("state=missing", False),
        ("state=stale&language=tg", True),
        ("state=nonsense&kind=x&page=99", True),
    ):
        assert (f'href="{PAGE}"' in tajik.get(f"{QUEUE}?{query}").content.decode()) is there, query


def test_titles_without_a_text_are_missing_but_not_to_do(loaded, tajik):
    html = tajik.get(QUEUE + "?state=missing").content.decode()
    assert "M2.2.2" in html
    assert "not yet written in the source language" in html
    assert "M2.2.2" not in tajik.get(QUEUE).content.decode()


def test_the_screen_costs_the_same_for_many_texts(loaded, tajik):
    def cost(url):
        tajik.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert tajik.get(url).status_code == 200
        return len(queries)

    long, short = cost(PAGE), cost(PAGE.replace("M2.2.1", "M2.2.2"))
    assert long <= 24
    assert abs(long - short) <= 2  # nothing to do: no sentence to look for elsewhere


def test_the_queue_costs_the_same_for_one_and_many(loaded, cast):
    client = cast.client("translator")

    def cost(query):
        client.get(QUEUE + query)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(QUEUE + query).status_code == 200
        return len(queries)

    publish_english()
    assert cost("?kind=lesson&state=stale&language=tg") == cost("?kind=lesson&state=all") <= 40
