"""What everybody does for themselves: language, calendar, password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, client_address, known_user, needs_factor, requires
from accounts.enums import Calendar, Role
from accounts.forms import PreferencesForm
from accounts.forms_entry import PasswordForm, PinForm
from accounts.selectors.pins import has_pin
from accounts.services.passwords import SamePasswordError, change_password
from accounts.services.people import choose_language, choose_preferences
from accounts.services.pins import PinFormError, PinWeakError, set_pin
from accounts.views.languages import home_in, in_language, remember_language, safe_next
from foundation.languages.titles import LANGUAGE_CODES


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Change the language of the site, and remember it with the person who is logged in."""
    chosen = request.POST.get("language", "")
    if chosen not in LANGUAGE_CODES:
        chosen = get_language() or "en"
    user = known_user(request)
    if user is not None:
        choose_language(person=user, language=chosen)
    target = safe_next(request)
    response = redirect(in_language(target, chosen) if target else home_in(chosen))
    remember_language(response, chosen)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires()
def preferences(request: PersonRequest) -> HttpResponseBase:
    """Language and calendar of one's own."""
    user = request.user
    form = PreferencesForm(request.POST or None, initial={"language": user.language, "calendar": user.calendar})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["language"]
        choose_preferences(person=user, language=chosen, calendar=Calendar(form.cleaned_data["calendar"]))
        with override(chosen):
            messages.success(request, gettext("Your choice is saved."))
        response = redirect(in_language(request.path, chosen))
        remember_language(response, chosen)
        return response
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "assesses": user.has_role(Role.INSTRUCTOR), "needs_factor": needs_factor(user)}
    return render(request, "accounts/preferences.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@requires()
def password(request: PersonRequest) -> HttpResponseBase:
    """Choose a new password; this session goes on, others end."""
    user = request.user
    is_first = user.must_change_password
    form = PasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_password(
                person=user,
                new=form.cleaned_data["new"],
                by=user,
                address=client_address(request),
                session=request.session.session_key,
            )
        except SamePasswordError:
            form.add_error("new", gettext("This is the password you have now. Choose another."))
        else:
            update_session_auth_hash(request, user)
            messages.success(request, gettext("Your new password is saved."))
            return redirect("desk:home" if is_first else "accounts:preferences")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/password.html", {"form": form, "is_first": is_first}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@requires(Role.INSTRUCTOR)
def pin(request: PersonRequest) -> HttpResponseBase:
    """Set the PIN with which an assessor proves who she is on a colleague's device."""
    user = request.user
    form = PinForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_pin(person=user, pin=form.cleaned_data["pin"], by=user, at=timezone.now())
        except PinFormError:
            form.add_error("pin", gettext("A PIN has exactly six digits."))
        except PinWeakError:
            form.add_error("pin", gettext("This PIN is too easy to guess. Choose another."))
        else:
            messages.success(request, gettext("Your PIN is set."))
            return redirect("accounts:preferences")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/pin.html", {"form": form, "has_pin": has_pin(user)}, status=status)
