"""Edges of marking by hand: what waits, one answer a screen, points changed with a reason."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import BigIntegerField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from assessments.access import MARKS, SETTLES, settling_centres
from assessments.enums import MarkingStage
from assessments.forms.marking import MarkingForm, PointsForm
from assessments.selectors.hand_marking import next_of, piles_for, sheet_for, to_confirm_for
from assessments.selectors.settling import Settling, settling_of
from assessments.services import marking as mark
from assessments.views.practicals import language

if TYPE_CHECKING:
    from assessments.selectors.hand_marking import Sheet


def said(error: mark.MarkingError) -> str:
    """Return in plain words why an answer is not marked so."""
    return {
        mark.PointsError: _("These points do not fit the question."),
        mark.ReasonMissingError: _("Write the reason."),
        mark.NotSettledYetError: _("This attempt is not marked yet, or the question is annulled."),
        mark.ClosedError: _("The results are locked by protocol. They are corrected by document now."),
    }.get(type(error), _("Somebody else has marked this answer meanwhile."))


@never_cache
@requires(*MARKS)
@require_GET
def queue(request: PersonRequest) -> HttpResponse:
    """What waits for the reader, by quiz and question."""
    context = {"piles": piles_for(request.user, timezone.localdate()), "unconfirmed": to_confirm_for(request.user)}
    return render(request, "assessments/marking.html", context)


@never_cache
@requires(*MARKS)
@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """One answer with its rubric; saving it leads to the next one of the same question."""
    now = timezone.now()
    today = timezone.localdate(now)
    if pk > BigIntegerField.MAX_BIGINT:  # no row has such a number, and the database cannot be asked for it
        raise Http404
    sheet = sheet_for(request.user, pk, today, language())
    if request.method == "POST" and (sheet is None or request.POST.get("stage") != sheet.stage):
        return _not_in_turn(request, pk, sheet)
    if sheet is None:
        raise Http404
    form = MarkingForm(request.POST or None, lines=sheet.lines)
    if request.method == "POST" and form.is_valid():
        try:
            mark.mark_answer(
                submission=form.cleaned_data["submission"],
                question=pk,
                stage=MarkingStage(form.cleaned_data["stage"]),
                rubric=form.rubric,
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=now,
                on=today,
            )
        except mark.AnswerUnknownError:
            raise Http404 from None
        except mark.TakenError:
            return _not_in_turn(request, pk, sheet_for(request.user, pk, today, language()))
        except mark.MarkingError as error:
            form.add_error(None, said(error))
        else:
            return _onward(request, sheet)
    return _page(request, sheet, form)


def _page(request: PersonRequest, sheet: "Sheet", form: MarkingForm) -> HttpResponse:
    context = {"sheet": sheet, "form": form, "submission": request.POST.get("submission") or uuid.uuid4()}
    return render(request, "assessments/mark.html", context, status=422 if form.errors else 200)


def _onward(request: PersonRequest, sheet: "Sheet") -> HttpResponse:
    quiz, version = sheet.row.attempt.quiz.code, sheet.row.version_id
    messages.success(request, _("Saved."))
    following = next_of(request.user, timezone.localdate(), quiz=quiz, version=version)
    return redirect("assessments:mark", pk=following) if following else redirect("assessments:marking")


def _not_in_turn(request: PersonRequest, pk: int, sheet: "Sheet | None") -> HttpResponse:
    """Say that somebody else was quicker; the same form sent again is a repeat, and leads on."""
    if mark.stored_before(request.POST.get("submission", ""), pk, request.user):
        return redirect("assessments:marking")
    if sheet is None:
        if not mark.may_have_been_marked(pk, request.user):
            raise Http404
        messages.warning(request, _("Somebody else has marked this answer meanwhile."))
        return redirect("assessments:marking")
    form = MarkingForm(request.POST, lines=sheet.lines)
    form.is_valid()
    told = _("Somebody else has marked this answer meanwhile. Save again if your points shall count too.")
    form.add_error(None, told)
    return _page(request, sheet, form)


@never_cache
@requires(*SETTLES)
@require_http_methods(["GET", "POST"])
def points(request: PersonRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Change the points of one answer of an attempt, with a reason; the head and the commission."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = settling_of(pk, position, request.user, settling_centres(request.user, today), language())
    if found is None:
        raise Http404
    form = PointsForm(request.POST if request.method == "POST" else None, most=found.card.marks)
    if request.method == "POST" and form.is_valid():
        try:
            mark.change_points(
                submission=form.cleaned_data["submission"],
                question=found.row,
                points=form.cleaned_data["points"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now,
                on=today,
            )
        except mark.AnswerUnknownError:
            raise Http404 from None
        except mark.MarkingError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("The points are changed."))
            return redirect("assessments:points", pk=pk, position=position)
    return _points_page(request, found, form)


def _points_page(request: PersonRequest, found: Settling, form: PointsForm) -> HttpResponse:
    context = {"found": found, "card": found.card, "attempt": found.row.attempt, "form": form}
    return render(request, "assessments/points.html", context, status=422 if form.errors else 200)
