"""Edges of one certificate: its facts and its PDF, one's own ones, revoking and replacing."""

import uuid
from typing import TYPE_CHECKING

from csp.decorators import csp_exempt
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, may_open_name, requires
from accounts.enums import Role
from accounts.selectors.sealed import KeyDestroyedError
from certificates.access import KEEPERS, OFFICES, READERS, may_make_link, may_replace, may_revoke
from certificates.enums import CertificateState, RevocationCategory
from certificates.forms import NameForm, OrderForm, RevokeForm
from certificates.selectors import registers
from certificates.selectors.ledger import kept_centre_ids
from certificates.services import duplicates, revocations
from certificates.services.checks import note_opening, record_check

if TYPE_CHECKING:
    from certificates.models import Certificate


def language() -> str:
    """The language of the request."""
    return get_language() or "en"


def _certificate_or_404(request: PersonRequest, pk: uuid.UUID) -> "Certificate":
    return get_object_or_404(registers.visible_certificates(request.user), pk=pk)


@never_cache
@requires()
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Show a person's own certificates."""
    lines = registers.own(request.user, language(), timezone.localdate())
    withheld = any(not line.certificate.check_allowed for line in lines)
    context = {"lines": lines, "neutral_page": settings.NEUTRAL_PAGE if withheld else ""}
    return render(request, "certificates/mine.html", context)


@never_cache
@requires()
@require_http_methods(["GET", "POST"])
def certificate(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one certificate whole; POST compares the name on a paper with the record and notes the check."""
    found = _certificate_or_404(request, pk)
    office = request.user.has_role(*OFFICES)
    form = NameForm(request.POST or None)
    matched: bool | None = None
    if request.method == "POST":
        if not office:
            raise PermissionDenied
        if form.is_valid():
            matched = registers.holder_matches(found, form.cleaned_data["name"])
            answer = registers.standing_answer(found, timezone.localdate())
            record_check(certificate=found, answer=answer, name_matched=matched, by=request.user, at=timezone.now())
    elif office:
        note_opening(certificate=found, by=request.user)
    context = {
        "whole": registers.whole(found, request.user, language(), timezone.localdate()),
        "form": form,
        "matched": matched,
        "office": office,
        "is_hr": request.user.has_role(Role.HR),
        "may_print": found.centre_id in kept_centre_ids(request.user) and may_open_name(request.user, found.person),
        "may_revoke": may_revoke(request.user, found) and found.state in revocations.REVOCABLE,
        "may_replace": may_replace(request.user, found) and found.state == CertificateState.ISSUED,
        "may_make_link": may_make_link(request.user, found),
        "reads_evidence": request.user.has_role(*KEEPERS, *READERS) and found.person_id != request.user.pk,
        "checked_at": timezone.now() if matched is not None else None,
    }
    return render(request, "certificates/certificate.html", context, status=422 if form.errors else 200)


@csp_exempt()
@xframe_options_sameorigin
@requires()
@require_GET
def file(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the PDF. The policy against scripts is left out: it would keep browsers from showing a PDF at all."""
    from certificates.pdf.store import pdf_of  # noqa: PLC0415 - reason: WeasyPrint is loaded only where it is needed

    found = _certificate_or_404(request, pk)
    if not may_open_name(request.user, found.person):
        raise PermissionDenied
    try:
        pdf = pdf_of(found)
    except KeyDestroyedError:
        messages.error(request, _("This person's names were erased. The paper cannot be shown any more."))
        return redirect("certificates:certificate", pk=found.pk)
    note_opening(certificate=found, by=request.user)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.serial}.pdf"'
    response["Cache-Control"] = "private, no-cache"
    return response


@requires(Role.HR, Role.HEAD, confirmed=True)
@require_http_methods(["GET", "POST"])
def revoke(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Revoke a certificate under an order."""
    found = _certificate_or_404(request, pk)
    if not may_revoke(request.user, found):
        raise PermissionDenied
    form = RevokeForm(request.POST or None, by=request.user, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            revocations.revoke(
                certificate=found,
                order_number=data["order_number"],
                order_date=data["order_date"],
                category=RevocationCategory(data["category"]),
                note=data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except revocations.NotStandingError:
            form.add_error(None, _("This certificate was replaced by a duplicate. Revoke the duplicate."))
        except revocations.OrderClashError:
            form.add_error(
                "order_number", _("An order with this number and date exists already, and it is of another kind.")
            )
        else:
            messages.success(request, _("The certificate is revoked. The public check says so from now on."))
            return redirect("certificates:certificate", pk=found.pk)
    context = {"certificate": found, "form": form}
    return render(request, "certificates/revoke.html", context, status=422 if form.errors else 200)


@requires(Role.HEAD, confirmed=True)
@require_http_methods(["GET", "POST"])
def replace(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Issue a duplicate of a lost or spoilt certificate under an order."""
    found = _certificate_or_404(request, pk)
    if not may_replace(request.user, found):
        raise PermissionDenied
    form = OrderForm(request.POST or None, by=request.user, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            copy = duplicates.replace(
                certificate=found,
                order_number=data["order_number"],
                order_date=data["order_date"],
                by=request.user,
                at=timezone.now(),
            )
        except duplicates.NotStandingError:
            form.add_error(None, _("This certificate was revoked. There is nothing to replace."))
        except duplicates.SamePersonError:
            form.add_error(None, _("You issued this certificate. Another head of centre must issue the duplicate."))
        except duplicates.InvolvedError as error:
            form.add_error(None, error.involvement.label)
        except duplicates.OrderClashError:
            form.add_error(
                "order_number", _("An order with this number and date exists already, and it is of another kind.")
            )
        else:
            messages.success(request, _("The duplicate is issued. The old certificate now reads: replaced."))
            return redirect("certificates:certificate", pk=copy.pk)
    context = {"certificate": found, "form": form}
    return render(request, "certificates/replace.html", context, status=422 if form.errors else 200)
