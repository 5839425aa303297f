"""Quizzes on paper: which to print in how many versions; the grid in which sheets are typed."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.paper_answers import LONGEST_LINE, LONGEST_TEXT, UnreadableError, read_typed
from assessments.enums import QuestionKind
from assessments.services.paper_quizzes import MOST_VERSIONS, Sheet
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from assessments.models import PaperVersion, Quiz
    from assessments.selectors.paper_quizzes import Asked, Place

# How an answer of a kind looks on paper, shown in the empty cells of the grid.
LOOKS: Mapping[str, str] = {
    QuestionKind.SINGLE: "A",
    QuestionKind.MULTIPLE: "AC",
    QuestionKind.TRUE_FALSE: "T F",
    QuestionKind.NUMERIC: "12.5",
    QuestionKind.MATCHING: "B-A-C",
    QuestionKind.ORDERING: "3-1-2",
    QuestionKind.GAPS: "A-C",
    QuestionKind.HOTSPOT: "35-60",
    QuestionKind.MRZ: "A",
    QuestionKind.SHORT: "…",
    QuestionKind.ESSAY: "…",
}


class PrintForm(forms.Form):
    """Which quiz, in how many versions."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    quiz = forms.TypedChoiceField(label=gettext_lazy("Quiz"), coerce=int)
    versions = forms.TypedChoiceField(
        label=gettext_lazy("Versions"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, MOST_VERSIONS + 1)],
        help_text=gettext_lazy("Neighbours get different versions. Each has a code of its own."),
    )

    def __init__(self, *args: Any, quizzes: "Sequence[Quiz]", language: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"submission": uuid.uuid4(), "versions": 2})
        super().__init__(*args, **kwargs)
        self._quizzes = {quiz.pk: quiz for quiz in quizzes}
        field = self.fields["quiz"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(quiz.pk, f"{quiz.code} · {pick(quiz.titles, language).text}") for quiz in quizzes]

    def clean_quiz(self) -> "Quiz":
        return self._quizzes[self.cleaned_data["quiz"]]


@dataclasses.dataclass
class Cell:
    """One answer in the grid as it was typed; `looks` is how such an answer looks."""

    name: str
    position: int
    text: str
    looks: str
    long: bool = False
    error: str = ""


@dataclasses.dataclass
class GridRow:
    """One person's row: the version chosen, the cells, what is wrong."""

    place: "Place"
    code: str
    cells: list[Cell]
    error: str = ""

    @property
    def key(self) -> str:
        """What the names of the row's fields end in."""
        return str(self.place.line.enrolment.pk)


class SheetGrid:
    """The grid: `v-<enrolment>` is the version, `a-<enrolment>-<position>` an answer. Empty version: no sheet."""

    def __init__(
        self,
        places: "Sequence[Place]",
        papers: "Sequence[PaperVersion]",
        asked: "Mapping[uuid.UUID, Sequence[Asked]]",
        data: Mapping[str, str] | None = None,
    ) -> None:
        self._papers = {paper.code: paper for paper in papers}
        self._asked = asked
        self._data = data or {}
        self.columns = max(len(listed) for listed in asked.values())
        self.rows = [self._row(place) for place in places if place.typed is None]
        self.submission = self._data.get("submission") or str(uuid.uuid4())
        self.problem = ""
        self.sheets: list[Sheet] = []
        if data is not None:
            self._read()

    @property
    def valid(self) -> bool:
        """True when every sheet could be read and there is one."""
        return not self.problem and not any(row.error or any(cell.error for cell in row.cells) for row in self.rows)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: service number and sentence."""
        return [
            (row.place.number, text)
            for row in self.rows
            for text in (row.error, *(cell.error for cell in row.cells))
            if text
        ]

    def refuse(self, why: Mapping[uuid.UUID, str]) -> None:
        """Say at the rows why their sheets are not stored."""
        said = {
            "there": _("The sheet of this person is stored already."),
            "open": _("This person has begun this quiz on a device and not handed it in."),
            "exhausted": _("This person has used all attempts."),
            "not_admitted": _("This person is not admitted to the exit test yet."),
        }
        for row in self.rows:
            row.error = said.get(why.get(row.place.line.enrolment.pk, ""), row.error)

    def _row(self, place: "Place") -> GridRow:
        key = place.line.enrolment.pk
        code = self._data.get(f"v-{key}", "")
        paper = self._papers.get(code, place.paper)
        asked = self._asked[paper.pk]
        cells = []
        for position in range(1, self.columns + 1):
            kind = asked[position - 1].version.kind if position <= len(asked) else ""
            name = f"a-{key}-{position}"
            cells.append(
                Cell(name, position, self._data.get(name, ""), LOOKS.get(kind, ""), kind == QuestionKind.ESSAY)
            )
        return GridRow(place, code, cells)

    def _read(self) -> None:
        try:
            uuid.UUID(self.submission)
        except ValueError:
            self.problem = _("This could not be read. Load the page again.")
            return
        for row in self.rows:
            typed = any(cell.text.strip() for cell in row.cells)
            if not row.code:
                row.error = _("Choose the code that stands on the sheet.") if typed else ""
            elif row.code not in self._papers:
                row.error = _("There is no sheet with this code.")
            else:
                self._read_row(row, self._papers[row.code])
        if not self.sheets and self.valid:
            self.problem = _("Nothing was typed yet. Choose the code of a sheet first.")

    def _read_row(self, row: GridRow, paper: "PaperVersion") -> None:
        answers: dict[int, Any] = {}
        asked = self._asked[paper.pk]
        for cell in row.cells:
            try:
                answers[cell.position] = self._answer(cell, asked)
            except UnreadableError:
                place = {"position": cell.position, "looks": cell.looks}
                cell.error = _("Question %(position)s: this cannot be read. It looks like %(looks)s.") % place
        self.sheets.append(Sheet(row.place.line.enrolment, paper, row.place.language, answers))

    @staticmethod
    def _answer(cell: Cell, asked: "Sequence[Asked]") -> Any:
        if cell.position > len(asked):
            if cell.text.strip():
                raise UnreadableError(cell.text)
            return None
        one = asked[cell.position - 1]
        if "\x00" in cell.text or len(cell.text) > (LONGEST_TEXT if cell.long else LONGEST_LINE):
            raise UnreadableError(cell.text)
        return read_typed(one.version.kind, one.version.key, cell.text)
