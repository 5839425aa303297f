"""Edges of what follows from the rolls: the day's report, the month's sheet, a person's history, charts, lists."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.placements import centres_of, visible_centres
from attendance.access import READS_ROLLS, SIGNS_DAYS, may_admit, may_propose
from attendance.pdf.lists import header, rows
from attendance.pdf.month import FIRST_LANGUAGE, SECOND_LANGUAGES, draw
from attendance.selectors.charts import charts_of_centre, charts_of_cohort
from attendance.selectors.history import history_of_person
from attendance.selectors.reports import REASONS, day_reports, month_sheet
from attendance.selectors.shares import parts_of, standing_of
from attendance.services.exports import export
from attendance.views.rolls import language
from courses.enums import OPEN_COHORTS
from courses.selectors.cohorts import active_enrolments, name_in_cohort, visible_cohorts, visible_enrolments
from foundation.languages.titles import direction
from foundation.spreadsheets.writing import to_csv, to_xlsx

if TYPE_CHECKING:
    from accounts.enums import Sex
    from attendance.selectors.charts import Figures

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@requires(*READS_ROLLS)
@require_GET
def day(request: PersonRequest) -> HttpResponse:
    """Show the day's report of the reader's centres: on the list, in the ranks, absent by reason."""
    user, today = request.user, timezone.localdate()
    try:
        shown = datetime.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        shown = today
    national = user.has_role(Role.AUDITOR, Role.ADMINISTRATOR)
    centres = visible_centres(user) if national else centres_of(user, *SIGNS_DAYS, Role.INSTRUCTOR)
    context = {
        "reports": day_reports(centres, shown, user, language()),
        "reasons": REASONS,
        "day_shown": shown,
        "today": today,
        "before": shown - datetime.timedelta(days=1) if shown > datetime.date.min else shown,
        "after": shown + datetime.timedelta(days=1) if shown < datetime.date.max else shown,
    }
    return render(request, "attendance/day_report.html", context)


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
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{cohort.code}-{first:%Y-%m}.pdf"'
    return answer


@never_cache
@requires(*READS_ROLLS)
@require_POST
def download(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Return the attendance of a cohort as CSV or XLSX; the act is remembered."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    kind = request.POST.get("kind", "xlsx")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    people = export(cohort=cohort, language=language(), kind=kind, by=request.user)
    head, table = header(), rows(people)
    if kind == "csv":
        answer = HttpResponse(to_csv([head, *table]), content_type="text/csv; charset=utf-8")
    else:
        turned = direction(language()) == "rtl"
        answer = HttpResponse(to_xlsx(cohort.code, head, table, right_to_left=turned), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{cohort.code}-attendance.{kind}"'
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
    rows = [(sex.label if sex else _("Not stated"), found) for sex, found in sexes]
    return {"title": _("By sex"), "column": _("Sex"), "rows": rows}


@never_cache
@requires(*READS_ROLLS)
@require_GET
def centre_charts(request: PersonRequest) -> HttpResponse:
    """Show charts of the cohorts that the reader may see: by cohort and by sex, for one centre or all (`?centre=`)."""
    centres = visible_centres(request.user)
    chosen = request.GET.get("centre", "")
    cohorts = visible_cohorts(request.user).order_by("centre__code", "code")
    if chosen:
        cohorts = cohorts.filter(centre__code=chosen)
    if request.GET.get("all") is None:
        cohorts = cohorts.filter(state__in=OPEN_COHORTS)
    charts = charts_of_centre(list(cohorts))
    context = {
        "centres": centres,
        "chosen": chosen,
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
