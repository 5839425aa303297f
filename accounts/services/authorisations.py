"""Authorise people to teach or assess a course for a time, and end that. Rows are never changed but for their end."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from accounts.enums import Act, AuthorisationKind, Role
from accounts.models import Authorisation
from accounts.selectors.authorisations import staff_of, translators
from accounts.services.audit import remember

if TYPE_CHECKING:
    from accounts.models import Centre, User


class AuthorisationError(Exception):
    """An authorisation cannot be given or ended so."""


class NotHeadOfCentreError(AuthorisationError):
    """Only the head of a centre authorises its staff."""


class NotAdministratorError(AuthorisationError):
    """Only an administrator lets translators open examinations."""


class NotTranslatorError(AuthorisationError):
    """The person is no translator on this day."""


class OwnAuthorisationError(AuthorisationError):
    """Nobody authorises herself."""


class NotOfCentreError(AuthorisationError):
    """The person does not work at the centre."""


class AuthorisationPeriodError(AuthorisationError):
    """The last day lies before the first one."""


def authorise(
    *,
    person: "User",
    kind: AuthorisationKind,
    course_code: str,
    centre: "Centre",
    since: datetime.date,
    until: datetime.date | None,
    document: str,
    by: "User",
    at: datetime.datetime,
) -> Authorisation:
    """Authorise somebody of the staff of `centre` from `since` to `until` (included; None: until it is ended).

    What is in force in those days for the same course and kind is returned as it is. `document` is the number of the
    order or certificate behind it. Raises an AuthorisationError.
    """
    with transaction.atomic():
        _check(person, centre, by, at)
        return _give(person, kind, course_code, centre, since, until, document, by)


def open_examinations(
    *,
    person: "User",
    course_code: str,
    since: datetime.date,
    until: datetime.date | None,
    document: str,
    by: "User",
    at: datetime.datetime,
) -> Authorisation:
    """Let a translator open the questions of a course that are kept for examinations. An administrator does it.

    As `authorise`. Raises an AuthorisationError.
    """
    with transaction.atomic():
        _check_translator(person, by, at)
        return _give(person, AuthorisationKind.EXAM, course_code, None, since, until, document, by)


def close_examinations(*, authorisation: Authorisation, on: datetime.date, by: "User", at: datetime.datetime) -> None:
    """End what `open_examinations` gave; `on` is the last day on which it holds."""
    with transaction.atomic():
        _check_translator(authorisation.user, by, at, working=False)
        _end(authorisation, None, on, "", by)


def _give(
    person: "User",
    kind: AuthorisationKind,
    course_code: str,
    centre: "Centre | None",
    since: datetime.date,
    until: datetime.date | None,
    document: str,
    by: "User",
) -> Authorisation:
    if until is not None and until < since:
        raise AuthorisationPeriodError
    same = Authorisation.objects.select_for_update().filter(user=person, kind=kind, course_code=course_code)
    standing = same.filter(valid_from__lte=since).filter(Q(valid_to=None) | Q(valid_to__gte=until or since))
    if until is None:
        standing = standing.filter(valid_to=None)
    known: Authorisation | None = standing.order_by("valid_from").first()
    if known is not None:
        return known
    given = Authorisation.objects.create(
        user=person, kind=kind, course_code=course_code, valid_from=since, valid_to=until
    )
    new = {"kind": str(kind), "course": course_code, "document": document.strip(), "since": since.isoformat()}
    new["until"] = until.isoformat() if until else ""
    remember(act=Act.AUTHORISATION_GIVEN, by=by, subject=person, centre=centre, new=new)
    return given


def end_authorisation(
    *, authorisation: Authorisation, centre: "Centre", on: datetime.date, reason: str, by: "User", at: datetime.datetime
) -> None:
    """End an authorisation; `on` is the last day on which it holds. What has ended already stays as it is."""
    with transaction.atomic():
        _check(authorisation.user, centre, by, at)
        _end(authorisation, centre, on, reason, by)


def _end(authorisation: Authorisation, centre: "Centre | None", on: datetime.date, reason: str, by: "User") -> None:
    held = Authorisation.objects.select_for_update().get(pk=authorisation.pk)
    if held.valid_to is not None and held.valid_to <= on:
        return
    held.valid_to = max(on, held.valid_from)
    held.save(update_fields=["valid_to"])
    old = {"kind": held.kind, "course": held.course_code}
    remember(act=Act.AUTHORISATION_ENDED, by=by, subject=held.user, centre=centre, old=old, reason=reason)


def _check_translator(person: "User", by: "User", at: datetime.datetime, *, working: bool = True) -> None:
    if not by.has_role(Role.ADMINISTRATOR):
        raise NotAdministratorError
    if person.pk == by.pk:
        raise OwnAuthorisationError
    if working and not translators(at.date()).filter(pk=person.pk).exists():
        raise NotTranslatorError


def _check(person: "User", centre: "Centre", by: "User", at: datetime.datetime) -> None:
    if centre.pk not in by.centre_ids(Role.HEAD):
        raise NotHeadOfCentreError
    if person.pk == by.pk:
        raise OwnAuthorisationError
    if not staff_of(centre, at.date()).filter(pk=person.pk).exists():
        raise NotOfCentreError
