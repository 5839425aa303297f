"""Every protocol, exam sheet, month sheet and register page carries the line that witnesses the audit trail."""

import io
import re

import pytest
from django.utils import timezone, translation
from pypdf import PdfReader

from accounts.selectors.audit_chain import compare_line, newest_batch, printed_line
from accounts.services.audit_chain import seal_acts
from assessments.pdf.papers import draw_exam_sheet, draw_protocol
from assessments.selectors.exam_papers import exam_paper
from attendance.pdf.month import draw
from attendance.selectors.reports import month_sheet
from certificates.pdf.ledger import ledger_pdf
from certificates.selectors import ledger
from certificates.selectors.registers import series_list
from tests.factories.certificates import issued_all

LANGUAGES = ("tg", "ru")


def lines_of(pdf: bytes) -> list[str]:
    """The line on each page of a paper, as a person would type it: number and code."""
    found = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        text = re.sub(r"[\u2066-\u2069]", "", page.extract_text())
        number = f"{newest_batch().number}"
        code = re.search(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", text)
        found.append(f"{number} {code[0]}" if code else "")
    return found


@pytest.fixture
def papers(cast) -> dict[str, bytes]:
    issued_all(cast)
    seal_acts(at=timezone.now())
    cohort = cast.cohort
    cohort.refresh_from_db()
    paper = exam_paper(cohort, cast.head, LANGUAGES)
    series = series_list(cast.head)[0]
    first = cohort.starts_on.replace(day=1)
    with translation.override("ru"):
        now = timezone.now()
        found = ledger.ledger_for_paper(series, "ru", timezone.localdate(now))
        register = ledger_pdf(found, ledger.blanks_of(series.centre, "ru"), "ru", now)
    return {
        "exam sheet": draw_exam_sheet(paper),
        "protocol": draw_protocol(paper),
        "month sheet": draw(month_sheet(cohort, first, "tg", by=cast.head), "ru"),
        "register": register,
    }


def test_every_page_of_a_paper_carries_the_line(papers) -> None:
    for name, pdf in papers.items():
        lines = lines_of(pdf)
        assert lines, name
        for line in lines:
            assert line, f"{name}: no line"
            assert compare_line(line).agrees, name


def test_nothing_is_printed_before_anything_is_sealed(db) -> None:
    assert printed_line("tg") == ""
