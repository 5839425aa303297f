"""Homes of those who work at a centre: instructor, registrar, head."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from assessments.selectors.appeals import waiting_appeals
from assessments.selectors.boards import assessor_board, confirmation_board
from attendance.selectors.history import proposals_for, warnings_for
from attendance.selectors.sessions import board_of
from certificates.selectors.cohort_papers import cohorts_to_prepare, waiting_batches
from certificates.selectors.enquiries import waiting_for_centre
from courses.enums import CohortState
from courses.selectors.cohorts import kept_cohorts
from courses.selectors.timetable import sessions_at
from desk.selectors.homes.steps import Figure, Home, Step
from foundation.languages.templatetags.languages import digits

if TYPE_CHECKING:
    from accounts.models import User
    from attendance.models import ShareWarning


def instructor_home(user: "User", home: Home, *, language: str, today: datetime.date) -> None:
    """Add to `home` the class sessions of today, rolls not called, and checklists to record."""
    board = board_of(user, today, language)
    home.sessions = [line.session for line in board.today]
    waiting = [*board.uncalled, *(line for line in board.today if line.mine and not line.called)]
    count = len(waiting) - len(board.uncalled) + board.uncalled_in_all
    if waiting:
        newest = waiting[-1].session
        home.steps.append(
            Step(
                _("Call the roll"),
                ngettext(
                    "%(count)s class session has no roll yet.", "%(count)s class sessions have no roll yet.", count
                )
                % {"count": digits(count)},
                reverse("attendance:roll", kwargs={"pk": newest.pk}),
                _("Open the newest one"),
                "next",
            )
        )
    _add_warnings(user, home)
    practicals = assessor_board(user, language, today)
    to_record = sum(exercise.to_record for cohort in practicals for exercise in cohort.exercises)
    if to_record:
        text = ngettext(
            "%(count)s person waits for your checklist.", "%(count)s people wait for your checklist.", to_record
        ) % {"count": digits(to_record)}
        home.steps.append(
            Step(_("Practical exercises"), text, reverse("assessments:practicals"), _("Open the list"), "next")
        )


def _add_warnings(user: "User", home: Home) -> None:
    """Add who can no longer reach the share of hours, one step a cohort. One query."""
    cohorts: dict[uuid.UUID, list[ShareWarning]] = {}
    for warning in warnings_for(user):
        cohorts.setdefault(warning.enrolment.cohort_id, []).append(warning)
    for pk, warnings in cohorts.items():
        text = ngettext(
            "%(count)s person of cohort %(code)s can no longer reach the share of hours that is needed.",
            "%(count)s people of cohort %(code)s can no longer reach the share of hours that is needed.",
            len(warnings),
        ) % {"count": digits(len(warnings)), "code": warnings[0].enrolment.cohort.code}
        url = reverse("attendance:cohort", kwargs={"pk": pk})
        home.steps.append(Step(_("Too many hours missed"), text, url, _("Attendance of the cohort"), "bad"))


def registrar_home(user: "User", home: Home) -> None:
    """Add to `home` the cohorts kept, those that await certificates, and the upload of lists."""
    cohorts = list(kept_cohorts(user))
    for cohort in cohorts_to_prepare(user):
        home.steps.append(
            Step(
                _("Prepare certificates"),
                _("The results of cohort %(code)s are locked.") % {"code": cohort.code},
                reverse("certificates:graduation", kwargs={"pk": cohort.pk}),
                _("Open the graduation list"),
                "next",
            )
        )
    home.steps.append(
        Step(
            _("People for a course"),
            _("Upload the list as the service sent it. You see every line before anything is saved."),
            reverse("accounts:import"),
            _("Upload a list"),
        )
    )
    running = sum(cohort.state == CohortState.RUNNING for cohort in cohorts)
    home.figures.append(Figure(_("Cohorts"), len(cohorts), reverse("courses:cohorts")))
    home.figures.append(Figure(_("Running now"), running))


def head_home(user: "User", home: Home, *, language: str, today: datetime.date) -> None:
    """Add to `home` what waits for the head of centre: batches, confirmations, rolls missing today."""
    for batch in waiting_batches(user):
        home.steps.append(
            Step(
                _("Issue certificates"),
                _("The registrar has prepared the certificates of cohort %(code)s.") % {"code": batch.cohort.code},
                reverse("certificates:batch", kwargs={"pk": batch.pk}),
                _("Check and issue"),
                "next",
            )
        )
    for admission in proposals_for(user):
        home.steps.append(
            Step(
                _("Admission by order"),
                _("An order of the commission for %(number)s, cohort %(code)s, waits for your decision.")
                % {"number": admission.enrolment.person.service_number, "code": admission.enrolment.cohort.code},
                reverse("attendance:admission", kwargs={"pk": admission.enrolment_id}),
                _("Decide"),
                "next",
            )
        )
    for appeal in waiting_appeals(user):
        home.steps.append(
            Step(
                _("Appeal"),
                _("An appeal in cohort %(code)s waits for its decision.") % {"code": appeal.enrolment.cohort.code},
                reverse("assessments:appeal", kwargs={"pk": appeal.pk}),
                _("Open the appeal"),
                "next",
            )
        )
    _add_warnings(user, home)
    complete = sum(exercise.complete for cohort in confirmation_board(user, language) for exercise in cohort.exercises)
    if complete:
        text = ngettext(
            "%(count)s practical exercise waits for your confirmation.",
            "%(count)s practical exercises wait for your confirmation.",
            complete,
        ) % {"count": digits(complete)}
        url = reverse("assessments:practicals")
        home.steps.append(Step(_("Practical exercises"), text, url, _("Open the list"), "next"))
    centres = user.centre_ids(Role.HEAD)
    missing = sessions_at(centres, today).filter(roll__isnull=True).count()
    home.figures.append(Figure(_("Class sessions without a roll today"), missing, reverse("attendance:sessions")))
    running = kept_cohorts(user).filter(state=CohortState.RUNNING).count()
    home.figures.append(Figure(_("Cohorts running"), running, reverse("courses:cohorts")))


def enquiries_home(user: "User", home: Home, *, today: datetime.date) -> None:
    """Add to `home` the enquiries of HR that wait for the centre's answer, once for registrar and head. Two queries."""
    waiting = waiting_for_centre(user, today)
    if waiting.first is None:
        return
    text = ngettext(
        "%(count)s enquiry of HR waits for your answer.",
        "%(count)s enquiries of HR wait for your answer.",
        waiting.count,
    ) % {"count": digits(waiting.count)}
    if waiting.overdue:
        late = ngettext("%(count)s of them is overdue.", "%(count)s of them are overdue.", waiting.overdue)
        text = f"{text} {late % {'count': digits(waiting.overdue)}}"
    url = reverse("certificates:enquiries")
    if waiting.count == 1:
        url = reverse("certificates:enquiry", kwargs={"pk": waiting.first.pk})
    tone = "bad" if waiting.overdue else "next"
    home.steps.append(Step(_("Enquiry of HR"), text, url, _("Answer"), tone))
