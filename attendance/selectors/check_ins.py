"""Read self check-in: the code of the moment, who checked in, and which tries were refused."""

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

from attendance.domain.check_in_codes import OPENS, code_of, seconds_left, window_of
from attendance.enums import CheckInOutcome
from attendance.models import CheckIn
from attendance.selectors.people import names_for
from courses.enums import SessionState
from courses.models import ClassSession, Enrolment

if TYPE_CHECKING:
    from accounts.models import User

LISTED = 200


@dataclass(frozen=True)
class Shown:
    """The code on the wall, and for how many seconds it is still the newest."""

    code: str
    seconds: int


@dataclass(frozen=True)
class TryLine:
    """One try to check in as the instructor sees it."""

    name: str
    number: str
    outcome: CheckInOutcome
    at: datetime.datetime

    @property
    def accepted(self) -> bool:
        """True when the person was checked in."""
        return self.outcome == CheckInOutcome.ACCEPTED


def secret() -> bytes:
    """Return the key of the codes; it is made of the secret of the installation and stored nowhere."""
    return salted_hmac("attendance.check_in.code", "", secret=settings.SECRET_KEY, algorithm="sha256").digest()


def device_hash(device: str) -> str:
    """Return under what a device is kept: a keyed hash of its cookie."""
    return salted_hmac("attendance.check_in.device", device, algorithm="sha256").hexdigest()


def shown_now(session: "ClassSession", at: datetime.datetime) -> Shown:
    """Return the code that is shown in the room at a moment."""
    return Shown(code_of(secret(), session.pk, window_of(at)), seconds_left(at))


def own_session(user: "User", pk: uuid.UUID) -> tuple["ClassSession", "Enrolment"] | None:
    """Return a session of a cohort with self check-in where `user` is enrolled, with the enrolment; else None."""
    rows = ClassSession.objects.filter(pk=pk, cohort__self_check_in=True)
    session = rows.select_related("cohort__centre", "part", "room").first()
    if session is None:
        return None
    enrolment = Enrolment.objects.active().filter(cohort=session.cohort_id, person=user).first()
    return (session, enrolment) if enrolment else None


def open_sessions(user: "User", at: datetime.datetime) -> "list[ClassSession]":
    """Return the sessions of `user` where check-in is open at a moment. One query."""
    mine = Enrolment.objects.active().filter(person=user, cohort__self_check_in=True).values("cohort")
    now = ClassSession.objects.filter(cohort__in=mine, starts_at__lte=at + OPENS, ends_at__gte=at)
    return list(now.exclude(state=SessionState.CANCELLED).select_related("part", "room"))


def standing_check_in(session: "ClassSession", enrolment: "Enrolment") -> CheckIn | None:
    """Return the check-in of a person that was accepted, or None."""
    found: CheckIn | None = CheckIn.objects.filter(
        session=session, enrolment=enrolment, outcome=CheckInOutcome.ACCEPTED
    ).first()
    return found


def tries_of(session: "ClassSession", language: str, *, by: "User") -> list[TryLine]:
    """Return the newest tries to check in to a session, names as `by` may read them. At most four queries."""
    rows = list(CheckIn.objects.filter(session=session).select_related("enrolment__person").order_by("-at")[:LISTED])
    names = names_for([row.enrolment for row in rows], language, by=by)
    return [
        TryLine(names[row.enrolment_id], row.enrolment.person.service_number, CheckInOutcome(row.outcome), row.at)
        for row in rows
    ]
