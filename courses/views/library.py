"""The library: the list, a file, and what editors do with documents."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import requires
from accounts.enums import Role
from courses.domain.file_kinds import CONTENT_TYPES
from courses.domain.search_words import LONGEST_QUERY
from courses.enums import ReferenceKind
from courses.forms_library import DocumentForm
from courses.selectors.library import Filter, Kept, courses_to_choose, courses_with_codes, file_for, kept_document
from courses.selectors.library import library_for as read_library
from courses.services.library import DocumentText, library_folder, set_retired, store_file, write_document
from courses.views.sending import ascii_name, send_private
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE


def active() -> str:
    """The language of this request."""
    return get_language() or SOURCE_LANGUAGE


@requires()
@require_GET
def library(request: Any) -> HttpResponse:
    """The documents one may read, of a course, a kind, with a file in a language, or with certain words."""
    wanted = Filter(
        course=request.GET.get("course", "")[:8],
        kind=request.GET.get("kind", "")[:12],
        language=request.GET.get("language", "")[:8],
        words=request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST_QUERY],
    )
    context = {
        "library": read_library(request.user, wanted, active(), timezone.localdate()),
        "wanted": wanted,
        "filtered": wanted != Filter(),
        "kinds": ReferenceKind.choices,
        "languages": [(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES],
        "names": NATIVE_NAMES,
        "active": active(),
    }
    return render(request, "courses/library.html", context)


@requires()
@require_safe
def library_file(request: Any, pk: uuid.UUID) -> HttpResponseBase:
    """A file of the library; a broken download goes on where it stopped."""
    text = file_for(request.user, pk)
    if text is None:
        raise Http404
    kind = text.file.rpartition(".")[2]
    name = ascii_name(text.title, f"{text.reference.code}-{text.language}", kind)
    try:
        return send_private(
            request,
            library_folder() / text.file,
            name=name,
            content_type=CONTENT_TYPES[kind],
            tag=text.sha256,
        )
    except FileNotFoundError:
        raise Http404 from None


@never_cache
@requires(Role.EDITOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def library_new(request: Any) -> HttpResponse:
    """A new document."""
    return _edit(request, None)


@never_cache
@requires(Role.EDITOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def library_edit(request: Any, code: str) -> HttpResponse:
    """Titles, files and days of checking of one document; every change is its next number."""
    kept = kept_document(code)
    if kept is None:
        raise Http404
    return _edit(request, kept)


@requires(Role.EDITOR, Role.ADMINISTRATOR)
@require_POST
def library_retire(request: Any, code: str) -> HttpResponse:
    """Take a document out of the library, or bring it back."""
    kept = kept_document(code)
    if kept is None:
        raise Http404
    retired = request.POST.get("retired") == "yes"
    set_retired(reference=kept.reference, retired=retired, by=request.user, at=timezone.now())
    messages.success(
        request, _("The document is out of the library.") if retired else _("The document is in the library again.")
    )
    return redirect("courses:library")


def _edit(request: Any, kept: Kept | None) -> HttpResponse:
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        kept=kept,
        courses=courses_to_choose(active()),
        calendar=request.user.calendar,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kind = ReferenceKind(data["kind"])
        write_document(
            code=kept.reference.code if kept else f"{kind}-{data['pk'].hex[:12]}",
            kind=kind,
            courses=courses_with_codes(data["courses"]),
            texts=[_text(data, code) for code in LANGUAGE_CODES if data[f"title_{code}"]],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The document is saved."))
        return redirect("courses:library")
    context = {"form": form, "kept": kept, "names": NATIVE_NAMES}
    return render(request, "courses/library_form.html", context, status=422 if form.is_bound else 200)


def _text(data: dict[str, Any], code: str) -> DocumentText:
    file = data[f"file_{code}"]
    return DocumentText(
        language=code,
        title=data[f"title_{code}"],
        citation=data[f"citation_{code}"],
        checked_on=data[f"checked_{code}"],
        file=store_file(file=file) if file else None,
    )
