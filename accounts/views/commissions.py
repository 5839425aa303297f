"""Edge of the commissions of a centre: appointed by order, listed, ended by its head."""

import datetime
import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.forms_commissions import CommissionForm, EndForm
from accounts.models import Centre
from accounts.selectors.authorisations import may_sit_in_commissions
from accounts.selectors.commissions import commission_at, commissions_at
from accounts.selectors.names import sorted_people
from accounts.selectors.placements import centres_of
from accounts.services.commissions import (
    ChairNotMemberError,
    CommissionEndsBeforeError,
    CommissionTooSmallError,
    MemberNotStaffError,
    appoint,
    end_commission,
)
from accounts.services.orders import OrderKindDiffersError, OrderNumberMissingError


def _headed(request: PersonRequest, code: str) -> Centre:
    """The centre of that code which the reader heads."""
    for centre in centres_of(request.user, Role.HEAD):
        if centre.code == code:
            return centre
    raise Http404


def _form(request: PersonRequest, centre: Centre, today: datetime.date, *, sent: bool) -> CommissionForm:
    staff = sorted_people(may_sit_in_commissions(centre, today), get_language() or "en")
    return CommissionForm(
        request.POST if sent else None,
        staff=staff,
        calendar=request.user.calendar,
        today=today,
        initial={"order_date": today},
    )


@requires(Role.HEAD)
@require_http_methods(["GET", "POST"])
def commissions(request: PersonRequest, code: str) -> HttpResponse:
    """List the commissions of a centre; POST appoints one by order."""
    centre, today = _headed(request, code), timezone.localdate()
    form = _form(request, centre, today, sent=request.method == "POST")
    if request.method == "POST" and form.is_valid() and _appointed(request, centre, form):
        messages.success(request, _("The commission is appointed."))
        return redirect("accounts:commissions", code=code)
    return _page(request, centre, form, today)


def _page(
    request: PersonRequest,
    centre: Centre,
    form: CommissionForm,
    today: datetime.date,
    ending: tuple[uuid.UUID, EndForm] | None = None,
) -> HttpResponse:
    context = {
        "centre": centre,
        "form": form,
        "commissions": commissions_at(centre, today, get_language() or "en"),
        "end_form": EndForm(calendar=request.user.calendar, today=today, initial={"last_day": today}, auto_id=False),
        "ending": ending[0] if ending else None,
        "failed": ending[1] if ending else None,
    }
    bad = form.errors or ending is not None
    return render(request, "accounts/commissions.html", context, status=422 if bad else 200)


def _appointed(request: PersonRequest, centre: Centre, form: CommissionForm) -> bool:
    """Appoint the commission; False with the errors in the form."""
    data = form.cleaned_data
    try:
        appoint(
            centre=centre,
            number=data["order_number"],
            date=data["order_date"],
            members=data["members"],
            chair=data["chair"],
            by=request.user,
            at=timezone.now(),
        )
    except CommissionTooSmallError:
        form.add_error("members", _("A commission has at least three members."))
    except ChairNotMemberError:
        form.add_error("members", _("The chair must be one of the members."))
    except MemberNotStaffError:
        form.add_error("members", _("Every member must work at the centre on the date of the order."))
    except (OrderKindDiffersError, OrderNumberMissingError):
        form.add_error("order_number", _("This number and date belong to another order of the centre."))
    else:
        return True
    return False


@requires(Role.HEAD)
@require_POST
def commission_end(request: PersonRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """End a commission on a day."""
    centre, today = _headed(request, code), timezone.localdate()
    commission = commission_at(centre, pk)
    if commission is None:
        raise Http404
    form = EndForm(request.POST, calendar=request.user.calendar, today=today, auto_id=False)
    if form.is_valid():
        try:
            end_commission(
                commission=commission, last_day=form.cleaned_data["last_day"], by=request.user, at=timezone.now()
            )
        except CommissionEndsBeforeError:
            form.add_error("last_day", _("The commission has ended already, or this day lies before its order."))
        else:
            messages.success(request, _("The commission ends on that day."))
            return redirect("accounts:commissions", code=code)
    return _page(request, centre, _form(request, centre, today, sent=False), today, (commission.pk, form))
