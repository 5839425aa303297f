"""What `courses` holds about one person, to be read by the person (accounts/selectors/data_copy.py)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.selectors.data_copy import Section
from courses.models import Doubt, Enrolment, LessonCompletion
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from accounts.models import User


def own_data(person: "User", language: str) -> Sequence[Section]:
    """Return cohorts, lessons read and questions asked. Three queries."""
    enrolled = Enrolment.objects.filter(person=person).select_related("cohort__programme_version", "cohort__centre")
    cohorts = [
        (
            one.cohort.code,
            pick(one.cohort.programme_version.titles, language).text,
            one.cohort.starts_on,
            one.cohort.ends_on,
            one.get_state_display(),
        )
        for one in enrolled.order_by("cohort__starts_on")
    ]
    read = LessonCompletion.objects.filter(person=person).order_by("completed_at")
    lessons = [(code, at.date()) for code, at in read.values_list("lesson__code", "completed_at")]
    asked = Doubt.objects.filter(person=person).order_by("made_at")
    doubts = [(row.made_at.date(), row.text, row.answer) for row in asked]
    return [
        Section(_("Cohorts"), (_("Cohort"), _("Programme"), _("from"), _("to"), _("State")), cohorts),
        Section(_("Lessons read"), (_("Lesson"), _("Date")), lessons),
        Section(_("Questions about lessons"), (_("Date"), _("Question"), _("Answer")), doubts),
    ]
