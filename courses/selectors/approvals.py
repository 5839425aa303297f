"""The step of approval of a text as part of a larger query, for kinds whose approvals name the very words."""

from django.db.models import Exists, OuterRef, Q, Subquery

from courses.enums import ApprovalState, ApprovedKind
from courses.models import Approval


def newest_step(kind: ApprovedKind, *, code: str, language: str, text: str) -> Subquery:
    """Return the expression of the newest step of approval of each row's words; NULL where nobody has taken one.

    `code`, `language` and `text` name the columns, seen from the outer query, of code, language and hash of the words.
    """
    steps = Approval.objects.filter(
        kind=kind, code=OuterRef(code), language=OuterRef(language), source_hash=OuterRef(text)
    )
    return Subquery(steps.order_by("-at", "-pk").values("state")[:1])


def codes_in_review(kind: ApprovedKind) -> list[str]:
    """Return the codes of texts whose last step in some language left them in review. One query.

    Words that were changed since are among them: how a text stands today, its standing says.
    """
    same = Approval.objects.filter(kind=kind, code=OuterRef("code"), language=OuterRef("language"))
    later = same.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    steps = Approval.objects.filter(kind=kind, state__in=(ApprovalState.SUBJECT_REVIEW, ApprovalState.LANGUAGE_REVIEW))
    return list(steps.filter(~Exists(later)).order_by().values_list("code", flat=True).distinct())
