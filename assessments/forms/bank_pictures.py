"""The picture of a question: chosen, or a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.services.pictures import LARGEST_BYTES


class PictureForm(forms.Form):
    """`source` is the code of a picture of the manuals, or the digest of one that questions show already."""

    source = forms.CharField(required=False, max_length=80)
    file = forms.FileField(
        label=gettext_lazy("A picture from your device"),
        help_text=gettext_lazy("JPEG, PNG, WebP or SVG, at most 2 MB."),
        required=False,
        widget=forms.ClearableFileInput({"accept": ".svg,.jpg,.jpeg,.png,.webp"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, and not too large."""
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        if not self.errors and not file and not data.get("source"):
            self.add_error("file", _("Choose a picture or a file."))
        if file and file.size > LARGEST_BYTES:
            self.add_error("file", _("This is no picture that can be shown: JPEG, PNG, WebP or SVG, at most 2 MB."))
        return data
