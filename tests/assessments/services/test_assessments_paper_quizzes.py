"""Quizzes on paper: versions with codes, sheets typed in one grid, marked like any other attempt."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from assessments.domain.paper_answers import write_typed
from assessments.enums import QuizPurpose
from assessments.models import Attempt, PaperAnswers, PaperVersion, Response, Result
from assessments.selectors.paper_quizzes import asked_in, places_of, printing_for
from assessments.services.paper_quizzes import (
    BankShortError,
    CohortClosedError,
    NotPrinterError,
    Sheet,
    SheetsRefusedError,
    VersionsError,
    draw_papers,
    enter_sheets,
)
from assessments.services.starting import start
from courses.enums import CohortState
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import NEW_KEYS, make_question, make_quiz, right_answer
from tests.factories.marking import AT, mark_essay

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def quiz(cast: Cast):
    quiz = make_quiz(Module.objects.get(code="M2.2"), questions=6)
    for number, kind in enumerate(NEW_KEYS, 60):
        make_question(quiz.module, number, kind, marks=3 if kind == "essay" else 1)
    return quiz


def printed(cast: Cast, quiz, by=None, **fields) -> list[PaperVersion]:
    values = {"submission": uuid.uuid4(), "versions": 2, "at": AT, **fields}
    return draw_papers(quiz=quiz, cohort=cast.cohort, by=by or cast.registrar, **values)


def right_sheet(enrolment, paper) -> Sheet:
    asked = asked_in([paper])[paper.pk]
    return Sheet(enrolment, paper, "tg", {one.position: right_answer(one) for one in asked})


def typed(paper, enrolment, **changed) -> dict[str, str]:
    """The row of the grid in which everything is right."""
    asked = asked_in([paper])[paper.pk]
    cells = {one.position: write_typed(one.version.kind, one.version.key, right_answer(one)) for one in asked}
    return {f"v-{enrolment.pk}": paper.code} | {f"a-{enrolment.pk}-{at}": text for at, text in cells.items()} | changed


def send(cast: Cast, paper, data, name="registrar", submission=None):
    url = reverse("assessments:quiz_paper_grid", args=[paper.pk])
    return cast.client(name).post(url, {"submission": submission or str(uuid.uuid4()), **data})


def test_versions_differ_and_each_has_its_code(cast: Cast, quiz) -> None:
    papers = printed(cast, quiz, versions=3)
    assert len({paper.code for paper in papers}) == 3
    assert len({str(paper.drawn) for paper in papers}) == 3
    assert all(len(paper.drawn) == 12 for paper in papers)
    assert AuditEntry.objects.filter(act="paper_printed").count() == 1


def test_the_same_form_draws_once(cast: Cast, quiz) -> None:
    pk = uuid.uuid4()
    assert printed(cast, quiz, submission=pk) == printed(cast, quiz, submission=pk)
    assert PaperVersion.objects.count() == 2


def test_questions_keep_their_order_where_the_quiz_says_so(cast: Cast, quiz) -> None:
    quiz.shuffle = False
    quiz.save()
    for paper in printed(cast, quiz):
        asked = asked_in([paper])[paper.pk]
        places = [(one.version.question.lesson_id or 0, one.version.question_id) for one in asked]
        assert places == sorted(places)


def test_who_prints(cast: Cast, quiz) -> None:
    printed(cast, quiz, by=cast.instructor)
    for person in (cast.other_registrar, cast.other_instructor, cast.trainee, cast.administrator, cast.auditor):
        with pytest.raises(NotPrinterError):
            printed(cast, quiz, by=person)
    quiz.purpose = QuizPurpose.EXAM
    quiz.save()
    with pytest.raises(NotPrinterError):
        printed(cast, quiz, by=cast.instructor)
    printed(cast, quiz, by=cast.head)


def test_what_cannot_be_printed(cast: Cast, quiz) -> None:
    with pytest.raises(VersionsError):
        printed(cast, quiz, versions=7)
    version = cast.cohort.programme_version
    version.drafts_shown = False
    version.save()
    with pytest.raises(BankShortError):
        printed(cast, quiz)
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    with pytest.raises(CohortClosedError):
        printed(cast, quiz)


def test_a_sheet_becomes_an_attempt_that_is_marked_like_any_other(cast: Cast, quiz) -> None:
    paper = printed(cast, quiz)[0]
    values = {
        "submission": uuid.uuid4(),
        "sheets": [right_sheet(cast.enrolment, paper)],
        "by": cast.registrar,
        "at": AT,
    }
    (stored,) = enter_sheets(**values)
    attempt = stored.attempt
    attempt.refresh_from_db()
    assert (attempt.state, attempt.sitting, attempt.number, stored.by) == ("marking", None, 1, cast.registrar)
    assert attempt.responses.filter(late=False, language="tg").count() == 12
    mark_essay(attempt, cast.instructor, (1, 2))
    attempt.refresh_from_db()
    assert attempt.percent == 100
    assert Result.objects.get().percent == 100
    assert enter_sheets(**values) == [stored]  # sent again
    assert Attempt.objects.count() == 1
    assert AuditEntry.objects.filter(act="paper_entered").count() == 1


def refused(cast: Cast, paper, *enrolments) -> list[str]:
    with pytest.raises(SheetsRefusedError) as told:
        enter_sheets(
            submission=uuid.uuid4(), sheets=[right_sheet(one, paper) for one in enrolments], by=cast.registrar, at=AT
        )
    return [told.value.why.get(one.pk, "") for one in enrolments]


def test_what_is_refused_stores_nothing_of_the_others(cast: Cast, quiz) -> None:
    first, second = printed(cast, quiz)
    enter_sheets(submission=uuid.uuid4(), sheets=[right_sheet(cast.enrolment, first)], by=cast.registrar, at=AT)
    assert refused(cast, second, cast.enrolment, cast.classmate_enrolment) == ["there", ""]  # another version too
    start(code="M2.2", language="tg", by=cast.afghan, at=AT)
    assert refused(cast, first, cast.afghan_enrolment) == ["open"]
    Attempt.objects.filter(enrolment=cast.enrolment).update(number=3)
    version = cast.cohort.programme_version
    version.quiz_attempts = 1
    version.save()
    again = printed(cast, quiz, at=timezone.now())[0]
    assert refused(cast, again, cast.enrolment) == ["exhausted"]
    assert PaperAnswers.objects.count() == 1


def test_the_grid_stores_twenty_five_sheets_or_says_what_is_wrong(cast: Cast, quiz) -> None:
    first, second = printed(cast, quiz)
    data = typed(first, cast.enrolment) | typed(second, cast.classmate_enrolment)
    position = next(one.position for one in asked_in([second])[second.pk] if one.version.kind == "single")
    cell = f"a-{cast.classmate_enrolment.pk}-{position}"
    bad = send(cast, first, data | {cell: "Щ"})
    assert bad.status_code == 422
    page = bad.content.decode()
    assert f"Question {position}: this cannot be read" in page
    assert 'value="Щ"' in page
    assert not PaperAnswers.objects.exists()
    pk = str(uuid.uuid4())
    for _ in range(2):
        assert send(cast, first, data, submission=pk).status_code == 302
    assert PaperAnswers.objects.count() == 2
    points = Attempt.objects.values_list("drawn__points", "drawn__version__kind", "drawn__version__marks")
    assert {kind for worth, kind, marks in points if worth != marks} == {"essay"}
    assert send(cast, first, typed(second, cast.enrolment)).status_code == 422  # nobody's second sheet


@pytest.mark.parametrize("change", [{"code": ""}, {"code": "XXXXX"}])
def test_a_row_without_a_known_code_is_refused(cast: Cast, quiz, change) -> None:
    paper = printed(cast, quiz)[0]
    data = typed(paper, cast.enrolment) | {f"v-{cast.enrolment.pk}": change["code"]}
    assert send(cast, paper, data).status_code == 422
    assert send(cast, paper, {}).status_code == 422
    assert not Response.objects.exists()


def test_protected_people_stand_on_paper_by_number_only(cast: Cast, quiz) -> None:
    printing = printing_for(cast.registrar, printed(cast, quiz)[0].pk)
    places = places_of(printing, "tg", by=cast.registrar)
    assert {one.number: bool(one.name) for one in places} == {"AF-100003": False, "TJ-100001": True, "TJ-100002": True}
    assert {one.paper.code for one in places} == {paper.code for paper in printing.papers}
    assert {one.number: one.language for one in places}["AF-100003"] == "fa-af"


@pytest.mark.parametrize("what", ["questions", "answers", "key"])
def test_papers_are_drawn(cast: Cast, quiz, what) -> None:
    paper = printed(cast, quiz)[0]
    answer = cast.client("head").get(reverse("assessments:quiz_paper_pdf", args=[paper.pk, what]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")


def test_pages_and_scans(cast: Cast, quiz, settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    client = cast.client("registrar")
    url = reverse("assessments:quiz_papers", args=[cast.cohort.pk])
    values = {"submission": str(uuid.uuid4()), "quiz": str(quiz.pk), "versions": "9"}
    assert client.post(url, values).status_code == 422
    page = client.post(url, {**values, "versions": "2"}).url
    paper = PaperVersion.objects.order_by("code").first()
    send(cast, paper, typed(paper, cast.enrolment))
    assert client.get(page).status_code == client.get(url).status_code == 200
    scan = reverse("assessments:answer_scan", args=[PaperAnswers.objects.get().pk])
    assert client.get(scan).status_code == 404
    for content, status in ((b"MZ", 422), (PDF, 302), (PDF, 302), (PDF + b"%%EOF", 422)):
        assert client.post(scan, {"scan": SimpleUploadedFile("a.pdf", content)}).status_code == status
    assert b"".join(client.get(scan).streaming_content) == PDF
    assert cast.client("other_registrar").get(scan).status_code == 404


def test_the_grid_costs_the_same_for_few_and_many(cast: Cast, quiz) -> None:
    url = reverse("assessments:quiz_paper_grid", args=[printed(cast, quiz)[0].pk])
    client = cast.client("registrar")
    client.get(url)
    counts = []
    for state in ("enrolled", "withdrawn"):
        cast.cohort.enrolments.exclude(pk=cast.enrolment.pk).update(state=state)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
