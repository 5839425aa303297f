"""A planned day in words: why it is impossible with the numbers, and who is where when."""

import dataclasses
import datetime
import uuid
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.selectors.names import display, names_of
from assessments.domain.planning import Lack, Problem
from courses.selectors.cohorts import roster
from foundation.languages.text import persian_digits

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.selectors.planning import Plan
    from courses.models import Cohort


@dataclasses.dataclass(frozen=True)
class SlotLine:
    """One line of the list: from when until when, which exercise, who, seen by whom, in which place."""

    starts: datetime.time
    ends: datetime.time
    code: str
    people: tuple[tuple[str, str], ...]  # name as the reader may see it, service number
    assessors: tuple[str, ...]
    room: int


def own_digits(number: int) -> str:
    """Return a whole number in the digits of the active language."""
    return persian_digits(str(number)) if (get_language() or "").startswith("fa") else str(number)


def in_hours(minutes: int) -> str:
    """Return minutes as hours and minutes in words of the active language."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("%(hours)s h") % {"hours": own_digits(hours)}
    if not hours:
        return _("%(minutes)s min") % {"minutes": own_digits(rest)}
    return _("%(hours)s h %(minutes)s min") % {"hours": own_digits(hours), "minutes": own_digits(rest)}


def sums(plan: "Plan") -> list[str]:
    """Return the work of each exercise as a sum: 25 people × 30 min × 2 = 25 h."""
    said = []
    for work in plan.day.works:
        times = [f"{own_digits(len(work.teams))} × {in_hours(work.minutes)}"]
        doubled = sum(work.assessors(team) - 1 for team in work.teams)
        if doubled == len(work.teams):
            times.append(f"× {own_digits(2)}")
        elif doubled:
            times.append(f"+ {own_digits(doubled)} × {in_hours(work.minutes)}")
        said.append(f"\u2066{work.code}\u2069: {' '.join(times)} = {in_hours(work.assessor_minutes)}")
    return said


def problem_words(plan: "Plan") -> list[str]:
    """Return in plain words why a day is impossible, with the numbers."""
    return [_problem(plan, problem) for problem in plan.problems]


def _problem(plan: "Plan", problem: Problem) -> str:
    numbers = {
        "code": f"\u2066{problem.code}\u2069",
        "needed": in_hours(problem.needed),
        "there": in_hours(problem.there),
        "assessors": own_digits(len(plan.day.assessors)),
        "rooms": own_digits(plan.day.rooms),
        "day": in_hours(plan.day.minutes),
        "sittings": own_digits(problem.needed),
        "placed": own_digits(problem.there),
    }
    return {
        Lack.HOURS: _("The work needs %(needed)s of assessors; there are %(assessors)s × %(day)s = %(there)s."),
        Lack.ROOMS: _("The exercises last %(needed)s one after the other; places: %(rooms)s × %(day)s = %(there)s."),
        Lack.PERSON: _("One person has %(needed)s of exercises to do; the day has %(there)s."),
        Lack.NOBODY: _("%(code)s: none of the assessors is authorised for this course on that day."),
        Lack.SECOND: _("%(code)s: two assessors are needed and only one is authorised for this course on that day."),
        Lack.WOMAN: _("%(code)s: a woman must be among the assessors for %(needed)s; the women have %(there)s."),
        Lack.OUTSIDER: _(
            "%(code)s: an assessor who did not teach the group must be there for %(needed)s; those have %(there)s."
        ),
        Lack.SLOTS: _(
            "The sums fit, but only %(placed)s of %(sittings)s sittings find a time at which person, assessors and "
            "place are free. Take more time, more places or fewer exercises."
        ),
    }[problem.lack] % numbers


def slot_lines(
    cohort: "Cohort", plan: "Plan", starts_at: datetime.time, language: str, *, by: "User"
) -> list[SlotLine]:
    """Return the proposed order with names as `by` may read them."""
    people: dict[uuid.UUID, tuple[str, str]] = {
        line.enrolment.pk: (line.name, line.person.service_number) for line in roster(cohort, language, by=by)
    }
    names = {pk: display(found, language) for pk, found in names_of([one.pk for one in plan.day.assessors]).items()}
    begin = datetime.datetime.combine(datetime.date(2000, 1, 1), starts_at)

    def clock(minute: int) -> datetime.time:
        return (begin + datetime.timedelta(minutes=minute)).time()

    return [
        SlotLine(
            clock(slot.start),
            clock(slot.end),
            slot.code,
            tuple(people[pk] for pk in slot.people if pk in people),
            tuple(names.get(pk, "") for pk in slot.assessors),
            slot.room,
        )
        for slot in plan.slots
    ]
