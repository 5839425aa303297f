"""Edge of the check of a PDF file: looked at in memory, never kept; its size is bounded on the way in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import client_address
from certificates.enums import Way
from certificates.forms import CodeForm, FileForm, NameForm
from certificates.selectors.files_sent import MOST_BYTES, judge_file
from certificates.services.checks import admit_file, record_check
from certificates.views.public import private, public_page, too_often

MOST_REQUEST = 16 * 1024 * 1024  # more is refused unread


class _Bounded(FileUploadHandler):
    """Keep one file of at most MOST_BYTES in memory; what is more is read and thrown away, so that we can answer."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.kept: list[bytes] = []
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size = start + len(raw_data)
        if self.size > MOST_BYTES:
            self.kept = []
            self.request_too_large()
            raise SkipFile
        self.kept.append(raw_data)

    def request_too_large(self) -> None:
        assert self.request is not None
        self.request.file_too_large = True  # type: ignore[attr-defined]

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        return SimpleUploadedFile("file", b"".join(self.kept)) if file_size <= MOST_BYTES else None


@csrf_exempt
@require_http_methods(["GET", "POST"])
def check_file(request: HttpRequest) -> HttpResponseBase:
    """Say whether a PDF file is the one that we signed, unchanged, and how its certificate stands."""
    if request.method == "GET":
        return private(redirect("certificates:check"))
    now = timezone.now()
    if not admit_file(address=client_address(request), at=now):
        return too_often(request, "check", {"form": CodeForm()})
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_REQUEST:
        return _refused(request, "too_large", 413)
    request.upload_handlers = [_Bounded(request)]
    form = FileForm(request.POST, request.FILES)
    if getattr(request, "file_too_large", False):
        return _refused(request, "too_large", 413)
    if not form.is_valid():
        return public_page(request, "check", {"form": CodeForm(), "file_form": form}, status=422)
    sent = judge_file(form.cleaned_data["file"].read(), timezone.localdate(now))
    record_check(
        certificate=sent.certificate,
        answer=sent.answer,
        name_matched=None,
        by=None,
        at=now,
        way=Way.FILE,
        finding=sent.finding,
    )
    if sent.refused:
        return _refused(request, sent.finding, 422)
    return public_page(request, "check_file", {"sent": sent, "checked": sent.checked, "name_form": NameForm()})


def _refused(request: HttpRequest, why: str, status: int) -> HttpResponseBase:
    form: forms.Form = FileForm()
    return public_page(request, "check_file", {"refused": why, "file_form": form}, status=status)
