"""Wrong tries to log in are counted; after many of them one has to wait. Nobody is ever locked out for good.

Besides django-axes, which asks one number at one address for five minutes after ten wrong tries. Why and how much:
docs/decisions/0022-throttling.md.
"""

import dataclasses
import datetime

from django.core import signing
from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.domain.numbers import normal_number
from accounts.domain.waiting import (
    ACCOUNT_QUIET,
    ADDRESS_WAIT,
    ADDRESS_WINDOW,
    DEVICE_WINDOW,
    MOST_OF_ADDRESS,
    MOST_OF_DEVICE,
    account_wait,
)
from accounts.enums import Act
from accounts.models import AuditEntry, TryCount, User

KEPT = datetime.timedelta(hours=2)
TICKET_LASTS = 600  # seconds after it is ripe
NEAR = datetime.timedelta(days=30)
SALT = "accounts.tries"


@dataclasses.dataclass(frozen=True)
class Wait:
    """How many seconds to wait; `ticket` lets one try of this number pass afterwards, however busy the address is."""

    seconds: int
    ticket: str


def _digest(kind: str, *values: str) -> str:
    return salted_hmac(f"{SALT}.{kind}", "\n".join(values), algorithm="sha256").hexdigest()[:32]


def _of_address(address: str) -> str:
    return _digest("address", address)


def _of_account(number: str) -> str:
    return _digest("account", normal_number(number))


def _of_device(number: str, device: str) -> str:
    return _digest("device", normal_number(number), device)


def note_failure(*, number: str, address: str, device: str, at: datetime.datetime) -> None:
    """Count one wrong password. A device that the account knows (`device` is its sign) counts by itself."""
    _count(_of_address(address), ADDRESS_WINDOW, at, slides=False)
    if device:
        _count(_of_device(number, device), DEVICE_WINDOW, at, slides=False)
    else:
        _count(_of_account(number), ACCOUNT_QUIET, at, slides=True)


def _count(digest: str, span: datetime.timedelta, at: datetime.datetime, *, slides: bool) -> None:
    """Add one; begin again after the span, or, where it slides, after so long without any. Two statements."""
    row = TryCount.objects.filter(digest=digest)
    stale = row.filter(**{"last_at__lte" if slides else "began_at__lte": at - span})
    if not stale.update(count=1, began_at=at, last_at=at) and not row.update(count=F("count") + 1, last_at=at):
        TryCount.objects.bulk_create([TryCount(digest=digest, began_at=at, last_at=at)], ignore_conflicts=True)


def device_is_trusted(*, number: str, device: str, at: datetime.datetime) -> bool:
    """Return whether a device that the account knows did not fail too often within five minutes. One query."""
    row = TryCount.objects.filter(digest=_of_device(number, device), began_at__gt=at - DEVICE_WINDOW)
    return not row.filter(count__gte=MOST_OF_DEVICE).exists()


def must_wait(*, number: str, address: str, is_known: bool, ticket: str, at: datetime.datetime) -> Wait | None:
    """Return how long to wait before this try is judged, or None. One query; two more when the account is tried much.

    A device that the account knows (`is_known`) never waits for the account's sake, nor does an address from which
    the person logged in within 30 days: there django-axes judges. The same for numbers that do not exist.
    """
    of_address, of_account = _of_address(address), _of_account(number)
    rows = {row.digest: row for row in TryCount.objects.filter(digest__in=(of_address, of_account))}
    account = rows.get(of_account)
    if account is not None and not is_known and account.last_at > at - ACCOUNT_QUIET:
        ready = account.last_at + account_wait(account.count)
        if ready > at and not _logged_in_near(number, address, at):
            return Wait(_seconds(ready - at), "")
    busy = rows.get(of_address)
    if busy is None or busy.count < MOST_OF_ADDRESS or busy.began_at <= at - ADDRESS_WINDOW:
        return None
    return _queue(of_address, of_account, ticket, at)


def _queue(of_address: str, of_account: str, ticket: str, at: datetime.datetime) -> Wait | None:
    """Let a ripe ticket of this number at this address pass; else give one, or say how long it still takes."""
    now = int(at.timestamp())
    try:
        whose, ripe = signing.loads(ticket, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        whose, ripe = "", 0
    if whose != of_address + of_account or now > ripe + TICKET_LASTS:
        ripe = now + int(ADDRESS_WAIT.total_seconds())
        ticket = signing.dumps([of_address + of_account, ripe], salt=SALT)
    return Wait(ripe - now, ticket) if ripe > now else None


def _logged_in_near(number: str, address: str, at: datetime.datetime) -> bool:
    person = User.objects.filter(service_number__iexact=normal_number(number)).values_list("pk", flat=True).first()
    if person is None:
        return False
    seen = AuditEntry.objects.filter(act=Act.LOG_IN, subject_id=str(person), address=address, at__gt=at - NEAR)
    return seen.exists()


def _seconds(span: datetime.timedelta) -> int:
    return max(1, -int(-span.total_seconds() // 1))


def forgive(number: str) -> None:
    """Forget the wrong tries for a number: somebody who knows the person gave a new slip."""
    TryCount.objects.filter(digest=_of_account(number)).delete()


def forget_tries(*, at: datetime.datetime) -> int:
    """Delete counts that nobody added to for two hours; return how many. For `manage.py tick`."""
    return TryCount.objects.filter(last_at__lt=at - KEPT).delete()[0]
