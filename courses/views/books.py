"""Manuals as books: which there are, asking for one, and the file."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, requires
from courses.enums import MAKE_BOOK
from courses.forms import BookForm
from courses.models import Course
from courses.selectors.books import MAKERS, book_for, books_of, manual_names
from courses.selectors.reading import INSTRUCTOR_LAYER
from courses.services.books import NothingToReadError, ask_book, path_of
from courses.views.sending import send_private
from foundation.jobs import queue
from foundation.jobs.tasks import drain_jobs
from foundation.languages.titles import SOURCE_LANGUAGE

REFRESH_SECONDS = 5


@never_cache
@requires()
@require_safe
def books(request: PersonRequest) -> HttpResponse:
    """The manuals that one may read and their books. Looks again by itself while one is made."""
    return _page(request, None)


@requires(*MAKERS)
@require_POST
def make(request: PersonRequest) -> HttpResponse:
    """Ask for a book; the same state of the texts is the same book."""
    form = _form(request, bound=True)
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data
    try:
        book = ask_book(
            course=data["course"],
            languages=data["languages"],
            drafts=not data["approved_only"],
            for_instructors=data["for_instructors"],
            by=request.user,
            at=timezone.now(),
        )
    except (NothingToReadError, Course.DoesNotExist):
        form.add_error(None, _("No lesson of this manual has a text that may stand in such a book."))
        return _page(request, form)
    if book.made_at and path_of(book).exists():
        messages.info(request, _("Nothing has changed: the book that stands here is the newest."))
    else:
        queue.put(kind=MAKE_BOOK, subject=str(book.pk))
        drain_jobs.enqueue()
        messages.success(request, _("The book is being made. You can go on with other work."))
    return redirect("courses:books")


@requires()
@require_safe
def book(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file of a book; a broken download goes on where it stopped."""
    found = book_for(request.user, pk)
    if found is None:
        raise Http404
    languages = "-".join(filter(None, (found.language, found.second_language)))
    made = found.made_at.timestamp() if found.made_at else 0
    try:
        return send_private(
            request,
            path_of(found),
            name=f"{found.course.code}-{languages}-{found.number}.pdf",
            content_type="application/pdf",
            tag=f"{found.pk.hex}-{made}",
        )
    except FileNotFoundError:
        raise Http404 from None


def _form(request: PersonRequest, *, bound: bool) -> BookForm:
    return BookForm(
        request.POST if bound else None,
        manuals=manual_names(get_language() or SOURCE_LANGUAGE),
        with_instructors_part=request.user.has_role(*INSTRUCTOR_LAYER),
    )


def _page(request: PersonRequest, form: BookForm | None) -> HttpResponse:
    manuals = books_of(request.user, get_language() or SOURCE_LANGUAGE)
    may_make = request.user.has_role(*MAKERS)
    working = any(manual.working for manual in manuals)
    context = {
        "manuals": manuals,
        "form": form or (_form(request, bound=False) if may_make else None),
        "may_make": may_make,
        "working": working,
    }
    response = render(request, "courses/books.html", context, status=422 if form else 200)
    if working and not form:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response
