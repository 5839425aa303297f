"""Read the timetable: what is planned, and the class sessions that stand in it."""

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import PROTECT, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.functions import Coalesce

from accounts.selectors.names import display, names_of
from accounts.selectors.placements import holidays_at
from courses.domain.timetable import Part, Planned, Slot, Week, plan, read_times
from courses.enums import PlanUnit, SessionKind, SessionState
from courses.models import ClassSession, Cohort, ProgrammeVersion

if TYPE_CHECKING:
    from accounts.models import Centre, User


@dataclass(frozen=True)
class DayOfLessons:
    """The sessions of one day."""

    date: datetime.date
    sessions: list[ClassSession]


@dataclass(frozen=True)
class WeekOfLessons:
    """A calendar week of a timetable; weeks are counted from the first one with lessons."""

    number: int
    days: list[DayOfLessons]

    @property
    def hours(self) -> int:
        """Academic hours of the week that were not cancelled."""
        return sum(s.hours for day in self.days for s in day.sessions if s.state != SessionState.CANCELLED)


@dataclass(frozen=True)
class Timetable:
    """Weeks of a cohort with the names of who teaches each session (by its id), and academic hours in all."""

    weeks: list[WeekOfLessons]
    teachers: dict[uuid.UUID, str]
    hours: int
    theory_hours: int
    practice_hours: int


def week_of(centre: "Centre", since: datetime.date) -> Week:
    """Return the centre's weekdays, lesson times and holidays from `since` on."""
    return Week(frozenset(centre.weekdays), read_times(centre.lesson_times), frozenset(holidays_at(centre, since)))


def sessions_planned(
    version: ProgrammeVersion,
    week: Week,
    starts_on: datetime.date,
    given: Mapping[tuple[str, str], int] | None = None,
    taken: Collection[Slot] = (),
) -> list[Planned]:
    """Return what domain.timetable.plan makes of a programme version; the key of a part is its id as text."""
    parts = [
        Part(str(part.pk), part.theory_hours, part.practice_hours, part.unit_number, part.position)
        for part in version.parts.all()
    ]
    by_weeks = version.unit == PlanUnit.WEEK
    return plan(parts=parts, week=week, starts_on=starts_on, by_weeks=by_weeks, given=given, taken=taken)


def last_day_planned(version: ProgrammeVersion, centre: "Centre", starts_on: datetime.date) -> datetime.date:
    """Return the last day of lessons of a programme that starts on a day at a centre."""
    sessions = sessions_planned(version, week_of(centre, starts_on), starts_on)
    return sessions[-1].date if sessions else starts_on


def visible_sessions(user: "User") -> QuerySet[ClassSession]:
    """Return the class sessions `user` may see, with cohort, programme version, part and room."""
    return _with_all(ClassSession.objects.visible_to(user))


def sessions_taught(user: "User") -> QuerySet[ClassSession]:
    """Return the class sessions of the cohorts that `user` teaches, cancelled ones left out."""
    return _with_all(ClassSession.objects.exclude(state=SessionState.CANCELLED)).filter(
        cohort__in=Cohort.objects.taught_by(user)
    )


def sessions_at(centres: Collection[int], date: datetime.date) -> QuerySet[ClassSession]:
    """Return the class sessions of a day at some centres (ids), cancelled ones left out."""
    there = ClassSession.objects.filter(cohort__centre__in=centres, date=date)
    return _with_all(there.exclude(state=SessionState.CANCELLED)).order_by("cohort__code", "first_hour")


def sessions_of(cohort: Cohort) -> QuerySet[ClassSession]:
    """Return the class sessions of a cohort that were not cancelled."""
    return _with_all(ClassSession.objects.filter(cohort=cohort).exclude(state=SessionState.CANCELLED))


def held_sessions(cohorts: Collection[Cohort]) -> QuerySet[ClassSession]:
    """Return the class sessions of some cohorts that were held, make-up lessons among them, in no order."""
    return ClassSession.objects.filter(cohort__in=cohorts, state=SessionState.HELD).order_by()


def _with_all(sessions: QuerySet[ClassSession]) -> QuerySet[ClassSession]:
    return sessions.select_related("cohort__centre", "cohort__programme_version__programme", "part", "room")


def timetable_of(cohort: Cohort, language: str) -> Timetable:
    """Return the timetable of a cohort week by week, cancelled sessions included. Three queries.

    Make-up lessons stand in it; their hours are not counted, they are no new ones.
    """
    sessions = list(ClassSession.objects.filter(cohort=cohort).select_related("part", "room"))
    given = [session for session in sessions if session.state != SessionState.CANCELLED and not session.makes_up_id]
    theory = sum(session.hours for session in given if session.kind == "theory")
    hours = sum(session.hours for session in given)
    return Timetable(weeks_of(sessions), teachers_of(sessions, language), hours, theory, hours - theory)


def teachers_of(sessions: Iterable[ClassSession], language: str) -> dict[uuid.UUID, str]:
    """Return for each session (id) the names of everybody who teaches it, the instructor first. Two queries."""
    listed = list(sessions)
    more: dict[uuid.UUID, list[uuid.UUID]] = {}
    rows = ClassSession.more_instructors.through.objects.filter(classsession__in=[one.pk for one in listed])
    for session, person in rows.order_by("pk").values_list("classsession_id", "user_id"):
        more.setdefault(session, []).append(person)
    people = {one.pk: [pk for pk in (one.instructor_id, *more.get(one.pk, ())) if pk] for one in listed}
    names = names_of({pk for ids in people.values() for pk in ids})
    comma = "، " if language == "fa-af" else ", "
    return {
        session: comma.join(display(names[pk], language) for pk in ids if pk in names)
        for session, ids in people.items()
        if ids
    }


def instructor_names(sessions: Iterable[ClassSession], language: str) -> dict[uuid.UUID, str]:
    """Return the names of the instructors of some sessions, by their ids. One query."""
    ids = {session.instructor_id for session in sessions if session.instructor_id}
    return {pk: display(names, language) for pk, names in names_of(ids).items()}


def weeks_of(sessions: Iterable[ClassSession]) -> list[WeekOfLessons]:
    """Return sessions by calendar weeks and days; weeks are counted from the first of them."""
    weeks: dict[datetime.date, dict[datetime.date, list[ClassSession]]] = {}
    for session in sessions:
        monday = session.date - datetime.timedelta(days=session.date.weekday())
        weeks.setdefault(monday, {}).setdefault(session.date, []).append(session)
    if not weeks:
        return []
    first = min(weeks)
    return [
        WeekOfLessons(
            (monday - first).days // 7 + 1, [DayOfLessons(date, weeks[monday][date]) for date in weeks[monday]]
        )
        for monday in sorted(weeks)
    ]


def with_records(cohort: Cohort) -> set[uuid.UUID]:
    """Return the ids of sessions to which anything holds fast: marks, rolls, check-ins, printed sheets. One query."""
    kept = [
        relation
        for relation in ClassSession._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and getattr(relation, "on_delete", None) is PROTECT
    ]
    recorded = Q()
    for relation in kept:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        recorded |= Q(Exists(rows))
    return set(ClassSession.objects.filter(recorded, cohort=cohort).order_by().values_list("pk", flat=True))


def delivered() -> Coalesce:
    """The academic hours of a session as they count: where fewer were given than planned, those."""
    return Coalesce(F("delivered_hours"), F("hours"))


def hours_of_timetable(cohort: Cohort) -> tuple[int, int]:
    """Return the academic hours of a cohort's timetable: (all, held). One query.

    Neither cancelled sessions nor make-up lessons count; of a session that was cut short only what was given does.
    """
    sums = dict(
        ClassSession.objects.filter(cohort=cohort, makes_up__isnull=True)
        .exclude(state=SessionState.CANCELLED)
        .order_by()
        .values_list("state")
        .annotate(total=Sum(delivered()))
    )
    return sum(sums.values()), sums.get(SessionState.HELD, 0)


def hours_delivered(cohort: Cohort) -> int:
    """Return the academic hours that were really given to a cohort, never more of a part than the programme has.

    Make-up lessons repeat what was given and add nothing. One query.
    """
    held = ClassSession.objects.filter(cohort=cohort, state=SessionState.HELD, makes_up__isnull=True)
    of_parts = held.order_by().values("part", "kind", "part__theory_hours", "part__practice_hours")
    total = 0
    for row in of_parts.annotate(total=Sum(delivered())):
        most = row["part__theory_hours"] if row["kind"] == SessionKind.THEORY else row["part__practice_hours"]
        total += min(row["total"], most)
    return total


def hours_open(session: ClassSession) -> int:
    """Return how many academic hours of a session's part and kind the timetable does not give yet. One query.

    Neither cancelled sessions nor make-up lessons give any.
    """
    alike = ClassSession.objects.filter(cohort=session.cohort_id, part=session.part_id, kind=session.kind)
    given = alike.filter(makes_up__isnull=True).exclude(state=SessionState.CANCELLED)
    part = session.part
    planned = part.theory_hours if session.kind == SessionKind.THEORY else part.practice_hours
    return max(0, planned - (given.aggregate(hours=Sum(delivered()))["hours"] or 0))


def hours_of_programme(version: ProgrammeVersion) -> int:
    """Return the academic hours of all parts of a programme version. One query."""
    sums = version.parts.aggregate(theory=Sum("theory_hours"), practice=Sum("practice_hours"))
    return (sums["theory"] or 0) + (sums["practice"] or 0)
