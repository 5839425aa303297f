"""Edges of the photo of a person: shown to who may see it; kept and removed by the registrar of the centre."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_cookie

from accounts.access import PersonRequest, may_keep_photo, requires
from accounts.domain.portraits import LARGEST
from accounts.forms import PhotoForm
from accounts.models import User
from accounts.selectors.photos import photo_file
from accounts.services.photos import PhotoError, keep_photo, photos_folder, remove_photo
from accounts.views.people import show_person


@require_safe
@requires()
@cache_control(private=True, max_age=3600)
@vary_on_cookie
def photo(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Send a photo to whoever may see it; for others it does not exist."""
    try:
        path = photos_folder() / photo_file(pk, by=request.user)
        return FileResponse(path.open("rb"), content_type="image/jpeg")
    except (LookupError, FileNotFoundError) as error:
        raise Http404 from error


def _kept(request: PersonRequest, pk: uuid.UUID) -> User:
    shown: User = get_object_or_404(User.objects.visible_to(request.user).select_related("rank", "centre"), pk=pk)
    if not may_keep_photo(request.user, shown):
        raise PermissionDenied
    return shown


@require_POST
@requires()
def photo_keep(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Keep another photo of a person."""
    shown = _kept(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            data = form.cleaned_data["photo"].read(LARGEST + 1)
            keep_photo(person=shown, data=data, by=request.user, at=timezone.now())
        except PhotoError as error:
            form.add_error("photo", _why_not(error))
        else:
            messages.success(request, gettext("The photo is kept."))
            return redirect("accounts:person", pk=pk)
    return show_person(request, shown, photo_form=form)


@require_POST
@requires()
def photo_remove(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Remove the photo of a person."""
    shown = _kept(request, pk)
    if remove_photo(person=shown, by=request.user, at=timezone.now()):
        messages.success(request, gettext("The photo was removed."))
    return redirect("accounts:person", pk=pk)


def _why_not(error: PhotoError) -> str:
    return {
        "PhotoOfProtectedError": gettext("Of a protected person no photo is kept: a photo would say who it is."),
        "PhotoTooLargeError": gettext("The file is larger than 5 MB."),
        "PhotoUnreadableError": gettext("This file is no JPEG, PNG or WebP picture, or it is too large."),
    }[type(error).__name__]
