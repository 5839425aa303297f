"""What an instructor's device keeps for days without a link: the coming sessions and, by its version, each roll."""

import datetime
import hashlib
import json
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from attendance.models import Mark, PreparedRoll, Roll
from courses.enums import OPEN_COHORTS
from courses.selectors.cohorts import people_in
from courses.selectors.timetable import sessions_taught

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession

DAYS = 4  # today and the next three


@dataclass(frozen=True)
class KeptRoll:
    """One roll to keep; `version` changes whenever its page says something else."""

    session: "ClassSession"
    version: str


def coming(user: "User", today: datetime.date) -> "list[ClassSession]":
    """Return the sessions of today and the next three days that are the instructor's own, or nobody's in particular."""
    last = today + datetime.timedelta(days=DAYS - 1)
    own = Q(instructor=user) | Q(more_instructors=user) | Q(instructor__isnull=True)
    rows = sessions_taught(user).filter(own, date__range=(today, last), cohort__state__in=OPEN_COHORTS)
    return list(rows.distinct().order_by("date", "first_hour"))


def pack_of(user: "User", today: datetime.date, release: str) -> list[KeptRoll]:
    """Return what the device should keep now. A constant number of queries.

    `release` names the version of the program's files, so that kept pages are renewed with it.
    """
    sessions = coming(user, today)
    ids = [session.pk for session in sessions]
    said: dict[uuid.UUID, list[str]] = defaultdict(list)
    for session, enrolment, status, event in (
        Mark.objects.filter(session__in=ids).order_by("pk").values_list("session", "enrolment", "status", "event")
    ):
        said[session].append(f"{enrolment} {status} {event}")
    for session, taken_at in Roll.objects.filter(session__in=ids).values_list("session", "taken_at"):
        said[session].append(str(taken_at))
    for session, prepared_at in PreparedRoll.objects.filter(session__in=ids).values_list("session", "prepared_at"):
        said[session].append(str(prepared_at))
    people = people_in({session.cohort_id for session in sessions})
    return [
        KeptRoll(
            session, _version([release, str(today), *_facts(session), *people[session.cohort_id], *said[session.pk]])
        )
        for session in sessions
    ]


def _facts(session: "ClassSession") -> list[str]:
    return [str(getattr(session, name)) for name in ("pk", "date", "starts_at", "room_id", "state", "taught")]


def _version(facts: list[str]) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]
