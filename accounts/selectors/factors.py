"""What a person has to prove with, as the own page and the pages that ask show it."""

import base64
import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.domain import factors as codes
from accounts.domain import passkeys
from accounts.domain.passkeys import Question, Site
from accounts.domain.sealing import SealError, derive, key_id, unseal
from accounts.enums import FactorKind
from accounts.models import Authenticator, FactorGuard, Passkey, PrintedCode, User
from accounts.selectors.names import key_store


@dataclasses.dataclass(frozen=True)
class Factors:
    """The factors of a person. `card_next`: the lowest number of the code card that was not used."""

    authenticator: Authenticator | None
    passkeys: Sequence[Passkey]
    left: dict[str, int]
    card_next: int | None
    reset: bool  # a reset stands: nothing can be set up without a code that was given by hand

    @property
    def lasting(self) -> int:
        """How many factors there are that last: app, passkeys, a card with codes."""
        return bool(self.authenticator) + len(self.passkeys) + bool(self.left[FactorKind.CARD])

    @property
    def typed(self) -> bool:
        """Whether there is a code to type."""
        return self.authenticator is not None or any(self.left.values())

    @property
    def in_use(self) -> bool:
        """Whether the person has, or had before a reset, a factor."""
        return self.any or self.reset

    @property
    def any(self) -> bool:
        """Whether there is anything to prove with."""
        return self.typed or bool(self.passkeys)


def unused_codes(person: User, at: datetime.datetime) -> "QuerySet[Any]":
    """Return the printed codes of a person that still count at `at`, in the order of kind and number. One query."""
    ends = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return PrintedCode.objects.filter(ends, person=person, used_at__isnull=True).order_by("kind", "number")


def factors_of(person: User, *, at: datetime.datetime) -> Factors:
    """Return what the person can prove with at `at`. Four queries."""
    codes = list(unused_codes(person, at))
    card = [code.number for code in codes if code.kind == FactorKind.CARD]
    guard = FactorGuard.objects.filter(person=person).first()
    return Factors(
        authenticator=Authenticator.objects.filter(person=person).first(),
        passkeys=list(Passkey.objects.filter(person=person)),
        left={
            kind: sum(code.kind == kind for code in codes)
            for kind in (FactorKind.BACKUP, FactorKind.CARD, FactorKind.TEMPORARY)
        },
        card_next=card[0] if card else None,
        reset=guard is not None and guard.reset_at is not None,
    )


def factor_key(purpose: str) -> bytes:
    """Return the key that seals keys of apps ("factor") or hashes printed codes ("codes"): made of the master key."""
    return derive(base64.b64decode(settings.MASTER_KEY), purpose)


def master_id() -> str:
    """Return by which signs the master key of now is called, beside what cannot say itself on which one it hangs."""
    return key_id(base64.b64decode(settings.MASTER_KEY))


def open_app(person: uuid.UUID, sealed: bytes) -> bytes:
    """Return the key of a person's app; while the master key is changed, of either. Raises SealError."""
    try:
        return unseal(factor_key("factor"), sealed, person.bytes)
    except SealError:
        if not settings.MASTER_KEY_OLD:
            raise
        return unseal(derive(base64.b64decode(settings.MASTER_KEY_OLD), "factor"), sealed, person.bytes)


def code_digests(person: uuid.UUID, code: str) -> list[str]:
    """Return the hashes under which a printed code of the person may stand; the last one is that of a new code."""
    return codes.digests(key_store().line("codes"), person, code)


def question_for(person: User, factors: Factors, *, site: Site, make: bool = False) -> Question | None:
    """Return what the browser is asked: to prove with a passkey or, with `make`, to make one; None where it cannot."""
    if not site.takes_passkeys:
        return None
    known = [passkey.credential for passkey in factors.passkeys]
    if make:
        return passkeys.ask_to_make(site=site, person=person.pk, number=person.service_number, known=known)
    return passkeys.ask_to_prove(site=site, known=known) if known else None
