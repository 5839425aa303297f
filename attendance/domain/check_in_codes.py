"""The code that is shown in the room: made of session and time, kept nowhere. Rules only."""

import datetime
import hashlib
import hmac
import ipaddress
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from attendance.enums import CheckInOutcome

RENEWED = 30  # seconds for which one code is shown
DIGITS = 6
REMEMBERED = 40  # windows back for which a code is called too old and not wrong: 20 minutes
OPENS = datetime.timedelta(minutes=15)  # before the session begins


@dataclass(frozen=True)
class Facts:
    """What is known of a try to check in."""

    opens: datetime.datetime
    closes: datetime.datetime
    closed: bool  # cancelled, signed, or the cohort was closed by protocol
    address: str
    networks: Sequence[str]
    device_is_anothers: bool


def window_of(at: datetime.datetime) -> int:
    """Return the number of the time window of a moment."""
    return int(at.timestamp()) // RENEWED


def seconds_left(at: datetime.datetime) -> int:
    """Return for how many seconds the code of a moment is still shown, at least one."""
    return RENEWED - int(at.timestamp()) % RENEWED


def code_of(secret: bytes, session: uuid.UUID, window: int) -> str:
    """Return the code of a session in a time window: six digits."""
    digest = hmac.new(secret, f"{session}:{window}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


def read_code(secret: bytes, session: uuid.UUID, typed: str, at: datetime.datetime) -> CheckInOutcome:
    """Return whether a code is the one shown now: one window early or late is accepted, older ones are too old."""
    now = window_of(at)

    def is_of(window: int) -> bool:
        return hmac.compare_digest(code_of(secret, session, window).encode(), typed.encode())

    if any(is_of(window) for window in (now - 1, now, now + 1)):
        return CheckInOutcome.ACCEPTED
    if any(is_of(window) for window in range(now - REMEMBERED, now - 1)):
        return CheckInOutcome.OLD_CODE
    return CheckInOutcome.WRONG_CODE


def verdict(facts: Facts, code: CheckInOutcome, at: datetime.datetime) -> CheckInOutcome:
    """Return what becomes of a try whose code was read as `code`."""
    if facts.closed or not facts.opens <= at <= facts.closes:
        return CheckInOutcome.NOT_NOW
    if code is not CheckInOutcome.ACCEPTED:
        return code
    if facts.networks and not is_inside(facts.address, facts.networks):
        return CheckInOutcome.OUTSIDE
    if facts.device_is_anothers:
        return CheckInOutcome.OTHER_PERSON
    return CheckInOutcome.ACCEPTED


def is_inside(address: str, networks: Sequence[str]) -> bool:
    """True when an address lies in one of the networks; what cannot be read lies in none."""
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(here, ipaddress.IPv6Address) and here.ipv4_mapped:
        here = here.ipv4_mapped
    return any(_holds(network, here) for network in networks)


def _holds(network: str, here: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    try:
        return here in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
