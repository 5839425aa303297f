"""What the figures of a question say in plain words, most urgent first."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.domain.statistics.bias import Bias, Size
from assessments.domain.statistics.items import ItemFigures

ENOUGH = 10  # attempts; below that a question is not judged
ENOUGH_FOR_OPTIONS = 20
FEWEST_SHOWN = 3  # people; below that no share is shown
EASY, HARD = 95.0, 10.0  # percent of the full mark on average
WEAK = 15.0  # discriminative efficiency below which Moodle marks a question as dubious
GAP = 30.0  # percent right less than in the reference, when there are too few people for a test


class Finding(models.TextChoices):
    """A sentence with what to do. The order is that of urgency."""

    KEY = "key", _("The best got this wrong: check the key.")
    HARDER = (
        "harder",
        _("%(there)s right %(in_reference)s, %(here)s %(in_language)s, %(people)s people: %(read_it)s."),
    )
    EASIER = (
        "easier",
        _(
            "%(there)s right %(in_reference)s, %(here)s %(in_language)s, %(people)s people: does the text "
            "give the answer away?"
        ),
    )
    HARD = "hard", _("Nearly nobody knows this.")
    WEAK = "weak", _("Those who know the rest know this hardly more often than others.")
    UNUSED = "unused", _("Nobody chose option %(number)s.")
    EASY = "easy", _("Nearly everybody knows this.")
    FEW = "few", _("Too few attempts to say anything (%(people)s).")


ORDER = {finding: place for place, finding in enumerate(Finding)}
# Findings that ask somebody to do something now.
URGENT = frozenset({Finding.KEY, Finding.HARDER, Finding.EASIER})


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """One finding: `number` of an option from 1, or the comparison of a language with the reference."""

    finding: Finding
    people: int = 0
    number: int = 0
    bias: Bias | None = None

    @property
    def urgency(self) -> tuple[int, int]:
        """Place in the order of urgency; strong differences between languages before others."""
        strong = self.bias is not None and self.bias.compared is not None and self.bias.compared.size == Size.STRONG
        return ORDER[self.finding], 0 if strong else 1


def notes_of(
    figures: ItemFigures, *, biases: Iterable[Bias] = (), options: Mapping[int, int] | None = None
) -> list[Note]:
    """Return what is to be said of a question, most urgent first.

    `options` tells how often each option (by its number in the manuscript) was chosen, for kinds that have options.
    """
    if figures.people < ENOUGH:
        return [Note(Finding.FEW, people=figures.people)]
    found = [*_judged(figures), *_languages(biases)]
    if options and figures.people >= ENOUGH_FOR_OPTIONS:
        found += [Note(Finding.UNUSED, number=number + 1) for number, times in sorted(options.items()) if not times]
    return sorted(found, key=lambda note: (*note.urgency, note.number))


def _judged(figures: ItemFigures) -> list[Note]:
    """A negative index tells of the key only where it is more than chance: one standard error, 1 / √n."""
    found = []
    index = figures.discrimination
    if index is not None and index <= -100 / figures.people**0.5:
        found.append(Note(Finding.KEY, people=figures.people))
    if figures.facility >= EASY:
        found.append(Note(Finding.EASY, people=figures.people))
    elif figures.facility <= HARD:
        found.append(Note(Finding.HARD, people=figures.people))
    elif not found and figures.efficiency is not None and figures.efficiency < WEAK:
        found.append(Note(Finding.WEAK, people=figures.people))
    return found


def _languages(biases: Iterable[Bias]) -> list[Note]:
    found = []
    for one in biases:
        if not differs(one):
            continue
        harder = one.compared.delta < 0 if one.compared else one.right < one.reference_right
        found.append(Note(Finding.HARDER if harder else Finding.EASIER, people=one.people, bias=one))
    return found


def differs(one: Bias) -> bool:
    """Return whether a question is another one in that language.

    Classes B and C. With too few people for the test: right at least 30 points less often (or more often) than in the
    reference, beyond what the rest of the quiz shows of the same people; ten people at least on each side.
    """
    if one.compared is not None:
        return one.compared.size != Size.NONE
    if not one.few or min(one.people, one.reference_people) < ENOUGH:
        return False
    gap = one.right - one.reference_right
    beyond = gap - (one.rest - one.reference_rest)
    return abs(gap) >= GAP and abs(beyond) >= GAP and gap * beyond > 0


def urgency_of(notes: Sequence[Note]) -> tuple[int, int]:
    """Return the place of a question among others: that of its most urgent finding, last without any."""
    return min((note.urgency for note in notes), default=(len(ORDER), 0))
