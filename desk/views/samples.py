"""Samples that an auditor draws, to be read row by row and printed."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.places import all_centres, centre_with_code
from desk.domain.samples import draw
from desk.forms import SampleForm
from desk.selectors.samples import SampleKind, Wanted, population_of, rows_of, sample_with_id, samples_drawn
from desk.services.samples import draw_sample


@never_cache
@requires(Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def samples(request: PersonRequest) -> HttpResponse:
    """What was drawn so far; POST draws another sample."""
    centres, now = all_centres(), timezone.now()
    again = {name: request.GET[name] for name in SampleForm.base_fields if request.GET.get(name)}
    form = SampleForm(
        request.POST if request.method == "POST" else None,
        centres=centres,
        language=get_language() or "en",
        calendar=request.user.calendar,
        today=timezone.localdate(now),
        again=again,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        centre = centre_with_code(centres, data["centre"]) if data["centre"] else None
        wanted = Wanted(SampleKind(data["kind"]), data["since"], data["until"], centre)
        entry = draw_sample(wanted=wanted, size=data["size"], seed=data["seed"], by=request.user, at=now)
        return redirect("desk:sample", pk=entry.pk)
    context = {"form": form, "drawn": samples_drawn(request.user)}
    return render(request, "desk/samples.html", context, status=422 if form.errors else 200)


@never_cache
@requires(Role.AUDITOR)
@require_GET
def sample(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """One sample with its rows; whether the same comes out when it is drawn again today."""
    found = sample_with_id(request.user, pk)
    if found is None:
        raise Http404
    centre = centre_with_code(all_centres(), found.centre) if found.centre else None
    today = population_of(Wanted(found.kind, found.since, found.until, centre), request.user)
    context = {
        "sample": found,
        "rows": rows_of(found, request.user),
        "centre": centre,
        "same": draw(today, found.size, found.seed) == list(found.keys),
        "population_now": len(today),
    }
    return render(request, "desk/sample.html", context)
