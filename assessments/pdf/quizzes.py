"""Draw a quiz on paper with WeasyPrint: question sheets, answer sheets, and the key sheet; our own fonts only."""

import base64
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import weasyprint
import weasyprint.urls
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from weasyprint.text.fonts import FontConfiguration

from assessments.domain.paper_answers import letter
from assessments.enums import QuestionKind
from assessments.selectors.paper_quizzes import asked_in, cards_on_paper
from foundation.languages import typefaces
from foundation.languages.text import persian_digits
from foundation.languages.titles import NATIVE_NAMES, direction, html_lang, pick

if TYPE_CHECKING:
    from assessments.models import PaperVersion
    from assessments.selectors.cards import Card
    from assessments.selectors.paper_quizzes import Asked, Place, Printing

STYLE = Path(__file__).resolve().parent / "quizzes.css"
NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
KINDS_OF_PAPER = ("questions", "answers", "key")
ESSAY_LINES = 12


@dataclass(frozen=True, slots=True)
class Field:
    """Where one answer is written: boxes with letters, places with numbers before them, or so many lines."""

    number: str
    boxes: Sequence[tuple[str, str]]
    places: Sequence[str]
    lines: int
    hint: str


@dataclass(frozen=True)
class Leaf:
    """One paper: the questions of a version in one language, or the answer sheet of one person."""

    paper: "PaperVersion"
    language: str
    cards: "Sequence[tuple[Card, Sequence[str], str]]" = ()
    fields: Sequence[Field] = ()
    person: "Place | None" = None
    title: str = ""

    @property
    def lang(self) -> str:
        """The language as HTML writes it."""
        return html_lang(self.language)

    @property
    def dir(self) -> str:
        """The direction of its letters."""
        return direction(self.language)


def draw_quiz_paper(printing: "Printing", places: "Sequence[Place]", what: str, language: str) -> bytes:
    """Return a PDF: `what` is "questions" (each version in each language it is needed in), "answers" or "key"."""
    makers = {"questions": _questions, "answers": _answers, "key": _key}
    html = makers[what](printing, places, language)
    with typefaces.drawing:
        pdf = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE).write_pdf(
            stylesheets=[_style()], font_config=_fonts(), pdf_variant="pdf/ua-1", pdf_identifier=printing.pk.bytes
        )
    assert isinstance(pdf, bytes)
    return pdf


def _questions(printing: "Printing", places: "Sequence[Place]", language: str) -> str:
    asked = asked_in(printing.papers)
    needed = sorted({(one.paper.code, one.language) for one in places}) or [
        (paper.code, language) for paper in printing.papers
    ]
    cards = {spoken: cards_on_paper(asked, spoken) for spoken in {one for _code, one in needed}}
    papers = {paper.code: paper for paper in printing.papers}
    leaves = []
    for code, spoken in needed:
        paper = papers[code]
        listed = [
            (card, [letter(place) for place in range(_options(card))], _picture(one))
            for card, one in zip(cards[spoken][paper.pk], asked[paper.pk], strict=True)
        ]
        leaves.append(Leaf(paper, spoken, cards=listed, title=pick(printing.quiz.titles, spoken).text))
    return _rendered("assessments/quiz_questions_paper.html", printing, leaves)


def _answers(printing: "Printing", places: "Sequence[Place]", _language: str) -> str:
    asked = asked_in(printing.papers)
    leaves = []
    for place in places:
        with override(place.language):
            fields = [_field(one, place.language) for one in asked[place.paper.pk]]
        title = pick(printing.quiz.titles, place.language).text
        leaves.append(Leaf(place.paper, place.language, fields=fields, person=place, title=title))
    return _rendered("assessments/quiz_answers_paper.html", printing, leaves)


def _key(printing: "Printing", _places: "Sequence[Place]", language: str) -> str:
    asked = asked_in(printing.papers)
    leaves = [Leaf(paper, language, title=pick(printing.quiz.titles, language).text) for paper in printing.papers]
    with override(language):
        rows = [(leaf, asked[leaf.paper.pk], sum(one.version.marks for one in asked[leaf.paper.pk])) for leaf in leaves]
        context = {"printing": printing, "rows": rows, "lang": html_lang(language), "dir": direction(language)}
        return render_to_string("assessments/quiz_key_paper.html", context)


def _rendered(template: str, printing: "Printing", leaves: Sequence[Leaf]) -> str:
    """Render every leaf with the words of its own language."""
    parts = []
    for leaf in leaves:
        with override(leaf.language):
            parts.append(
                render_to_string(
                    template,
                    {
                        "leaf": leaf,
                        "printing": printing,
                        "native": NATIVE_NAMES[leaf.language],
                        "minutes": printing.quiz.time_limit_minutes,
                    },
                )
            )
    first = leaves[0] if leaves else None
    context = {
        "title": f"{printing.quiz.code} {printing.cohort.code}",
        "parts": parts,
        "lang": first.lang if first else "tg",
        "dir": first.dir if first else "ltr",
    }
    return render_to_string("assessments/quiz_paper_frame.html", context)


def _options(card: "Card") -> int:
    if card.choices:
        return len(card.choices)
    return max((len(side.choices) for side in card.sides), default=0)


def _field(asked: "Asked", language: str) -> Field:
    kind, key = asked.version.kind, asked.version.key
    number = _digits(asked.position, language)
    if kind == QuestionKind.TRUE_FALSE:
        return Field(number, [("", _("True")), ("", _("False"))], (), 0, "")
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE} or "faults" in key:
        size = key["options"] if "options" in key else len(key["faults"])
        several = kind == QuestionKind.MULTIPLE
        return Field(number, [(letter(at), "") for at in range(size)], (), 0, _("one or more") if several else "")
    if kind == QuestionKind.HOTSPOT:
        return Field(number, (), [_("From the left, %"), _("From the top, %")], 0, "")
    if kind in {QuestionKind.MATCHING, QuestionKind.ORDERING, QuestionKind.GAPS}:
        size = key.get("pairs") or key.get("items") or len(key["gaps"])
        hint = _("numbers, 1 comes first") if kind == QuestionKind.ORDERING else _("a letter for each")
        return Field(number, (), [_digits(at, language) for at in range(1, size + 1)], 0, hint)
    return Field(number, (), (), ESSAY_LINES if kind == QuestionKind.ESSAY else 1, "")


def _digits(number: int, language: str) -> str:
    return persian_digits(str(number)) if language == "fa-af" else str(number)


def _picture(asked: "Asked") -> str:
    picture = asked.version.picture
    if picture is None:
        return ""
    content = base64.b64encode(bytes(picture.content)).decode()
    return f"data:{picture.media_type};base64,{content}"


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=1)
def _style() -> Any:
    css = STYLE.read_text(encoding="utf-8")
    return weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)
