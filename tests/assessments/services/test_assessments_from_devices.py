"""Checklists from devices: kept, handed in once, a second assessor by PIN, every item with a final answer."""

import datetime
import json
import os
import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts.domain.claim_box import seal_claim
from accounts.models import Authorisation, Pin
from accounts.selectors.pins import claim_key
from accounts.services.pins import set_pin
from assessments.models import Observation, ObservationDraft, PracticalVersion
from assessments.services.teams import make_team
from courses.enums import CohortState
from foundation.outbox.models import Delivery, Outcome
from foundation.outbox.receiving import Item, receive
from tests.factories.accounts import make_staff
from tests.factories.assessments import make_practical, observe

DEVICE = uuid.uuid4()
PIN = "280194"
NOW = timezone.now()


@pytest.fixture
def exercise(cast):
    return make_practical()


_sequence = iter(range(1, 10**6))


def send(
    cast, payload: dict[str, Any], *, kind: str = "observation", enrolment=None, by=None, pk=None, at=None, **more
):
    subject = f"PX-2.2/{(enrolment or cast.enrolment).pk}"
    item = Item(
        id=pk or uuid.uuid4(),
        device=DEVICE,
        sequence=next(_sequence),
        kind=f"assessments.{kind}",
        subject=more.get("subject", subject),
        payload=payload,
        device_at=at or NOW,
        offset=datetime.timedelta(0),
    )
    (receipt,) = receive(items=[item], person=(by or cast.instructor).pk, at=NOW)
    return receipt.outcome, receipt.said.get("reason")


def sheet(*scores: int | None, **more: Any) -> dict[str, Any]:
    return {"scores": list(scores or (2, 2, 1, 2)), "comment": "calm", **more}


def claim(cast, said: dict[str, Any], enrolment=None) -> dict[str, Any]:
    subject = f"PX-2.2/{(enrolment or cast.enrolment).pk}"
    return {"claim": seal_claim(claim_key(), json.dumps(said).encode(), os.urandom(12), subject)}


def test_a_draft_is_kept_changed_and_gone_when_it_is_handed_in(cast, exercise) -> None:
    submission = str(uuid.uuid4())
    for scores in ((2, None, None, None), (2, 1, None, 0)):
        assert send(cast, {**sheet(*scores), "submission": submission}, kind="draft") == (Outcome.DONE, None)
    draft = ObservationDraft.objects.get()
    assert (draft.scores, draft.comment, str(draft.pk)) == ([2, 1, None, 0], "calm", submission)
    assert not ObservationDraft.objects.visible_to(cast.second_assessor).exists()
    assert not Observation.objects.exists()
    assert send(cast, sheet(2, 1, 2, 0)) == (Outcome.DONE, None)
    assert Observation.objects.get().scores == [2, 1, 2, 0]
    assert not ObservationDraft.objects.exists()
    assert send(cast, sheet(1, 1, 1, 1), kind="draft") == (Outcome.REFUSED, "recorded")
    assert not ObservationDraft.objects.exists()


def test_a_checklist_that_is_sent_again_is_stored_once(cast, exercise) -> None:
    pk = uuid.uuid4()
    for _ in range(2):
        assert send(cast, sheet(), pk=pk) == (Outcome.DONE, None)
    assert Observation.objects.get().pk == pk


def test_another_checklist_of_the_same_assessor_is_a_conflict_and_the_first_stands(cast, exercise) -> None:
    send(cast, sheet(2, 2, 2, 2))
    assert send(cast, sheet(2, 2, 2, 2)) == (Outcome.DONE, "recorded")
    assert send(cast, sheet(0, 0, 0, 0)) == (Outcome.CONFLICT, "recorded")
    assert Observation.objects.get().scores == [2, 2, 2, 2]
    assert Delivery.objects.count() == 3


def test_it_counts_for_the_day_on_which_it_was_seen(cast, exercise) -> None:
    yesterday = NOW - datetime.timedelta(days=1)
    held = Authorisation.objects.filter(user=cast.instructor)
    held.update(valid_from=yesterday.date() - datetime.timedelta(days=9), valid_to=timezone.localdate(yesterday))
    assert send(cast, sheet()) == (Outcome.REFUSED, "not_authorised")
    assert send(cast, sheet(), at=yesterday) == (Outcome.DONE, None)
    assert Observation.objects.get().submitted_at == yesterday
    tomorrow = NOW + datetime.timedelta(days=1)
    assert send(cast, sheet(), at=tomorrow, by=cast.second_assessor) == (Outcome.DONE, None)
    assert Observation.objects.get(assessor=cast.second_assessor).submitted_at == NOW


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"scores": "2222"},
        {"scores": [2, 2]},
        {"scores": [2, 2, 2, None]},
        {"scores": [2, 2, 2, 3]},
        {"scores": [2, 2, 2, True]},
        {"scores": [2, 2, 2, 2.0]},
        {"scores": [2, 2, 2, 2], "comment": 7},
        {"claim": "x"},
        {"claim": {"key": "AAAA", "nonce": "AAAA", "data": "AAAA"}},
    ],
)
def test_what_is_no_checklist_is_refused(cast, exercise, bad) -> None:
    assert send(cast, bad) == (Outcome.REFUSED, "not a checklist")
    assert not Observation.objects.exists()


def test_who_may_not_is_told_why(cast, exercise) -> None:
    stranger = make_staff("instructor", centre=cast.khorog, number="KHO-I8")
    assert send(cast, sheet(), by=stranger) == (Outcome.REFUSED, "not assessor")
    assert send(cast, sheet(), by=cast.other_instructor) == (Outcome.REFUSED, "unknown person")
    assert send(cast, sheet(), subject=f"PX-2.2/{uuid.uuid4()}") == (Outcome.REFUSED, "unknown person")
    assert send(cast, sheet(), subject="nonsense") == (Outcome.REFUSED, "unknown person")
    assert send(cast, sheet(), subject=f"PX-9.9/{cast.enrolment.pk}") == (Outcome.REFUSED, "not assessor")
    old = PracticalVersion.objects.get().pk
    make_practical(critical=(True, False, False, False))
    assert send(cast, sheet(version=old)) == (Outcome.REFUSED, "version")
    type(cast.cohort).objects.update(state=CohortState.LOCKED)
    assert send(cast, sheet()) == (Outcome.REFUSED, "closed")


@pytest.fixture
def pin(cast) -> None:
    set_pin(person=cast.second_assessor, pin=PIN, by=cast.second_assessor, at=NOW)


def test_a_second_assessor_hands_in_on_a_colleagues_device(cast, exercise, pin) -> None:
    observe(cast.enrolment, cast.instructor)
    said = {"number": "KHO-I2", "pin": PIN, **sheet(1, 1, 1, 1)}
    assert send(cast, claim(cast, said)) == (Outcome.DONE, None)
    stored = Observation.objects.get(assessor=cast.second_assessor)
    assert stored.scores == [1, 1, 1, 1]
    kept = json.dumps(Delivery.objects.get().payload)
    assert PIN not in kept
    assert "[1, 1, 1, 1]" not in kept


def test_a_wrong_pin_is_refused_and_counted_and_the_right_one_comes_too_late_after_five(cast, exercise, pin) -> None:
    wrong = {"number": "KHO-I2", "pin": "111111", **sheet()}
    answers = [send(cast, claim(cast, wrong))[1] for _ in range(5)]
    assert answers == ["pin wrong"] * 4 + ["pin locked"]
    assert Pin.objects.get().failures == 5
    assert send(cast, claim(cast, {**wrong, "pin": PIN})) == (Outcome.REFUSED, "pin locked")
    assert not Observation.objects.exists()
    assert Delivery.objects.count() == 6


def test_a_claim_is_another_persons_and_for_this_trainee(cast, exercise, pin) -> None:
    set_pin(person=cast.instructor, pin=PIN, by=cast.instructor, at=NOW)
    own = {"number": "KHO-I1", "pin": PIN, **sheet()}
    assert send(cast, claim(cast, own)) == (Outcome.REFUSED, "same person")
    hers = {**own, "number": "KHO-I2"}
    moved = claim(cast, hers, cast.classmate_enrolment)
    assert send(cast, moved) == (Outcome.REFUSED, "not a checklist")
    assert send(cast, moved, enrolment=cast.classmate_enrolment) == (Outcome.DONE, None)


def test_a_member_of_a_team_sheet_is_stored_with_it_and_somebody_elses_sheet_is_not_named(cast, exercise) -> None:
    at = {"cohort": cast.cohort, "code": "PX-2.2", "at": NOW}
    members = [cast.enrolment, cast.classmate_enrolment]
    team = make_team(submission=uuid.uuid4(), members=members, by=cast.instructor, **at)
    assert send(cast, sheet(team=str(team.pk))) == (Outcome.DONE, None)
    assert send(cast, sheet(team=str(team.pk)), enrolment=cast.afghan_enrolment) == (Outcome.DONE, None)
    assert send(cast, sheet(team=str(team.pk)), by=cast.second_assessor) == (Outcome.DONE, None)
    assert [one.enrolment for one in Observation.objects.filter(team=team)] == [cast.enrolment]
