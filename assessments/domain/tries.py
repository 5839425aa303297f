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
    programme shows approved texts only, the exercise has none, and nobody has begun. `needed` is how many assessors
    the programme asks for here; `outsider_missing` when one of two must not have taught the group and everybody who
    recorded did; `no_more_tries` when this try is one more than the programme allows; `uncoached` when it is a re-sit
    and nobody noted any coaching.
    """

    assessors: frozenset[uuid.UUID]
    earlier_assessors: frozenset[uuid.UUID]
    agreement: Agreement
    woman_missing: bool
    passed: bool
    unapproved: bool = False
    needed: int = ASSESSORS
    outsider_missing: bool = False
    no_more_tries: bool = False
    uncoached: bool = False


@dataclasses.dataclass(frozen=True)
class Candidate:
    """Who wants to record. `sees_sheets`: as registrar or head she could already read the first two checklists.

    `teaches` the group; `authorised` to assess the course on the day.
    """

    pk: uuid.UUID
    woman: bool
    sees_sheets: bool = False
    teaches: bool = False
    authorised: bool = True


def refusal(candidate: Candidate, facts: TryFacts) -> Refusal | None:
    """Return why `candidate` may not record this try, or None when nothing stands against it.

    Who can read the sheets may be first or second assessor, but not the third.
    """
    about_try = {
        Refusal.PASSED: facts.passed,
        Refusal.UNAPPROVED: facts.unapproved,
        Refusal.RECORDED: candidate.pk in facts.assessors,
        Refusal.EARLIER_TRY: candidate.pk in facts.earlier_assessors,
        Refusal.NO_MORE_TRIES: facts.no_more_tries,
        Refusal.NOT_COACHED: facts.uncoached and not facts.assessors,
        Refusal.NOT_AUTHORISED: not candidate.authorised,
    }
    for why, holds in about_try.items():
        if holds:
            return why
    return _as_another(candidate, facts) if facts.assessors else None


def _as_another(candidate: Candidate, facts: TryFacts) -> Refusal | None:
    """Why `candidate` may not be the second or third assessor."""
    count = len(facts.assessors)
    if count >= facts.needed and facts.agreement is not Agreement.DIFFER:
        return Refusal.ONE_ENOUGH if count < ASSESSORS else Refusal.ENOUGH
    if count >= ASSESSORS and candidate.sees_sheets:
        return Refusal.HAS_SEEN
    if count >= ASSESSORS and facts.woman_missing and not candidate.woman:
        return Refusal.WOMAN_NEEDED
    if facts.outsider_missing and candidate.teaches:
        return Refusal.OUTSIDER_NEEDED
    return None
