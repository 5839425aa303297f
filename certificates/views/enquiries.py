"""Edges of enquiries: HR asks a centre, the centre answers with a filed reply."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.places import all_centres, centre_with_code
from certificates.access import KEEPERS, OFFICES
from certificates.domain.scans import CONTENT_TYPES, ScanTooLargeError, ScanUnreadableError
from certificates.enums import EnquiryState
from certificates.forms_hr import EnquiryForm, ReplyForm
from certificates.selectors import enquiries, registers
from certificates.services import enquiries as service
from certificates.views.ledger import language, posted

if TYPE_CHECKING:
    from certificates.models import Certificate, Enquiry


@never_cache
@requires(*OFFICES)
@require_GET
def enquiry_list(request: PersonRequest) -> HttpResponse:
    """Show the enquiries the reader may see, the most urgent first."""
    lines = enquiries.enquiry_lines(request.user, language(), timezone.localdate())
    context = {"lines": lines, "is_hr": request.user.has_role(Role.HR)}
    return render(request, "certificates/enquiries.html", context)


def _certificate(request: PersonRequest, asked: str) -> "Certificate | None":
    """Return the certificate an enquiry is about, when the address names one."""
    try:
        pk = uuid.UUID(asked)
    except ValueError:
        return None
    return registers.visible_certificates(request.user).filter(pk=pk).first()


@never_cache
@requires(Role.HR)
@require_http_methods(["GET", "POST"])
def ask(request: PersonRequest) -> HttpResponse:
    """Ask a centre about a certificate or a described paper."""
    about = _certificate(request, request.GET.get("certificate", ""))
    initial: dict[str, Any] = {key: request.GET.get(key, "")[:60] for key in ("centre", "serial", "year")}
    if about is not None:
        initial = {"centre": about.centre.code, "serial": about.serial, "year": about.issued_on.year}
    form = EnquiryForm(
        *([request.POST] if request.method == "POST" else []),
        centres=all_centres(),
        language=language(),
        by=request.user,
        today=timezone.localdate(),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        centre = centre_with_code(all_centres(), data["centre"])
        sent = service.send_enquiry(
            pk=data["pk"],
            centre=centre,
            certificate=about if about and about.centre_id == centre.pk else None,
            serial=data["serial"],
            year=data["year"],
            name=data["name"],
            question=data["question"],
            due_on=data["due_on"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The enquiry is sent. It stands on the home page of the centre."))
        return redirect("certificates:enquiry", pk=sent.pk)
    return render(request, "certificates/ask.html", {"form": form, "about": about}, status=422 if form.errors else 200)


def _enquiry_or_404(request: PersonRequest, pk: uuid.UUID) -> "Enquiry":
    return get_object_or_404(enquiries.visible_enquiries(request.user), pk=pk)


@never_cache
@requires(*OFFICES)
@require_http_methods(["GET", "POST"])
def enquiry(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an enquiry; POST files the centre's reply."""
    found = _enquiry_or_404(request, pk)
    answers = enquiries.may_answer(request.user, found)
    form = ReplyForm(**posted(request))
    if request.method == "POST":
        if not answers:
            raise PermissionDenied
        if form.is_valid() and _reply(request, found, form):
            return redirect("certificates:enquiry", pk=found.pk)
    context = {
        "enquiry": enquiries.opened(found, request.user, language(), timezone.localdate()),
        "form": form,
        "may_answer": answers and found.state == EnquiryState.OPEN,
        "may_close": request.user.has_role(Role.HR) and found.state == EnquiryState.ANSWERED,
    }
    return render(request, "certificates/enquiry.html", context, status=422 if form.errors else 200)


def _reply(request: PersonRequest, found: "Enquiry", form: ReplyForm) -> bool:
    """File the reply; False with an error beside the field when it cannot be filed."""
    file = form.cleaned_data["file"]
    try:
        service.answer_enquiry(
            enquiry=found,
            reply=form.cleaned_data["reply"],
            data=file.read() if file else None,
            by=request.user,
            at=timezone.now(),
        )
    except (ScanTooLargeError, ScanUnreadableError):
        form.add_error("file", _("This is no paper that can be kept. Send a plain PDF, JPEG or PNG."))
        return False
    except service.AnsweredError:
        messages.warning(request, _("Somebody has answered this enquiry in the meantime."))
    else:
        messages.success(request, _("The reply is filed. HR sees it on its home page."))
    return True


@requires(Role.HR)
@require_POST
def close(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """File an answered enquiry away."""
    found = _enquiry_or_404(request, pk)
    try:
        service.close_enquiry(enquiry=found, by=request.user, at=timezone.now())
    except service.NotAnsweredError:
        messages.error(request, _("The centre has not answered yet."))
    else:
        messages.success(request, _("The enquiry is filed."))
    return redirect("certificates:enquiry", pk=pk)


@never_cache
@requires(Role.HR, *KEEPERS)
@require_GET
def reply_file(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the paper of a reply to who may read the enquiry; a PDF is saved, never opened by itself."""
    found = _enquiry_or_404(request, pk)
    data = service.opened_reply(enquiry=found, by=request.user) if enquiries.may_read(request.user, found) else None
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type=CONTENT_TYPES[found.file_kind])
    how = "attachment" if found.file_kind == "pdf" else "inline"
    answer["Content-Disposition"] = f'{how}; filename="reply-{found.pk}.{found.file_kind}"'
    return answer
