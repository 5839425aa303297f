"""What a trainee sees of the curriculum: my programme, a module, a lesson, and "I have read this"."""

import functools
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from accounts.enums import Role
from courses.selectors.curriculum import manuals as all_manuals
from courses.selectors.curriculum import module_card
from courses.selectors.doubts import answers_in_module
from courses.selectors.editions import ReadLesson, lesson_for
from courses.selectors.progress import Neighbours, lessons_in, my_programmes, neighbours
from courses.selectors.reading import READS_ALL, Reading, reading_of_lesson, reading_of_module
from courses.services.progress import ForeignCompletionError, NotThisLessonError, complete
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_lang

KEPT_TEXTS = 256  # of about 20 KB each: a module or two in every language


def active() -> str:
    """The language of this request."""
    return get_language() or SOURCE_LANGUAGE


@requires()
@require_GET
def mine(request: Any) -> HttpResponse:
    """What to read next, and the modules of one's programme with their progress."""
    programmes = my_programmes(request.user, active())
    return render(request, "courses/mine.html", {"programmes": programmes, "staff": _is_staff(request)})


@requires()
@require_GET
def module(request: Any, code: str) -> HttpResponse:
    """The lessons and outcomes of one module."""
    reading = reading_of_module(request.user, code)
    card = module_card(code, active()) if reading else None
    if reading is None or card is None:
        raise Http404
    lessons = lessons_in(code, request.user, reading, active())
    ready = [line for line in lessons if line.ready]
    context = {
        "module": card,
        "reading": reading,
        "lessons": lessons,
        "ready": len(ready),
        "done": sum(line.done for line in ready),
        "next": next((line for line in ready if not line.done), None),
        "answers": answers_in_module(request.user, code) if reading.trainee else [],
    }
    return render(request, "courses/module.html", context)


@requires()
@require_GET
@cache_control(private=True, no_cache=True)
def lesson(request: Any, code: str) -> HttpResponse:
    """One lesson in the active language, or in the source language with a notice that says so."""
    reading = reading_of_lesson(request.user, code)
    read = _lesson(code, reading) if reading else None
    if reading is None or read is None:
        raise Http404
    around = neighbours(read.lesson, read.module, request.user, drafts_shown=reading.drafts_shown)
    context = {
        "lesson": read,
        "around": around,
        "text": _text(read, around, active()),
        "completion": uuid.uuid4() if reading.trainee and not around.done and read.body else None,
    }
    return render(request, "courses/lesson.html", context)


@functools.lru_cache(maxsize=KEPT_TEXTS)
def _text(read: ReadLesson, around: Neighbours, language: str) -> SafeString:
    """Return the part of the page that is the same for everybody who reads this lesson at this place, once rendered."""
    context = {
        "lesson": read,
        "around": around,
        "lang": html_lang(read.language),
        "dir": direction(read.language),
        "fallback": read.language != language,
        "written_in": NATIVE_NAMES[read.language],
        "others": _other_languages(read.code, language),
    }
    return render_to_string("courses/lesson_text.html", context)


@requires()
@require_POST
def done(request: Any, code: str) -> HttpResponse:
    """Write that the lesson is read, and go to the next one; sent twice it is one."""
    reading = reading_of_lesson(request.user, code)
    if reading is None or not reading.trainee:
        raise Http404
    try:
        completion = complete(
            completion=uuid.UUID(request.POST.get("completion", "")),
            lesson=code,
            edition=int(request.POST.get("edition", "")),
            by=request.user,
            at=timezone.now(),
        )
    except (ValueError, NotThisLessonError, ForeignCompletionError):
        messages.error(request, _("This could not be saved. Open the lesson again and press the button once more."))
        return redirect("courses:lesson", code=code)
    row = completion.lesson
    around = neighbours(row.pk, row.module_id, request.user, drafts_shown=reading.drafts_shown)
    if around.after is None:
        messages.success(request, _("You have come to the end of this module."))
        return redirect("courses:module", code=row.module.code)
    return redirect("courses:lesson", code=around.after)


@requires(Role.TRAINEE, *READS_ALL)
@require_GET
def manuals(request: Any) -> HttpResponse:
    """All parts of the curriculum with their modules, and in which languages their texts stand."""
    languages = [(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES]
    context = {
        "manuals": all_manuals(active(), LANGUAGE_CODES),
        "languages": languages,
        "staff": _is_staff(request),
    }
    return render(request, "courses/manuals.html", context)


def _lesson(code: str, reading: Reading) -> Any:
    return lesson_for(code, active(), reading.drafts_shown, instructor_layer=reading.instructor_layer)


def _is_staff(request: Any) -> bool:
    return any(assignment.role in READS_ALL for assignment in request.user.roles())


def _other_languages(code: str, language: str) -> list[tuple[str, str, str]]:
    """Return address, tag and name of a lesson's page in the other languages."""
    found = []
    for other in LANGUAGE_CODES:
        if other != language:
            with override(other):
                found.append((reverse("courses:lesson", kwargs={"code": code}), html_lang(other), NATIVE_NAMES[other]))
    return found
