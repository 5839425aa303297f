"""The blocks of a lesson page: one for each kind of the manuscript format, with the same fields (domain/streams.py).

What must be the same in every language (keys, specimen lines, dates, minutes) is no text for wagtail-localize: it
looks at character and text blocks only, so these are pattern and number blocks.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

SPECIMEN_LINE = r"^[\x20-\x7e]+$"
DATE = r"^\d{4}-\d{2}-\d{2}$"
KEY = r"^[A-Za-z0-9][A-Za-z0-9.\-]*$"


def line(label: Any, *, required: bool = True) -> blocks.CharBlock:
    """One line of text."""
    return blocks.CharBlock(label=label, required=required, max_length=500)


def lines(label: Any, **kwargs: Any) -> blocks.ListBlock:
    """Paragraphs or items: texts of one line each."""
    return blocks.ListBlock(blocks.TextBlock(rows=2, label=_("Text")), label=label, **kwargs)


class ManuscriptBlock(blocks.StructBlock):
    """Common to all kinds: the key, which is the address of the block inside the lesson."""

    key = blocks.RegexBlock(
        regex=KEY, required=False, max_length=64, label=_("Key"), help_text=_("Part of the address; may be left empty.")
    )


class OutcomesBlock(ManuscriptBlock):
    items = lines(_("After this lesson you will be able to"))

    class Meta:
        icon = "check"
        label = _("Outcomes")


class TextBlock(ManuscriptBlock):
    title = line(_("Heading"), required=False)
    body = lines(_("Paragraphs"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class PointsBlock(ManuscriptBlock):
    title = line(_("Heading"), required=False)
    items = lines(_("Points"))

    class Meta:
        icon = "list-ul"
        label = _("Points")


class StepsBlock(ManuscriptBlock):
    title = line(_("Heading"))
    items = lines(_("Steps in order"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")


class TableBlock(ManuscriptBlock):
    title = line(_("Heading"))
    header = blocks.ListBlock(line(_("Cell")), label=_("Head of the table"))
    rows = blocks.ListBlock(blocks.ListBlock(line(_("Cell")), label=_("Row")), label=_("Rows"))

    class Meta:
        icon = "table"
        label = _("Table")


class SpecimenBlock(ManuscriptBlock):
    title = line(_("Heading"), required=False)
    lines = blocks.ListBlock(
        blocks.RegexBlock(regex=SPECIMEN_LINE, max_length=120, label=_("Line")),
        label=_("Lines, the same in every language"),
    )
    caption = line(_("Caption"))

    class Meta:
        icon = "code"
        label = _("Specimen")


class WarningBlock(ManuscriptBlock):
    title = line(_("Heading"))
    body = lines(_("Paragraphs"))

    class Meta:
        icon = "warning"
        label = _("Warning")


class LegalBlock(ManuscriptBlock):
    title = line(_("Heading"))
    body = lines(_("Paragraphs"))
    checked = blocks.RegexBlock(regex=DATE, label=_("Checked on"), help_text=_("Year-month-day, such as 2026-11-22."))

    class Meta:
        icon = "doc-full"
        label = _("Law")


class ScenarioBlock(ManuscriptBlock):
    title = line(_("Heading"), required=False)
    situation = lines(_("Situation"))
    question = lines(_("Question"))
    answer = lines(_("Answer"))

    class Meta:
        icon = "group"
        label = _("Case from a post")


class CheckBlock(ManuscriptBlock):
    question = lines(_("Question"))
    answer = lines(_("Answer"))

    class Meta:
        icon = "help"
        label = _("Check yourself")


class RememberBlock(ManuscriptBlock):
    items = lines(_("Key points"))

    class Meta:
        icon = "pin"
        label = _("Remember")


class TermsBlock(ManuscriptBlock):
    items = blocks.ListBlock(
        blocks.StructBlock([("term", line(_("Term"))), ("explanation", line(_("Explanation")))]), label=_("Terms")
    )

    class Meta:
        icon = "openquote"
        label = _("Terms")


class SourcesBlock(ManuscriptBlock):
    items = lines(_("Further reading"))

    class Meta:
        icon = "link"
        label = _("Further reading")


class PlanBlock(ManuscriptBlock):
    rows = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("minutes", blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=180)),
                ("activity", line(_("Activity"))),
                ("method", line(_("Method"))),
                ("materials", line(_("Materials"))),
            ]
        ),
        label=_("Plan of the lesson"),
    )

    class Meta:
        icon = "calendar-alt"
        label = _("Plan of the lesson")


class AskBlock(ManuscriptBlock):
    items = lines(_("Questions to the class"))

    class Meta:
        icon = "comment"
        label = _("Questions to the class")


class ErrorsBlock(ManuscriptBlock):
    items = lines(_("Common errors"))

    class Meta:
        icon = "cross"
        label = _("Common errors")


BODY = [
    ("outcomes", OutcomesBlock()),
    ("text", TextBlock()),
    ("points", PointsBlock()),
    ("steps", StepsBlock()),
    ("table", TableBlock()),
    ("specimen", SpecimenBlock()),
    ("warning", WarningBlock()),
    ("legal", LegalBlock()),
    ("scenario", ScenarioBlock()),
    ("check", CheckBlock()),
    ("remember", RememberBlock()),
    ("terms", TermsBlock()),
    ("sources", SourcesBlock()),
]
INSTRUCTOR = [("plan", PlanBlock()), ("ask", AskBlock()), ("errors", ErrorsBlock())]
