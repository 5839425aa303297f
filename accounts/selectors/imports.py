"""Lists of people: what a list would do, line by line, and what it did."""

import dataclasses
import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.functions import Upper

from accounts.domain.findings import Change, LineState, Note, Reason
from accounts.domain.import_rows import Entry, Finding, Judgement, RankWords, judge, same_person
from accounts.domain.list_words import HEADINGS, REQUIRED
from accounts.domain.starting_rows import POLICE_WORDS
from accounts.enums import ImportState, Role, Script
from accounts.models import Centre, ImportDraft, Rank, RoleAssignment, User
from accounts.selectors.names import Name, names_of
from accounts.selectors.sealed import KeyDestroyedError, open_draft
from foundation.spreadsheets.reading import Row, Sheet, read


class DraftClosedError(Exception):
    """The file of this list was thrown away: the list is done or too old."""


@dataclasses.dataclass(frozen=True)
class Changed:
    """One thing that a list changes of a person: what, from, to (may be names: show them, never log them)."""

    what: Change
    old: str
    new: str


@dataclasses.dataclass(frozen=True)
class PlannedLine:
    """What will happen to one line of the file."""

    line: int
    state: LineState
    number: str
    name: str
    reasons: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    changes: tuple[Changed, ...] = ()
    entry: Entry | None = None
    person: User | None = None


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a list will do. `ignored` are headings nobody asked for, `skipped` the lines of totals."""

    lines: tuple[PlannedLine, ...]
    ignored: tuple[str, ...]
    skipped: tuple[int, ...]

    def count(self, state: LineState) -> int:
        return sum(line.state == state for line in self.lines)

    def counts(self) -> dict[str, int]:
        found = Counter(str(line.state) for line in self.lines)
        return {state: found.get(state, 0) for state in LineState.values}


def read_list(data: bytes, suffix: str) -> Sheet:
    """Return the rows of an uploaded file. Raises SheetUnreadable with the reason."""
    return read(data, f"list{suffix}", HEADINGS, required=REQUIRED)


def open_list(draft: ImportDraft) -> Sheet:
    """Return the rows of a draft's sealed file. Raises DraftClosedError when it is not kept any more."""
    if draft.state != ImportState.DRAFT or draft.sealed is None:
        raise DraftClosedError
    try:
        data = open_draft(bytes(draft.sealed), draft.pk.bytes)
    except KeyDestroyedError as error:
        raise DraftClosedError from error
    return read_list(data, draft.suffix)


def dry_run(draft: ImportDraft, today: datetime.date) -> Plan:
    """Return what confirming the list would do today. Raises DraftClosedError."""
    return plan(open_list(draft), draft.centre, today)


def plan(sheet: Sheet, centre: Centre | None, today: datetime.date) -> Plan:
    """Return what a list does at `centre`, compared with the people registered now, in a constant number of queries.

    Without a centre: what it does with people who belong to none.
    """
    ranks = rank_words()
    judged = [(row, judge(row.values, row.surplus, ranks, today)) for row in sheet.rows]
    judged = _without_repetitions(judged)
    known = _known_people([judgement.entry.number for _, judgement in judged if judgement.entry], centre, today)
    lines = tuple(_planned(row, judgement, known, centre) for row, judgement in judged)
    return Plan(lines, sheet.ignored, tuple(skipped.line for skipped in sheet.skipped))


def rank_words() -> RankWords:
    """Return the ranks of the table with every word that lists use for them."""
    return RankWords(
        {rank.code: (*rank.titles.values(), *POLICE_WORDS.get(rank.code, ())) for rank in Rank.objects.all()}
    )


def people_of(draft_id: uuid.UUID, user: User) -> QuerySet[User]:
    """Return the people of a finished list, new and known ones, as far as `user` may see list and people."""
    draft = ImportDraft.objects.visible_to(user).filter(pk=draft_id, state=ImportState.DONE).first()
    ids = draft.report.get("people", []) if draft else []
    people: QuerySet[User] = User.objects.visible_to(user).filter(pk__in=ids)
    return people


def _without_repetitions(judged: Sequence[tuple[Row, Judgement]]) -> list[tuple[Row, Judgement]]:
    """Refuse a line that repeats an earlier one, and all lines that use one number for different data."""
    places: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for row, judgement in judged:
        if judgement.entry:
            places[judgement.entry.number].append((row.line, judgement.entry))
    result = []
    for row, judgement in judged:
        finding = _repetition(row.line, places[judgement.entry.number]) if judgement.entry else None
        if finding:
            judgement = Judgement(judgement.entry, (finding,), judgement.notes)
        result.append((row, judgement))
    return result


def _repetition(line: int, places: list[tuple[int, Entry]]) -> Finding | None:
    if any(entry != places[0][1] for _, entry in places):
        return Finding(Reason.NUMBER_SHARED, "service_number", ", ".join(str(place) for place, _ in places))
    if line != places[0][0]:
        return Finding(Reason.NUMBER_TWICE, "service_number", str(places[0][0]))
    return None


@dataclasses.dataclass(frozen=True)
class _Known:
    person: User
    names: dict[str, Name]
    is_trainee: bool


def _known_people(numbers: list[str], centre: Centre | None, today: datetime.date) -> dict[str, _Known]:
    found = User.objects.annotate(upper=Upper("service_number")).filter(upper__in=numbers).select_related("rank")
    people = {person.service_number.upper(): person for person in found}
    names = names_of([person for person in people.values() if person.centre_id == _id(centre)])
    trainees = set(
        RoleAssignment.objects.in_force(today)
        .filter(role=Role.TRAINEE, user__in=[person.pk for person in people.values()])
        .values_list("user_id", flat=True)
    )
    return {
        number: _Known(person, names.get(person.pk, {}), person.pk in trainees) for number, person in people.items()
    }


def _id(centre: Centre | None) -> int | None:
    return centre.pk if centre else None


def _planned(row: Row, judgement: Judgement, known: dict[str, _Known], centre: Centre | None) -> PlannedLine:
    entry = judgement.entry
    reasons = judgement.reasons
    there = known.get(entry.number) if entry else None
    changes: tuple[Changed, ...] = ()
    if entry and there and not reasons:
        assumed = any(note.code == Note.SERVICE_ASSUMED for note in judgement.notes)
        refusal = _refusal(entry, there, centre, service_stated=not assumed)
        reasons = (refusal,) if refusal else ()
        changes = () if refusal else tuple(_changes(entry, there))
    if reasons:
        state = LineState.REFUSED
    elif there is None:
        state = LineState.NEW
    else:
        state = LineState.CHANGED if changes else LineState.SAME
    notes = judgement.notes if state in {LineState.NEW, LineState.CHANGED, LineState.REFUSED} else ()
    if there and Script.LATIN in there.names:
        notes = tuple(note for note in notes if note.code not in {Note.LATIN_MISSING, Note.LATIN_PROPOSED})
    return PlannedLine(
        line=row.line,
        state=state,
        number=entry.number if entry else str(row.values.get("service_number", "")),
        name=_name_of(row, entry),
        reasons=reasons,
        notes=notes,
        changes=changes,
        entry=entry,
        person=there.person if there else None,
    )


def _name_of(row: Row, entry: Entry | None) -> str:
    if entry:
        return Name(entry.script, entry.surname, entry.given_name, entry.father_name).full
    fields = ("surname", "given_name", "father_name")
    return " ".join(str(row.values[field]) for field in fields if row.values.get(field))


def _refusal(entry: Entry, there: _Known, centre: Centre | None, *, service_stated: bool) -> Finding | None:
    person = there.person
    if person.centre_id != _id(centre):
        return Finding(Reason.NUMBER_ELSEWHERE, "service_number")
    names = there.names.values()
    if not same_person(entry, [name.surname for name in names], [name.given_name for name in names]):
        return Finding(Reason.NUMBER_OTHER_PERSON, "service_number")
    if service_stated and entry.service != person.service:
        return Finding(Reason.SERVICE_DIFFERS, "service", str(person.service))
    return None


def _changes(entry: Entry, there: _Known) -> list[Changed]:
    """An empty cell never takes away what is known."""
    person = there.person
    rank = person.rank.code if person.rank else ""
    year = str(person.birth_year or "")
    facts = (
        (Change.SEX, person.sex, entry.sex),
        (Change.BIRTH_YEAR, year, str(entry.birth_year or "")),
        (Change.RANK, rank, entry.rank),
        (Change.UNIT, person.unit, entry.unit),
    )
    changes = [Changed(what, old, new) for what, old, new in facts if new and new != old]
    for what, name in ((Change.NAME, new_name(entry, there.names)), (Change.LATIN_NAME, new_latin(entry, there.names))):
        if name is not None:
            old_name = there.names.get(name.script)
            changes.append(Changed(what, old_name.full if old_name else "", name.full))
    if not there.is_trainee:
        changes.append(Changed(Change.ROLE, "", ""))
    return changes


def new_name(entry: Entry, names: dict[str, Name]) -> Name | None:
    """Return the name that an entry brings for a known person, or None when it brings nothing new."""
    old = names.get(entry.script)
    name = Name(
        entry.script,
        entry.surname or (old.surname if old else ""),
        entry.given_name,
        entry.father_name or (old.father_name if old else ""),
    )
    return None if name == old else name


def new_latin(entry: Entry, names: dict[str, Name]) -> Name | None:
    """Return the Latin name that an entry brings for a known person, or None when it brings nothing new."""
    if entry.latin is None:
        return None
    old = names.get(Script.LATIN)
    name = Name(Script.LATIN, entry.latin[0], entry.latin[1], old.father_name if old else "")
    return None if name == old else name
