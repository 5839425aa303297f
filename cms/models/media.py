"""Pictures and files of the drafting room. Their codes are the names that manuscripts use."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A picture. `code` is its name in the manuscripts, such as `mrz-zones.svg`: given once, never changed."""

    code = models.CharField(_("code"), max_length=80, blank=True, editable=False)
    credit = models.CharField(_("credit"), max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="picture_code_once")]


class PictureRendition(AbstractRendition):
    image = models.ForeignKey("cms.Picture", on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="picture_rendition_once")
        ]


class Attachment(AbstractDocument):
    """A recording, a video or a file to download. `code` is its name in the manuscripts."""

    code = models.CharField(_("code"), max_length=80, blank=True, editable=False)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="attachment_code_once")]
