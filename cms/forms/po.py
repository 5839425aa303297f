"""Forms of work off line: which work goes into a file, and the file that comes back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.domain.po_format import BIGGEST_FILE
from cms.domain.work import WorkKind
from cms.services.po_out import Choice
from foundation.languages.titles import NATIVE_NAMES

Named = Sequence[tuple[str, Any]]


class PoOutForm(forms.Form):
    """What goes into a file. Languages, kinds, courses and modules are those that the person may choose."""

    language = forms.ChoiceField(label=_("Language"))
    kinds = forms.MultipleChoiceField(
        label=_("Kind"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all of them.")
    )
    course = forms.ChoiceField(label=_("Course"), required=False)
    module = forms.ChoiceField(label=_("Module"), required=False)
    code = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)  # of one thing, from its own page
    everything = forms.BooleanField(label=_("Also texts that are up to date"), required=False)

    def __init__(
        self, languages: Sequence[str], kinds: Named, courses: Named, modules: Named, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", _("All"))
        choices: dict[str, Sequence[Any]] = {
            "language": [(code, NATIVE_NAMES[code]) for code in languages],
            "kinds": kinds,
            "course": [nothing, *courses],
            "module": [nothing, *modules],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
            field.error_messages["invalid_choice"] = _("Please choose one of the answers offered.")
            field.error_messages["required"] = _("Please fill in this field.")

    def choice(self) -> Choice:
        """What was chosen, after the form was found valid."""
        said = self.cleaned_data
        return Choice(
            language=said["language"],
            kinds=[WorkKind(kind) for kind in said["kinds"]],
            course=said["course"],
            module=said["module"],
            code=said["code"],
            only_open=not said["everything"],
        )


class PoInForm(forms.Form):
    """A PO file of at most 5 MB."""

    file = forms.FileField(
        label=_("PO file"), widget=forms.FileInput(attrs={"accept": ".po,text/x-gettext-translation"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages.update(
            {
                "required": _("Please choose a file."),
                "missing": _("Please choose a file."),
                "invalid": _("Please choose a file."),
                "empty": _("The file is empty."),
                "max_length": _("This is too long."),
            }
        )

    def clean_file(self) -> Any:
        """Refuse a file that is too big."""
        file = self.cleaned_data["file"]
        if file.size > BIGGEST_FILE:
            raise ValidationError(
                _("The file is bigger than %(limit)s MB. Make it smaller."),
                code="too_big",
                params={"limit": BIGGEST_FILE // 1024 // 1024},
            )
        return file
