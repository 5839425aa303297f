"""Verification records and the fields of a paper that an officer compares with the register."""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.selectors.names import display_name
from certificates.enums import Compared, Finding
from certificates.models import Certificate, CheckPaper, Enquiry, PastEntry
from certificates.selectors.past import open_name
from certificates.selectors.registers import Whole, standing_answer, whole
from foundation.languages.calendars import format_date
from foundation.languages.text import script_of

if TYPE_CHECKING:
    from accounts.models import User

MOST_LISTED = 50


@dataclasses.dataclass(frozen=True)
class Field:
    """One thing that stands on a paper: a key for the form, label and value from the record, and how it reads."""

    key: str
    label: str
    value: str
    personal: bool = False  # holds a name: never stored with a verification record
    lang: str = ""
    dir: str = "auto"
    label_lang: str = ""  # where the label is a word of the paper


@dataclasses.dataclass(frozen=True)
class Earlier:
    """What HR has done about a paper before: records with their numbers, and enquiries."""

    papers: Sequence[tuple[str, CheckPaper]]
    enquiries: Sequence[Enquiry]


@dataclasses.dataclass(frozen=True)
class Record:
    """One verification record as it is drawn: names of people who are not protected are opened for the drawing."""

    row: CheckPaper
    number: str
    officer: str
    holder: str
    rows: Sequence[tuple[str, str, Compared, str]]  # label, value, outcome, direction of the value
    answer: str
    finding: str


def fields_of(found: Whole) -> list[Field]:
    """Return everything that is printed on a certificate, from its record: numbers first, then the first column."""
    certificate, column = found.certificate, found.paper.columns[0]
    fields = [
        Field("serial", _("Serial number"), certificate.serial, dir="ltr"),
        Field("code", _("Verification code"), found.paper.code, dir="ltr"),
    ]
    if found.name_open:
        for one in found.paper.columns:
            if one.name and one.name not in {field.value for field in fields}:
                fields.append(Field(f"name-{one.language}", _("Name"), one.name, personal=True, dir=one.name_direction))
    fields.append(Field("heading", _("Heading"), column.words["heading"], lang=column.html_lang))
    fields.append(Field("course", _("Course"), column.course, lang=column.html_lang))
    for place, (label, value) in enumerate(column.lines):
        lang = column.html_lang
        fields.append(Field(f"line{place}", label, value, lang=lang, dir=column.direction, label_lang=lang))
    if column.signatory_name and found.name_open:
        label = column.words["signatory"]
        fields.append(Field("signatory", label, column.signatory_name, personal=True, label_lang=column.html_lang))
    return fields


def fields_of_entry(entry: PastEntry, name: str, language: str) -> list[Field]:
    """Return everything that stands in a line of a past register."""
    fields = [Field("serial", _("Serial number"), entry.serial, dir="ltr")]
    if name:
        fields.append(Field("name", _("Name"), name, personal=True))
    facts = (
        ("birth", _("Year of birth"), str(entry.birth_year or "")),
        ("course", _("Course"), entry.course),
        ("started", _("First day"), _day(entry.started_on, language)),
        ("ended", _("Last day"), _day(entry.ended_on, language)),
        ("issued", _("Date of issue"), _day(entry.issued_on, language)),
        ("order", _("Order"), entry.order),
        ("page", _("Page of the ledger"), entry.page),
    )
    return fields + [Field(key, label, value) for key, label, value in facts if value]


def _day(day: datetime.date | None, language: str) -> str:
    return format_date(day, language) if day else ""


def facts_to_freeze(
    fields: Sequence[Field], certificate: Certificate | None, today: datetime.date
) -> dict[str, object]:
    """Return what a verification record keeps of the fields: labels, and values without names."""
    answer = str(standing_answer(certificate, today)) if certificate else ""
    return {
        "answer": answer,
        "fields": [[field.key, field.label, "" if field.personal else field.value] for field in fields],
    }


def visible_check_papers(user: "User") -> QuerySet[CheckPaper]:
    """Return the verification records `user` may see, newest first."""
    return CheckPaper.objects.visible_to(user).select_related(
        "certificate__person", "certificate__centre", "entry__centre", "by"
    )


def earlier(certificate: Certificate | None, entry: PastEntry | None) -> Earlier:
    """Return the verification records and enquiries about a certificate or a line of a past register, newest first.

    Two queries.
    """
    papers = CheckPaper.objects.filter(certificate=certificate, entry=entry)[:MOST_LISTED]
    asked = Enquiry.objects.filter(certificate=certificate) if certificate else Enquiry.objects.none()
    if entry:
        asked = Enquiry.objects.filter(centre=entry.centre_id, year=entry.year, serial=entry.serial)
    return Earlier([(number_of(paper), paper) for paper in papers], list(asked.order_by("-at")[:MOST_LISTED]))


def number_of(paper: CheckPaper) -> str:
    """Return the number of a record as it is printed: 0007/2026."""
    return f"{paper.number:04d}/{paper.year}"


def record_of(paper: CheckPaper, *, holder_fields: Sequence[Field]) -> Record:
    """Return a record as it is drawn. `holder_fields` give the values that are names; without them they stay empty."""
    names = {field.key: field.value for field in holder_fields if field.personal}
    how = {key: Compared(said) for key, said in paper.facts["compared"]}
    rows = [
        (label, shown, how.get(key, Compared.UNSEEN), "rtl" if "arab" in map(script_of, shown.split()) else "ltr")
        for key, label, value in paper.facts["fields"]
        for shown in (value or names.get(key, ""),)
    ]
    return Record(
        row=paper,
        number=number_of(paper),
        officer=display_name(paper.by, paper.language),
        holder=_holder(paper),
        rows=[row for row in rows if row[1]],
        answer=paper.facts["answer"],
        finding=str(Finding(paper.finding).label),
    )


def _holder(paper: CheckPaper) -> str:
    """Return by which number the holder stands in the files: never a name."""
    return paper.certificate.person.service_number if paper.certificate else ""


def names_may_be_drawn(paper: CheckPaper) -> bool:
    """Return whether the names of the paper may stand in the record: never those of protected people."""
    if paper.certificate:
        return not paper.certificate.person.protected
    return paper.entry is not None and paper.entry.sealed_name is None


def drawn_fields(paper: CheckPaper, user: "User") -> list[Field]:
    """Return the fields whose names a record may show when it is drawn again; none for protected people."""
    if not names_may_be_drawn(paper):
        return []
    if paper.entry:
        return fields_of_entry(paper.entry, open_name(paper.entry), paper.language)
    assert paper.certificate is not None
    return fields_of(whole(paper.certificate, user, paper.language, paper.at.date()))
