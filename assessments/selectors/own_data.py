"""What `assessments` holds about one person, to be read by the person (accounts/selectors/data_copy.py).

Questions and keys are not among it: they are not about the person, and other people have yet to answer them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.selectors.data_copy import Section
from assessments.models import Attempt, Observation, Result

if TYPE_CHECKING:
    from accounts.models import User


def own_data(person: "User", language: str) -> Sequence[Section]:
    """Return results, attempts at quizzes and checklists of practical exercises. Three queries."""
    del language
    found = Result.objects.filter(enrolment__person=person).order_by("kind", "code")
    results = [
        (row.get_kind_display(), row.code, row.percent, _("Passed") if row.passed else _("Not passed"), row.tries)
        for row in found
    ]
    tries = Attempt.objects.filter(enrolment__person=person).select_related("quiz").order_by("started_at")
    attempts = [
        (row.quiz.code, row.number, row.started_at.date(), row.submitted_at.date() if row.submitted_at else "")
        for row in tries
    ]
    seen = Observation.objects.filter(enrolment__person=person).select_related("version__exercise")
    practicals = [
        (row.version.exercise.code, row.try_number, row.submitted_at.date(), row.comment)
        for row in seen.order_by("submitted_at")
    ]
    return [
        Section(_("Results"), (_("Kind"), _("Code"), "%", _("Result"), _("Tries")), results),
        Section(_("Attempts at quizzes"), (_("Quiz"), _("Try"), _("Begun"), _("Handed in")), attempts),
        Section(_("Practical exercises"), (_("Code"), _("Try"), _("Date"), _("Comment")), practicals),
    ]
