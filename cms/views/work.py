"""The translators' screen: source on one side, translation on the other, one row a sentence."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import requires
from accounts.enums import Role
from assessments.selectors.closed_questions import closed_questions
from cms.domain.work import Work, WorkKind
from cms.selectors.page_work import source_page
from cms.selectors.work import Filters, in_order, neighbours
from cms.selectors.work_rows import clashes, has_warnings, rows_of, shown_of, typed_of
from cms.services.work import Adapter, WorkChangedError, WorkIncompleteError, WorkRefusedError, adapter_of
from courses.access import languages_of
from courses.enums import Change
from courses.selectors.doubts import open_doubts
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_lang

if TYPE_CHECKING:
    from cms.services.work.adapter import Texts

WRITERS = (Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)
CONFLICT, UNPROCESSABLE = 409, 422


@dataclasses.dataclass(frozen=True)
class Place:
    """What is worked on: one thing of one kind in one language."""

    adapter: Adapter
    kind: WorkKind
    code: str
    language: str

    @property
    def url(self) -> str:
        return reverse("cms:work", kwargs={"kind": self.kind, "code": self.code, "language": self.language})


@requires(*WRITERS)
@require_http_methods(["GET", "POST"])
def work(request: Any, kind: str, code: str, language: str) -> HttpResponse:
    """Show one thing side by side with its source; keep what is written; hand it in."""
    adapter = adapter_of(kind)
    if adapter is None or language not in languages_of(request.user):
        raise Http404
    place = Place(adapter, WorkKind(kind), code, language)
    if place.kind == WorkKind.QUESTION and code in closed_questions(request.user, timezone.localdate()):
        raise Http404
    found = adapter.open_work(code, language)
    if found is None:
        return _to_wagtail(kind, code, language)
    if request.method == "POST":
        return _save(request, place, found)
    return _show(request, place, found)


def _to_wagtail(kind: str, code: str, language: str) -> HttpResponse:
    """Pages of the source language are edited in Wagtail."""
    page = source_page(WorkKind(kind), code) if language == SOURCE_LANGUAGE else None
    if page is None:
        raise Http404
    return redirect("wagtailadmin_pages:edit", page)


def _save(request: Any, place: Place, opened: Work) -> HttpResponse:
    """Keep what was sent, whatever else is wrong; then hand in, when that was asked and nothing is in the way."""
    typed = typed_of(opened, request.POST)
    try:
        saved = _keep(request, place, typed, request.POST.get("fingerprint", ""))
    except WorkChangedError as error:
        others = clashes(error.work, typed, request.POST)
        return _show(request, place, error.work, typed=typed, others=others, status=CONFLICT)
    if "hand_in" in request.POST:
        return _hand_in(request, place, opened, saved, typed)
    if typed:
        messages.success(request, _("Saved. Nobody reads it until you hand it in."))
    else:
        messages.info(request, _("Nothing was changed."))
    return _back(request, place)


def _keep(request: Any, place: Place, typed: "Texts", fingerprint: str) -> Work:
    """Save the texts. Other texts that somebody wrote meanwhile are no conflict; the very same ones are."""
    at = timezone.now()

    def save(fingerprint: str) -> Work:
        return place.adapter.save(
            code=place.code, language=place.language, texts=typed, fingerprint=fingerprint, by=request.user, at=at
        )

    try:
        return save(fingerprint)
    except WorkChangedError as error:
        if clashes(error.work, typed, request.POST):
            raise
        return save(error.work.fingerprint)


def _hand_in(request: Any, place: Place, opened: Work, saved: Work, typed: "Texts") -> HttpResponse:
    """Publish what is saved, unless something stands against it, which is said."""
    change = _change(request.POST)
    if has_warnings(saved, typed, serious=True):
        messages.error(request, _("Saved, but not handed in: texts with an error are marked."))
        return _back(request, place)
    if "looked" not in request.POST and has_warnings(saved, typed, serious=False):
        messages.warning(request, _("Saved, not handed in yet: please look at the marked texts, then hand in again."))
        return _back(request, place, looked=True)
    if saved.open == 0 and change is None and _asks(place, opened):
        messages.error(request, _("Saved. Say whether the meaning has changed, and hand in again."))
        return _back(request, place, looked=True, anchor="#change")
    try:
        done = place.adapter.hand_in(
            code=place.code,
            language=place.language,
            texts={},
            fingerprint=saved.fingerprint,
            change=change,
            by=request.user,
            at=timezone.now(),
        )
    except WorkIncompleteError as error:
        text = ngettext(
            "Saved, but not handed in: %(count)s text is still missing or out of date.",
            "Saved, but not handed in: %(count)s texts are still missing or out of date.",
            error.work.open,
        )
        messages.error(request, text % {"count": error.work.open})
    except WorkRefusedError as error:
        for problem in error.problems:
            messages.error(request, problem)
    except WorkChangedError:
        messages.warning(request, _("Somebody has changed this meanwhile. Look at it and hand in again."))
    else:
        text = _("Handed in. Edition %(number)s is published.") if done.edition else _("Handed in.")
        messages.success(request, text % {"number": done.edition})
        return redirect(place.url)
    return _back(request, place)


def _asks(place: Place, opened: Work) -> bool:
    """True when only a person can say what happened to the meaning: a complete, published text was changed."""
    return place.adapter.asks_change and opened.edition > 0 and opened.open == 0


def _change(sent: Mapping[str, str]) -> Change | None:
    value = sent.get("change", "")
    return Change(value) if value in Change.values else None


def _back(request: Any, place: Place, *, looked: bool = False, anchor: str = "") -> HttpResponse:
    """Lead back to the page as it was shown."""
    query = QueryDict(mutable=True)
    for name in ("only", "beside"):
        if value := request.GET.get(name):
            query[name] = value
    if looked:
        query["looked"] = "1"
        if change := _change(request.POST):
            query["change"] = change
    return redirect(f"{place.url}{'?' if query else ''}{query.urlencode()}{anchor}")


def _show(
    request: Any,
    place: Place,
    found: Work,
    *,
    typed: "Texts | None" = None,
    others: "Texts | None" = None,
    status: int = 200,
) -> HttpResponse:
    """Render the screen; `typed` and `others` are what two people wrote at once."""
    beside = request.GET.get("beside", "")
    other = None
    if beside in LANGUAGE_CODES and beside not in (place.language, SOURCE_LANGUAGE):
        other = place.adapter.open_work(place.code, beside)
    rows = rows_of(found, typed=typed, others=others, beside=other)
    only = request.GET.get("only") == "open" and not others
    before, after = _around(request, place)
    context = {
        "work": found,
        "place": place,
        "rows": [row for row in rows if not row.segment.done] if only else rows,
        "only": only,
        "total": len(rows),
        "total_words": sum(len(segment.source.split()) for segment in found.segments),
        "first_open": next((row.id for row in rows if not row.segment.done), ""),
        "marked": sum(row.serious for row in rows),
        "shown": shown_of(found),
        "clash": others,
        "source_lang": html_lang(SOURCE_LANGUAGE),
        "text_lang": html_lang(found.source_language),
        "text_dir": direction(found.source_language),
        "lang": html_lang(place.language),
        "dir": direction(place.language),
        "languages": _languages(place),
        "beside": beside if other else "",
        "beside_lang": html_lang(beside),
        "beside_dir": direction(beside),
        "asks": _asks(place, found),
        "changes": _changes(found),
        "chosen": request.POST.get("change") or request.GET.get("change") or (Change.FOLLOWS if found.behind else ""),
        "looked": "looked" in request.GET,
        "before": before,
        "after": after,
        "doubts": _doubts(request, place),
        "kind_name": KIND_NAMES[place.kind](),
    }
    return render(request, "cms/work.html", context, status=status)


KIND_NAMES: Mapping[WorkKind, Any] = {
    WorkKind.LESSON: lambda: _("Lesson"),
    WorkKind.MODULE: lambda: _("Module"),
    WorkKind.COURSE: lambda: _("Course"),
    WorkKind.QUESTION: lambda: _("Question"),
    WorkKind.PRACTICAL: lambda: _("Practical exercise"),
    WorkKind.TERM: lambda: _("Glossary term"),
    WorkKind.WORDING: lambda: _("Words of the screens"),
}


def _changes(found: Work) -> Sequence[tuple[str, Any]]:
    """Return the answers to "what happened to the meaning?" that make sense."""
    return [(change.value, change.label) for change in Change if change != Change.FOLLOWS or found.behind]


def _languages(place: Place) -> list[tuple[str, str, str]]:
    """Return code, tag and name of the languages that may be shown beside."""
    codes = [code for code in LANGUAGE_CODES if code not in (place.language, SOURCE_LANGUAGE)]
    return [(code, html_lang(code), NATIVE_NAMES[code]) for code in codes]


def _around(request: Any, place: Place) -> tuple[Any, Any]:
    """What stands before and after this in the queue of the same kind and language."""
    lines = place.adapter.lines([place.language], get_language() or SOURCE_LANGUAGE)
    if place.kind == WorkKind.QUESTION:
        closed = closed_questions(request.user, timezone.localdate())
        lines = [line for line in lines if line.code not in closed]
    return neighbours(in_order(lines, Filters()), place.kind, place.code)


def _doubts(request: Any, place: Place) -> Sequence[Any]:
    if place.kind != WorkKind.LESSON:
        return []
    return open_doubts(request.user, [place.language], lesson=place.code)
