"""Answers that wait to be marked by a person, as a marker sees them: without name, number or sex of who wrote them."""

import dataclasses
import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.enums import AuthorisationKind, Role
from accounts.selectors.authorisations import authorised_courses
from assessments.access import reads_as_marker
from assessments.domain.hand_marks import Given, Settled, settle
from assessments.enums import BY_HAND, SETTLED, AttemptState, MarkingStage, ResultKind
from assessments.models import AttemptQuestion, Marking, Response, Result
from assessments.selectors.cards import PERSONS_ORDER, answer_that_stands
from assessments.selectors.closed_questions import still_sat
from assessments.selectors.wording import words_in
from courses.selectors.assessing import enrolments_in, is_open
from courses.selectors.cohorts import taught_cohorts
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Attempt

FEWEST, NUMBERS = 1000, 9000


@dataclasses.dataclass(frozen=True, slots=True)
class Pile:
    """The answers to one question of one quiz that wait for a marker; `first` is the oldest."""

    quiz: str
    titles: Mapping[str, str]
    question: str
    version: int
    count: int
    since: datetime.datetime
    first: int


@dataclasses.dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Results of one quiz in one cohort that wait for a second person, because one alone marked them by hand."""

    cohort: uuid.UUID
    cohort_code: str
    quiz: str
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class RubricLine:
    """A line of the rubric: what it asks for, and the points that can be given, from nothing to the most."""

    number: int
    words: str
    most: int

    @property
    def choices(self) -> range:
        """The points that can be given."""
        return range(self.most + 1)


@dataclasses.dataclass(frozen=True)
class Sheet:
    """One answer as its marker sees it. `earlier` are the two markings, for who decides between them."""

    row: Any
    number: int
    answer: str
    language: str
    stem: str
    stem_language: str
    guidance: str
    lines: Sequence[RubricLine]
    stage: MarkingStage
    earlier: Sequence[Marking]
    left: int


def anonymous(attempt: "Attempt") -> int:
    """Return the number under which markers see an attempt: the same every time, and nobody can go back from it."""
    return FEWEST + int(salted_hmac("assessments.marking", str(attempt.pk)).hexdigest(), 16) % NUMBERS


def waiting_for(user: "User", on: datetime.date) -> QuerySet[AttemptQuestion]:
    """Return the answers that `user` may mark now, oldest first.

    Instructors mark at their centre, in languages they read, in courses for which they are authorised to assess; never
    their own answer, and never one they have marked already.
    """
    spoken = Response.objects.filter(attempt=OuterRef("attempt"), position=OuterRef("position"))
    spoken = spoken.filter(Q(late=False) | Q(decision__accepted=True)).order_by(*(f"-{name}" for name in PERSONS_ORDER))
    mine = Marking.objects.filter(question=OuterRef("pk"), by=user)
    return (
        AttemptQuestion.objects.filter(
            attempt__state=AttemptState.MARKING,
            points=None,
            annulled=False,
            version__kind__in=BY_HAND,
            attempt__enrolment__cohort__centre__in=user.centre_ids(Role.INSTRUCTOR),
            version__question__module__course__code__in=authorised_courses(user, AuthorisationKind.ASSESS, on),
        )
        .exclude(attempt__enrolment__person=user)
        .exclude(still_sat(timezone.now(), "attempt"))  # markers learn the questions when nobody sits there any more
        .annotate(spoken=Subquery(spoken.values("language")[:1]), answer=answer_that_stands(counted_only=True))
        .filter(~Exists(mine), spoken__in=reads_as_marker(user))
        .order_by("attempt__submitted_at", "pk")
    )


def piles_for(user: "User", on: datetime.date) -> list[Pile]:
    """Return what waits for `user`, by quiz and question, the oldest first. Two queries."""
    rows: Any = waiting_for(user, on).values_list(
        "pk",
        "attempt__quiz__code",
        "attempt__quiz__titles",
        "version__question__code",
        "version",
        "attempt__submitted_at",
    )
    piles: dict[tuple[str, int], Pile] = {}
    for pk, quiz, titles, question, version, since in rows:
        pile = piles.get((quiz, version)) or Pile(quiz, titles, question, version, 0, since, pk)
        piles[quiz, version] = dataclasses.replace(pile, count=pile.count + 1)
    return list(piles.values())


def to_confirm_for(user: "User") -> list[Unconfirmed]:
    """Return the results that one person marked alone and that `user` may confirm as an instructor of the cohort.

    Never those to which `user` gave marks, nor the own one: the page of results says no to those. Three queries.
    """
    mine = Marking.objects.filter(
        by=user, question__attempt__enrolment=OuterRef("enrolment"), question__attempt__quiz__code=OuterRef("code")
    )
    rows: Any = (
        Result.objects.filter(
            enrolment__in=enrolments_in([cohort for cohort in taught_cohorts(user) if is_open(cohort)]),
            kind__in=(ResultKind.QUIZ, ResultKind.EXAM),
        )
        .exclude(state__in=SETTLED)
        .exclude(enrolment__person=user)
        .filter(~Exists(mine))
        .order_by("enrolment__cohort__code", "code")
        .values_list("enrolment__cohort", "enrolment__cohort__code", "code")
        .annotate(count=Count("pk"))
    )
    return [Unconfirmed(*row) for row in rows]


def next_of(user: "User", on: datetime.date, *, quiz: str, version: int) -> int | None:
    """Return the oldest answer that waits for `user` in a pile, or None. Two queries."""
    waiting = waiting_for(user, on).filter(attempt__quiz__code=quiz, version=version)
    return waiting.values_list("pk", flat=True).first()


def sheet_for(user: "User", pk: int, on: datetime.date, language: str) -> Sheet | None:
    """Return one answer that `user` may mark now, or None. Five queries."""
    waiting = waiting_for(user, on)
    row: Any = waiting.select_related("attempt__quiz", "version__question").filter(pk=pk).first()
    if row is None:
        return None
    markings = list(row.markings.order_by("at", "pk"))
    settled = settled_of(row, markings)
    if settled.needed is None:
        return None
    text = words_in(row.version_id, row.spoken, language)
    options = text.options if text else []
    lines = [
        RubricLine(number, options[number] if number < len(options) else "", most)
        for number, most in enumerate(row.version.key["lines"])
    ]
    return Sheet(
        row=row,
        number=anonymous(row.attempt),
        answer=row.answer,
        language=row.spoken,
        stem=text.stem if text else "",
        stem_language=text.language if text else SOURCE_LANGUAGE,
        guidance=text.feedback if text else "",
        lines=lines,
        stage=settled.needed,
        earlier=markings if settled.needed == MarkingStage.DECISION else (),
        left=waiting.filter(attempt__quiz=row.attempt.quiz_id, version=row.version_id).count(),
    )


def settled_of(row: AttemptQuestion, markings: Sequence[Marking]) -> Settled:
    """Return where the marking of one answer stands. The quiz comes with the row."""
    return settle([Given(one.stage, one.points) for one in markings], second=row.attempt.quiz.second_marker)
