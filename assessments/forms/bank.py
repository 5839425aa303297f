"""What is looked for in the question bank."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Difficulty, QuestionKind
from assessments.selectors.bank_search import BankFilters
from courses.enums import TextState
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES

if TYPE_CHECKING:
    from courses.models import Module, Outcome

ALL: tuple[str, Any] = ("", _("All"))


class BankFilterForm(forms.Form):
    """Every field may be left out."""

    words = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"dir": "auto"}))
    course = forms.ChoiceField(label=_("Course"), required=False)
    module = forms.ChoiceField(label=_("Module"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    difficulty = forms.ChoiceField(label=_("Difficulty"), required=False, choices=[ALL, *Difficulty.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *QuestionKind.choices])
    tag = forms.CharField(label=_("Tag"), required=False, max_length=40, widget=forms.TextInput({"dir": "auto"}))
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *TextState.choices])
    language = forms.ChoiceField(
        label=_("Language of the words"),
        required=False,
        choices=[("", _("Any")), *((code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES)],
    )
    exam_only = forms.BooleanField(label=_("Only those kept for examinations"), required=False)
    never_used = forms.BooleanField(label=_("Only those never used"), required=False)
    retired = forms.BooleanField(label=_("Retired questions"), required=False)

    def __init__(self, *args: Any, modules: "Sequence[tuple[Module, list[Outcome]]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = dict.fromkeys(module.course.code for module, _outcomes in modules)
        self._choose("course", [(code, code) for code in courses])
        self._choose("module", [(module.code, module.code) for module, _outcomes in modules])
        self._choose("outcome", outcome_choices(modules)[1:])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *choices]

    @property
    def filters(self) -> BankFilters:
        """What was asked for; what could not be read is left out."""
        return BankFilters(**self.cleaned_data)


def outcome_choices(modules: "Sequence[tuple[Module, list[Outcome]]]") -> list[Any]:
    """Return the outcomes to choose from, by their ids, under their modules."""
    groups = [
        (module.code, [(str(one.pk), f"{module.code} · {one.position}") for one in outcomes])
        for module, outcomes in modules
        if outcomes
    ]
    return [ALL, *groups]
