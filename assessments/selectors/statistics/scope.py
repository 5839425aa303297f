"""Whose attempts a reader may sum up, and the filters."""

import dataclasses
import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from assessments.access import SUMS_UP_AT_CENTRE, SUMS_UP_EVERYWHERE
from assessments.domain.statistics.papers import Which
from assessments.enums import AttemptState
from assessments.models import Attempt
from assessments.selectors.closed_questions import still_sat

if TYPE_CHECKING:
    from accounts.models import User


@dataclasses.dataclass(frozen=True)
class Filters:
    """What is summed up: which attempts of each person, of which cohort or centre, handed in since and until a day."""

    which: Which = Which.FIRST
    cohort: uuid.UUID | None = None
    centre: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


ALL = Filters()


def attempts_for(user: "User", filters: Filters = ALL) -> QuerySet[Attempt]:
    """Return the marked attempts that `user` may sum up, before `filters.which`.

    Staff of a centre those of its cohorts; editors, translators, auditor and administrator all; of an examination when
    it is over for its cohort. What is read from them must name nobody.
    """
    attempts = Attempt.objects.filter(~still_sat(timezone.now()), state=AttemptState.SUBMITTED)
    if not user.has_role(*SUMS_UP_EVERYWHERE):
        attempts = attempts.filter(enrolment__cohort__centre__in=user.centre_ids(*SUMS_UP_AT_CENTRE))
    if filters.cohort is not None:
        attempts = attempts.filter(enrolment__cohort=filters.cohort)
    if filters.centre:
        attempts = attempts.filter(enrolment__cohort__centre__code=filters.centre)
    if filters.since is not None:
        attempts = attempts.filter(submitted_at__date__gte=filters.since)
    if filters.until is not None:
        attempts = attempts.filter(submitted_at__date__lte=filters.until)
    return attempts


def counted(attempts: QuerySet[Attempt], which: Which) -> QuerySet[Attempt]:
    """Return the attempts that count: one a person and quiz, unless all do. Of two equally good ones the earlier.

    A person who sits a quiz again in another cohort is the same person.
    """
    orders: Mapping[str, Sequence[Any]] = {
        Which.FIRST: (F("started_at").asc(), F("pk").asc()),
        Which.LAST: (F("started_at").desc(), F("pk").desc()),
        Which.HIGHEST: (F("percent").desc(), F("started_at").asc(), F("pk").asc()),
    }
    if which not in orders:
        return attempts
    place = Window(RowNumber(), partition_by=[F("quiz"), F("enrolment__person")], order_by=list(orders[which]))
    return attempts.annotate(place=place).filter(place=1)


@dataclasses.dataclass(frozen=True)
class Group:
    """A cohort that sat a quiz, with its centre."""

    cohort: uuid.UUID
    code: str
    centre: str
    centre_titles: Mapping[str, str]


def groups_in(attempts: QuerySet[Attempt]) -> list[Group]:
    """Return the cohorts of some attempts, by centre and code: what can be filtered by. One query."""
    place = "enrolment__cohort"
    columns = (place, f"{place}__code", f"{place}__centre__code", f"{place}__centre__titles")
    found = {row[0]: Group(*row) for row in attempts.order_by().values_list(*columns).distinct()}
    return sorted(found.values(), key=lambda group: (group.centre, group.code))
