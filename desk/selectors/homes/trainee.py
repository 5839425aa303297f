"""The trainee's home: the next lesson, the quiz that waits, today's class sessions, how far it is."""

import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import RequirementState, ResultKind
from assessments.selectors.results import statuses_for
from attendance.selectors.history import warnings_for
from courses.selectors.cohorts import active_enrolments
from courses.selectors.progress import my_programmes
from courses.selectors.timetable import visible_sessions
from desk.selectors.homes.steps import Home, Step
from foundation.languages.templatetags.languages import digits

if TYPE_CHECKING:
    from accounts.models import User
    from attendance.models import ShareWarning
    from courses.selectors.progress import MyProgramme


def trainee_home(user: "User", home: Home, *, language: str, today: datetime.date) -> None:
    """Add to `home` what a trainee does next: queries are constant in lessons and modules."""
    for warning in warnings_for(user):
        if warning.enrolment.person_id == user.pk:
            home.steps.append(_warning_step(warning))
    home.programmes = my_programmes(user, language)
    for programme in home.programmes:
        _add_reading(programme, home)
    for enrolment in active_enrolments(user):
        for status in statuses_for(enrolment.cohort, [enrolment])[enrolment.pk]:
            if status.kind != ResultKind.PRACTICAL and status.state in {RequirementState.OPEN, RequirementState.FAILED}:
                home.steps.append(_quiz_step(status.code, status.state))
    home.sessions = list(visible_sessions(user).filter(date=today).exclude(state="cancelled").order_by("first_hour"))


def _add_reading(programme: "MyProgramme", home: Home) -> None:
    for module in programme.quizzes:
        text = _("You have read all lessons of %(module)s.") % {"module": module.title}
        url = reverse("assessments:quiz", kwargs={"code": module.code})
        home.steps.append(Step(_("Module quiz"), text, url, _("Go to the quiz"), "next"))
    upcoming = programme.next
    if upcoming is not None:
        title = _("Go on reading") if upcoming.begun else _("Begin reading")
        text = f"{upcoming.module_title}: {upcoming.title}"
        url = reverse("courses:lesson", kwargs={"code": upcoming.code})
        home.steps.append(Step(title, text, url, _("Open the lesson"), "next"))


def _warning_step(warning: "ShareWarning") -> Step:
    share = warning.enrolment.cohort.programme_version.attendance_percent
    return Step(
        _("Too many hours missed"),
        _("You can no longer reach %(share)s %% of the hours. Speak with the registrar.") % {"share": digits(share)},
        reverse("attendance:history", kwargs={"pk": warning.enrolment_id}),
        _("My attendance"),
        "bad",
    )


def _quiz_step(code: str, state: str) -> Step:
    url = reverse("assessments:quiz", kwargs={"code": code})
    if state == RequirementState.OPEN:
        return Step(
            _("A quiz is not finished"), _("Your answers are saved. Go on where you stopped."), url, _("Go on"), "next"
        )
    return Step(
        _("A quiz is not passed yet"), _("Read the lessons again, then take another attempt."), url, _("Go to the quiz")
    )
