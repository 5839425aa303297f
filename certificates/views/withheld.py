"""Edges for holder and HR: how a withheld certificate can be confirmed all the same, by phrase or one-time link."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, requires
from certificates.access import may_make_link, may_set_phrase
from certificates.domain.phrases import PhraseShortError, PhraseTellingError
from certificates.forms import LinkForm, NewPhraseForm
from certificates.selectors import registers
from certificates.selectors.withheld import how_to_confirm
from certificates.services import trust

if TYPE_CHECKING:
    from certificates.models import Certificate


def _withheld_or_404(request: PersonRequest, pk: uuid.UUID) -> "Certificate":
    """Return a withheld certificate that the reader may see; what the public page confirms anyway has no such page."""
    found = get_object_or_404(registers.visible_certificates(request.user), pk=pk, check_allowed=False)
    if not may_make_link(request.user, found):
        raise PermissionDenied
    return found


def _page(request: PersonRequest, found: "Certificate", status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "how": how_to_confirm(found, request.user, timezone.now()),
        "holder": may_set_phrase(request.user, found),
        "phrase_form": NewPhraseForm(),
        "link_form": LinkForm(),
        "neutral_page": settings.NEUTRAL_PAGE,
        **more,
    }
    return render(request, "certificates/withheld.html", context, status=status)


@never_cache
@requires()
@require_GET
def withheld(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show holder or HR how a withheld certificate can be confirmed."""
    return _page(request, _withheld_or_404(request, pk))


@never_cache
@requires()
@require_POST
def phrase(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Put one's own certificate in trust under a phrase."""
    found = _withheld_or_404(request, pk)
    if not may_set_phrase(request.user, found):
        raise PermissionDenied
    form = NewPhraseForm(request.POST)
    if form.is_valid():
        try:
            trust.set_phrase(certificate=found, phrase=form.cleaned_data["phrase"], by=request.user, at=timezone.now())
        except PhraseShortError:
            form.add_error("phrase", _("Too short: take at least four different words with sixteen letters."))
        except PhraseTellingError:
            form.add_error("phrase", _("A word of this phrase is your name, your number or your code. Take another."))
        else:
            messages.success(request, _("The certificate is in trust. Remember the phrase: nobody can tell it to you."))
            return redirect("certificates:withheld", pk=found.pk)
    return _page(request, found, 422, phrase_form=form)


@never_cache
@requires()
@require_POST
def remove_phrase(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one's own certificate out of trust."""
    found = _withheld_or_404(request, pk)
    if not may_set_phrase(request.user, found):
        raise PermissionDenied
    trust.remove_phrase(certificate=found, by=request.user)
    messages.success(request, _("The phrase is removed. It confirms nothing any more."))
    return redirect("certificates:withheld", pk=found.pk)


@never_cache
@requires(confirmed=True)
@require_POST
def make_link(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Make a one-time link and show it: the only time, because only its hash is kept."""
    found = _withheld_or_404(request, pk)
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            new = trust.make_link(certificate=found, days=form.cleaned_data["days"], by=request.user, at=timezone.now())
        except trust.TooManyLinksError:
            form.add_error(None, _("Five links of this certificate are open. Withdraw one first."))
        else:
            path = reverse("certificates:check_once", kwargs={"token": new.token})
            return _page(request, found, new_link=request.build_absolute_uri(path), new_row=new.row)
    return _page(request, found, 422, link_form=form)


@never_cache
@requires()
@require_POST
def withdraw_link(request: PersonRequest, pk: uuid.UUID, link: uuid.UUID) -> HttpResponse:
    """Withdraw an open link; the holder and HR may withdraw each other's."""
    found = _withheld_or_404(request, pk)
    row = found.links.filter(pk=link).first()
    if row is None:
        raise Http404
    if trust.withdraw_link(link=row, by=request.user, at=timezone.now()):
        messages.success(request, _("The link is withdrawn. It confirms nothing any more."))
    else:
        messages.error(request, _("This link was used or withdrawn before."))
    return redirect("certificates:withheld", pk=found.pk)
