"""What is typed at the graduation desk, made into clean values."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Script
from certificates.services.signatories import Chosen
from foundation.languages.titles import NATIVE_NAMES

FREE = "free"
LANGUAGES = ("tg", "ru", "fa-af", "en")
LONGEST = 120


class SignatoryForm(forms.Form):
    """One signatory: a head of the centre, or a free name with the office in each language."""

    person = forms.ChoiceField(label=gettext_lazy("Who signs"), required=False)

    def __init__(self, *args: Any, heads: list[tuple[str, str]], nobody: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.choices = [("", nobody), *heads, (FREE, _("Somebody who is not in the program"))]
        for script in Script:
            label = _("Name in %(script)s letters") % {"script": script.label}
            right = "rtl" if script == Script.ARABIC else "ltr"
            self.fields[f"name_{script}"] = _line(label, right)
        for language in LANGUAGES:
            label = _("Office in this language: %(language)s") % {"language": NATIVE_NAMES[language]}
            self.fields[f"office_{language}"] = _line(label, "rtl" if language == "fa-af" else "ltr")

    @property
    def name_fields(self) -> list[Any]:
        return [self[f"name_{script}"] for script in Script]

    @property
    def office_fields(self) -> list[Any]:
        return [self[f"office_{language}"] for language in LANGUAGES]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("person") != FREE:
            return data
        if not data.get(f"name_{Script.CYRILLIC}"):
            self.add_error(f"name_{Script.CYRILLIC}", ValidationError(_("Write the name as it is printed.")))
        if not data.get("office_tg"):
            self.add_error("office_tg", ValidationError(_("Write the office in Tajik at least.")))
        return data

    def chosen(self) -> Chosen | None:
        """Return who was chosen, or None when nobody was."""
        data = self.cleaned_data
        offices = {language: data[f"office_{language}"] for language in LANGUAGES if data[f"office_{language}"]}
        if not data["person"]:
            return None
        if data["person"] != FREE:
            return Chosen(person=uuid.UUID(data["person"]), offices=offices)
        names = {str(script): data[f"name_{script}"] for script in Script if data[f"name_{script}"]}
        return Chosen(names=names, offices=offices)


def _line(label: str, direction: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"dir": direction, "autocomplete": "off"}),
    )
