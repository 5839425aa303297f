"""The audit trail as a file: who took it out is remembered."""

from accounts.enums import Act
from accounts.models import Centre, User
from accounts.selectors.audit import Asked, Line, trail_to_take_out
from accounts.services.audit import remember


def take_out_trail(*, asked: Asked, kind: str, by: User) -> list[Line]:
    """Return the entries for a file of a `kind`, and remember it: how many, and of which acts and centre."""
    lines = list(trail_to_take_out(by=by, asked=asked))
    new = {"list": "audit trail", "kind": kind, "rows": len(lines)}
    filters = {
        "act": asked.act,
        "since": str(asked.since or ""),
        "until": str(asked.until or ""),
        "code": asked.centre,
    }
    centre = Centre.objects.filter(code=asked.centre).first() if asked.centre else None
    remember(
        act=Act.EXPORTED,
        by=by,
        subject=centre,
        centre=centre or by.centre,
        new=new | {key: value for key, value in filters.items() if value},
    )
    return lines
