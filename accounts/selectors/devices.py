"""The devices on which a person is logged in, as the person is shown them."""

import dataclasses
import datetime
import uuid

from accounts.models import Session, User


@dataclasses.dataclass(frozen=True)
class Device:
    """One session. `browser` and `system` are families (accounts.domain.browsers), empty when unknown."""

    pk: uuid.UUID | None
    browser: str
    system: str
    address: str
    shared: bool
    started_at: datetime.datetime
    seen_at: datetime.datetime
    is_this: bool


def devices_of(user: User, *, here: str | None) -> list[Device]:
    """Return the person's own sessions, the one with the key `here` first, then the last used. One query."""
    rows = Session.objects.visible_to(user).in_force().order_by("-seen_at")
    devices = [
        Device(
            pk=row.device,
            browser=row.browser,
            system=row.system,
            address=row.address or "",
            shared=row.shared,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this=row.session_key == here,
        )
        for row in rows
    ]
    return sorted(devices, key=lambda device: not device.is_this)


def count_sessions(person: User) -> int:
    """Return on how many devices the person is logged in now. One query."""
    return Session.objects.filter(person=person).in_force().count()
