"""Uploads in Wagtail's admin: what comes in is what it says it is, not too big, and gets its code."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.domain.drawings import DrawingError, clean
from cms.domain.media_rules import LIMITS, MB, extension_of, kind_of, looks_like
from cms.services.media import receive

TOO_BIG = gettext_lazy("The file is bigger than %(limit)s MB. Make it smaller.")
NOT_ITS_KIND = gettext_lazy("The file is not what its name says. Save it again in the right format.")
OTHER_KIND = gettext_lazy("Choose a file of the same kind as before: %(kind)s.")


class _Upload:
    """Common to pictures and files: the checks of a file that was sent, and its code."""

    cleaned_data: dict[str, Any]
    changed_data: list[str]
    instance: Any

    def clean_file(self) -> Any:
        """Refuse what is too big or not what its name says; return a drawing cleaned."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        kind = kind_of(file.name)
        if kind is None:
            raise ValidationError(_("This kind of file is not taken in."), code="kind")
        if file.size > LIMITS[kind.group]:
            raise ValidationError(TOO_BIG, code="too_big", params={"limit": LIMITS[kind.group] // MB})
        if self.instance.code and extension_of(self.instance.code) != extension_of(file.name):
            raise ValidationError(
                OTHER_KIND, code="other_kind", params={"kind": extension_of(self.instance.code).upper()}
            )
        file.seek(0)
        first = file.read(32)
        file.seek(0)
        if not looks_like(kind, first):
            raise ValidationError(NOT_ITS_KIND, code="not_its_kind")
        return _clean_drawing(file) if kind.content_type == "image/svg+xml" else file

    def save(self, commit: bool = True) -> Any:
        """Save the row and give it its code."""
        sent = self.cleaned_data.get("file") if "file" in self.changed_data else None
        name = getattr(sent, "name", "") or ""
        row = super().save(commit=commit)  # type: ignore[misc]
        if commit and (name or not row.code):
            receive(row, name or row.file.name)
        return row


def _clean_drawing(file: Any) -> Any:
    """Return the drawing without anything that may not stand in a page."""
    try:
        return ContentFile(clean(file.read()), name=file.name)
    except DrawingError as error:
        raise ValidationError(_("The drawing cannot be read: %(problem)s"), params={"problem": error}) from error


class PictureForm(_Upload, BaseImageForm):
    """WAGTAILIMAGES_IMAGE_FORM_BASE."""


class AttachmentForm(_Upload, BaseDocumentForm):
    """WAGTAILDOCS_DOCUMENT_FORM_BASE."""
