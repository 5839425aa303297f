"""Remember an act. Values hold ids and codes, never names."""

from typing import Any

from accounts.enums import Act
from accounts.models import AuditEntry, Centre, User


class UnknownActError(ValueError):
    """The act is not in the closed list."""


def remember(
    *,
    act: Act,
    by: User | None,
    subject: Any = None,
    centre: Centre | None = None,
    old: Any = None,
    new: Any = None,
    reason: str = "",
    address: str | None = None,
) -> AuditEntry:
    """Write one audit entry in the caller's transaction.

    `subject` is the row acted on (its model and id are kept), `old` and `new` small JSON values without names.
    Raises UnknownActError for an act outside the list.
    """
    if act not in Act.values:
        raise UnknownActError(act)
    return AuditEntry.objects.create(
        act=act,
        actor=by,
        centre=centre,
        subject=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        old=old,
        new=new,
        reason=reason,
        address=address,
    )
