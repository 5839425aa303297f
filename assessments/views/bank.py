"""Edges of the question bank: finding questions, reading one."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from assessments.access import IMPORTS_QUESTIONS, READS_BANK, REGRADES
from assessments.forms.bank import BankFilterForm
from assessments.selectors.bank_question import SEED, bank_question
from assessments.selectors.bank_search import BankFilters, bank_page
from assessments.views.practicals import language
from courses.access import languages_of
from courses.selectors.studied import modules_with_outcomes
from foundation.languages.titles import LANGUAGE_CODES

WORKS = (Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)
LONGEST_NUMBER = 5


@never_cache
@requires(*READS_BANK)
@require_GET
def bank(request: PersonRequest) -> HttpResponse:
    """List the questions, 50 a page."""
    form = BankFilterForm(request.GET, modules=modules_with_outcomes())
    filters = form.filters if form.is_valid() else BankFilters()
    others = request.GET.copy()
    others.pop("page", None)
    context = {
        "form": form,
        "asked": filters != BankFilters(),
        "page": bank_page(by=request.user, filters=filters, language=language(), page=request.GET.get("page", "1")),
        "query": f"{others.urlencode()}&" if others else "",
        "writes": request.user.has_role(*IMPORTS_QUESTIONS),
        "appoints": request.user.has_role(Role.ADMINISTRATOR),
    }
    return render(request, "assessments/bank.html", context, status=200 if form.is_valid() else 422)


@never_cache
@requires(*READS_BANK)
@require_GET
def question(request: PersonRequest, code: str) -> HttpResponse:
    """Show one question with its key, the newest version or the one asked for."""
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER else None
    if asked and number is None:
        raise Http404
    spoken = request.GET.get("words") or language()
    drawn = request.GET.get("drawn", "")
    seed = int(drawn) if drawn.isascii() and drawn.isdecimal() and len(drawn) <= LONGEST_NUMBER else SEED
    found = bank_question(by=request.user, code=code, number=number, language=spoken, seed=seed)
    if found is None:
        raise Http404
    works = languages_of(request.user) if request.user.has_role(*WORKS) else frozenset()
    context = {
        "found": found,
        "question": found.version.question,
        "version": found.version,
        "tags": list(found.version.question.tags.all()),
        "works": [one for one in LANGUAGE_CODES if one in works] if found.newest else [],
        "drawn": seed,
        "regrades": request.user.has_role(*REGRADES),
        "writes": request.user.has_role(*IMPORTS_QUESTIONS) and found.version == found.versions[0],
    }
    return render(request, "assessments/bank_question.html", context)
