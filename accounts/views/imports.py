"""Lists of people: upload, dry run, confirmation, result."""

import dataclasses
import uuid

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.domain.findings import Field, LineState
from accounts.domain.import_rows import Finding
from accounts.enums import ImportState, Role
from accounts.forms import UploadForm, why_unreadable
from accounts.models import ImportDraft
from accounts.selectors.imports import DraftClosedError, Plan, PlannedLine, dry_run, people_of
from accounts.selectors.names import sorted_people
from accounts.selectors.places import centre_with_code, centres_for_lists
from accounts.services.imports import LinesRefusedError, ListEmptyError, ListTooLongError, confirm, keep_draft
from accounts.views.sentences import field_label, say
from foundation.spreadsheets.problems import SheetUnreadable


@dataclasses.dataclass(frozen=True)
class ShownLine:
    """A planned line in the reader's language."""

    line: PlannedLine
    reasons: list[tuple[str, str]]
    notes: list[tuple[str, str]]


def _language() -> str:
    return get_language() or "en"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.REGISTRAR, Role.HEAD)
def upload(request: PersonRequest) -> HttpResponseBase:
    """Upload a list; nothing is created yet."""
    centres = centres_for_lists(request.user)
    bound = [request.POST, request.FILES] if request.method == "POST" else []
    form = UploadForm(centres, _language(), *bound)
    if request.method == "POST" and form.is_valid():
        try:
            draft = keep_draft(
                data=form.cleaned_data["file"].read(),
                suffix=form.suffix(),
                centre=centre_with_code(centres, form.cleaned_data["centre"]),
                by=request.user,
                at=timezone.now(),
            )
        except SheetUnreadable as error:
            form.add_error("file", why_unreadable(error))
        except ListEmptyError:
            form.add_error("file", gettext("The list has headings but no people below them."))
        except ListTooLongError:
            form.add_error("file", gettext("The list has more than 500 people. Divide it into several files."))
        else:
            return redirect("accounts:import_draft", pk=draft.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/import.html", {"form": form, "columns": Field.choices}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.REGISTRAR, Role.HEAD)
def draft(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """What the list would do; confirmed here; afterwards what it did."""
    shown = get_object_or_404(ImportDraft.objects.visible_to(request.user).select_related("centre"), pk=pk)
    status = 200
    if request.method == "POST":
        every_line = request.POST.get("every_line") == "1"
        try:
            confirm(draft=shown, every_line=every_line, by=request.user, at=timezone.now())
        except LinesRefusedError:
            messages.error(request, gettext("Nothing was written, because some lines are refused and you wanted all."))
            status = 422
        except DraftClosedError:
            pass
        else:
            return redirect("accounts:import_draft", pk=pk)
    if shown.state == ImportState.DONE:
        return _result(request, shown)
    try:
        plan = dry_run(shown, timezone.localdate())
    except DraftClosedError:
        return render(request, "accounts/import_expired.html", {}, status=410)
    every = request.method == "POST" and status == 422
    return render(request, "accounts/import_draft.html", _dry(shown, plan, every=every), status=status)


def _dry(shown: ImportDraft, plan: Plan, *, every: bool) -> dict[str, object]:
    groups = [
        (state, [_shown(line) for line in plan.lines if line.state == state])
        for state in (LineState.REFUSED, LineState.CHANGED, LineState.NEW, LineState.SAME)
    ]
    return {
        "draft": shown,
        "plan": plan,
        "groups": [(state, lines) for state, lines in groups if lines],
        "refused": plan.count(LineState.REFUSED),
        "will_write": plan.count(LineState.NEW) + plan.count(LineState.CHANGED),
        "every_line": every,
    }


def _shown(line: PlannedLine) -> ShownLine:
    def told(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
        return [(field_label(finding.field), say(finding)) for finding in findings]

    return ShownLine(line, told(line.reasons), told(line.notes))


def _result(request: PersonRequest, shown: ImportDraft) -> HttpResponseBase:
    refused = [
        (line, [(field_label(field), say(Finding(code, field, value))) for code, field, value in reasons])
        for line, reasons in shown.report.get("refused", [])
    ]
    counts = shown.report.get("counts", {})
    context = {
        "draft": shown,
        "counts": [(LineState(state).label, counts.get(state, 0)) for state in LineState.values],
        "people": sorted_people(people_of(shown.pk, request.user), _language()),
        "refused": refused,
        "done": {state: counts.get(state, 0) for state in LineState.values},
    }
    return render(request, "accounts/import_done.html", context)
