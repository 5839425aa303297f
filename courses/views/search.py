"""Search over lessons, glossary and library."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import requires
from courses.domain.search_words import LONGEST_QUERY
from courses.selectors.search import search as search_for
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_lang


@never_cache
@requires()
@require_GET
def search(request: Any) -> HttpResponse:
    """What one may read that has the typed words: in the language of the page, or the one of `in`."""
    active = get_language() or SOURCE_LANGUAGE
    typed = request.GET.get("q", "").replace("\x00", " ")
    asked = request.GET.get("in", "")
    language = asked if asked in LANGUAGE_CODES else active
    results = search_for(request.user, typed, language, request.GET.get("page", "1"))
    query = {"q": results.query, **({"in": language} if language != active else {})}
    context = {
        "results": results,
        "query": urlencode(query) + "&",
        "cut": len(" ".join(typed.split())) > LONGEST_QUERY,
        "language": language,
        "other_language": language != active,
        "language_name": NATIVE_NAMES[language],
        "lang": html_lang(language),
        "dir": direction(language),
        "others": [
            (NATIVE_NAMES[code], html_lang(code), urlencode({"q": results.query, "in": code}), count)
            for code, count in results.others
        ],
    }
    return render(request, "courses/search.html", context)
