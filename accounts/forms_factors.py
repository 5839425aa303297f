"""Forms of the second factor. One field each: a code, the name of a passkey, why a factor is reset."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PlainForm

RESET_REASONS = (
    ("lost", _("The device is lost")),
    ("broken", _("The device does not work")),
    ("absent", _("The device is not here")),
    ("new", _("The person has a new device")),
)


class CodeForm(PlainForm):
    """A code, in the digits of any language, with or without a space."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "dir": "ltr",
                "class": "code-field",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )


class ConfirmForm(CodeForm):
    """The same where other fields of a page go along."""

    def __init__(self, *args: Any, by_password: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, prefix="confirm", **kwargs)
        if by_password:
            self.fields["code"] = forms.CharField(
                label=_("Password"),
                strip=False,
                max_length=256,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr", "autofocus": True}),
            )


class PasskeyForm(PlainForm):
    """How the person calls a passkey."""

    name = forms.CharField(label=_("Name of this passkey"), max_length=40)


class ResetForm(PlainForm):
    """Why a second factor is reset."""

    why = forms.ChoiceField(label=_("Why?"), choices=RESET_REASONS, widget=forms.RadioSelect, initial="lost")
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def reason(self) -> str:
        """Return what was chosen and noted as one text."""
        said = str(dict(RESET_REASONS)[self.cleaned_data["why"]])
        note = self.cleaned_data["note"]
        return f"{said}: {note}" if note else said
