"""Edge of the authorisations of a centre: who may teach and assess which course. Its head keeps them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import AuthorisationKind, Role
from accounts.models import Centre
from accounts.selectors.authorisations import staff_of
from accounts.selectors.names import sorted_people
from accounts.selectors.placements import centres_of
from accounts.services import authorisations
from courses.forms_authorised import AuthoriseForm
from courses.selectors.authorised import colleagues, courses_named, held_at, kinds
from courses.views.cohorts import language

LONGEST_REASON = 300


def _headed(request: PersonRequest, code: str) -> Centre:
    for centre in centres_of(request.user, Role.HEAD):
        if centre.code == code:
            return centre
    raise Http404


@requires(Role.HEAD)
@require_http_methods(["GET", "POST"])
def authorised(request: PersonRequest, code: str) -> HttpResponse:
    """The staff of a centre with what everybody may do; POST authorises somebody."""
    centre, now = _headed(request, code), timezone.now()
    today = timezone.localdate(now)
    form = AuthoriseForm(
        request.POST if request.method == "POST" else None,
        people=sorted_people(staff_of(centre, today).exclude(pk=request.user.pk), language()),
        kinds=kinds(),
        courses=courses_named(language()),
        calendar=request.user.calendar,
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            authorisations.authorise(
                person=form.people[data["person"]],
                kind=AuthorisationKind(data["kind"]),
                course_code=data["course"],
                centre=centre,
                since=data["since"],
                until=data["until"],
                document=data["document"],
                by=request.user,
                at=now,
            )
        except authorisations.AuthorisationPeriodError:
            form.add_error("until", _("The last day lies before the first one."))
        else:
            messages.success(request, _("The authorisation is recorded."))
            return redirect("courses:authorised", code=code)
    context = {
        "centre": centre,
        "colleagues": colleagues(centre, language(), today),
        "form": form,
        "own": request.user.pk,
    }
    return render(request, "courses/authorised.html", context, status=422 if form.errors else 200)


@requires(Role.HEAD)
@require_POST
def authorised_end(request: PersonRequest, code: str, pk: str) -> HttpResponse:
    """End an authorisation today."""
    centre, now = _headed(request, code), timezone.now()
    row = held_at(centre, str(pk), timezone.localdate(now))
    if row is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        messages.error(request, _("Write the reason."))
        return redirect("courses:authorised", code=code)
    try:
        authorisations.end_authorisation(
            authorisation=row, centre=centre, on=timezone.localdate(now), reason=reason, by=request.user, at=now
        )
    except authorisations.OwnAuthorisationError:
        messages.error(request, _("Nobody ends the own authorisation."))
    else:
        messages.success(request, _("The authorisation has ended."))
    return redirect("courses:authorised", code=code)
