"""The group senior prepares the roll of a session of today. No mark stands before the instructor saves it."""

import datetime
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from attendance.domain.calling import Obstacle, obstacle
from attendance.models import PreparedRoll, Roll
from attendance.selectors.make_ups import on_the_roll
from attendance.selectors.situations import situation
from attendance.services.rolls import Entry, PeopleMissingError, RollError, RollRefusedError, check_entry
from courses.selectors.cohorts import enrolments_of
from courses.services.timetable import lock_session

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession


class NotSeniorError(RollError):
    """Somebody who is not the senior of the group wanted to prepare its roll."""


class NotTodayError(RollError):
    """Only rolls of today are prepared."""


def prepare_roll(
    *, session: "ClassSession", marks: Mapping[uuid.UUID, Entry], by: "User", at: datetime.datetime
) -> PreparedRoll:
    """Note what the senior says of everybody; `marks` maps enrolment ids to entries. The last one stands.

    Raises NotSeniorError, NotTodayError, RollRefusedError (called, signed, cancelled or closed), PeopleMissingError or
    EntryError. Entries for people who are not enrolled (any more) are left out.
    """
    with transaction.atomic():
        session = lock_session(session.pk)
        enrolments = enrolments_of(session.cohort)
        if session.cohort.senior_id != by.pk or all(row.person_id != by.pk for row in enrolments):
            raise NotSeniorError
        if session.date != timezone.localdate(at):
            raise NotTodayError
        roll = Roll.objects.filter(session=session).first()
        refused = obstacle(situation(session, roll, by, timezone.localdate(at)))
        if roll is not None or refused is not None:
            raise RollRefusedError(refused or Obstacle.ANOTHER)
        present = {row.pk for row in on_the_roll(session)}
        entries = {pk: entry for pk, entry in marks.items() if pk in present}
        if present - entries.keys():
            raise PeopleMissingError
        for entry in entries.values():
            check_entry(entry)
        noted = {str(pk): [str(e.status), e.minutes_late, e.document] for pk, e in entries.items()}
        prepared: PreparedRoll
        prepared, _ = PreparedRoll.objects.update_or_create(
            session=session, defaults={"entries": noted, "prepared_by": by, "prepared_at": at}
        )
    return prepared
