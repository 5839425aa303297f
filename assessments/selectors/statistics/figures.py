"""The statistics of a quiz and of each of its questions, and the list of quizzes."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, F, FloatField, QuerySet, Sum
from django.db.models.functions import Cast

from assessments.access import may_see_words
from assessments.domain.statistics.bias import Bias, biases
from assessments.domain.statistics.chosen import Chosen, Sort, options_of
from assessments.domain.statistics.findings import FEWEST_SHOWN, URGENT, Finding, Note, notes_of, urgency_of
from assessments.domain.statistics.items import ItemFigures, guess, item_figures
from assessments.domain.statistics.papers import Paper
from assessments.domain.statistics.quiz import QuizFigures, bands, consistency, quiz_figures
from assessments.models import Attempt, AttemptQuestion, Quiz
from assessments.selectors.statistics.reading import Asked, Counts, Material, materials
from assessments.selectors.statistics.scope import ALL, Filters, attempts_for, counted
from foundation.languages.titles import LANGUAGE_CODES

if TYPE_CHECKING:
    from accounts.models import User


@dataclasses.dataclass(frozen=True)
class QuestionStatistics:
    """One question: its figures, those by language (None under three people), findings, and the answers given."""

    asked: Asked
    figures: ItemFigures
    guess: float | None
    languages: Mapping[str, ItemFigures | None]
    biases: Sequence[Bias]
    notes: Sequence[Note]
    counts: Mapping[str, Counter[Chosen]]

    @property
    def urgent(self) -> bool:
        """True when a finding asks somebody to do something now."""
        return any(note.finding in URGENT for note in self.notes)


@dataclasses.dataclass(frozen=True)
class QuizStatistics:
    """One quiz: figures, tenths of the marks, the same by language (None under three people), questions by urgency.

    With fewer than three attempts (`few`) there are no figures of anything.
    """

    figures: QuizFigures
    bands: Sequence[int]
    reference: str
    languages: Mapping[str, QuizFigures | None]
    questions: Sequence[QuestionStatistics]

    @property
    def few(self) -> bool:
        return self.figures.attempts < FEWEST_SHOWN

    @property
    def urgent(self) -> int:
        """How many questions ask somebody to do something now."""
        return sum(one.urgent for one in self.questions)

    @property
    def texts(self) -> dict[str, int]:
        """How many questions differ in a language from the reference, by language."""
        noted = [note.bias.language for one in self.questions for note in one.notes if note.bias]
        return dict(Counter(noted))


def quizzes() -> QuerySet[Quiz]:
    """Return all quizzes, with their modules; retired ones too, because their attempts stay."""
    return Quiz.objects.select_related("module")


def statistics_of(quiz: Quiz, user: "User", filters: Filters = ALL) -> QuizStatistics:
    """Return the statistics of a quiz over what `user` may sum up. Four queries besides the roles.

    Of questions whose words `user` may not see, nothing is told about their options.
    """
    attempts = counted(attempts_for(user, filters).filter(quiz=quiz), filters.which)
    found, questions = materials(attempts)
    whole = from_material(found.get(quiz.pk, Material()), questions)
    return dataclasses.replace(whole, questions=[_told_to(user, quiz, one) for one in whole.questions])


def _told_to(user: "User", quiz: Quiz, one: QuestionStatistics) -> QuestionStatistics:
    if may_see_words(user, quiz.purpose, exam_only=one.asked.exam_only):
        return one
    notes = [note for note in one.notes if note.finding != Finding.UNUSED]
    return dataclasses.replace(one, notes=notes, counts={})


def from_material(material: Material, questions: Mapping[int, Asked]) -> QuizStatistics:
    """Return the statistics of one quiz from its papers."""
    papers = material.papers
    if len(papers) < FEWEST_SHOWN:
        return QuizStatistics(QuizFigures(len(papers)), [], "", {}, [])
    spoken = Counter(one.language for each in papers for one in each.taken if one.language)
    languages = [code for code in LANGUAGE_CODES if code in spoken]
    reference = max(languages, key=lambda code: spoken[code], default="")
    return QuizStatistics(
        figures=quiz_figures(papers),
        bands=bands(papers),
        reference=reference,
        languages={code: _in_language(papers, code) for code in languages},
        questions=_questions(papers, material.counts, questions, languages, reference),
    )


def _in_language(papers: Collection[Paper], language: str) -> QuizFigures | None:
    ours = [each for each in papers if each.language == language]
    return quiz_figures(ours) if len(ours) >= FEWEST_SHOWN else None


def _questions(
    papers: Collection[Paper], counts: Counts, questions: Mapping[int, Asked], languages: Sequence[str], reference: str
) -> list[QuestionStatistics]:
    whole = item_figures(papers)
    spoken = {code: item_figures(papers, code) for code in languages}
    compared = biases(papers, reference, languages)
    found = []
    for pk, figures in whole.items():
        one = questions[pk]
        ours = [compared[pk, code] for code in languages if (pk, code) in compared]
        told = {code: spoken[code].get(pk) for code in languages}
        found.append(
            QuestionStatistics(
                asked=one,
                figures=figures,
                guess=guess(one.kind, one.key),
                languages={code: _shown(told[code]) for code in languages if told[code]},
                biases=[bias for bias in ours if bias.people >= FEWEST_SHOWN],
                notes=notes_of(figures, biases=ours, options=_options(one, counts[pk])),
                counts=counts[pk],
            )
        )
    return sorted(found, key=lambda one: (*urgency_of(one.notes), one.figures.facility, one.asked.code))


def _shown(figures: ItemFigures | None) -> ItemFigures | None:
    return figures if figures is not None and figures.people >= FEWEST_SHOWN else None


def _options(one: Asked, counts: Mapping[str, Counter[Chosen]]) -> dict[int, int]:
    """Return how often each option was chosen, nought included; for kinds with numbered options."""
    return {
        option.first: sum(spoken[option] for spoken in counts.values())
        for option in options_of(one.kind, one.key)
        if option.sort == Sort.OPTION
    }


@dataclasses.dataclass(frozen=True)
class QuizLine:
    """One quiz in the list: attempts that count, their mean and the coefficient of internal consistency, in percent."""

    quiz: Quiz
    attempts: int
    mean: float | None
    consistency: float | None


def quiz_lines(user: "User", filters: Filters = ALL) -> list[QuizLine]:
    """Return the quizzes with attempts that `user` may sum up, by code. Four queries besides the roles.

    Mean and consistency are those of `statistics_of`, calculated by the database; None under three attempts.
    """
    attempts = counted(attempts_for(user, filters), filters.which).filter(max_points__gt=0)
    sums = _sums(attempts)
    by_question, by_place = _squares(attempts, "version"), _squares(attempts, "position")
    lines = []
    for quiz in Quiz.objects.filter(pk__in=sums).select_related("module").order_by("code"):
        found = sums[quiz.pk]
        people = found["people"]
        same = all(row["people"] == people for row in by_question[quiz.pk])
        variances = [_variance(row) for row in (by_question if same else by_place)[quiz.pk]]
        trust = consistency(variances, _variance(found)) if people >= FEWEST_SHOWN else None
        lines.append(QuizLine(quiz, people, 100 * found["mean"] if people >= FEWEST_SHOWN else None, trust))
    return lines


def _sums(attempts: QuerySet[Attempt]) -> dict[int, dict[str, Any]]:
    share = Cast(F("points"), FloatField()) / Cast(F("max_points"), FloatField())
    rows = Attempt.objects.filter(pk__in=attempts.order_by().values("pk")).annotate(share=share).order_by()
    grouped = rows.values("quiz").annotate(
        people=Count("pk"), mean=Avg("share"), total=Sum("share"), squares=Sum(F("share") * F("share"))
    )
    return {row["quiz"]: dict(row) for row in grouped}


def _squares(attempts: QuerySet[Attempt], place: str) -> dict[int, list[dict[str, Any]]]:
    share = Cast(F("points"), FloatField()) / Cast(F("attempt__max_points"), FloatField())
    rows = AttemptQuestion.objects.filter(attempt__in=attempts.order_by().values("pk"), annulled=False)
    grouped = (
        rows.annotate(share=share, quiz=F("attempt__quiz"))
        .order_by()
        .values("quiz", place)
        .annotate(people=Count("pk"), total=Sum("share"), squares=Sum(F("share") * F("share")))
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in grouped:
        found.setdefault(row["quiz"], []).append(row)
    return found


def _variance(row: Mapping[str, Any]) -> float:
    people, total = row["people"], row["total"] or 0.0
    squares = (row["squares"] or 0.0) - total * total / people
    return max(0.0, squares) / (people - 1) if people > 1 and squares > 1e-12 else 0.0
