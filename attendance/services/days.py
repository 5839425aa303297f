"""Sign the day of a centre; after it there are only corrections."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.services.audit import remember
from attendance.models import DaySheet, MarkConflict, WalkIn
from attendance.selectors.unmarked import unmarked_in
from attendance.services.rolls import RollError
from courses.enums import SessionState
from courses.selectors.timetable import sessions_at

if TYPE_CHECKING:
    from accounts.models import Centre, User
    from courses.models import ClassSession


@dataclass(frozen=True)
class SignOutcome:
    """The sheet, and the sessions of the day whose roll was not called."""

    sheet: DaySheet
    missing: list["ClassSession"]


class DayInFutureError(RollError):
    """The day has not come yet."""


class DayEmptyError(RollError):
    """The centre had no lessons on this day."""


class DayOpenError(RollError):
    """Rolls were not called or say nothing of somebody, marks or people wait for a person, and no reason was given."""

    def __init__(self, missing: list["ClassSession"], conflicts: int, walk_ins: int, unmarked: int) -> None:
        super().__init__(len(missing), conflicts, walk_ins, unmarked)
        self.missing = missing
        self.conflicts = conflicts
        self.walk_ins = walk_ins
        self.unmarked = unmarked


def sign_day(
    *, centre: "Centre", date: datetime.date, by: "User", at: datetime.datetime, reason: str = ""
) -> SignOutcome:
    """Sign the day of a centre; a day signed before stays as it was signed.

    While rolls are missing or say nothing of somebody, marks are in conflict or people who were not on the list are not
    matched, it is signed only with a `reason`, which is kept. Raises DayInFutureError, DayEmptyError or DayOpenError.
    """
    reason = " ".join(reason.split())
    with transaction.atomic():
        sheet: DaySheet | None = DaySheet.objects.filter(centre=centre, date=date).first()
        sessions = list(sessions_at([centre.pk], date))
        missing = [session for session in sessions if session.state != SessionState.HELD]
        if sheet is not None:
            return SignOutcome(sheet, missing)
        if date > timezone.localdate(at):
            raise DayInFutureError
        if not sessions:
            raise DayEmptyError
        conflicts = MarkConflict.objects.open().filter(session__in=sessions).count()
        walk_ins = WalkIn.objects.filter(session__in=sessions, settled_at__isnull=True).count()
        unmarked = unmarked_in([session.pk for session in sessions]).total()
        still_open = bool(missing or conflicts or walk_ins or unmarked)
        if still_open and not reason:
            raise DayOpenError(missing, conflicts, walk_ins, unmarked)
        sheet, _ = DaySheet.objects.get_or_create(
            centre=centre,
            date=date,
            defaults={"signed_by": by, "signed_at": at, "reason": reason[:300] if still_open else ""},
        )
        remember(
            act=Act.DAY_SIGNED,
            by=by,
            subject=sheet,
            centre=centre,
            new={
                "date": str(date),
                "missing": len(missing),
                "conflicts": conflicts,
                "walk_ins": walk_ins,
                "unmarked": unmarked,
            },
            reason=sheet.reason,
        )
    return SignOutcome(sheet, missing)
