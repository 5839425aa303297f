"""Edge of exporting questions: a choice, and the file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from assessments.access import IMPORTS_QUESTIONS
from assessments.enums import ImportFormat
from assessments.forms.exports import ExportForm
from assessments.services.exports import Selection, export_questions
from courses.selectors.studied import modules_with_outcomes

FILES = {
    ImportFormat.GIFT: ("text/plain; charset=utf-8", "gift"),
    ImportFormat.AIKEN: ("text/plain; charset=utf-8", "txt"),
    ImportFormat.MOODLE_XML: ("application/xml", "xml"),
    ImportFormat.QTI: ("application/zip", "zip"),
    ImportFormat.SHEET: ("text/csv; charset=utf-8", "csv"),
}


@requires(*IMPORTS_QUESTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: PersonRequest) -> HttpResponse:
    """Show the choice; POST answers with the file."""
    modules = modules_with_outcomes()
    posted = request.POST if request.method == "POST" else None
    form = ExportForm(posted, modules=modules, initial={"language": request.user.language})
    if posted is not None and form.is_valid():
        values = dict(form.cleaned_data)
        form_name, language = values.pop("format"), values.pop("language")
        exported = export_questions(selection=Selection(**values), form=form_name, language=language, by=request.user)
        if exported.held:
            media_type, suffix = FILES[ImportFormat(form_name)]
            response = HttpResponse(exported.data, content_type=media_type)
            name = f"questions-{values['module']}-{language}.{suffix}"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            response["X-Content-Type-Options"] = "nosniff"
            response["Cache-Control"] = "no-store"
            return response
        form.add_error(None, _("There is no such question that this format can hold."))
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/exports.html", {"form": form}, status=status)
