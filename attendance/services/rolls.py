"""Call the roll of a class session: once, whoever sends it how often."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.services.audit import remember
from attendance.domain.calling import Obstacle, obstacle
from attendance.enums import EXCUSED, Status
from attendance.models import Correction, Mark, MarkEvent, Roll
from attendance.selectors.make_ups import on_the_roll
from attendance.selectors.situations import situation
from attendance.services.warnings import look_again
from courses.services.timetable import lock_session, record_held

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession

LONGEST_LATE = 360  # minutes: a day of lessons


@dataclass(frozen=True)
class Entry:
    """What the roll says of one person: minutes only for late ones, a document number only for a reason."""

    status: Status
    minutes_late: int = 0
    document: str = ""


class RollError(Exception):
    """The roll cannot be stored; the subclass says why."""


class RollRefusedError(RollError):
    """The roll cannot be called or changed now; `obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


class ReasonMissingError(RollError):
    """What is said after the day was signed, or decided by a person, needs a reason."""


class PeopleMissingError(RollError):
    """A roll says something of everybody in the cohort; some people were left out."""


class EntryError(RollError):
    """Late without minutes, or minutes for somebody who was not late."""


class SubmissionReusedError(RollError):
    """This id belongs to the roll of another session, or was sent before with other marks."""


def take_roll(
    *,
    session: "ClassSession",
    marks: Mapping[uuid.UUID, Entry],
    submission: uuid.UUID,
    by: "User",
    at: datetime.datetime,
    taught: str = "",
    reason: str = "",
) -> Roll:
    """Store the roll of a session and record that it was held; `marks` maps enrolment ids to entries.

    `submission` was made with the form: the same one again is answered with the roll as it is, before any rule is
    judged; with other marks it is refused. With a new one the same person may change marks before the day is signed.
    Every change is one event that stays. Entries for people who are not enrolled (any more) are left out.
    After the day was signed registrar, head or the session's instructor may still call a roll that was missing, with
    a `reason`: every mark is then a correction of nothing. Raises a RollError.
    """
    reason = " ".join(reason.split())
    with transaction.atomic():
        session = lock_session(session.pk)
        roll = Roll.objects.filter(session=session).first()
        if _seen(session, roll, marks, submission):
            return Roll.objects.get(session=session)
        facts = situation(session, roll, by, timezone.localdate(at))
        refused = obstacle(facts)
        if refused is not None:
            raise RollRefusedError(refused)
        if facts.day_signed and not reason:
            raise ReasonMissingError
        present = {enrolment.pk for enrolment in on_the_roll(session)}
        entries = {pk: entry for pk, entry in marks.items() if pk in present}
        if present - entries.keys():
            raise PeopleMissingError
        for entry in entries.values():
            check_entry(entry)
        if roll is None:
            roll = Roll.objects.create(pk=submission, session=session, taken_by=by, taken_at=at)
        record_held(session=session, taught=taught)
        changed = _write(session, entries, submission, by, at)
        if facts.day_signed:
            _explain(changed, reason)
        if changed:
            remember(
                act=Act.ROLL_TAKEN,
                by=by,
                subject=session,
                centre=session.cohort.centre,
                new={"cohort": session.cohort.code, "marks": len(changed), "date": str(session.date)},
                reason=reason if facts.day_signed else "",
            )
            look_again(cohort=session.cohort, at=at)
    return roll


def _seen(session: "ClassSession", roll: Roll | None, marks: Mapping[uuid.UUID, Entry], submission: uuid.UUID) -> bool:
    """True when this submission was stored before, as the roll itself or as a later change, with the same marks."""
    if roll is None:
        if Roll.objects.filter(pk=submission).exists():
            raise SubmissionReusedError
        return False
    sent = {event_id(submission, pk) for pk in marks}
    events = list(MarkEvent.objects.filter(session=session).order_by("received_at"))
    stored = [event.received_at for event in events if event.pk in sent]
    if not stored and roll.pk != submission:
        return False
    then = {
        event.enrolment_id: _said(event) for event in events if event.received_at <= max(stored, default=roll.taken_at)
    }
    if any(then[pk] != entry for pk, entry in marks.items() if pk in then):
        raise SubmissionReusedError
    return True


def check_entry(entry: Entry) -> None:
    """Raise EntryError when an entry contradicts itself."""
    if entry.status == Status.LATE:
        if not 1 <= entry.minutes_late <= LONGEST_LATE:
            raise EntryError
    elif entry.minutes_late:
        raise EntryError
    if entry.document and entry.status not in EXCUSED:
        raise EntryError


def _write(
    session: "ClassSession",
    entries: Mapping[uuid.UUID, Entry],
    submission: uuid.UUID,
    by: "User",
    at: datetime.datetime,
) -> list[tuple[Mark, str]]:
    """Write marks that are new or differ, and their events; return them with what each said before, empty for none."""
    standing = {mark.enrolment_id: mark for mark in Mark.objects.select_for_update().filter(session=session)}
    fresh: list[Mark] = []
    altered: list[Mark] = []
    before = {pk: mark.status for pk, mark in standing.items()}
    for pk, entry in entries.items():
        mark = standing.get(pk)
        if mark is None:
            mark = Mark(session=session, enrolment_id=pk)
            fresh.append(mark)
        elif entry_of(mark) == entry:
            continue
        else:
            altered.append(mark)
        mark.status, mark.minutes_late, mark.document = entry.status, entry.minutes_late, entry.document
        mark.marked_by, mark.marked_at, mark.event = by, at, event_id(submission, pk)
    Mark.objects.bulk_create(fresh)
    Mark.objects.bulk_update(altered, ["status", "minutes_late", "document", "marked_by", "marked_at", "event"])
    MarkEvent.objects.bulk_create([event_of(mark, submission, by, at) for mark in fresh + altered])
    return [(mark, before.get(mark.enrolment_id, "")) for mark in fresh + altered]


def _explain(changed: list[tuple[Mark, str]], reason: str) -> None:
    """Keep why marks were made after the day was signed; each correction has the id of its event."""
    Correction.objects.bulk_create(
        Correction(
            pk=mark.event,
            mark=mark,
            old=old,
            new=mark.status,
            reason=reason[:300],
            document=mark.document,
            by=mark.marked_by,
            at=mark.marked_at,
        )
        for mark, old in changed
    )


def _said(row: Mark | MarkEvent) -> Entry:
    return Entry(Status(row.status), row.minutes_late, row.document)


def entry_of(mark: Mark) -> Entry:
    """Return what a mark says."""
    return _said(mark)


def event_id(submission: uuid.UUID, enrolment: uuid.UUID) -> uuid.UUID:
    """Return the id of the event by which a submission marks one person."""
    return uuid.uuid5(submission, str(enrolment))


def event_of(mark: Mark, submission: uuid.UUID, by: "User", at: datetime.datetime) -> MarkEvent:
    """Return the event (not saved) by which a mark came to say what it says; its id comes from the submission."""
    return MarkEvent(
        pk=event_id(submission, mark.enrolment_id),
        session_id=mark.session_id,
        enrolment_id=mark.enrolment_id,
        status=mark.status,
        minutes_late=mark.minutes_late,
        document=mark.document,
        by=by,
        received_at=at,
    )
