"""Draft → subject review → language review → approved: who, which words, and nobody alone."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Act, AuthorisationKind, Role
from accounts.models import AuditEntry, Authorisation
from courses.enums import ApprovalState, ApprovedKind, Change, TermTopic, TextState
from courses.models import Approval, Lesson, LessonEdition, Term
from courses.selectors.editions import lesson_for
from courses.selectors.standings import standings_of_lessons, standings_of_terms
from courses.services.approvals import (
    ChangedMeanwhileError,
    NoNoteError,
    NotAllowedError,
    OwnWordsError,
    Seen,
    StaleTextError,
    UnknownTextError,
    hand_in,
    move_all,
    pass_language,
    pass_subject,
    send_back,
    set_state,
)
from courses.services.editions import TermText, publish_lesson, publish_terms
from tests.factories.accounts import LONG_AGO, make_staff
from tests.factories.courses import make_module

HOUR = datetime.timedelta(hours=1)
LESSON = ApprovedKind.LESSON


@pytest.fixture
def at():
    return timezone.now() + HOUR


def standing(language="tg", code="M2.2.1"):
    return standings_of_lessons(codes=[code], languages=(language,))[0]


def seen(language="tg", code="M2.2.1"):
    now = standing(language, code)
    return Seen(now.hash, now.number)


def step(act, by, at, language="tg", code="M2.2.1", **more):
    return act(kind=LESSON, code=code, language=language, by=by, at=at, **{"seen": seen(language, code), **more})


def publish(language="tg", *, by=None, at, change=None, text="other words", code="M2.2.1", source_hash="0"):
    return publish_lesson(
        lesson=Lesson.objects.get(code=code),
        language=language,
        title="Other title",
        summary="",
        body=f"<p>{text}</p>",
        instructor_body="",
        text=text,
        outcomes=(),
        source_hash=source_hash,
        source=None,
        change=change,
        by=by,
        at=at,
    )


def test_a_text_goes_all_the_way(cast, at):
    step(hand_in, cast.translator, at)
    assert standing().state == TextState.IN_REVIEW
    step(pass_subject, cast.editor, at + HOUR, note="The law was checked.")
    step(pass_language, cast.translator, at + 2 * HOUR)
    assert standing().state == TextState.APPROVED
    rows = Approval.objects.filter(code="M2.2.1", language="tg").order_by("at")
    assert [row.state for row in rows] == ["subject_review", "language_review", "approved"]
    assert [row.by for row in rows] == [cast.translator, cast.editor, cast.translator]
    assert rows[1].note == "The law was checked."
    entry = AuditEntry.objects.filter(act=Act.APPROVAL_CHANGED).first()
    assert entry.new == {"kind": "lesson", "code": "M2.2.1", "language": "tg", "state": "approved"}
    assert lesson_for("M2.2.1", "tg", drafts_shown=False).language == "tg"
    assert standing("ru").state == TextState.DRAFT  # each language for itself


def test_nobody_passes_their_own_words(cast, at):
    publish(by=cast.editor, at=at)
    step(hand_in, cast.editor, at + HOUR)
    with pytest.raises(OwnWordsError):
        step(pass_subject, cast.editor, at + HOUR)
    step(pass_subject, cast.administrator, at + HOUR)
    with pytest.raises(OwnWordsError):
        step(pass_language, cast.editor, at + HOUR)
    step(pass_language, cast.translator, at + HOUR)
    assert standing().state == TextState.APPROVED


def test_words_published_in_between_are_not_approved(cast, at):
    before = seen()
    step(hand_in, cast.translator, at)
    publish(by=cast.translator, at=at + HOUR)  # the same source, other words: the hash of the source is the same
    assert standing().state == TextState.DRAFT
    for act, by in ((pass_subject, cast.editor), (hand_in, cast.translator)):
        with pytest.raises(ChangedMeanwhileError):
            step(act, by, at + 2 * HOUR, seen=before)
    assert standing().state == TextState.DRAFT


def test_a_step_taken_twice_is_told(cast, at):
    step(hand_in, cast.translator, at)
    with pytest.raises(ChangedMeanwhileError):
        step(hand_in, cast.editor, at)
    with pytest.raises(ChangedMeanwhileError):
        step(pass_language, cast.translator, at)


def test_a_stale_text_cannot_be_approved(cast, at):
    step(hand_in, cast.translator, at)
    publish("en", by=cast.editor, at=at, change=Change.MEANING, source_hash="1")
    assert standing().state == TextState.STALE
    with pytest.raises(StaleTextError):
        step(pass_subject, cast.administrator, at + HOUR)


def test_what_is_not_written_cannot_be_handed_in(cast, at):
    LessonEdition.objects.filter(language="tg").delete()
    assert standing().state == TextState.MISSING
    with pytest.raises(UnknownTextError):
        step(hand_in, cast.editor, at)
    with pytest.raises(UnknownTextError):
        step(hand_in, cast.editor, at, code="M2.2.1", seen=Seen("0", 1))


@pytest.mark.parametrize("name", ["trainee", "instructor", "registrar", "head", "hr", "auditor", "stranger"])
def test_who_may_not(name, cast, at):
    person = getattr(cast, name)
    with pytest.raises(NotAllowedError):
        step(hand_in, person, at)
    step(hand_in, cast.translator, at)
    with pytest.raises(NotAllowedError):
        step(pass_subject, person, at)
    with pytest.raises(NotAllowedError):
        step(send_back, person, at, note="no")
    step(pass_subject, cast.editor, at)
    with pytest.raises(NotAllowedError):
        step(pass_language, person, at)


def test_an_instructor_of_the_course_reviews_the_subject_only(cast, at):
    Authorisation.objects.create(
        user=cast.instructor, kind=AuthorisationKind.TEACH, course_code="M2", valid_from=LONG_AGO
    )
    step(hand_in, cast.translator, at)
    step(pass_subject, cast.instructor, at)
    with pytest.raises(NotAllowedError):
        step(pass_language, cast.instructor, at)


def test_a_translator_of_one_language_keeps_to_it(cast, at):
    russian = make_staff(Role.TRANSLATOR, number="TR-RU")
    russian.role_assignments.update(language="ru")
    with pytest.raises(NotAllowedError):
        step(hand_in, russian, at)
    step(hand_in, russian, at, "ru")
    step(pass_subject, cast.editor, at, "ru")
    step(pass_language, russian, at, "ru")
    assert standing("ru").state == TextState.APPROVED


def test_english_is_read_by_another_than_its_author(cast, at):
    publish("en", by=cast.editor, at=at, source_hash="1")
    step(hand_in, cast.editor, at, "en")
    step(pass_subject, cast.administrator, at, "en")
    with pytest.raises(OwnWordsError):
        step(pass_language, cast.editor, at, "en")
    step(pass_language, cast.translator, at, "en")
    assert standing("en").state == TextState.APPROVED


def test_sending_back_needs_a_reason_and_keeps_the_history(cast, at):
    step(hand_in, cast.translator, at)
    with pytest.raises(NoNoteError):
        step(send_back, cast.editor, at, note="  ")
    step(send_back, cast.editor, at + HOUR, note="Article 5 has changed.")
    assert standing().state == TextState.DRAFT
    assert Approval.objects.count() == 2
    step(hand_in, cast.translator, at + 2 * HOUR)
    assert standing().state == TextState.IN_REVIEW


def test_what_was_approved_can_be_taken_back(cast, at):
    set_state(kind=LESSON, code="M2.2.1", language="tg", source_hash="0", state=ApprovalState.APPROVED, by=None, at=at)
    step(send_back, cast.editor, at + HOUR, note="A new law.")
    assert lesson_for("M2.2.1", "tg", drafts_shown=False) is None


def test_a_whole_module_is_moved_one_row_each(cast, at):
    publish(by=cast.editor, at=at, code="M2.2.2")
    everything = {code: seen(code=code) for code in ("M2.2.1", "M2.2.2")}
    move_all(kind=LESSON, language="tg", step=ApprovalState.DRAFT, seen=everything, by=cast.editor, at=at)
    done = move_all(
        kind=LESSON, language="tg", step=ApprovalState.SUBJECT_REVIEW, seen=everything, by=cast.editor, at=at
    )
    assert done.moved == ["M2.2.1"]
    assert isinstance(done.refused["M2.2.2"], OwnWordsError)
    assert Approval.objects.filter(state=ApprovalState.LANGUAGE_REVIEW).count() == 1


def test_an_approval_of_older_words_does_not_cover_newer_ones_of_the_same_source(cast, at):
    """English goes back to an earlier text; the Tajik of that time was approved, today's was not."""
    set_state(kind=LESSON, code="M2.2.1", language="tg", source_hash="0", state=ApprovalState.APPROVED, by=None, at=at)
    publish(by=None, at=at + HOUR, text="for another source", source_hash="1")
    publish(by=None, at=at + 2 * HOUR, text="third words", source_hash="0")
    assert standing().step == ApprovalState.DRAFT


def test_terms_are_approved_by_their_very_words(cast, at):
    term = Term.objects.create(code="T001", topic=TermTopic.BORDER)

    def say(title, when, language="tg"):
        text = TermText(term=term, language=language, title=title, summary="What it is", source_hash="s")
        publish_terms(texts=[text], by=None, at=when)

    say("border", at, "en")
    say("сарҳад", at)

    def now():
        return standings_of_terms(codes=["T001"], languages=("tg",))[0]

    for act, by in ((hand_in, cast.translator), (pass_subject, cast.editor), (pass_language, cast.translator)):
        act(kind=ApprovedKind.TERM, code="T001", language="tg", seen=Seen(now().hash, now().number), by=by, at=at)
    assert now().state == TextState.APPROVED
    say("марз", at + HOUR)
    assert now().state == TextState.DRAFT
    assert standings_of_terms(codes=["T001"], languages=("ru",))[0].state == TextState.MISSING


def test_standings_cost_the_same_for_one_module_and_three(cast):
    def cost(read):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read()
        return len(queries)

    before = cost(standings_of_lessons), cost(standings_of_terms)
    make_module("M2.3")
    make_module("M2.4", lessons=3)
    for number in range(3):
        Term.objects.create(code=f"T00{number}", topic=TermTopic.BORDER)
    assert len(standings_of_lessons()) == 7 * 4
    assert (cost(standings_of_lessons), cost(standings_of_terms)) == before == (2, 3)
