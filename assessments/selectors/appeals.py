"""Appeals as they are read: by the person, by the centre; and until when one may be filed."""

import dataclasses
import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from assessments.access import may_appeal
from assessments.domain.deadlines import appeal_until
from assessments.enums import AppealState, ResultState
from assessments.models import Appeal, Protocol, Result
from assessments.selectors.involvement import markers_of
from assessments.selectors.shown_names import in_order, shown_names
from courses.selectors.assessing import enrolments_seen
from courses.selectors.timetable import week_of

if TYPE_CHECKING:
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


def appeal_choices(cohort: "Cohort", user: "User", language: str) -> list[tuple[str, str]]:
    """Return what `user` may file an appeal against, as (value, label): for oneself, or as staff for those one sees."""
    enrolments = [one for one in enrolments_seen(user, cohort) if may_appeal(user, one)]
    people = [one.person for one in enrolments]
    by_person = {one.person_id: one for one in enrolments}
    results: dict[uuid.UUID, list[Result]] = defaultdict(list)
    for result in _appealable(by_person.values()):
        results[result.enrolment_id].append(result)
    choices = []
    for person, name in in_order(people, shown_names(people, cohort, user, language), language):
        pk = by_person[person.pk].pk
        whose = "" if person.pk == user.pk else f"{name} · "
        choices.append((f"{pk}:", whose + _("Final result of the course")))
        choices += [(f"{pk}:{one.pk}", f"{whose}{one.get_kind_display()} {one.code}") for one in results[pk]]
    return choices


def _appealable(enrolments: "Iterable[Enrolment]") -> list[Result]:
    rows = Result.objects.filter(enrolment__in=[one.pk for one in enrolments])
    return list(rows.exclude(state=ResultState.DRAFT).order_by("kind", "code"))


def choice_read(cohort: "Cohort", user: "User", value: str) -> "tuple[Enrolment | None, Result | None]":
    """Return the enrolment and the result (None: the outcome) that a value of `appeal_choices` names."""
    enrolment_id, _colon, result_id = value.partition(":")
    found = next((one for one in enrolments_seen(user, cohort) if str(one.pk) == enrolment_id), None)
    if found is None or not result_id:
        return found, None
    return found, Result.objects.filter(enrolment=found, pk=result_id).first()


def partial_to(appeal: Appeal) -> "set[uuid.UUID]":
    """Return the ids of those who may not hear or decide an appeal: who marked, who filed it, the person herself."""
    marked = markers_of(appeal.result) if appeal.result is not None else set()
    return marked | {appeal.filed_by_id, appeal.enrolment.person_id}


def appeal_visible(user: "User", pk: "uuid.UUID") -> Appeal | None:
    """Return an appeal that `user` may see, or None."""
    return Appeal.objects.visible_to(user).filter(pk=pk).select_related(*WITH, "commission__order").first()


def waiting_appeals(user: "User") -> list[Appeal]:
    """Return the appeals that wait for a decision at the centres `user` heads, the most urgent first. One query."""
    rows = Appeal.objects.filter(state=AppealState.FILED, enrolment__cohort__centre__in=user.centre_ids(Role.HEAD))
    return list(rows.select_related("enrolment__cohort").order_by("decide_by", "filed_at"))


def open_appeals(cohort: "Cohort") -> dict[uuid.UUID, uuid.UUID]:
    """Return the appeals of a cohort that wait for a decision, by enrolment id: the oldest of each. One query."""
    rows = Appeal.objects.filter(enrolment__cohort=cohort, state=AppealState.FILED).order_by("-filed_at")
    return dict(rows.values_list("enrolment", "pk"))


def appeals_in(cohort: "Cohort", user: "User", language: str, on: datetime.date) -> list[AppealLine]:
    """Return the appeals of a cohort that `user` may see, those that wait first."""
    rows = Appeal.objects.visible_to(user).filter(enrolment__cohort=cohort)
    listed = list(rows.select_related(*WITH, "filed_by", "decided_by"))
    listed.sort(key=lambda one: (one.state != AppealState.FILED, one.decide_by, one.filed_at))
    return read_appeals(listed, cohort, user, language, on)


def read_appeals(
    appeals: Collection[Appeal], cohort: "Cohort", by: "User", language: str, on: datetime.date
) -> list[AppealLine]:
    """Return appeals of one cohort with the names that `by` may read. At most three queries."""
    people: dict[uuid.UUID, User] = {}
    for one in appeals:
        people[one.enrolment.person_id] = one.enrolment.person
        people[one.filed_by_id] = one.filed_by
        if one.decided_by is not None:
            people[one.decided_by.pk] = one.decided_by
    shown = shown_names(people.values(), cohort, by, language)
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
