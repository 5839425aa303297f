"""What the exam sheet and the protocol of a cohort say, in each language they are printed in."""

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import override

from accounts.selectors.commissions import members_of
from accounts.selectors.names import display, names_of
from assessments.enums import Outcome, ResultKind
from assessments.selectors.result_tables import (
    Column,
    CorrectionLine,
    ResultLine,
    ResultTable,
    corrections_read,
    table_of,
)
from assessments.selectors.results import protocol_of
from courses.selectors.assessing import enrolments_in
from foundation.languages.text import sort_key

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Protocol
    from courses.models import Cohort


@dataclasses.dataclass(frozen=True)
class PaperText:
    """A paper in one language: the table, the commission (the chair first), who locked, corrections since.

    Protected people stand under their service number instead of the name, whoever prints it: paper leaves the house.
    """

    language: str
    table: ResultTable
    members: tuple[str, ...]
    locked_by: str
    corrections: tuple[CorrectionLine, ...]

    @property
    def practicals(self) -> list[tuple[int, Column]]:
        """The columns of practical exercises with their places among the cells."""
        return [(at, one) for at, one in enumerate(self.table.columns) if one.kind == ResultKind.PRACTICAL]

    @property
    def exits(self) -> list[tuple[int, Column]]:
        """The column of the exit test with its place; empty when the programme asks for none."""
        return [(at, one) for at, one in enumerate(self.table.columns) if one.kind == ResultKind.EXAM]

    @property
    def parts(self) -> list[str]:
        """The codes of the parts that have a grade for anybody."""
        return sorted({code for line in self.table.lines for code in line.grades.parts})

    def ended(self, outcome: Outcome) -> list[ResultLine]:
        """The lines with this outcome."""
        return [line for line in self.table.lines if line.ending.outcome == outcome]

    @property
    def with_honours(self) -> list[ResultLine]:
        """Who passed with honours."""
        return [line for line in self.ended(Outcome.PASSED) if line.grades.honours]


@dataclasses.dataclass(frozen=True)
class ExamPaper:
    cohort: "Cohort"
    protocol: "Protocol | None"
    texts: tuple[PaperText, ...]


def exam_paper(cohort: "Cohort", user: "User", languages: Sequence[str]) -> ExamPaper:
    """Return what the papers of a cohort say in some languages, everybody under the same number in each.

    The order is that of the first language's alphabet. The queries do not depend on how many people there are.
    """
    protocol = protocol_of(cohort)
    texts = [_text(cohort, protocol, user, one) for one in languages]
    place = {line.enrolment_id: at for at, line in enumerate(_sorted(texts[0].table.lines, languages[0]))}
    ordered = (sorted(text.table.lines, key=lambda line: place[line.enrolment_id]) for text in texts)
    return ExamPaper(
        cohort,
        protocol,
        tuple(
            dataclasses.replace(text, table=dataclasses.replace(text.table, lines=tuple(lines)))
            for text, lines in zip(texts, ordered, strict=True)
        ),
    )


def _on_paper(table: ResultTable) -> ResultTable:
    """Return the table with the number for the name of protected people."""
    lines = [dataclasses.replace(line, name=line.number) if line.protected else line for line in table.lines]
    return dataclasses.replace(table, lines=tuple(lines))


def _sorted(lines: Sequence[ResultLine], language: str) -> list[ResultLine]:
    return sorted(lines, key=lambda line: (sort_key(line.name, language), line.number))


def _text(cohort: "Cohort", protocol: "Protocol | None", user: "User", language: str) -> PaperText:
    with override(language):
        table = _on_paper(table_of(cohort, enrolments_in([cohort]), user, language))
    members = members_of(protocol.commission) if protocol and protocol.commission else []
    people = [*members, *([protocol.locked_by] if protocol else [])]
    names = names_of(people)
    shown = [display(names[one.pk], language, one.service_number) for one in people]
    return PaperText(
        language=language,
        table=table,
        members=tuple(shown[: len(members)]),
        locked_by=shown[-1] if protocol else "",
        corrections=tuple(corrections_read(cohort, user, language)) if protocol else (),
    )
