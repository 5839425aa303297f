"""The day is signed when nothing is open, or with a stated reason; what is open is shown before."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from attendance.enums import Status
from attendance.models import DaySheet, Mark
from attendance.services.conflicts import settle
from attendance.services.days import DayOpenError, sign_day
from attendance.services.walk_ins import dismiss_walk_in, record_walk_in
from tests.factories.attendance import call_roll, make_conflict, make_session


@pytest.fixture
def session(cast):
    session = make_session(cast.cohort, instructor=cast.instructor)
    call_roll(session, cast.instructor, TJ_100001=Status.SICK)
    return session


def sign(cast, session, reason=""):
    return sign_day(centre=cast.khorog, date=session.date, reason=reason, by=cast.head, at=timezone.now())


def test_a_conflict_keeps_the_day_open(cast, session) -> None:
    conflict = make_conflict(Mark.objects.get(enrolment=cast.enrolment), cast.head, status=Status.DUTY)
    with pytest.raises(DayOpenError) as caught:
        sign(cast, session)
    assert (caught.value.missing, caught.value.conflicts, caught.value.walk_ins) == ([], 1, 0)
    settle(conflict=conflict, chosen=conflict.other_id, reason="seen", by=cast.head, at=timezone.now())
    assert sign(cast, session, reason="not needed").sheet.reason == ""


def test_somebody_not_matched_keeps_the_day_open(cast, session) -> None:
    walk_in = record_walk_in(
        session=session, sign="tall", submission=uuid.uuid4(), by=cast.instructor, at=timezone.now()
    )
    with pytest.raises(DayOpenError) as caught:
        sign(cast, session)
    assert caught.value.walk_ins == 1
    dismiss_walk_in(walk_in=walk_in, reason="visitor", by=cast.head, at=timezone.now())
    assert sign(cast, session).missing == []


def test_the_figures_stand_above_the_signature(cast, session) -> None:
    make_conflict(Mark.objects.get(enrolment=cast.enrolment), cast.head, status=Status.DUTY)
    url = reverse("attendance:sign_day", kwargs={"centre": "KHO", "date": session.date.isoformat()})
    client = cast.client("head")
    page = client.get(reverse("attendance:sessions")).content.decode()
    assert "Marks of the day" in page
    assert "Why is the day signed all the same?" in page
    assert client.post(url).status_code == 422
    assert client.post(url, {"reason": "the other device is far away"}).status_code == 302
    assert DaySheet.objects.get().reason == "the other device is far away"


def test_the_signature_is_remembered_once_with_what_was_open(cast, session) -> None:
    make_conflict(Mark.objects.get(enrolment=cast.enrolment), cast.head, status=Status.DUTY)
    with pytest.raises(DayOpenError):
        sign(cast, session)
    assert not AuditEntry.objects.filter(act=Act.DAY_SIGNED).exists()
    for _ in range(2):
        sheet = sign(cast, session, "the other device is far away").sheet
    entry = AuditEntry.objects.get(act=Act.DAY_SIGNED)
    assert (entry.actor, entry.centre, entry.subject_id) == (cast.head, cast.khorog, str(sheet.pk))
    assert entry.new == {"date": str(session.date), "missing": 0, "conflicts": 1, "walk_ins": 0, "unmarked": 0}
    assert entry.reason == "the other device is far away"
