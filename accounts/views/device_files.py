"""Edge of the file that a device saved: for the day on which the device itself cannot send any more."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.domain.device_files import LARGEST
from accounts.enums import Role
from accounts.forms import DeviceFileForm
from accounts.services.device_files import FileAnswer, FileOfAnotherError, FileUnreadableError, take_device_file
from accounts.services.people import NameInReasonError, ReasonMissingError
from foundation.outbox.models import Outcome
from foundation.outbox.words import words

TONES = {Outcome.DONE: "badge--ok", Outcome.REFUSED: "badge--bad"}


@never_cache
@requires()
@require_http_methods(["GET", "POST"])
def device_file(request: PersonRequest) -> HttpResponse:
    """Take in a saved file, and show the answer to each item of it."""
    keeps = request.user.has_role(Role.REGISTRAR)
    form = DeviceFileForm(request.POST or None, request.FILES or None, for_others=keeps)
    answers = _take(request, form) if request.method == "POST" and form.is_valid() else None
    context = {
        "form": form,
        "answers": [_line(answer) for answer in answers] if answers is not None else None,
    }
    failed = request.method == "POST" and answers is None
    return render(request, "accounts/device_file.html", context, status=422 if failed else 200)


def _take(request: PersonRequest, form: DeviceFileForm) -> list[FileAnswer] | None:
    """Return the answers; None puts what is wrong into the form."""
    data = form.cleaned_data["file"].read(LARGEST + 1)
    reason = form.cleaned_data.get("reason", "")
    try:
        return take_device_file(data=data, reason=reason, by=request.user, at=timezone.now())
    except FileUnreadableError:
        form.add_error("file", _("This is not a file that the page “What this device keeps” has saved."))
    except FileOfAnotherError:
        form.add_error(
            "file", _("This file is another person's. That person, or the registrar of the centre, loads it.")
        )
    except ReasonMissingError:
        form.add_error("reason", _("The file is another person's. Write why you load it."))
    except NameInReasonError:
        form.add_error("reason", _("Do not write the name of a protected person into the reason."))
    return None


def _line(answer: FileAnswer) -> dict[str, str]:
    """Return the words for one answer."""
    known = dict(words())
    outcome = answer.outcome
    return {
        "kind": known.get(f"kind {answer.kind}", answer.kind),
        "label": answer.label,
        "outcome": str(outcome.label) if outcome else _("Not complete: nothing was stored"),
        "tone": TONES.get(outcome, "badge--warn") if outcome else "badge--bad",
        "reason": known.get(f"reason {answer.reason}", ""),
    }
