"""The first page of the demonstration: a door into each seat, and missions of ninety seconds."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET, require_POST

from accounts.access import client_address, known_user, pass_factor, requires
from accounts.enums import Act, FactorKind, Role
from accounts.services.audit import remember
from desk.seats import BY_SLUG, MISSIONS, SEATS, Seat
from desk.selectors.demonstration import graduating_cohort, person_in, prepared_batch

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]
SAMPLES = [
    (name, f"desk/samples/{name}")
    for name in ("trainees-good.csv", "trainees-dirty.csv", "trainees-windows1251.csv", "trainees.xlsx")
]


def _only_in_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise Http404


@require_GET
def door(request: HttpRequest) -> HttpResponse:
    """Home for who is logged in; else the doors of the demonstration, or the log-in page."""
    user = known_user(request)
    if user is not None and not (settings.DEMONSTRATION and "doors" in request.GET):
        return redirect("desk:home")
    if not settings.DEMONSTRATION:
        return redirect("accounts:login")
    missions = [(number, mission, BY_SLUG[mission.seat]) for number, mission in enumerate(MISSIONS, 1)]
    return render(request, "desk/door.html", {"seats": SEATS, "missions": missions, "samples": SAMPLES})


@require_POST
def seat(request: HttpRequest, slug: str) -> HttpResponse:
    """Log in as the demonstration's person of that seat, in its language; begin a mission if one was chosen."""
    _only_in_demonstration()
    chosen = BY_SLUG.get(slug)
    person = person_in(chosen) if chosen else None
    if chosen is None or person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    pass_factor(request.session, person, kind=FactorKind.DEMONSTRATION, at=timezone.now())
    remember(act=Act.SEAT_TAKEN, by=person, subject=person, centre=person.centre, address=client_address(request))
    mission = request.POST.get("mission", "")
    stay = request.POST.get("language") == "keep"
    with override(get_language() if stay or mission else chosen.language):
        return redirect(_target(mission, chosen))


def _target(mission: str, chosen: Seat) -> str:
    if mission.isdecimal() and 1 <= int(mission) <= len(MISSIONS):
        begin = MISSIONS[int(mission) - 1]
        if begin.seat == chosen.slug:
            return reverse(begin.target, kwargs=begin.kwargs)
    return reverse("desk:home")


@requires(Role.REGISTRAR, Role.HEAD)
@require_GET
def graduation(request: HttpRequest) -> HttpResponse:
    """Lead to the cohort of the demonstration that graduates in three days."""
    _only_in_demonstration()
    cohort = graduating_cohort()
    if cohort is None:
        raise Http404
    return redirect("certificates:graduation", pk=cohort)


@requires(Role.REGISTRAR, Role.HEAD)
@require_GET
def issue(request: HttpRequest) -> HttpResponse:
    """Lead to the batch that waits for the head of centre."""
    _only_in_demonstration()
    batch = prepared_batch()
    if batch is None:
        raise Http404
    return redirect("certificates:batch", pk=batch)
