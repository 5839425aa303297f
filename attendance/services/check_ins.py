"""Check in by the code in the room: one person once, one device for one person; whatever is refused is kept too."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from attendance.domain.check_in_codes import OPENS, Facts, read_code, verdict
from attendance.enums import THERE, CheckInOutcome, Status
from attendance.models import CheckIn, DaySheet, Mark, MarkConflict, MarkEvent
from attendance.selectors.check_ins import secret, standing_check_in
from attendance.selectors.make_ups import not_needed
from attendance.services.rolls import event_id, event_of
from courses.enums import OPEN_COHORTS, SessionState
from courses.services.timetable import lock_session

if TYPE_CHECKING:
    from courses.models import ClassSession, Enrolment

MOST_TRIES = 8  # wrong or old codes of one person in the time below
TRIES_COUNT_FOR = datetime.timedelta(minutes=10)


class TooManyTriesError(Exception):
    """Too many wrong codes of this person; nothing is judged for some minutes."""


def check_in(
    *,
    session: "ClassSession",
    enrolment: "Enrolment",
    typed: str,
    device: str,
    address: str,
    pk: uuid.UUID,
    at: datetime.datetime,
) -> CheckIn:
    """Judge a try to check in and keep it; an accepted one marks the person as present.

    `device` is the keyed hash of the device's cookie, `pk` was made with the form: sent again it gets the same
    answer. Who is checked in stays so. A mark of the instructor is never changed: where it says that the person is
    not there, a conflict waits for the instructor. Raises TooManyTriesError.
    """
    with transaction.atomic():
        session = lock_session(session.pk)
        mine = CheckIn.objects.filter(session=session, enrolment=enrolment)
        known = mine.filter(pk=pk).first() or standing_check_in(session, enrolment)
        if known is not None:
            return known
        since = at - TRIES_COUNT_FOR
        guesses = (CheckInOutcome.WRONG_CODE, CheckInOutcome.OLD_CODE)
        tried = CheckIn.objects.filter(enrolment__person=enrolment.person_id, outcome__in=guesses, at__gt=since)
        if tried.count() >= MOST_TRIES:
            raise TooManyTriesError
        outcome = verdict(_facts(session, enrolment, device, address), read_code(secret(), session.pk, typed, at), at)
        if CheckIn.objects.filter(pk=pk).exists():
            pk = uuid.uuid4()  # somebody else's form: theirs stays theirs
        row: CheckIn = CheckIn.objects.create(
            pk=pk, session=session, enrolment=enrolment, device=device, outcome=outcome, at=at
        )
        if outcome is CheckInOutcome.ACCEPTED:
            _mark(session, enrolment, row, at)
    return row


def _facts(session: "ClassSession", enrolment: "Enrolment", device: str, address: str) -> Facts:
    centre = session.cohort.centre
    accepted = CheckIn.objects.filter(session=session, device=device, outcome=CheckInOutcome.ACCEPTED)
    return Facts(
        opens=session.starts_at - OPENS,
        closes=session.ends_at,
        closed=_closed(session) or enrolment.pk in not_needed(session),
        address=address,
        networks=[str(network) for network in centre.networks],
        device_is_anothers=accepted.exclude(enrolment=enrolment).exists(),
    )


def _closed(session: "ClassSession") -> bool:
    return (
        not session.cohort.self_check_in
        or session.cohort.state not in OPEN_COHORTS
        or session.state == SessionState.CANCELLED
        or DaySheet.objects.filter(centre=session.cohort.centre_id, date=session.date).exists()
    )


def _mark(session: "ClassSession", enrolment: "Enrolment", row: CheckIn, at: datetime.datetime) -> None:
    """Mark the person as present where nothing stands; against somebody's mark open a conflict and change nothing."""
    standing = Mark.objects.select_for_update().filter(session=session, enrolment=enrolment).first()
    if standing is not None and standing.status in THERE:
        return
    said = Mark(
        session=session,
        enrolment=enrolment,
        status=Status.PRESENT,
        marked_by=enrolment.person,
        marked_at=at,
        event=event_id(row.pk, enrolment.pk),
    )
    event = event_of(said, row.pk, enrolment.person, at)
    event.save()
    if standing is None:
        said.save()
        return
    shown = MarkEvent.objects.filter(pk=standing.event).first() if standing.event else None
    MarkConflict.objects.create(session=session, enrolment=enrolment, standing=shown, other=event, opened_at=at)
