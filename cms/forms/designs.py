"""The form of a design of certificates: look, pictures, texts of every language, who signs beside the head."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.pdf.samples import KINDS, PAIRS, PEOPLE
from certificates.selectors.designs import usual_texts
from certificates.services.designs import (
    ARTS,
    INKS,
    LAYOUTS,
    NO_EMBLEM,
    OWN,
    Cosignatory,
    Drawn,
    Look,
    Picture,
)
from cms.services.design_pictures import PictureError, cleaned_emblem, cleaned_ground
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, direction, html_lang

KEPT = "kept"  # the picture that the design has already
BROUGHT = "brought"  # the one that is sent with the form
DRAWN = ""
NAMES = {
    "landscape-1": gettext_lazy("A4, landscape"),
    "portrait-1": gettext_lazy("A4, portrait"),
    "guilloche-1": gettext_lazy("Woven border with rosettes"),
    "medallion-1": gettext_lazy("Medallion and ribbon"),
    "teal": gettext_lazy("Teal"),
    "blue": gettext_lazy("Blue"),
    "wine": gettext_lazy("Wine red"),
    "forest": gettext_lazy("Forest green"),
}
LABELS = {
    "issuer": gettext_lazy("Issuing body"),
    "title": gettext_lazy("Heading"),
    "title_honours": gettext_lazy("Heading of a certificate with honours"),
    "title_attendance": gettext_lazy("Heading of a certificate of attendance"),
    "attests": gettext_lazy("Words before the name"),
    "completed": gettext_lazy("Words before the course"),
    "signatory": gettext_lazy("Office of the head of centre"),
    "limits": gettext_lazy("What the certificate does not say"),
}
KIND_NAMES = {
    "certificate": gettext_lazy("Certificate"),
    "honours": gettext_lazy("Certificate with honours"),
    "attendance": gettext_lazy("Certificate of attendance"),
    "duplicate": gettext_lazy("Duplicate"),
    "annex": gettext_lazy("Annex"),
}
PEOPLE_NAMES = {
    "short": gettext_lazy("an ordinary name"),
    "afghan": gettext_lazy("an Afghan trainee"),
    "long": gettext_lazy("the longest names and titles"),
}
SCRIPTS = {"cyrl": gettext_lazy("Cyrillic"), "latn": gettext_lazy("Latin"), "arab": gettext_lazy("Perso-Arabic")}
TROUBLE = {
    "too_big": gettext_lazy("This picture is too big. Make it smaller."),
    "unreadable": gettext_lazy("This picture cannot be read. Take an SVG, PNG or JPEG file."),
    "letters": gettext_lazy("This drawing has letters in it. Turn them into curves first."),
}
LONGEST = {"issuer": 160, "limits": 200}


class DesignForm(forms.Form):
    """Reads a whole design. What is left empty stands on the paper as usual."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9-]{1,30}$",
        label=gettext_lazy("Code"),
        max_length=31,
        help_text=gettext_lazy("Small Latin letters, digits and hyphens. It is never changed."),
        error_messages={"invalid": gettext_lazy("Use small Latin letters, digits and hyphens.")},
    )
    layout = forms.ChoiceField(label=gettext_lazy("Sheet"), choices=[(name, NAMES[name]) for name in LAYOUTS])
    art = forms.ChoiceField(label=gettext_lazy("Art"), choices=[(name, NAMES[name]) for name in ARTS])
    ink = forms.ChoiceField(label=gettext_lazy("Colour"), choices=[(name, NAMES[name]) for name in INKS])
    emblem = forms.ChoiceField(label=gettext_lazy("Emblem"))
    emblem_file = forms.FileField(
        label=gettext_lazy("File of the emblem"),
        required=False,
        help_text=gettext_lazy("SVG, PNG or JPEG. Only an emblem that the service may use."),
    )
    ground = forms.ChoiceField(label=gettext_lazy("Background"), required=False)
    ground_file = forms.FileField(
        label=gettext_lazy("File of the background"),
        required=False,
        help_text=gettext_lazy("A whole A4 sheet as SVG, PNG or JPEG, pale enough to be read on."),
    )
    # of the preview only
    languages = forms.ChoiceField(
        label=gettext_lazy("Languages"),
        choices=[("+".join(pair), " + ".join(NATIVE_NAMES[code] for code in pair)) for pair in PAIRS],
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[(k, KIND_NAMES[k]) for k in KINDS], required=False)
    who = forms.ChoiceField(
        label=gettext_lazy("Name"), choices=[(who, PEOPLE_NAMES[who]) for who in PEOPLE], required=False
    )

    LOOK = ("layout", "art", "ink", "emblem", "emblem_file", "ground", "ground_file")
    SHOWN = ("languages", "kind", "who")

    def __init__(self, *args: Any, drawn: Drawn, code: str = "", **kwargs: Any) -> None:
        self.drawn = drawn
        kwargs.setdefault("initial", _initial(drawn) | {"code": code})
        super().__init__(*args, **kwargs)
        if code:
            self.fields["code"].disabled = True
        self._offer_pictures()
        for language in LANGUAGE_CODES:
            self._add_texts(language)
        for script, name in SCRIPTS.items():
            self.fields[f"signs_{script}"] = forms.CharField(label=name, max_length=120, required=False)
            if script == "arab":
                self.fields[f"signs_{script}"].widget.attrs["dir"] = "rtl"

    def _offer_pictures(self) -> None:
        look = self.drawn.look
        emblems = [(OWN, _("The emblem drawn for this project")), (NO_EMBLEM, _("None"))]
        if look.emblem not in (OWN, NO_EMBLEM):
            emblems.append((KEPT, _("The picture of this design")))
        self.fields["emblem"].choices = [*emblems, (BROUGHT, _("A file"))]  # type: ignore[attr-defined]
        grounds = [(DRAWN, _("The art drawn for this project"))]
        if look.ground:
            grounds.append((KEPT, _("The picture of this design")))
        self.fields["ground"].choices = [*grounds, (BROUGHT, _("A file"))]  # type: ignore[attr-defined]

    def _add_texts(self, language: str) -> None:
        attrs = {"lang": html_lang(language), "dir": direction(language)}
        own = {f"called_{language}": _("Title in lists"), f"office_{language}": _("Office of the second signatory")}
        for name, label in own.items():
            self.fields[name] = forms.CharField(
                label=label, max_length=120, required=name == "called_en", widget=forms.TextInput(attrs=attrs)
            )
        for key, usual in usual_texts(language).items():
            widget = forms.TextInput(attrs=attrs | {"placeholder": usual})
            self.fields[f"text_{language}_{key}"] = forms.CharField(
                label=LABELS[key], max_length=LONGEST.get(key, 80), required=False, widget=widget
            )

    @property
    def look_fields(self) -> list[Any]:
        """The fields of the look."""
        return [self[name] for name in self.LOOK]

    @property
    def shown_fields(self) -> list[Any]:
        """The fields that say what the preview shows."""
        return [self[name] for name in self.SHOWN]

    @property
    def language_fields(self) -> list[tuple[str, list[Any]]]:
        """The fields of each language, Tajik first, with the language's own name."""
        return [
            (
                NATIVE_NAMES[language],
                [self[name] for name in self.fields if name.split("_")[:2] in _of(language)],
            )
            for language in LANGUAGE_CODES
        ]

    @property
    def signing_fields(self) -> list[Any]:
        """The fields of the second signatory's name."""
        return [self[f"signs_{script}"] for script in SCRIPTS]

    def clean_emblem_file(self) -> Picture | None:
        return _cleaned(self.cleaned_data["emblem_file"], cleaned_emblem)

    def clean_ground_file(self) -> Picture | None:
        return _cleaned(self.cleaned_data["ground_file"], cleaned_ground)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("emblem", "ground"):
            if data.get(name) == BROUGHT and not data.get(f"{name}_file") and f"{name}_file" not in self.errors:
                self.add_error(f"{name}_file", _("Choose a file."))
        return data

    @property
    def pictures(self) -> list[Picture]:
        """The pictures that came with the form and are used."""
        data = self.cleaned_data
        return [data[f"{name}_file"] for name in ("emblem", "ground") if data[name] == BROUGHT]

    def design(self) -> Drawn:
        """Return the design that the form says; for a valid form."""
        data, look = self.cleaned_data, self.drawn.look
        emblem = {KEPT: look.emblem, BROUGHT: getattr(data["emblem_file"], "sha256", "")}
        ground = {KEPT: look.ground, BROUGHT: getattr(data["ground_file"], "sha256", "")}
        offices = {code: data[f"office_{code}"] for code in LANGUAGE_CODES if data[f"office_{code}"]}
        names = {script: data[f"signs_{script}"] for script in SCRIPTS if data[f"signs_{script}"]}
        return Drawn(
            titles={code: data[f"called_{code}"] for code in LANGUAGE_CODES if data[f"called_{code}"]},
            look=Look(
                layout=data["layout"],
                art=data["art"],
                ink=data["ink"],
                emblem=emblem.get(data["emblem"], data["emblem"]),
                ground=ground.get(data["ground"], ""),
            ),
            texts={code: texts for code in LANGUAGE_CODES if (texts := self._texts(code))},
            cosignatory=Cosignatory(offices, names) if offices or names else None,
        )

    def _texts(self, language: str) -> dict[str, str]:
        start = f"text_{language}_"
        return {
            name.removeprefix(start): text
            for name, text in self.cleaned_data.items()
            if name.startswith(start) and text
        }


def _of(language: str) -> list[list[str]]:
    return [[start, language] for start in ("called", "text", "office")]


def _cleaned(file: Any, clean: Any) -> Picture | None:
    if not file:
        return None
    try:
        picture: Picture = clean(file.read())
    except PictureError as error:
        raise forms.ValidationError(TROUBLE[str(error)]) from error
    return picture


def _initial(drawn: Drawn) -> dict[str, str]:
    look = drawn.look
    found = {"layout": look.layout, "art": look.art, "ink": look.ink, "languages": "+".join(PAIRS[0])}
    found["emblem"] = look.emblem if look.emblem in (OWN, NO_EMBLEM) else KEPT
    found["ground"] = KEPT if look.ground else DRAWN
    found |= {f"called_{language}": text for language, text in drawn.titles.items()}
    for language, texts in drawn.texts.items():
        found |= {f"text_{language}_{key}": text for key, text in texts.items()}
    cosignatory: Mapping[str, Mapping[str, str]] = (
        {"office": drawn.cosignatory.offices, "signs": drawn.cosignatory.names} if drawn.cosignatory else {}
    )
    for start, texts in cosignatory.items():
        found |= {f"{start}_{key}": text for key, text in texts.items()}
    return found
