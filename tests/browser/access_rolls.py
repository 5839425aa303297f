"""Rows of rolls and class sessions that the demonstration does not have, for `access_setting.py`."""

import datetime
import uuid

from django.utils import timezone

from accounts.models import Room, User
from attendance.enums import Status
from attendance.models import Mark
from attendance.selectors.check_ins import device_hash, shown_now
from attendance.services.admissions import propose
from attendance.services.check_ins import check_in
from attendance.services.conflicts import settle
from attendance.services.paper import keep_scan, number_sheet
from attendance.services.prepared import prepare_roll
from attendance.services.rolls import Entry
from attendance.services.walk_ins import dismiss_walk_in, record_walk_in
from courses.models import ClassSession, Cohort, Enrolment
from courses.selectors.cohorts import enrolments_of
from courses.services.self_check_in import allow_check_in
from courses.services.seniors import name_senior
from courses.services.sessions_by_hand import cancel_session
from tests.factories.attendance import call_roll, make_conflict

Ids = dict[str, str]
People = dict[str, User]


def prepare_rolls(people: People, at: datetime.datetime) -> Ids:
    """Return the ids of rolls that wait and were called, and of everything about them that is written here."""
    cohort = Cohort.objects.get(code="KHO-3M-1")
    sessions = ClassSession.objects.filter(cohort=cohort)
    mark = Mark.objects.filter(session__in=sessions).order_by("session__starts_at")[0]
    waiting = sessions.filter(starts_at__lt=at).exclude(marks__isnull=False).order_by("-starts_at")[0]
    coming = sessions.filter(starts_at__gt=at + datetime.timedelta(days=3)).order_by("starts_at")[0]
    cancel_session(session=coming, reason="snow", by=people["DEMO-R1"], at=at)
    return {
        "called": str(mark.session_id),
        "waiting": str(waiting.pk),
        "mark": str(mark.pk),
        "cancelled": str(coming.pk),
        "room": str(Room.objects.get(centre=cohort.centre, code="1").pk),
        "instructor": str(people["DEMO-I1"].pk),
        "without_check_in": str(ClassSession.objects.filter(cohort__code="KHO-10D-1").earliest("starts_at").pk),
        **_conflicts(mark.session_id, people, at),
        **_walk_ins(waiting, people["DEMO-I1"], at),
        **_today(cohort, people, at),
        **_admissions(people, at),
    }


def _conflicts(session: uuid.UUID, people: People, at: datetime.datetime) -> Ids:
    """Two people of whom another device said something else; one of the conflicts is settled."""
    marks = Mark.objects.filter(session=session).order_by("enrolment__person__service_number")
    waits, settled = (make_conflict(marks[turn], people["DEMO-I2"]) for turn in (3, 4))
    settle(conflict=settled, chosen=settled.other_id, reason="asked the doctor", by=people["DEMO-I1"], at=at)
    return {"conflict": str(waits.pk), "settled": str(settled.pk)}


def _walk_ins(session: ClassSession, by: User, at: datetime.datetime) -> Ids:
    """Two people who are not on the list, and two numbered sheets, one of them with its scan."""
    noted = [
        record_walk_in(session=session, sign=sign, submission=uuid.uuid4(), by=by, at=at)
        for sign in ("grey coat", "DT-9999")
    ]
    dismiss_walk_in(walk_in=noted[1], reason="a visitor", by=by, at=at)
    sheets = [number_sheet(session=session, by=by, at=at) for _ in range(2)]
    keep_scan(sheet=sheets[0], data=b"%PDF-1.4\nnothing\n%%EOF\n", by=by, at=at)
    return {"walk_in": str(noted[0].pk), "dismissed": str(noted[1].pk)}


def _today(cohort: Cohort, people: People, at: datetime.datetime) -> Ids:
    """Three class sessions of today: one called, one prepared by the senior with check-ins, one open as well."""
    instructor, senior = people["DEMO-I1"], people["DEMO-T1"]
    name_senior(cohort=cohort, person=senior.pk, by=people["DEMO-R1"], at=at)
    cohort = allow_check_in(cohort=cohort, allowed=True, by=instructor, at=at)
    called, prepared, _open = (_session(cohort, instructor, at, turn) for turn in range(3))
    call_roll(called, instructor, at=at, DEMO_T2=Status.SICK, DEMO_T3=Status.ABSENT)
    marks = {row.pk: Entry(Status.PRESENT) for row in enrolments_of(cohort)}
    prepare_roll(session=prepared, marks=marks, by=senior, at=at)
    for number, typed in (("DEMO-T1", shown_now(prepared, at).code), ("DEMO-T2", "1")):
        check_in(
            session=prepared, enrolment=Enrolment.objects.get(cohort=cohort, person=people[number]), typed=typed,
            device=device_hash(number), address="127.0.0.1", pk=uuid.uuid4(), at=at,
        )  # fmt: skip
    return {"today": str(prepared.pk)}


def _session(cohort: Cohort, instructor: User, at: datetime.datetime, turn: int) -> ClassSession:
    """A class session that stands open for hours, beside those of the timetable."""
    part = cohort.programme_version.parts.earliest("position")
    room = Room.objects.get(centre=cohort.centre, code="1")
    return ClassSession.objects.create(
        cohort=cohort, part=part, date=timezone.localdate(at), first_hour=21 + 2 * turn, hours=2, by_hand=True,
        starts_at=at + datetime.timedelta(minutes=turn), ends_at=at + datetime.timedelta(hours=4), kind="practice",
        instructor=instructor, room=room,
    )  # fmt: skip


def _admissions(people: People, at: datetime.datetime) -> Ids:
    """Somebody for whom an order waits, and somebody who was often absent."""
    proposed = Enrolment.objects.get(cohort__code="KHO-3M-1", person__service_number="DT-2008")
    absent = Enrolment.objects.get(cohort__code="KHO-10D-1", person__service_number="DT-2103")
    day = timezone.localdate(at)
    propose(enrolment=proposed, number="21/k", date=day, reason="mission", by=people["DEMO-R1"], at=at)
    return {"proposed": str(proposed.pk), "absent": str(absent.pk)}
