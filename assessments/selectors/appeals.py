"""Appeals as they are read: by the person, by the centre; and until when one may be filed."""

import dataclasses
import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.selectors.names import display, names_of
from assessments.domain.deadlines import appeal_until
from assessments.enums import AppealState
from assessments.models import Appeal, Protocol, Result
from courses.selectors.timetable import week_of

if TYPE_CHECKING:
    import uuid

    from accounts.models import User
    from courses.models import Cohort, Enrolment

WITH = ("enrolment__person", "enrolment__cohort__centre", "enrolment__cohort__programme_version", "result")


@dataclasses.dataclass(frozen=True)
class AppealLine:
    """An appeal with names: whose, filed by whom, decided by whom; `late` when the decision is overdue."""

    appeal: Appeal
    name: str
    filed_by: str
    decided_by: str
    late: bool


def deadline_of(cohort: "Cohort", result: Result | None) -> datetime.date | None:
    """Return the last day on which an appeal against a result (or the outcome) may be filed; None: no end yet."""
    protocol = Protocol.objects.filter(cohort=cohort).first()
    if protocol is None:
        return None
    locked = max(protocol.date, timezone.localdate(protocol.locked_at))
    seen = timezone.localdate(result.updated_at) if result is not None else None
    start = max(locked, seen or locked)
    days = cohort.programme_version.appeal_days
    return appeal_until(week_of(cohort.centre, start), seen=seen, protocol=locked, days=days)


def appealable(enrolment: "Enrolment") -> list[Result]:
    """Return the results of one person against which an appeal may be filed."""
    return list(Result.objects.filter(enrolment=enrolment).exclude(state="draft").order_by("kind", "code"))


def appeal_visible(user: "User", pk: "uuid.UUID") -> Appeal | None:
    """Return an appeal that `user` may see, or None."""
    return Appeal.objects.visible_to(user).filter(pk=pk).select_related(*WITH, "commission__order").first()


def appeals_in(cohort: "Cohort", user: "User", language: str, on: datetime.date) -> list[AppealLine]:
    """Return the appeals of a cohort that `user` may see, those that wait first. Two queries."""
    rows = Appeal.objects.visible_to(user).filter(enrolment__cohort=cohort)
    listed = list(rows.select_related(*WITH, "filed_by", "decided_by"))
    listed.sort(key=lambda one: (one.state != AppealState.FILED, one.decide_by, one.filed_at))
    return read_appeals(listed, language, on)


def read_appeals(appeals: Collection[Appeal], language: str, on: datetime.date) -> list[AppealLine]:
    """Return appeals with names. One query."""
    people: dict[uuid.UUID, User] = {}
    for one in appeals:
        people[one.enrolment.person_id] = one.enrolment.person
        people[one.filed_by_id] = one.filed_by
        if one.decided_by is not None:
            people[one.decided_by.pk] = one.decided_by
    names = names_of(people)
    shown = {pk: display(names[pk], language, person.service_number) for pk, person in people.items()}
    return [
        AppealLine(
            appeal=one,
            name=shown[one.enrolment.person_id],
            filed_by=shown[one.filed_by_id],
            decided_by=shown[one.decided_by_id] if one.decided_by_id else "",
            late=one.state == AppealState.FILED and one.decide_by < on,
        )
        for one in appeals
    ]
