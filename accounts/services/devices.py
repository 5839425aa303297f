"""Devices on which somebody is logged in: what a new session knows, and how sessions are ended."""

import datetime
import uuid
from typing import Any

from django.db import transaction

from accounts.access import may_end_sessions
from accounts.domain.browsers import guess
from accounts.enums import Act, Role
from accounts.models import Session, User
from accounts.services.audit import remember

# Seconds. Idle: without any page (a device is noted every five minutes, so it may be so much more); whole: at most.
DAY = 12 * 3600
IDLE_STAFF = 2 * 3600  # a roll or a sheet of marks may lie open for an hour
IDLE_TRAINEE = DAY
IDLE_SHARED = 15 * 60
ONLY_LEARNS = frozenset({Role.TRAINEE.value})


class OthersSessionsError(Exception):
    """`by` may not end this person's sessions."""


def describe(*, person: User, agent: str, address: str, shared: bool, at: datetime.datetime) -> dict[str, Any]:
    """Return what a session that begins at `at` keeps about its device and its length (accounts.sessions reads it).

    Nothing of the User-Agent is kept but the families that it names.
    """
    browser, system = guess(agent)
    idle = IDLE_TRAINEE if {role.role for role in person.roles()} <= ONLY_LEARNS else IDLE_STAFF
    return {
        "id": str(uuid.uuid4()),
        "started": int(at.timestamp()),
        "ends": int(at.timestamp()) + DAY,
        "idle": IDLE_SHARED if shared else idle,
        "address": address,
        "browser": browser,
        "system": system,
        "shared": shared,
    }


def end_device(*, device: uuid.UUID, by: User) -> int:
    """Log `by` out on one of the own devices; return how many sessions ended: 0 when there is none (any more)."""
    return Session.objects.visible_to(by).filter(device=device).delete()[0]


def end_sessions(*, person: User, by: User, address: str | None, keep: str | None = None, reason: str = "") -> int:
    """Log the person out on all devices, but for the session with the key `keep`; return how many sessions ended.

    Remembered. Raises OthersSessionsError unless it is `by`, or `by` may end this person's sessions.
    """
    if person.pk != by.pk and not may_end_sessions(by, person):
        raise OthersSessionsError
    with transaction.atomic():
        ended = drop_sessions(person, keep=keep)
        remember(
            act=Act.SESSIONS_ENDED,
            by=by,
            subject=person,
            centre=person.centre,
            new={"sessions": ended},
            reason=reason,
            address=address,
        )
    return ended


def end_all_sessions(*, reason: str) -> int:
    """Log everybody out on all devices, on the day of a breach (`manage.py end_sessions`); return how many ended.

    Remembered without an acting person: whoever sits at the server has no session.
    """
    with transaction.atomic():
        ended = Session.objects.all().delete()[0]
        remember(act=Act.SESSIONS_ENDED, by=None, subject=None, new={"sessions": ended}, reason=reason)
    return ended


def drop_sessions(person: User, *, keep: str | None = None) -> int:
    """End the sessions of a person because of another act, which is remembered itself; return how many ended."""
    return Session.objects.filter(person=person).exclude(session_key=keep or "").delete()[0]


def forget_sessions(*, at: datetime.datetime) -> int:
    """Delete the sessions that have ended by themselves; return how many. For `manage.py tick`."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
