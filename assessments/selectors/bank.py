"""What stands in the question bank."""

import dataclasses
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from assessments.domain.drawing import Candidate
from assessments.models import Question, QuestionVersion


@dataclasses.dataclass(frozen=True, slots=True)
class BankEntry:
    """A question that may be drawn, with what its newest version is worth and how many options it has."""

    candidate: Candidate
    kind: str
    marks: int
    size: int


def newest_versions() -> QuerySet[QuestionVersion]:
    """Return the newest version of every question that was not retired."""
    newer = QuestionVersion.objects.filter(question=OuterRef("question"), number__gt=OuterRef("number"))
    return QuestionVersion.objects.filter(~Exists(newer), question__retired_at=None)


def bank_of(module_id: int | None) -> list[BankEntry]:
    """Return what can be drawn for a module. One query."""
    rows = newest_versions().filter(question__module=module_id)
    columns = ("question", "pk", "question__lesson", "question__difficulty", "kind", "marks", "key")
    return [
        BankEntry(Candidate(question, version, lesson, difficulty), kind, marks, _size(key))
        for question, version, lesson, difficulty, kind, marks, key in rows.values_list(*columns)
    ]


def bank_sizes() -> dict[str, int]:
    """Return how many questions each module has, by module code; modules without questions are left out."""
    rows = Question.objects.filter(retired_at=None).order_by("module__code").values_list("module__code")
    return dict(rows.annotate(size=Count("pk")))


def _size(key: dict[str, Any]) -> int:
    return int(key.get("options", key.get("pairs", 0)))
