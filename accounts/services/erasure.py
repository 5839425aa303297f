"""Ask for an erasure, confirm it as somebody else, withdraw it. What is done then: erasing.py."""

import datetime
from collections.abc import Callable

from django.db import IntegrityError, transaction

from accounts.enums import Act, ErasureKind, ErasureState
from accounts.models import Centre, ErasureRequest, User
from accounts.selectors.names import key_store
from accounts.services import erasing
from accounts.services.audit import remember
from accounts.services.people import NameInReasonError, ReasonMissingError, check_reason
from foundation.jobs import queue

__all__ = ["NameInReasonError", "ReasonMissingError"]

VALID = {
    ErasureKind.PERSON: datetime.timedelta(days=14),
    ErasureKind.NAMES: datetime.timedelta(minutes=30),
    ErasureKind.EVERYBODY: datetime.timedelta(minutes=30),
}


class ErasureError(Exception):
    """The erasure is not asked for or not done; the subclass says why."""


class ErasedAlreadyError(ErasureError):
    """There is nothing left to erase."""


class NotProtectedError(ErasureError):
    """Only names of protected people are sealed under keys."""


class SamePersonError(ErasureError):
    """Two people decide: whoever asked does not confirm."""


class OwnErasureError(ErasureError):
    """Nobody confirms what is about themselves."""


class ClosedError(ErasureError):
    """The request is done, withdrawn, or too old."""


def ask(
    *,
    kind: ErasureKind,
    person: User | None,
    centre: Centre | None = None,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> ErasureRequest:
    """Ask that a person, the names of one or of all protected people be erased; nothing is erased by that.

    For everybody, `centre` limits it to the protected people of one centre. A request that is open already is
    returned. Raises ErasedAlreadyError, NotProtectedError, ReasonMissingError, and NameInReasonError for a reason
    with a name of a protected person.
    """
    if person is not None:
        check_reason(reason, person)
        if person.erased_at is not None or (kind == ErasureKind.NAMES and person.names_destroyed_at is not None):
            raise ErasedAlreadyError
        if kind == ErasureKind.NAMES and not person.protected:
            raise NotProtectedError
    elif not reason.strip():
        raise ReasonMissingError
    expire_requests(at=at)
    request = ErasureRequest(
        kind=kind,
        person=person,
        centre=centre,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
        valid_until=at + VALID[kind],
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
            where = centre or (person.centre if person else None)
            new = {"kind": str(kind), "request": str(request.pk)}
            subject = person or request
            remember(act=Act.ERASURE_ASKED, by=by, subject=subject, centre=where, new=new, reason=request.reason)
    except IntegrityError:
        return ErasureRequest.objects.get(person=person, state=ErasureState.OPEN)
    return request


def withdraw(*, request: ErasureRequest, by: User, at: datetime.datetime) -> ErasureRequest:
    """Close an open request without erasing anything. Raises ClosedError."""
    with transaction.atomic():
        held = _held(request, at)
        held.state, held.done_at = ErasureState.WITHDRAWN, at
        held.save(update_fields=["state", "done_at"])
        new = {"request": str(held.pk)}
        remember(act=Act.ERASURE_WITHDRAWN, by=by, subject=held.person or held, centre=held.centre, new=new)
    return held


def confirm(*, request: ErasureRequest, by: User, at: datetime.datetime) -> ErasureRequest:
    """Do what was asked for, as the second person. A request that is done already is returned as it is.

    Raises SamePersonError, OwnErasureError or ClosedError.
    """
    if request.state == ErasureState.DONE:
        return request
    if by.pk == request.asked_by_id:
        raise SamePersonError
    if by.pk == request.person_id:
        raise OwnErasureError
    done = _everybody if request.kind == ErasureKind.EVERYBODY else _one
    return done(request, by, at)


def expire_requests(*, at: datetime.datetime) -> int:
    """Close requests that nobody confirmed in time; return how many. For `tick`."""
    late = ErasureRequest.objects.filter(state=ErasureState.OPEN, valid_until__lt=at)
    return late.update(state=ErasureState.EXPIRED)


def destroy_everybody(*, by: User, second: User, reason: str, at: datetime.datetime) -> ErasureRequest:
    """Destroy all names at once, with two people at one keyboard (`manage.py destroy_names --all`).

    The caller has seen who they are. Raises SamePersonError or ReasonMissingError.
    """
    if by.pk == second.pk:
        raise SamePersonError
    request = ask(kind=ErasureKind.EVERYBODY, person=None, reason=reason, by=by, at=at)
    return confirm(request=request, by=second, at=at)


def sweep_keys() -> int:
    """Destroy again the keys of whoever is erased and whose key an old copy brought back; return how many."""
    gone = User.objects.filter(names_destroyed_at__isnull=False).values_list("pk", flat=True)
    return key_store().sweep(gone)


def _held(request: ErasureRequest, at: datetime.datetime) -> ErasureRequest:
    held = ErasureRequest.objects.select_for_update(of=("self",)).select_related("person", "centre").get(pk=request.pk)
    if held.state != ErasureState.OPEN or held.valid_until < at:
        raise ClosedError
    return held


def _one(request: ErasureRequest, by: User, at: datetime.datetime) -> ErasureRequest:
    erasing.overwrite_deleted_rows()
    with transaction.atomic():
        held = _held(request, at)
        assert held.person is not None
        person = User.objects.select_for_update(of=("self",)).get(pk=held.person_id)
        is_whole = held.kind == ErasureKind.PERSON
        erase: Callable[..., dict[str, int]] = erasing.erase if is_whole else erasing.erase_names
        counts = erase(person=person, at=at)
        act = Act.PERSON_ERASED if is_whole else Act.NAMES_DESTROYED
        _close(held, counts, by, at)
        new = {"request": str(held.pk), **counts}
        remember(act=act, by=by, subject=person, centre=person.centre, new=new, reason=held.reason)
    return held


def _everybody(request: ErasureRequest, by: User, at: datetime.datetime) -> ErasureRequest:
    """The keys go first, in some milliseconds; then it is written down."""
    erasing.overwrite_deleted_rows()
    with transaction.atomic():
        held = _held(request, at)
        people = User.objects.filter(protected=True, names_destroyed_at__isnull=True)
        if held.centre is None:
            keys = key_store().destroy_all()
            erasing.further_keys(people, None)
        else:
            people = people.filter(centre=held.centre)
            ids = [*people.values_list("pk", flat=True), *erasing.further_keys(people, held.centre)]
            keys = len(ids)
            key_store().destroy_many(ids)
        counts = {"keys": keys, **erasing.erase_all_names(people=people, at=at)}
        _close(held, counts, by, at)
        new = {"request": str(held.pk), **counts}
        remember(act=Act.ALL_NAMES_DESTROYED, by=by, subject=held, centre=held.centre, new=new, reason=held.reason)
        queue.put(kind=erasing.INDEX_JOB, subject="names")
    erasing.empty_the_log()
    return held


def _close(held: ErasureRequest, counts: dict[str, int], by: User, at: datetime.datetime) -> None:
    held.state, held.confirmed_by, held.done_at, held.counts = ErasureState.DONE, by, at, counts
    held.save(update_fields=["state", "confirmed_by", "done_at", "counts"])
