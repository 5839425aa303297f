"""What a search finds, for whom, in which order, with how many statements."""

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from courses.enums import ApprovalState, ReferenceKind
from courses.models import Course, Lesson, LessonEdition, Module
from courses.selectors.search import HITS_ON_PAGE, HitKind, search
from courses.services.editions import LessonText, TermText, publish_lessons, publish_terms
from courses.services.library import DocumentText, write_document
from tests.factories.courses import make_lesson, make_module
from tests.samples import search_queries


def publish(code: str, title: str, text: str, language: str = "ru", **fields: object) -> LessonEdition:
    lesson = Lesson.objects.get(code=code)
    item = LessonText(lesson=lesson, language=language, title=title, text=text, source_hash=f"{title}{text}")
    edition: LessonEdition = publish_lessons(texts=[item], by=None, at=timezone.now())[0].edition
    return edition


def term(code: str, title: str, summary: str, language: str = "ru", forms: tuple[str, ...] = ()) -> None:
    from courses.models import Term  # noqa: PLC0415 - reason: shadows nothing

    row, _ = Term.objects.get_or_create(code=code, defaults={"topic": "border"})
    item = TermText(term=row, language=language, title=title, summary=summary, forms=forms, source_hash=title)
    publish_terms(texts=[item], by=None, at=timezone.now())


def document(code: str, title: str, *courses: str, language: str = "ru") -> None:
    write_document(
        code=code,
        kind=ReferenceKind.LAW,
        courses=Course.objects.filter(code__in=courses),
        texts=[DocumentText(language=language, title=title)],
        by=None,
        at=timezone.now(),
    )


def codes(user: User, query: str, language: str = "ru") -> list[str]:
    return [hit.code for hit in search(user, query, language).hits]


def test_every_query_of_the_table_finds_what_it_should(cast):
    search_queries.load()
    assert len(search_queries.ALL) >= search_queries.AT_LEAST
    assert search_queries.misses(cast.editor) == []


def test_term_comes_first_then_titles_then_texts(cast):
    make_module("M2.2")
    publish("M2.2.1", "Паспорта", "Текст о визе и снова о визах.")
    publish("M2.2.2", "Визы", "Текст.")
    term("T044", "виза", "Разрешение на въезд.")
    document("law-1", "О визе", "M2")
    assert codes(cast.editor, "визы") == ["T044", "M2.2.2", "law-1", "M2.2.1"]


def test_words_are_found_after_brackets_quotes_and_line_breaks(cast):
    make_module("M2.2")
    publish("M2.2.1", "Урок", "(граница)\n«таможня» —пост")
    for query in ("граница", "таможня", "пост"):
        assert codes(cast.editor, query) == ["M2.2.1"]


def test_where_nothing_has_all_words_what_has_most_is_shown_and_said(cast):
    make_module("M2.2")
    publish("M2.2.1", "Граница", "Пост и дозор.")
    publish("M2.2.2", "Граница", "Только она.")
    results = search(cast.editor, "граница пост верблюд", "ru")
    assert results.partly
    assert [hit.code for hit in results.hits] == ["M2.2.1"]
    assert not search(cast.editor, "граница пост", "ru").partly
    assert not search(cast.editor, "верблюд осёл", "ru").partly


def test_other_languages_are_counted_and_found_on_request(cast):
    make_module("M2.2")
    publish("M2.2.1", "Формат", "TD3")
    publish("M2.2.1", "فارمت", "TD3", language="fa-af")
    publish("M2.2.2", "فارمت", "TD3", language="fa-af")
    results = search(cast.editor, "TD3", "ru")
    assert (results.total, results.others) == (1, [("fa-af", 2)])
    assert codes(cast.editor, "TD3", "fa-af") == ["M2.2.1", "M2.2.2"]


def test_only_the_newest_edition_is_found(cast):
    make_module("M2.2")
    publish("M2.2.1", "Старое", "верблюд")
    publish("M2.2.1", "Новое", "лошадь")
    assert codes(cast.editor, "верблюд") == []
    assert codes(cast.editor, "лошадь") == ["M2.2.1"]


def test_a_trainee_finds_lessons_and_documents_of_own_programmes_only(cast):
    make_lesson(make_module("M5.1", lessons=0), 1)
    publish("M2.2.1", "Граница", "текст")
    publish("M5.1.1", "Граница", "текст")
    document("law-2", "О границе", "M2")
    document("law-5", "О границе", "M5")
    assert codes(cast.trainee, "граница") == ["M2.2.1", "law-2"]
    assert codes(cast.instructor, "граница") == ["M2.2.1", "M5.1.1", "law-2", "law-5"]
    assert codes(cast.stranger, "граница") == []


def test_a_person_who_was_withdrawn_finds_nothing_of_the_programme(cast):
    publish("M2.2.1", "Граница", "текст")
    cast.enrolment.state = "withdrawn"
    cast.enrolment.save()
    assert codes(cast.trainee, "граница") == []


def only_approved(cast) -> None:
    version = cast.cohort.programme_version
    version.drafts_shown = False
    version.save()


def test_where_drafts_are_hidden_the_newest_approved_edition_is_found(cast):
    only_approved(cast)
    old = publish("M2.2.1", "Граница", "верблюд")
    LessonEdition.objects.filter(pk=old.pk)._update(
        [(LessonEdition._meta.get_field("approval_state"), None, ApprovalState.APPROVED)]
    )
    publish("M2.2.1", "Граница", "лошадь")
    assert codes(cast.trainee, "верблюд") == ["M2.2.1"]
    assert codes(cast.trainee, "лошадь") == []
    assert codes(cast.instructor, "лошадь") == ["M2.2.1"]


def test_an_unapproved_term_is_hidden_where_drafts_are(cast):
    term("T001", "граница", "Линия.")
    assert codes(cast.trainee, "граница") == ["T001"]
    only_approved(cast)
    assert codes(cast.trainee, "граница") == []
    assert codes(cast.editor, "граница") == ["T001"]


@override_settings(DEMONSTRATION=False)
def test_a_draft_on_which_lives_hang_is_found_by_nobody_outside_the_demonstration(cast):
    Lesson.objects.filter(code="M2.2.1").update(safety_critical=True)
    publish("M2.2.1", "Граница", "текст")
    publish("M2.2.2", "Граница", "текст")
    assert codes(cast.trainee, "граница") == codes(cast.editor, "граница") == ["M2.2.2"]


@pytest.mark.parametrize("query", ["", " ", "?", "%", "_", "\\", "а", "я" * 300, "' OR 1=1 --", "\u200f"])
def test_any_query_gets_a_calm_answer(cast, query):
    results = search(cast.editor, query, "ru")
    assert results.total == 0
    assert results.hits == []


def test_a_single_letter_is_a_whole_word(cast):
    publish("M2.2.1", "Буква", "Первый знак P говорит")
    publish("M2.2.2", "Слово", "Passport")
    assert codes(cast.editor, "P") == ["M2.2.1"]


def many(count: int) -> None:
    module = Module.objects.get(code="M2.2")
    for position in range(1, count + 1):
        code = f"M2.2.{position}"
        if not Lesson.objects.filter(code=code).exists():
            Lesson.objects.create(module=module, code=code, position=position)
        publish(code, f"Граница {position}", "текст про границу")
        term(f"T{position:03}", f"граница {position}", "Линия.")
        document(f"law-{position}", f"О границе {position}", "M2")


def test_results_come_in_pages(cast):
    many(5)
    first = search(cast.editor, "граница", "ru")
    assert (first.total, len(first.hits)) == (15, HITS_ON_PAGE)
    second = search(cast.editor, "граница", "ru", 2)
    assert len({hit.code for hit in (*first.hits, *second.hits)}) == 15
    assert {hit.kind for hit in (*first.hits, *second.hits)} == set(HitKind)


@pytest.mark.parametrize("name", ["trainee", "editor"])
def test_the_number_of_statements_does_not_grow(cast, name, django_assert_max_num_queries):
    for count in (1, 6):
        many(count)
        user = User.objects.get(pk=getattr(cast, name).pk)
        with django_assert_max_num_queries(8) as seen:
            search(user, "граница верблюд", "ru")
        numbers = len(seen.captured_queries)
        assert numbers == (8 if name == "trainee" else 7), [query["sql"][:120] for query in seen.captured_queries]
