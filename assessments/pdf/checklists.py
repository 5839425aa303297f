"""Draw blank checklists of a practical exercise with WeasyPrint: A4, Tajik and a second language, boxes 0 1 2."""

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

from assessments.selectors.groups import criteria_in, words_in
from foundation.languages import typefaces
from foundation.languages.titles import direction, html_lang

if TYPE_CHECKING:
    from assessments.selectors.groups import GroupSheet

LONG = 1400  # letters of all criteria, from which the page is set tighter
STYLE = Path(__file__).resolve().parent / "checklists.css"
NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
WORDS = {
    "checklist": gettext_noop("Checklist of a practical exercise"),
    "cohort": gettext_noop("Cohort"),
    "number": gettext_noop("Service number"),
    "name": gettext_noop("Name"),
    "day": gettext_noop("Day"),
    "criterion": gettext_noop("Criterion"),
    "critical": gettext_noop("Critical"),
    "scale": gettext_noop("0: not done. 1: done with help or incomplete. 2: done."),
    "critical_zero": gettext_noop("A critical criterion with 0 means: not yet competent."),
    "comment": gettext_noop("Comment"),
    "assessor": gettext_noop("Assessor (name)"),
    "signature": gettext_noop("Signature"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in a language of the paper, with `lang` and `dir` for its letters."""

    text: str
    lang: str
    dir: str


def draw_checklists(sheet: "GroupSheet", language: str, *, people: bool) -> bytes:
    """Return the PDF: Tajik and `language` (Russian for who reads Tajik); a page each for `people`, else one blank."""
    languages = ("tg", "ru" if language == "tg" else language)
    html = render_to_string("assessments/checklist_paper.html", _context(sheet, languages, people=people))
    with typefaces.drawing:
        pdf = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE).write_pdf(
            stylesheets=[_style()],
            font_config=_fonts(),
            pdf_variant="pdf/ua-1",
            pdf_identifier=sheet.exercise.code.encode(),
        )
    assert isinstance(pdf, bytes)
    return pdf


def _context(sheet: "GroupSheet", languages: tuple[str, ...], *, people: bool) -> dict[str, Any]:
    words: dict[str, list[Text]] = {key: [] for key in (*WORDS, "title")}
    criteria: list[list[Text]] = [[] for _one in sheet.criteria]
    for language in languages:
        text = words_in(sheet, language)
        own = (html_lang(text.language), direction(text.language))
        with override(language):
            for key, word in WORDS.items():
                words[key].append(Text(_(word), html_lang(language), direction(language)))
        words["title"].append(Text(text.title, *own))
        for at, criterion in enumerate(criteria_in(text, sheet.version)):
            criteria[at].append(Text(criterion.text, *own))
    rows = [
        {"number": row.number, "name": "" if row.name == row.number else row.name}
        for row in sheet.rows
        if not row.passed
    ]
    return {
        "sheet": sheet,
        "words": words,
        "criteria": [
            {"number": at + 1, "texts": texts, "critical": sheet.criteria[at].critical}
            for at, texts in enumerate(criteria)
        ],
        "people": rows if people else [{"number": "", "name": ""}],
        "tight": sum(len(one.text) for texts in criteria for one in texts) > LONG,
        "lang": html_lang(languages[0]),
        "dir": direction(languages[0]),
    }


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=1)
def _style() -> weasyprint.CSS:
    css = STYLE.read_text(encoding="utf-8")
    return weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)
