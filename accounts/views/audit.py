"""The audit trail on the screen, as a file, and compared with a line on paper."""

import json
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.forms_audit import AuditForm, PrintedLineForm
from accounts.selectors.audit import Change, Line, audit_trail, centres_to_choose, without_secrets
from accounts.selectors.audit_chain import LineAnswer, LineUnreadableError, chain_state, compare_line
from accounts.services.audit_export import take_out_trail
from foundation.languages.titles import direction
from foundation.spreadsheets.writing import to_csv, to_xlsx

READERS = (Role.AUDITOR, Role.ADMINISTRATOR, Role.HEAD)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _form(request: PersonRequest, data: Any) -> AuditForm:
    return AuditForm(data, centres=centres_to_choose(request.user), language=get_language() or "en")


@never_cache
@require_safe
@requires(*READERS)
def audit(request: PersonRequest) -> HttpResponseBase:
    """Who did what and when; heads of centre see their own centre. A line from paper is compared here too."""
    form = _form(request, request.GET or None)
    is_wrong = form.is_bound and bool(form.errors)
    line_form = PrintedLineForm(request.GET if "printed" in request.GET else None)
    answer = _compared(line_form)
    page = audit_trail(
        by=request.user,
        asked=form.asked(),
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    kept = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "page": page,
        "kept": kept,
        "query": urlencode(kept) + "&" if kept else "",
        "is_wrong": is_wrong,
        "state": chain_state(at=timezone.now()),
        "line_form": line_form,
        "answer": answer,
    }
    refused = is_wrong or (line_form.is_bound and bool(line_form.errors))
    return render(request, "accounts/audit.html", context, status=422 if refused else 200)


def _compared(form: PrintedLineForm) -> LineAnswer | None:
    """Return what the chain says of a printed line; a line that cannot be read becomes an error of the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return compare_line(form.cleaned_data["printed"])
    except LineUnreadableError:
        form.add_error("printed", _("This is no such line. It ends with four groups of four signs."))
        return None


@never_cache
@require_POST
@requires(*READERS, confirmed=True)
def audit_export(request: PersonRequest) -> HttpResponseBase:
    """Send the filtered record as CSV or XLSX."""
    kind, form = request.POST.get("kind", "xlsx"), _form(request, request.POST)
    if kind not in {"csv", "xlsx"} or not form.is_valid():
        raise Http404
    head = [_("When"), _("Who"), _("Act"), _("On what"), _("Id"), _("Whom it concerns"), _("Centre"), _("Details")]
    head += [_("Reason"), _("Address"), _("Old values"), _("New values")]
    rows = [_row(line) for line in take_out_trail(asked=form.asked(), kind=kind, by=request.user)]
    if kind == "csv":
        answer = HttpResponse(to_csv([head, *rows]), content_type="text/csv; charset=utf-8")
    else:
        turned = direction(get_language() or "en") == "rtl"
        answer = HttpResponse(to_xlsx("record-of-acts", head, rows, right_to_left=turned), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="record-of-acts.{kind}"'
    return answer


def _row(line: Line) -> list[object]:
    entry = line.entry
    return [
        timezone.localtime(entry.at).replace(tzinfo=None, microsecond=0),
        line.actor,
        entry.get_act_display(),
        line.kind,
        entry.subject_id,
        line.person,
        entry.centre.code if entry.centre else "",
        "; ".join(_said(change) for change in line.changes),
        entry.reason,
        entry.address or "",
        _json(entry.old),
        _json(entry.new),
    ]


def _said(change: Change) -> str:
    values = " → ".join(value for value in (change.old, change.new) if value is not None)
    return f"{change.label}: {values}" if change.label else values


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(without_secrets(value), ensure_ascii=False, sort_keys=True)
