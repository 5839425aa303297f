"""Edges of the register as the paper ledger has it: on the screen, as PDF, as spreadsheet; explaining gaps."""

from typing import TYPE_CHECKING, Any

from csp.decorators import csp_exempt
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from certificates.access import KEEPERS, OFFICES
from certificates.forms_ledger import GapForm
from certificates.selectors import ledger, registers
from certificates.services import blanks as blank_service
from certificates.services.checks import note_search
from certificates.services.exports import note_export
from foundation.languages.titles import direction
from foundation.spreadsheets.writing import to_csv, to_xlsx

if TYPE_CHECKING:
    from certificates.models import RegisterSeries

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def language() -> str:
    """The language of the request."""
    return get_language() or "en"


def posted(request: PersonRequest) -> dict[str, Any]:
    """Return what binds a form with files: nothing unless something was sent."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def _chosen(request: PersonRequest, asked: str) -> "tuple[list[RegisterSeries], RegisterSeries | None]":
    """Return the series the reader may see, and the one asked for (the first one when none is)."""
    series = registers.series_list(request.user)
    chosen = next((one for one in series if str(one.pk) == asked), None)
    if chosen is None and asked:
        raise Http404
    return series, chosen or (series[0] if series else None)


@never_cache
@requires(*OFFICES)
@require_GET
def register(request: PersonRequest) -> HttpResponse:
    """Show the register of one series, every number of it."""
    series, chosen = _chosen(request, request.GET.get("series", ""))
    found = ledger.ledger_of(chosen, request.user, language(), timezone.localdate()) if chosen else None
    keeps = chosen is not None and chosen.centre_id in ledger.kept_centre_ids(request.user)
    if found is not None and found.lines and not keeps:
        note_search(by=request.user, found=len(found.lines))
    context = {"series": series, "chosen": chosen, "ledger": found, "keeps": keeps}
    return render(request, "certificates/register.html", context)


@csp_exempt()
@never_cache
@requires(*OFFICES, confirmed=True)
@require_GET
def paper(request: PersonRequest) -> HttpResponse:
    """Send the register of one series as PDF. Protected people stand by number."""
    from certificates.pdf.ledger import ledger_pdf  # noqa: PLC0415 - reason: WeasyPrint is loaded only where needed

    chosen = _chosen(request, request.GET.get("series", ""))[1]
    if chosen is None:
        raise Http404
    now = timezone.now()
    found = ledger.ledger_for_paper(chosen, language(), timezone.localdate(now))
    pdf = ledger_pdf(found, ledger.blanks_of(chosen.centre, language()), language(), now)
    note_export(subject=chosen, centre=chosen.centre, kind="pdf", lines=len(found.lines), by=request.user)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="register-{chosen.pk}.pdf"'
    return answer


@never_cache
@requires(*OFFICES, confirmed=True)
@require_POST
def export(request: PersonRequest) -> HttpResponse:
    """Send the register of one series as spreadsheet. Protected people stand by number."""
    from certificates.pdf.ledger import (  # noqa: PLC0415 - reason: WeasyPrint is loaded only where needed
        headings,
        ledger_rows,
        series_number,
    )

    chosen = _chosen(request, request.POST.get("series", ""))[1]
    kind = request.POST.get("kind", "xlsx")
    if chosen is None or kind not in {"csv", "xlsx"}:
        raise Http404
    found = ledger.ledger_for_paper(chosen, language(), timezone.localdate())
    rows = ledger_rows(found, language())
    note_export(subject=chosen, centre=chosen.centre, kind=kind, lines=len(rows), by=request.user)
    return sheet_answer(kind, series_number(found), headings(blanks=found.has_blanks), rows)


def sheet_answer(kind: str, name: str, header: list[str], rows: list[list[object]]) -> HttpResponse:
    """Return a list as CSV or XLSX to be saved."""
    if kind == "csv":
        answer = HttpResponse(to_csv([header, *rows]), content_type="text/csv; charset=utf-8")
    else:
        turned = direction(language()) == "rtl"
        answer = HttpResponse(to_xlsx(name, header, rows, right_to_left=turned), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def gap(request: PersonRequest, series: int, number: int) -> HttpResponse:
    """Write down why a number of a series has no certificate."""
    visible = registers.series_list(request.user)
    chosen = next((one for one in visible if one.pk == series), None)
    if chosen is None:
        raise Http404
    form = GapForm(request.POST if request.method == "POST" else None, by=request.user, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            blank_service.explain_gap(
                series=chosen,
                number=number,
                explanation=data["explanation"],
                act_number=data["act_number"],
                act_date=data["act_date"],
                by=request.user,
                at=timezone.now(),
            )
        except blank_service.NoGapError:
            form.add_error(None, _("This number is no gap: it has a certificate, or it was never given out."))
        else:
            messages.success(request, _("The gap is explained in the register."))
            return redirect(f"{reverse('certificates:register')}?series={chosen.pk}")
    context = {"form": form, "chosen": chosen, "number": number}
    return render(request, "certificates/gap.html", context, status=422 if form.errors else 200)
