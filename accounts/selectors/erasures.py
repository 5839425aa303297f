"""Requests for erasure, for the people who decide about them."""

import dataclasses
import datetime

from django.db.models import QuerySet

from accounts.access import may_confirm_erasure
from accounts.enums import ErasureState, Role
from accounts.models import ErasureRequest, User

DONE_SHOWN = 50


@dataclasses.dataclass(frozen=True)
class Line:
    """One request as it is shown."""

    request: ErasureRequest
    is_open: bool
    may_confirm: bool
    may_withdraw: bool


def requests_for(user: User, at: datetime.datetime) -> list[Line]:
    """Return the requests that `user` may see: open ones first, then the newest of the others. Two queries."""
    rows = _with_people(ErasureRequest.objects.visible_to(user))
    still = rows.filter(state=ErasureState.OPEN, valid_until__gte=at)
    others = rows.exclude(pk__in=still.values("pk"))[:DONE_SHOWN]
    return [_line(row, user, is_open=True) for row in still] + [_line(row, user, is_open=False) for row in others]


def request_seen(user: User) -> QuerySet[ErasureRequest]:
    """Return the requests that `user` may see."""
    return _with_people(ErasureRequest.objects.visible_to(user))


def open_request_of(person: User, at: datetime.datetime) -> ErasureRequest | None:
    """Return the open request about a person. One query; the caller has checked that the reader may see it."""
    rows = ErasureRequest.objects.filter(person=person, state=ErasureState.OPEN, valid_until__gte=at)
    return rows.select_related("asked_by").first()


def waiting_count(user: User, at: datetime.datetime) -> int:
    """Return how many requests wait for `user` to confirm. One query."""
    if not user.has_role(Role.HEAD, Role.HR, Role.ADMINISTRATOR):
        return 0
    rows = ErasureRequest.objects.visible_to(user).filter(state=ErasureState.OPEN, valid_until__gte=at)
    return sum(may_confirm_erasure(user, row) for row in rows.select_related("person"))


def _with_people(rows: QuerySet[ErasureRequest]) -> QuerySet[ErasureRequest]:
    return rows.select_related("person", "centre", "asked_by", "confirmed_by").order_by("-asked_at")


def _line(row: ErasureRequest, user: User, *, is_open: bool) -> Line:
    confirms = is_open and may_confirm_erasure(user, row)
    return Line(row, is_open, confirms, is_open and (row.asked_by_id == user.pk or confirms))
