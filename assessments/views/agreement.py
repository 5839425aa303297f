"""Edge of the agreement between assessors."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from assessments.domain.agreement import FEWEST_PAIRS
from assessments.selectors.agreement import agreement_report
from assessments.views.practicals import language


@never_cache
@requires(Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR)
@require_GET
def agreement(request: PersonRequest) -> HttpResponse:
    """Show how well assessors agree, in plain words first."""
    context = {"report": agreement_report(request.user, language()), "fewest": FEWEST_PAIRS}
    return render(request, "assessments/agreement.html", context)
