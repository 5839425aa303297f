"""Questions that are kept for examinations, and who may open them: their words, keys and pictures."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.enums import AuthorisationKind
from accounts.selectors.authorisations import authorised_courses, commission_centres
from assessments.access import READS_WHOLE_BANK
from assessments.enums import ADMITTED_ONLY, AttemptState
from assessments.models import Attempt, Question, Sitting

if TYPE_CHECKING:
    from accounts.models import User


def open_questions(user: "User", on: datetime.date) -> Q:
    """Return which questions `user` may open on the day `on`, as far as examinations are concerned.

    Editors, administrators and members of a commission all of them; others those that are not kept for examinations,
    and those of the courses for which an administrator has let them (translators). Two queries at most.
    """
    if user.has_role(*READS_WHOLE_BANK) or commission_centres(user, on):
        return Q()
    return Q(exam_only=False) | Q(module__course__code__in=authorised_courses(user, AuthorisationKind.EXAM, on))


def closed_questions(user: "User", on: datetime.date) -> frozenset[str]:
    """Return the codes of the questions that `user` may not open on the day `on`. Three queries at most."""
    opened = open_questions(user, on)
    if not opened:  # an empty condition excludes nothing
        return frozenset()
    return frozenset(Question.objects.exclude(opened).values_list("code", flat=True))


def still_sat(at: datetime.datetime, attempt: str = "") -> Q:
    """Return which attempts belong to an exit test or examination that is not over for their cohort at the moment `at`.

    It is over when no window is open or ahead and nobody of the cohort sits it. `attempt` is the way from the rows that
    are asked to their attempt.
    """
    way = f"{attempt}__" if attempt else ""
    quiz, cohort = OuterRef(f"{way}quiz"), OuterRef(f"{way}enrolment__cohort")
    windows = Sitting.objects.filter(quiz=quiz, cohort=cohort, closed_at=None, closes_at__gte=at)
    sitting = Attempt.objects.filter(quiz=quiz, enrolment__cohort=cohort, state=AttemptState.OPEN)
    return Q(**{f"{way}quiz__purpose__in": ADMITTED_ONLY}) & (Q(Exists(windows)) | Q(Exists(sitting)))
