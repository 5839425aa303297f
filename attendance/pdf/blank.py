"""Draw the blank roll for rooms without devices with WeasyPrint: A4, two languages, our own fonts only."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import weasyprint
import weasyprint.urls
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from weasyprint.text.fonts import FontConfiguration

from attendance.enums import JOURNAL_LETTERS, Status, letter_of
from foundation.languages import typefaces
from foundation.languages.calendars import format_date
from foundation.languages.titles import direction, html_lang, pick

if TYPE_CHECKING:
    from attendance.models import PaperSheet
    from attendance.selectors.rolls import RollSheet

STYLE = Path(__file__).resolve().parent / "blank.css"
NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
WORDS = {
    "roll": gettext_noop("Roll"),
    "cohort": gettext_noop("Cohort"),
    "session": gettext_noop("Class session"),
    "room": gettext_noop("Room"),
    "instructor": gettext_noop("Instructor"),
    "number": gettext_noop("Service number"),
    "name": gettext_noop("Name"),
    "mark": gettext_noop("Mark"),
    "minutes": gettext_noop("Minutes late"),
    "document": gettext_noop("Document number"),
    "taught": gettext_noop("What was taught"),
    "signature": gettext_noop("Signature of the instructor"),
    "empty": gettext_noop("Leave the cell empty for whoever is present. Write the minutes for whoever is late."),
    "others": gettext_noop("People who are not on the list (service number or sign, no name)"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in the language of the paper: with `lang` and `dir` for its letters."""

    text: str
    lang: str
    dir: str


def draw_blank(sheet: "PaperSheet", roll: "RollSheet", language: str) -> bytes:
    """Return the PDF of a numbered blank roll: in Tajik and `language` (in Tajik and Russian for who reads Tajik)."""
    languages = ("tg", "ru" if language == "tg" else language)
    html = render_to_string("attendance/paper_roll.html", _context(sheet, roll, languages))
    with typefaces.drawing:
        document = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE)
        pdf = document.write_pdf(
            stylesheets=[_style()], font_config=_fonts(), pdf_variant="pdf/ua-1", pdf_identifier=sheet.pk.bytes
        )
    assert isinstance(pdf, bytes)
    return pdf


def _context(sheet: "PaperSheet", roll: "RollSheet", languages: tuple[str, ...]) -> dict[str, Any]:
    session = roll.session
    words: dict[str, list[Text]] = {key: [] for key in (*WORDS, "title", "sheet", "date", "letters", "kind")}
    for language in languages:
        with override(language):
            lines = {key: _(word) for key, word in WORDS.items()}
            lines["title"] = pick(session.part.titles, language).text
            lines["date"] = format_date(session.date, language, "gregorian")
            lines["sheet"] = _("Sheet %(number)s") % {"number": sheet.number}
            lines["kind"] = session.get_kind_display()
            lines["letters"] = " · ".join(f"{_letter(status)} {status.label}" for status in Status if _letter(status))
        for key, line in lines.items():
            words[key].append(Text(line, html_lang(language), direction(language)))
    return {
        "sheet": sheet,
        "roll": roll,
        "session": session,
        "words": words,
        "lang": html_lang(languages[-1]),
        "dir": direction(languages[-1]),
        "more": range(4),
    }


def _letter(status: Status) -> str:
    """What stands on paper for a status, in the active language; nothing for present."""
    return letter_of(status) or JOURNAL_LETTERS[status]


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=1)
def _style() -> weasyprint.CSS:
    css = STYLE.read_text(encoding="utf-8")
    return weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)
