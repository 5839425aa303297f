"""The question bank as people read it: who sees which question, and finding one."""

import dataclasses
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.enums import Role
from assessments.access import READS_WHOLE_BANK
from assessments.enums import AttemptState
from assessments.models import Attempt, AttemptQuestion, Question, QuestionText, QuestionVersion
from assessments.selectors.closed_questions import open_questions, still_sat
from assessments.selectors.texts import QUESTIONS, step_of
from courses.enums import ApprovalState, TextState
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

QUESTIONS_ON_PAGE = 50
MOST_WORDS = 6  # that are looked for


@dataclasses.dataclass(frozen=True)
class BankFilters:
    """What is looked for: codes of course and module, id of the outcome, words of code, question or feedback.

    `state` is that of the words in `language`; without a language in any of them.
    """

    course: str = ""
    module: str = ""
    outcome: str = ""
    difficulty: str = ""
    kind: str = ""
    tag: str = ""
    words: str = ""
    state: str = ""
    language: str = ""
    exam_only: bool = False
    never_used: bool = False
    retired: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class BankLine:
    """A question in the list: the newest version the reader may see, its words, how many attempts had it."""

    question: Question
    version: QuestionVersion
    text: QuestionText | None
    uses: int


def versions_for(user: "User") -> QuerySet[QuestionVersion]:
    """Return the versions of questions that `user` may read in the bank, words and key.

    Editor and administrator: all. Translators: those kept for examinations only where they were let. Auditors: those
    kept for examinations when an examination that held them is over. A head of centre, as in the statistics: those that
    stood in an attempt that was handed in at the centre. So nobody but authors reads a key before an examination.
    """
    versions = QuestionVersion.objects.all()
    if user.has_role(*READS_WHOLE_BANK):
        return versions
    seen = Q(pk__in=[])
    if user.has_role(Role.TRANSLATOR):
        open_to = Question.objects.filter(open_questions(user, timezone.localdate()))
        seen |= Q(question__in=open_to.values("pk"))
    over = Attempt.objects.filter(~still_sat(timezone.now()), state=AttemptState.SUBMITTED)
    if user.has_role(Role.AUDITOR):
        seen |= Q(question__exam_only=False)
        seen |= Q(Exists(AttemptQuestion.objects.filter(version=OuterRef("pk"), attempt__in=over)))
    centres = user.centre_ids(Role.HEAD)
    if centres:
        there = over.filter(enrolment__cohort__centre__in=centres)
        seen |= Q(Exists(AttemptQuestion.objects.filter(version=OuterRef("pk"), attempt__in=there)))
    return versions.filter(seen)


def bank_page(*, by: "User", filters: BankFilters, language: str, page: str) -> Page[BankLine]:
    """Return one page of the questions that `by` may read, in the order of modules and codes. Six queries.

    Words are those in `language`, else the source. A page number that does not exist gives the nearest one.
    """
    rows = _found(by, filters).select_related("module", "lesson", "outcome").prefetch_related("tags")
    shown = Paginator(rows.order_by("module__course__position", "module__position", "code"), QUESTIONS_ON_PAGE)
    chosen = shown.get_page(page)
    questions: list[Any] = list(chosen.object_list)
    versions = QuestionVersion.objects.in_bulk([question.newest for question in questions])
    wanted = QuestionText.objects.filter(version__in=versions, language__in={language, SOURCE_LANGUAGE})
    texts: dict[int, QuestionText] = {}
    for text in wanted:
        if text.language == language or text.version_id not in texts:
            texts[text.version_id] = text
    uses = _uses(questions)
    lines: list[Any] = [
        BankLine(question, versions[question.newest], texts.get(question.newest), uses.get(question.pk, 0))
        for question in questions
    ]
    chosen.object_list = lines
    return chosen  # type: ignore[return-value]


def _uses(questions: list[Question]) -> dict[int, int]:
    drawn = AttemptQuestion.objects.filter(version__question__in=questions).order_by()
    return dict(drawn.values_list("version__question").annotate(times=Count("pk")))


def _found(by: "User", filters: BankFilters) -> QuerySet[Question]:
    newest = versions_for(by).filter(question=OuterRef("pk")).order_by("-number")
    questions = Question.objects.annotate(
        newest=Subquery(newest.values("pk")[:1]), newest_kind=Subquery(newest.values("kind")[:1])
    ).filter(newest__isnull=False, retired_at__isnull=not filters.retired)
    fields = {
        "module__course__code": filters.course,
        "module__code": filters.module,
        "outcome": filters.outcome,
        "difficulty": filters.difficulty,
        "newest_kind": filters.kind,
    }
    questions = questions.filter(**{name: value for name, value in fields.items() if value})
    if filters.exam_only:
        questions = questions.filter(exam_only=True)
    if filters.tag:
        questions = questions.filter(tags__word__iexact=filters.tag)
    if filters.never_used:
        questions = questions.filter(~Exists(AttemptQuestion.objects.filter(version__question=OuterRef("pk"))))
    if filters.state:
        questions = questions.filter(_stands(TextState(filters.state), filters.language))
    elif filters.language:
        questions = questions.filter(_stands(None, filters.language))
    for word in filters.words.split()[:MOST_WORDS]:
        questions = questions.filter(_holds(word))
    return questions.distinct() if filters.tag else questions


def _stands(state: TextState | None, language: str) -> Q:
    """True for questions whose words in a language, or in any without one, are in a state; with None: are written.

    As `text_state`: words with a lower meaning than another language's are out of date, whoever approved them.
    """
    texts = QuestionText.objects.filter(version=OuterRef("newest"))
    if language:
        texts = texts.filter(language=language)
    if state == TextState.MISSING:
        if language:
            return ~Q(Exists(texts))
        every = [
            Exists(QuestionText.objects.filter(version=OuterRef("newest"), language=code)) for code in LANGUAGE_CODES
        ]
        return ~Q(*every)
    if state is None:
        return Q(Exists(texts))
    same = QuestionText.objects.filter(version=OuterRef("version")).order_by("-meaning").values("meaning")[:1]
    texts = texts.annotate(said=Subquery(same), step=step_of(QUESTIONS))
    if state == TextState.STALE:
        return Q(Exists(texts.filter(meaning__lt=F("said"))))
    steps = {
        TextState.APPROVED: Q(step=ApprovalState.APPROVED),
        TextState.DRAFT: Q(step=None) | Q(step=ApprovalState.DRAFT),
        TextState.IN_REVIEW: Q(step__in=[ApprovalState.SUBJECT_REVIEW, ApprovalState.LANGUAGE_REVIEW]),
    }
    return Q(Exists(texts.filter(steps[state], meaning=F("said"))))


def _holds(word: str) -> Q:
    """True for questions with the word in their code, or in question or feedback in any language.

    SQLite does not know that А and а are one letter, so both spellings are looked for.
    """
    said = Q()
    for spelling in {word, word.lower(), word.capitalize(), word.upper()}:
        said |= Q(stem__icontains=spelling) | Q(feedback__icontains=spelling)
    return Q(code__icontains=word) | Q(Exists(QuestionText.objects.filter(said, version=OuterRef("newest"))))
