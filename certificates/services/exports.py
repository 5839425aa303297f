"""Remember what leaves the house."""

from typing import TYPE_CHECKING, Any

from accounts.enums import Act
from accounts.services.audit import remember

if TYPE_CHECKING:
    from accounts.models import Centre, User


def note_export(*, subject: Any, centre: "Centre | None", kind: str, lines: int, by: "User", what: str = "") -> None:
    """Remember that a register or list was taken as paper or spreadsheet. Ids and counts only."""
    new: dict[str, Any] = {"kind": kind, "lines": lines}
    remember(act=Act.EXPORTED, by=by, subject=subject, centre=centre, new={"list": what, **new} if what else new)
