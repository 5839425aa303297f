"""The published lists of states, signed, as they stand now. Kept until a certificate is revoked or replaced."""

import dataclasses
import datetime
import hashlib
from collections.abc import Mapping

from django.core.cache import cache

from certificates.enums import CertificateState, KeyPurpose, KeyState
from certificates.models import Certificate, IssuerKey
from certificates.selectors.issuer_keys import issuer
from certificates.signing.keys import Key, KeysError, load_key
from certificates.signing.status import AGE, PURPOSES, REVOCATION, Purpose, make_list

VOID = {CertificateState.REVOKED, CertificateState.REPLACED}


@dataclasses.dataclass(frozen=True)
class PublishedList:
    """A signed list, and the moment for which it speaks."""

    number: int
    purpose: Purpose
    token: str
    made_at: datetime.datetime


def current_list(number: int, purpose: Purpose, *, at: datetime.datetime) -> PublishedList | None:
    """Return a list as it stands at the moment `at`; None when there is no such list, or no key to sign it.

    Three queries; signed anew when a state changed, or after twelve hours.
    """
    lists = _lists([number], (purpose,), at)
    return lists[0] if lists else None


def all_lists(*, at: datetime.datetime) -> list[PublishedList]:
    """Return every list: what a device takes along that will have no network. Three queries."""
    newest = Certificate.objects.filter(status_list__isnull=False).order_by("-status_list")
    last = newest.values_list("status_list", flat=True).first() or 1
    return _lists(range(1, last + 1), PURPOSES, at)


def _lists(numbers: "range | list[int]", purposes: tuple[Purpose, ...], at: datetime.datetime) -> list[PublishedList]:
    key = _key()
    if key is None:
        return []
    states = _states(numbers)
    return [_list(number, purpose, states[number], key, at) for number in states for purpose in purposes]


def _states(numbers: "range | list[int]") -> dict[int, dict[int, str]]:
    """Return the places of void certificates with their states, by list; only lists that exist (the first does)."""
    known = set(Certificate.objects.filter(status_list__in=numbers).values_list("status_list", flat=True).distinct())
    found: dict[int, dict[int, str]] = {number: {} for number in numbers if number in known or number == 1}
    rows = Certificate.objects.filter(status_list__in=list(found), state__in=VOID)
    for number, place, state in rows.values_list("status_list", "status_index", "state"):
        assert number is not None
        assert place is not None
        found[number][place] = state
    return found


def _key() -> Key | None:
    """Return the key that signs lists, if everybody can look it up."""
    try:
        key = load_key(KeyPurpose.CREDENTIAL)
    except KeysError:
        return None
    active = IssuerKey.objects.filter(purpose=KeyPurpose.CREDENTIAL, state=KeyState.ACTIVE, kid=key.kid)
    return key if active.exists() else None


def _list(number: int, purpose: Purpose, states: Mapping[int, str], key: Key, at: datetime.datetime) -> PublishedList:
    wanted = VOID if purpose == REVOCATION else {CertificateState.REPLACED}
    places = sorted(place for place, state in states.items() if state in wanted)
    digest = hashlib.sha256(repr((issuer(), key.kid, number, purpose, places)).encode("utf-8")).hexdigest()
    name = f"certificates.list.{number}.{purpose}"
    kept: tuple[str, PublishedList] | None = cache.get(name)
    if kept is not None and kept[0] == digest and datetime.timedelta() <= at - kept[1].made_at < AGE:
        return kept[1]
    made = PublishedList(number, purpose, make_list(number, purpose, places, issuer(), key, at), at)
    cache.set(name, (digest, made), int(AGE.total_seconds()))
    return made
