"""One question of an attempt as the head and the commission see it, who change its points."""

import dataclasses
import uuid
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from accounts.selectors.names import display_name
from assessments.enums import AttemptState
from assessments.models import AttemptQuestion, Marking
from assessments.selectors.cards import Card, cards_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclasses.dataclass(frozen=True)
class Settling:
    """The question with its card, who gave which points when, and the name of the person."""

    row: Any
    card: Card
    markings: Sequence[tuple[Marking, str]]
    name: str


def settling_of(
    attempt: uuid.UUID, position: int, user: "User", centres: Collection[int], language: str
) -> Settling | None:
    """Return one question of an attempt that was marked at one of the centres, not `user`'s own; None without it."""
    rows = AttemptQuestion.objects.filter(
        attempt=attempt,
        position=position,
        attempt__state=AttemptState.SUBMITTED,
        attempt__enrolment__cohort__centre__in=centres,
    )
    row = (
        rows.exclude(attempt__enrolment__person=user)
        .select_related("attempt__quiz", "attempt__enrolment__person", "attempt__enrolment__cohort__programme_version")
        .first()
    )
    if row is None:
        return None
    drafts_shown = row.attempt.enrolment.cohort.programme_version.drafts_shown
    cards = cards_of(row.attempt, language, drafts_shown=drafts_shown, handed_in=True)
    card = next(one for one in cards if one.position == position)
    markings = list(row.markings.select_related("by").order_by("at", "pk"))
    shown = [(one, display_name(one.by, language)) for one in markings]
    return Settling(row, card, shown, display_name(row.attempt.enrolment.person, language))
