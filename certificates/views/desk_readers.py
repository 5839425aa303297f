"""Edges for those who look behind certificates: the evidence file, what stands out, what ends soon."""

import datetime
import uuid

from csp.decorators import csp_exempt
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.placements import visible_centres
from certificates.access import KEEPERS, READERS
from certificates.selectors.anomalies import anomalies as found_anomalies
from certificates.selectors.evidence import evidence_of
from certificates.selectors.registers import visible_certificates
from certificates.selectors.renewals import expiring as found_expiring
from certificates.services.evidence import note_evidence_opened
from certificates.views.graduation import language

DAYS = (90, 365, 1095)


@csp_exempt()
@never_cache
@requires(*KEEPERS, *READERS)
@require_GET
def evidence(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the evidence file of a certificate as PDF; opening it is remembered. Browsers show PDFs without the CSP."""
    from certificates.pdf.evidence import draw_evidence  # noqa: PLC0415 - reason: WeasyPrint only where it is needed

    found = get_object_or_404(visible_certificates(request.user), pk=pk)
    now = timezone.now()
    read = evidence_of(found, language())
    pdf = draw_evidence(read, language(), made_at=now, made_for=request.user.service_number)
    note_evidence_opened(certificate=found, by=request.user)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.serial}-evidence.pdf"'
    return response


@never_cache
@requires(*READERS)
@require_GET
def anomalies(request: PersonRequest) -> HttpResponse:
    """Show what stands out in the cohorts of some time, by kind."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, DAYS) else DAYS[1]
    centres = visible_centres(request.user)
    centre = request.GET.get("centre", "")
    centre = centre if centre in {one.code for one in centres} else ""
    since = timezone.localdate() - datetime.timedelta(days=days)
    groups = found_anomalies(request.user, language(), since=since, centre=centre)
    context = {"groups": groups, "centres": centres, "centre": centre, "days": days, "choices": DAYS}
    return render(request, "certificates/anomalies.html", context)


@never_cache
@requires(Role.HR, *KEEPERS, *READERS)
@require_GET
def expiring(request: PersonRequest) -> HttpResponse:
    """Show the certificates that end within 90 days."""
    rows = found_expiring(request.user, timezone.localdate())
    return render(request, "certificates/expiring.html", {"rows": rows})
