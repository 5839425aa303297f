"""What the readers of all formats return, and what a question must be before it can be kept."""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.domain.kinds.places import gap_numbers
from assessments.domain.kinds.plain import read_number
from assessments.domain.kinds.short import LONGEST_SHORT
from assessments.enums import QuestionKind

MOST_QUESTIONS = 2000
LARGEST_FILE = 5 * 1024 * 1024
LARGEST_PACKAGE = 20 * 1024 * 1024
LONGEST_TEXT = 20_000
MOST_OPTIONS = 20
FEWEST = 2
MOST_MARKS = 10
MOST_TAGS = 20
LONGEST_TAG = 40
HUNDRED = 100
THOUSAND = 1000
LARGEST_NUMBER = Decimal(10) ** 15


class FileRefusedError(ValueError):
    """The whole file cannot be read; its text is a sentence in the active language."""


class ItemRefusedError(ValueError):
    """One question cannot be read; its text is a sentence in the active language."""


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a question as it stood in the file; sizes are those in which its places are told."""

    name: str
    data: bytes = dataclasses.field(repr=False)
    width: int = THOUSAND
    height: int = THOUSAND


@dataclasses.dataclass(frozen=True, slots=True)
class Imported:
    """One question of a file, in one language.

    `key` has the shape of domain/kinds, `options` that of `words_wanted`; words hold the marks of manuscripts. `line`
    is the line of the file, or the number of the item. `notes` are sentences on what could not be kept.
    """

    line: int
    kind: str
    key: Mapping[str, Any]
    stem: str
    options: Sequence[Any] = ()
    feedback: str = ""
    marks: int = 1
    name: str = ""
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    picture: Picture | None = None
    difficulty: str = ""

    @property
    def words(self) -> dict[str, Any]:
        """The words as `QuestionText` holds them."""
        return {"stem": self.stem, "options": list(self.options), "feedback": self.feedback}


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a line. One that does not block is something that is left out, such as an unknown type."""

    line: int
    sentence: str
    blocks: bool = True


@dataclasses.dataclass(slots=True)
class Reading:
    """What a reader found: the questions in the order of the file, and what is wrong with others."""

    questions: list[Imported] = dataclasses.field(default_factory=list)
    problems: list[Problem] = dataclasses.field(default_factory=list)

    def add(self, question: Imported) -> None:
        """Take a question, or say why it is not sound. Raises FileRefusedError when there are too many."""
        if len(self.questions) + len(self.problems) >= MOST_QUESTIONS:
            raise FileRefusedError(_("The file has more than 2,000 questions. Divide it into several files."))
        wrong = faults(question)
        if wrong:
            self.problems.append(Problem(question.line, " ".join(wrong)))
        else:
            self.questions.append(question)

    def refuse(self, line: int, sentence: str) -> None:
        """Say what is wrong at a line: nothing of the file will be imported."""
        self.problems.append(Problem(line, sentence))

    def leave_out(self, line: int, sentence: str) -> None:
        """Say what is not taken from the file; the rest can be imported."""
        self.problems.append(Problem(line, sentence, blocks=False))


def not_read(what: str) -> str:
    """Return the sentence for a type of question that is known and not read."""
    return _("Questions of the type “%(type)s” are not read. It is left out.") % {"type": what[:60]}


def whole_answer(language: str) -> str:
    """Return the only line of a rubric for an essay whose file has none, in the language of the file."""
    with override(language):
        return _("The answer as a whole")


def numeric_key(value: object, tolerance: object = "0") -> dict[str, str]:
    """Return the key of a number and its tolerance as typed. Raises ItemRefusedError."""
    number, around = read_number(str(value)), read_number(str(tolerance))
    if number is None or around is None or around < 0 or abs(number) > LARGEST_NUMBER or around > LARGEST_NUMBER:
        raise ItemRefusedError(_("The answer is not a number that can be read: %(text)s") % {"text": str(value)[:40]})
    return {"value": format(number, "f"), "tolerance": format(around, "f")}


def range_key(low: object, high: object) -> dict[str, str]:
    """Return the key of a number between two, both ends right. Raises ItemRefusedError."""
    ends = [Decimal(numeric_key(end)["value"]) for end in (low, high)]
    middle = (ends[0] + ends[1]) / 2
    return numeric_key(format(middle, "f"), format(abs(ends[1] - ends[0]) / 2, "f"))


def numbers_equal(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when two numeric keys say the same: 39 and 39.0."""
    return all(Decimal(one[name]) == Decimal(other[name]) for name in ("value", "tolerance"))


def choice(right: Sequence[int], size: int, *, several: bool) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """Return kind, key and notes of a choice.

    A single choice with several right options becomes a multiple choice: here every right one is to be chosen.
    """
    notes: tuple[str, ...] = ()
    if not several and len(right) > 1:
        several, notes = True, (_("More than one option is right: it becomes a multiple choice."),)
    kind = QuestionKind.MULTIPLE if several else QuestionKind.SINGLE
    return str(kind), {"options": size, "right": sorted(right)}, notes


def faults(question: Imported) -> list[str]:
    """Return in the active language why a question cannot be kept; empty when it can.

    What its words must be beside this, `services/wording.problems_of` says.
    """
    wrong = []
    texts = [question.stem, question.feedback, *_flat(question.options)]
    if any(len(text) > LONGEST_TEXT for text in texts):
        wrong.append(_("A text is longer than 20,000 letters."))
    if not question.stem.strip():
        wrong.append(_("The question is missing."))
    if not 1 <= question.marks <= MOST_MARKS:
        wrong.append(_("A question is worth 1 to 10 points."))
    return wrong + _key_faults(question)


def _key_faults(question: Imported) -> list[str]:
    kind, key = question.kind, question.key
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        if not FEWEST <= key["options"] <= MOST_OPTIONS:
            return [_("A choice has 2 to 20 options.")]
        return [] if key["right"] else [_("No option is right.")]
    if kind == QuestionKind.MATCHING:
        return [] if FEWEST <= key["pairs"] <= MOST_OPTIONS else [_("A matching has 2 to 20 pairs.")]
    if kind == QuestionKind.ORDERING:
        return [] if FEWEST <= key["items"] <= MOST_OPTIONS else [_("An ordering has 2 to 20 items.")]
    if kind == QuestionKind.GAPS:
        return _gap_faults(question)
    if kind == QuestionKind.SHORT:
        return _short_faults(key["accepted"])
    if kind == QuestionKind.ESSAY and sum(key["lines"]) != question.marks:
        return [_("The lines of the rubric must make the points of the question together.")]
    if kind == QuestionKind.HOTSPOT:
        return _area_faults(question)
    return []


def _gap_faults(question: Imported) -> list[str]:
    gaps = question.key["gaps"]
    if not 1 <= len(gaps) <= MOST_OPTIONS or any(not FEWEST <= size <= MOST_OPTIONS for size, _right in gaps):
        return [_("A text has 1 to 20 gaps, each with 2 to 20 options.")]
    if gap_numbers(question.stem) != list(range(1, len(gaps) + 1)):
        return [_("Each gap stands once in the text, as {1}, {2} and so on, in this order.")]
    return []


def _short_faults(accepted: Sequence[Sequence[Any]]) -> list[str]:
    if len(accepted) > MOST_OPTIONS or any(len(text) > LONGEST_SHORT or not text for _code, text, _worth in accepted):
        return [_("A short answer has at most 20 accepted answers of at most 120 letters.")]
    return [] if any(worth == HUNDRED for _code, _text, worth in accepted) else [_("No answer is worth 100 percent.")]


def _area_faults(question: Imported) -> list[str]:
    areas = question.key["areas"]
    inside = all(
        min(area) >= 0
        and area[2] > 0
        and area[3] > 0
        and area[0] + area[2] <= THOUSAND
        and area[1] + area[3] <= THOUSAND
        for area in areas
    )
    if question.picture is None:
        return [_("The picture is missing.")]
    return (
        [] if areas and len(areas) <= MOST_OPTIONS and inside else [_("The right places must lie inside the picture.")]
    )


def _flat(options: Sequence[Any]) -> list[str]:
    return [text for one in options for text in (one if isinstance(one, list | tuple) else [one])]
