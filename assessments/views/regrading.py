"""Edge of regrading: what a corrected key or an annulment would change, and doing it."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from assessments.access import REGRADES
from assessments.domain.kinds.places import right_of
from assessments.enums import QuestionKind, RegradeAct, ZoneFault
from assessments.forms.regrading import GroundsForm, KeyUnreadableError, correctable, read_key, shown_rows
from assessments.selectors import regrading as read
from assessments.selectors.bank_search import versions_for
from assessments.selectors.remarking import Change
from assessments.selectors.wording import words_in
from assessments.services.regrading import (
    GroundsMissingError,
    KeyUnfitError,
    NothingNewError,
    NotYoursError,
    OtherConsequencesError,
    RegradeError,
    may_apply,
    regrade,
)
from assessments.views.practicals import language

if TYPE_CHECKING:
    from assessments.models import QuestionVersion


def said(error: RegradeError) -> str:
    """Return in plain words why a regrade is not done."""
    return {
        NotYoursError: _("Other centres have used this question too. The editor or the administrator decides on it."),
        GroundsMissingError: _("Write the reason and the number of the document."),
        NothingNewError: _("This is in force already."),
        KeyUnfitError: _("The key of such a question cannot be corrected. It can be annulled."),
        OtherConsequencesError: _("Something has changed meanwhile. Look again at what would happen."),
    }[type(error)]


@never_cache
@requires(*REGRADES)
@require_http_methods(["GET", "POST"])
def question(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """Correct the key of a version or annul it: first what would change, then the deed."""
    version = read.version_of(code, number)
    if version is None or not versions_for(request.user).filter(pk=version.pk).exists():
        raise Http404
    force = read.in_force(version)
    form = GroundsForm(request.POST if request.method == "POST" else None)
    run = None
    if request.method == "POST":
        run = _answer(request, version, force, form)
        if isinstance(run, HttpResponse):
            return run
    context = {
        "version": version,
        "force": force,
        "form": form,
        "run": run,
        "words": words_in(version.pk, language()),
        "fields": _fields(version, force, request),
        "correctable": correctable(version.kind, force.key),
        "earlier": read.last_regrades(version),
        "mine": may_apply(version, request.user),
    }
    return render(request, "assessments/regrade.html", context, status=422 if form.errors else 200)


def _answer(
    request: PersonRequest, version: "QuestionVersion", force: read.InForce, form: GroundsForm
) -> "HttpResponse | read.DryRun | None":
    """Return the dry run, or where to go after the deed; None when something could not be read."""
    if not form.is_valid():
        return None
    act = RegradeAct(form.cleaned_data["act"])
    try:
        key = None if act == RegradeAct.ANNUL else read_key(version.kind, force.key, request.POST)
    except KeyUnreadableError as error:
        form.add_error(None, str(error))
        return None
    if "apply" in request.POST:
        try:
            made = regrade(
                submission=form.cleaned_data["submission"],
                version=version,
                act=act,
                new_key=key,
                reason=form.cleaned_data["reason"],
                document=form.cleaned_data["document"],
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except RegradeError as error:
            form.add_error(None, said(error))
        else:
            changed = made.changes.filter(applied=True).count()
            messages.success(request, _("Marked again. Attempts changed: %(number)s.") % {"number": changed})
            return redirect("assessments:regrade", code=version.question.code, number=version.number)
    return read.dry_run(version, Change(version.pk, act, key), request.user)


def _fields(version: "QuestionVersion", force: read.InForce, request: PersonRequest) -> dict[str, Any]:
    """Return what the fields of the key show: what was typed, else what is in force."""
    typed, key = request.POST, force.key
    kind = QuestionKind(version.kind)
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        right = typed.getlist("right") if typed else [str(one) for one in key["right"]]
        return {"right": right, "numbers": [str(one) for one in range(key["options"])]}
    if kind == QuestionKind.TRUE_FALSE:
        return {"right": typed.get("right", str(key["right"]).lower())}
    if kind == QuestionKind.NUMERIC:
        return {name: typed.get(name, key[name]) for name in ("value", "tolerance")}
    if kind == QuestionKind.SHORT:
        return {"accepted": typed.get("accepted", shown_rows(key["accepted"]))}
    if kind == QuestionKind.HOTSPOT:
        return {"areas": typed.get("areas", shown_rows(key["areas"]))}
    if kind in {QuestionKind.MATCHING, QuestionKind.ORDERING}:
        order = right_of(key)
        stored = order if kind == QuestionKind.MATCHING else [order.index(item) for item in range(len(order))]
        numbers = [str(one) for one in range(len(order))]
        places = [(at, typed.get(f"place_{at}", str(stored[at]))) for at in range(len(order))]
        return {"places": places, "choices": numbers}
    if kind == QuestionKind.MRZ and "faults" in key:
        return {"also": _also(key, request)}
    if kind == QuestionKind.GAPS:
        return {
            "gaps": [
                (f"gap_{number}", [str(one) for one in range(size)], typed.get(f"gap_{number}", str(right)))
                for number, (size, right) in enumerate(key["gaps"])
            ]
        }
    return {}


def _also(key: Any, request: PersonRequest) -> list[tuple[str, Any, list[tuple[str, Any, bool]]]]:
    """Return each fault that is drawn with the other answers, and whether they count as well."""
    typed, stored = request.POST, key.get("also", {})
    found = []
    for fault in key["faults"]:
        chosen = typed.getlist(f"also_{fault}") if typed else stored.get(fault, [])
        others = [(one, ZoneFault(one).label, one in chosen) for one in key["faults"] if one != fault]
        found.append((f"also_{fault}", ZoneFault(fault).label, others))
    return found
