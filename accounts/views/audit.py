"""The audit trail on the screen."""

from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.forms import AuditForm
from accounts.selectors.audit import audit_trail


@require_safe
@requires(Role.AUDITOR, Role.ADMINISTRATOR, Role.HEAD)
def audit(request: PersonRequest) -> HttpResponseBase:
    """Who did what and when; heads of centre see their own centre."""
    form = AuditForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    is_wrong = form.is_bound and bool(form.errors)
    page = audit_trail(
        by=request.user,
        act=asked.get("act") or "",
        number=asked.get("number") or "",
        since=asked.get("since"),
        until=asked.get("until"),
        page=request.GET.get("page", "1"),
    )
    kept = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    query = urlencode(kept) + "&" if kept else ""
    context = {"form": form, "page": page, "query": query, "is_wrong": is_wrong}
    return render(request, "accounts/audit.html", context, status=422 if is_wrong else 200)
