"""Enquiries of HR: those somebody may see, opened for who may read them, and what waits on whose home."""

import dataclasses
import datetime
import json
import uuid
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from accounts.access import names_near
from accounts.enums import Role
from accounts.selectors.names import display, names_of, open_bytes
from accounts.selectors.sealed import KeyDestroyedError
from certificates.enums import EnquiryState
from certificates.models import Enquiry

if TYPE_CHECKING:
    from accounts.models import User

MOST_LISTED = 200


@dataclasses.dataclass(frozen=True)
class EnquiryLine:
    row: Enquiry
    overdue: bool
    by: str


@dataclasses.dataclass(frozen=True)
class OpenEnquiry:
    """One enquiry as its reader may see it; texts are empty for who may not read them, or when they were erased."""

    row: Enquiry
    overdue: bool
    readable: bool
    name: str
    question: str
    reply: str
    by: str
    replied_by: str


@dataclasses.dataclass(frozen=True)
class Waiting:
    """How many enquiries wait for somebody, and how many of them are overdue; `first` is the most urgent one."""

    count: int
    overdue: int
    first: Enquiry | None


def visible_enquiries(user: "User") -> QuerySet[Enquiry]:
    """Return the enquiries `user` may see: the centre's for registrar and head, all for national roles."""
    return Enquiry.objects.visible_to(user).select_related("centre", "certificate", "by")


def enquiry_lines(user: "User", language: str, today: datetime.date) -> list[EnquiryLine]:
    """Return the enquiries `user` may see: open ones first, the most urgent on top. Two queries."""
    rows = list(visible_enquiries(user)[:MOST_LISTED])
    order = {EnquiryState.OPEN: 0, EnquiryState.ANSWERED: 1, EnquiryState.CLOSED: 2}
    rows.sort(key=lambda row: (order[EnquiryState(row.state)], row.due_on))
    names = names_of({row.by_id for row in rows})
    said = {pk: display(found, language) for pk, found in names.items()}
    return [EnquiryLine(row, is_overdue(row, today), said[row.by_id] or row.by.service_number) for row in rows]


def is_overdue(enquiry: Enquiry, today: datetime.date) -> bool:
    """Return whether the centre's deadline has passed without an answer."""
    return enquiry.state == EnquiryState.OPEN and enquiry.due_on < today


def may_read(user: "User", enquiry: Enquiry) -> bool:
    """Return whether `user` may read the texts: HR, and registrar and head of the centre."""
    return user.has_role(Role.HR) or enquiry.centre_id in user.centre_ids(*names_near())


def may_answer(user: "User", enquiry: Enquiry) -> bool:
    """Return whether `user` may file the centre's reply."""
    return enquiry.centre_id in user.centre_ids(*names_near())


def opened(enquiry: Enquiry, user: "User", language: str, today: datetime.date) -> OpenEnquiry:
    """Return an enquiry with its texts as `user` may read them. One query."""
    readable = may_read(user, enquiry)
    question = _texts(enquiry, enquiry.sealed_question) if readable else {}
    reply = _texts(enquiry, enquiry.sealed_reply) if readable and enquiry.sealed_reply else {}
    people = [pk for pk in (enquiry.by_id, enquiry.replied_by_id) if pk]
    said = {pk: display(found, language) for pk, found in names_of(people).items()}
    return OpenEnquiry(
        row=enquiry,
        overdue=is_overdue(enquiry, today),
        readable=readable,
        name=question.get("name", ""),
        question=question.get("question", ""),
        reply=reply.get("reply", ""),
        by=said[enquiry.by_id],
        replied_by=said.get(enquiry.replied_by_id, "") if enquiry.replied_by_id else "",
    )


def texts_of(enquiry: Enquiry) -> list[str]:
    """Return everything that was written in an enquiry, opened; nothing when its key was destroyed."""
    sealed = [one for one in (enquiry.sealed_question, enquiry.sealed_reply) if one]
    return [text for one in sealed for text in _texts(enquiry, one).values()]


def _texts(enquiry: Enquiry, sealed: "bytes | memoryview") -> dict[str, str]:
    if not sealed:
        return {}
    try:
        plain = open_bytes(enquiry.pk, bytes(sealed), enquiry.pk.bytes)
    except KeyDestroyedError:
        return {}
    return dict(json.loads(plain))


def waiting_for_centre(user: "User", today: datetime.date) -> Waiting:
    """Return what waits for `user` as registrar or head of a centre. Two queries."""
    rows = Enquiry.objects.filter(state=EnquiryState.OPEN, centre__in=user.centre_ids(*names_near()))
    return _waiting(rows, today)


def waiting_for_hr(today: datetime.date) -> tuple[Waiting, Waiting]:
    """Return the enquiries whose deadline has passed, and the answers that nobody has filed yet. Four queries."""
    overdue = Enquiry.objects.filter(state=EnquiryState.OPEN, due_on__lt=today)
    return _waiting(overdue, today), _waiting(Enquiry.objects.filter(state=EnquiryState.ANSWERED), today)


def _waiting(rows: QuerySet[Enquiry], today: datetime.date) -> Waiting:
    counted = rows.order_by().aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return Waiting(counted["all"], counted["late"], rows.order_by("due_on").first())


def enquiry_for(user: "User", pk: uuid.UUID) -> Enquiry:
    """Return an enquiry visible to `user`. Raises Enquiry.DoesNotExist."""
    return visible_enquiries(user).get(pk=pk)
