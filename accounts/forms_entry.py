"""Forms of the way in: log-in, a password of one's own, the PIN. Each sentence is our own, so each language has it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.domain.first_password import as_on_slip, is_slip
from accounts.domain.numbers import normal_number
from accounts.domain.passwords import Weakness
from accounts.forms import PlainForm
from accounts.models import User
from accounts.selectors.passwords import is_staff, password_weakness

# Buttons that accounts/letters.js puts beside an input.
LETTERS = {"data-letters": _("Letters"), "data-capitals": _("Capital letters")}
LOOK = {"data-look": _("Show the password")}


class LogInForm(PlainForm):
    """Service number and password. The error never says which of the two was wrong."""

    username = forms.CharField(
        label=_("Service number"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr", **LETTERS, **LOOK}),
    )
    shared = forms.BooleanField(
        label=_("This is a shared computer"),
        help_text=_("Then fifteen minutes without a click, or closing the browser, log you out."),
        required=False,
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["shared"].initial = bool(request.COOKIES.get(settings.SHARED_COOKIE_NAME))
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Ask the backends once; django-axes counts failed tries by what is passed here."""
        cleaned = super().clean() or {}
        number, password = normal_number(cleaned.get("username") or ""), as_on_slip(cleaned.get("password") or "")
        if number and password:
            user = authenticate(self.request, username=number, password=password)
            if not isinstance(user, User):
                raise ValidationError(
                    gettext("The service number or the password is not right. Look at your slip and try again."),
                    code="invalid_login",
                )
            self.user = user
        return cleaned

    def get_user(self) -> User | None:
        """The person who may be logged in, after the form was found valid."""
        return self.user


class PasswordForm(PlainForm):
    """A new password, twice; the present one too, except where it is a first password typed a moment ago."""

    old = forms.CharField(
        label=_("Your present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least 8 signs. Three words that only you would put together are easy to remember."),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr", **LETTERS, **LOOK}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr", **LETTERS, **LOOK}),
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.is_staff = is_staff(person)
        if self.is_staff:
            self.fields["new"].help_text = _(
                "At least 12 signs. Three words that only you would put together are easy to remember."
            )
        if person.must_change_password:
            del self.fields["old"]

    def clean_old(self) -> str:
        old = str(self.cleaned_data["old"])
        if not self.person.check_password(old):
            raise ValidationError(gettext("This is not your present password."), code="old")
        return old

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        if normal_number(new) == normal_number(self.person.service_number):
            raise ValidationError(gettext("The service number cannot be the password."), code="number")
        found = password_weakness(self.person, new)
        if found is None:
            try:
                password_validation.validate_password(new, self.person)
            except ValidationError:
                found = Weakness.COMMON
        if found is not None:
            raise ValidationError(self._why(found), code=found)
        if is_slip(as_on_slip(new)) and not self.person.check_password(new):
            raise ValidationError(gettext("This looks like a password from a slip. Choose your own."), code="slip")
        return new

    def _why(self, found: Weakness) -> str:
        if found == Weakness.OWN:
            return gettext("This is your own name, number or year of birth. Choose another.")
        if found == Weakness.COMMON:
            return gettext("Too many people use this password. Choose another.")
        if self.is_staff:
            return gettext("The password needs at least 12 signs.")
        return gettext("The password needs at least 8 signs.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", gettext("The two new passwords are not the same."))
        return cleaned


class PinForm(PlainForm):
    """A PIN, twice, and the password: whoever finds an open device sets no PIN."""

    password = forms.CharField(
        label=_("Your present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )
    pin = forms.CharField(
        label=_("New PIN"),
        help_text=_("Six digits. Not one digit six times, and not in their order."),
        max_length=12,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}),
    )
    again = forms.CharField(
        label=_("New PIN once more"),
        max_length=12,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}),
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not person.has_usable_password():  # a seat of the demonstration
            del self.fields["password"]

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.person.check_password(password):
            raise ValidationError(gettext("This is not your present password."), code="old")
        return password

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("pin") and data.get("again") and data["pin"] != data["again"]:
            self.add_error("again", gettext("The two PINs differ."))
        return data
