"""Edge of choosing the picture of a question: one of the manuals, one that questions show already, or a new file."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from assessments.access import IMPORTS_QUESTIONS
from assessments.enums import QuestionKind
from assessments.forms.bank_pictures import PictureForm
from assessments.selectors.pictures import kept_pictures, library_bytes, library_pictures
from assessments.selectors.texts import QUESTIONS, written
from assessments.services.pictures import PictureRefusedError, keep_chosen_picture
from courses.selectors import studied

UNPROCESSABLE = 422


@never_cache
@requires(*IMPORTS_QUESTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: PersonRequest) -> HttpResponse:
    """Show the pictures; POST keeps the one that is chosen and leads to the form of the question."""
    where = _where(request)
    posted = request.method == "POST"
    form = PictureForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            digest = _chosen(form)
        except PictureRefusedError:
            form.add_error(None, _("This is no picture that can be shown: JPEG, PNG, WebP or SVG, at most 2 MB."))
        else:
            return redirect(f"{where}{'&' if '?' in where else '?'}{urlencode({'picture': digest})}")
    context = {
        "form": form,
        "library": library_pictures(),
        "kept": kept_pictures(),
        "module": request.GET.get("module", ""),
        "code": request.GET.get("code", ""),
    }
    return render(request, "assessments/bank_pictures.html", context, status=UNPROCESSABLE if form.errors else 200)


def _where(request: PersonRequest) -> str:
    """Return the address of the form that the picture is for: a question that is changed, or a new one of a module."""
    code, module = request.GET.get("code", ""), request.GET.get("module", "")
    if code:
        found = written(QUESTIONS, [code]).get(code)
        if found is None or found.version.kind != QuestionKind.HOTSPOT:
            raise Http404
        return reverse("assessments:bank_edit", args=[code])
    if studied.module_by_code(module) is None:
        raise Http404
    asked = {"module": module, "kind": str(QuestionKind.HOTSPOT)}
    return f"{reverse('assessments:bank_new')}?{urlencode(asked)}"


def _chosen(form: PictureForm) -> str:
    """Return the digest of what was chosen, kept if it was not. Raises PictureRefusedError."""
    file, source = form.cleaned_data["file"], form.cleaned_data["source"]
    if file is not None:
        return keep_chosen_picture(name=file.name, data=file.read()).digest
    kept = {picture.digest for picture in kept_pictures()}
    if source in kept:
        return str(source)
    data = library_bytes(source)
    if data is None:
        raise PictureRefusedError(source)
    return keep_chosen_picture(name=source, data=data).digest
