"""Review a text: read it beside its source, pass it on, or send it back with a note."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import requires
from accounts.enums import Role
from assessments.selectors.closed_questions import closed_questions
from cms.selectors.places import edit_addresses, work_address
from cms.selectors.review import Review, review
from cms.views.board import KIND_NAMES, READS_BOARD, STEP_BUTTONS
from courses.access import languages_of, may_review_subject
from courses.enums import ApprovalState, ApprovedKind
from courses.services.approvals import (
    ApprovalError,
    ChangedMeanwhileError,
    NoNoteError,
    NotAllowedError,
    OwnWordsError,
    Seen,
    StaleTextError,
    UnknownTextError,
    hand_in,
    move_all,
    pass_language,
    pass_subject,
    send_back,
)
from foundation.languages.titles import LANGUAGE_CODES

STEPS = {
    ApprovalState.DRAFT: hand_in,
    ApprovalState.SUBJECT_REVIEW: pass_subject,
    ApprovalState.LANGUAGE_REVIEW: pass_language,
}
DONE = {
    ApprovalState.DRAFT: gettext_lazy("Handed in. It waits for the review of its content."),
    ApprovalState.SUBJECT_REVIEW: gettext_lazy("Passed. It waits for the review of its language."),
    ApprovalState.LANGUAGE_REVIEW: gettext_lazy("Approved. This is what trainees read from now on."),
}
SENTENCES = {
    StaleTextError: gettext_lazy("Another language says something newer. Bring this text up to date first."),
    ChangedMeanwhileError: gettext_lazy("Somebody has changed this text since you opened it. Look at it again."),
    OwnWordsError: gettext_lazy("You published these words yourself. Somebody else must pass them."),
    NoNoteError: gettext_lazy("Say in the note what must be changed."),
}


class StepForm(forms.Form):
    """The button that was pressed, and the text that was on the screen."""

    act = forms.ChoiceField(choices=[("forward", ""), ("back", "")])
    step = forms.ChoiceField(choices=ApprovalState.choices)
    hash = forms.CharField(max_length=64)
    number = forms.IntegerField(min_value=1)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


@requires(*READS_BOARD)
@require_http_methods(["GET", "POST"])
def show_review(request: Any, kind: str, code: str, language: str) -> HttpResponse:
    """One text in one language with everything a reviewer needs."""
    found = _found(request, kind, code, language)
    if request.method != "POST":
        return _page(request, found, StepForm())
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    said = form.cleaned_data
    text: dict[str, Any] = {
        "kind": found.standing.kind,
        "code": code,
        "language": language,
        "seen": Seen(said["hash"], said["number"]),
        "note": said["note"],
        "by": request.user,
        "at": timezone.now(),
    }
    step = ApprovalState(said["step"])
    try:
        if said["act"] == "back":
            send_back(**text)
            messages.success(request, _("Sent back with your note."))
        elif step in STEPS:
            STEPS[step](**text)
            messages.success(request, str(DONE[step]))
        else:
            raise ChangedMeanwhileError
    except NotAllowedError as error:
        raise PermissionDenied from error
    except UnknownTextError as error:
        raise Http404 from error
    except ApprovalError as error:
        form.add_error("note" if isinstance(error, NoNoteError) else None, str(SENTENCES[type(error)]))
        status = 422 if isinstance(error, NoNoteError) else 409
        return _page(request, _found(request, kind, code, language), form, status=status)
    return redirect("cms:review", kind=kind, code=code, language=language)


@requires(*(role for role in READS_BOARD if role != Role.AUDITOR))
@require_POST
def review_all(request: Any) -> HttpResponse:
    """Take one step for many texts of one kind and language."""
    kind, language, step = (request.POST.get(name, "") for name in ("kind", "language", "step"))
    if kind not in ApprovedKind.values or language not in LANGUAGE_CODES or step not in STEPS:
        raise Http404
    seen = {}
    closed = closed_questions(request.user, timezone.localdate()) if kind == ApprovedKind.QUESTION else frozenset()
    for value in request.POST.getlist("text")[:500]:
        code, _colon, rest = value.partition(":")
        if code in closed:
            continue
        text, _colon, number = rest.partition(":")
        if number.isdecimal():
            seen[code] = Seen(text, int(number))
    done = move_all(
        kind=ApprovedKind(kind),
        language=language,
        step=ApprovalState(step),
        seen=seen,
        by=request.user,
        at=timezone.now(),
    )
    if done.moved:
        count = len(done.moved)
        text = ngettext("%(count)s text was passed on.", "%(count)s texts were passed on.", count)
        messages.success(request, text % {"count": count})
    for code, error in done.refused.items():
        sentence = SENTENCES.get(type(error), _("This step is not yours."))
        messages.warning(request, f"{code}: {sentence}")
    back = request.POST.get("back", "")
    return redirect(f"{reverse('cms:board_list')}?{back}")


def _found(request: Any, kind: str, code: str, language: str) -> Review:
    """Return the review, or answer 404: unknown texts, and questions for those who may not see their answers."""
    if kind not in ApprovedKind.values or language not in LANGUAGE_CODES:
        raise Http404
    today = timezone.localdate()
    if kind == ApprovedKind.QUESTION and code in closed_questions(request.user, today):
        raise Http404
    found = review(ApprovedKind(kind), code, language, request.user, today)
    if found is None:
        raise Http404
    writes = request.user.has_role(Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)
    if kind == ApprovedKind.QUESTION and not writes and not may_review_subject(request.user, found.course, today):
        raise Http404
    return found


def _page(request: Any, found: Review, form: StepForm, status: int = 200) -> HttpResponse:
    standing = found.standing
    edit = edit_addresses([standing], request.user).get((standing.code, standing.language), "")
    writes = standing.language in languages_of(request.user)
    context = {
        "review": found,
        "text": standing,
        "form": form,
        "kind_name": KIND_NAMES[standing.kind],
        "forward": STEP_BUTTONS.get(standing.step),
        "edit": edit,
        "work": work_address(standing.kind, standing.code, standing.language) if writes else "",
        "is_lesson": standing.kind == ApprovedKind.LESSON,
    }
    return render(request, "cms/review.html", context, status=status)
