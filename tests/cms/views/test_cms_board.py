"""The board tells the truth, each number leads to its texts, and neither costs more with more lessons."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.selectors.board import COUNTED, KINDS, counts_of
from courses.enums import ApprovalState, ApprovedKind, Change, TermTopic
from courses.models import Lesson, LessonEdition, Term
from courses.services.approvals import set_state
from courses.services.editions import publish_lesson
from tests.factories.assessments import make_practical, make_question
from tests.factories.courses import make_module

BOARD = "/en/curriculum/"
LIST = "/en/curriculum/list/"


def publish(code, language, change, by=None):
    return publish_lesson(
        lesson=Lesson.objects.get(code=code),
        language=language,
        title="Other",
        summary="",
        body="<p>Other words</p>",
        instructor_body="",
        text="Other words",
        outcomes=(),
        source_hash="1",
        source=None,
        change=change,
        by=by,
        at=timezone.now(),
    )


def links(answer):
    """Every number of the page with the address it leads to."""
    html = answer.content.decode()
    found = re.findall(r'<a class="badge[^"]*" href="([^"]+)">(\d+) ([^<]+)</a>', html)
    return [(url.replace("&amp;", "&"), int(number), state) for url, number, state in found]


def listed(client, url):
    html = client.get(url).content.decode()
    return int(re.search(r'<p class="meta">(\d+) texts?</p>', html).group(1))


def test_every_number_is_the_number_of_its_list(cast):
    make_module("M2.3", lessons=3)
    make_question(Lesson.objects.get(code="M2.2.1").module, 1)
    Term.objects.create(code="T001", topic=TermTopic.BORDER)
    publish("M2.2.1", "en", Change.MEANING)
    set_state(
        kind=ApprovedKind.LESSON,
        code="M2.2.2",
        language="tg",
        source_hash="0",
        state=ApprovalState.APPROVED,
        by=None,
        at=timezone.now(),
    )
    LessonEdition.objects.filter(lesson__code="M2.3.1", language="ru").delete()
    client = cast.client("editor")
    for address in (BOARD, f"{BOARD}?course=M2", f"{BOARD}?course=M2&language=tg"):
        numbers = links(client.get(address))
        assert numbers
        for url, number, _state in numbers:
            assert listed(client, url) == number, url
    states = {state for _, _, state in links(client.get(BOARD))}
    assert states == {"Missing", "Out of date", "Draft", "Approved"}


def test_a_changed_meaning_shows_at_once(cast):
    client = cast.client("translator")
    assert "Out of date" not in {state for _, _, state in links(client.get(BOARD))}
    publish("M2.2.1", "tg", Change.MEANING)
    stale = [url for url, number, state in links(client.get(BOARD)) if state == "Out of date" and number == 1]
    assert len(stale) == 3
    assert listed(client, f"{LIST}?language=en&state=stale") == 1


def test_the_board_costs_the_same_for_one_module_and_three(cast):
    client = cast.client("editor")
    lesson = Lesson.objects.get(code="M2.2.1")
    make_question(lesson.module, 1)
    make_practical(module=lesson.module)

    def cost(url):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    urls = (BOARD, f"{BOARD}?course=M2&language=tg", LIST, f"{LIST}?state=waiting")
    before = [cost(url) for url in urls]
    for code in ("M2.3", "M2.4"):
        module = make_module(code, lessons=4)
        make_question(module, 1)
        make_practical(module=module, code=f"PX-{code[1:]}")
    assert [cost(url) for url in urls] == before
    assert max(before[:2]) <= 20


@pytest.mark.parametrize("query", ["?course=NO", "?language=xx", "?state=no&kind=no", "?page=x", "?module=%27%3B"])
def test_words_nobody_knows_narrow_nothing_or_find_nothing(query, cast):
    for address in (BOARD, LIST):
        assert cast.client("editor").get(address + query).status_code == 200


def test_the_list_leads_to_review_and_to_the_work(cast):
    html = cast.client("translator").get(f"{LIST}?language=tg&kind=lesson").content.decode()
    assert "/en/curriculum/review/lesson/M2.2.1/tg/" in html
    assert "/en/curriculum/work/lesson/M2.2.1/tg/" in html
    assert "/work/" not in cast.client("auditor").get(f"{LIST}?language=tg&kind=lesson").content.decode()


def test_a_whole_module_is_passed_on_from_the_list(cast):
    client = cast.client("editor")
    address = f"{LIST}?kind=lesson&module=M2.2&language=tg"
    html = client.get(address).content.decode()
    texts = re.findall(r'name="text" value="([^"]+)"', html)
    assert len(texts) == 2
    data = {"kind": "lesson", "language": "tg", "step": "draft", "text": texts, "back": "language=tg"}
    answer = client.post("/en/curriculum/review/", data, follow=True)
    assert "2 texts were passed on." in answer.content.decode()
    assert listed(client, f"{LIST}?state=in_review") == 2
    again = client.post("/en/curriculum/review/", data, follow=True).content.decode()
    assert "Somebody has changed this text since you opened it." in again
    assert client.post("/en/curriculum/review/", {**data, "kind": "no"}).status_code == 404
    assert client.post("/en/curriculum/review/", {**data, "text": ["x", "y:z", "::"]}).status_code == 302


def test_waiting_is_what_this_person_may_pass(cast):
    client = cast.client("editor")
    publish("M2.2.2", "tg", Change.WORDING, by=cast.editor)
    for code, text in (("M2.2.1", "0"), ("M2.2.2", "1")):
        set_state(
            kind=ApprovedKind.LESSON,
            code=code,
            language="tg",
            source_hash=text,
            state=ApprovalState.SUBJECT_REVIEW,
            by=None,
            at=timezone.now(),
        )
    assert listed(client, f"{LIST}?state=waiting") == 1  # not one's own
    assert listed(cast.client("administrator"), f"{LIST}?state=waiting") == 2
    assert "Choose another course" in cast.client("translator").get(f"{LIST}?state=waiting").content.decode()


def test_what_the_database_counts_is_what_the_standings_say(cast):
    modules = [Lesson.objects.get(code="M2.2.1").module, make_module("M2.3")]
    versions = [make_question(module, number) for module in modules for number in (1, 2, 3)]
    make_practical(module=modules[0], languages=("en", "tg"))
    versions[0].texts.filter(language="ru").update(meaning=2)
    versions[1].texts.filter(language="tg").delete()
    versions[2].question.retired_at = timezone.now()
    versions[2].question.save()
    steps = (ApprovalState.APPROVED, ApprovalState.SUBJECT_REVIEW, ApprovalState.LANGUAGE_REVIEW)
    for version, step in zip(versions[3:], steps, strict=True):
        text = version.texts.get(language="fa-af")
        set_state(
            kind=ApprovedKind.QUESTION,
            code=version.question.code,
            language="fa-af",
            source_hash=text.words_hash,
            state=step,
            by=None,
            at=timezone.now(),
        )
    for kind in COUNTED:
        standings = KINDS[kind]()
        assert counts_of(kind) == Counter((one.module, one.language, one.state) for one in standings)
    assert len({state for _, _, state in counts_of(ApprovedKind.QUESTION)}) == 5
