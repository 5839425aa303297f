"""The register as the paper ledger has it: a line a number, gaps and their acts, blanks printed and spoilt."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from accounts.enums import Role
from accounts.selectors.names import display, names_of
from certificates.domain.blanks import unaccounted
from certificates.domain.names import printed_name
from certificates.domain.serials import serial
from certificates.enums import Answer, CertificateState, RegisterKind
from certificates.models import Certificate, PrintedBlank, Printer, RegisterGap, RegisterSeries, SpoiltBlank
from certificates.selectors.papers import frozen_names
from certificates.selectors.registers import Line, register_of, standing_answer

if TYPE_CHECKING:
    from accounts.models import Centre, User
    from certificates.models import Batch

SHOWN_UNACCOUNTED = 100


@dataclasses.dataclass(frozen=True)
class LedgerLine:
    """One number of a series: its certificate, or the gap with the act that explains it (None: unexplained)."""

    number: int
    serial: str
    line: Line | None
    period: tuple[datetime.date, datetime.date] | None
    blank: str  # number of the blank that the standing print is on
    gap: RegisterGap | None


@dataclasses.dataclass(frozen=True)
class Ledger:
    """The register of one series."""

    series: RegisterSeries
    lines: Sequence[LedgerLine]

    @property
    def unexplained(self) -> list[LedgerLine]:
        """The numbers that have neither a certificate nor an act."""
        return [one for one in self.lines if one.line is None and one.gap is None]

    @property
    def has_blanks(self) -> bool:
        return any(one.blank for one in self.lines)


@dataclasses.dataclass(frozen=True)
class SpoiltLine:
    row: SpoiltBlank
    by: str
    certificate: Certificate | None  # what had been printed on it


@dataclasses.dataclass(frozen=True)
class Blanks:
    """The numbered blanks of a centre: spoilt ones, how many were printed, numbers not accounted for."""

    spoilt: Sequence[SpoiltLine]
    printed: int
    unaccounted: Sequence[str]


def ledger_of(series: RegisterSeries, user: "User", language: str, today: datetime.date) -> Ledger:
    """Return the register of a series with every number given out, as `user` may read the names. Four queries."""
    by_number = {line.certificate.number: line for line in register_of(series, user, language, today)}
    return _ledger(series, by_number)


def ledger_for_paper(series: RegisterSeries, language: str, today: datetime.date) -> Ledger:
    """Return the register for paper and spreadsheet: protected people stand by service number, whoever asks."""
    rows = Certificate.objects.filter(series=series).select_related("person").order_by("number")
    lines = {row.number: Line(row, _open_name(row, language), standing_answer(row, today)) for row in rows}
    return _ledger(series, lines)


def _open_name(row: Certificate, language: str) -> str:
    if row.person.protected:
        return row.person.service_number
    return printed_name(frozen_names(row)["holder"], language, "")


def _ledger(series: RegisterSeries, by_number: Mapping[int, Line]) -> Ledger:
    blanks = standing_blanks([line.certificate for line in by_number.values()])
    gaps = {gap.number: gap for gap in RegisterGap.objects.filter(series=series)}
    lines = []
    for number in range(1, max([series.last_number, *by_number]) + 1):
        line = by_number.get(number)
        lines.append(
            LedgerLine(
                number=number,
                serial=line.certificate.serial if line else _serial(series, number),
                line=line,
                period=_period(line.certificate) if line else None,
                blank=blanks.get(line.certificate.pk, "") if line else "",
                gap=gaps.get(number),
            )
        )
    return Ledger(series, lines)


def _serial(series: RegisterSeries, number: int) -> str:
    attendance = series.register == RegisterKind.ATTENDANCE
    return serial(series.centre.code, series.course_code, series.year, number, attendance=attendance)


def _period(certificate: Certificate) -> tuple[datetime.date, datetime.date]:
    first, last = (datetime.date.fromisoformat(day) for day in certificate.facts["period"])
    return first, last


def standing_blanks(certificates: Sequence[Certificate]) -> dict[object, str]:
    """Return the number of the newest blank that was not spoilt, for each certificate that has one. Two queries."""
    ids = [certificate.pk for certificate in certificates]
    rows = list(PrintedBlank.objects.filter(certificate__in=ids).order_by("at"))
    spoilt = set(
        SpoiltBlank.objects.filter(key__in=[row.key for row in rows]).order_by().values_list("centre_id", "key")
    )
    return {row.certificate_id: row.number for row in rows if (row.centre_id, row.key) not in spoilt}


def blanks_of(centre: "Centre", language: str) -> Blanks:
    """Return the spoilt blanks of a centre, newest first, and what is not accounted for. Four queries."""
    spoilt = list(SpoiltBlank.objects.filter(centre=centre))
    printed = {
        row.key: row for row in PrintedBlank.objects.filter(centre=centre).select_related("certificate").order_by("at")
    }
    names = names_of({row.by_id for row in spoilt})
    said = {pk: display(found, language) for pk, found in names.items()}
    keys = {*printed, *(row.key for row in spoilt)}
    return Blanks(
        spoilt=[
            SpoiltLine(row, said[row.by_id], printed[row.key].certificate if row.key in printed else None)
            for row in spoilt
        ],
        printed=len(printed),
        unaccounted=unaccounted(keys, keys)[:SHOWN_UNACCOUNTED],
    )


def blanks_of_certificate(certificate: Certificate) -> list[tuple[PrintedBlank, bool]]:
    """Return the blanks a certificate was printed on, newest first, and whether each was spoilt. Two queries."""
    rows = list(certificate.blanks.select_related("printer"))
    spoilt = set(
        SpoiltBlank.objects.filter(centre=certificate.centre_id, key__in=[row.key for row in rows]).values_list(
            "key", flat=True
        )
    )
    return [(row, row.key in spoilt) for row in rows]


@dataclasses.dataclass(frozen=True)
class ToPrint:
    """The standing certificates of a batch, in the order of their numbers: with their blank, or still without one."""

    waiting: Sequence[Certificate]
    printed: Sequence[tuple[Certificate, PrintedBlank]]


def batch_to_print(batch: "Batch") -> ToPrint:
    """Return which certificates of a batch wait for a numbered blank, and which have one. Three queries."""
    rows = Certificate.objects.filter(batch=batch, state=CertificateState.ISSUED)
    certificates = list(rows.select_related("person", "centre").order_by("number"))
    used = PrintedBlank.objects.filter(certificate__in=[row.pk for row in certificates]).select_related("printer")
    spoilt = set(
        SpoiltBlank.objects.filter(centre__in={row.centre_id for row in certificates}).values_list("key", flat=True)
    )
    newest = {row.certificate_id: row for row in used.order_by("at") if row.key not in spoilt}
    return ToPrint(
        [one for one in certificates if one.pk not in newest],
        [(one, newest[one.pk]) for one in certificates if one.pk in newest],
    )


def printers_of(centre: "Centre") -> list[Printer]:
    """Return the printers of a centre by name."""
    return list(Printer.objects.filter(centre=centre))


def kept_centre_ids(user: "User") -> list[int]:
    """Return the centres whose blanks and registers `user` keeps: registrar or head there."""
    return user.centre_ids(Role.REGISTRAR, Role.HEAD)


def remark_of(line: LedgerLine) -> Answer | None:
    """Return what is worth a remark in the ledger: a state other than valid."""
    if line.line is None or line.line.answer == Answer.VALID:
        return None
    return line.line.answer
