"""What stands in the question bank."""

import dataclasses
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from assessments.domain.drawing import Candidate
from assessments.models import Question, QuestionText, QuestionVersion
from assessments.selectors.texts import QUESTIONS, step_of
from courses.enums import ApprovalState
from foundation.languages.titles import SOURCE_LANGUAGE


@dataclasses.dataclass(frozen=True, slots=True)
class BankEntry:
    """A question that may be drawn, with the key of its newest version and what it is worth."""

    candidate: Candidate
    kind: str
    marks: int
    key: dict[str, Any]


def newest_versions() -> QuerySet[QuestionVersion]:
    """Return the newest version of every question that was not retired."""
    newer = QuestionVersion.objects.filter(question=OuterRef("question"), number__gt=OuterRef("number"))
    return QuestionVersion.objects.filter(~Exists(newer), question__retired_at=None)


def bank_of(module_id: int | None) -> list[BankEntry]:
    """Return what can be drawn for a module. One query."""
    rows = newest_versions().filter(question__module=module_id)
    columns = ("question", "pk", "question__lesson", "question__difficulty", "kind", "marks", "key")
    return [_entry(*row) for row in rows.values_list(*columns)]


@dataclasses.dataclass(frozen=True, slots=True)
class ApprovedBank:
    """What can be drawn where only approved texts are shown, and how many questions there would be without that."""

    entries: list[BankEntry]
    questions: int


def approved_bank(module_id: int | None, language: str) -> ApprovedBank:
    """Return what can be drawn for a module when only words that were approved may be shown in a language. One query.

    A question that is not written in the language is shown in the source, so those words must be approved. Of each
    question the newest version counts whose words are approved, among those with the key of the newest of all: a
    corrected comma takes no question away until somebody has approved it, a corrected key does.
    """
    newest = QuestionVersion.objects.filter(question=OuterRef("version__question")).order_by("-number")
    texts = QuestionText.objects.filter(
        version__question__module=module_id,
        version__question__retired_at=None,
        version__source_hash=Subquery(newest.values("source_hash")[:1]),
        language__in={language, SOURCE_LANGUAGE},
    )
    columns = ("question", "pk", "question__lesson", "question__difficulty", "kind", "marks", "key")
    rows: Any = texts.annotate(step=step_of(QUESTIONS)).order_by("version__question", "-version__number")
    steps: dict[int, dict[int, dict[str, str | None]]] = {}
    values: dict[int, Any] = {}
    for written_in, step, *row in rows.values_list("language", "step", *(f"version__{name}" for name in columns)):
        question, version = row[0], row[1]
        steps.setdefault(question, {}).setdefault(version, {})[written_in] = step
        values[version] = row
    entries = []
    for versions in steps.values():
        shown = next((pk for pk, by in versions.items() if _is_approved(by, language)), None)
        if shown is not None:
            entries.append(_entry(*values[shown]))
    return ApprovedBank(entries, len(steps))


def _is_approved(steps: dict[str, str | None], language: str) -> bool:
    return steps.get(language if language in steps else SOURCE_LANGUAGE) == ApprovalState.APPROVED


def bank_sizes() -> dict[str, int]:
    """Return how many questions each module has, by module code; modules without questions are left out."""
    rows = Question.objects.filter(retired_at=None).order_by("module__code").values_list("module__code")
    return dict(rows.annotate(size=Count("pk")))


def _entry(
    question: int, version: int, lesson: int | None, difficulty: str, kind: str, marks: int, key: dict[str, Any]
) -> BankEntry:
    return BankEntry(Candidate(question, version, lesson, difficulty), kind, marks, key)

