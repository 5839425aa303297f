"""The board of the curriculum, and the list behind each of its numbers."""

import dataclasses
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import requires
from accounts.enums import Role
from cms.selectors.board import (
    WAITING,
    Filters,
    board,
    courses_of_modules,
    names_of_courses,
    places,
    with_addresses,
)
from cms.selectors.places import work_address
from courses.access import languages_of, may_take
from courses.enums import ApprovalState, ApprovedKind, TextState
from courses.selectors.curriculum import course_of_module
from courses.selectors.standings import Standing
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE

READS_BOARD = (Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.HEAD, Role.INSTRUCTOR)
LINES = 100
KIND_NAMES = {
    ApprovedKind.LESSON: gettext_lazy("Lessons"),
    ApprovedKind.QUESTION: gettext_lazy("Questions"),
    ApprovedKind.PRACTICAL: gettext_lazy("Practical exercises"),
    ApprovedKind.TERM: gettext_lazy("Glossary"),
}
STEP_BUTTONS = {
    ApprovalState.DRAFT: gettext_lazy("Hand in for review"),
    ApprovalState.SUBJECT_REVIEW: gettext_lazy("The content is right"),
    ApprovalState.LANGUAGE_REVIEW: gettext_lazy("The language is right: approve"),
}


def active() -> str:
    """The language of this request."""
    return get_language() or SOURCE_LANGUAGE


@requires(*READS_BOARD)
@require_GET
def show_board(request: Any) -> HttpResponse:
    """Counts for every course, or for every module of the course that was chosen."""
    filters = _filters(request)
    shown = board(filters, active())
    context = {
        "board": shown,
        "filters": filters,
        "courses": shown.courses.items(),
        "languages": [(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES],
        "kinds": KIND_NAMES,
    }
    return render(request, "cms/board.html", context)


@requires(*READS_BOARD)
@require_GET
def show_list(request: Any) -> HttpResponse:
    """The texts that one number of the board counts."""
    filters = _filters(request)
    courses = courses_of_modules()
    found = places(filters, courses, request.user, timezone.localdate())
    page = Paginator(found, LINES).get_page(request.GET.get("page"))
    written = languages_of(request.user)
    lines = [
        (place, _work(place.standing, written) if not place.edit else "", _readable(place.standing))
        for place in with_addresses(list(page.object_list), courses, request.user)
    ]
    context = {
        "filters": filters,
        "page": page,
        "lines": lines,
        "query": urlencode(_asked(filters)) + "&",
        "total": len(found),
        "states": [(WAITING, _("Waits for you")), *TextState.choices],
        "courses": names_of_courses(courses, active()).items(),
        "languages": [(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES],
        "kinds": KIND_NAMES,
        "steps": _steps(filters, found, request.user),
    }
    return render(request, "cms/board_list.html", context)


def _filters(request: Any) -> Filters:
    """Return what the address narrows to. Words that nobody knows narrow nothing; an unknown course holds nothing."""
    known = {
        "language": set(LANGUAGE_CODES),
        "kind": set(ApprovedKind.values),
        "state": {WAITING, *TextState.values},
    }
    asked = {field.name: request.GET.get(field.name, "") for field in dataclasses.fields(Filters)}
    return Filters(**{name: value for name, value in asked.items() if name not in known or value in known[name]})


def _asked(filters: Filters) -> dict[str, str]:
    return {name: value for name, value in dataclasses.asdict(filters).items() if value}


def _work(standing: Standing, languages: frozenset[str]) -> str:
    """Return the address where this person writes the text, if they write that language."""
    if standing.language not in languages:
        return ""
    return work_address(standing.kind, standing.code, standing.language)


def _readable(standing: Standing) -> bool:
    return standing.state != TextState.MISSING


def _steps(filters: Filters, found: Sequence[Standing], user: Any) -> list[tuple[ApprovalState, Any, list[Standing]]]:
    """Return the steps that may be taken for all texts of one kind of one module in one language at once."""
    if not (filters.kind and filters.module and filters.language):
        return []
    course, today = course_of_module(filters.module), timezone.localdate()
    steps = []
    for step, label in STEP_BUTTONS.items():
        texts = [
            one
            for one in found
            if one.step == step
            and one.state in {TextState.DRAFT, TextState.IN_REVIEW}
            and not (step != ApprovalState.DRAFT and one.changed_by == user.pk)
        ]
        if len(texts) > 1 and may_take(user, step, course, filters.language, today):
            steps.append((step, label, texts))
    return steps
