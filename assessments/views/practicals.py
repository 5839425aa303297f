"""Edges of practical exercises: the list, and what devices keep of it for days without a link."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from assessments.access import CONFIRMERS
from assessments.selectors.boards import assessor_board, confirmation_board
from assessments.selectors.packs import kept_checklists


def language() -> str:
    """The language of the request."""
    return get_language() or "en"


@never_cache
@requires(Role.INSTRUCTOR, *CONFIRMERS)
@require_GET
def practicals(request: PersonRequest) -> HttpResponse:
    """List what the reader has to assess, and what the reader has to confirm."""
    today = timezone.localdate()
    confirms = request.user.has_role(*CONFIRMERS)
    assesses = request.user.has_role(Role.INSTRUCTOR)
    context = {
        "assesses": assesses,
        "confirms": confirms,
        "board": assessor_board(request.user, language(), today) if assesses else [],
        "to_confirm": confirmation_board(request.user, language()) if confirms else [],
    }
    return render(request, "assessments/practicals.html", context)


@never_cache
@requires(Role.INSTRUCTOR)
@require_GET
def pack(request: PersonRequest) -> JsonResponse:
    """List the pages that the reader's device should keep: checklists of the coming days, their list, the device."""
    today = timezone.localdate()
    release = f"{getattr(staticfiles_storage, 'manifest_hash', '')} {today}"
    kept = kept_checklists(request.user, language(), today)
    listed = " ".join(f"{one.code} {one.enrolment_id} {one.version}" for one in kept)
    pages = [
        (reverse("assessments:practicals"), reverse("assessments:coming"), f"{release} {listed}"),
        (reverse("device:device"), reverse("device:device"), release),
    ]
    for one in kept:
        names = ("assessments:observe", "assessments:second") if one.second else ("assessments:observe",)
        for name in names:
            path = reverse(name, args=[one.code, one.enrolment_id])
            pages.append((path, f"{path}?kept=1", f"{release} {one.version}"))
    return JsonResponse({"pages": [{"as": at, "from": source, "version": version} for at, source, version in pages]})


@never_cache
@requires(Role.INSTRUCTOR)
@require_GET
def coming(request: PersonRequest) -> HttpResponse:
    """Show the checklists that the device keeps: the page it shows when there is no link."""
    kept = kept_checklists(request.user, language(), timezone.localdate())
    return render(request, "assessments/practicals_kept.html", {"kept": kept})
