"""Edges of designs of certificates in Wagtail's admin: list, form with preview, test prints. Nothing is changed: a
changed design becomes a new number."""

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from certificates.pdf.samples import PEOPLE
from certificates.selectors.designs import FIRST, all_designs, data_address, design_of, drawn_of, newest
from certificates.services.designs import Drawn, LettersError, offer_design, save_design
from cms.forms.designs import DesignForm
from foundation.languages.titles import pick

WRITES = (Role.ADMINISTRATOR,)
READS = (*WRITES, Role.EDITOR)


def _drawn_or_404(code: str, number: int | None = None) -> Drawn:
    found = design_of(code, number) if number else newest(code)
    if found is None:
        raise Http404
    return drawn_of(found)


@never_cache
@requires(*READS)
@require_GET
def designs(request: PersonRequest) -> HttpResponse:
    """List the designs, the newest number of each first."""
    language = get_language() or "en"
    rows, seen = [], set()
    for design in all_designs():
        newest_one = design.code not in seen
        seen.add(design.code)
        title = pick(drawn_of(design).titles, language).text or design.code
        rows.append({"design": design, "title": title, "newest": newest_one, "drawn": drawn_of(design)})
    writes = request.user.has_role(*WRITES)
    return render(request, "cms/designs.html", {"rows": rows, "may_write": writes})


@never_cache
@requires(*WRITES)
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, code: str = "") -> HttpResponse:
    """Show the form of a design, or of a new one that begins as a copy; keep what was typed as the next number."""
    drawn = _drawn_or_404(code or FIRST)
    form = _form(request, drawn, code)
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["code"]
        if not code and newest(name):
            form.add_error("code", _("There is a design with this code already."))
        else:
            try:
                design = save_design(
                    code=name, drawn=form.design(), pictures=form.pictures, by=request.user, at=timezone.now()
                )
            except LettersError as error:
                form.add_error(None, _("These letters cannot be printed: %(letters)s") % {"letters": error.letters})
            else:
                messages.success(request, _("The design is kept as number %(number)s.") % {"number": design.number})
                return redirect("designs:list")
    context = {"form": form, "code": code}
    return render(request, "cms/design.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, drawn: Drawn, code: str) -> DesignForm:
    if request.method != "POST":
        return DesignForm(drawn=drawn, code=code)
    return DesignForm(request.POST, request.FILES, drawn=drawn, code=code)


@csp_exempt()
@never_cache
@requires(*WRITES)
@require_POST
def show(request: PersonRequest, code: str = "") -> HttpResponse:
    """Draw one paper from what stands in the form, kept or not, with the engine that draws certificates."""
    from certificates.pdf.prints import preview  # noqa: PLC0415 - reason: WeasyPrint is loaded only where it is needed

    form = _form(request, _drawn_or_404(code or FIRST), code)
    if not code:
        form.fields["code"].required = False
    if not form.is_valid():
        return render(request, "cms/design_trouble.html", {"form": form}, status=422)
    data = form.cleaned_data
    pdf = preview(
        form.design(),
        languages=(data["languages"] or "tg+ru").split("+"),
        kind=data["kind"] or "certificate",
        who=data["who"] or "short",
        pictures={picture.sha256: data_address(picture.content_type, picture.data) for picture in form.pictures},
    )
    return _pdf(pdf, "preview")


@csp_exempt()
@never_cache
@requires(*READS)
@require_GET
def trial(request: PersonRequest, code: str, number: int, who: str) -> HttpResponse:
    """Send a test print: every choice of languages and every kind, a page each."""
    from certificates.pdf.prints import trial_print  # noqa: PLC0415 - reason: the same

    if who not in PEOPLE:
        raise Http404
    return _pdf(trial_print(_drawn_or_404(code, number), who=who), f"{code}-{number}-{who}")


@requires(*WRITES)
@require_POST
def offer(request: PersonRequest, code: str) -> HttpResponse:
    """Offer a design for new certificates, or no longer."""
    _drawn_or_404(code)
    offer_design(code=code, offered=request.POST.get("offered") == "1", by=request.user, at=timezone.now())
    return redirect("designs:list")


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
