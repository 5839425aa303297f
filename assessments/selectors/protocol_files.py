"""The papers of a protocol that somebody may read."""

import uuid
from typing import TYPE_CHECKING

from assessments.models import ProtocolFile

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Protocol


def papers_of(user: "User", protocol: "Protocol") -> list[ProtocolFile]:
    """Return the papers of a protocol that `user` may read, oldest first. One query."""
    return list(ProtocolFile.objects.visible_to(user).filter(protocol=protocol))


def paper_of(user: "User", pk: uuid.UUID) -> ProtocolFile | None:
    """Return one paper that `user` may read, or None."""
    found: ProtocolFile | None = ProtocolFile.objects.visible_to(user).filter(pk=pk).first()
    return found
