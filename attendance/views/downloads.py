"""Edges of what leaves the house as CSV or XLSX: formulas are never alive, every one taken is remembered."""

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from attendance.access import READS_ROLLS
from attendance.pdf.lists import header, rows
from attendance.pdf.tables import Table, charts_table, day_table, history_table, sex_word
from attendance.services.exports import export, export_charts, export_cohort_charts, export_day, export_history
from attendance.views.reports import charted_cohorts, day_asked, reported_centres
from attendance.views.rolls import language
from courses.selectors.cohorts import visible_cohorts, visible_enrolments
from foundation.languages.titles import direction
from foundation.spreadsheets.writing import to_csv, to_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.enums import Sex
    from attendance.pdf.tables import Group
    from attendance.selectors.charts import Figures

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@requires(*READS_ROLLS, confirmed=True)
@require_POST
def cohort(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Return the attendance of a cohort."""
    found = get_object_or_404(visible_cohorts(request.user), pk=pk)
    kind = _kind(request)
    people = export(cohort=found, language=language(), kind=kind, by=request.user)
    return _file(kind, f"{found.code}-attendance", Table(header(), rows(people)))


@never_cache
@requires(*READS_ROLLS, confirmed=True)
@require_POST
def day(request: PersonRequest) -> HttpResponse:
    """Return the day's report of the reader's centres."""
    kind, asked = _kind(request), day_asked(request.POST.get("day", ""))
    centres = reported_centres(request.user)
    reports = export_day(centres=centres, date=asked, language=language(), kind=kind, by=request.user)
    return _file(kind, f"{asked:%Y-%m-%d}-report", day_table(reports, asked, language()))


@never_cache
@requires(Role.TRAINEE, *READS_ROLLS)
@require_POST
def history(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Return one person's class sessions with all that happened to each mark; people stand by service number."""
    enrolment = get_object_or_404(visible_enrolments(request.user), pk=pk)
    kind = _kind(request)
    sessions = export_history(enrolment=enrolment, language=language(), kind=kind, by=request.user)
    return _file(kind, f"{enrolment.person.service_number}-attendance", history_table(sessions, language()))


@never_cache
@requires(*READS_ROLLS)
@require_POST
def cohort_charts(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Return the charts of one cohort: by week and by sex."""
    found = get_object_or_404(visible_cohorts(request.user), pk=pk)
    kind = _kind(request)
    charts = export_cohort_charts(cohort=found, kind=kind, by=request.user)
    groups: list[Group] = [(_("By week"), charts.weeks), _by_sex(charts.sexes)]
    return _file(kind, f"{found.code}-charts", charts_table(groups, charts.total))


@never_cache
@requires(*READS_ROLLS)
@require_POST
def charts(request: PersonRequest) -> HttpResponse:
    """Return the charts of the cohorts that the reader may see: by cohort and by sex."""
    kind = _kind(request)
    found = export_charts(cohorts=charted_cohorts(request.user, request.POST), kind=kind, by=request.user)
    cohorts = [(row.code, figures) for row, figures in found.cohorts]
    groups: list[Group] = [(_("By cohort"), cohorts), _by_sex(found.sexes)]
    return _file(kind, "attendance-charts", charts_table(groups, found.total))


def _by_sex(sexes: "Sequence[tuple[Sex | None, Figures]]") -> "Group":
    return _("By sex"), [(sex_word(sex), figures) for sex, figures in sexes]


def _kind(request: PersonRequest) -> str:
    kind = request.POST.get("kind", "xlsx")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    return kind


def _file(kind: str, name: str, table: Table) -> HttpResponse:
    if kind == "csv":
        answer = HttpResponse(to_csv([table.head, *table.rows]), content_type="text/csv; charset=utf-8")
    else:
        turned = direction(language()) == "rtl"
        answer = HttpResponse(to_xlsx(name, table.head, table.rows, right_to_left=turned), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
