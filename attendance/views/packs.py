"""Edges of what a device keeps for days without a link."""

import datetime

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, requires
from attendance.access import CALLS_ROLLS
from attendance.selectors.packs import DAYS, pack_of
from attendance.selectors.sessions import lines_of
from attendance.views.rolls import language


@never_cache
@requires(*CALLS_ROLLS)
@require_GET
def pack(request: PersonRequest) -> JsonResponse:
    """List the pages that the reader's device should keep: the coming sessions, their rolls, and the device's page."""
    kept = pack_of(request.user, timezone.localdate(), _release())
    rolls = [(reverse("attendance:roll", args=[roll.session.pk]), "?kept=1", roll.version) for roll in kept]
    listed = "".join(roll.version for roll in kept)
    pages = [
        (reverse("attendance:sessions"), reverse("attendance:coming"), f"{_release()}{timezone.localdate()}{listed}"),
        (reverse("device:device"), reverse("device:device"), f"{_release()}{timezone.localdate()}"),
        *((path, path + query, version) for path, query, version in rolls),
    ]
    return JsonResponse({"pages": [{"as": at, "from": source, "version": version} for at, source, version in pages]})


@never_cache
@requires(*CALLS_ROLLS)
@require_GET
def coming(request: PersonRequest) -> HttpResponse:
    """Show the reader's sessions of today and the next days: the page a device shows when there is no link."""
    today = timezone.localdate()
    sessions = [kept.session for kept in pack_of(request.user, today, "")]
    context = {
        "lines": lines_of(sessions, request.user, language()),
        "today": today,
        "until": today + datetime.timedelta(days=DAYS - 1),
    }
    return render(request, "attendance/kept.html", context)


def _release() -> str:
    return getattr(staticfiles_storage, "manifest_hash", "")
