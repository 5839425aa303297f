"""A list compared with the register: what each line means, what was found, whether it is enough for a post."""

import contextlib
import dataclasses
import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from accounts.access import may_open_name
from accounts.selectors.names import display, names_ever, names_of
from accounts.selectors.sealed import KeyDestroyedError, open_draft
from certificates.domain.codes import normalise
from certificates.domain.list_rows import Asked, Index, Known, Proposal, asked_of, proposals
from certificates.domain.list_words import HEADINGS
from certificates.domain.past_rows import serial_key
from certificates.enums import Answer
from certificates.models import Certificate, ListCheck, PastEntry
from certificates.selectors.past import PastRow, open_name, shown
from certificates.selectors.posts import Fulfilment, Post, post_on
from certificates.selectors.registers import holder_matches, standing_answer
from foundation.languages.text import words
from foundation.spreadsheets.problems import SheetUnreadable, Unreadable
from foundation.spreadsheets.reading import Sheet, read

if TYPE_CHECKING:
    from accounts.models import User

PERSON, PAST, NOBODY = "person", "past", "nobody"
KNOWN_BY = frozenset({"serial", "code", "service_number", "name", "surname"})


class ListClosedError(Exception):
    """The list was thrown away: it is too old."""


@dataclasses.dataclass(frozen=True)
class Choice:
    """One person or old paper that a line may mean, as it is offered."""

    value: str
    name: str
    number: str  # service number, or the number of the old paper
    birth_year: int | None
    exact: bool
    former: bool
    year_differs: bool
    past: bool


@dataclasses.dataclass(frozen=True)
class Held:
    """One certificate of the person a line means."""

    certificate: Certificate
    answer: Answer


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was found for one line. `decided` is empty while a person has still to decide."""

    asked: Asked
    decided: str
    by_number: bool  # serial, code or service number decided, not a name
    name: str
    number: str
    held: Sequence[Held]
    past: PastRow | None
    name_matches: bool | None  # None: no name to compare with
    lacking: Sequence[str]
    choices: Sequence[Choice]

    @property
    def open(self) -> bool:
        return not self.decided

    @property
    def chosen(self) -> str:
        """The value preselected: the decision, or the one proposal with the same name and year."""
        if self.decided:
            return self.decided
        exact = [choice.value for choice in self.choices if choice.exact]
        return exact[0] if len(exact) == 1 else ""


@dataclasses.dataclass(frozen=True)
class Compared:
    """A whole list."""

    check: ListCheck
    post: Post | None
    lines: Sequence[Outcome]

    @property
    def open(self) -> int:
        return sum(line.open for line in self.lines)


def read_asked(data: bytes, suffix: str) -> list[Asked]:
    """Return the lines of a list. It needs a serial, a code, a service number or a name. Raises SheetUnreadable."""
    sheet = _sheet(data, suffix)
    if not KNOWN_BY & sheet.headings.keys():
        raise SheetUnreadable(Unreadable.NO_HEADINGS, ["serial", "name"])
    return [asked_of(row.line, row.values) for row in sheet.rows]


def _sheet(data: bytes, suffix: str) -> Sheet:
    """Return the rows of a list; a list of one column only is read too."""
    try:
        return read(data, f"list{suffix}", HEADINGS)
    except SheetUnreadable as error:
        if error.code != Unreadable.NO_HEADINGS:
            raise
    for field in sorted(KNOWN_BY):
        with contextlib.suppress(SheetUnreadable):
            return read(data, f"list{suffix}", {field: HEADINGS[field]})
    raise SheetUnreadable(Unreadable.NO_HEADINGS, ["serial", "name"])


def compare(check: ListCheck, user: "User", language: str) -> Compared:
    """Return what the register says of each line. The same number of queries for any number of lines.

    Raises ListClosedError when the file was thrown away.
    """
    if check.sealed is None:
        raise ListClosedError
    try:
        data = open_draft(bytes(check.sealed), check.pk.bytes)
    except KeyDestroyedError as error:
        raise ListClosedError from error
    lines = read_asked(data, check.suffix)
    numbered = _by_number(lines)
    register = _Register(lines, check.decisions, numbered, user, language)
    post = post_on(check.post, check.day) if check.post else None
    fulfilment = Fulfilment([one for held in register.held.values() for one in held])
    outcomes = []
    for asked in lines:
        by_number = numbered.get(asked.number, "")
        decided = by_number or check.decisions.get(str(asked.number), "")
        outcomes.append(register.outcome(asked, decided, bool(by_number), post, fulfilment, check.day))
    return Compared(check, post, outcomes)


def _by_number(lines: Sequence[Asked]) -> dict[int, str]:
    """Return whom lines mean by serial, code or service number, or an old paper by its number. Two queries."""
    serials = {asked.serial.upper() for asked in lines if asked.serial}
    codes = {normalise(asked.code) for asked in lines if asked.code}
    rows = Certificate.objects.filter(serial__in=serials) | Certificate.objects.filter(code__in=codes)
    found: dict[str, str] = {}
    for serial, code, person in rows.values_list("serial", "code", "person_id"):
        found[serial] = found[code] = f"{PERSON}:{person}"
    keys = {serial_key(asked.serial) for asked in lines if asked.serial}
    old: dict[str, list[str]] = defaultdict(list)
    for key, pk in PastEntry.objects.filter(key__in=keys).order_by().values_list("key", "pk"):
        old[key].append(f"{PAST}:{pk}")
    result = {}
    for asked in lines:
        hit = found.get(asked.serial.upper()) if asked.serial else None
        hit = hit or (found.get(normalise(asked.code)) if asked.code else None)
        past = old.get(serial_key(asked.serial), []) if asked.serial else []
        if hit or len(past) == 1:
            result[asked.number] = hit or past[0]
    return result


class _Register:
    """What the register holds about the people and papers of one list, read at once."""

    def __init__(
        self,
        lines: Sequence[Asked],
        decisions: Mapping[str, str],
        numbered: Mapping[int, str],
        user: "User",
        language: str,
    ) -> None:
        self._user, self._language = user, language
        ever = names_ever(Certificate.objects.visible_to(user).order_by().values("person"), by=user)
        old = [
            Known(f"{PAST}:{entry.pk}", frozenset(words(open_name(entry))), entry.birth_year, former=False)
            for entry in PastEntry.objects.visible_to(user).order_by()
        ]
        known = [Known(f"{PERSON}:{one.person}", one.words, one.birth_year, one.former) for one in ever]
        self._index = Index([*known, *old])
        self._people_by_number = {one.service_number.upper(): f"{PERSON}:{one.person}" for one in ever}
        self._proposed: dict[int, list[Proposal[str]]] = {
            asked.number: proposals(asked, self._index.near(asked.name)) if asked.number not in numbered else []
            for asked in lines
        }
        values = {*decisions.values(), *numbered.values()}
        values |= {one.key for found in self._proposed.values() for one in found}
        values |= {self._people_by_number.get(asked.service_number.upper(), "") for asked in lines}
        people, papers = _ids(values, PERSON), _ids(values, PAST)
        self.held: dict[str, list[Certificate]] = defaultdict(list)
        rows = Certificate.objects.visible_to(user).filter(person__in=people).select_related("person")
        for row in rows:
            self.held[f"{PERSON}:{row.person_id}"].append(row)
        self._names = {f"{PERSON}:{pk}": names for pk, names in names_of(people).items()}
        self._years = {f"{PERSON}:{one.person}": one for one in ever}
        entries = PastEntry.objects.visible_to(user).filter(pk__in=papers).select_related("centre")
        self._past = {f"{PAST}:{row.entry.pk}": row for row in shown(entries, user)}

    def outcome(
        self, asked: Asked, decided: str, by_number: bool, post: Post | None, fulfilment: Fulfilment, day: datetime.date
    ) -> Outcome:
        """Return what is known of one line."""
        if not decided and asked.service_number:
            decided = self._people_by_number.get(asked.service_number.upper(), "")
            by_number = bool(decided)
        held = self.held.get(decided, [])
        past = self._past.get(decided)
        lacking = fulfilment.lacking(post.required, held, day) if post and decided else ()
        return Outcome(
            asked=asked,
            decided=decided,
            by_number=by_number,
            name=self._name(decided),
            number=self._number(decided),
            held=[Held(one, standing_answer(one, day)) for one in held],
            past=past,
            name_matches=self._matches(asked, held, past),
            lacking=lacking,
            choices=[self._choice(one) for one in self._proposed[asked.number]],
        )

    def _matches(self, asked: Asked, held: Sequence[Certificate], past: PastRow | None) -> bool | None:
        if not asked.name or not (held or past):
            return None
        if past is not None:
            return not past.name or set(words(asked.name)) <= set(words(past.name))
        return any(may_open_name(self._user, one.person) and holder_matches(one, asked.name) for one in held)

    def _name(self, value: str) -> str:
        if past := self._past.get(value):
            return past.name
        return display(self._names.get(value, {}), self._language)

    def _number(self, value: str) -> str:
        if past := self._past.get(value):
            return past.entry.serial
        person = self._years.get(value)
        if person is not None:
            return person.service_number
        held = self.held.get(value)
        return held[0].person.service_number if held else ""

    def _choice(self, one: Proposal[str]) -> Choice:
        past = self._past.get(one.key)
        person = self._years.get(one.key)
        year = past.entry.birth_year if past else person.birth_year if person else None
        return Choice(
            one.key,
            self._name(one.key),
            self._number(one.key),
            year,
            one.exact,
            one.former,
            one.year_differs,
            past is not None,
        )


def _ids(values: Collection[str], kind: str) -> list[uuid.UUID]:
    return [uuid.UUID(value.partition(":")[2]) for value in values if value.startswith(f"{kind}:")]


def protected_numbers(compared: Compared) -> set[str]:
    """Return the values of the people of a list whose names do not leave the house."""
    return {line.decided for line in compared.lines if any(one.certificate.person.protected for one in line.held)}
