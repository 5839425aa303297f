"""Edges of writing questions: a new one, a change of one, retiring and taking back."""

import dataclasses
import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from assessments.access import IMPORTS_QUESTIONS
from assessments.enums import QuestionKind
from assessments.forms.authoring import (
    QuestionForm,
    WhatForm,
    key_fields,
    read_answers,
    shown_lines,
    stored_lines,
    typed_lines,
)
from assessments.forms.regrading import KeyUnreadableError
from assessments.selectors.bank_question import preview_of
from assessments.selectors.cards import Card
from assessments.selectors.pictures import picture_with_digest
from assessments.selectors.texts import QUESTIONS, Written, written
from assessments.services.authoring import (
    AnnulledError,
    ChangedMeanwhileError,
    Draft,
    change_question,
    fingerprint,
    make_question,
    problems_of_draft,
    retire_question,
)
from assessments.services.wording import TextUnknownError, WordsRefusedError
from courses.enums import Change
from courses.selectors import studied
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from assessments.models import QuestionPicture
    from courses.models import Module

SEED_BITS = 31
CONFLICT, UNPROCESSABLE = 409, 422


@never_cache
@requires(*IMPORTS_QUESTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Ask for module and kind, then for the question; POST makes it."""
    modules = {module.code: module for module, _lessons in studied.places_of_questions()}
    asked = request.POST if request.method == "POST" else request.GET
    what = WhatForm(asked or None, modules=list(modules))
    if not what.is_valid():
        context = {"form": what}
        return render(request, "assessments/bank_new.html", context, status=UNPROCESSABLE if asked else 200)
    module, kind = modules[what.cleaned_data["module"]], QuestionKind(what.cleaned_data["kind"])
    picture = picture_with_digest(asked.get("picture", ""))
    if kind == QuestionKind.HOTSPOT and picture is None:
        return redirect(f"{reverse('assessments:bank_pictures')}?{urlencode({'module': module.code})}")
    form = _form(request, module, {}, new=True)
    draft = _draft(request, form, kind, picture)
    if draft is not None and "preview" not in request.POST:
        try:
            made = make_question(
                submission=form.cleaned_data["submission"],
                module=module,
                kind=kind,
                draft=draft,
                by=request.user,
                at=timezone.now(),
            )
        except WordsRefusedError as error:
            _tell(form, error)
        else:
            messages.success(request, _("Saved. Nobody has approved it yet."))
            return redirect("assessments:bank_question", code=made.code)
    return _show(request, form, Shown(module, kind, None, picture, draft))


@never_cache
@requires(*IMPORTS_QUESTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, code: str) -> HttpResponse:
    """Show a question as a form; POST saves it, as the next version where the old one must stay."""
    found = written(QUESTIONS, [code]).get(code)
    if found is None:
        raise Http404
    kind, module = QuestionKind(found.version.kind), found.thing.module
    asked = request.POST if request.method == "POST" else request.GET
    chosen = picture_with_digest(asked.get("picture", "")) if kind == QuestionKind.HOTSPOT else None
    picture = chosen or found.version.picture
    form = _form(request, module, _initial(found), new=False)
    draft = _draft(request, form, kind, picture)
    status = 0
    if draft is not None and "preview" not in request.POST:
        change = Change.WORDING if form.cleaned_data["wording_only"] else None
        seen = form.cleaned_data["seen"]
        try:
            version = change_question(
                code=code, seen=seen, draft=draft, change=change, by=request.user, at=timezone.now()
            )
        except WordsRefusedError as error:
            _tell(form, error)
        except ChangedMeanwhileError:
            form.add_error(None, _("Somebody has changed this question meanwhile. Open it again and look at it."))
            status = CONFLICT
        except TextUnknownError as error:
            raise Http404 from error
        else:
            told = _("Saved as version %(number)s.") if version.number != found.version.number else _("Saved.")
            messages.success(request, told % {"number": version.number})
            return redirect("assessments:bank_question", code=code)
    return _show(request, form, Shown(module, kind, found, picture, draft), status=status)


@requires(*IMPORTS_QUESTIONS)
@require_POST
def retire(request: PersonRequest, code: str) -> HttpResponse:
    """Take a question out of what is drawn, or back."""
    wanted = request.POST.get("retired")
    if wanted not in {"yes", "no"}:
        raise Http404
    try:
        retire_question(code=code, retired=wanted == "yes", by=request.user, at=timezone.now())
    except TextUnknownError as error:
        raise Http404 from error
    except AnnulledError:
        messages.error(request, _("This question is annulled. A key takes the annulment back."))
    else:
        messages.success(request, _("Retired.") if wanted == "yes" else _("Taken back into the bank."))
    return redirect("assessments:bank_question", code=code)


def _form(request: PersonRequest, module: "Module", initial: dict[str, Any], *, new: bool) -> QuestionForm:
    return QuestionForm(
        request.POST if request.method == "POST" else None,
        lessons=studied.lesson_ids(module),
        outcomes=studied.outcome_ids(module),
        new=new,
        initial=initial,
    )


def _initial(found: Written) -> dict[str, Any]:
    thing, row = found.thing, found.rows.get(SOURCE_LANGUAGE)
    return {
        "seen": fingerprint(found),
        "stem": row.stem if row else "",
        "feedback": row.feedback if row else "",
        "marks": found.version.marks,
        "difficulty": thing.difficulty,
        "lesson": thing.lesson_id or "",
        "outcome": thing.outcome_id or "",
        "exam_only": thing.exam_only,
        "tags": ", ".join(tag.word for tag in thing.tags.all()),
    }


def _draft(
    request: PersonRequest, form: QuestionForm, kind: QuestionKind, picture: "QuestionPicture | None"
) -> Draft | None:
    """Return what was typed; None when nothing was posted or something cannot be read, which the form says."""
    if request.method != "POST":
        return None
    valid = form.is_valid()
    try:
        key, options = read_answers(kind, request.POST)
    except KeyUnreadableError as error:
        form.add_error(None, str(error))
        return None
    shown = picture if kind == QuestionKind.HOTSPOT else None
    return Draft(key=key, options=options, picture=shown, **form.values) if valid else None


def _tell(form: QuestionForm, error: WordsRefusedError) -> None:
    for problem in error.problems:
        form.add_error(None, problem)


@dataclasses.dataclass(frozen=True)
class Shown:
    """What the form is about: module and kind, the stored question if any, its picture, and what was typed."""

    module: "Module"
    kind: QuestionKind
    found: Written | None
    picture: "QuestionPicture | None"
    draft: Draft | None


def _show(request: PersonRequest, form: QuestionForm, shown: Shown, *, status: int = 0) -> HttpResponse:
    posted, found, kind = request.POST if request.method == "POST" else None, shown.found, shown.kind
    row = found.rows.get(SOURCE_LANGUAGE) if found else None
    key: Any = found.version.key if found else {}
    options = row.options if row else []
    stored = stored_lines(kind, key, options)
    card = _preview(form, shown) if posted is not None and "preview" in posted else None
    context = {
        "form": form,
        "module": shown.module,
        "kind": kind,
        "code": found.thing.code if found else "",
        "picture": shown.picture if kind == QuestionKind.HOTSPOT else None,
        "lines": shown_lines(stored if posted is None else typed_lines(kind, posted)),
        "key": key_fields(kind, key, options, posted),
        "card": card,
        "place": [form[name] for name in ("marks", "difficulty", "lesson", "outcome", "tags", "exam_only")],
    }
    failed = UNPROCESSABLE if form.errors else 200
    return render(request, "assessments/bank_edit.html", context, status=status or failed)


def _preview(form: QuestionForm, shown: Shown) -> Card | None:
    """Return what was typed as a trainee would see it, drawn anew; None when it is not sound, which the form says."""
    draft = shown.draft
    if draft is None:
        return None
    problems = problems_of_draft(kind=shown.kind, draft=draft)
    for problem in problems:
        form.add_error(None, problem)
    if problems:
        return None
    return preview_of(
        kind=shown.kind,
        marks=draft.marks,
        key=draft.key,
        words=draft.words,
        picture=draft.picture,
        specimen=shown.found.version.specimen if shown.found else [],
        seed=secrets.randbits(SEED_BITS),
    )
