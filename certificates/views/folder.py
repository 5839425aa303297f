"""The folder of papers of the demonstration, to be checked by whoever wants to."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from certificates.pdf.folder import folder, folder_pdf


@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """The papers with their codes."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(request, "certificates/folder.html", {"papers": folder()})


@require_GET
def paper(_request: HttpRequest, slug: str) -> HttpResponse:
    """One paper as PDF."""
    pdf = folder_pdf(slug) if settings.DEMONSTRATION else None
    if pdf is None:
        raise Http404
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="paper-{slug}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
