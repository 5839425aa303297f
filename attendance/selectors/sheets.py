"""What stands beside a roll: what the group senior prepared, what waits for a person, sheets of paper."""

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.selectors.names import display, names_of
from attendance.enums import EXCUSED, Status
from attendance.models import DaySheet, PaperSheet
from courses.enums import SessionState
from courses.selectors.timetable import visible_sessions

if TYPE_CHECKING:
    from accounts.models import User
    from attendance.models import PreparedRoll
    from courses.models import ClassSession


@dataclass(frozen=True)
class Prepared:
    """What the group senior noted of one person."""

    status: Status
    minutes_late: int
    document: str


@dataclass(frozen=True)
class SheetLine:
    """One blank roll that was printed: by whom, and whether its scan is here."""

    sheet: PaperSheet
    printed_by: str
    scanned_by: str


def sessions_with_rolls(user: "User") -> QuerySet["ClassSession"]:
    """Return the sessions `user` may see with everything that a roll's page asks first, in one query.

    Each has `roll` and `prepared_roll` at hand, `day_signed`, and how many conflicts (`open_conflicts`) and people who
    are not on the list (`open_walk_ins`) wait for a person.
    """
    signed = DaySheet.objects.filter(centre=OuterRef("cohort__centre"), date=OuterRef("date"))
    return (
        visible_sessions(user)
        .select_related("roll", "prepared_roll")
        .annotate(
            day_signed=Exists(signed),
            open_conflicts=Count("mark_conflicts", filter=Q(mark_conflicts__settled_at__isnull=True), distinct=True),
            open_walk_ins=Count("walk_ins", filter=Q(walk_ins__settled_at__isnull=True), distinct=True),
            all_walk_ins=Count("walk_ins", distinct=True),
        )
    )


def to_prepare(user: "User", today: datetime.date) -> "ClassSession | None":
    """Return the first session of today without a roll whose group `user` is the senior of, or None. One query."""
    mine = visible_sessions(user).filter(cohort__senior=user, date=today, roll__isnull=True, state=SessionState.PLANNED)
    session: ClassSession | None = mine.order_by("first_hour").first()
    return session


def entries_of(prepared: "PreparedRoll") -> dict[uuid.UUID, Prepared]:
    """Return what was prepared by enrolment id; whatever is not an entry is left out."""
    found: dict[uuid.UUID, Prepared] = {}
    for key, value in prepared.entries.items():
        entry = _entry(value)
        if entry is not None:
            found[uuid.UUID(key)] = entry
    return found


def _entry(value: Any) -> Prepared | None:
    try:
        status, minutes, document = value
        return Prepared(Status(status), int(minutes), str(document) if Status(status) in EXCUSED else "")
    except (TypeError, ValueError):
        return None


def paper_sheets(session: "ClassSession", language: str) -> list[SheetLine]:
    """Return the blank rolls of a session that were printed, by number. Two queries."""
    sheets = list(PaperSheet.objects.filter(session=session).order_by("number"))
    ids = {sheet.printed_by_id for sheet in sheets} | {sheet.scanned_by_id for sheet in sheets if sheet.scanned_by_id}
    names = {pk: display(found, language) for pk, found in names_of(ids).items()}
    return [
        SheetLine(
            sheet,
            names.get(sheet.printed_by_id, ""),
            names.get(sheet.scanned_by_id, "") if sheet.scanned_by_id else "",
        )
        for sheet in sheets
    ]


def visible_sheets(user: "User") -> QuerySet[PaperSheet]:
    """Return the sheets of paper `user` may see, with their sessions."""
    return PaperSheet.objects.visible_to(user).select_related("session__cohort__centre", "session__part")
