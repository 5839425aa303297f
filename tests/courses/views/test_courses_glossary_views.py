"""The pages of the glossary: what they show to whom, in which language and direction, and what they cost."""

import gzip

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enums import TermMark, TermTopic
from courses.models import LessonEdition, ProgrammeVersion, Term, TermEdition
from courses.services.glossary_loading import load_glossary
from tests.factories.glossary import AT, advise, make_term

LIST = "/en/courses/glossary/"
KB = 1000


def page_of(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_each_language_has_its_words_and_the_others_with_their_own_direction(cast):
    make_term()
    page = page_of(cast.client("trainee"), "/ru/courses/glossary/")
    assert '<a href="/ru/courses/glossary/T073/">беженец</a>' in page
    assert "Человек, который бежал" in page
    assert '<span lang="fa-AF" dir="rtl">پناهنده</span>' in page
    assert '<span lang="tg" dir="ltr">гуреза</span>' in page
    assert page.count("<h1") == 1
    assert '<h2 id="l-' in page


def test_a_term_in_another_language_says_so(cast):
    make_term("T001", {"en": ("visa", "Leave to enter.")})
    page = page_of(cast.client("trainee"), "/fa-af/courses/glossary/")
    assert '<dt lang="en" dir="ltr">' in page
    card = page_of(cast.client("trainee"), "/fa-af/courses/glossary/T001/")
    assert '<h1 lang="en" dir="ltr">visa</h1>' in card


def test_a_query_is_kept_and_an_empty_answer_says_what_to_do(cast):
    make_term()
    page = page_of(cast.client("trainee"), f"{LIST}?q=%22nothing&topic=border")
    assert 'value="&quot;nothing"' in page
    assert '<option value="border" selected>' in page
    assert "No term found" in page
    assert "refugee" in page_of(cast.client("trainee"), f"{LIST}?q=REFUGEES%00&topic=nonsense")


def test_doubts_are_for_staff_and_notes_for_those_who_write(cast):
    make_term("T001", mark=TermMark.DOUBTFUL, note="ask the ministry")
    for who, badge, note in (("trainee", 0, 0), ("instructor", 1, 0), ("translator", 1, 1), ("editor", 1, 1)):
        page = page_of(cast.client(who), LIST)
        assert (page.count("To be confirmed"), page.count("ask the ministry")) == (badge, note), who


def test_hidden_terms_are_not_shown_where_only_approved_texts_are(cast):
    make_term()
    ProgrammeVersion.objects.update(drafts_shown=False)
    client = cast.client("trainee")
    assert "fled and is protected" not in page_of(client, LIST)
    card = page_of(client, f"{LIST}T073/")
    assert "not yet approved" in card
    assert "fled and is protected" not in card
    assert "not yet approved" in page_of(client, f"{LIST}T073/?part=1")


def test_the_part_for_lessons_is_a_piece_and_an_unknown_term_is_404(cast):
    make_term()
    part = page_of(cast.client("trainee"), "/tg/courses/glossary/T073/?part=1")
    assert "<html" not in part
    assert "Шахсе, ки аз кишвараш" in part
    assert 'href="/tg/courses/glossary/T073/"' in part
    assert cast.client("trainee").get(f"{LIST}T999/").status_code == 404


def test_six_queries_whatever_the_number_of_terms(cast):
    make_term()
    for who in ("trainee", "editor"):
        client = cast.client(who)
        one = queries_of(client, LIST)
        make_term(f"T00{1 + len(who) % 3}")
        make_term("T009", {"en": ("visa", ".")})
        assert queries_of(client, LIST) == one <= 6
        assert queries_of(client, f"{LIST}T073/") <= 6


@pytest.mark.parametrize("language", ["tg", "fa-af", "ru", "en"])
def test_the_whole_glossary_is_light(cast, language):
    load_glossary(folder=settings.BASE_DIR / "curriculum", by=None, at=AT)
    page = page_of(cast.client("editor"), f"/{language}/courses/glossary/")
    assert page.count("<dt") >= 150
    assert len(gzip.compress(page.encode(), 6)) <= 30 * KB


def test_an_editor_adds_a_term_and_typed_words_are_kept_when_it_cannot_be(cast):
    client = cast.client("editor")
    words = {"topic": "border", "title": "kiosk", "explanation": "A small house.", "other_forms": "booth\n\n cabin "}
    refused = client.post(f"{LIST}new/", {**words, "explanation": " "})
    assert refused.status_code == 422
    assert 'value="kiosk"' in refused.content.decode()
    answer = client.post(f"{LIST}new/", words)
    assert answer["Location"] == f"{LIST}T501/"
    edition = TermEdition.objects.get(term__code="T501")
    assert (edition.language, edition.forms, edition.published_by) == ("en", ["booth", "cabin"], cast.editor)


def test_an_editor_takes_a_term_out(cast):
    make_term()
    client = cast.client("editor")
    assert client.post(f"{LIST}T073/retire/").status_code == 302
    assert Term.objects.get(code="T073").retired_at is not None
    assert client.get(f"{LIST}T073/").status_code == 404
    assert client.post(f"{LIST}T999/retire/").status_code == 404


def lesson_saying(language, number, *texts):
    lesson = LessonEdition.objects.filter(lesson__code="M2.2.1").first().lesson
    blocks = [["text", f"b{place}", {"title": "", "body": [text]}] for place, text in enumerate(texts)]
    LessonEdition.objects.create(
        lesson=lesson, language=language, number=number, title="title", source_hash="1", blocks=blocks
    )


def test_advised_forms_are_listed_with_links_to_their_places(cast):
    advise("fa-af", "مرز", "سرحد", note="Iranian")
    advise("tg", "кӯмак", "кумак")
    lesson_saying("fa-af", 2, "سرحد", "مرزها و مرز")
    make_term("T001", {"en": ("x", "."), "fa-af": ("مرز", "مرز")}, topic=TermTopic.BORDER)
    page = page_of(cast.client("editor"), f"{LIST}advice/")
    assert '<a href="/fa-af/courses/lessons/M2.2.1/#b1">' in page
    assert '<a href="/en/courses/glossary/T001/">' in page
    assert '<span class="badge badge--warn">4</span>' in page
    assert "Iranian" in page
    assert "кӯмак" not in page
    lesson_saying("fa-af", 3, "سرحد")
    assert "M2.2.1" not in page_of(cast.client("editor"), f"{LIST}advice/")


def test_the_list_of_advised_forms_costs_the_same_for_one_lesson_or_more(cast):
    advise("fa-af", "مرز", "سرحد")
    lesson_saying("fa-af", 2, "مرز")
    client = cast.client("editor")
    one = queries_of(client, f"{LIST}advice/")
    for code in ("T001", "T002", "T003"):
        make_term(code, {"fa-af": ("مرز", "مرز")})
    assert queries_of(client, f"{LIST}advice/") == one
