"""Second factors: set one up, prove with one, make printed codes, remove one. Mistakes are counted for each person."""

import datetime
import uuid
from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

from accounts.access import needs_factor, without_free
from accounts.domain import factors as codes
from accounts.domain import passkeys
from accounts.domain.passkeys import PasskeyRefusedError, Site
from accounts.domain.sealing import SealError, seal
from accounts.enums import Act, FactorKind
from accounts.models import Authenticator, FactorGuard, Passkey, PrintedCode, Session, User
from accounts.selectors.demonstration import demonstration_code
from accounts.selectors.factors import code_digests, factor_key, factors_of, master_id, open_app, unused_codes
from accounts.services.audit import remember

ISSUER = "Omuzgoh"
BACKUP_CODES = 10
CARD_CODES = 40

__all__ = ["PasskeyRefusedError"]


class CodeWrongError(Exception):
    """The code is not right, or was used already. `again`: the password is to be given again."""

    def __init__(self, *, again: bool = False) -> None:
        super().__init__()
        self.again = again


class CodeTooSoonError(Exception):
    """There were wrong codes: the next one counts after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class LastFactorError(Exception):
    """This is the only factor the person has; another one is set up first."""


def begin(person: User) -> bytes:
    """Return a fresh key for the person's app, sealed. It counts when `set_up` was given its first code."""
    return seal(factor_key("factor"), codes.new_secret(), person.pk.bytes)


def open_key(person: User, sealed: bytes) -> tuple[str, str]:
    """Return (address for the QR code, key to be typed) of a sealed key. Raises SealError."""
    secret = open_app(person.pk, sealed)
    return codes.address(secret, person.service_number, ISSUER), codes.base32(secret)


def set_up(*, person: User, sealed: bytes, typed: str, by: User, at: datetime.datetime) -> list[str]:
    """Take an app with this key as the person's, instead of an earlier one; return new backup codes, shown once.

    Raises CodeWrongError when `typed` is not what the app shows at `at`.
    """
    code = codes.plain_code(typed)
    try:
        secret = open_app(person.pk, sealed)
    except SealError as error:
        raise CodeWrongError from error
    if (
        len(code) != codes.APP_DIGITS
        or (found := codes.match(secret=secret, code=code, at=at, step=0, drift=0)) is None
    ):
        raise CodeWrongError
    with transaction.atomic():
        Authenticator.objects.update_or_create(
            person=person,
            defaults={"sealed": sealed, "step": found[0], "drift": found[1], "created_at": at, "used_at": at},
        )
        _settled(person)
        remember(
            act=Act.FACTOR_SET_UP, by=by, subject=person, centre=person.centre, new={"kind": FactorKind.AUTHENTICATOR}
        )
        return new_codes(person, FactorKind.BACKUP, BACKUP_CODES, at)


def make_backup_codes(*, person: User, by: User, at: datetime.datetime) -> list[str]:
    """Give the person ten new backup codes, shown once; the earlier ones count no longer."""
    with transaction.atomic():
        made = new_codes(person, FactorKind.BACKUP, BACKUP_CODES, at)
        remember(act=Act.BACKUP_CODES_MADE, by=by, subject=person, centre=person.centre)
    return made


def prove_code(*, person: User, typed: str, at: datetime.datetime) -> FactorKind:
    """Return with which kind of code the person proved who she is; a printed one is used up by that.

    A wrong code is counted and remembered; the next one counts only after a while. Nobody else waits for it.
    Raises CodeTooSoonError or CodeWrongError.
    """
    code = codes.plain_code(typed)
    return _counted(person, at, lambda: _kind_of(person, code, at))


def prove_password(*, person: User, typed: str, at: datetime.datetime) -> FactorKind:
    """Take the password again of somebody who needs no second factor. Raises as prove_code does."""
    right = person.check_password(typed)  # slow, so before the transaction
    return _counted(person, at, lambda: FactorKind.PASSWORD if right else None)


def _counted(person: User, at: datetime.datetime, check: Callable[[], FactorKind | None]) -> FactorKind:
    with transaction.atomic():
        guard = _guard(person)
        since = at - guard.failed_at if guard.failed_at else datetime.timedelta(0)
        left = codes.wait(guard.failures) - since
        if left > datetime.timedelta(0) <= since:  # a clock that was put back delays nobody
            raise CodeTooSoonError(int(left.total_seconds()) + 1)
        kind = check()
        if kind is None:
            _count(guard, person, at)
        elif guard.failures:
            guard.failures, guard.failed_at = 0, None
            guard.save(update_fields=["failures", "failed_at"])
    if kind is None:
        raise CodeWrongError(again=guard.failures % codes.PASSWORD_AGAIN == 0)
    return kind


def add_passkey(
    *, person: User, name: str, answer: str, challenge: str, site: Site, by: User, at: datetime.datetime
) -> Passkey:
    """Keep the passkey that the person's browser made. Raises PasskeyRefusedError."""
    new = passkeys.made(site=site, answer=answer, challenge=challenge)
    try:
        with transaction.atomic():
            row = Passkey.objects.create(
                person=person,
                name=name,
                credential=new.credential,
                public_key=new.public_key,
                sign_count=new.sign_count,
                created_at=at,
            )
            _settled(person)
            remember(
                act=Act.FACTOR_SET_UP, by=by, subject=person, centre=person.centre, new={"kind": FactorKind.PASSKEY}
            )
    except IntegrityError as error:
        raise PasskeyRefusedError from error
    return row


def prove_passkey(*, person: User, answer: str, challenge: str, site: Site, at: datetime.datetime) -> FactorKind:
    """Take the answer of one of the person's passkeys to this challenge. Raises PasskeyRefusedError.

    A signature cannot be guessed, so nobody waits after a wrong one; it is remembered. A count that does not grow says
    that the passkey was copied.
    """
    try:
        with transaction.atomic():
            credential = passkeys.credential_of(answer)
            found = Passkey.objects.select_for_update().get(person=person, credential=credential)
            found.sign_count = passkeys.proved(
                site=site,
                answer=answer,
                challenge=challenge,
                public_key=bytes(found.public_key),
                sign_count=found.sign_count,
            )
            found.used_at = at
            found.save(update_fields=["sign_count", "used_at"])
    except (PasskeyRefusedError, Passkey.DoesNotExist) as error:
        remember(
            act=Act.FACTOR_FAILED, by=person, subject=person, centre=person.centre, new={"kind": FactorKind.PASSKEY}
        )
        raise PasskeyRefusedError from error
    return FactorKind.PASSKEY


def remove_passkey(*, person: User, pk: uuid.UUID, by: User, at: datetime.datetime) -> None:
    """Forget a passkey of the person. Raises LookupError when there is none, LastFactorError when it is the last."""
    with transaction.atomic():
        row = Passkey.objects.select_for_update().filter(person=person, pk=pk).first()
        if row is None:
            raise LookupError
        if factors_of(person, at=at).lasting <= 1 and needs_factor(person):
            raise LastFactorError
        row.delete()
        remember(act=Act.FACTOR_REMOVED, by=by, subject=person, centre=person.centre, new={"kind": FactorKind.PASSKEY})


def judge_again(person: User) -> None:
    """Let the sessions of somebody who was given a role ask anew whether a second factor is needed."""
    store = Session.get_session_store_class()()
    for row in Session.objects.filter(person=person):
        data = row.get_decoded()
        if without_free(data):
            Session.objects.filter(pk=row.pk).update(session_data=store.encode(data))


def remember_confirmation(*, person: User, kind: FactorKind, what: str) -> None:
    """Remember that the person proved again who she is; `what` is the name of the address that asked."""
    remember(
        act=Act.CONFIRMED_AGAIN, by=person, subject=person, centre=person.centre, new={"kind": kind, "for": what[:60]}
    )


def _kind_of(person: User, code: str, at: datetime.datetime) -> FactorKind | None:
    if not code:
        return None
    if (demonstration := demonstration_code(person)) and constant_time_compare(code, demonstration):
        return FactorKind.DEMONSTRATION
    if len(code) == codes.APP_DIGITS:
        return _by_app(person, code, at)
    return _by_paper(person, code, at)


def _by_app(person: User, code: str, at: datetime.datetime) -> FactorKind | None:
    app = Authenticator.objects.select_for_update().filter(person=person).first()
    if app is None:
        return None
    secret = open_app(person.pk, bytes(app.sealed))
    found = codes.match(secret=secret, code=code, at=at, step=app.step, drift=app.drift)
    if found is None:
        return None
    app.step, app.drift = found
    app.used_at = at
    app.save(update_fields=["step", "drift", "used_at"])
    return FactorKind.AUTHENTICATOR


def _by_paper(person: User, code: str, at: datetime.datetime) -> FactorKind | None:
    wanted = code_digests(person.pk, code)
    row = unused_codes(person, at).select_for_update().filter(digest__in=wanted).first()
    if row is None:
        return None
    row.used_at = at
    row.save(update_fields=["used_at"])
    remember(
        act=Act.PRINTED_CODE_USED,
        by=person,
        subject=person,
        centre=person.centre,
        new={"kind": row.kind, "number": row.number},
    )
    return FactorKind(row.kind)


def _guard(person: User) -> FactorGuard:
    FactorGuard.objects.get_or_create(person=person)
    found: FactorGuard = FactorGuard.objects.select_for_update().get(person=person)
    return found


def _count(guard: FactorGuard, person: User, at: datetime.datetime) -> None:
    guard.failures += 1
    guard.failed_at = at
    guard.save(update_fields=["failures", "failed_at"])
    remember(act=Act.FACTOR_FAILED, by=person, subject=person, centre=person.centre, new={"failures": guard.failures})


def _settled(person: User) -> None:
    """Something lasting is set up: a reset stands no longer, and temporary codes count no more."""
    FactorGuard.objects.filter(person=person).update(reset_at=None)
    PrintedCode.objects.filter(person=person, kind=FactorKind.TEMPORARY).delete()


def new_codes(
    person: User, kind: FactorKind, number: int, at: datetime.datetime, until: datetime.datetime | None = None
) -> list[str]:
    """Give the person so many codes of a kind instead of the earlier ones; return them. Part of a remembered act."""
    PrintedCode.objects.filter(person=person, kind=kind).delete()
    taken = set(PrintedCode.objects.filter(person=person).values_list("digest", flat=True))
    made = codes.new_codes(number)
    while any(not taken.isdisjoint(code_digests(person.pk, code)) for code in made):
        made = codes.new_codes(number)
    key, under = factor_key("codes"), master_id()
    PrintedCode.objects.bulk_create(
        PrintedCode(
            person=person,
            kind=kind,
            number=place,
            digest=codes.digest(key, person.pk, code),
            under=under,
            made_at=at,
            valid_until=until,
        )
        for place, code in enumerate(made, 1)
    )
    return made


def shown(made: Sequence[str]) -> list[str]:
    """Return codes as they are printed: two groups of four."""
    return [f"{code[:4]} {code[4:]}" for code in made]
