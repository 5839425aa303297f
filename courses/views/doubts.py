""" "I don't understand this": a trainee asks about a lesson; translators and editors answer, without knowing whom."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import only_reads, requires
from accounts.enums import Role
from courses.access import languages_of
from courses.selectors.doubts import OPEN_AT_MOST, TEXT_LENGTH, doubts_of_person, open_doubts, places_of, visible_doubt
from courses.selectors.editions import lesson_for
from courses.selectors.reading import reading_of_lesson
from courses.services.doubts import (
    AlreadyAnsweredError,
    ForeignDoubtError,
    NothingMendedError,
    NotThisEditionError,
    TooLongError,
    TooManyDoubtsError,
    add_doubt,
    answer_doubt,
)
from foundation.languages.titles import SOURCE_LANGUAGE, direction, html_lang

MUCH = 2 * TEXT_LENGTH  # what is kept of a text that is too long


@requires()
@require_http_methods(["GET", "POST"])
def doubts(request: Any, code: str) -> HttpResponse:
    """Ask about a lesson; read the answers to what one has asked. Who answers sees the open ones."""
    form = {"id": uuid.uuid4(), "block": request.GET.get("block", ""), "text": "", "error": ""}
    context = _page(request, code) | {"form": form}
    if request.method == "POST":
        if only_reads(request.user):
            raise PermissionDenied
        form["error"] = _add(request, code, form)
        if not form["error"]:
            messages.success(request, _("Thank you. Your question was sent. You will find the answer on this page."))
            return redirect("courses:doubts", code=code)
    return render(request, "courses/doubts.html", context, status=422 if form["error"] else 200)


def _page(request: Any, code: str) -> dict[str, Any]:
    """Return what the page shows; 404 for lessons that the person may not read."""
    reading = reading_of_lesson(request.user, code)
    read = lesson_for(code, get_language() or SOURCE_LANGUAGE, reading.drafts_shown) if reading else None
    if read is None:
        raise Http404
    languages = languages_of(request.user)
    return {
        "lesson": read,
        "lang": html_lang(read.language),
        "dir": direction(read.language),
        "places": places_of(read.edition),
        "length": TEXT_LENGTH,
        "own": doubts_of_person(request.user, code),
        "waiting": open_doubts(request.user, languages, lesson=code) if languages else [],
        "answers": bool(languages),
        "asks": not only_reads(request.user),
    }


def _add(request: Any, code: str, form: dict[str, Any]) -> str:
    """Write what was sent; return why not, with what was typed in `form`."""
    text = _typed(request, "text")
    form |= {"block": request.POST.get("block", ""), "text": text[:MUCH]}
    try:
        add_doubt(
            doubt=uuid.UUID(request.POST.get("id", "")),
            lesson=code,
            edition=int(request.POST.get("edition", "")),
            block=form["block"],
            text=text,
            by=request.user,
            at=timezone.now(),
        )
    except TooLongError:
        return _too_long()
    except TooManyDoubtsError:
        return _("You have asked %(count)s questions that are not answered yet. Please wait for answers.") % {
            "count": OPEN_AT_MOST
        }
    except (NotThisEditionError, ForeignDoubtError, ValueError, OverflowError):
        return _("This could not be sent. The lesson may have changed. Please choose the place once more.")
    return ""


@requires(Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)
@require_POST
def answer(request: Any, pk: uuid.UUID) -> HttpResponse:
    """Answer what a trainee did not understand, or say that the text was mended."""
    found = visible_doubt(request.user, pk)
    if found is None or found.language not in languages_of(request.user):
        raise Http404
    text = "" if "mended" in request.POST else _typed(request, "answer")
    error = _answer(request, pk, text)
    if not error:
        messages.success(request, _("The answer was saved. The trainee will see it."))
        return redirect("courses:doubts", code=found.code)
    form = {"id": uuid.uuid4(), "block": "", "text": "", "error": ""}
    refused = {"id": pk, "text": text[:MUCH], "error": error}
    context = _page(request, found.code) | {"form": form, "refused": refused}
    return render(request, "courses/doubts.html", context, status=422)


def _answer(request: Any, pk: uuid.UUID, text: str) -> str:
    """Write an answer; return why not."""
    if not text and "mended" not in request.POST:
        return _("Write an answer first.")
    try:
        answer_doubt(doubt=pk, answer=text, by=request.user, at=timezone.now())
    except TooLongError:
        return _too_long()
    except AlreadyAnsweredError:
        return _("Somebody has answered this already.")
    except NothingMendedError:
        return _("There is no newer edition of this lesson in that language. Write an answer instead.")
    return ""


def _typed(request: Any, name: str) -> str:
    return " ".join(request.POST.get(name, "").replace("\x00", "").split())


def _too_long() -> str:
    return _("This is too long. Please say it in at most %(length)s characters.") % {"length": TEXT_LENGTH}
