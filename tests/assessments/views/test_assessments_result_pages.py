"""The pages of results: the table, the protocol, corrections."""

import re
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import Commission
from accounts.services.roles import give_role
from assessments.enums import ResultState
from assessments.models import Protocol, Result, ResultCorrection
from assessments.services.results import lock_results
from courses.enums import CohortState
from courses.models import CohortInstructor
from tests.factories.assessments import make_practical, make_result, mark_by_hand, observe


def url(name: str, cohort) -> str:
    with override("en"):
        return reverse(f"assessments:{name}", kwargs={"pk": cohort.pk})


def lock(cast) -> Protocol:
    return lock_results(cohort=cast.cohort, number="12", date=timezone.localdate(), by=cast.head, at=timezone.now())


def correction(result, /, **fields) -> dict[str, str]:
    return {
        "submission": str(uuid.uuid4()),
        "result": str(result.pk),
        "percent": "55",
        "passed": "no",
        "reason": "Two sheets were exchanged",
        "document": "14/к",
        **fields,
    }


def protocol(**fields) -> dict[str, object]:
    return {"number": "12", "date": "04.12.2026", **fields}


def test_the_table_shows_marks_in_words(cast) -> None:
    make_result(cast.enrolment, percent=92)
    html = cast.client("instructor").get(url("results", cast.cohort)).content.decode()
    assert "5 (excellent)" in html
    assert "TJ-100001" in html
    assert "TJ-100002" in html
    assert url("lock", cast.cohort) not in html
    assert url("lock", cast.cohort) in cast.client("head").get(url("results", cast.cohort)).content.decode()


def test_a_trainee_reads_the_own_line_only(cast) -> None:
    make_result(cast.enrolment, percent=92)
    make_result(cast.classmate_enrolment, percent=77)
    html = cast.client("trainee").get(url("results", cast.cohort)).content.decode()
    assert re.search(r"\b92\s*%", html)
    assert not re.search(r"\b77\s*%", html)
    assert "TJ-100002" not in html
    lock(cast)
    assert "Locked by protocol" in cast.client("trainee").get(url("results", cast.cohort)).content.decode()


def test_other_centres_are_not_found(cast) -> None:
    for name in ("other_instructor", "other_registrar"):
        assert cast.client(name).get(url("results", cast.cohort)).status_code == 404
    cast.other_registrar.role_assignments.update(role=Role.HEAD)
    client = cast.client("other_registrar")
    assert client.get(url("lock", cast.cohort)).status_code == 404
    assert client.post(url("lock", cast.cohort), protocol()).status_code == 404
    assert client.post(url("results", cast.cohort), {}).status_code == 404


def test_locking_twice_is_one_protocol(cast) -> None:
    client = cast.client("head")
    for _ in range(2):
        answer = client.post(url("lock", cast.cohort), protocol())
        assert (answer.status_code, answer.url) == (302, url("results", cast.cohort))
    cast.cohort.refresh_from_db()
    assert (Protocol.objects.count(), cast.cohort.state) == (1, CohortState.LOCKED)
    html = client.get(url("results", cast.cohort)).content.decode()
    assert "Locked by protocol" in html
    assert client.get(url("lock", cast.cohort)).status_code == 302


@pytest.mark.parametrize(
    "bad",
    [
        {"number": ""},
        {"number": "1" * 33},
        {"date": "yesterday"},
        {"date": ""},
        {"order_number": "7"},
        {"members": ["nobody"]},
        {"chair": "x"},
    ],
)
def test_a_protocol_that_is_not_complete_is_refused_and_kept(cast, bad) -> None:
    answer = cast.client("head").post(url("lock", cast.cohort), protocol(**{"reason": "kept words", **bad}))
    assert answer.status_code == 422
    assert not Protocol.objects.exists()


def test_a_commission_is_at_least_three_with_the_chair_among_them(cast) -> None:
    three = [str(person.pk) for person in (cast.instructor, cast.second_assessor, cast.registrar)]
    order = {"order_number": "7", "order_date": "01.12.2026"}
    client = cast.client("head")
    few = client.post(url("lock", cast.cohort), protocol(**order, members=three[:2], chair=three[0]))
    assert few.status_code == 422
    assert "at least three members" in few.content.decode()
    assert few.content.decode().count(" checked") == 2
    alone = client.post(url("lock", cast.cohort), protocol(**order, members=three, chair=str(cast.head.pk)))
    assert alone.status_code == 422
    assert "The chair must be one of the members." in alone.content.decode()
    assert not Commission.objects.exists()
    done = client.post(url("lock", cast.cohort), protocol(**order, members=three, chair=three[2]))
    assert done.status_code == 302
    assert Protocol.objects.get().commission.members.count() == 3
    assert "Commission" in client.get(url("results", cast.cohort)).content.decode()


def test_open_practicals_are_listed_and_need_a_reason(cast) -> None:
    make_practical()
    observe(cast.enrolment, cast.instructor)
    client = cast.client("head")
    assert "Not confirmed yet" in client.get(url("lock", cast.cohort)).content.decode()
    answer = client.post(url("lock", cast.cohort), protocol())
    assert answer.status_code == 422
    assert "Confirm them, or write a reason." in answer.content.decode()
    assert client.post(url("lock", cast.cohort), protocol(reason="Posted elsewhere")).status_code == 302


def test_a_head_who_assessed_is_told_why_not(cast) -> None:
    make_practical()
    give_role(user=cast.instructor, role=Role.HEAD, centre=cast.khorog, by=None)
    observe(cast.enrolment, cast.instructor)
    client = cast.client("instructor")
    assert "Nobody alone teaches, marks and locks" in client.get(url("lock", cast.cohort)).content.decode()
    answer = client.post(url("lock", cast.cohort), protocol(reason="x"))
    assert answer.status_code == 422
    assert "Nobody alone teaches, marks and locks" in answer.content.decode()
    assert not Protocol.objects.exists()


def test_the_head_corrects_a_locked_result(cast) -> None:
    result = make_result(cast.enrolment)
    lock(cast)
    client, data = cast.client("head"), correction(result)
    assert str(result.pk) in client.get(url("results", cast.cohort)).content.decode()
    for _ in range(2):
        assert client.post(url("results", cast.cohort), data).status_code == 302
    result.refresh_from_db()
    assert (result.percent, result.passed, result.state) == (Decimal(55), False, ResultState.LOCKED)
    assert ResultCorrection.objects.count() == 1
    for name in ("head", "registrar", "auditor"):
        html = cast.client(name).get(url("results", cast.cohort)).content.decode()
        assert "Two sheets were exchanged" in html
        assert (str(result.pk) in html) == (name == "head")
    assert "Two sheets" not in cast.client("trainee").get(url("results", cast.cohort)).content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {"percent": "101"},
        {"percent": "NaN"},
        {"percent": ""},
        {"percent": "60"},
        {"passed": "yes"},
        {"passed": "maybe"},
        {"reason": ""},
        {"document": ""},
        {"result": str(uuid.uuid4())},
        {"result": "x"},
        {"submission": ""},
    ],
)
def test_a_correction_that_does_not_hold_is_refused_and_kept(cast, bad) -> None:
    result = make_result(cast.enrolment)
    lock(cast)
    answer = cast.client("head").post(url("results", cast.cohort), correction(result, **bad))
    assert answer.status_code == 422
    assert "14/к" in answer.content.decode() or "document" in bad
    assert not ResultCorrection.objects.exists()


def test_before_the_protocol_there_is_nothing_to_correct(cast) -> None:
    result = make_result(cast.enrolment)
    assert cast.client("head").post(url("results", cast.cohort), correction(result)).status_code == 404
    lock(cast)
    assert cast.client("registrar").post(url("results", cast.cohort), correction(result)).status_code == 403
    assert Result.objects.get().percent == Decimal(80)


def test_marks_that_nobody_confirmed_are_told_before_the_lock(cast) -> None:
    mark_by_hand(cast.enrolment, cast.instructor)
    client = cast.client("head")
    assert "marks that wait for a second person: 1" in client.get(url("lock", cast.cohort)).content.decode()
    answer = client.post(url("lock", cast.cohort), protocol())
    assert answer.status_code == 422
    assert "Some answers are not marked" in answer.content.decode()
    assert client.post(url("lock", cast.cohort), protocol(reason="Posted elsewhere")).status_code == 302


def test_a_head_who_teaches_is_told_to_name_a_commission(cast) -> None:
    CohortInstructor.objects.create(cohort=cast.cohort, user=cast.head)
    client = cast.client("head")
    said = "You teach this cohort. Lock its results with a commission."
    assert said in client.get(url("lock", cast.cohort)).content.decode()
    answer = client.post(url("lock", cast.cohort), protocol())
    assert (answer.status_code, answer.content.decode().count(said)) == (422, 2)
    assert not Protocol.objects.exists()
