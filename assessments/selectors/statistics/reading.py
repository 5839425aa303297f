"""Rows into papers: what statistics are made of, for one quiz or for many."""

import dataclasses
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import FloatField, OuterRef, QuerySet, Subquery, TextField
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


Drawn = tuple[int, float, int, str]  # version, points, position, order of the options as it is stored
Answers = dict[int, tuple[str, str]]  # position -> answer as it is stored, language


def materials(attempts: QuerySet[Attempt]) -> tuple[dict[int, Material], dict[int, Asked]]:
    """Return the papers of the attempts by quiz, and the questions that stand in them. Four queries.

    The language of a question is that of the answer that stands; of one without an answer, that of most answers of the
    attempt. Annulled questions are left out, and attempts in which everything was annulled.
    """
    plain = attempts.order_by()
    heads = {pk: (quiz, spoken) for pk, quiz, spoken in plain.values_list(_text("pk"), "quiz_id", "language")}
    drawn = _drawn(plain)
    answers = _answers(plain)
    questions = asked({one[0] for rows in drawn.values() for one in rows})
    told = _Told(questions)
    found: dict[int, Material] = defaultdict(Material)
    for pk, rows in drawn.items():
        quiz, spoken = heads[pk]
        _add(found[quiz], rows, answers.get(pk, {}), told, spoken)
    return dict(found), questions


def _text(name: str) -> Cast:
    """Ids and JSON as text: making 80,000 objects of them costs more than all the rest."""
    return Cast(name, TextField())


def _drawn(attempts: QuerySet[Attempt]) -> dict[str, list[Drawn]]:
    rows = AttemptQuestion.objects.filter(attempt__in=attempts.values("pk"), annulled=False).order_by("position")
    reached = Cast(Coalesce("points", 0, output_field=FloatField()), FloatField())
    found: dict[str, list[Drawn]] = defaultdict(list)
    for pk, *one in rows.values_list(_text("attempt"), "version_id", reached, "position", _text("order")):
        found[pk].append((one[0], one[1], one[2], one[3]))
    return found


def _answers(attempts: QuerySet[Attempt]) -> dict[str, Answers]:
    rows = Response.objects.filter(attempt__in=attempts.values("pk"), late=False).order_by(*PERSONS_ORDER)
    found: dict[str, Answers] = defaultdict(dict)
    for pk, position, answer, language in rows.values_list(_text("attempt"), "position", _text("answer"), "language"):
        found[pk][position] = (answer, language)
    return found


class _Told:
    """Stored answers read once each: what was chosen, by version, order and answer."""

    def __init__(self, questions: Mapping[int, Asked]) -> None:
        self.questions = questions
        self._known: dict[tuple[int, str, str], list[Chosen]] = {}

    def chosen(self, version: int, order: str, answer: str) -> list[Chosen]:
        """Return what the answer chose; nothing for an empty one."""
        given = (version, order, answer)
        if given not in self._known:
            question, read = self.questions[version], json.loads(answer) if answer else None
            self._known[given] = (
                [NOTHING] if read is None else chosen(question.kind, question.key, read, json.loads(order))
            )
        return self._known[given]


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


def _add(material: Material, rows: Iterable[Drawn], answers: Answers, told: _Told, spoken: str) -> None:
    languages = Counter(language for _answer, language in answers.values())
    most = languages.most_common(1)[0][0] if languages else spoken
    taken = []
    for version, points, position, order in rows:
        answer, language = answers.get(position, ("", most))
        taken.append(Taken(version, float(told.questions[version].marks), points, language, position))
        counts = material.counts.setdefault(version, {}).setdefault(language, Counter())
        for one in told.chosen(version, order, answer):
            counts[one] += 1
    if taken:
        material.papers.append(paper(taken, language=spoken))
