"""Questions, exercises and terms as work: drafts are kept, nothing half-done is published, nobody overwrites."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import PracticalText, QuestionText, QuestionVersion
from assessments.services.wording import set_question_words
from cms.domain.work import Work, WorkKind
from cms.models import WorkDraft
from cms.services.work import (
    ADAPTERS,
    UnknownWorkError,
    WorkChangedError,
    WorkIncompleteError,
    WorkRefusedError,
)
from courses.enums import Change, TermTopic, TextState
from courses.models import Module, Term, TermEdition
from courses.services.terms import set_term_words
from tests.conftest import Cast
from tests.factories.assessments import KEYS, make_practical, make_question

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
KINDS = (WorkKind.QUESTION, WorkKind.PRACTICAL, WorkKind.TERM)
CODES = {WorkKind.QUESTION: "m2.2-q{}", WorkKind.PRACTICAL: "PX-{}", WorkKind.TERM: "T00{}"}


def make(kind: WorkKind, number: int = 1, languages: tuple[str, ...] = ("en", "tg", "fa-af")) -> str:
    """A thing that Russian still lacks."""
    code = CODES[kind].format(number)
    module = Module.objects.get(code="M2.2")
    if kind is WorkKind.QUESTION:
        make_question(module, number, languages=languages)
    elif kind is WorkKind.PRACTICAL:
        make_practical(code, languages=languages)
    else:
        Term.objects.create(code=code, topic=TermTopic.BORDER, position=number)
        for language in languages:
            words = {"title": f"term {language}", "explanation": f"explained {language}", "forms": [f"form {language}"]}
            set_term_words(code=code, language=language, by=None, at=AT, **words)
    return code


def opened(kind: WorkKind, code: str, language: str = "ru") -> Work:
    work = ADAPTERS[kind].open_work(code, language)
    assert work is not None
    return work


def save(cast: Cast, work: Work, texts: Mapping[str, str]) -> Work:
    return ADAPTERS[work.kind].save(
        code=work.code, language=work.language, texts=texts, fingerprint=work.fingerprint, by=cast.translator, at=AT
    )


def hand_in(cast: Cast, work: Work, texts: Mapping[str, str], change: Change | None = None) -> Work:
    return ADAPTERS[work.kind].hand_in(
        code=work.code,
        language=work.language,
        texts=texts,
        fingerprint=work.fingerprint,
        change=change,
        by=cast.translator,
        at=AT,
    )


def russian(work: Work) -> dict[str, str]:
    return {segment.path: f"по-русски: {segment.source}" for segment in work.segments}


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_language_is_written_in_two_sittings(kind: WorkKind, cast: Cast) -> None:
    code = make(kind)
    work = opened(kind, code)
    assert (work.edition, work.behind) == (0, False)
    assert all(segment.missing for segment in work.segments if segment.required)
    texts = russian(work)
    first = dict(list(texts.items())[:1])
    half = save(cast, work, first)
    assert half.segments[0].target == next(iter(first.values()))
    assert half.fingerprint != work.fingerprint
    with pytest.raises(WorkIncompleteError) as incomplete:
        hand_in(cast, half, {})
    assert incomplete.value.work.open
    done = hand_in(cast, opened(kind, code), texts)
    assert (done.open, done.edition) == (0, 1)
    assert {segment.path: segment.target for segment in done.segments} == texts
    assert not WorkDraft.objects.exists()
    assert opened(kind, code) == done


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_overwrites_what_another_wrote(kind: WorkKind, cast: Cast) -> None:
    work = opened(kind, make(kind))
    path = work.segments[0].path
    save(cast, work, {path: "первый"})
    for act in (save, hand_in):
        with pytest.raises(WorkChangedError) as changed:
            act(cast, work, {path: "второй"})
        assert changed.value.work.segments[0].target == "первый"
    taken_away = save(cast, opened(kind, work.code), {path: "", "no.such.path": "x"})
    assert taken_away.segments[0].missing


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_there_is_unknown(kind: WorkKind, cast: Cast) -> None:
    work = opened(kind, make(kind))
    adapter = ADAPTERS[kind]
    assert adapter.open_work("nothing", "ru") is None
    with pytest.raises(UnknownWorkError):
        adapter.save(code="nothing", language="ru", texts={}, fingerprint="", by=cast.translator, at=AT)
    save(cast, work, {})
    assert not WorkDraft.objects.exists()
    assert adapter.words_to_do([(work.code, "ru"), ("nothing", "ru")]) == {
        (work.code, "ru"): work.words,
        ("nothing", "ru"): 0,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_source_opens_only_what_changed(kind: WorkKind, cast: Cast) -> None:
    code = make(kind)
    english = opened(kind, code, "en")
    assert not english.open
    path, old = english.segments[0].path, english.segments[0].source
    hand_in(cast, english, {path: "Something else"}, Change.MEANING)
    tajik = opened(kind, code, "tg")
    assert tajik.behind
    assert [segment.path for segment in tajik.segments if segment.stale] == [path]
    assert (tajik.segments[0].was, tajik.segments[0].source) == (old, "Something else")
    assert tajik.words == 2
    # "still right" is an answer too, and so is a corrected comma: the text follows
    done = hand_in(cast, tajik, {path: tajik.segments[0].target}, Change.WORDING)
    assert (done.open, done.behind) == (0, False)
    assert opened(kind, code, "fa-af").behind


@pytest.mark.parametrize("kind", KINDS)
def test_a_translation_may_lead(kind: WorkKind, cast: Cast) -> None:
    code = make(kind)
    tajik = opened(kind, code, "tg")
    path = tajik.segments[0].path
    hand_in(cast, tajik, {path: "Ислоҳи ҳуқуқшинос"}, Change.MEANING)
    english = opened(kind, code, "en")
    assert english.behind
    assert [segment.path for segment in english.segments if segment.stale] == [path]
    assert english.segments[0].source == "Ислоҳи ҳуқуқшинос"
    assert (english.source_language, opened(kind, code, "fa-af").source_language) == ("tg", "tg")
    hand_in(cast, english, {path: english.segments[0].target}, Change.FOLLOWS)
    assert not opened(kind, code, "en").behind
    dari = opened(kind, code, "fa-af")
    assert dari.behind
    assert dari.segments[0].source == english.segments[0].target
    assert dari.source_language == "en"


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_for_an_older_source_is_out_of_date(kind: WorkKind, cast: Cast) -> None:
    code = make(kind)
    work = opened(kind, code)
    save(cast, work, russian(work))
    english = opened(kind, code, "en")
    hand_in(cast, english, {english.segments[0].path: "Something else"}, Change.MEANING)
    again = opened(kind, code)
    assert (again.segments[0].stale, again.open) == (True, 1)
    with pytest.raises(WorkIncompleteError):
        hand_in(cast, again, {})


def test_words_that_do_not_fit_are_kept_and_not_published(cast: Cast) -> None:
    code = make(WorkKind.QUESTION)
    work = opened(WorkKind.QUESTION, code)
    with pytest.raises(WorkRefusedError) as refused:
        hand_in(cast, work, russian(work) | {"option.1": "то же", "option.2": "то же"})
    assert refused.value.problems == ["Two options are the same."]
    assert opened(WorkKind.QUESTION, code).segments[1].target == "то же"
    assert not QuestionText.objects.filter(language="ru").exists()


@pytest.mark.parametrize("kind", KEYS)
def test_every_kind_of_question_comes_whole_through_its_pieces(kind: str, cast: Cast) -> None:
    version = make_question(Module.objects.get(code="M2.2"), 1, kind, languages=("en",))
    decides = QuestionVersion.objects.values()
    before = list(decides)
    work = opened(WorkKind.QUESTION, "m2.2-q1", "tg")
    hand_in(cast, work, {segment.path: segment.source for segment in work.segments})
    mine, source = version.texts.get(language="tg"), version.texts.get(language="en")
    assert (mine.stem, mine.options, mine.feedback) == (source.stem, source.options, source.feedback)
    assert list(decides.all()) == before


def test_paragraphs_are_pieces(cast: Cast) -> None:
    make(WorkKind.PRACTICAL)
    work = opened(WorkKind.PRACTICAL, "PX-1")
    assert [segment.path for segment in work.segments] == [
        "title", "conditions.1", "conditions.2", "equipment.1",
        "criterion.1", "criterion.2", "criterion.3", "criterion.4", "guidance.1",
    ]  # fmt: skip
    hand_in(cast, work, russian(work))
    text = PracticalText.objects.get(language="ru")
    assert text.conditions == "по-русски: conditions en `UTO`\n\nпо-русски: second paragraph"


def test_a_terms_note_and_mark_stay(cast: Cast) -> None:
    code = make(WorkKind.TERM)
    said = {"title": "термин", "explanation": "пояснение", "forms": [], "note": "см. закон", "mark": "sourced"}
    set_term_words(code=code, language="ru", by=None, at=AT, **said)
    work = hand_in(cast, opened(WorkKind.TERM, code), {"forms": "форма;  другая форма؛ третья", "term": "термин"})
    edition = TermEdition.objects.get(language="ru", number=2)
    assert edition.forms == ["форма", "другая форма", "третья"]
    assert (edition.note, edition.mark, work.edition) == ("см. закон", "sourced", 2)


@pytest.mark.parametrize("kind", KINDS)
def test_the_queue_costs_the_same_for_one_and_three(kind: WorkKind, cast: Cast) -> None:
    adapter = ADAPTERS[kind]
    costs = []
    for number in (1, 2, 3):
        code = make(kind, number)
        with CaptureQueriesContext(connection) as asked:
            lines = adapter.lines(("ru", "tg"), "tg")
            adapter.words_to_do([(line.code, line.language) for line in lines])
            adapter.open_work(code, "ru")
        assert len(lines) == 2 * number
        costs.append(len(asked))
    assert len(set(costs)) == 1
    assert {(line.language, line.state) for line in lines} == {("ru", TextState.MISSING), ("tg", TextState.DRAFT)}
    assert all("tg" in line.title for line in lines)


def test_questions_stand_after_the_lessons_of_their_module(cast: Cast) -> None:
    make(WorkKind.QUESTION)
    (line,) = ADAPTERS[WorkKind.QUESTION].lines(("ru",), "en")
    (lesson, *_) = ADAPTERS[WorkKind.LESSON].lines(("ru",), "en")
    assert (line.course, line.order[:2]) == (lesson.course, lesson.order[:2])
    assert line.order > lesson.order


def test_another_route_shows_in_the_work(cast: Cast) -> None:
    code = make(WorkKind.QUESTION)
    work = opened(WorkKind.QUESTION, code, "tg")
    said: dict[str, Any] = {"stem": "Дигар", "options": ["а", "б", "в", "г"], "feedback": "д"}
    set_question_words(code=code, language="tg", change=None, by=cast.editor, at=AT, **said)
    with pytest.raises(WorkChangedError):
        save(cast, work, {"stem.1": "ман"})
