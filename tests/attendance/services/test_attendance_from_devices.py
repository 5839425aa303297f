"""Marks from devices: stored once, merged in the open, settled by a person; clocks change nothing."""

import datetime
import itertools
import uuid

import pytest
from django.utils import timezone

from accounts.enums import Role
from attendance.domain.calling import Obstacle
from attendance.domain.merging import Arriving, Merge, Standing, merge
from attendance.models import Correction, DaySheet, Mark, MarkConflict, MarkEvent, Roll
from attendance.services.conflicts import NotInConflictError, settle
from attendance.services.rolls import ReasonMissingError, RollRefusedError
from courses.enums import CohortState, SessionState
from courses.models import CohortInstructor
from courses.selectors.cohorts import enrolments_of
from foundation.outbox.models import Delivery, Outcome
from foundation.outbox.receiving import read_batch, receive
from tests.factories.accounts import make_staff
from tests.factories.attendance import call_roll, make_session

DAY = datetime.timedelta(days=1)


class Device:
    """A phone that keeps marks and sends them."""

    def __init__(self, person, clock=datetime.timedelta(0)) -> None:
        self.id, self.person, self.clock = uuid.uuid4(), person, clock
        self.count = itertools.count(1)
        self.queue: list[dict] = []

    def put(self, kind, session, payload) -> uuid.UUID:
        pk = uuid.uuid4()
        item = {"id": str(pk), "seq": next(self.count), "kind": kind, "subject": str(session.pk), "payload": payload}
        self.queue.append(item | {"at": (timezone.now() + self.clock).isoformat()})
        return pk

    def tap(self, session, enrolment, status, *, minutes=0, document="", base=None) -> uuid.UUID:
        said = {"enrolment": str(enrolment.pk), "status": status, "minutes": minutes, "document": document}
        return self.put("attendance.mark", session, said | {"base": str(base) if base else None})

    def sign(self, session, rest, taught="") -> uuid.UUID:
        said = {"rest": [[str(enrolment.pk), None] for enrolment in rest], "taught": taught}
        return self.put("attendance.roll", session, said)

    def send(self, at=None):
        now = at or timezone.now()
        body = {"device": str(self.id), "sent_at": (now + self.clock).isoformat(), "items": self.queue}
        return [r.outcome for r in receive(items=read_batch(body, now), person=self.person.pk, at=now)]


@pytest.fixture
def session(cast):
    return make_session(cast.cohort, instructor=cast.instructor, hours=2)


@pytest.fixture
def people(cast):
    return enrolments_of(cast.cohort)


@pytest.fixture
def second(cast):
    """Another instructor of the same cohort."""
    person = make_staff(Role.INSTRUCTOR, centre=cast.khorog)
    CohortInstructor.objects.create(cohort=cast.cohort, user=person)
    return person


def status(enrolment):
    return Mark.objects.get(enrolment=enrolment).status


def test_a_roll_called_without_a_link(cast, session, people) -> None:
    phone = Device(cast.instructor)
    phone.tap(session, people[0], "late", minutes=7)
    phone.tap(session, people[1], "sick", document="12/3")
    phone.tap(session, people[1], "absent")  # changed the mind
    phone.sign(session, people[2:], taught="Lines")
    assert phone.send() == [Outcome.DONE] * 4
    assert phone.send() == [Outcome.DONE] * 4  # the answer was lost on the way: sent again
    assert [status(person) for person in people] == ["late", "absent", "present"]
    assert (Roll.objects.get().taken_by, MarkEvent.objects.count()) == (cast.instructor, 4)
    session.refresh_from_db()
    assert (session.state, session.taught) == (SessionState.HELD, "Lines")


@pytest.mark.parametrize("clock", [-DAY, DAY, datetime.timedelta(days=-4000)])
def test_a_wrong_clock_changes_nothing(cast, session, people, clock) -> None:
    phone = Device(cast.instructor, clock)
    phone.tap(session, people[0], "absent")
    phone.tap(session, people[0], "present")
    assert phone.send() == [Outcome.DONE] * 2
    assert status(people[0]) == "present"


@pytest.mark.parametrize("first", [0, 1])
def test_two_devices_disagree_whoever_comes_first(cast, session, people, second, first) -> None:
    devices = [Device(cast.instructor), Device(second)]
    devices[0].tap(session, people[0], "absent")
    devices[1].tap(session, people[0], "present")
    devices[1].tap(session, people[1], "present")
    devices[first].send()
    answers = devices[1 - first].send()
    assert answers[0] == Outcome.CONFLICT
    conflict = MarkConflict.objects.get()
    assert {conflict.standing.status, conflict.other.status} == {"absent", "present"}
    assert MarkEvent.objects.count() == 3
    assert status(people[0]) == conflict.standing.status
    with pytest.raises(ReasonMissingError):
        settle(conflict=conflict, chosen=conflict.other_id, reason=" ", by=cast.registrar, at=timezone.now())
    with pytest.raises(NotInConflictError):
        settle(conflict=conflict, chosen=uuid.uuid4(), reason="x", by=cast.registrar, at=timezone.now())
    settle(conflict=conflict, chosen=conflict.other_id, reason="Seen", by=cast.registrar, at=timezone.now())
    again = settle(conflict=conflict, chosen=conflict.standing_id, reason="No", by=cast.head, at=timezone.now())
    assert (again.chosen_id, again.settled_by) == (conflict.other_id, cast.registrar)
    assert status(people[0]) == conflict.other.status
    assert Correction.objects.get().reason == "Seen"


def test_two_devices_that_agree_and_one_that_knew(cast, session, people, second) -> None:
    one, other = Device(cast.instructor), Device(second)
    known = one.tap(session, people[0], "absent")
    one.tap(session, people[1], "duty")
    one.send()
    other.tap(session, people[1], "duty")
    other.tap(session, people[0], "late", minutes=3, base=known)  # saw the first mark and changed it
    assert other.send() == [Outcome.DONE] * 2
    assert status(people[0]) == "late"
    assert not MarkConflict.objects.exists()


def test_after_the_day_was_signed_marks_wait_for_a_person(cast, session, people) -> None:
    call_roll(session, cast.instructor)
    DaySheet.objects.create(centre=cast.khorog, date=session.date, signed_by=cast.registrar)
    phone = Device(cast.instructor)
    phone.tap(session, people[0], "absent")
    phone.tap(session, people[1], "present")
    phone.sign(session, people[2:])
    assert phone.send() == [Outcome.LATE] * 3
    assert status(people[0]) == "present"
    conflict = MarkConflict.objects.get()
    settle(conflict=conflict, chosen=conflict.other_id, reason="Forgotten phone", by=cast.head, at=timezone.now())
    assert status(people[0]) == "absent"


def test_a_signed_day_without_a_roll_keeps_the_marks_too(cast, session, people) -> None:
    DaySheet.objects.create(centre=cast.khorog, date=session.date, signed_by=cast.registrar)
    phone = Device(cast.instructor)
    phone.tap(session, people[0], "absent")
    assert phone.send() == [Outcome.LATE]
    conflict = MarkConflict.objects.get()
    assert conflict.standing is None
    settle(conflict=conflict, chosen=conflict.other_id, reason="Phone", by=cast.head, at=timezone.now())
    assert status(people[0]) == "absent"


def test_after_the_protocol_nothing_is_settled(cast, session, people) -> None:
    call_roll(session, cast.instructor)
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    phone = Device(cast.instructor)
    phone.tap(session, people[0], "absent")
    assert phone.send() == [Outcome.LATE]
    conflict = MarkConflict.objects.get()
    with pytest.raises(RollRefusedError) as refused:
        settle(conflict=conflict, chosen=conflict.other_id, reason="x", by=cast.head, at=timezone.now())
    assert refused.value.obstacle is Obstacle.LOCKED


def test_what_is_not_possible_is_refused_and_kept(cast, session, people) -> None:
    stranger, phone = Device(cast.other_instructor), Device(cast.instructor)
    stranger.tap(session, people[0], "absent")
    tomorrow = make_session(cast.cohort, date=timezone.localdate() + DAY)
    phone.tap(tomorrow, people[0], "absent")
    phone.tap(session, people[0], "late")  # without minutes
    phone.tap(session, people[0], "asleep")
    phone.put("attendance.mark", session, {"enrolment": str(uuid.uuid4()), "status": "present"})
    phone.put("attendance.mark", session, {})
    phone.put("attendance.roll", session, {"rest": "everybody"})
    assert stranger.send() + phone.send() == [Outcome.REFUSED] * 7
    assert Delivery.objects.count() == 7
    assert not Mark.objects.exists()


def test_the_rule_of_merging() -> None:
    mine, theirs, event = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    standing = Standing("absent", event, mine, 4)
    assert merge(None, Arriving("present", None, mine, 1)) is Merge.FIRST
    assert merge(standing, Arriving("absent", None, theirs, 1)) is Merge.SAME
    assert merge(standing, Arriving("present", event, theirs, 1)) is Merge.CHANGE
    assert merge(standing, Arriving("present", None, mine, 5)) is Merge.CHANGE
    assert merge(standing, Arriving("present", None, mine, 3)) is Merge.CONFLICT
    assert merge(standing, Arriving("present", uuid.uuid4(), theirs, 9)) is Merge.CONFLICT
    assert merge(Standing("absent", None, None, None), Arriving("present", None, mine, 1)) is Merge.CONFLICT
