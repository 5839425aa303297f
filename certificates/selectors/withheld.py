"""How a withheld certificate can be confirmed: whether there is a phrase (for its holder only), and its links."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

from certificates.domain.codes import grouped
from certificates.models import Certificate, OneTimeLink, Phrase

if TYPE_CHECKING:
    from accounts.models import User

LINKS_SHOWN = 20


@dataclasses.dataclass(frozen=True)
class Link:
    row: OneTimeLink
    state: str  # open, used, withdrawn, expired
    own: bool  # made by the reader
    by_holder: bool


@dataclasses.dataclass(frozen=True)
class How:
    certificate: Certificate
    code: str  # grouped
    phrase: Phrase | None  # the holder's own; None for everybody else
    links: list[Link]


def how_to_confirm(certificate: Certificate, user: "User", at: datetime.datetime) -> How:
    """Return how a withheld certificate can be confirmed, as `user` may know it."""
    rows = certificate.links.all()[:LINKS_SHOWN]
    return How(
        certificate=certificate,
        code=grouped(certificate.code),
        phrase=Phrase.objects.visible_to(user).filter(certificate=certificate).first(),
        links=[
            Link(row, _state(row, at), row.made_by_id == user.pk, row.made_by_id == certificate.person_id)
            for row in rows
        ],
    )


def _state(row: OneTimeLink, at: datetime.datetime) -> str:
    if row.used_at:
        return "used"
    if row.withdrawn_at:
        return "withdrawn"
    return "open" if at < row.expires_at else "expired"
