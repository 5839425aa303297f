"""Forms about personal data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import ErasureKind
from accounts.forms import PlainForm


class ErasureForm(PlainForm):
    """Why somebody is to be erased."""

    kind = forms.ChoiceField(
        label=_("What is to be done"),
        choices=[(kind.value, kind.label) for kind in (ErasureKind.PERSON, ErasureKind.NAMES)],
        widget=forms.RadioSelect,
        initial=ErasureKind.PERSON,
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: object, protected: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not protected:
            del self.fields["kind"]


class ReasonForm(PlainForm):
    """Why all names are to be destroyed, or a period changed."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class PeriodForm(PlainForm):
    """How many days a kind of row is kept."""

    code = forms.CharField(widget=forms.HiddenInput)
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=36500)
