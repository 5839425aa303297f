"""Homes of those who look at one thing: commission members, invigilators, duty officers, observers."""

import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.enums import Role
from accounts.selectors.placements import centres_of
from assessments.access import settling_centres
from assessments.selectors.paper_quizzes import cohort_to_print
from assessments.selectors.rooms import sittings_of
from attendance.selectors.reports import day_reports
from courses.selectors.cohorts import examined_cohorts
from desk.selectors.homes.steps import Figure, Home, Step
from foundation.languages.templatetags.languages import digits
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from accounts.models import User

COHORTS_ON_HOME = 6


def commission_home(user: "User", home: Home, *, today: datetime.date) -> None:
    """Add to `home` the results and the exam papers of the cohorts that the commission examines."""
    for cohort in examined_cohorts(user)[:COHORTS_ON_HOME]:
        code = f"\u2066{cohort.code}\u2069"
        results = reverse("assessments:results", kwargs={"pk": cohort.pk})
        home.steps.append(
            Step(
                _("Results of %(cohort)s") % {"cohort": code},
                _("Who stands where, the exam sheet, and the protocol when the head has locked the results."),
                results,
                _("Open"),
                "next",
            )
        )
        if cohort_to_print(user, cohort.pk) is not None:
            papers = reverse("assessments:quiz_papers", kwargs={"pk": cohort.pk})
            text = _("Print question sheets, answer sheets and the key for the commission.")
            home.steps.append(Step(_("Exam papers of %(cohort)s") % {"cohort": code}, text, papers, _("Open")))
    if settling_centres(user, today):
        text = _("Answers that came after the time was over. The commission decides whether they count.")
        home.steps.append(Step(_("Answers that came too late"), text, reverse("assessments:late"), _("Open")))


def invigilator_home(user: "User", home: Home, *, at: datetime.datetime) -> None:
    """Add to `home` the sittings of the centre that are not closed."""
    waiting = [sitting for sitting in sittings_of(user, at) if sitting.closed_at is None and sitting.closes_at >= at]
    text = ngettext("%(count)s sitting is open or planned.", "%(count)s sittings are open or planned.", len(waiting))
    url, tone = reverse("assessments:sittings"), "next" if waiting else "plain"
    home.steps.append(Step(_("Sittings"), text % {"count": digits(len(waiting))}, url, _("Open"), tone))


def duty_home(user: "User", home: Home, *, language: str, today: datetime.date) -> None:
    """Add to `home` the numbers of the day at the centre: on the list, in the ranks, absent, rolls called."""
    url = reverse("attendance:day_report")
    text = _("How many are on the list, in the ranks and absent for which reason, cohort by cohort. It can be printed.")
    home.steps.append(Step(_("Report of the day"), text, url, _("Open"), "next"))
    for report in day_reports(centres_of(user, Role.DUTY_OFFICER), today, user, language):
        place = f"\u2068{pick(report.centre.titles, language).text}\u2069 · "
        called = sum(line.called for line in report.cohorts)
        home.figures += [
            Figure(place + _("On the list"), report.strength.listed, url),
            Figure(place + _("In the ranks"), report.strength.there, url),
            Figure(place + pgettext("short mark on the roll", "Absent"), report.strength.absent, url),
            Figure(place + _("Rolls called"), called, url),
        ]


def observer_home(home: Home) -> None:
    """Add to `home` the sums of the projects."""
    text = _("How many people learnt, attended and passed in the courses of your projects.")
    home.steps.append(Step(_("Projects"), text, reverse("desk:projects"), _("Open"), "next"))
