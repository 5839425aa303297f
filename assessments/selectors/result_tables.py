"""The results of a cohort as a table of people by requirements, for screen and paper."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from accounts.selectors.names import display, names_of
from assessments.domain.outcomes import MeanGain
from assessments.enums import ResultKind
from assessments.models import Protocol, Result
from assessments.selectors.outcomes import Ending, endings_of, gain_of_cohort, with_admission
from assessments.selectors.practicals import exercises_by_code, newest_versions, texts_of
from assessments.selectors.results import (
    Grades,
    RequirementStatus,
    corrections_of,
    grades_from,
    required_in,
    statuses_for,
)
from assessments.selectors.shown_names import in_order, shown_names
from courses.selectors.assessing import enrolments_seen, is_open
from courses.selectors.editions import module_titles

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment


@dataclasses.dataclass(frozen=True)
class Column:
    """One requirement: a module quiz, a practical exercise, or the exit test."""

    kind: ResultKind
    code: str
    title: str


@dataclasses.dataclass(frozen=True)
class Cell:
    """Where one person stands in one requirement, with the word of the grade where there is one."""

    column: Column
    status: RequirementStatus
    word: str


@dataclasses.dataclass(frozen=True)
class ResultLine:
    enrolment_id: uuid.UUID
    name: str
    number: str
    cells: tuple[Cell, ...]
    grades: Grades
    ending: Ending
    protected: bool = False


@dataclasses.dataclass(frozen=True)
class ResultTable:
    """`tests` is true when the programme has an entry test; `gain` is the mean of those lines that sat both tests."""

    columns: tuple[Column, ...]
    lines: tuple[ResultLine, ...]
    tests: bool = False
    gain: MeanGain | None = None


@dataclasses.dataclass(frozen=True)
class CorrectionLine:
    """One correction: whose result, old and new values, why, by which document, by whom and when."""

    name: str
    code: str
    old_percent: Decimal
    old_passed: bool
    new_percent: Decimal
    new_passed: bool
    reason: str
    document: str
    by: str
    at: datetime.datetime


@dataclasses.dataclass(frozen=True)
class ReadProtocol:
    """The protocol with the names of the commission, the chair first."""

    protocol: Protocol
    members: tuple[str, ...]
    locked_by: str


def grade_word(mark: int | None) -> str:
    """Return the word of a grade 5–2 in the active language (domain.md 3.5, row 138); empty without a grade."""
    words = {
        5: pgettext("grade", "excellent"),
        4: pgettext("grade", "good"),
        3: pgettext("grade", "satisfactory"),
        2: pgettext("grade", "unsatisfactory"),
    }
    return words.get(mark or 0, "")


def result_table(cohort: "Cohort", user: "User", language: str) -> ResultTable:
    """Return the lines that `user` may see, in the order of the alphabet. A constant number of queries."""
    return table_of(cohort, enrolments_seen(user, cohort), user, language)


def table_of(cohort: "Cohort", enrolments: Collection["Enrolment"], user: "User", language: str) -> ResultTable:
    """Return the lines of some enrolments of a cohort with the names that `user` may read."""
    by_person = {enrolment.person_id: enrolment for enrolment in enrolments}
    statuses = statuses_for(cohort, enrolments)
    grades = grades_from(cohort, statuses)
    endings = endings_of(cohort, enrolments, statuses)
    columns = _columns(cohort, language)
    closed = not is_open(cohort)
    lines = []
    people = [enrolment.person for enrolment in enrolments]
    for person, name in in_order(people, shown_names(people, cohort, user, language), language):
        pk = by_person[person.pk].pk
        shown = with_admission(statuses[pk], endings[pk].attendance, closed=closed)
        cells = tuple(
            Cell(column, status, grade_word(status.grade)) for column, status in zip(columns, shown, strict=True)
        )
        lines.append(
            ResultLine(pk, name, person.service_number, cells, grades[pk], endings[pk], protected=person.protected)
        )
    tests = bool(cohort.programme_version.entry_quiz)
    return ResultTable(columns, tuple(lines), tests, gain_of_cohort(endings) if tests else None)


def _columns(cohort: "Cohort", language: str) -> tuple[Column, ...]:
    listed = required_in(cohort.programme_version)
    modules = module_titles([one.code for one in listed if one.kind == ResultKind.QUIZ], language)
    exercises = exercises_by_code(one.code for one in listed if one.kind == ResultKind.PRACTICAL)
    versions = {version.exercise_id: version for version in newest_versions(exercises.values()).values()}
    texts = texts_of(list(versions.values()), language)
    titles = {
        code: texts[versions[exercise.pk].pk].title
        for code, exercise in exercises.items()
        if exercise.pk in versions and versions[exercise.pk].pk in texts
    }
    titles |= modules
    return tuple(Column(one.kind, one.code, titles.get(one.code, "")) for one in listed)


def correctable(cohort: "Cohort", user: "User", language: str) -> list[tuple[uuid.UUID, str]]:
    """Return (result id, label) of every result of a closed cohort, in the order of the alphabet."""
    results = list(Result.objects.filter(enrolment__cohort=cohort).select_related("enrolment__person"))
    found = list({one.enrolment.person_id: one.enrolment.person for one in results}.values())
    people = in_order(found, shown_names(found, cohort, user, language), language)
    return [
        (one.pk, f"{name} · {person.service_number} · {one.code}")
        for person, name in people
        for one in results
        if one.enrolment.person_id == person.pk
    ]


def corrections_read(cohort: "Cohort", user: "User", language: str) -> list[CorrectionLine]:
    """Return the corrections of a closed cohort with names, oldest first."""
    rows = corrections_of(cohort)
    people = {row.by_id: row.by for row in rows}
    people |= {row.result.enrolment.person_id: row.result.enrolment.person for row in rows}
    shown = shown_names(people.values(), cohort, user, language)
    return [
        CorrectionLine(
            name=shown[row.result.enrolment.person_id],
            code=row.result.code,
            old_percent=Decimal(row.old["percent"]),
            old_passed=row.old["passed"],
            new_percent=Decimal(row.new["percent"]),
            new_passed=row.new["passed"],
            reason=row.reason,
            document=row.document,
            by=shown[row.by_id],
            at=row.at,
        )
        for row in rows
    ]


def protocol_read(protocol: Protocol, language: str) -> ReadProtocol:
    """Return a protocol with the names of who locked it and of its commission."""
    commission = protocol.commission
    rows = list(commission.members.select_related("user").order_by("-chair", "pk")) if commission else []
    people = {row.user_id: row.user for row in rows} | {protocol.locked_by_id: protocol.locked_by}
    names = names_of(people)
    shown = {pk: display(names[pk], language, person.service_number) for pk, person in people.items()}
    return ReadProtocol(protocol, tuple(shown[row.user_id] for row in rows), shown[protocol.locked_by_id])
