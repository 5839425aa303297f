"""Rows into papers: what statistics are made of, for one quiz or for many."""

import dataclasses
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import FloatField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from assessments.domain.statistics.chosen import NOTHING, Chosen, chosen
from assessments.domain.statistics.papers import Paper, Taken, paper
from assessments.enums import RegradeAct
from assessments.models import Attempt, AttemptQuestion, QuestionVersion, Regrade, Response
from assessments.selectors.cards import PERSONS_ORDER

Counts = Mapping[int, Mapping[str, Counter[Chosen]]]


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A version of a question; `key` is the one that marks go by, `lesson` a code or empty."""

    pk: int
    code: str
    number: int
    kind: str
    marks: int
    key: Mapping[str, Any]
    lesson: str
    exam_only: bool


@dataclasses.dataclass
class Material:
    """The papers of one quiz, and how often each answer was given: version -> language -> answer -> times."""

    papers: list[Paper] = dataclasses.field(default_factory=list)
    counts: dict[int, dict[str, Counter[Chosen]]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class _Drawn:
    version: int
    points: float
    position: int
    order: Any


def materials(attempts: QuerySet[Attempt]) -> tuple[dict[int, Material], dict[int, Asked]]:
    """Return the papers of the attempts by quiz, and the questions that stand in them. Four queries.

    The language of a question is that of the answer that stands; of one without an answer, that of most answers of the
    attempt. Annulled questions are left out, and attempts in which everything was annulled.
    """
    plain = attempts.order_by()
    heads = {pk: (quiz, spoken) for pk, quiz, spoken in plain.values_list("pk", "quiz_id", "language")}
    drawn = _drawn(plain)
    answers = _answers(plain)
    questions = asked({one.version for rows in drawn.values() for one in rows})
    found: dict[int, Material] = defaultdict(Material)
    for pk, rows in drawn.items():
        quiz, spoken = heads[pk]
        _add(found[quiz], rows, answers.get(pk, {}), questions, spoken)
    return dict(found), questions


def _drawn(attempts: QuerySet[Attempt]) -> dict[uuid.UUID, list[_Drawn]]:
    rows = AttemptQuestion.objects.filter(attempt__in=attempts.values("pk"), annulled=False).order_by("position")
    reached = Cast(Coalesce("points", 0, output_field=FloatField()), FloatField())
    found: dict[uuid.UUID, list[_Drawn]] = defaultdict(list)
    for pk, version, points, position, order in rows.values_list(
        "attempt_id", "version_id", reached, "position", "order"
    ):
        found[pk].append(_Drawn(version, points, position, order))
    return found


def _answers(attempts: QuerySet[Attempt]) -> dict[uuid.UUID, dict[int, tuple[Any, str]]]:
    rows = Response.objects.filter(attempt__in=attempts.values("pk"), late=False).order_by(*PERSONS_ORDER)
    found: dict[uuid.UUID, dict[int, tuple[Any, str]]] = defaultdict(dict)
    for pk, position, answer, language in rows.values_list("attempt_id", "position", "answer", "language"):
        found[pk][position] = (answer, language)
    return found


def asked(versions: Iterable[int]) -> dict[int, Asked]:
    """Return versions of questions by their ids, the keys as they were corrected. One query."""
    corrected = Regrade.objects.filter(version=OuterRef("pk"), act=RegradeAct.CORRECT_KEY).order_by("-at")
    rows = QuestionVersion.objects.filter(pk__in=set(versions)).annotate(
        corrected=Subquery(corrected.values("new_key")[:1])
    )
    columns = (
        "pk",
        "question__code",
        "number",
        "kind",
        "marks",
        "key",
        "question__lesson__code",
        "question__exam_only",
    )
    return {
        pk: Asked(pk, code, number, kind, marks, new_key or key, lesson or "", exam_only)
        for pk, code, number, kind, marks, key, lesson, exam_only, new_key in rows.values_list(*columns, "corrected")
    }


def _add(
    material: Material,
    rows: Iterable[_Drawn],
    answers: Mapping[int, tuple[Any, str]],
    questions: Mapping[int, Asked],
    spoken: str,
) -> None:
    languages = Counter(language for _answer, language in answers.values())
    most = languages.most_common(1)[0][0] if languages else spoken
    taken = []
    for one in rows:
        question = questions[one.version]
        answer, language = answers.get(one.position, (None, most))
        taken.append(Taken(one.version, float(question.marks), one.points, language, one.position))
        counts = material.counts.setdefault(one.version, {}).setdefault(language, Counter())
        counts.update([NOTHING] if answer is None else chosen(question.kind, question.key, answer, one.order))
    if taken:
        material.papers.append(paper(taken, language=spoken))
