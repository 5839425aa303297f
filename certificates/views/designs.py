"""Edges of papers beside the certificate itself: the annex with the grades, and test prints of a design."""

import uuid

from csp.decorators import csp_exempt
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, may_open_name, requires
from accounts.selectors.sealed import KeyDestroyedError
from certificates.access import KEEPERS, READERS
from certificates.selectors import registers
from certificates.selectors.designs import drawn_of, newest
from certificates.services.checks import note_opening


@csp_exempt()
@requires()
@require_GET
def annex(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the annex with the grade of each part, drawn from the record, signed and kept."""
    from certificates.pdf.store import annex_of  # noqa: PLC0415 - reason: WeasyPrint is loaded only where it is needed

    found = get_object_or_404(registers.visible_certificates(request.user), pk=pk)
    if not may_open_name(request.user, found.person):
        raise PermissionDenied
    try:
        pdf = annex_of(found)
    except KeyDestroyedError:
        messages.error(request, _("This person's names were erased. The paper cannot be shown any more."))
        return redirect("certificates:certificate", pk=found.pk)
    if pdf is None:
        raise Http404
    note_opening(certificate=found, by=request.user)
    return _pdf(pdf, f"{found.serial}-annex")


@csp_exempt()
@never_cache
@requires(*KEEPERS, *READERS)
@require_GET
def design(request: PersonRequest, code: str) -> HttpResponse:
    """Send a test print of a design: every choice of languages, with the name of nobody."""
    from certificates.pdf.prints import trial_print  # noqa: PLC0415 - reason: the same

    found = newest(code)
    if found is None:
        raise Http404
    return _pdf(trial_print(drawn_of(found), kinds=("certificate",)), f"{found.code}-{found.number}")


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-cache"
    return response
