"""Marks and signed rolls that devices made without a link. Nothing that was sent is lost, nothing is hidden.

Kinds of items (foundation.outbox): `attendance.mark` is one tap: {enrolment, status, minutes, document, base};
`attendance.roll` is the signature of the instructor: {taught, rest: [[enrolment, base] …]}, which marks everybody who
was not tapped as present. The subject of both is the class session.
"""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Act
from accounts.selectors.placements import active_person
from accounts.services.audit import remember
from attendance.access import may_call
from attendance.domain.merging import Arriving, Merge, Standing, merge
from attendance.enums import EXCUSED, Status
from attendance.models import DaySheet, Mark, MarkConflict, MarkEvent, Roll
from attendance.selectors.make_ups import on_the_roll
from attendance.services.rolls import LONGEST_LATE, Entry, entry_of, event_id
from attendance.services.warnings import look_again
from courses.enums import OPEN_COHORTS, SessionState
from courses.selectors.cohorts import enrolments_of
from courses.services.timetable import lock_session, record_held
from foundation.outbox.models import Outcome
from foundation.outbox.receiving import Answer, Item

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession

MARK = "attendance.mark"
ROLL = "attendance.roll"
KINDS = {MARK: _("Mark"), ROLL: _("Roll")}
REASONS = {
    "unknown": _("There is no such class session any more."),
    "not yours": _("This class session is not yours."),
    "future": _("This class session has not come yet. Its roll can be called on its day."),
    "not enrolled": _("This person is not in the cohort."),
    "not a mark": _("The mark was not complete."),
    "not a roll": _("The roll was not complete."),
}


class _RefusedError(Exception):
    """The item cannot be stored as a mark; the delivery itself is kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class _Tap:
    """What a device says of one person, and the event that it knew."""

    enrolment: uuid.UUID
    entry: Entry
    base: uuid.UUID | None
    event: uuid.UUID
    numbered: bool  # takes the number of the item; the other marks of a roll have none


Read = Callable[[set[uuid.UUID]], Sequence[_Tap]]


def receive_mark(item: Item, person: uuid.UUID, at: datetime.datetime) -> Answer:
    """Store one tap of a roll. Runs in the transaction of the outbox."""
    return _receive(item, person, at, lambda known: [_tap(item)])


def receive_roll(item: Item, person: uuid.UUID, at: datetime.datetime) -> Answer:
    """Store a signed roll: whoever was not tapped was present, and the session was held."""
    return _receive(item, person, at, lambda known: _rest(item, known), signed=True)


def _receive(item: Item, person: uuid.UUID, at: datetime.datetime, read: Read, *, signed: bool = False) -> Answer:
    try:
        by, session = _who_and_where(item, person)
        known = {enrolment.pk for enrolment in on_the_roll(session)}
        taps = read(known)
        _check(session, taps, known, timezone.localdate(at))
    except _RefusedError as refused:
        return Answer(Outcome.REFUSED, {"reason": refused.reason})
    late = _too_late(session)
    conflicts = _write(item, session, taps, by, at, late=late)
    if signed and not late:
        _sign(item, session, by, at, len(taps))
    if session.state == SessionState.HELD and not late:
        people = [row for row in enrolments_of(session.cohort) if row.pk in {tap.enrolment for tap in taps}]
        look_again(cohort=session.cohort, at=at, enrolments=None if signed else people)
    if late:
        return Answer(Outcome.LATE, {"conflicts": conflicts})
    return Answer(Outcome.CONFLICT if conflicts else Outcome.DONE, {"conflicts": conflicts} if conflicts else {})


def _who_and_where(item: Item, person: uuid.UUID) -> tuple["User", "ClassSession"]:
    by = active_person(person)
    try:
        session = lock_session(uuid.UUID(item.subject))
    except (ValueError, ObjectDoesNotExist):
        raise _RefusedError("unknown") from None
    if by is None or not may_call(by, session.cohort):
        raise _RefusedError("not yours")
    return by, session


def _check(session: "ClassSession", taps: Sequence[_Tap], known: set[uuid.UUID], today: datetime.date) -> None:
    if session.date > today:
        raise _RefusedError("future")
    if any(tap.enrolment not in known for tap in taps):
        raise _RefusedError("not enrolled")


def _too_late(session: "ClassSession") -> bool:
    """True when a mark may not change what stands any more: it waits for a person then."""
    return (
        session.cohort.state not in OPEN_COHORTS
        or session.state == SessionState.CANCELLED
        or DaySheet.objects.filter(centre=session.cohort.centre_id, date=session.date).exists()
    )


def _tap(item: Item) -> _Tap:
    said = item.payload
    try:
        enrolment, status = uuid.UUID(str(said["enrolment"])), Status(said["status"])
        minutes, document = said.get("minutes", 0), said.get("document", "")
    except (KeyError, ValueError):
        raise _RefusedError("not a mark") from None
    if not isinstance(minutes, int) or not isinstance(document, str) or len(document) > 64:
        raise _RefusedError("not a mark")
    if (status == Status.LATE) != (1 <= minutes <= LONGEST_LATE) or (document and status not in EXCUSED):
        raise _RefusedError("not a mark")
    return _Tap(enrolment, Entry(status, minutes, document), _uuid(said.get("base")), item.id, numbered=True)


def _rest(item: Item, known: set[uuid.UUID]) -> list[_Tap]:
    rows = item.payload.get("rest", [])
    if not isinstance(rows, list) or len(rows) > 1000:
        raise _RefusedError("not a roll")
    taps = []
    for row in rows:
        pair = row if isinstance(row, list) else [row]
        enrolment = _uuid(pair[0] if pair else None)
        if enrolment is None:
            raise _RefusedError("not a roll")
        base = _uuid(pair[1]) if len(pair) > 1 else None
        if enrolment in known:  # somebody withdrawn meanwhile does not hold up the roll
            taps.append(_Tap(enrolment, Entry(Status.PRESENT), base, event_id(item.id, enrolment), numbered=False))
    return taps


def _uuid(value: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _write(
    item: Item, session: "ClassSession", taps: Sequence[_Tap], by: "User", at: datetime.datetime, *, late: bool
) -> int:
    """Write the events of the taps and what follows from each; return how many wait for a person."""
    ids = [tap.enrolment for tap in taps]
    marks = {
        mark.enrolment_id: mark for mark in Mark.objects.select_for_update().filter(session=session, enrolment__in=ids)
    }
    shown = {event.pk: event for event in MarkEvent.objects.filter(pk__in=[m.event for m in marks.values() if m.event])}
    MarkEvent.objects.bulk_create([_event(item, session, tap, by, at) for tap in taps])
    conflicts = 0
    for tap in taps:
        mark = marks.get(tap.enrolment)
        event = shown.get(mark.event) if mark and mark.event else None
        what = merge(_standing(mark, event), Arriving(tap.entry, tap.base, item.device, item.sequence))
        if what is Merge.SAME:
            continue
        if late or what is Merge.CONFLICT:
            MarkConflict.objects.create(
                session=session, enrolment_id=tap.enrolment, standing=event, other_id=tap.event, opened_at=at
            )
            conflicts += 1
        else:
            _stand(mark or Mark(session=session, enrolment_id=tap.enrolment), tap.entry, tap.event, by, at)
    return conflicts


def _standing(mark: Mark | None, event: MarkEvent | None) -> Standing | None:
    if mark is None:
        return None
    device, sequence = (event.device, event.sequence) if event else (None, None)
    return Standing(entry_of(mark), mark.event, device, sequence)


def _stand(mark: Mark, entry: Entry, event: uuid.UUID, by: "User", at: datetime.datetime) -> None:
    mark.status, mark.minutes_late, mark.document = entry.status, entry.minutes_late, entry.document
    mark.marked_by, mark.marked_at, mark.event = by, at, event
    mark.save()


def _event(item: Item, session: "ClassSession", tap: _Tap, by: "User", at: datetime.datetime) -> MarkEvent:
    taken = tap.numbered and MarkEvent.objects.filter(device=item.device, sequence=item.sequence).exists()
    return MarkEvent(
        pk=tap.event,
        session=session,
        enrolment_id=tap.enrolment,
        status=tap.entry.status,
        minutes_late=tap.entry.minutes_late,
        document=tap.entry.document,
        by=by,
        device=item.device,
        sequence=item.sequence if tap.numbered and not taken else None,
        device_at=item.device_at,
        offset_ms=round(item.offset.total_seconds() * 1000) if item.offset is not None else None,
        base=tap.base,
        received_at=at,
    )


def _sign(item: Item, session: "ClassSession", by: "User", at: datetime.datetime, marks: int) -> None:
    """The roll is signed by the first who sends it; the session counts as held."""
    taught = item.payload.get("taught", "")
    record_held(session=session, taught=taught[:500] if isinstance(taught, str) else "")
    Roll.objects.get_or_create(session=session, defaults={"pk": item.id, "taken_by": by, "taken_at": at})
    values: Mapping[str, object] = {"cohort": session.cohort.code, "marks": marks, "date": str(session.date)}
    remember(act=Act.ROLL_TAKEN, by=by, subject=session, centre=session.cohort.centre, new=values)
