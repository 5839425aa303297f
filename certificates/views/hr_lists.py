"""Edges of lists that HR compares with the register, and of what posts require."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from certificates.forms_files import suffix_of, why_unreadable
from certificates.forms_hr import ListForm, PostForm
from certificates.models import ListCheck, PostRequirement
from certificates.selectors import list_checks, posts
from certificates.services import list_checks as service
from certificates.services import posts as post_service
from certificates.views.ledger import language, posted, sheet_answer
from courses.selectors.finding import codes_to_require
from foundation.spreadsheets.problems import SheetUnreadable

if TYPE_CHECKING:
    from certificates.selectors.list_checks import Compared, Outcome

LINES_ON_PAGE = 50


@never_cache
@requires(Role.HR)
@require_http_methods(["GET", "POST"])
def lists(request: PersonRequest) -> HttpResponse:
    """Upload a list to be compared with the register."""
    today = timezone.localdate()
    form = ListForm(**posted(request), posts=posts.posts_on(today), by=request.user, today=today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            check = service.keep_list(
                data=data["file"].read(),
                suffix=suffix_of(data["file"]),
                post=data["post"],
                day=data["day"],
                by=request.user,
                at=timezone.now(),
            )
        except SheetUnreadable as error:
            form.add_error("file", why_unreadable(error))
        except service.ListEmptyError:
            form.add_error("file", _("The list has headings but no lines below them."))
        except service.ListTooLongError:
            form.add_error("file", _("The list has more than 500 lines. Divide it into several files."))
        else:
            return redirect("certificates:list_check", pk=check.pk)
    kept = ListCheck.objects.visible_to(request.user).filter(sealed__isnull=False)
    context = {"form": form, "kept": kept[:20]}
    return render(request, "certificates/lists.html", context, status=422 if form.errors else 200)


def _compared(request: PersonRequest, pk: uuid.UUID) -> "Compared | None":
    """Return a list of the reader's compared with the register; None when it was thrown away."""
    found = get_object_or_404(ListCheck.objects.visible_to(request.user), pk=pk)
    try:
        return list_checks.compare(found, request.user, language())
    except list_checks.ListClosedError:
        return None


@never_cache
@requires(Role.HR)
@require_http_methods(["GET", "POST"])
def list_check(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a line a result; POST keeps whom the lines mean."""
    compared = _compared(request, pk)
    if compared is None:
        return render(request, "certificates/list_expired.html", {}, status=410)
    if request.method == "POST":
        decisions = _decisions(request, compared)
        service.decide(check=compared.check, decisions=decisions, by=request.user, at=timezone.now())
        messages.success(request, _("Your decisions are kept."))
        return redirect("certificates:list_check", pk=pk)
    context = {"compared": compared, "lines": [_line(one) for one in compared.lines], "nobody": list_checks.NOBODY}
    return render(request, "certificates/list_check.html", context)


def _decisions(request: PersonRequest, compared: "Compared") -> dict[int, str]:
    """Return the decisions sent for lines that ask for one; anything that was not offered is left out."""
    found = {}
    for line in compared.lines:
        said = request.POST.get(f"line-{line.asked.number}")
        offered = {choice.value for choice in line.choices} | {list_checks.NOBODY, ""}
        if said is not None and not line.by_number and said in offered:
            found[line.asked.number] = said
    return found


def _line(one: "Outcome") -> dict[str, object]:
    return {"one": one, "result": _result(one), "papers": _papers(one)}


def _result(one: "Outcome") -> tuple[str, str]:
    """Return tone and words of a line's result."""
    if one.open:
        return "warn", _("A person has to decide who is meant.") if one.choices else _("Nothing found.")
    if one.decided == list_checks.NOBODY:
        return "bad", _("Nobody in the register.")
    if one.name_matches is False:
        return "bad", _("The number is in the register, the name is another one.")
    if one.past is not None:
        return "ok", _("Stands in the register of a past year.")
    if not one.held:
        return "bad", _("The person has no certificate.")
    if one.lacking:
        return "warn", _("Not enough for the post: %(codes)s") % {"codes": ", ".join(one.lacking)}
    return "ok", _("Certificates found.")


def _papers(one: "Outcome") -> list[tuple[str, str]]:
    """Return the serials of a line's certificates with how each stands."""
    return [(held.certificate.serial, str(held.answer.label)) for held in one.held]


@never_cache
@requires(Role.HR, confirmed=True)
@require_POST
def download(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the result, a line for each line of the list. Protected people stand by service number."""
    compared = _compared(request, pk)
    kind = request.POST.get("kind", "xlsx")
    if compared is None or kind not in {"csv", "xlsx"}:
        raise Http404
    header = [
        _("Line"),
        _("Serial number on the list"),
        _("Service number"),
        _("Name in the register"),
        _("Certificates"),
        _("Result"),
        _("Lacking for the post"),
    ]
    protected = list_checks.protected_numbers(compared)
    rows: list[list[object]] = []
    for one in compared.lines:
        name = "" if one.decided in protected or (one.past and one.past.entry.sealed_name) else one.name
        papers = "; ".join(f"{serial} ({said})" for serial, said in _papers(one))
        lacking = ", ".join(one.lacking)
        rows.append([one.asked.number, one.asked.serial, one.number, name, papers, _result(one)[1], lacking])
    service.note_download(check=compared.check, lines=len(rows), kind=kind, by=request.user)
    return sheet_answer(kind, "compared-list", header, rows)


@never_cache
@requires(Role.HR)
@require_http_methods(["GET", "POST"])
def post_list(request: PersonRequest) -> HttpResponse:
    """Show what posts require; POST adds a requirement."""
    today = timezone.localdate()
    codes = codes_to_require(language())
    form = PostForm(request.POST if request.method == "POST" else None, codes=codes, by=request.user, today=today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            post_service.add_requirement(
                post=data["post"],
                title=data["title"],
                code=data["code"],
                valid_from=data["valid_from"],
                by=request.user,
                at=timezone.now(),
            )
        except post_service.RequiredAlreadyError:
            form.add_error("code", _("The post requires this already."))
        else:
            messages.success(request, _("The requirement is written down."))
            return redirect("certificates:posts")
    context = {"form": form, "requirements": posts.all_requirements(), "titles": dict(codes), "today": today}
    return render(request, "certificates/posts.html", context, status=422 if form.errors else 200)


@requires(Role.HR)
@require_POST
def end_post(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """End a requirement today."""
    found = get_object_or_404(PostRequirement, pk=pk)
    try:
        post_service.end_requirement(
            requirement=found, last_day=timezone.localdate(), by=request.user, at=timezone.now()
        )
    except post_service.EndsBeforeError:
        messages.error(request, _("A requirement cannot end before it began."))
    else:
        messages.success(request, _("The requirement ends today."))
    return redirect("certificates:posts")
