"""Pages of the curriculum: the drafting room. Trainees read editions (courses), never pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.blocks import BODY, INSTRUCTOR
from cms.domain.streams import keys_in, to_blocks
from cms.models.media import codes_of_files
from cms.rendering import render_blocks
from courses.selectors.manuscripts import Block
from foundation.privacy import REGISTER, Erased, Personal, Why


class CurriculumPage(Page):
    """Common to all pages: no public page of their own, no search-engine fields, a code as slug."""

    ROW = ""  # the name of the foreign key to the row in `courses`

    content_panels = [FieldPanel("title", classname="title")]  # without the slug that Wagtail's own panel fills in
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def row(self) -> Any:
        """The row in `courses` that the page stands for; None before the page is saved, and for a home."""
        return getattr(self, self.ROW, None) if self.ROW else None

    @property
    def code(self) -> str:
        """The stable code of that row; empty when there is none."""
        return self.row.code if self.row else ""

    def blocks(self) -> list[Block]:
        """Return what the page says as manuscript blocks."""
        return []

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show an editor or translator how the page will read."""
        rendered = render_blocks(self.blocks(), self.locale.language_code)
        return TemplateResponse(request, "cms/preview.html", {"page": self, "rendered": rendered})


class HomePage(CurriculumPage):
    """The root of the tree of one language."""

    personal = Personal("owner", "locked_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.CoursePage"]
    translatable_fields = [TranslatableField("title"), SynchronizedField("slug", overridable=False)]

    class Meta:
        verbose_name = _("curriculum")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("courses:manuals")


class CoursePage(CurriculumPage):
    personal = Personal("owner", "locked_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    ROW = "course"

    course = models.ForeignKey(
        "courses.Course", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    summary = models.TextField(_("summary"), blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ModulePage"]
    content_panels = [FieldPanel("title", classname="title"), FieldPanel("summary")]
    exclude_fields_in_copy = ["course"]
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("course", overridable=False),
        TranslatableField("summary"),
    ]

    class Meta:
        verbose_name = _("course")

    def blocks(self) -> list[Block]:
        fields = {"title": self.title} | ({"summary": self.summary} if self.summary else {})
        return [Block("course", self.code, fields)]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("courses:manuals")


class ModulePage(CurriculumPage):
    personal = Personal("owner", "locked_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    ROW = "module"

    module = models.ForeignKey(
        "courses.Module", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    outcomes = StreamField(
        [("outcome", blocks.TextBlock(rows=2, label=_("Outcome")))],
        blank=True,
        verbose_name=_("after this module you will be able to"),
    )

    parent_page_types = ["cms.CoursePage"]
    subpage_types = ["cms.LessonPage"]
    content_panels = [FieldPanel("title", classname="title"), FieldPanel("outcomes")]
    exclude_fields_in_copy = ["module"]
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("module", overridable=False),
        TranslatableField("outcomes"),
    ]

    class Meta:
        verbose_name = _("module")

    def blocks(self) -> list[Block]:
        sentences = tuple(child["value"] for child in self.outcomes.get_prep_value())
        return [Block("module", self.code, {"title": self.title} | ({"outcomes": sentences} if sentences else {}))]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("courses:module", code=self.code)


class LessonPage(CurriculumPage):
    personal = Personal("owner", "locked_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    ROW = "lesson"

    lesson = models.ForeignKey(
        "courses.Lesson", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    summary = models.TextField(_("summary"), blank=True)
    body = StreamField(BODY, blank=True, verbose_name=_("text"))
    instructor = StreamField(INSTRUCTOR, blank=True, verbose_name=_("for the instructor"))

    parent_page_types = ["cms.ModulePage"]
    subpage_types: list[str] = []
    content_panels = [
        FieldPanel("title", classname="title"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("instructor"),
    ]
    exclude_fields_in_copy = ["lesson"]
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("lesson", overridable=False),
        TranslatableField("summary"),
        TranslatableField("body"),
        TranslatableField("instructor"),
    ]

    class Meta:
        verbose_name = _("lesson")

    def blocks(self) -> list[Block]:
        fields = {"title": self.title} | ({"summary": self.summary} if self.summary else {})
        body, instructor = self.body.get_prep_value(), self.instructor.get_prep_value()
        codes = codes_of_files(keys_in(body))
        return [Block("lesson", self.code, fields), *to_blocks(body, codes), *to_blocks(instructor)]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the edition, which is what is read."""
        return redirect("courses:lesson", code=self.code)
