"""The step of approval of a text as part of a larger query, for kinds whose approvals name the very words."""

from django.db.models import OuterRef, Subquery

from courses.enums import ApprovedKind
from courses.models import Approval


def newest_step(kind: ApprovedKind, *, code: str, language: str, text: str) -> Subquery:
    """Return the expression of the newest step of approval of each row's words; NULL where nobody has taken one.

    `code`, `language` and `text` name the columns, seen from the outer query, of code, language and hash of the words.
    """
    steps = Approval.objects.filter(
        kind=kind, code=OuterRef(code), language=OuterRef(language), source_hash=OuterRef(text)
    )
    return Subquery(steps.order_by("-at", "-pk").values("state")[:1])
