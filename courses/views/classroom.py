"""A lesson besides the trainee's page: two languages side by side, slides on the wall, the plan on one sheet."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, requires
from courses.selectors.bilingual import plan_of, slides_of, two_languages
from courses.selectors.editions import ReadLesson, lesson_for
from courses.selectors.reading import Reading, reading_of_lesson
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_lang

# What stands beside a language when nobody says: trainees of joint courses read Tajik and Dari.
BESIDE = {"tg": "fa-af", "fa-af": "tg", "ru": "tg", "en": "tg"}


@requires()
@require_GET
@cache_control(private=True, no_cache=True)
def bilingual(request: PersonRequest, code: str) -> HttpResponse:
    """One lesson in two languages; which ones stands in the address only."""
    first = request.GET.get("first") or get_language() or SOURCE_LANGUAGE
    second = request.GET.get("second") or BESIDE.get(first, SOURCE_LANGUAGE)
    reading = reading_of_lesson(request.user, code)
    if reading is None or not {first, second} <= set(LANGUAGE_CODES):
        raise Http404
    if first == second:
        second = BESIDE[first]
    found = two_languages(code, first, second, reading)
    if found is None:
        raise Http404
    sides = [_side(first, found.first), _side(second, found.second)]
    context = {
        "code": code,
        "found": found,
        "sides": sides,
        "only": sides[0] if found.first else sides[1],  # what is the same in both languages is shown once
        "way": direction(first),
        "languages": [(language, NATIVE_NAMES[language]) for language in LANGUAGE_CODES],
        "chosen": (first, second),
    }
    return render(request, "courses/bilingual.html", context)


@requires()
@require_GET
@cache_control(private=True, no_cache=True)
def projector(request: PersonRequest, code: str) -> HttpResponse:
    """A lesson as slides. Notes for the instructor are not even sent."""
    read = _lesson(code, _instructors_reading(request, code), notes=False)
    context = {"lesson": read, "slides": slides_of(read.body), **_tags(read)}
    return render(request, "courses/projector.html", context)


@requires()
@require_GET
@cache_control(private=True, no_cache=True)
def plan(request: PersonRequest, code: str) -> HttpResponse:
    """The plan of a lesson for one sheet of paper."""
    read = _lesson(code, _instructors_reading(request, code), notes=True)
    return render(request, "courses/plan.html", {"lesson": read, "plan": plan_of(read), **_tags(read)})


def _instructors_reading(request: PersonRequest, code: str) -> Reading:
    reading = reading_of_lesson(request.user, code)
    if reading is None or not reading.instructor_layer:
        raise Http404
    return reading


def _lesson(code: str, reading: Reading, *, notes: bool) -> ReadLesson:
    language = get_language() or SOURCE_LANGUAGE
    read = lesson_for(code, language, reading.drafts_shown, instructor_layer=notes)
    if read is None or not read.body:
        raise Http404
    return read


def _tags(read: ReadLesson) -> dict[str, str]:
    return {"lang": html_lang(read.language), "dir": direction(read.language)}


def _side(language: str, read: ReadLesson | None) -> dict[str, object]:
    return {"name": NATIVE_NAMES[language], "lang": html_lang(language), "dir": direction(language), "lesson": read}
