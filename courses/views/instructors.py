"""Edge of the instructors of a cohort."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from courses.access import KEEPS_COHORTS
from courses.enums import OPEN_COHORTS
from courses.forms import InstructorsForm
from courses.selectors.cohorts import instructors_of, kept_cohorts, teachers_at
from courses.services.cohorts import CohortLockedError, NoInstructorError, NotAnInstructorError, name_instructors


@requires(*KEEPS_COHORTS)
@require_http_methods(["GET", "POST"])
def cohort_instructors(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Say who teaches a cohort that is not closed; planned sessions of those who go are handed over."""
    cohort = get_object_or_404(kept_cohorts(request.user), pk=pk)
    now = timezone.now()
    form = InstructorsForm(
        request.POST if request.method == "POST" else None,
        offered=teachers_at([cohort.centre], timezone.localdate(now), get_language() or "en"),
        initial={"instructors": [str(person.pk) for person in instructors_of(cohort)]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            moved = name_instructors(
                cohort=cohort, instructors=form.cleaned_data["instructors"], by=request.user, at=now
            )
        except (NoInstructorError, NotAnInstructorError):
            form.add_error("instructors", _("Choose instructors of the centre of this cohort."))
        except CohortLockedError:
            form.add_error(None, _("This cohort was closed by protocol. Its instructors stay as they are."))
        else:
            _say(request, moved)
            return redirect("courses:cohort", pk=cohort.pk)
    context = {"cohort": cohort, "form": form, "is_open": cohort.state in OPEN_COHORTS}
    return render(request, "courses/instructors.html", context, status=422 if form.errors else 200)


def _say(request: PersonRequest, moved: int) -> None:
    messages.success(request, _("The instructors are saved."))
    if moved:
        text = ngettext(
            "%(number)s planned session was handed over.", "%(number)s planned sessions were handed over.", moved
        )
        messages.info(request, text % {"number": moved})
