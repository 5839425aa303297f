"""Pictures and files of the drafting room. Their codes are the names that manuscripts use."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from cms.domain.streams import ATTACHMENT, PICTURE
from foundation.privacy import REGISTER, Erased, NotPersonal, Personal, Why


def _uploader() -> Any:
    """Wagtail's field, without a name on the side of the person."""
    field: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    field.wagtail_reference_index_ignore = True
    return field


class Picture(AbstractImage):
    """A picture. `code` is its name in the manuscripts, such as `mrz-zones.svg`: given once, never changed."""

    personal = Personal("uploaded_by_user", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    code = models.CharField(_("code"), max_length=80, blank=True, editable=False)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    uploaded_by_user = _uploader()

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="picture_code_once")]


class PictureRendition(AbstractRendition):
    personal = NotPersonal("smaller copies of pictures of the content")

    image = models.ForeignKey("cms.Picture", on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="picture_rendition_once")
        ]


class Attachment(AbstractDocument):
    """A recording, a video or a file to download. `code` is its name in the manuscripts."""

    personal = Personal("uploaded_by_user", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    code = models.CharField(_("code"), max_length=80, blank=True, editable=False)
    uploaded_by_user = _uploader()

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="attachment_code_once")]


def codes_of_files(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return the codes of pictures and files by (store, primary key), as cms/domain/streams.py names them. One query;
    none without keys."""
    wanted: dict[str, list[int]] = {PICTURE: [], ATTACHMENT: []}
    for store, key in keys:
        wanted[store].append(key)
    rows = [
        model._default_manager.filter(pk__in=wanted[store]).values_list(Value(store), "pk", "code")
        for store, model in ((PICTURE, Picture), (ATTACHMENT, Attachment))
        if wanted[store]
    ]
    return {(store, key): code for store, key, code in (rows[0].union(*rows[1:]) if rows else ())}
