"""Edges of what follows from the rolls: the day's report, the month's sheet, a person's history, charts."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.placements import centres_of, visible_centres
from attendance.access import READS_ROLLS, SIGNS_DAYS, may_admit, may_propose
from attendance.pdf.month import FIRST_LANGUAGE, SECOND_LANGUAGES, draw
from attendance.pdf.tables import sex_word
from attendance.selectors.charts import charts_of_centre, charts_of_cohort
from attendance.selectors.history import history_of_person
from attendance.selectors.reports import REASONS, day_reports, month_sheet
from attendance.selectors.shares import parts_of, standing_of
from attendance.services.exports import note_month_sheet
from attendance.views.rolls import language
from courses.enums import OPEN_COHORTS
from courses.selectors.cohorts import active_enrolments, name_in_cohort, visible_cohorts, visible_enrolments

if TYPE_CHECKING:
    from django.http import QueryDict

    from accounts.enums import Sex
    from accounts.models import Centre, User
    from attendance.selectors.charts import Figures
    from courses.models import Cohort


@never_cache
@requires(Role.DUTY_OFFICER, *READS_ROLLS)
@require_GET
def day(request: PersonRequest) -> HttpResponse:
    """Show the day's report of the reader's centres: on the list, in the ranks, absent by reason.

    The duty officer reads and prints the numbers, no names.
    """
    user, today = request.user, timezone.localdate()
    shown = day_asked(request.GET.get("day", ""))
    context = {
        "reports": day_reports(reported_centres(user), shown, user, language()),
        "reasons": REASONS,
        "named": user.has_role(*READS_ROLLS),
        "day_shown": shown,
        "today": today,
        "before": shown - datetime.timedelta(days=1) if shown > datetime.date.min else shown,
        "after": shown + datetime.timedelta(days=1) if shown < datetime.date.max else shown,
    }
    return render(request, "attendance/day_report.html", context)


def day_asked(text: str) -> datetime.date:
    """Return the day that was asked for, or today."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def reported_centres(user: "User") -> "list[Centre]":
    """Return the centres whose day `user` reads: all for auditor and administrator, else those where they work."""
    if user.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
        return list(visible_centres(user))
    return list(centres_of(user, *SIGNS_DAYS, Role.INSTRUCTOR, Role.DUTY_OFFICER))


@never_cache
@requires(*READS_ROLLS)
@require_GET
def month(request: PersonRequest, pk: uuid.UUID, month: str) -> HttpResponse:
    """Return the month's sheet of a cohort as PDF, in Tajik and a second language (`?with=`)."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    try:
        first = datetime.date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise Http404 from error
    second = request.GET.get("with") or language()
    if second not in SECOND_LANGUAGES:
        second = SECOND_LANGUAGES[0]
    pdf = draw(month_sheet(cohort, first, FIRST_LANGUAGE, by=request.user), second)
    note_month_sheet(cohort=cohort, month=f"{first:%Y-%m}", by=request.user)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{cohort.code}-{first:%Y-%m}.pdf"'
    return answer


@requires(Role.TRAINEE)
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Lead trainees to their own attendance: that of the newest cohort they are in."""
    enrolments = active_enrolments(request.user)
    if not enrolments:
        return redirect("courses:mine")
    return redirect("attendance:history", pk=enrolments[0].pk)


@never_cache
@requires(Role.TRAINEE, *READS_ROLLS)
@require_GET
def history(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one person's share, its parts, and every class session with all that happened to its mark."""
    user = request.user
    enrolment = get_object_or_404(visible_enrolments(user), pk=pk)
    standing = standing_of(enrolment)
    sessions = history_of_person(enrolment, language())
    owed = {one.session: one.hours for one in standing.owed}
    context = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "name": name_in_cohort(enrolment.person, enrolment.cohort, language(), by=user),
        "own": enrolment.person_id == user.pk,
        "standing": standing,
        "share": standing.share,
        "parts": parts_of(enrolment),
        "sessions": sessions,
        "owed": [(one.session, owed[one.session.pk]) for one in sessions if one.session.pk in owed],
        "may_admit": not standing.earned and (may_propose(user, enrolment.cohort) or may_admit(user, enrolment.cohort)),
    }
    return render(request, "attendance/person_history.html", context)


@never_cache
@requires(*READS_ROLLS)
@require_GET
def cohort_charts(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show charts of one cohort: by week and by sex."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    charts = charts_of_cohort(cohort)
    context = {
        "cohort": cohort,
        "total": charts.total,
        "charts": [
            {"title": _("By week"), "column": _("Week from"), "rows": charts.weeks, "days": True},
            _by_sex(charts.sexes),
        ],
    }
    return render(request, "attendance/charts.html", context)


def _by_sex(sexes: "list[tuple[Sex | None, Figures]]") -> dict[str, Any]:
    return {"title": _("By sex"), "column": _("Sex"), "rows": [(sex_word(sex), found) for sex, found in sexes]}


@never_cache
@requires(*READS_ROLLS)
@require_GET
def centre_charts(request: PersonRequest) -> HttpResponse:
    """Show charts of the cohorts that the reader may see: by cohort and by sex, for one centre or all (`?centre=`)."""
    charts = charts_of_centre(charted_cohorts(request.user, request.GET))
    context = {
        "centres": visible_centres(request.user),
        "chosen": request.GET.get("centre", ""),
        "all": request.GET.get("all") is not None,
        "total": charts.total,
        "charts": [
            {
                "title": _("By cohort"),
                "column": _("Cohort"),
                "rows": [(row.code, found) for row, found in charts.cohorts],
            },
            _by_sex(charts.sexes),
        ],
    }
    return render(request, "attendance/charts.html", context)


def charted_cohorts(user: "User", asked: "QueryDict") -> "list[Cohort]":
    """Return the cohorts whose charts were asked for: open ones or `all`, of one `centre` or of every one."""
    cohorts = visible_cohorts(user).order_by("centre__code", "code")
    if asked.get("centre"):
        cohorts = cohorts.filter(centre__code=asked["centre"])
    if asked.get("all") is None:
        cohorts = cohorts.filter(state__in=OPEN_COHORTS)
    return list(cohorts)
