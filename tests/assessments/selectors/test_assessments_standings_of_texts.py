"""How questions and exercises stand in four languages, in a constant number of queries, and their steps."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from assessments.selectors.standings_of_texts import standings_of_practicals, standings_of_questions
from assessments.services.wording import set_question_words
from courses.enums import ApprovalState, ApprovedKind, TextState
from courses.models import Module
from courses.services.approvals import OwnWordsError, Seen, hand_in, pass_language, pass_subject
from tests.conftest import Cast
from tests.factories.accounts import make_staff
from tests.factories.assessments import make_practical, make_question

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


@pytest.fixture
def module(cast: Cast) -> Module:
    return Module.objects.get(code="M2.2")


def states(code: str = "m2.2-q1") -> dict[str, TextState]:
    return {row.language: row.state for row in standings_of_questions(codes=[code])}


def test_a_text_is_missing_stale_draft_in_review_or_approved(cast: Cast, module: Module) -> None:
    make_question(module, 1, "true_false", languages=("en", "tg", "ru"))
    assert states() == {"en": "draft", "tg": "draft", "ru": "draft", "fa-af": "missing"}
    said = {"options": [], "feedback": "now another"}
    set_question_words(
        code="m2.2-q1", language="en", stem="Another question", change=None, by=cast.editor, at=AT, **said
    )
    assert states() == {"en": "draft", "tg": "stale", "ru": "stale", "fa-af": "missing"}
    (standing,) = standings_of_questions(codes=["m2.2-q1"], languages=("en",))
    assert (standing.title, standing.words, standing.module) == ("Another question", 4, "M2.2")
    assert (standing.changed_by, standing.changed_at, standing.number) == (cast.editor.pk, AT, 1)


def test_the_steps_are_those_of_lessons(cast: Cast, module: Module) -> None:
    make_question(module, 1, "true_false")
    said = {"stem": "Савол", "options": [], "feedback": "feedback 1 tg"}
    set_question_words(code="m2.2-q1", language="tg", change=None, by=cast.translator, at=AT, **said)
    (standing,) = standings_of_questions(codes=["m2.2-q1"], languages=("tg",))
    seen = Seen(standing.hash, standing.number)
    named = {"kind": ApprovedKind.QUESTION, "code": "m2.2-q1", "language": "tg", "seen": seen}
    hand_in(**named, by=cast.translator, at=AT)
    assert states()["tg"] == TextState.IN_REVIEW
    pass_subject(**named, by=cast.editor, at=AT + datetime.timedelta(1))
    with pytest.raises(OwnWordsError):
        pass_language(**named, by=cast.translator, at=AT + datetime.timedelta(2))
    pass_language(**named, by=make_staff(Role.TRANSLATOR, number="TR-2"), at=AT + datetime.timedelta(2))
    assert states()["tg"] == TextState.APPROVED
    (standing,) = standings_of_questions(codes=["m2.2-q1"], languages=("tg",))
    assert standing.step == ApprovalState.APPROVED
    assert states()["ru"] == TextState.DRAFT


def test_one_and_three_cost_the_same(cast: Cast, module: Module) -> None:
    costs = []
    for number in (1, 2, 3):
        make_question(module, number)
        make_practical(f"PX-{number}")
        with CaptureQueriesContext(connection) as asked:
            assert len(standings_of_questions()) == len(standings_of_practicals()) == 4 * number
        costs.append(len(asked))
    assert costs == [8, 8, 8]
