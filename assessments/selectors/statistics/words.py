"""Findings and answers as sentences in the active language."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.statistics.bias import Bias
from assessments.domain.statistics.chosen import Chosen, Sort
from assessments.domain.statistics.findings import Note


def sentence(note: Note) -> str:
    """Return a finding as one sentence. Shares are rounded to whole percent."""
    values: dict[str, Any] = {"people": note.people, "number": note.number}
    if note.bias is not None:
        values |= of_languages(note.bias)
    return str(note.finding.label) % values


def of_languages(bias: Bias) -> dict[str, Any]:
    """Return the values of the sentences that compare two languages."""
    return {
        "there": f"{bias.reference_right:.0f} %",
        "here": f"{bias.right:.0f} %",
        "in_reference": in_language(bias.reference),
        "in_language": in_language(bias.language),
        "read_it": read_text(bias.language),
        "people": bias.people,
    }


def in_language(code: str) -> str:
    """Return "in Tajik" and so on."""
    known = {"tg": _("in Tajik"), "fa-af": _("in Dari"), "ru": _("in Russian"), "en": _("in English")}
    return known.get(code, code)


def read_text(code: str) -> str:
    """Return what to do with the text in a language, inside a sentence."""
    known = {
        "tg": _("read the Tajik text"),
        "fa-af": _("read the Dari text"),
        "ru": _("read the Russian text"),
        "en": _("read the English text"),
    }
    return known.get(code, code)


def answer_words(one: Chosen, options: Sequence[Any]) -> str:
    """Return a counted answer in the words of a question's text; numbers where those words are not at hand.

    `options` are those of the text: words, for matching pairs of words, for gaps the words of each gap.
    """
    if one.sort == Sort.TRUTH:
        return _("True") if one.first else _("False")
    if one.sort == Sort.TYPED:
        return one.words
    if one.sort == Sort.NOTHING:
        return _("No answer")
    if one.sort == Sort.OPTION:
        return _word(options, one.first) or _("Option %(number)s") % {"number": one.first + 1}
    if one.sort == Sort.PLACE:
        return f"{one.first + 1}. {_word(options, one.second) or one.second + 1}"
    return f"{_side(options, one.first, 0, one.first)} → {_side(options, one.second, 1, one.first)}"


def _word(options: Sequence[Any], number: int) -> str:
    found = options[number] if number < len(options) else ""
    return found if isinstance(found, str) else ""


def _side(options: Sequence[Any], number: int, column: int, gap: int) -> str:
    """Return one side of a pair; for gaps (lists of words) the number of the gap, or the word put in."""
    row = options[number] if number < len(options) else None
    if isinstance(row, list) and len(row) == 2 and all(isinstance(word, str) for word in row):
        return str(row[column])
    words = options[gap] if gap < len(options) else None
    if column and isinstance(words, list) and number < len(words):
        return str(words[number])
    return str(number + 1)


def delta_words(bias: Bias) -> Mapping[str, Any]:
    """Return the coefficients of a comparison for a table: rounded, infinite ones as a sign, none without it."""
    compared = bias.compared
    if compared is None:
        return {}
    return {
        "odds": "∞" if math.isinf(compared.odds) else round(compared.odds, 2),
        "delta": ("+∞" if compared.delta > 0 else "−∞") if math.isinf(compared.delta) else round(compared.delta, 2),
        "chi_square": round(compared.chi_square, 2),
        "probability": round(compared.probability, 4),
        "size": compared.size.value,
    }
