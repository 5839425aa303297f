"""The statistics of a quiz as rows for a spreadsheet program: sums only, nobody by name or number."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.domain.statistics.items import ItemFigures
from assessments.selectors.statistics.figures import QuestionStatistics, QuizStatistics
from assessments.selectors.statistics.words import delta_words, sentence
from foundation.languages.titles import NATIVE_NAMES

DECIMALS = 5


def header(found: QuizStatistics) -> list[str]:
    """Return the headings in the reader's language; all figures are percent but numbers of people, α, Δ and χ²."""
    own = [
        _("Question"),
        _("Version"),
        _("Kind"),
        _("Attempts"),
        _("Facility index"),
        _("Standard deviation"),
        _("Random guess score"),
        _("Intended weight"),
        _("Effective weight"),
        _("Discrimination index"),
        _("Discriminative efficiency"),
        _("Findings"),
    ]
    for code in found.languages:
        name = NATIVE_NAMES[code]
        own += [f"{_('Answers')}, {name}", f"{_('Facility index')}, {name}", f"{_('Discrimination index')}, {name}"]
        if code != found.reference:
            own += [f"α, {name}", f"Δ, {name}", f"χ², {name}", f"p, {name}", f"ETS, {name}"]
    return own


def rows(found: QuizStatistics) -> list[list[object]]:
    """Return one row a question, in the order of the screen."""
    return [_row(found, one) for one in found.questions]


def _row(found: QuizStatistics, one: QuestionStatistics) -> list[object]:
    figures = one.figures
    row: list[object] = [
        one.asked.code,
        one.asked.number,
        one.asked.kind,
        figures.people,
        *_rounded(
            figures.facility,
            figures.deviation,
            one.guess,
            figures.intended,
            figures.effective,
            figures.discrimination,
            figures.efficiency,
        ),
        " ".join(sentence(note) for note in one.notes),
    ]
    biases = {bias.language: bias for bias in one.biases}
    for code in found.languages:
        row += _by_language(one.languages.get(code))
        if code != found.reference:
            compared = delta_words(biases[code]) if code in biases else {}
            row += [compared.get(name) for name in ("odds", "delta", "chi_square", "probability", "size")]
    return row


def _by_language(figures: ItemFigures | None) -> list[object]:
    if figures is None:
        return [None, None, None]
    return [figures.people, *_rounded(figures.facility, figures.discrimination)]


def _rounded(*values: float | None) -> Sequence[object]:
    return [None if value is None else round(value, DECIMALS) for value in values]


def summary(found: QuizStatistics) -> list[tuple[str, object]]:
    """Return name and value of the figures of the whole quiz."""
    figures = found.figures
    names = (
        (_("Mean"), figures.mean),
        (_("Median"), figures.median),
        (_("Standard deviation"), figures.deviation),
        (_("Skewness"), figures.skewness),
        (_("Kurtosis"), figures.kurtosis),
        (_("Coefficient of internal consistency"), figures.consistency),
        (_("Error ratio"), figures.error_ratio),
        (_("Standard error"), figures.standard_error),
    )
    return [(_("Attempts"), figures.attempts), *((name, _rounded(value)[0]) for name, value in names)]
