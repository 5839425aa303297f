"""The attempt's page as a plain form: what was posted, question by question."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from assessments.enums import QuestionKind
from assessments.selectors.attempts import Card
from assessments.services.answers import LONGEST_TEXT, read_shown


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
    if card.kind == QuestionKind.MATCHING:
        return [_place(data.get(f"{name}-{side.number}", "")) for side in card.sides]
    if card.kind == QuestionKind.TRUE_FALSE:
        return {"true": True, "false": False}.get(data.get(name, ""))
    if card.kind == QuestionKind.NUMERIC:
        return data.get(name, "").strip()[:LONGEST_TEXT] or None
    return _place(data.get(name, ""))


def _place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else None
