"""Who may still record one try of a practical exercise. Source: domain.md 4.3 (re-sit), 4.5 (assessors)."""

import dataclasses
import uuid

from assessments.domain.checklists import ASSESSORS, Agreement
from assessments.enums import Refusal


@dataclasses.dataclass(frozen=True)
class TryFacts:
    """What decides about the next checklist of a try.

    `assessors` of this try and of earlier ones; `woman_missing` when the exercise asks for a woman assessor and none
    of this try's assessors is one; `passed` when an earlier try was confirmed as competent; `unapproved` when the
    programme shows approved texts only, the exercise has none, and nobody has begun.
    """

    assessors: frozenset[uuid.UUID]
    earlier_assessors: frozenset[uuid.UUID]
    agreement: Agreement
    woman_missing: bool
    passed: bool
    unapproved: bool = False


def refusal(*, candidate: uuid.UUID, woman: bool, sees_sheets: bool, facts: TryFacts) -> Refusal | None:
    """Return why `candidate` may not record this try, or None when nothing stands against it.

    `sees_sheets` says that the candidate, as registrar or head, could already read the first two checklists: such a
    person may be first or second assessor, but not the third.
    """
    if facts.passed:
        return Refusal.PASSED
    if facts.unapproved:
        return Refusal.UNAPPROVED
    if candidate in facts.assessors:
        return Refusal.RECORDED
    if candidate in facts.earlier_assessors:
        return Refusal.EARLIER_TRY
    if len(facts.assessors) < ASSESSORS:
        return None
    if facts.agreement is not Agreement.DIFFER:
        return Refusal.ENOUGH
    if sees_sheets:
        return Refusal.HAS_SEEN
    if facts.woman_missing and not woman:
        return Refusal.WOMAN_NEEDED
    return None
