"""Look certificates up: by name, number, serial or code; one certificate whole; the register of a series; one's own."""

import dataclasses
import datetime
import uuid
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import may_open_name
from accounts.selectors.names import KeyDestroyedError, display, names_of, search_people
from certificates.domain.blanks import blank_key
from certificates.domain.checking import answer, name_matches
from certificates.domain.codes import normalise
from certificates.domain.names import printed_name
from certificates.enums import Answer
from certificates.models import (
    Certificate,
    CertificateEvent,
    PrintedBlank,
    RegisterSeries,
    VerificationRecord,
)
from certificates.selectors.papers import Paper, frozen_names, nameless_paper, paper_of

if TYPE_CHECKING:
    from accounts.models import Centre, User

MOST_FOUND = 100
CHECKS_SHOWN = 20


@dataclasses.dataclass(frozen=True)
class Line:
    """One certificate in a list, with the name as it was printed."""

    certificate: Certificate
    name: str
    answer: Answer


@dataclasses.dataclass(frozen=True)
class Event:
    row: CertificateEvent
    actor: str


@dataclasses.dataclass(frozen=True)
class Check:
    row: VerificationRecord
    by: str


@dataclasses.dataclass(frozen=True)
class Whole:
    """Everything about one certificate: the paper, what happened to it, who checked it."""

    certificate: Certificate
    answer: Answer
    paper: Paper  # without names where `name_open` is false
    name_open: bool  # the reader may read the holder's name, and the person was not erased
    events: list[Event]
    checks: list[Check]


def visible_certificates(user: "User") -> QuerySet[Certificate]:
    """Return the certificates `user` may see, with person, centre and order."""
    return Certificate.objects.visible_to(user).select_related(
        "person", "centre", "batch__order", "replaces", "renews", "renewed_by"
    )


def standing_answer(certificate: Certificate, today: datetime.date) -> Answer:
    """Return how a certificate stands for those who may see it (withheld from the public or not)."""
    return answer(
        certificate.state,
        allowed=True,
        since=certificate.issued_on,
        valid_until=certificate.valid_until,
        today=today,
    )


def search(
    text: str,
    user: "User",
    language: str,
    today: datetime.date,
    *,
    centre: "Centre | None" = None,
    year: int | None = None,
) -> list[Line]:
    """Return the certificates visible to `user` whose serial, code, blank, holder's number or any name fits.

    `centre` and `year` of issue limit the answer. At most MOST_FOUND, the newest first.
    """
    asked = text.strip()
    if not asked:
        return []
    visible = visible_certificates(user)
    if centre is not None:
        visible = visible.filter(centre=centre)
    if year is not None:
        visible = visible.filter(issued_on__year=year)
    key = blank_key(asked)
    on_blank = PrintedBlank.objects.filter(key=key).values("certificate") if key else PrintedBlank.objects.none()
    fits = Q(serial=asked.upper()) | Q(code=normalise(asked)) | Q(person__in=search_people(asked, by=user).values("pk"))
    if any(sign.isdigit() for sign in asked):
        fits |= Q(pk__in=on_blank)
    return _lines(visible.filter(fits).order_by("-issued_on", "serial")[:MOST_FOUND], user, language, today)


def own(user: "User", language: str, today: datetime.date) -> list[Line]:
    """Return a person's own certificates, newest first."""
    rows = Certificate.objects.filter(person=user).select_related("person", "centre")
    return _lines(rows, user, language, today)


def series_list(user: "User") -> list[RegisterSeries]:
    """Return the series visible to `user`: centre, course, year; the newest years first."""
    rows = RegisterSeries.objects.visible_to(user).select_related("centre")
    return list(rows.order_by("-year", "centre__code", "course_code"))


def register_of(series: RegisterSeries, user: "User", language: str, today: datetime.date) -> list[Line]:
    """Return the register of a series in the order of its numbers."""
    rows = Certificate.objects.filter(series=series).select_related("person")
    return _lines(rows.order_by("number"), user, language, today)


def whole(certificate: Certificate, user: "User", language: str, today: datetime.date) -> Whole:
    """Return one certificate with paper, events and the last checks, as `user` may read it."""
    events = list(certificate.events.select_related("order", "actor"))
    checks = list(certificate.verifications.select_related("by")[:CHECKS_SHOWN])
    names = names_of({row.actor_id for row in events if row.actor_id} | {row.by_id for row in checks if row.by_id})
    said = {pk: display(found, language) for pk, found in names.items()}
    paper, name_open = _paper(certificate, user)
    return Whole(
        certificate=certificate,
        answer=standing_answer(certificate, today),
        paper=paper,
        name_open=name_open,
        events=[Event(row, _actor(row, said)) for row in events],
        checks=[Check(row, _checker(row, said)) for row in checks],
    )


def _paper(certificate: Certificate, user: "User") -> tuple[Paper, bool]:
    """Return the paper, and whether the names are on it: protected ones only for who may open them."""
    if may_open_name(user, certificate.person):
        try:
            return paper_of(certificate), True
        except KeyDestroyedError:
            pass
    return nameless_paper(certificate), False


def holder_matches(certificate: Certificate, typed: str) -> bool:
    """Return whether `typed` is the name on the paper; False for a person who was erased."""
    try:
        return name_matches(frozen_names(certificate)["holder"], typed)
    except KeyDestroyedError:
        return False


def _actor(row: CertificateEvent, said: dict[uuid.UUID, str]) -> str:
    """Return who acted; "" for what the calendar brought about."""
    return (said.get(row.actor.pk) or row.actor.service_number) if row.actor else ""


def _checker(row: VerificationRecord, said: dict[uuid.UUID, str]) -> str:
    if row.by is None:
        return _("on the public page")
    return said.get(row.by.pk) or row.by.service_number


def _lines(rows: QuerySet[Certificate], user: "User", language: str, today: datetime.date) -> list[Line]:
    return [Line(row, _name(row, user, language), standing_answer(row, today)) for row in rows]


def _name(certificate: Certificate, user: "User", language: str) -> str:
    """Return the name on the paper, or the service number where `user` may not read it or it was erased."""
    if may_open_name(user, certificate.person):
        try:
            return printed_name(frozen_names(certificate)["holder"], language, "")
        except KeyDestroyedError:
            pass
    return certificate.person.service_number
