"""A verification record as PDF, in the language in which it was written."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.enums import Answer
from certificates.pdf.office import office_pdf
from certificates.selectors.check_papers import Field, names_may_be_drawn, record_of
from foundation.languages.calendars import format_date
from foundation.languages.titles import direction, html_lang, pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certificates.models import CheckPaper


def record_pdf(paper: "CheckPaper", fields: "Sequence[Field]") -> bytes:
    """Return the PDF of a record; `fields` give the names, which stand there only where nobody is protected."""
    with override(paper.language):
        names = names_may_be_drawn(paper)
        record = record_of(paper, holder_fields=fields if names else ())
        context = {
            "lang": html_lang(paper.language),
            "dir": direction(paper.language),
            "record": record,
            "names": names,
            "date": format_date(paper.at.date(), paper.language),
            "answer": str(Answer(record.answer).label) if record.answer else "",
            "source": _source(paper),
        }
        return office_pdf("record", context, identifier=paper.pk.bytes)


def _source(paper: "CheckPaper") -> str:
    """Return from which register of a past year the record was written; empty for certificates of this program."""
    if paper.entry is None:
        return ""
    return _("Register of %(centre)s, year %(year)s, page %(page)s") % {
        "centre": pick(paper.entry.centre.titles, paper.language).text,
        "year": paper.entry.year,
        "page": paper.entry.page or "–",
    }
