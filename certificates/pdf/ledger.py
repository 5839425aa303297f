"""The register on paper and as a table: the same columns, protected people by service number."""

import datetime
import uuid
from typing import Any

from django.utils.translation import gettext as _

from accounts.selectors.audit_chain import printed_line
from certificates.enums import CertificateKind
from certificates.pdf.office import office_pdf
from certificates.selectors.ledger import Blanks, Ledger, LedgerLine, remark_of
from foundation.languages.calendars import format_short
from foundation.languages.titles import direction, html_lang, pick

Row = list[object]


def series_number(ledger: Ledger) -> str:
    """Return what the numbers of a series begin with."""
    return ledger.lines[0].serial.rpartition("-")[0] if ledger.lines else f"{ledger.series.year}"


def headings(*, blanks: bool) -> list[str]:
    """Return the headings of the ledger in the active language, as the paper register has them."""
    found = ["№", _("Serial number")]
    if blanks:
        found.append(_("Number of the blank"))
    return [
        *found,
        _("Name"),
        _("Course"),
        _("Days of the course"),
        _("Order"),
        _("Date of issue"),
        _("Date of receipt"),
        _("Signature"),
        _("Remark"),
    ]


def ledger_pdf(ledger: Ledger, blanks: Blanks, language: str, at: datetime.datetime) -> bytes:
    """Return the register of a series as PDF, in the active language."""
    lines = [_paper_line(line, language) for line in ledger.lines]
    context = {
        "lang": html_lang(language),
        "dir": direction(language),
        "ledger": ledger,
        "lines": lines,
        "blanks": ledger.has_blanks,
        "headings": headings(blanks=ledger.has_blanks),
        "number": series_number(ledger),
        "printed_at": format_short(at.date(), language),
        "record": printed_line(language),
        "spoilt": [
            {"row": one.row, "by": one.by, "act_date": format_short(one.row.act_date, language)}
            for one in blanks.spoilt
        ],
    }
    identifier = uuid.uuid5(uuid.NAMESPACE_OID, f"ledger {ledger.series.pk}").bytes
    return office_pdf("ledger", context, identifier=identifier)


def ledger_rows(ledger: Ledger, language: str) -> list[Row]:
    """Return the rows of the register for a spreadsheet: days as days."""
    rows: list[Row] = []
    for line in ledger.lines:
        said = _paper_line(line, language)
        found = line.line
        row: Row = [line.number, line.serial, *([line.blank] if ledger.has_blanks else [])]
        if found is None or line.period is None:
            rows.append([*row, said["gap"], "", "", "", None, "", "", ""])
            continue
        order = found.certificate.facts["order"]["number"]
        rows.append(
            [
                *row,
                found.name,
                said["course"],
                said["period"],
                order,
                found.certificate.issued_on,
                "",
                "",
                said["remark"],
            ]
        )
    return rows


def _paper_line(line: LedgerLine, language: str) -> dict[str, Any]:
    """Return one line as it is printed."""
    said: dict[str, Any] = {"number": line.number, "serial": line.serial, "blank": line.blank, "gap": ""}
    if line.line is None or line.period is None:
        said["gap"] = gap_text(line, language)
        return said
    certificate = line.line.certificate
    order = certificate.facts["order"]
    day = format_short(datetime.date.fromisoformat(order["date"]), language)
    said["name"] = line.line.name
    said["course"] = pick(certificate.facts["course"], language).text
    said["period"] = " – ".join(format_short(one, language) for one in line.period)
    said["order"] = f"\u2068{order['number']}\u2069, {day}"
    said["issued"] = format_short(certificate.issued_on, language)
    said["remark"] = "; ".join(_remarks(line))
    return said


def gap_text(line: LedgerLine, language: str) -> str:
    """Return what stands in place of a certificate that is not there."""
    if line.gap is None:
        return _("No certificate, not explained yet")
    return _("%(text)s (act %(number)s, %(date)s)") % {
        "text": line.gap.explanation,
        "number": f"\u2068{line.gap.act_number}\u2069",
        "date": format_short(line.gap.act_date, language),
    }


def _remarks(line: LedgerLine) -> list[str]:
    assert line.line is not None
    certificate = line.line.certificate
    remarks = []
    if certificate.kind != CertificateKind.CERTIFICATE:
        remarks.append(str(CertificateKind(certificate.kind).label))
    if certificate.facts.get("duplicate_of"):
        remarks.append(_("duplicate of %(serial)s") % {"serial": f"\u2068{certificate.facts['duplicate_of']}\u2069"})
    answer = remark_of(line)
    return [*remarks, *([str(answer.label)] if answer else [])]
