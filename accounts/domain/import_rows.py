"""One line of a list of people: what it says, or why it cannot be taken (domain.md 5.1–5.3)."""

import dataclasses
import datetime
import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Literal

from accounts.domain import list_words
from accounts.domain.findings import Note, Reason
from accounts.domain.latin import latin_proposal
from accounts.domain.numbers import is_number, normal_number
from foundation.languages.calendars import DateUnreadable, format_short
from foundation.languages.text import ascii_digits, fold, mend_dari, mend_tajik, script_of
from foundation.spreadsheets.cells import Cell, date_of

# Cadets are admitted at 17, conscripts serve from 18; somebody younger is a slip of the pen or a child.
YOUNGEST = 17
OLDEST = 80
NAME_LENGTH = 120
UNIT_LENGTH = 32

_FORMULA = re.compile(r"[=+@]|-\w")
_NOTHING = re.compile(r"[-‐–—.]*")
_NAME_SIGNS = re.compile(r"[^\W\d_]+(?:[ '’ʼ`.\u200c-]+[^\W\d_]+)*\.?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SOLAR_YEAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")


@dataclasses.dataclass(frozen=True)
class Finding:
    """A reason or a note, the field it belongs to, and what stood there (may be a name: show it, never log it)."""

    code: str
    field: str
    value: str = ""


@dataclasses.dataclass(frozen=True)
class Entry:
    """What a good line says about a person. `script` is that of the name; `latin` is (surname, given name) or None."""

    number: str
    surname: str
    given_name: str
    father_name: str
    script: Literal["cyrl", "arab", "latn"]
    latin: tuple[str, str] | None
    sex: str
    birth_year: int | None
    rank: str
    unit: str
    service: str
    language: str


@dataclasses.dataclass(frozen=True)
class Judgement:
    """The entry of a good line, or None with the reasons; notes in both cases."""

    entry: Entry | None
    reasons: tuple[Finding, ...]
    notes: tuple[Finding, ...]


class RankWords:
    """The ranks by code and by their words in any language. Words of several ranks, and beginnings, are unclear."""

    def __init__(self, ranks: Mapping[str, Collection[str]]) -> None:
        self._codes: dict[str, set[str]] = {}
        for code, accepted in ranks.items():
            for word in (code, *accepted):
                self._codes.setdefault(list_words.rank_key(word), set()).add(code)

    def find(self, text: str) -> str | Reason:
        """Return the code of a rank ("" for a word that says there is none), or why it cannot be told."""
        asked = list_words.rank_key(text)
        if asked in {list_words.rank_key(word) for word in list_words.NO_RANK}:
            return ""
        codes = self._codes.get(asked, set())
        if len(codes) == 1:
            return next(iter(codes))
        begins = any(word.startswith(f"{asked} ") for word in self._codes)
        return Reason.RANK_UNCLEAR if asked and (codes or begins) else Reason.RANK_UNKNOWN


def judge(values: Mapping[str, Cell], surplus: Collection[Cell], ranks: RankWords, today: datetime.date) -> Judgement:
    """Return what one line says; `values` has a cell for each column the file has. Never raises for any text."""
    return _Line(values, surplus, ranks, today).judge()


class _Line:
    """The reading of one line; collects reasons and notes."""

    def __init__(
        self, values: Mapping[str, Cell], surplus: Collection[Cell], ranks: RankWords, today: datetime.date
    ) -> None:
        self.values = values
        self.surplus = surplus
        self.ranks = ranks
        self.today = today
        self.reasons: list[Finding] = []
        self.notes: list[Finding] = []

    def judge(self) -> Judgement:
        formula = False
        for field, cell in self.values.items():
            if isinstance(cell, str) and _FORMULA.match(cell):
                self.refuse(Reason.FORMULA, field, cell)
                formula = True
        if formula:
            return self.result(None)
        if self.surplus:
            self.refuse(Reason.TOO_MANY_CELLS, "", str(next(iter(self.surplus))))
        number = self.number()
        if self.is_short():
            self.refuse(Reason.SHORT_LINE, "")
            return self.result(None)
        service = self.service(number)
        surname, given, father, script = self.name(service)
        language = self.language(service, script)
        self.contradiction(number, script, service)
        entry = Entry(
            number=number,
            surname=surname,
            given_name=given,
            father_name=father,
            script=script,
            sex=self.sex(),
            birth_year=self.birth_year(),
            rank=self.rank(),
            unit=self.unit(),
            service=service,
            language=language,
            latin=self.latin(surname, given, script, language),
        )
        return self.result(entry)

    def result(self, entry: Entry | None) -> Judgement:
        return Judgement(None if self.reasons else entry, tuple(self.reasons), tuple(self.notes))

    def refuse(self, code: Reason, field: str, value: str = "") -> None:
        self.reasons.append(Finding(code, field, value[:80]))

    def note(self, code: Note, field: str, value: str = "") -> None:
        self.notes.append(Finding(code, field, value))

    def text(self, field: str) -> str:
        cell = self.values.get(field, "")
        plain = cell if isinstance(cell, str) else cell.isoformat()
        return "" if _NOTHING.fullmatch(plain) else plain

    def is_short(self) -> bool:
        late = [field for field in ("sex", "birth_date", "service", "language") if field in self.values]
        return len(late) > 1 and not any(self.text(field) for field in late)

    def number(self) -> str:
        text = self.text("service_number")
        number = normal_number(text)
        if not text:
            self.refuse(Reason.NUMBER_MISSING, "service_number")
        elif not is_number(number):
            self.refuse(Reason.NUMBER_FORM, "service_number", text)
        elif number.isdecimal():
            self.note(Note.NUMBER_BARE, "service_number", number)
        return number

    def service(self, number: str) -> str:
        text = self.text("service")
        if text:
            found = list_words.meaning(text, list_words.SERVICES)
            if found is None:
                self.refuse(Reason.SERVICE_UNKNOWN, "service", text)
            return found or ""
        is_afghan = number.startswith("AF") or script_of(self.text("given_name")) == "arab"
        self.note(Note.SERVICE_ASSUMED, "service", "AF" if is_afghan else "BFT")
        return "AF" if is_afghan else "BFT"

    def contradiction(self, number: str, script: str, service: str) -> None:
        """Nobody who looks like an Afghan trainee is registered unprotected because of one wrong cell."""
        if service == "BFT" and (number.startswith("AF") or script == "arab"):
            self.refuse(Reason.SERVICE_CONTRADICTS, "service", self.text("service"))

    def name(self, service: str) -> tuple[str, str, str, Literal["cyrl", "arab", "latn"]]:
        parts = {field: self.name_part(field) for field in ("surname", "given_name", "father_name")}
        if not parts["given_name"]:
            self.refuse(Reason.GIVEN_NAME_MISSING, "given_name")
        if service == "AF" and not parts["father_name"]:
            self.refuse(Reason.FATHER_NAME_MISSING, "father_name")
        if service in {"BFT", "OTH"} and not parts["surname"]:
            self.refuse(Reason.SURNAME_MISSING, "surname")
        whole = " ".join(part for part in parts.values() if part)
        script = script_of(whole)
        if script in {"mixed", ""}:
            if script == "mixed":
                self.refuse(Reason.NAME_ALPHABETS, "surname", whole)
            script = "cyrl"
        return parts["surname"], parts["given_name"], parts["father_name"], script  # type: ignore[return-value]

    def name_part(self, field: str) -> str:
        text = self.text(field)
        is_arabic = script_of(text) == "arab"
        mended = mend_dari(text) if is_arabic else mend_tajik(text)
        if mended != unicodedata.normalize("NFC", text):
            self.note(Note.LETTERS_DARI if is_arabic else Note.LETTERS_MENDED, field, f"{text} → {mended}")
        plain = "".join(sign for sign in mended if not unicodedata.combining(sign))
        if mended and not _NAME_SIGNS.fullmatch(plain):
            self.refuse(Reason.NAME_SIGNS, field, text)
        if len(mended) > NAME_LENGTH:
            self.refuse(Reason.NAME_LONG, field)
        return mended

    def latin(self, surname: str, given: str, script: str, language: str) -> tuple[str, str] | None:
        """The Latin name has the surname first, with as many words as the surname in its own letters."""
        text = self.text("latin_name")
        if script == "latn":
            return None
        if not text:
            if script == "cyrl" and language == "tg":
                self.note(Note.LATIN_PROPOSED, "latin_name", latin_proposal(surname, given))
            else:
                self.note(Note.LATIN_MISSING, "latin_name")
            return None
        parts = text.split()
        count = len(surname.split())
        fits = len(parts) > count and script_of(text) == "latn" and _NAME_SIGNS.fullmatch(text)
        if not fits or len(text) > NAME_LENGTH:
            self.note(Note.LATIN_REFUSED, "latin_name", text[:80])
            return None
        return " ".join(parts[:count]), " ".join(parts[count:])

    def sex(self) -> str:
        text = self.text("sex")
        if not text:
            if "sex" in self.values:
                self.refuse(Reason.SEX_MISSING, "sex")
            else:
                self.note(Note.SEX_UNSTATED, "sex")
            return ""
        found = list_words.meaning(text, list_words.SEXES)
        if found is None:
            self.refuse(Reason.SEX_UNKNOWN, "sex", text)
        return found or ""

    def birth_year(self) -> int | None:
        text = self.text("birth_date")
        if not text:
            if "birth_date" in self.values:
                self.refuse(Reason.BIRTH_MISSING, "birth_date")
            else:
                self.note(Note.BIRTH_UNSTATED, "birth_date")
            return None
        if _YEAR.fullmatch(plain := ascii_digits(text)):  # a list may give the year only
            self.check_age(datetime.date(int(plain), 12, 31), text)
            return int(plain)
        try:
            born = date_of(self.values["birth_date"], self.today)
        except DateUnreadable as error:
            code = Reason.BIRTH_IMPOSSIBLE if error.code == "impossible" else Reason.BIRTH_FORM
            self.refuse(code, "birth_date", text)
            return None
        self.check_age(born, text)
        self.note_conversion(born)
        return born.year

    def check_age(self, born: datetime.date, text: str) -> None:
        years = self.today.year - born.year - ((self.today.month, self.today.day) < (born.month, born.day))
        if born > self.today:
            self.refuse(Reason.BIRTH_FUTURE, "birth_date", text)
        elif years < YOUNGEST:
            self.refuse(Reason.CHILD, "birth_date", text)
        elif years > OLDEST:
            self.refuse(Reason.TOO_OLD, "birth_date", text)

    def note_conversion(self, born: datetime.date) -> None:
        cell = self.values["birth_date"]
        if not isinstance(cell, str):
            return
        plain = ascii_digits(cell)
        read = format_short(born, "en")
        if _SOLAR_YEAR.search(plain):
            self.note(Note.DATE_SOLAR, "birth_date", f"{cell} → {read}")
        elif plain != cell:
            self.note(Note.DATE_DIGITS, "birth_date", read)
        elif plain.isdecimal():
            self.note(Note.DATE_SERIAL, "birth_date", read)

    def rank(self) -> str:
        text = self.text("rank")
        if not text:
            return ""
        found = self.ranks.find(text)
        if isinstance(found, Reason):
            self.refuse(found, "rank", text)
            return ""
        return found

    def unit(self) -> str:
        text = self.text("unit")
        if len(text) > UNIT_LENGTH:
            self.refuse(Reason.UNIT_LONG, "unit")
        return text

    def language(self, service: str, script: str) -> str:
        text = self.text("language")
        if text:
            found = list_words.meaning(text, list_words.LANGUAGES)
            if found is None:
                self.refuse(Reason.LANGUAGE_UNKNOWN, "language", text)
            return found or ""
        taken = "fa-af" if service == "AF" or script == "arab" else "tg"
        self.note(Note.LANGUAGE_ASSUMED, "language", taken)
        return taken


def same_person(entry: Entry, surnames: Collection[str], given_names: Collection[str]) -> bool:
    """Return whether a line can be about the person who bears these names: surname or given name agree, folded.

    A mistyped service number must not rename a stranger.
    """
    own = {fold(name) for name in (entry.surname, *(entry.latin or ())[:1]) if name}
    given = {fold(name) for name in (entry.given_name, *(entry.latin or ())[1:]) if name}
    return bool(own & set(map(fold, surnames)) or given & set(map(fold, given_names)))
