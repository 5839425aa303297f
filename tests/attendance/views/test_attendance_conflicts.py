"""Conflicts on the screen: both marks, the clocks, one choice with a reason."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attendance.enums import Status
from attendance.models import Correction, Mark
from attendance.selectors.conflicts import conflict_view, waiting_for
from attendance.services.corrections import correct
from courses.enums import CohortState
from tests.factories.attendance import call_roll, make_conflict, make_session


@pytest.fixture
def mark(cast):
    session = make_session(cast.cohort, instructor=cast.instructor)
    call_roll(session, cast.instructor, TJ_100001=Status.ABSENT)
    return Mark.objects.get(enrolment=cast.enrolment)


def url(conflict):
    return reverse("attendance:conflict", kwargs={"pk": conflict.pk})


def post(cast, conflict, who="head", **data):
    return cast.client(who).post(url(conflict), data)


def test_both_marks_are_shown_with_clocks(cast, mark) -> None:
    conflict = make_conflict(mark, cast.second_assessor, clock=datetime.timedelta(days=1))
    page = cast.client("registrar").get(url(conflict)).content.decode()
    assert all(text in page for text in ("Absent without reason", "Sick", "Doubtful clock", "Marked on line"))
    assert str(conflict.other.device)[:8] in page


def test_a_clock_that_is_right_is_not_doubted(cast, mark) -> None:
    conflict = make_conflict(mark, cast.second_assessor, clock=datetime.timedelta(minutes=2))
    assert "Doubtful clock" not in cast.client("registrar").get(url(conflict)).content.decode()


def test_it_is_settled_with_a_reason(cast, mark) -> None:
    conflict = make_conflict(mark, cast.second_assessor)
    assert post(cast, conflict, chosen=conflict.other_id, reason=" ").status_code == 422
    assert post(cast, conflict, reason="doctor's paper").status_code == 422
    assert post(cast, conflict, chosen=conflict.pk, reason="doctor's paper").status_code == 422
    assert post(cast, conflict, chosen=conflict.other_id, reason="doctor's paper").status_code == 302
    mark.refresh_from_db()
    assert (mark.status, Correction.objects.get().reason) == (Status.SICK, "doctor's paper")
    again = post(cast, conflict, chosen=conflict.standing_id, reason="no")
    mark.refresh_from_db()
    assert (again.status_code, mark.status) == (302, Status.SICK)
    page = cast.client("instructor").get(url(conflict)).content.decode()
    assert "Settled." in page
    assert "Settle the conflict" not in page


def test_what_was_corrected_meanwhile_can_be_chosen_too(cast, mark) -> None:
    conflict = make_conflict(mark, cast.second_assessor)
    correct(mark=mark, status=Status.DUTY, reason="order", submission=conflict.pk, by=cast.head, at=conflict.opened_at)
    mark.refresh_from_db()
    assert len(conflict_view(conflict, cast.head, "en").told) == 3
    assert post(cast, conflict, chosen=mark.event, reason="order").status_code == 302
    mark.refresh_from_db()
    assert mark.status == Status.DUTY


def test_after_the_protocol_nothing_is_settled(cast, mark) -> None:
    conflict = make_conflict(mark, cast.second_assessor)
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    assert "Settle the conflict" not in cast.client("head").get(url(conflict)).content.decode()
    assert post(cast, conflict, chosen=conflict.other_id, reason="late").status_code == 422


def test_the_list_counts_the_same_queries(cast, mark) -> None:
    def queries() -> int:
        client = cast.client("head")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("attendance:conflicts")).status_code == 200
        return len(seen)

    make_conflict(mark, cast.second_assessor)
    one = queries()
    for other in (cast.classmate_enrolment, cast.afghan_enrolment):
        make_conflict(Mark.objects.get(enrolment=other), cast.second_assessor)
    assert queries() == one
    assert waiting_for(cast.head) == waiting_for(cast.instructor) == 3
    assert waiting_for(cast.other_registrar) == 0


def test_a_protected_name_is_not_for_the_auditor(cast, mark) -> None:
    make_conflict(Mark.objects.get(enrolment=cast.afghan_enrolment), cast.second_assessor)
    address = reverse("attendance:conflicts")
    assert "ZAHRA" not in cast.client("auditor").get(address).content.decode()
    assert "ZAHRA" in cast.client("instructor").get(address).content.decode()
