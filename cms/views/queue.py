"""The one queue of translators: everything that has words, in their languages, and what trainees do not understand."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import requires
from assessments.selectors.closed_questions import closed_questions
from cms.domain.work import QueueLine, WorkKind
from cms.selectors.work import Filters, in_order, with_words
from cms.services.work import ADAPTERS
from cms.views.work import KIND_NAMES, WRITERS
from courses.access import languages_of
from courses.enums import TextState
from courses.selectors.doubts import count_open
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE

LINES_A_PAGE = 40
TODO, EVERYTHING = "todo", "all"


@requires(*WRITERS)
@require_GET
def queue(request: Any) -> HttpResponse:
    """List what is to do, missing and out of date first, in the order of the curriculum."""
    own = languages_of(request.user)
    languages = [code for code in LANGUAGE_CODES if code in own]
    reader = get_language() or SOURCE_LANGUAGE
    closed = closed_questions(request.user, timezone.localdate())
    every = (line for adapter in ADAPTERS.values() for line in adapter.lines(languages, reader))
    lines = [line for line in every if line.kind != WorkKind.QUESTION or line.code not in closed]
    filters = _filters(request.GET, languages)
    shown = in_order(lines, filters)
    page = Paginator(shown, LINES_A_PAGE).get_page(request.GET.get("page"))
    doubts = count_open(request.user, languages)
    context = {
        "page": page,
        "lines": [
            (line, KIND_NAMES[line.kind](), doubts.get((line.code, line.language), 0))
            for line in with_words(
                list(page.object_list), {kind: adapter.words_to_do for kind, adapter in ADAPTERS.items()}
            )
        ],
        "found": len(shown),
        "doubts": [(code, language, count) for (code, language), count in sorted(doubts.items())],
        "filters": filters,
        "kinds": [(kind, KIND_NAMES[kind]()) for kind in ADAPTERS],
        "courses": _courses(lines),
        "states": _states(),
        "languages": [(code, NATIVE_NAMES[code]) for code in languages],
        "query": _query(request.GET),
    }
    return render(request, "cms/work_queue.html", context)


def _filters(sent: Mapping[str, str], languages: Sequence[str]) -> Filters:
    """Return what is asked for; what makes no sense is left out."""
    language = sent.get("language", "")
    state = sent.get("state", TODO)
    return Filters(
        kind=sent["kind"] if sent.get("kind") in list(WorkKind) else "",
        course=sent.get("course", ""),
        language=language if language in languages else "",
        state=state if state in TextState.values or state == EVERYTHING else TODO,
    )


def _courses(lines: Sequence[QueueLine]) -> list[tuple[str, str]]:
    """Return code and title of the courses, in their order."""
    titles = {line.code: (line.order, line.title) for line in lines if line.kind == WorkKind.COURSE}
    return [(code, title) for code, (_order, title) in sorted(titles.items(), key=lambda item: item[1])]


def _states() -> list[tuple[str, Any]]:
    return [(TODO, _("To do: missing or out of date")), *TextState.choices, (EVERYTHING, _("All"))]


def _query(sent: QueryDict) -> str:
    """Return the filters for the addresses of other pages."""
    query = sent.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""
