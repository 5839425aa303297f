"""The list of people, a person's page, the password slip, one person registered by hand."""

import datetime
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import (
    PEOPLE_ROLES,
    PersonRequest,
    client_address,
    may_ask_erasure,
    may_correct_name,
    may_open_name,
    may_print_slip,
    requires,
)
from accounts.domain.findings import LineState
from accounts.enums import Role
from accounts.forms import NameForm, PersonForm, PhotoForm, RoleEndForm, RoleForm
from accounts.forms_factors import ResetForm
from accounts.models import RoleAssignment, User
from accounts.selectors.names import asked_in_address, display_name
from accounts.selectors.people import PersonPage, list_people, person_page
from accounts.selectors.places import all_centres, centre_with_code, centres_for_people, ranks
from accounts.services.imports import add_by_hand
from accounts.services.names import NameEmptyError
from accounts.services.passwords import OwnCodeError, make_slip
from accounts.services.people import (
    NameInReasonError,
    NamesDestroyedError,
    ReasonMissingError,
    ScriptUnclearError,
    correct_name,
    note_people_search,
    open_person,
)
from accounts.views.sentences import say


def _language() -> str:
    return get_language() or "en"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*PEOPLE_ROLES)
def people(request: PersonRequest) -> HttpResponseBase:
    """Everybody whom the reader may see, by name. What is searched for is posted: no name stands in an address."""
    asked = request.POST if request.method == "POST" else request.GET
    text = asked.get("q", "")[:120]
    if request.method != "POST":
        text = asked_in_address(text)
    page = list_people(
        by=request.user,
        text=text,
        language=_language(),
        page=asked.get("page", "1"),
        today=timezone.localdate(),
    )
    if text.strip() and "page" not in asked:
        note_people_search(by=request.user, found=page.paginator.count)
    context = {
        "page": page,
        "text": text,
        "may_upload": request.user.has_role(Role.REGISTRAR, Role.HEAD),
        "may_register": request.user.has_role(Role.REGISTRAR, Role.HEAD, Role.ADMINISTRATOR),
    }
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires()
def person(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """One person; registrar and head of the centre correct the name here."""
    shown = get_object_or_404(User.objects.visible_to(request.user).select_related("rank", "centre"), pk=pk)
    if request.method == "POST":
        return _correct(request, shown)
    open_person(person=shown, by=request.user, address=client_address(request))
    return show_person(request, shown)


def show_person(
    request: PersonRequest,
    shown: User,
    *,
    name_form: NameForm | None = None,
    role_form: RoleForm | None = None,
    end_form: tuple[RoleAssignment, RoleEndForm] | None = None,
    photo_form: PhotoForm | None = None,
) -> HttpResponseBase:
    """Show a person's page; with a form that was refused, 422 and what was typed."""
    page = person_page(person=shown, by=request.user, language=_language())
    today = timezone.localdate()
    refused = {end_form[0].pk: end_form[1]} if end_form else {}
    context = {
        "page": page,
        "asks_erasure": may_ask_erasure(request.user, shown),
        "form": name_form or NameForm(initial=_current(page)),
        "photo_form": photo_form or PhotoForm(),
        "reset_form": ResetForm(),
        "gives_roles": request.user.has_role(Role.ADMINISTRATOR),
        "roles": [
            (role, refused.get(role.pk) or _end_form(request, role, today) if page.may_give_roles else None)
            for role in page.roles
        ],
    }
    if page.may_give_roles:
        context["role_form"] = role_form or RoleForm(
            all_centres(), _language(), calendar=request.user.calendar, today=today
        )
    is_refused = name_form or role_form or end_form or photo_form
    return render(request, "accounts/person.html", context, status=422 if is_refused else 200)


def _end_form(request: PersonRequest, role: RoleAssignment, today: datetime.date) -> RoleEndForm | None:
    """Return the form that ends a role, or None when it has ended."""
    if role.valid_to is not None and role.valid_to < today:
        return None
    return RoleEndForm(role, calendar=request.user.calendar, today=today)


def _current(page: PersonPage) -> dict[str, str]:
    """The name that is likeliest to be corrected: the newest one not in Latin letters."""
    lines = sorted((line for line in page.names if line.until is None), key=lambda line: line.script == "latn")
    if not lines:
        return {}
    line = lines[0]
    return {"surname": line.surname, "given_name": line.given_name, "father_name": line.father_name}


def _correct(request: PersonRequest, shown: User) -> HttpResponseBase:
    if not may_correct_name(request.user, shown):
        raise PermissionDenied
    form = NameForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            correct_name(
                person=shown,
                surname=data["surname"],
                given_name=data["given_name"],
                father_name=data["father_name"],
                reason=data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except (NameEmptyError, ScriptUnclearError):
            form.add_error("given_name", gettext("Write the name in the letters of one alphabet."))
        except NamesDestroyedError:
            form.add_error(None, gettext("The names of this person were destroyed. Nobody writes them again."))
        except ReasonMissingError:
            form.add_error("reason", gettext("Please fill in this field."))
        except NameInReasonError:
            form.add_error("reason", gettext("Do not write the name of a protected person into the reason."))
        else:
            messages.success(request, gettext("The name is corrected. The former name stays in the history."))
            return redirect("accounts:person", pk=shown.pk)
    return show_person(request, shown, name_form=form)


@require_POST
@never_cache
@requires()
def slip(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Give a first password and show it once, on paper to hand over: it is in no address, session or message.

    Whoever teaches a person of another centre sees no page of hers, and prints the slip from the page of the cohort.
    """
    shown = get_object_or_404(User.objects.select_related("centre"), pk=pk)
    sees = User.objects.visible_to(request.user).filter(pk=pk).exists()
    if not may_print_slip(request.user, shown):
        if not sees:
            raise Http404
        raise PermissionDenied
    try:
        password = make_slip(person=shown, by=request.user, at=timezone.now(), address=client_address(request))
    except OwnCodeError:
        messages.error(
            request,
            gettext("You gave this person codes in the last seven days. Somebody else must give the password."),
        )
        return redirect("accounts:person", pk=pk)
    context = {
        "person": shown,
        "name": display_name(shown, shown.language) if may_open_name(request.user, shown) else "",
        "password": password,
        "sees": sees,
        "site": f"{request.scheme}://{request.get_host()}/",
    }
    response = render(request, "accounts/slip.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.REGISTRAR, Role.HEAD, Role.ADMINISTRATOR)
def person_new(request: PersonRequest) -> HttpResponseBase:
    """Register one person by hand: a trainee of the registrar's centre, or anybody else by an administrator."""
    is_administrator = request.user.has_role(Role.ADMINISTRATOR)
    centres = centres_for_people(request.user)
    typed = [request.POST] if request.method == "POST" else []
    form = PersonForm(centres, ranks(), _language(), *typed, centre_needed=not is_administrator)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "centre"}
        code = form.cleaned_data["centre"]
        centre = centre_with_code(centres, code) if code else None
        line = add_by_hand(values=values, centre=centre, by=request.user, at=timezone.now())
        if line.person is not None and line.state != LineState.REFUSED:
            is_new = line.state == LineState.NEW
            messages.success(request, gettext("The person is registered.")) if is_new else messages.warning(
                request, gettext("This person is registered already. Nothing was changed.")
            )
            return redirect("accounts:person", pk=line.person.pk)
        for reason in line.reasons:
            form.add_error(reason.field if reason.field in form.fields else None, say(reason))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "may_upload": request.user.has_role(Role.REGISTRAR, Role.HEAD)}
    return render(request, "accounts/person_new.html", context, status=status)
