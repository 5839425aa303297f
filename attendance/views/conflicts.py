"""Edges of conflicts: what two devices said differently, and how a person settles it."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from attendance.access import CALLS_ROLLS, READS_ROLLS, may_call
from attendance.forms import SettleForm
from attendance.selectors.conflicts import conflict_view, conflicts_by_centre, settled_lately, visible_conflicts
from attendance.services.conflicts import NotInConflictError, settle
from attendance.services.rolls import RollRefusedError
from attendance.views.rolls import language, said

if TYPE_CHECKING:
    from attendance.models import MarkConflict


@never_cache
@requires(*READS_ROLLS)
@require_GET
def conflicts(request: PersonRequest) -> HttpResponse:
    """List the conflicts that wait for a person, by centre, and those settled lately."""
    context = {
        "centres": conflicts_by_centre(request.user, language()),
        "settled": settled_lately(request.user, language()),
    }
    return render(request, "attendance/conflicts.html", context)


@never_cache
@requires(*READS_ROLLS)
@require_http_methods(["GET", "POST"])
def conflict(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one conflict; POST settles it with a reason. A settled one stays as it was settled."""
    row = get_object_or_404(visible_conflicts(request.user), pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not request.user.has_role(*CALLS_ROLLS) or not may_call(request.user, row.session.cohort):
            raise PermissionDenied
        if form.is_valid() and _settled(request, row, form):
            return redirect("attendance:conflicts")
    context = {"view": conflict_view(row, request.user, language()), "form": form}
    return render(request, "attendance/conflict.html", context, status=422 if form.errors else 200)


def _settled(request: PersonRequest, row: "MarkConflict", form: SettleForm) -> bool:
    """Settle it and say so; False puts what was wrong into the form."""
    data = form.cleaned_data
    try:
        done = settle(conflict=row, chosen=data["chosen"], reason=data["reason"], by=request.user, at=timezone.now())
    except NotInConflictError:
        form.add_error("chosen", _("Choose the right mark."))
    except RollRefusedError as error:
        form.add_error(None, said(error.obstacle))
    else:
        if done.chosen_id == data["chosen"]:
            messages.success(request, _("The conflict is settled. Both marks stay in the history."))
        else:
            messages.warning(request, _("Somebody has settled this conflict meanwhile. Nothing was changed."))
        return True
    return False
