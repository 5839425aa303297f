"""Enrol people in a cohort, and withdraw them."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act, OrderKind, Role, Sex
from accounts.selectors.placements import without_trainee_role
from accounts.services.audit import remember
from accounts.services.orders import OrderKindDiffersError, write_order
from accounts.services.roles import give_role
from courses.enums import OPEN_COHORTS, EnrolmentState
from courses.models import Cohort, Enrolment

if TYPE_CHECKING:
    from accounts.models import Order, User


@dataclass(frozen=True)
class EnrolOutcome:
    """What enrolling did: `new` were enrolled now, `already` were in the cohort before."""

    new: list[Enrolment]
    already: list[Enrolment]


class CohortClosedError(Exception):
    """The cohort was closed by protocol: nobody is enrolled or withdrawn any more."""


class RefusedPeopleError(Exception):
    """Some people cannot be enrolled; nobody was. `people` are those who cannot."""

    def __init__(self, people: "Collection[User]") -> None:
        super().__init__(", ".join(person.service_number for person in people))
        self.people = list(people)


class WomenOnlyError(RefusedPeopleError):
    """The programme is for women; these people are not recorded as women."""


class OtherCentreError(RefusedPeopleError):
    """These people do not belong to the centre of the cohort."""


class NotActiveError(RefusedPeopleError):
    """These people's accounts are closed."""


class OrderClashError(Exception):
    """The centre has an order of another kind with this number and date."""


class ReasonMissingError(ValueError):
    """Withdrawing needs a reason."""


class CompletedError(Exception):
    """Whoever completed the course cannot be withdrawn from it."""


def enrol(
    *, cohort: Cohort, people: "Collection[User]", by: "User", at: datetime.datetime, order: "Order | None" = None
) -> EnrolOutcome:
    """Enrol `people` in the cohort, all of them or nobody; whoever is in it already stays as they are.

    Somebody withdrawn earlier is enrolled again. People who are not trainees yet become trainees of the centre.
    Raises CohortClosedError, WomenOnlyError, OtherCentreError or NotActiveError.
    """
    with transaction.atomic():
        cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
        if cohort.state not in OPEN_COHORTS:
            raise CohortClosedError
        wanted = {person.pk: person for person in people}
        there = {row.person_id: row for row in cohort.enrolments.filter(person__in=wanted)}
        already = [row for row in there.values() if row.state != EnrolmentState.WITHDRAWN]
        settled = {row.person_id for row in already}
        joining = [person for pk, person in wanted.items() if pk not in settled]
        _check(cohort, joining)
        new = [_enrol_one(cohort, person, there.get(person.pk), order, by, at) for person in joining]
        for person in without_trainee_role(joining, timezone.localdate(at)):
            give_role(user=person, role=Role.TRAINEE, centre=cohort.centre, by=by)
    return EnrolOutcome(new=new, already=already)


def mark_completed(*, enrolments: "Collection[Enrolment]") -> None:
    """Say that some came through the course: a certificate was issued. Who was withdrawn stays withdrawn."""
    came_through = Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in enrolments])
    came_through.filter(state=EnrolmentState.ENROLLED).update(state=EnrolmentState.COMPLETED)


def enrol_by_order(
    *,
    cohort: Cohort,
    people: "Collection[User]",
    order_number: str,
    order_date: datetime.date | None,
    by: "User",
    at: datetime.datetime,
) -> EnrolOutcome:
    """Enrol `people` under the centre's order with this number and date, which is written down when it is new.

    Without a number, without an order. When nobody can be enrolled no order is written either.
    Raises what `enrol` raises, and OrderClashError.
    """
    with transaction.atomic():
        order = None
        if order_number.strip() and order_date is not None:
            try:
                order = write_order(
                    centre=cohort.centre,
                    kind=OrderKind.ENROLMENT,
                    number=order_number,
                    date=order_date,
                    by=by,
                    at=at,
                )
            except OrderKindDiffersError as error:
                raise OrderClashError from error
        return enrol(cohort=cohort, people=people, by=by, at=at, order=order)


def _check(cohort: Cohort, joining: "list[User]") -> None:
    if closed := [person for person in joining if not person.is_active]:
        raise NotActiveError(closed)
    if elsewhere := [person for person in joining if person.centre_id != cohort.centre_id]:
        raise OtherCentreError(elsewhere)
    if cohort.programme_version.women_only and (others := [person for person in joining if person.sex != Sex.FEMALE]):
        raise WomenOnlyError(others)


def _enrol_one(
    cohort: Cohort, person: "User", former: Enrolment | None, order: "Order | None", by: "User", at: datetime.datetime
) -> Enrolment:
    row = former or Enrolment(cohort=cohort, person=person)
    row.state, row.order, row.enrolled_by, row.enrolled_at = EnrolmentState.ENROLLED, order, by, at
    row.save()
    remember(
        act=Act.ENROLLED,
        by=by,
        subject=row,
        centre=cohort.centre,
        old={"state": str(EnrolmentState.WITHDRAWN)} if former else None,
        new={"cohort": cohort.code, "person": str(person.pk), "order": str(order.pk) if order else ""},
    )
    return row


def withdraw(*, enrolment: Enrolment, reason: str, by: "User", at: datetime.datetime) -> Enrolment:
    """Withdraw somebody from a cohort for a reason; marks and results stay. The same again changes nothing.

    Raises ReasonMissingError, CohortClosedError, or CompletedError for somebody who completed the course.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissingError
    with transaction.atomic():
        cohort = Cohort.objects.select_for_update().get(pk=enrolment.cohort_id)
        row: Enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        if row.state == EnrolmentState.WITHDRAWN:
            return row
        if cohort.state not in OPEN_COHORTS:
            raise CohortClosedError
        if row.state == EnrolmentState.COMPLETED:
            raise CompletedError
        row.state = EnrolmentState.WITHDRAWN
        row.save(update_fields=["state"])
        remember(
            act=Act.WITHDRAWN,
            by=by,
            subject=row,
            centre=cohort.centre,
            old={"state": str(EnrolmentState.ENROLLED)},
            new={"cohort": cohort.code, "person": str(row.person_id), "at": at.isoformat(timespec="seconds")},
            reason=reason,
        )
    return row
