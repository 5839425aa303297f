"""Which class sessions wait for their roll: for an instructor, and for a centre's day."""

import datetime
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from accounts.selectors.names import display, names_of
from attendance.enums import THERE, Status
from attendance.models import DaySheet, Mark, MarkConflict, WalkIn
from attendance.selectors.unmarked import own_unmarked, unmarked_in
from courses.enums import OPEN_COHORTS, SessionState
from courses.selectors.timetable import instructor_names, sessions_at, sessions_of, sessions_taught

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from accounts.models import Centre, User
    from courses.models import ClassSession, Cohort

LISTED = 15  # sessions in one list of the instructor's page


@dataclass(frozen=True)
class SessionLine:
    """One session in a list: whose it is, whether its roll was called, and then who was there."""

    session: "ClassSession"
    instructor: str
    mine: bool
    called: bool
    there: int
    marked: int
    unmarked: int = 0  # on the list of a roll that was called, and no mark


@dataclass(frozen=True)
class Board:
    """The instructor's sessions: of today, of the next day of lessons, past ones without a roll (`uncalled`), and those
    whose roll says nothing of somebody (`unmarked`)."""

    today: list[SessionLine]
    following: list[SessionLine]
    uncalled: list[SessionLine]
    uncalled_in_all: int
    unmarked: list[SessionLine]


@dataclass(frozen=True)
class CentreDay:
    """The day of one centre: how many sessions are without a roll (`missing`), what waits for a person, and its marks.

    `marks` counts the marks of the day by status, `marked` all of them.
    """

    centre: "Centre"
    lines: list[SessionLine]
    sheet: DaySheet | None
    signed_by: str
    missing: int
    conflicts: int
    walk_ins: int
    marks: list[tuple[Status, int]]

    @property
    def open(self) -> int:
        """How many things of the day are still open."""
        return self.missing + self.conflicts + self.walk_ins + self.unmarked

    @property
    def unmarked(self) -> int:
        """How many people the rolls of the day say nothing of."""
        return sum(line.unmarked for line in self.lines)

    @property
    def marked(self) -> int:
        """All marks of the day."""
        return sum(count for _, count in self.marks)


def board_of(user: "User", today: datetime.date, language: str) -> Board:
    """Return what waits for an instructor. Colleagues' past sessions are left out. A constant number of queries."""
    taught = sessions_taught(user)
    of_today = list(taught.filter(date=today).order_by("first_hour"))
    waiting = taught.filter(Q(instructor=user) | Q(instructor__isnull=True)).filter(
        date__lt=today, state=SessionState.PLANNED, cohort__state__in=OPEN_COHORTS
    )
    uncalled = list(waiting.order_by("date", "first_hour")[:LISTED])
    following = list(taught.filter(date__gt=today).order_by("date", "first_hour")[:LISTED])
    following = [session for session in following if session.date == following[0].date]
    gaps = list(taught.filter(pk__in=own_unmarked(user)).order_by("date", "first_hour")[:LISTED])
    lines = _lines([*of_today, *following, *uncalled, *gaps], user, language)
    first, second = len(of_today), len(of_today) + len(following)
    third = second + len(uncalled)
    in_all = len(uncalled) if len(uncalled) < LISTED else waiting.count()
    return Board(lines[:first], lines[first:second], lines[second:third], in_all, lines[third:])


def days_of(centres: "Sequence[Centre]", date: datetime.date, user: "User", language: str) -> list[CentreDay]:
    """Return the day of some centres: sessions, who was there, the signature. A constant number of queries."""
    ids = [centre.pk for centre in centres]
    lines: dict[int, list[SessionLine]] = defaultdict(list)
    for line in _lines(sessions_at(ids, date), user, language):
        lines[line.session.cohort.centre_id].append(line)
    sheets = {sheet.centre_id: sheet for sheet in DaySheet.objects.filter(centre__in=ids, date=date)}
    signers = names_of({sheet.signed_by_id for sheet in sheets.values()})
    marks = _of_centres(Mark.objects.all(), ids, date)
    conflicts = _of_centres(MarkConflict.objects.open(), ids, date, "session__cohort__centre")
    walk_ins = _of_centres(WalkIn.objects.filter(settled_at__isnull=True), ids, date, "session__cohort__centre")
    return [
        CentreDay(
            centre=centre,
            lines=lines[centre.pk],
            sheet=sheets.get(centre.pk),
            signed_by=display(signers[sheets[centre.pk].signed_by_id], language) if centre.pk in sheets else "",
            missing=sum(not line.called for line in lines[centre.pk]),
            conflicts=conflicts[centre.pk,],
            walk_ins=walk_ins[centre.pk,],
            marks=[(status, count) for status in Status if (count := marks[centre.pk, str(status)])],
        )
        for centre in centres
    ]


def _of_centres(
    rows: QuerySet[Any],
    centres: "Collection[int]",
    date: datetime.date,
    *by: str,
) -> Counter[tuple[Any, ...]]:
    """Count rows of a day's sessions, cancelled ones left out, by centre, or by centre and status. One query."""
    keys = by or ("session__cohort__centre", "status")
    of_day = rows.filter(session__cohort__centre__in=centres, session__date=date)
    of_day = of_day.exclude(session__state=SessionState.CANCELLED).order_by()
    return Counter({row[:-1]: row[-1] for row in of_day.values_list(*keys).annotate(rows=Count("pk"))})


def waiting_of(cohort: "Cohort", today: datetime.date, user: "User", language: str) -> list[SessionLine]:
    """Return the sessions of a cohort up to today whose roll was not called."""
    sessions = sessions_of(cohort).filter(state=SessionState.PLANNED, date__lte=today)
    return _lines(sessions.order_by("date", "first_hour"), user, language)


def latest_of(cohort: "Cohort", user: "User", language: str) -> list[SessionLine]:
    """Return the sessions of a cohort whose rolls were called last."""
    held = sessions_of(cohort).filter(state=SessionState.HELD)
    return _lines(held.order_by("-date", "-first_hour")[:LISTED], user, language)


def lines_of(sessions: "Iterable[ClassSession]", user: "User", language: str) -> list[SessionLine]:
    """Return list lines for sessions in their order. Three queries."""
    return _lines(sessions, user, language)


def _lines(sessions: "Iterable[ClassSession]", user: "User", language: str) -> list[SessionLine]:
    """Return list lines for sessions, in three queries for all of them."""
    listed = list(sessions)
    names = instructor_names(listed, language)
    counts = _counts({session.pk for session in listed})
    gaps = unmarked_in({session.pk for session in listed if session.state == SessionState.HELD})
    return [
        SessionLine(
            session=session,
            instructor=names.get(session.instructor_id, "") if session.instructor_id else "",
            mine=session.instructor_id == user.pk,
            called=session.state == SessionState.HELD,
            there=counts[session.pk][0],
            marked=counts[session.pk][1],
            unmarked=gaps[session.pk],
        )
        for session in listed
    ]


def _counts(sessions: "Collection[uuid.UUID]") -> dict[uuid.UUID, tuple[int, int]]:
    """Return (there, marked) for each session. One query."""
    there = Count("pk", filter=Q(status__in=[str(status) for status in THERE]))
    rows = (
        Mark.objects.filter(session__in=sessions)
        .order_by()
        .values_list("session")
        .annotate(there=there, marked=Count("pk"))
    )
    counts: dict[uuid.UUID, tuple[int, int]] = defaultdict(lambda: (0, 0))
    counts.update({pk: (present, marked) for pk, present, marked in rows})
    return counts
