"""A decision on one late answer."""

from django import forms
from django.utils.translation import gettext_lazy


class LateForm(forms.Form):
    """Whether it counts, and why."""

    submission = forms.UUIDField()
    response = forms.UUIDField()
    accepted = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, error_messages={"required": gettext_lazy("Write the reason.")}
    )
