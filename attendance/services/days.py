"""Sign the day of a centre; after it there are only corrections."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from attendance.models import DaySheet
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


class RollsMissingError(RollError):
    """Some rolls of the day were not called, and the signer did not say that this is so."""

    def __init__(self, missing: list["ClassSession"]) -> None:
        super().__init__(len(missing))
        self.missing = missing


def sign_day(
    *, centre: "Centre", date: datetime.date, despite_missing: bool, by: "User", at: datetime.datetime
) -> SignOutcome:
    """Sign the day of a centre; a day signed before stays as it was signed.

    Sessions without a roll are returned as missing; they are allowed only with `despite_missing`.
    Raises DayInFutureError, DayEmptyError or RollsMissingError.
    """
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
        if missing and not despite_missing:
            raise RollsMissingError(missing)
        sheet, _ = DaySheet.objects.get_or_create(centre=centre, date=date, defaults={"signed_by": by, "signed_at": at})
    return SignOutcome(sheet, missing)
