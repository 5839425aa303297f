"""What is read for statistics: whose attempts, which of them, in which language, at what cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.domain.statistics.chosen import Chosen, Sort
from assessments.domain.statistics.findings import Finding
from assessments.domain.statistics.papers import Which
from assessments.enums import RegradeAct
from assessments.models import AttemptQuestion, QuestionVersion, Quiz, Regrade, Response
from assessments.selectors.statistics.answers import answer_rows, untold
from assessments.selectors.statistics.figures import QuestionStatistics, QuizStatistics, quiz_lines, statistics_of
from assessments.selectors.statistics.flags import flags_for
from assessments.selectors.statistics.scope import Filters, attempts_for, groups_in
from assessments.selectors.statistics.tables import header, rows
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import make_question, make_quiz
from tests.factories.courses import make_cohort
from tests.factories.statistics import sit


@pytest.fixture
def quiz(cast: Cast) -> Quiz:
    return make_quiz(Module.objects.get(code="M2.2"), questions=0)


@pytest.fixture
def versions(quiz: Quiz) -> list[QuestionVersion]:
    assert quiz.module is not None
    return [make_question(quiz.module, number) for number in range(1, 6)]


def ladder(person: int, question: int) -> bool:
    """The n-th person knows the n-th part of the questions: a clean scale."""
    return person % 6 > question


def of(found: QuizStatistics, version: QuestionVersion) -> QuestionStatistics:
    return next(one for one in found.questions if one.asked.pk == version.pk)


def test_a_quiz_with_its_questions(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    sit(quiz, cast.cohort, versions, 12, knows=ladder)
    found = statistics_of(quiz, cast.head)
    assert found.figures.attempts == 12
    assert found.figures.mean == pytest.approx(50.0)
    assert not found.figures.drawn
    assert of(found, versions[0]).figures.facility == pytest.approx(100 * 10 / 12)
    assert of(found, versions[0]).guess == 25.0
    assert sum(found.bands) == 12
    (line,) = quiz_lines(cast.head)
    assert (line.quiz, line.attempts) == (quiz, 12)
    assert line.mean == pytest.approx(found.figures.mean)
    assert line.consistency == pytest.approx(found.figures.consistency, abs=1e-6)


def test_the_list_says_what_the_page_says_where_questions_are_drawn(
    cast: Cast, quiz: Quiz, versions: list[QuestionVersion]
) -> None:
    def three(person: int) -> list[int]:
        return [(person + step) % 5 for step in (0, 2, 1)]

    sit(quiz, cast.cohort, versions, 20, knows=ladder, drawn=three)
    found = statistics_of(quiz, cast.head)
    assert found.figures.drawn
    assert of(found, versions[0]).figures.people == 12
    assert quiz_lines(cast.head)[0].consistency == pytest.approx(found.figures.consistency, abs=1e-6)


def test_which_attempts_count(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    now = timezone.now()
    people = sit(quiz, cast.cohort, versions, 3, knows=lambda *_: False, at=now)
    sit(quiz, cast.cohort, versions, 3, knows=lambda *_: True, number=2, at=now + datetime.timedelta(1), again=people)
    last = now + datetime.timedelta(2)
    sit(quiz, cast.cohort, versions, 3, knows=lambda _, at: at == 0, number=3, at=last, again=people)
    means = {
        which: (found.figures.attempts, found.figures.mean)
        for which in Which
        for found in [statistics_of(quiz, cast.head, Filters(which=which))]
    }
    assert means == {
        Which.FIRST: (3, pytest.approx(0.0)),
        Which.HIGHEST: (3, pytest.approx(100.0)),
        Which.LAST: (3, pytest.approx(20.0)),
        Which.ALL: (9, pytest.approx(40.0)),
    }
    for which in Which:
        assert quiz_lines(cast.head, Filters(which=which))[0].mean == pytest.approx(means[which][1])


def test_whose_attempts_are_summed_up(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    other = make_cohort(centre=cast.panj, version=cast.cohort.programme_version)
    sit(quiz, cast.cohort, versions, 4, knows=ladder)
    sit(quiz, other, versions, 3, knows=ladder)
    seen = {
        name: attempts_for(getattr(cast, name)).count()
        for name in (
            "instructor",
            "registrar",
            "head",
            "other_instructor",
            "editor",
            "translator",
            "auditor",
            "trainee",
        )
    }
    assert seen == {
        "instructor": 4,
        "registrar": 4,
        "head": 4,
        "other_instructor": 3,
        "editor": 7,
        "translator": 7,
        "auditor": 7,
        "trainee": 0,
    }
    assert [group.code for group in groups_in(attempts_for(cast.editor))] == [cast.cohort.code, other.code]
    assert attempts_for(cast.editor, Filters(centre="PAN")).count() == 3
    assert attempts_for(cast.editor, Filters(cohort=cast.cohort.pk)).count() == 4
    assert attempts_for(cast.instructor, Filters(centre="PAN")).count() == 0


def test_periods_hold_both_their_days(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    now = timezone.now().replace(hour=7, minute=0)
    sit(quiz, cast.cohort, versions, 3, knows=ladder, at=now)
    day = timezone.localdate(now)
    before, after = day - datetime.timedelta(1), day + datetime.timedelta(1)
    counts = [
        attempts_for(cast.head, Filters(since=since, until=until)).count()
        for since, until in ((day, day), (before, before), (after, None), (None, before), (before, after))
    ]
    assert counts == [3, 0, 0, 0, 3]


def test_the_answer_that_stands_decides_about_language_and_option(
    cast: Cast, quiz: Quiz, versions: list[QuestionVersion]
) -> None:
    people = sit(quiz, cast.cohort, versions, 4, knows=lambda *_: True)
    attempt = people[0].attempts.get()
    Response.objects.filter(attempt=attempt, position=2).delete()
    Response.objects.create(attempt=attempt, position=1, sequence=9, answer=0, language="fa-af")
    Response.objects.create(attempt=attempt, position=1, sequence=10, answer=1, language="ru", late=True)
    found = statistics_of(quiz, cast.head)
    first, second = of(found, versions[0]), of(found, versions[1])
    assert {code: sum(counts.values()) for code, counts in first.counts.items()} == {"tg": 3, "fa-af": 1}
    assert first.counts["fa-af"] == {Chosen(Sort.OPTION, 3): 1}  # shown first, last in the manuscript
    assert first.counts["tg"] == {Chosen(Sort.OPTION, 2): 3}
    assert second.counts == {"tg": {Chosen(Sort.OPTION, 2): 3, Chosen(Sort.NOTHING): 1}}
    assert first.languages["fa-af"] is None  # under three people
    told = answer_rows(first, ["a", "b", "c", "d"])
    assert [(row.words, row.right, row.times, row.share) for row in told] == [
        ("a", False, 0, 0.0),
        ("b", False, 0, 0.0),
        ("c", True, 3, 75.0),
        ("d", False, 1, 25.0),
    ]
    assert told[3].shares == {"tg": 0.0, "fa-af": None}


def test_typed_answers_are_folded_and_rare_words_are_not_told(cast: Cast, quiz: Quiz) -> None:
    assert quiz.module is not None
    version = make_question(quiz.module, 1, "numeric")
    sit(quiz, cast.cohort, [version], 14, knows=lambda *_: True)
    for place, response in enumerate(Response.objects.order_by("pk")):
        response.answer = "۳۹" if place < 3 else "39.0" if place < 6 else str(100 + place)
        response.save()
    one = statistics_of(quiz, cast.head).questions[0]
    told = answer_rows(one, [])
    assert (told[0].words, told[0].times) == ("39", 6)
    assert len(told) == 9
    assert untold(one, told) == 0
    QuestionVersion.objects.filter(pk=version.pk).update(kind="short", key={"accepted": []})
    one = statistics_of(quiz, cast.head).questions[0]
    told = answer_rows(one, [])
    assert [row.words for row in told] == ["39", "39.0"]
    assert untold(one, told) == 8


def test_annulled_questions_are_left_out_and_corrected_keys_are_told(
    cast: Cast, quiz: Quiz, versions: list[QuestionVersion]
) -> None:
    sit(quiz, cast.cohort, versions, 4, knows=ladder)
    AttemptQuestion.objects.filter(version=versions[4]).update(annulled=True)
    Regrade.objects.create(
        version=versions[0],
        act=RegradeAct.CORRECT_KEY,
        new_key={"options": 4, "right": [0]},
        reason="the key was wrong",
        by=cast.editor,
    )
    found = statistics_of(quiz, cast.head)
    assert len(found.questions) == 4
    assert of(found, versions[0]).asked.key["right"] == [0]
    assert of(found, versions[1]).figures.intended == pytest.approx(25.0)


def test_under_three_attempts_there_are_no_figures(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    sit(quiz, cast.cohort, versions, 2, knows=ladder)
    found = statistics_of(quiz, cast.head)
    assert found.few
    assert found.figures.attempts == 2
    assert found.figures.mean is None
    assert found.questions == []
    assert quiz_lines(cast.head)[0].mean is None


def biased(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    """Everybody knows the same part, but nobody the third question in Dari."""
    sit(quiz, cast.cohort, versions, 60, knows=ladder)
    sit(quiz, cast.cohort, versions, 42, knows=lambda person, at: at != 2 and ladder(person, at), language="fa-af")


def test_a_text_that_makes_a_question_harder_is_put_before_translators(
    cast: Cast, quiz: Quiz, versions: list[QuestionVersion]
) -> None:
    biased(cast, quiz, versions)
    found = statistics_of(quiz, cast.editor)
    assert found.reference == "tg"
    assert found.texts == {"fa-af": 1}
    (flag,) = flags_for(cast.translator, "fa-af")
    assert (flag.quiz, flag.question.asked.pk, flag.note.finding) == (quiz, versions[2].pk, Finding.HARDER)
    assert found.questions[0].asked.pk == versions[2].pk  # the most urgent stands first
    assert flags_for(cast.translator, "ru") == []
    assert flags_for(cast.other_instructor, "fa-af") == []


def test_the_table_for_spreadsheets_names_nobody(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    biased(cast, quiz, versions)
    found = statistics_of(quiz, cast.editor)
    head, table = header(found), rows(found)
    assert all(len(row) == len(head) for row in table)
    assert table[0][0] == versions[2].question.code
    assert "0 % in Dari" in str(table[0][11]) or "0 % in Dari" in str(table[0])
    assert table[0][-1] == "C"


def test_the_number_of_queries_does_not_grow(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    def cost(work: object) -> int:
        assert callable(work)
        with CaptureQueriesContext(connection) as captured:
            work()
        return len(captured)

    cast.head.roles()
    works = (
        lambda: statistics_of(quiz, cast.head),
        lambda: quiz_lines(cast.head),
        lambda: flags_for(cast.head, "fa-af"),
    )
    sit(quiz, cast.cohort, versions[:1], 3, knows=ladder)
    before = [cost(work) for work in works]
    sit(quiz, cast.cohort, versions, 30, knows=ladder, language="ru")
    other = make_quiz(Module.objects.get(code="M2.2"), questions=0, code="M2.2-B")
    sit(other, cast.cohort, versions, 30, knows=ladder)
    assert [cost(work) for work in works] == before
    assert before == [4, 4, 5]
