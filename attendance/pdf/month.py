"""The month's sheet of the journal as PDF: A4 landscape, Tajik and a second language, pages numbered "2 of 5".

Letters are those of the paper journal (domain.md 4.1) in every language. Corrections stand under the table as notes.
Most cells are empty, and a cell costs a third of a millisecond: neighbours without a letter are one cell here, and the
upright lines between them are one drawing a page, behind the table.
"""

import contextlib
import dataclasses
import datetime
import functools
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import weasyprint
import weasyprint.urls
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from weasyprint.text.fonts import FontConfiguration

from accounts.selectors.audit_chain import printed_line
from attendance.enums import JOURNAL_LETTERS, Status
from foundation.languages import typefaces
from foundation.languages.calendars import format_short, format_time
from foundation.languages.titles import direction, html_lang, pick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from attendance.selectors.reports import MonthRow, MonthSheet, Note
    from courses.models import ClassSession

STYLE = Path(__file__).resolve().parent / "month.css"
NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
FIRST_LANGUAGE = "tg"
SECOND_LANGUAGES = ("ru", "fa-af", "en")
COLUMNS = 30  # class sessions on one page
PEOPLE = 32  # people on one page
# widths in millimetres; those of the columns of month.css, which has them too
WIDTH = 277
BEFORE = (7, 49, 20)
SUM = 11
LINE = 0.14


@dataclasses.dataclass(frozen=True)
class Words:
    """What the sheet says in one language."""

    lang: str
    dir: str
    title: str
    about: str
    page: SafeString
    name: str
    service_number: str
    day: str
    hour: str
    missed: str
    without_reason: str
    letters: str
    corrections: str
    signed: tuple[str, ...]
    nothing: str
    record: str


@dataclasses.dataclass(frozen=True)
class Cell:
    """What stands under one class session, or nothing under `span` of them."""

    letter: str = ""
    notes: str = ""
    span: int = 1


@dataclasses.dataclass(frozen=True)
class Row:
    number: int
    name: str
    service_number: str
    cells: list[Cell]
    missed: int
    without: int


@dataclasses.dataclass(frozen=True)
class Page:
    """Some sessions for some people, with the notes that belong to them; sums stand on the last page of sessions."""

    days: list[tuple[str, int]]
    hours: list[int]
    rows: list[Row]
    notes: list[tuple[int, str]]
    sums: bool
    filling: range
    thin: str
    thick: str


def draw(sheet: "MonthSheet", second: str) -> bytes:
    """Return the PDF of a month's sheet in Tajik and `second`."""
    languages = [FIRST_LANGUAGE, second]
    words = [words_of(sheet, language) for language in languages]
    with override(FIRST_LANGUAGE):
        context = {"words": words, "pages": pages_of(sheet)}
        html = render_to_string("attendance/month_paper.html", context)
    with typefaces.drawing, _collecting_later():
        document = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE)
        pdf = document.write_pdf(stylesheets=[_style()], font_config=_fonts())
    assert isinstance(pdf, bytes)
    return pdf


@contextlib.contextmanager
def _collecting_later() -> "Iterator[None]":
    """Leave garbage lying until the sheet is drawn.

    Drawing makes so many objects that Python walks the whole program's memory dozens of times, which takes a fifth to
    two fifths of the CPU time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def words_of(sheet: "MonthSheet", language: str) -> Words:
    """Return the words of the sheet in a language."""
    cohort = sheet.cohort
    version = cohort.programme_version
    titles = (pick(version.titles, language).text, pick(cohort.centre.titles, language).text)
    with override(language):
        page = _("Page %(page)s of %(pages)s")
        turn = direction(language)
        counters = {name: format_html('<span class="{}-{}"></span>', name, turn) for name in ("page", "pages")}
        letters = [f"\u2068{letter}\u2069 {status.label}" for status, letter in JOURNAL_LETTERS.items() if letter]
        return Words(
            lang=html_lang(language),
            dir=turn,
            title=_("Journal of attendance"),
            about=" · ".join((cohort.code, *titles, span_of(sheet.first, language))),
            page=format_html(page.replace("%(page)s", "{page}").replace("%(pages)s", "{pages}"), **counters),
            name=_("Name"),
            service_number=_("Service number"),
            day=_("Day"),
            hour=_("Hour"),
            missed=_("Hours missed"),
            without_reason=_("without reason"),
            letters=" · ".join(letters),
            corrections=_("Corrections"),
            signed=(_("Instructor"), _("Registrar"), _("Head of centre")),
            nothing=_("No roll was called in this month."),
            record=printed_line(language),
        )


def span_of(first: datetime.date, language: str) -> str:
    """Return the first and the last day of the month in digits: 01.11.2026–30.11.2026."""
    last = (first + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    return f"\u2068{format_short(first, language)}\u2069–\u2068{format_short(last, language)}\u2069"


def pages_of(sheet: "MonthSheet") -> list[Page]:
    """Cut the sheet into pages: as many sessions and people as fit on A4 landscape."""
    pages = []
    for top in range(0, len(sheet.rows), PEOPLE):
        people = list(enumerate(sheet.rows, 1))[top : top + PEOPLE]
        for left in range(0, len(sheet.sessions), COLUMNS):
            sessions = sheet.sessions[left : left + COLUMNS]
            rows = [_row(number, row, left) for number, row in people]
            numbers = {
                number
                for _place, row in people
                for _status, notes in row.cells[left : left + COLUMNS]
                for number in notes
            }
            days = _days(sessions)
            thin, thick = _lines([span for _day, span in days])
            pages.append(
                Page(
                    days=days,
                    hours=[session.first_hour for session in sessions],
                    rows=rows,
                    notes=[(note.number, _note(note)) for note in sheet.notes if note.number in numbers],
                    sums=left + COLUMNS >= len(sheet.sessions),
                    filling=range(COLUMNS - len(sessions)),
                    thin=thin,
                    thick=thick,
                )
            )
    return pages


def _days(sessions: "list[ClassSession]") -> list[tuple[str, int]]:
    """Return each day with the number of its sessions."""
    days: list[tuple[str, int]] = []
    before = None
    for session in sessions:
        if session.date == before:
            days[-1] = (days[-1][0], days[-1][1] + 1)
        else:
            days.append((f"{session.date.day:02}", 1))
        before = session.date
    return days


def _row(number: int, row: "MonthRow", left: int) -> Row:
    person = row.line.person.service_number
    cells = _cells(row.cells[left : left + COLUMNS])
    return Row(number, row.line.name, person, cells, row.missed_hours, row.missed_without_reason)


def _cells(marks: "Sequence[tuple[Status | None, list[int]]]") -> list[Cell]:
    """Return the cells of one person on one page, neighbours with nothing in them as one."""
    cells: list[Cell] = []
    empty = 0
    for status, notes in marks:
        letter = _letter(status)
        if not letter and not notes:
            empty += 1
            continue
        if empty:
            cells.append(Cell(span=empty))
        cells.append(Cell(letter, ",".join(map(str, notes))))
        empty = 0
    empty += COLUMNS - len(marks)
    return [*cells, Cell(span=empty)] if empty else cells


def _lines(spans: list[int]) -> tuple[str, str]:
    """Return the upright lines of a page as two paths, 100 high: thin ones, and thick ones where a day begins."""
    start = sum(BEFORE)
    column = (WIDTH - start - 2 * SUM) / COLUMNS
    begins = {sum(spans[:place]) for place in range(len(spans) + 1)} | {COLUMNS}
    thick = [LINE, *(start + place * column for place in sorted(begins))]
    thin = [float(BEFORE[0]), float(BEFORE[0] + BEFORE[1]), float(WIDTH - SUM), float(WIDTH)]
    thin += [start + place * column for place in range(COLUMNS) if place not in begins]
    first, second = ("".join(f"M{x - LINE:.2f} 0h{LINE}v100h-{LINE}z" for x in lines) for lines in (thin, thick))
    return first, second


def _letter(status: Status | None) -> str:
    """Return the letter of the journal; a dash where nothing was marked."""
    return "–" if status is None else JOURNAL_LETTERS[status]


def _note(note: "Note") -> str:
    """Return a correction as one line: where, who or how many, old and new letter, why, by whom, when."""
    at = localtime(note.at)
    who = note.service_number if note.people == 1 else f"×{note.people}"
    where = f"{note.session.date:%d.%m}/{note.session.first_hour} {who}"
    change = f"{_shown(note.old)} → {_shown(note.new)}"
    when = f"{format_short(at.date(), 'en')} {format_time(at.time(), 'en')}"
    return f"\u2066{where}: {change}\u2069; \u2068{note.reason}\u2069; \u2068{note.by}\u2069, \u2066{when}\u2069"


def _shown(status: Status | None) -> str:
    """Return the letter of the journal, or the word where the journal leaves the cell empty; a dash for nothing."""
    if status is None:
        return "–"
    return str(JOURNAL_LETTERS[status] or status.label)


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=1)
def _style() -> Any:
    css = STYLE.read_text(encoding="utf-8")
    return weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)
