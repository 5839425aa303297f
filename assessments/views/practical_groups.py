"""Edges of many people at once: team sheets, blank checklists on paper, filled ones typed in, their scans."""

import datetime
import json
import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from assessments.access import CONFIRMERS, READS_SHEETS
from assessments.forms.practical_work import PaperForm, ScoreGrid, TeamForm
from assessments.pdf.checklists import draw_checklists
from assessments.selectors.drafts import drafts_of_team
from assessments.selectors.groups import GroupSheet, group_sheet, papers_of, signers, visible_paper, visible_team
from assessments.services.drafts import save_team_drafts
from assessments.services.from_devices import REASONS
from assessments.services.paper_sheets import (
    LARGEST_SCAN,
    RowRefusedError,
    ScanNeededError,
    ScanUnreadableError,
    enter_papers,
    scan_path,
)
from assessments.services.practicals import CohortClosedError, ObservationRefusedError, PracticalError
from assessments.services.teams import TeamSizeError, make_team, record_team
from assessments.views.practicals import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from assessments.models import TeamSheet
    from assessments.selectors.groups import GroupRow

TYPISTS = (Role.INSTRUCTOR, *CONFIRMERS)


def said(error: PracticalError) -> str:
    """Return in plain words why nothing was stored."""
    if isinstance(error, ObservationRefusedError):
        return str(error.refusal.label)
    return {
        CohortClosedError: _("The cohort is closed by protocol. Nothing more can be recorded."),
        TeamSizeError: _("A team has two to twelve people."),
        ScanNeededError: _("Whoever types in the sheets of somebody else keeps their scan."),
        ScanUnreadableError: _("The file is no PDF and no JPEG, or is larger than 10 MB."),
    }.get(type(error), _("This assessor may not assess this group in this exercise."))


def _sheet(request: PersonRequest, pk: uuid.UUID, code: str, *, assessor: "User | None" = None) -> GroupSheet:
    found = group_sheet(request.user, pk, code, language(), timezone.localdate(), assessor=assessor)
    if found is None:
        raise Http404
    return found


@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "POST"])
def team_new(request: PersonRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Choose who did a group exercise together."""
    sheet = _sheet(request, pk, code, assessor=request.user)
    error, chosen = "", set(request.POST.getlist("member"))
    submission = _uuid(request.POST.get("submission")) or uuid.uuid4()
    if request.method == "POST":
        members = [row.enrolment for row in sheet.to_record if str(row.enrolment.pk) in chosen]
        try:
            team = make_team(
                submission=submission,
                cohort=sheet.cohort,
                code=code,
                members=members,
                by=request.user,
                at=timezone.now(),
            )
        except PracticalError as failed:
            error = said(failed)
        else:
            return redirect("assessments:team", pk=team.pk)
    context = {"sheet": sheet, "cohort": sheet.cohort, "error": error, "chosen": chosen, "submission": submission}
    return render(request, "assessments/team_new.html", context, status=422 if error else 200)


@never_cache
@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "POST"])
def team(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark the members of a team side by side; each gets a checklist."""
    found = visible_team(request.user, pk)
    if found is None:
        raise Http404
    now = timezone.now()  # before anything is read: what is stored meanwhile is newer than the page
    sheet = _sheet(request, found.cohort_id, found.exercise.code, assessor=request.user)
    ids = {member.pk for member in found.members.all()}
    rows = [row for row in sheet.rows if row.enrolment.pk in ids]
    data = request.POST if request.method == "POST" else None
    grid = ScoreGrid([(row.enrolment.pk, row.name) for row in rows], len(sheet.criteria), data, may_skip=False)
    grid.numbers = {row.enrolment.pk: row.number for row in rows}
    drafts = drafts_of_team(ids, found.exercise, request.user) if data is None else []
    grid.begin_with({draft.enrolment_id: draft.scores for draft in drafts})
    form = TeamForm(data, initial={"comment": next((draft.comment for draft in drafts if draft.comment), "")})
    if data is not None and "later" in data and form.is_valid():
        if _kept_for_later(request, found, rows, grid, form):
            return redirect("assessments:practicals")
    elif data is not None and form.is_valid() and not grid.problems:
        try:
            record_team(
                team=found,
                members={row.enrolment.pk: row.enrolment for row in rows},
                scores=grid.scores,
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=now,
            )
        except PracticalError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("Saved. Each member of the team has a checklist now."))
            return redirect("assessments:practicals")
    done = all(row.recorded for row in rows)
    context = {"sheet": sheet, "cohort": sheet.cohort, "grid": grid, "form": form, "rows": rows, "done": done}
    context |= {"draft": drafts[0] if drafts else None, "now": now}
    context |= {"team": found, "reasons": json.dumps({key: str(word) for key, word in REASONS.items()})}
    failed = form.errors or grid.problems
    return render(request, "assessments/team.html", context, status=422 if failed else 200)


def _kept_for_later(
    request: PersonRequest, team: "TeamSheet", rows: "Sequence[GroupRow]", grid: ScoreGrid, form: TeamForm
) -> bool:
    """Save what is marked so far; False when it cannot be, which the form says."""
    grid.problems = {}
    try:
        save_team_drafts(
            team=team,
            members={row.enrolment.pk: row.enrolment for row in rows if not row.recorded},
            scores=grid.so_far,
            comment=form.cleaned_data["comment"],
            by=request.user,
            at=timezone.now(),
        )
    except PracticalError as error:
        form.add_error(None, said(error))
        return False
    messages.success(request, _("What you marked is saved. It is not handed in yet."))
    return True


@requires(*TYPISTS)
@require_GET
def blank(request: PersonRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Show blank checklists as PDF: one without a name, or (?people) one for everybody who is still to be assessed."""
    sheet = _sheet(request, pk, code)
    data = draw_checklists(sheet, language(), people="people" in request.GET)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="checklist-{sheet.exercise.code}.pdf"'
    return answer


@never_cache
@requires(*TYPISTS)
@require_http_methods(["GET", "POST"])
def papers(request: PersonRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Type in the signed sheets of one assessor: rows are people, columns are criteria."""
    today = timezone.localdate()
    sheet = _sheet(request, pk, code)
    data = request.POST if request.method == "POST" else None
    form = PaperForm(
        data,
        request.FILES or None,
        assessors=signers(sheet, today, language()),
        calendar=request.user.calendar,
        today=today,
    )
    rows = [row for row in sheet.rows if not row.passed]
    grid = ScoreGrid([(row.enrolment.pk, row.name) for row in rows], len(sheet.criteria), data, may_skip=True)
    if data is not None and form.is_valid() and not grid.problems:
        if not grid.scores:
            form.add_error(None, _("Nothing is typed in yet."))
        elif _enter(request, sheet, form, grid):
            messages.success(request, _("The sheets are stored as checklists of the assessor who signed them."))
            return redirect("assessments:papers", pk=pk, code=code)
    context = {
        "sheet": sheet,
        "cohort": sheet.cohort,
        "form": form,
        "grid": grid,
        "papers": papers_of(request.user, sheet, language()),
    }
    return render(request, "assessments/papers.html", context, status=422 if form.errors or grid.problems else 200)


def _enter(request: PersonRequest, sheet: GroupSheet, form: PaperForm, grid: ScoreGrid) -> bool:
    day, scan = form.cleaned_data["date"], form.cleaned_data["scan"]
    now = timezone.now()
    noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=timezone.get_current_timezone())
    people = {row.enrolment.pk: row.enrolment for row in sheet.rows}
    try:
        enter_papers(
            submission=form.cleaned_data["submission"],
            cohort=sheet.cohort,
            code=sheet.exercise.code,
            assessor=form.cleaned_data["assessor"],
            rows={people[pk]: scores for pk, scores in grid.scores.items()},
            scan=scan.read(LARGEST_SCAN + 1) if scan else None,
            by=request.user,
            at=now if day == timezone.localdate(now) else noon,
        )
    except RowRefusedError as error:
        for row, (pk, _name) in enumerate(grid.rows):
            if pk == error.enrolment:
                grid.problems[row] = str(error.refusal.label)
    except PracticalError as error:
        form.add_error(None, said(error))
    return not (form.errors or grid.problems)


@never_cache
@requires(Role.INSTRUCTOR, *READS_SHEETS)
@require_GET
def scan(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the scan of sheets that were typed in."""
    paper = visible_paper(request.user, pk)
    if paper is None or not paper.scan or not scan_path(paper).is_file():
        raise Http404
    path = scan_path(paper)
    kind = "application/pdf" if path.suffix == ".pdf" else "image/jpeg"
    return FileResponse(path.open("rb"), content_type=kind, filename=f"checklists-{paper.at.date()}{path.suffix}")


def _uuid(typed: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed) if typed else None
    except ValueError:
        return None
