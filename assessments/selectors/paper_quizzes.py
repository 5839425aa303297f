"""Quizzes on paper: what was printed for a cohort, who gets which version, the questions with their words."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import override

from assessments.access import may_print_quiz, may_settle, may_type_sheets
from assessments.domain.marking import full_answer
from assessments.domain.paper_answers import write_typed
from assessments.models import PaperAnswers, PaperVersion, QuestionText, QuestionVersion, Quiz
from assessments.selectors.cards import Card, card_with
from assessments.selectors.remarking import keys_in_force
from assessments.selectors.rooms import quizzes_for
from courses.access import may_keep, may_teach
from courses.selectors.cohorts import roster, visible_cohorts
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort
    from courses.selectors.cohorts import RosterLine


@dataclasses.dataclass(frozen=True)
class Printing:
    """The versions of a quiz that were drawn together for a cohort."""

    quiz: Quiz
    cohort: "Cohort"
    papers: Sequence[PaperVersion]
    at: datetime.datetime
    sheets: int = 0

    @property
    def pk(self) -> uuid.UUID:
        """The id of the first version stands for all of them."""
        return self.papers[0].pk

    @property
    def questions(self) -> int:
        """How many questions the longest version has."""
        return max(len(paper.drawn) for paper in self.papers)


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """One person with the version that lies at the seat, the language it is printed in, and what was typed already."""

    line: "RosterLine"
    paper: PaperVersion
    language: str
    typed: PaperAnswers | None

    @property
    def number(self) -> str:
        """The service number."""
        number: str = self.line.person.service_number
        return number

    @property
    def name(self) -> str:
        """The name for a printed sheet: nothing for protected people."""
        return "" if self.line.person.protected or self.line.name == self.number else self.line.name


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """One question of a version as it was drawn, with the key that is in force."""

    position: int
    version: QuestionVersion
    order: Any
    seed: int
    key: Mapping[str, Any]

    @property
    def right(self) -> str:
        """The right answer as it would be typed; nothing for what a person marks."""
        if "lines" in self.key:
            return ""
        return write_typed(self.version.kind, self.key, full_answer(self.version.kind, self.key, self.order, self.seed))


@dataclasses.dataclass(frozen=True, slots=True)
class ToPrint:
    """A cohort with the quizzes that the reader may print for it, and those whose sheets the reader types."""

    cohort: "Cohort"
    printed: Sequence[Quiz]
    typed: Sequence[Quiz]


def cohort_to_print(user: "User", pk: uuid.UUID) -> ToPrint | None:
    """Return a cohort with its quizzes as far as `user` prints or types them; None where nobody asks for it."""
    cohort = visible_cohorts(user).filter(pk=pk).first()
    if cohort is None:
        return None
    on, quizzes = timezone.localdate(), quizzes_for(cohort)
    typed = [quiz for quiz in quizzes if may_type_sheets(user, quiz, cohort, on)]
    if not typed and not may_keep(user, cohort) and not may_teach(user, cohort):
        return None
    return ToPrint(cohort, [quiz for quiz in typed if may_print_quiz(user, quiz, cohort, on)], typed)


def printings_of(cohort: "Cohort", quizzes: Collection[Quiz]) -> list[Printing]:
    """Return what was printed of some quizzes for a cohort, newest first. Two queries."""
    papers = PaperVersion.objects.filter(cohort=cohort, quiz__in=quizzes).select_related("quiz").order_by("-at", "pk")
    together: dict[tuple[int, datetime.datetime], list[PaperVersion]] = {}
    for paper in papers:
        together.setdefault((paper.quiz_id, paper.at), []).append(paper)
    typed = list(PaperAnswers.objects.filter(paper__cohort=cohort).values_list("paper", flat=True))
    return [
        Printing(rows[0].quiz, cohort, _sorted(rows), at, sum(typed.count(row.pk) for row in rows))
        for (_quiz, at), rows in together.items()
    ]


def printing_for(user: "User", pk: uuid.UUID) -> Printing | None:
    """Return the printing of a version, for who may print its quiz for its cohort or type its sheets; or None."""
    paper = PaperVersion.objects.filter(pk=pk).select_related("quiz__module").first()
    if paper is None:
        return None
    cohort = visible_cohorts(user).filter(pk=paper.cohort_id).first()
    if cohort is None or not may_type_sheets(user, paper.quiz, cohort, timezone.localdate()):
        return None
    papers = PaperVersion.objects.filter(cohort=cohort, quiz=paper.quiz, at=paper.at)
    return Printing(paper.quiz, cohort, _sorted(list(papers)), paper.at)


def sees_questions(user: "User", printing: Printing, on: datetime.date) -> bool:
    """True for who gets the question sheets."""
    return may_print_quiz(user, printing.quiz, printing.cohort, on)


def sees_key(user: "User", printing: Printing, on: datetime.date) -> bool:
    """True for who gets the key sheet: the head and the commission."""
    return may_settle(user, printing.cohort, on)


def _sorted(papers: Sequence[PaperVersion]) -> list[PaperVersion]:
    return sorted(papers, key=lambda paper: paper.code)


def places_of(printing: Printing, language: str, *, by: "User") -> list[Place]:
    """Return the people of the cohort by service number, versions handed round; each in the own language."""
    lines = sorted(roster(printing.cohort, language, by=by), key=lambda line: line.person.service_number)
    typed = PaperAnswers.objects.filter(paper__in=printing.papers).select_related("attempt", "paper")
    by_enrolment = {row.attempt.enrolment_id: row for row in typed}
    return [
        Place(
            line,
            by_enrolment[line.enrolment.pk].paper
            if line.enrolment.pk in by_enrolment
            else printing.papers[place % len(printing.papers)],
            line.person.language if line.person.language in LANGUAGE_CODES else SOURCE_LANGUAGE,
            by_enrolment.get(line.enrolment.pk),
        )
        for place, line in enumerate(lines)
    ]


def asked_in(papers: Sequence[PaperVersion]) -> dict[uuid.UUID, list[Asked]]:
    """Return the questions of each version in the order printed. Two queries."""
    ids = {drawn["version"] for paper in papers for drawn in paper.drawn}
    versions = QuestionVersion.objects.select_related("question", "picture").in_bulk(ids)
    keys = keys_in_force(ids)
    return {
        paper.pk: [
            Asked(
                position,
                versions[drawn["version"]],
                drawn["order"],
                drawn["seed"],
                keys.get(drawn["version"], versions[drawn["version"]].key),
            )
            for position, drawn in enumerate(paper.drawn, 1)
        ]
        for paper in papers
    }


def cards_on_paper(asked: Mapping[uuid.UUID, Sequence[Asked]], language: str) -> dict[uuid.UUID, list[Card]]:
    """Return the questions of each version with words in a language, the source where it lacks it. One query."""
    ids = {one.version.pk for listed in asked.values() for one in listed}
    words: dict[int, QuestionText] = {}
    for text in QuestionText.objects.filter(version__in=ids, language__in={language, SOURCE_LANGUAGE}):
        if text.language == language or text.version_id not in words:
            words[text.version_id] = text
    with override(language):
        return {pk: [card_with(one, words.get(one.version.pk)) for one in listed] for pk, listed in asked.items()}


def sheet_for_scan(user: "User", pk: uuid.UUID) -> PaperAnswers | None:
    """Return a typed sheet for who types those of its quiz and cohort, or None."""
    rows = PaperAnswers.objects.select_related("paper__quiz", "paper__cohort__centre", "attempt__enrolment__person")
    found = rows.filter(pk=pk).first()
    if found is None or not visible_cohorts(user).filter(pk=found.paper.cohort_id).exists():
        return None
    allowed = may_type_sheets(user, found.paper.quiz, found.paper.cohort, timezone.localdate())
    return found if allowed else None
