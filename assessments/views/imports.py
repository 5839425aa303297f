"""Edges of importing questions: upload, the report line by line, the import."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import ImportState
from assessments.access import IMPORTS_QUESTIONS
from assessments.domain.formats.base import FileRefusedError
from assessments.enums import ImportLine, QuestionKind
from assessments.forms.imports import ImportForm
from assessments.selectors.imports import import_with_id, imports_done, imports_visible, places
from assessments.services.import_plan import ImportClosedError, ImportPlan, plan_import
from assessments.services.imports import ImportRefusedError, keep_import, run_import
from foundation.languages.calendars import format_short
from foundation.languages.titles import NATIVE_NAMES

if TYPE_CHECKING:
    from assessments.models import QuestionImport

SHOWN = 100  # lines of one state; a file has up to 2,000
ORDER = (ImportLine.PROBLEM, ImportLine.LEFT_OUT, ImportLine.NEW, ImportLine.SAME)


@requires(*IMPORTS_QUESTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: PersonRequest) -> HttpResponse:
    """Show the form and the files imported so far; POST keeps a file for its dry run."""
    known, done = places(), imports_done(request.user)
    bound = [request.POST, request.FILES] if request.method == "POST" else []
    earlier = [(str(one.pk), _told(one)) for one in done if one.follows_id is None]
    initial = {"language": request.user.language}
    form = ImportForm(*bound, places=known.choices, earlier=earlier, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        module, lesson = known.by_code.get(values["place"], (None, None))
        try:
            draft = keep_import(
                data=values["data"],
                name=values["name"],
                form=values["format"],
                language=values["language"],
                module=module,
                lesson=lesson,
                follows=import_with_id(done, values["follows"]),
                by=request.user,
                at=timezone.now(),
            )
        except FileRefusedError as error:
            form.add_error("file" if values["name"] else "text", str(error))
        else:
            return redirect("assessments:question_import", pk=draft.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/imports.html", {"form": form, "done": done}, status=status)


def _told(one: "QuestionImport") -> str:
    """Name an import for a choice: its file, language and day."""
    name = one.name or one.get_format_display()
    day = format_short(timezone.localtime(one.done_at).date(), get_language() or "en") if one.done_at else ""
    return f"\u2068{name}\u2069 · {NATIVE_NAMES.get(one.language, one.language)} · {day}"


@requires(*IMPORTS_QUESTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def question_import(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what a file would do, line by line; POST imports it; afterwards what it did."""
    shown = get_object_or_404(imports_visible(request.user), pk=pk)
    status = 200
    if request.method == "POST":
        try:
            run_import(draft=shown, by=request.user, at=timezone.now())
        except ImportRefusedError:
            messages.error(request, _("Nothing was imported, because some questions cannot be imported."))
            status = 422
        except ImportClosedError:
            status = 410
        else:
            return redirect("assessments:question_import", pk=pk)
    if shown.state == ImportState.DONE:
        counts = [(ImportLine(state).label, shown.report["counts"].get(state, 0)) for state in ORDER]
        return render(request, "assessments/import_done.html", {"shown": shown, "counts": counts})
    try:
        plan = plan_import(shown)
    except (ImportClosedError, FileRefusedError):
        return render(request, "assessments/import_expired.html", {}, status=410)
    return render(request, "assessments/import_report.html", _report(shown, plan), status=status)


def _report(shown: "QuestionImport", plan: ImportPlan) -> dict[str, Any]:
    kinds = dict(QuestionKind.choices)
    groups = []
    for state in ORDER:
        lines = [line for line in plan.lines if line.state == state]
        if lines:
            rows = [(line, kinds.get(line.kind, "")) for line in lines[:SHOWN]]
            groups.append((state, rows, len(lines), max(0, len(lines) - SHOWN)))
    counts = plan.counts
    return {
        "shown": shown,
        "plan": plan,
        "groups": groups,
        "new": counts[ImportLine.NEW],
        "problems": counts[ImportLine.PROBLEM],
    }
