"""Programmes that show approved texts only: what is drawn, shown and refused, and what it costs."""

import datetime
from collections.abc import Iterable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from assessments.domain.allowance import StartRefusal
from assessments.enums import Refusal
from assessments.models import Attempt, Observation, PracticalText, QuestionText, QuestionVersion, Quiz, Result
from assessments.selectors.attempts import own_paper, review
from assessments.selectors.bank import ApprovedBank, approved_bank
from assessments.selectors.practicals import current_try, texts_of
from assessments.selectors.standings import standing
from assessments.selectors.texts import QUESTIONS, hash_of
from assessments.services.attempts import hand_in
from assessments.services.practicals import ObservationRefusedError
from assessments.services.starting import StartRefusedError, start
from assessments.services.wording import set_practical_words, set_question_words
from courses.enums import ApprovalState, ApprovedKind, Change
from courses.models import Module
from courses.services.approvals import set_state
from tests.conftest import Cast
from tests.factories.assessments import make_practical, make_quiz, observe

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


def bank_in(module: Module, language: str) -> ApprovedBank:
    """What the quiz of the module may draw."""
    return approved_bank(Quiz.objects.get(module=module), language)


@pytest.fixture
def module(cast: Cast) -> Module:
    module = Module.objects.get(code="M2.2")
    make_quiz(module, questions=10)
    hide_drafts(cast)
    return module


def hide_drafts(cast: Cast) -> None:
    version = cast.cohort.programme_version
    version.drafts_shown = False
    version.quiz_questions = 4
    version.save()


def approve(texts: Iterable[QuestionText], state: ApprovalState = ApprovalState.APPROVED) -> None:
    for text in texts:
        set_state(
            kind=ApprovedKind.QUESTION,
            code=text.version.question.code,
            language=text.language,
            source_hash=text.words_hash,
            state=state,
            by=None,
            at=AT,
        )


def texts(language: str, count: int = 10) -> list[QuestionText]:
    return list(
        QuestionText.objects.filter(language=language).select_related("version__question").order_by("pk")[:count]
    )


def begin(cast: Cast, language: str = "tg", at: datetime.datetime = AT) -> Attempt:
    return start(code="M2.2", language=language, by=cast.trainee, at=at)


def drawn(attempt: Attempt) -> set[str]:
    return set(attempt.drawn.values_list("version__question__code", flat=True))


def test_only_what_is_approved_in_the_language_is_drawn(cast: Cast, module: Module) -> None:
    approve(texts("tg", 5))
    approve(texts("ru"))
    attempt = begin(cast)
    assert len(drawn(attempt)) == 4
    assert drawn(attempt) <= {text.version.question.code for text in texts("tg", 5)}
    paper = own_paper(attempt.pk, cast.trainee, "tg")
    assert paper is not None
    assert not paper.draft


def test_too_few_are_said_and_refused(cast: Cast, module: Module) -> None:
    approve(texts("tg", 3))
    approve(texts("ru"))
    with pytest.raises(StartRefusedError) as refused:
        begin(cast)
    assert refused.value.refusal == StartRefusal.UNAPPROVED
    found = standing("M2.2", cast.trainee, AT, "tg")
    assert found is not None
    assert found.refusal == StartRefusal.UNAPPROVED
    client = cast.client("trainee")
    page = client.get(url("quiz", "en"))
    assert "Too few questions of this quiz have been approved" in page.content.decode()
    assert client.post(url("start", "en")).headers["Location"] == url("quiz", "en")
    assert not Attempt.objects.exists()
    assert client.post(url("start", "ru")).status_code == 302  # in Russian all are approved
    assert Attempt.objects.count() == 1


def url(name: str, language: str) -> str:
    with override(language):
        return reverse(f"assessments:{name}", args=["M2.2"])


def test_a_small_bank_is_no_lack_of_approval(cast: Cast, module: Module) -> None:
    module.questions.exclude(code__in=["m2.2-q1", "m2.2-q2"]).update(retired_at=AT)
    approve(texts("tg", 2))
    assert len(drawn(begin(cast))) == 2


def test_what_is_not_written_in_the_language_is_not_drawn_whoever_approved_it_in_another(
    cast: Cast, module: Module
) -> None:
    approve(texts("ru"))
    approve(texts("en"))
    approve(texts("tg"))
    QuestionText.objects.filter(pk__in=[text.pk for text in texts("tg", 6)]).delete()
    only = set(QuestionText.objects.filter(language="tg").values_list("version__question__code", flat=True))
    assert drawn(begin(cast)) == only


def test_an_approval_that_was_taken_back_is_none(cast: Cast, module: Module) -> None:
    approve(texts("tg"))
    approve(texts("tg", 7), ApprovalState.DRAFT)
    assert len(bank_in(module, "tg").entries) == 3


def test_a_corrected_comma_keeps_the_approved_words_and_a_corrected_key_does_not(cast: Cast, module: Module) -> None:
    approve(texts("tg"))
    first = texts("tg")[0]
    options = first.options
    said = {"options": options, "feedback": first.feedback, "change": Change.WORDING, "by": cast.translator, "at": AT}
    text = set_question_words(code=first.version.question.code, language="tg", stem="Бо вергул, ин", **said)
    assert text.version.number == 2
    bank = {entry.candidate.question: entry.candidate.version for entry in bank_in(module, "tg").entries}
    assert bank[first.version.question_id] == first.version_id
    approve([text])
    bank = {entry.candidate.question: entry.candidate.version for entry in bank_in(module, "tg").entries}
    assert bank[first.version.question_id] == text.version_id
    other = QuestionVersion.objects.create(
        question=first.version.question, number=3, kind="single", key={"options": 4, "right": [0]}, source_hash="1"
    )
    words = {"stem": "Савол", "options": list("абвг"), "feedback": ""}
    hashed = hash_of(QUESTIONS, other, words)
    QuestionText.objects.create(version=other, language="tg", **words, source_hash="0", words_hash=hashed)
    assert first.version.question_id not in {e.candidate.question for e in bank_in(module, "tg").entries}


def test_changing_the_language_never_shows_what_is_not_approved(cast: Cast, module: Module) -> None:
    approve(texts("tg"))
    attempt = begin(cast)
    for language, shown in (("ru", "tg"), ("en", "tg"), ("tg", "tg")):
        paper = own_paper(attempt.pk, cast.trainee, language)
        assert paper is not None
        assert {card.language for card in paper.cards} == {shown}
    approve(texts("ru"))
    paper = own_paper(attempt.pk, cast.trainee, "ru")
    assert paper is not None
    assert {card.language for card in paper.cards} == {"ru"}
    hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=AT)
    seen = review(attempt.pk, cast.trainee, "en", AT)
    assert seen is not None
    assert {card.language for card in seen.paper.cards} == {"tg"}
    approve(texts("tg"), ApprovalState.DRAFT)  # what was begun can always be read to its end
    seen = review(attempt.pk, cast.trainee, "fa-af", AT)
    assert seen is not None
    assert len(seen.paper.cards) == 4


def test_drafts_are_marked_where_they_are_shown(cast: Cast, module: Module) -> None:
    cast.cohort.programme_version.drafts_shown = True
    cast.cohort.programme_version.save()
    attempt = begin(cast)
    with override("en"):
        page = reverse("assessments:attempt", args=[attempt.pk])
    assert "This is a draft" in cast.client("trainee").get(page).content.decode()
    approve(texts("en"))
    assert "This is a draft" not in cast.client("trainee").get(page).content.decode()


def test_hiding_drafts_costs_one_query_at_most(cast: Cast, module: Module) -> None:
    approve(texts("tg"))
    cast.trainee.roles()  # read once a request, whatever is shown
    costs = []
    for shown in (True, False):
        cast.cohort.programme_version.drafts_shown = shown
        cast.cohort.programme_version.save()
        Attempt.objects.all().delete()
        Result.objects.all().delete()
        costs.append([len(asked) for asked in whole_attempt(cast)])
    with_drafts, without = costs
    assert without == [with_drafts[0] + 1, *with_drafts[1:]]


def whole_attempt(cast: Cast) -> Iterator[CaptureQueriesContext]:
    """The quiz is looked at, begun, read, handed in and looked at again."""
    with CaptureQueriesContext(connection) as asked:
        standing("M2.2", cast.trainee, AT, "tg")
    yield asked
    with CaptureQueriesContext(connection) as asked:
        attempt = begin(cast)
    yield asked
    with CaptureQueriesContext(connection) as asked:
        own_paper(attempt.pk, cast.trainee, "tg")
    yield asked
    with CaptureQueriesContext(connection) as asked:
        hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=AT)
        review(attempt.pk, cast.trainee, "tg", AT)
    yield asked


def approve_exercise(text: PracticalText, state: ApprovalState = ApprovalState.APPROVED) -> None:
    set_state(
        kind=ApprovedKind.PRACTICAL,
        code="PX-2.2",
        language=text.language,
        source_hash=text.words_hash,
        state=state,
        by=None,
        at=AT,
    )


def test_an_exercise_begins_when_it_is_approved(cast: Cast) -> None:
    make_practical()
    hide_drafts(cast)
    with pytest.raises(ObservationRefusedError) as refused:
        observe(cast.enrolment, cast.instructor)
    assert refused.value.refusal is Refusal.UNAPPROVED
    client = cast.client("instructor")
    with override("en"):
        page = reverse("assessments:observe", args=["PX-2.2", cast.enrolment.pk])
    text = client.get(page).content.decode()
    assert "has not been approved yet" in text
    assert '<form method="post" class="checklist"' not in text
    assert "has not been approved yet" in client.get("/en/assessments/practicals/").content.decode()
    approve_exercise(PracticalText.objects.get(language="ru"))
    text = client.get(page).content.decode()
    assert "criterion 1 ru" in text  # the only words that are approved
    assert "Draft" not in text
    observe(cast.enrolment, cast.instructor)
    approve_exercise(PracticalText.objects.get(language="ru"), ApprovalState.DRAFT)
    observe(cast.enrolment, cast.second_assessor)  # what was begun is finished
    assert Observation.objects.count() == 2


def test_the_approved_checklist_is_used_until_the_next_is_approved(cast: Cast) -> None:
    exercise = make_practical()
    hide_drafts(cast)
    for text in PracticalText.objects.all():
        approve_exercise(text)
    said = {"title": "Нав", "conditions": "як\n\nду", "equipment": ["т"], "criteria": list("абвг"), "guidance": "р"}
    new = set_practical_words(code="PX-2.2", language="tg", **said, change=Change.WORDING, by=cast.translator, at=AT)
    current = current_try(cast.enrolment, exercise)
    assert current is not None
    assert current.version == new.version  # its other languages are approved words still
    assert texts_of([current.version], "tg", drafts_shown=False)[new.version_id].language == "en"
    approve_exercise(new)
    assert texts_of([current.version], "tg", drafts_shown=False)[new.version_id].title == "Нав"


def test_a_draft_checklist_is_marked_where_drafts_are_shown(cast: Cast) -> None:
    make_practical()
    with override("en"):
        page = reverse("assessments:observe", args=["PX-2.2", cast.enrolment.pk])
    assert ">Draft<" in cast.client("instructor").get(page).content.decode()
    approve_exercise(PracticalText.objects.get(language="en"))
    assert ">Draft<" not in cast.client("instructor").get(page).content.decode()
