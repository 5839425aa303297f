"""The attempt's page as a plain form: what was posted, question by question."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from assessments.domain.kinds.plain import read_number
from assessments.enums import QuestionKind
from assessments.selectors.cards import Card
from assessments.services.answers import LONGEST_LINE, LONGEST_TEXT, read_shown

TYPED = {QuestionKind.NUMERIC: LONGEST_LINE, QuestionKind.SHORT: LONGEST_LINE, QuestionKind.ESSAY: LONGEST_TEXT}
THOUSANDTHS_OF_A_PERCENT = 10


def posted_answers(data: QueryDict, cards: Sequence[Card]) -> tuple[dict[int, Any], dict[int, Any]]:
    """Return (answers, what the page showed) by position, of the questions that the form held."""
    answers: dict[int, Any] = {}
    shown: dict[int, Any] = {}
    for card in cards:
        was = data.get(f"was{card.position}")
        if was is not None:
            shown[card.position] = read_shown(was)
            answers[card.position] = _answer(data, card)
    return answers, shown


def _answer(data: QueryDict, card: Card) -> Any:
    name = f"q{card.position}"
    if card.kind == QuestionKind.MULTIPLE:
        return sorted(place for place in map(_place, data.getlist(name)) if place is not None)
    if card.sides:
        return [_place(data.get(f"{name}-{side.number}", "")) for side in card.sides]
    if card.kind == QuestionKind.TRUE_FALSE:
        return {"true": True, "false": False}.get(data.get(name, ""))
    if card.kind == QuestionKind.HOTSPOT:
        point = [_thousandths(data.get(f"{name}-{side}", "")) for side in ("x", "y")]
        return None if None in point else point
    if card.choices:
        return _place(data.get(name, ""))
    typed = data.get(name, "").replace("\r\n", "\n").strip()
    return typed[: TYPED.get(QuestionKind(card.kind), LONGEST_LINE)] or None


def _place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else None


def _thousandths(text: str) -> int | None:
    """Return percent as typed, in either digits, as thousandths; None when it is no number from 0 to 100."""
    percent = read_number(text)
    if percent is None or not 0 <= percent <= 100:
        return None
    return round(percent * THOUSANDTHS_OF_A_PERCENT)
