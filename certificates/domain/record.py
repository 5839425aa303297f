"""Put together the facts of a certificate as they are frozen: data, and every line as it is printed.

Freezing the lines as well as the data means that neither a new wording nor a new way of writing dates can ever change
a paper that was issued. Names are not among the facts; they are frozen beside them (Certificate.names).
"""

import calendar
import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from certificates.domain.designs import Look
from certificates.domain.wording import ANNEX, HONOURS, ISSUER, words_for
from foundation.languages.calendars import format_both, format_date
from foundation.languages.text import persian_digits
from foundation.languages.titles import pick

FORMAT = 1  # of the dictionary below


@dataclasses.dataclass(frozen=True)
class Course:
    """What was learned: programme, its version, titles and hours (academic hours of 45 minutes)."""

    programme_code: str
    version: int
    titles: Mapping[str, str]
    planned_hours: int
    held_hours: int


@dataclasses.dataclass(frozen=True)
class Place:
    code: str
    titles: Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Document:
    """An order or a protocol."""

    number: str
    date: datetime.date


@dataclasses.dataclass(frozen=True)
class PartResult:
    """One part of the programme in the annex: title, academic hours, grade of the scale 2 to 5 (None: not graded)."""

    titles: Mapping[str, str]
    theory_hours: int
    practice_hours: int
    grade: int | None


@dataclasses.dataclass(frozen=True)
class Occasion:
    """Everything of a certificate but names, serial number and code."""

    design: str
    languages: Sequence[str]  # the authoritative one first
    course: Course
    place: Place
    starts_on: datetime.date
    ends_on: datetime.date
    honours: bool
    order: Document
    protocol: Document | None
    issued_on: datetime.date
    valid_until: datetime.date | None
    kind: str = "certificate"  # or "attendance"; `honours` says the rest
    look: Look = dataclasses.field(default_factory=Look)
    texts: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)  # of the design: language -> key
    signatories: Sequence[Mapping[str, str]] = ()  # offices by language; without any: the head of the centre
    parts: Sequence[PartResult] = ()  # of the annex; without any there is none
    attended_hours: int | None = None  # by the person
    average: str = ""  # mean of all grades, where none is missing
    curriculum: Mapping[str, int] = dataclasses.field(
        default_factory=dict
    )  # lesson code -> edition it was learned from
    renews: str = ""  # serial number of the certificate that this one renews


def facts_of(occasion: Occasion, *, code: str, site_url: str, made_at: datetime.datetime) -> dict[str, Any]:
    """Return the facts to be frozen: a dictionary for JSON."""
    course, place = occasion.course, occasion.place
    return {
        "format": FORMAT,
        "design": occasion.design,
        "look": dataclasses.asdict(occasion.look),
        "kind": HONOURS if occasion.honours else occasion.kind,
        "languages": list(occasion.languages),
        "duplicate_of": "",
        "renews": occasion.renews,
        "programme": {"code": course.programme_code, "version": course.version},
        "curriculum": dict(sorted(occasion.curriculum.items())),
        "course": dict(course.titles),
        "centre": {"code": place.code, "titles": dict(place.titles)},
        "issuer": _issuers(occasion),
        "hours": {
            "planned": course.planned_hours,
            "held": course.held_hours,
            "attended": occasion.attended_hours,
        },
        "period": [occasion.starts_on.isoformat(), occasion.ends_on.isoformat()],
        "honours": occasion.honours,
        "average": occasion.average,
        "order": {"number": occasion.order.number, "date": occasion.order.date.isoformat()},
        "protocol": _document(occasion.protocol),
        "issued_on": occasion.issued_on.isoformat(),
        "valid_until": occasion.valid_until.isoformat() if occasion.valid_until else None,
        "short_url": short_url(site_url, code),
        "made_at": made_at.isoformat(timespec="seconds"),
        "signatories": [dict(offices) for offices in occasion.signatories],
        "printed": {language: _printed(occasion, language, site_url) for language in occasion.languages},
        "annex": _annex(occasion, site_url) if occasion.parts else None,
    }


def _issuers(occasion: Occasion) -> dict[str, str]:
    own = {language: texts["issuer"] for language, texts in occasion.texts.items() if texts.get("issuer", "").strip()}
    return {**ISSUER, **own}


def short_url(site_url: str, code: str) -> str:
    """Return the address in the QR code, in capitals: QR codes hold those in fewer modules (certificates.md 4.3)."""
    return f"{site_url.rstrip('/')}/c/{code}".upper()


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def _document(document: Document | None) -> dict[str, str] | None:
    return {"number": document.number, "date": document.date.isoformat()} if document else None


def _printed(occasion: Occasion, language: str, site_url: str) -> dict[str, Any]:
    kind = HONOURS if occasion.honours else occasion.kind
    words = _words(occasion, language, kind, site_url)
    return {
        "words": words,
        "course": pick(occasion.course.titles, language).text,
        "lines": [list(line) for line in _lines(occasion, language, words)],
    }


def _words(occasion: Occasion, language: str, kind: str, site_url: str) -> dict[str, str]:
    words = words_for(language, kind, occasion.texts.get(language, {}))
    address = site_url.partition("://")[2] or site_url
    words["check"] = words["check"].format(address=_number(address, language))
    return words


def _annex(occasion: Occasion, site_url: str) -> dict[str, Any]:
    """Return what the annex prints, by language: its words, and title, hours and grade of each part."""
    found = {}
    for language in occasion.languages:
        words = _words(occasion, language, ANNEX, site_url)
        parts = [
            [pick(part.titles, language).text, _hours(part, language), _grade(part.grade, language, words)]
            for part in occasion.parts
        ]
        found[language] = {"words": words, "parts": parts}
    return found


def _hours(part: PartResult, language: str) -> str:
    if not part.theory_hours + part.practice_hours:
        return "–"
    return f"{_number(part.theory_hours, language)} + {_number(part.practice_hours, language)}"


def _grade(grade: int | None, language: str, words: Mapping[str, str]) -> str:
    return f"{_number(grade, language)} ({words[f'grade_{grade}']})" if grade is not None else "–"


def _lines(occasion: Occasion, language: str, words: Mapping[str, str]) -> list[tuple[str, str]]:
    course = occasion.course
    hours = words["hours_value"].format(
        plan=_number(course.planned_hours, language),
        held=_number(course.held_hours, language),
        attended=_number(course.held_hours if occasion.attended_hours is None else occasion.attended_hours, language),
    )
    period = words["period_value"].format(
        start=_day(occasion.starts_on, language), end=_day(occasion.ends_on, language)
    )
    programme = words["programme_value"].format(
        code=_number(course.programme_code, language), version=_number(course.version, language)
    )
    valid = (
        words["valid_until"].format(date=_day(occasion.valid_until, language))
        if occasion.valid_until
        else words["valid_always"]
    )
    grounds = [
        words["order_value"].format(
            number=_number(occasion.order.number, language), date=_day(occasion.order.date, language)
        )
    ]
    if occasion.protocol:
        number, date = _number(occasion.protocol.number, language), _day(occasion.protocol.date, language)
        grounds.append(words["protocol_value"].format(number=number, date=date))
    comma = "، " if language == "fa-af" else ", "
    return [
        (words["programme"], programme),
        (words["hours"], hours),
        (words["period"], period),
        (words["centre"], pick(occasion.place.titles, language).text),
        (words["result"], words["result_value"]),
        (words["issued"], _long_day(occasion.issued_on, language)),
        (words["valid"], valid),
        (words["grounds"], comma.join(grounds)),
    ]


def _day(day: datetime.date, language: str) -> str:
    return format_date(day, language)


def _long_day(day: datetime.date, language: str) -> str:
    """Return the day of issue: Dari papers carry both calendars (domain.md 4.6)."""
    return format_both(day) if language == "fa-af" else format_date(day, language)


def _number(number: int | str, language: str) -> str:
    """Return a number with the digits of the language; a document's number with signs keeps its own."""
    text = str(number)
    if language != "fa-af":
        return text
    return persian_digits(text) if text.isdecimal() else _left_to_right(text)


def _left_to_right(text: str) -> str:
    """Return a code between marks, so that «146-к» does not turn into «к-146» within Dari.

    Pango takes the direction of a line from its first letter and knows no CSS isolation, so the marks are characters.
    """
    return f"\N{LEFT-TO-RIGHT MARK}{text}\N{LEFT-TO-RIGHT MARK}"
