"""A wrong key is corrected, a wrong question annulled: shown first, then everybody is marked again."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry
from assessments.domain.marking import share
from assessments.enums import RegradeAct, ResultState
from assessments.models import Attempt, AttemptQuestion, Question, Regrade, RegradeChange, Response, Result
from assessments.selectors.bank import bank_of
from assessments.selectors.regrading import dry_run, in_force
from assessments.selectors.remarking import Change
from assessments.services import regrading
from assessments.services.answers import Given, store
from assessments.services.attempts import hand_in
from assessments.services.regrading import regrade
from assessments.services.starting import start
from courses.enums import CohortState
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import make_question, make_quiz
from tests.factories.courses import enrol, make_cohort
from tests.factories.marking import AT, essay_of, make_essay_quiz, mark_essay, sit_essay

LATER = AT + datetime.timedelta(hours=1)
WRONG, RIGHT = {"options": 4, "right": [2]}, {"options": 4, "right": [0]}


@pytest.fixture
def quiz(cast: Cast):
    module = Module.objects.get(code="M2.2")
    quiz = make_quiz(module, questions=0)
    for number in (1, 2):
        make_question(module, number, "single")
    return quiz


@pytest.fixture
def version(quiz):
    return Question.objects.get(code="m2.2-q1").versions.get()


def sit(person, options, at=AT) -> Attempt:
    """An attempt with these options chosen, by number of the question; None for no answer."""
    attempt = start(code="M2.2", language="tg", by=person, at=at)
    for row in attempt.drawn.select_related("version__question"):
        option = options[int(row.version.question.code[-1]) - 1]
        if option is not None:
            answer = row.order.index(option)
            store(attempt_id=attempt.pk, given=Given(uuid.uuid4(), row.position, 1, answer, "tg"), by=person, at=at)
    return hand_in(attempt_id=attempt.pk, confirmed=True, by=person, at=at)


def do(version, by, act="correct_key", key=RIGHT, **fields):
    values = {"submission": uuid.uuid4(), "reason": "The book says so", "document": "17", "seen": None, "at": LATER}
    key = None if act == "annul" else key
    return regrade(version=version, act=RegradeAct(act), new_key=key, by=by, **{**values, **fields})


def written() -> list:
    """Everything that a mark is."""
    return [
        list(Attempt.objects.order_by("pk").values_list("pk", "state", "points", "max_points", "percent", "passed")),
        list(AttemptQuestion.objects.order_by("pk").values_list("pk", "points", "annulled")),
        list(Result.objects.order_by("pk").values_list("enrolment", "percent", "passed", "state", "tries")),
    ]


def test_a_corrected_key_marks_everybody_again(cast: Cast, version) -> None:
    wrong, right = sit(cast.trainee, (2, 2)), sit(cast.classmate, (0, 2))
    made = do(version, cast.editor)
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.percent, wrong.passed, right.percent, right.passed) == (50, False, 100, True)
    assert {one.enrolment.person: one.percent for one in Result.objects.all()} == {
        cast.trainee: 50,
        cast.classmate: 100,
    }
    rows = {one.attempt_id: one for one in RegradeChange.objects.filter(regrade=made)}
    change = rows[wrong.pk]
    assert (change.old_percent, change.new_percent, change.old_passed, change.new_passed) == (100, 50, True, False)
    entry = AuditEntry.objects.get(act="regraded")
    assert (entry.new["changed"], entry.new["locked"], entry.new["document"]) == (2, 0, "17")
    newest = version.question.versions.first()
    assert (newest.number, newest.key, newest.texts.count()) == (2, RIGHT, 4)
    assert newest.source_hash != version.source_hash
    version.refresh_from_db()
    assert version.key == WRONG  # versions never change
    assert sit(cast.afghan, (0, 2)).percent == 100  # who sits it now has the corrected one


def test_an_annulled_question_counts_for_nobody_and_is_drawn_no_more(cast: Cast, quiz, version) -> None:
    done = sit(cast.trainee, (0, 2))
    running = start(code="M2.2", language="tg", by=cast.classmate, at=AT)
    do(version, cast.editor, "annul")
    done.refresh_from_db()
    assert (done.percent, done.points, done.max_points) == (100, 1, 1)
    handed = hand_in(attempt_id=running.pk, confirmed=True, by=cast.classmate, at=LATER)
    assert handed.max_points == 1
    assert [one.candidate.question for one in bank_of(quiz, ["tg"])] == [Question.objects.get(code="m2.2-q2").pk]
    do(version, cast.editor, key=WRONG)  # taken back
    done.refresh_from_db()
    assert (done.percent, done.max_points) == (50, 2)
    assert len(bank_of(quiz, ["tg"])) == 2
    assert version.question.versions.count() == 1


def test_who_hands_in_after_the_correction_is_marked_by_it(cast: Cast, version) -> None:
    running = start(code="M2.2", language="tg", by=cast.trainee, at=AT)
    do(version, cast.editor)
    row = running.drawn.get(version=version)
    given_now = Given(uuid.uuid4(), row.position, 1, row.order.index(0), "tg")
    store(attempt_id=running.pk, given=given_now, by=cast.trainee, at=LATER)
    assert hand_in(attempt_id=running.pk, confirmed=True, by=cast.trainee, at=LATER).points == 1


def test_locked_results_stay_and_are_listed(cast: Cast, version) -> None:
    first, other = sit(cast.trainee, (2, 2)), sit(cast.classmate, (2, 2))
    Result.objects.filter(enrolment__person=cast.trainee).update(state=ResultState.LOCKED)
    run = dry_run(version, Change(version.pk, RegradeAct.CORRECT_KEY, RIGHT), cast.head)
    assert (run.changed, run.turned, run.locked) == (2, 2, 1)
    made = do(version, cast.editor)
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.percent, other.percent) == (100, 50)
    assert first.drawn.get(version=version).points == 1
    applied = dict(RegradeChange.objects.filter(regrade=made).values_list("attempt", "applied"))
    assert applied == {first.pk: False, other.pk: True}
    assert Result.objects.get(enrolment__person=cast.trainee).percent == 100


def test_a_closed_cohort_is_locked_too(cast: Cast, version) -> None:
    sit(cast.trainee, (2, 2))
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    assert not do(version, cast.editor).changes.get().applied


def test_the_best_attempt_counts_after_it_too(cast: Cast, version) -> None:
    sit(cast.trainee, (2, 2))
    sit(cast.trainee, (0, 0), at=AT + datetime.timedelta(minutes=5))
    assert Result.objects.get().percent == 100
    do(version, cast.editor)
    assert (Result.objects.get().percent, Result.objects.get().passed, Result.objects.get().tries) == (50, False, 2)


def test_the_dry_run_writes_nothing_and_tells_what_will_be(cast: Cast, version) -> None:
    for person, options in ((cast.trainee, (2, 2)), (cast.classmate, (0, None)), (cast.afghan, (1, 1))):
        sit(person, options)
    before = written()
    change = Change(version.pk, RegradeAct.CORRECT_KEY, RIGHT)
    run = dry_run(version, change, cast.head)
    assert written() == before
    (group,) = run.groups
    assert (group.held, group.changed, group.turned) == (3, 2, 1)
    told = {one.attempt: (one.new_percent, one.new_passed) for one in group.people}
    do(version, cast.editor, seen=run.fingerprint)
    assert told == {one.pk: (one.percent, one.passed) for one in Attempt.objects.filter(pk__in=told)}


def test_what_changed_since_it_was_looked_at_is_looked_at_again(cast: Cast, version) -> None:
    sit(cast.trainee, (2, 2))
    run = dry_run(version, Change(version.pk, RegradeAct.CORRECT_KEY, RIGHT), cast.editor)
    sit(cast.classmate, (2, 2))
    before = written()
    with pytest.raises(regrading.OtherConsequencesError):
        do(version, cast.editor, seen=run.fingerprint)
    assert written() == before
    assert not Regrade.objects.exists()


def test_people_are_shown_to_who_may_see_them(cast: Cast, version) -> None:
    sit(cast.trainee, (2, 2))
    change = Change(version.pk, RegradeAct.ANNUL)
    numbers = {
        name: [one.number for group in dry_run(version, change, getattr(cast, name)).groups for one in group.people]
        for name in ("head", "administrator", "editor")
    }
    number = cast.trainee.service_number
    assert numbers == {"head": [number], "administrator": [number], "editor": []}


def test_a_head_does_not_decide_for_other_centres(cast: Cast, version) -> None:
    sit(cast.trainee, (2, 2))
    elsewhere = make_cohort(centre=cast.panj, version=cast.cohort.programme_version)
    enrol(elsewhere, cast.stranger, by=cast.other_registrar)
    sit(cast.stranger, (2, 2))
    with pytest.raises(regrading.NotYoursError):
        do(version, cast.head)
    for person in (cast.instructor, cast.registrar, cast.translator, cast.auditor):
        with pytest.raises(regrading.NotYoursError):
            do(version, person)
    Attempt.objects.filter(enrolment__person=cast.stranger).update(enrolment=cast.classmate_enrolment)
    assert do(version, cast.head).changes.count() == 2


@pytest.mark.parametrize(
    ("act", "key", "fields", "error"),
    [
        ("correct_key", WRONG, {}, regrading.NothingNewError),
        ("correct_key", {"right": True}, {}, regrading.KeyUnfitError),
        ("correct_key", None, {}, regrading.KeyUnfitError),
        ("correct_key", RIGHT, {"reason": " "}, regrading.GroundsMissingError),
        ("annul", None, {"document": ""}, regrading.GroundsMissingError),
    ],
)
def test_bad_regrades_are_refused(cast: Cast, version, act, key, fields, error) -> None:
    with pytest.raises(error):
        do(version, cast.editor, act, key, **fields)
    assert not Regrade.objects.exists()


def test_sent_again_it_is_done_once(cast: Cast, version) -> None:
    sit(cast.trainee, (2, 2))
    pk = uuid.uuid4()
    assert do(version, cast.editor, submission=pk) == do(version, cast.editor, submission=pk)
    assert (Regrade.objects.count(), version.question.versions.count()) == (1, 2)
    do(version, cast.editor, "annul")
    with pytest.raises(regrading.NothingNewError):
        do(version, cast.editor, "annul")


def test_points_that_a_person_gave_stay(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    mark_essay(attempt, cast.instructor, (1, 1))
    single = attempt.drawn.filter(version__kind="multiple").select_related("version__question").first()
    do(single.version, cast.editor, "annul")
    attempt.refresh_from_db()
    assert (attempt.points, attempt.max_points, essay_of(attempt).points) == (4, 5, 2)
    with pytest.raises(regrading.KeyUnfitError):
        do(essay_of(attempt).version, cast.editor, key={"lines": [3, 3]})


def test_an_annulled_essay_waits_for_nobody(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    do(essay_of(attempt).version, cast.editor, "annul")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.percent, Result.objects.get().percent) == ("submitted", 100, 100)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(st.tuples(*[st.sampled_from([0, 1, 2, 3, None])] * 2), min_size=1, max_size=3),
    other=st.integers(min_value=0, max_value=3).filter(lambda option: option != 2),
    annul=st.booleans(),
)
def test_the_opposite_regrade_gives_the_first_marks_back(cast: Cast, version, chosen, other, annul) -> None:
    with transaction.atomic():
        for person, options in zip((cast.trainee, cast.classmate, cast.afghan), chosen, strict=False):
            sit(person, options)
        first = written()
        do(version, cast.editor, "annul" if annul else "correct_key", {"options": 4, "right": [other]})
        for row in AttemptQuestion.objects.filter(version=version).select_related("version"):
            answer = Response.objects.filter(attempt=row.attempt, position=row.position).values_list(
                "answer", flat=True
            )
            key = in_force(version).key
            assert row.annulled == annul
            if not annul:
                assert row.points == share("single", key, answer.first(), row.order)
        do(version, cast.editor, key=WRONG)
        assert written() == first
        transaction.set_rollback(True)


def test_a_chunk_costs_the_same_for_few_and_many(cast: Cast, version) -> None:
    cast.editor.roles()  # read once a request
    counts = []
    for people in ((cast.trainee,), (cast.trainee, cast.classmate, cast.afghan)):
        with transaction.atomic():
            for person in people:
                sit(person, (2, 2))
            with CaptureQueriesContext(connection) as asked:
                do(version, cast.editor)
            counts.append(len(asked))
            transaction.set_rollback(True)
    assert counts[0] == counts[1]


def post(cast: Cast, version, **fields):
    url = reverse("assessments:regrade", args=[version.question.code, version.number])
    values = {"submission": str(uuid.uuid4()), "act": "correct_key", "right": "0", "reason": "Book", "document": "17"}
    return cast.client("editor").post(url, {**values, **fields})


def test_the_page_shows_first_and_then_does(cast: Cast, version) -> None:
    attempt = sit(cast.trainee, (2, 2))
    shown = post(cast, version)
    assert shown.status_code == 200
    seen = shown.context["run"].fingerprint
    attempt.refresh_from_db()
    assert attempt.percent == 100
    assert post(cast, version, apply="1", seen=seen).status_code == 302
    attempt.refresh_from_db()
    assert attempt.percent == Decimal(50)


@pytest.mark.parametrize("fields", [{"right": ""}, {"reason": ""}, {"right": "9"}, {"apply": "1", "seen": "0"}])
def test_the_page_keeps_what_was_typed(cast: Cast, version, fields) -> None:
    sit(cast.trainee, (2, 2))
    answer = post(cast, version, **fields)
    assert answer.status_code == 422
    assert 'value="17"' in answer.content.decode()
    assert not Regrade.objects.exists()


@pytest.mark.parametrize(
    "kind", ["single", "multiple", "true_false", "numeric", "short", "gaps", "hotspot", "matching", "mrz", "essay"]
)
def test_there_is_a_page_for_every_kind(cast: Cast, quiz, kind) -> None:
    made = make_question(quiz.module, 9, kind)
    url = reverse("assessments:regrade", args=[made.question.code, 1])
    assert cast.client("editor").get(url).status_code == 200
    assert cast.client("head").get(url).status_code == 404  # a head reads no key of what nobody has sat
