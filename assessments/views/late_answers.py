"""Edge of late answers: the list, and the decisions."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from assessments.access import SETTLES, settling_centres
from assessments.forms.late_answers import LateForm
from assessments.selectors.late_answers import late_answers
from assessments.services.late_answers import DecidedError, LateUnknownError, decide_late
from assessments.services.marking import ClosedError, MarkingError
from assessments.views.practicals import language


@never_cache
@requires(*SETTLES)
@require_http_methods(["GET", "POST"])
def late(request: PersonRequest) -> HttpResponse:
    """The answers that came too late at the reader's centre; POST decides on one of them."""
    now = timezone.now()
    today = timezone.localdate(now)
    centres = settling_centres(request.user, today)
    if not centres:
        raise PermissionDenied
    form = LateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decision = decide_late(
                submission=form.cleaned_data["submission"],
                response=form.cleaned_data["response"],
                accepted=form.cleaned_data["accepted"] == "yes",
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now,
                on=today,
            )
        except LateUnknownError:
            raise Http404 from None
        except DecidedError:
            messages.warning(request, _("Somebody else has decided on this answer meanwhile."))
            return redirect("assessments:late")
        except ClosedError:
            form.add_error(None, _("The results are locked by protocol. They are corrected by document now."))
        except MarkingError:
            form.add_error("reason", _("Write the reason."))
        else:
            accepted = decision.accepted
            messages.success(request, _("The answer counts now.") if accepted else _("The answer does not count."))
            return redirect("assessments:late")
    context = {
        "answers": late_answers(request.user, centres, language()),
        "form": form,
        "failed": request.POST.get("response", ""),
        "typed": request.POST.get("reason", ""),
        "fresh_id": uuid.uuid4,
    }
    return render(request, "assessments/late.html", context, status=422 if form.errors else 200)
