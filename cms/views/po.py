"""Work off line: a PO file out, and in again as drafts after a look at what it would do."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import requires
from assessments.selectors.closed_questions import closed_questions
from cms.domain.po_format import PoLanguageError, PoUnreadableError
from cms.domain.work import WorkKind
from cms.forms.po import PoInForm, PoOutForm
from cms.services.po_in import Plan, PoRightsError, State, keep_file, kept_file, plan_of, take_in
from cms.services.po_out import po_file
from cms.services.work import ADAPTERS
from cms.views.work import KIND_NAMES, UNPROCESSABLE, WRITERS
from courses.access import languages_of
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE

SHOWN = 200  # lines of one state; a whole manual has thousands


@requires(*WRITERS)
@require_GET
def po_out(request: Any) -> HttpResponse:
    """Choose what is to be translated off line, and get it as a file."""
    own = languages_of(request.user)
    languages = [code for code in LANGUAGE_CODES if code in own]
    sent = request.GET if "language" in request.GET else None
    kinds = [(kind, KIND_NAMES[kind]()) for kind in ADAPTERS]
    form = PoOutForm(languages, kinds, *_curriculum(), sent, initial={"language": get_language()})
    if sent is not None and form.is_valid():
        choice = form.choice()
        now = timezone.localtime()
        closed = closed_questions(request.user, timezone.localdate())
        file = po_file(choice, closed=closed, at=now)
        if file.entries:
            name = f"omuzgoh-{choice.language}-{now:%Y-%m-%d}.po"
            return HttpResponse(
                file.text,
                content_type="text/x-gettext-translation; charset=utf-8",
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
        form.add_error(None, _("There is nothing to translate in what you chose."))
    status = 200 if form.is_valid() or sent is None else UNPROCESSABLE
    return render(request, "cms/po_out.html", {"form": form, "upload": PoInForm()}, status=status)


def _curriculum() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return code and title of courses and of modules, in their order."""
    reader = get_language() or SOURCE_LANGUAGE
    courses, modules = (
        [(line.code, f"{line.code} {line.title}") for line in sorted(lines, key=lambda line: line.order)]
        for lines in (ADAPTERS[kind].lines([SOURCE_LANGUAGE], reader) for kind in (WorkKind.COURSE, WorkKind.MODULE))
    )
    return courses, modules


@requires(*WRITERS)
@require_http_methods(["GET", "POST"])
def po_in(request: Any) -> HttpResponse:
    """Upload a file; nothing is written yet."""
    form = PoInForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if form.is_bound and form.is_valid():
        try:
            pk = keep_file(data=form.cleaned_data["file"].read(), by=request.user, at=timezone.now())
        except PoUnreadableError:
            form.add_error("file", _("This is not a PO file, or it is damaged."))
        except PoLanguageError:
            form.add_error("file", _("The file does not say its language. Set it in your program and save again."))
        except PoRightsError:
            form.add_error("file", _("You do not translate into the language of this file."))
        else:
            return redirect("cms:po_check", pk=pk)
    return render(request, "cms/po_in.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@requires(*WRITERS)
@require_http_methods(["GET", "POST"])
def po_check(request: Any, pk: uuid.UUID) -> HttpResponse:
    """What the file would do; confirmed here; then what was left out, or the queue."""
    if request.method == "POST":
        done = take_in(pk=pk, by=request.user, at=timezone.now())
        if done is None:
            raise Http404
        text = ngettext(
            "%(count)s text was saved. Nobody reads it until you hand it in.",
            "%(count)s texts were saved. Nobody reads them until you hand them in.",
            done.writes,
        )
        messages.success(request, text % {"count": done.writes})
        return redirect("cms:queue")
    file = kept_file(pk, request.user)
    if file is None:
        raise Http404
    return render(request, "cms/po_check.html", _shown(plan_of(file, by=request.user, on=timezone.localdate())))


def _shown(plan: Plan) -> dict[str, Any]:
    found = [(state, plan.having(state)) for state in State if state != State.SAME]
    groups = [(state, lines[:SHOWN], len(lines)) for state, lines in found if lines]
    return {"plan": plan, "groups": groups, "same": len(plan.having(State.SAME))}
