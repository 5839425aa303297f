"""The glossary: the list, one term, a new term, a term taken out; and the forms that texts should not use."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import requires
from accounts.enums import Role
from courses.access import languages_of
from courses.enums import TermTopic
from courses.forms import TermForm
from courses.selectors.advice import advised_places
from courses.selectors.glossary import KEEPS_TERMS, by_letter, is_term, reader_of, term_card
from courses.selectors.glossary import glossary as all_terms
from courses.services.terms import UnknownTermError, add_term, retire_term
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE

LONGEST_QUERY = 100


def active() -> str:
    """The language of this request."""
    return get_language() or SOURCE_LANGUAGE


@requires()
@require_GET
def glossary(request: Any) -> HttpResponse:
    """All terms that the reader may see, under their letters; of one topic, or those that answer a query."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    topic = request.GET.get("topic", "")
    entries = all_terms(active(), reader_of(request.user), topic=topic, query=query)
    drafts = sum(not entry.approved for entry in entries)
    context = {
        "letters": by_letter(entries),
        "number": len(entries),
        "query": query,
        "topic": topic,
        "topics": TermTopic.choices,
        "filtered": bool(query or topic),
        "language": active(),
        "all_drafts": bool(entries) and drafts == len(entries),
        "some_drafts": 0 < drafts < len(entries),
        "keeps": request.user.has_role(*KEEPS_TERMS),
        "writes": bool(languages_of(request.user)),
    }
    return render(request, "courses/glossary.html", context)


@requires()
@require_GET
@cache_control(private=True, max_age=300)
def term(request: Any, code: str) -> HttpResponse:
    """One term; with `?part=1` only the piece that a lesson shows over its text."""
    reader = reader_of(request.user)
    card = term_card(code, active(), reader)
    if card is None and not is_term(code):
        raise Http404
    context = {
        "term": card,
        "code": code,
        "language": active(),
        "keeps": request.user.has_role(*KEEPS_TERMS),
    }
    part = request.GET.get("part") == "1"
    return render(request, "courses/term_part.html" if part else "courses/term.html", context)


@requires(*KEEPS_TERMS)
@require_http_methods(["GET", "POST"])
def term_new(request: Any) -> HttpResponse:
    """A form for a new term in the source language; translators find it in their work."""
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        new = add_term(
            topic=said["topic"],
            title=said["title"],
            explanation=said["explanation"],
            forms=said["other_forms"],
            note=said["note"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The term is in the glossary. Translators will find it among their work."))
        return redirect("courses:term", code=new.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "courses/term_form.html", {"form": form}, status=status)


@requires(*KEEPS_TERMS)
@require_POST
def term_retire(request: Any, code: str) -> HttpResponse:
    """Take a term out of the glossary."""
    try:
        retire_term(code=code, at=timezone.now())
    except UnknownTermError:
        raise Http404 from None
    messages.success(request, _("The term is no longer in the glossary."))
    return redirect("courses:glossary")


@requires(Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)
@require_GET
def advice(request: Any) -> HttpResponse:
    """Every place of the curriculum whose text uses a form that is advised against, in the languages one writes."""
    written = languages_of(request.user)
    languages = [(code, NATIVE_NAMES[code], advised_places(code)) for code in LANGUAGE_CODES if code in written]
    context = {"languages": languages, "found": any(forms for _, _, forms in languages)}
    return render(request, "courses/glossary_advice.html", context)
