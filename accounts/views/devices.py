"""The devices on which one is logged in, and logging out there."""

import uuid

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, client_address, requires
from accounts.models import User
from accounts.selectors.devices import devices_of
from accounts.services.devices import OthersSessionsError, end_device, end_sessions

SYSTEMS = {
    "android": _("Android phone or tablet"),
    "ios": _("iPhone or iPad"),
    "windows": _("Windows computer"),
    "mac": _("Apple computer"),
    "linux": _("Linux computer"),
}
BROWSERS = {
    "firefox": "Firefox",
    "chrome": "Chrome",
    "edge": "Edge",
    "opera": "Opera",
    "yandex": "Yandex",
    "samsung": "Samsung Internet",
    "safari": "Safari",
}


@require_safe
@requires()
def devices(request: PersonRequest) -> HttpResponseBase:
    """List the devices on which one is logged in."""
    rows = [
        (device, SYSTEMS.get(device.system, _("Unknown device")), BROWSERS.get(device.browser, ""))
        for device in devices_of(request.user, here=request.session.session_key)
    ]
    return render(request, "accounts/devices.html", {"rows": rows})


@require_POST
@requires(confirmed=True)
def device_end(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Log out on one device; on this one it is the usual way out."""
    if str(pk) == (request.session.get("device") or {}).get("id"):
        logout(request)
        return redirect("desk:door")
    if not end_device(device=pk, by=request.user):
        raise Http404
    messages.success(request, gettext("You are logged out on that device."))
    return redirect("accounts:devices")


@require_POST
@requires(confirmed=True)
def devices_end(request: PersonRequest) -> HttpResponseBase:
    """Log out everywhere, here too."""
    end_sessions(person=request.user, by=request.user, address=client_address(request))
    logout(request)
    return redirect("accounts:login")


@require_POST
@requires()
def sessions_end(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Log somebody else out everywhere: a device was lost, or the person has left."""
    shown = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    try:
        ended = end_sessions(person=shown, by=request.user, address=client_address(request))
    except OthersSessionsError as error:
        raise PermissionDenied from error
    said = ngettext("%(number)s session was ended.", "%(number)s sessions were ended.", ended)
    messages.success(request, said % {"number": ended})
    return redirect("accounts:person", pk=pk)
