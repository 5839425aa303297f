"""The blocks of a lesson page: one for each kind of the manuscript format, with the same fields (domain/streams.py).

What must be the same in every language (keys, specimen lines, dates, minutes) is no text for wagtail-localize: it
looks at character and text blocks only, so these are pattern, choice and number blocks. Pictures and files are chosen
once, in the source; their choosers say that they have nothing to translate.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.domain.drawings import DrawingError, faults, places
from cms.domain.media_rules import FILM, SOUND, extension_of, kind_of
from courses.selectors.glossary_words import term_choices

SPECIMEN_LINE = r"^[\x20-\x7e]+$"
DATE = r"^\d{4}-\d{2}-\d{2}$"
KEY = r"^[A-Za-z0-9][A-Za-z0-9.\-]*$"
PERCENT = r"^(?:100|\d{1,2}(?:\.\d)?)$"
TARGET = r"^(?:quiz|practical) [A-Za-z0-9][A-Za-z0-9.\-]*$"


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
    items = lines(pgettext_lazy("a list", "Points"))

    class Meta:
        icon = "list-ul"
        label = pgettext_lazy("a list", "Points")


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


class _SameEverywhere:
    """A choice that translations share with their source: no segment, and nothing to put back."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Sequence[Any]) -> Any:
        return value


class PictureChooser(_SameEverywhere, ImageChooserBlock):
    pass


class FileChooser(_SameEverywhere, DocumentChooserBlock):
    """A file of one of the groups (cms/domain/media_rules.py); of any without `groups`."""

    groups: frozenset[str] = frozenset()

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        kind = kind_of(chosen.file.name) if chosen else None
        if self.groups and (kind is None or kind.group not in self.groups):
            raise ValidationError(_("Choose a file of the right kind: this block does not play it."), code="kind")
        return chosen


class SoundChooser(FileChooser):
    groups = frozenset({SOUND})


class FilmChooser(FileChooser):
    groups = frozenset({FILM})


class PictureBlock(ManuscriptBlock):
    file = PictureChooser(label=_("Picture"))
    alt = line(_("What the picture shows, for people who cannot see it"))
    caption = line(_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


def percent(label: Any) -> blocks.RegexBlock:
    """A place on a picture; not translated."""
    return blocks.RegexBlock(regex=PERCENT, label=label, help_text=_("Percent of the picture, 0 to 100"))


class SpotsBlock(ManuscriptBlock):
    title = line(_("Heading"), required=False)
    file = PictureChooser(label=_("Picture"))
    alt = line(_("What the picture shows, for people who cannot see it"))
    spots = blocks.ListBlock(
        blocks.StructBlock(
            [("x", percent(_("From the left"))), ("y", percent(_("From the top"))), ("label", line(_("Text")))]
        ),
        label=_("Numbered places"),
    )
    caption = line(_("Caption"), required=False)

    class Meta:
        icon = "crosshairs"
        label = _("Picture with numbered places")


class DrawingBlock(ManuscriptBlock):
    title = line(_("Heading"), required=False)
    file = PictureChooser(label=_("Drawing (SVG)"))
    alt = line(_("What the drawing shows, for people who cannot see it"))
    labels = lines(_("Words in the drawing"), help_text=_("In the order of the numbers in braces: {1}, {2} …"))
    caption = line(_("Caption"), required=False)

    class Meta:
        icon = "edit"
        label = _("Drawing with words")

    def clean(self, value: Any) -> Any:
        """Refuse a picture that is no drawing, or one with another number of places than words."""
        cleaned = super().clean(value)
        problem = _drawing_problem(cleaned["file"], len(cleaned["labels"]))
        if problem:
            raise blocks.StructBlockValidationError(block_errors={"file": ValidationError(problem, code="drawing")})
        return cleaned


def _drawing_problem(picture: Any, labels: int) -> str:
    if extension_of(picture.file.name) != "svg":
        return str(_("A drawing is an SVG file."))
    try:
        with picture.open_file() as file:
            data = file.read()
        wanted, wrong = places(data), faults(data)
    except (DrawingError, OSError) as error:
        return str(error)
    if wrong:
        return "; ".join(wrong)
    if wanted != labels:
        return str(_("The drawing has %(wanted)s places, the list has %(labels)s texts.")) % {
            "wanted": wanted,
            "labels": labels,
        }
    return ""


class AudioBlock(ManuscriptBlock):
    title = line(_("Heading"))
    file = SoundChooser(label=_("Recording"))
    transcript = lines(_("The spoken words"))

    class Meta:
        icon = "media"
        label = _("Recording")


class VideoBlock(ManuscriptBlock):
    title = line(_("Heading"))
    file = FilmChooser(label=_("Video"))
    transcript = lines(_("The spoken words"))

    class Meta:
        icon = "media"
        label = _("Video")


class DownloadBlock(ManuscriptBlock):
    title = line(_("Heading"))
    file = FileChooser(label=_("File"))
    note = line(_("Note"), required=False)

    class Meta:
        icon = "download"
        label = _("File to download")


class TermBlock(ManuscriptBlock):
    term = blocks.ChoiceBlock(choices=term_choices, label=_("Term of the glossary"))

    class Meta:
        icon = "openquote"
        label = _("Term of the glossary")


class LinkBlock(ManuscriptBlock):
    target = blocks.RegexBlock(
        regex=TARGET, label=_("Leads to"), help_text=_("quiz M2.2 or practical PX-2.2"), max_length=80
    )
    text = line(_("Text"))

    class Meta:
        icon = "link"
        label = _("Link to a quiz or a practical exercise")


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
    ("picture", PictureBlock()),
    ("spots", SpotsBlock()),
    ("drawing", DrawingBlock()),
    ("audio", AudioBlock()),
    ("video", VideoBlock()),
    ("download", DownloadBlock()),
    ("term", TermBlock()),
    ("link", LinkBlock()),
    ("terms", TermsBlock()),
    ("sources", SourcesBlock()),
]
INSTRUCTOR = [("plan", PlanBlock()), ("ask", AskBlock()), ("errors", ErrorsBlock())]
