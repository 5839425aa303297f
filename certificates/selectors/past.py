"""Registers of past years: what an uploaded one would do, what was loaded, and who may read a sealed name."""

import dataclasses
import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.access import names_near
from accounts.enums import Role
from accounts.selectors.names import open_bytes
from accounts.selectors.sealed import KeyDestroyedError, digests, open_draft, with_names_of_protected
from certificates.domain.past_rows import Judged, PastColumn, PastLine, PastReason, judge, refused, serial_key
from certificates.domain.past_words import HEADINGS, REQUIRED
from certificates.enums import PastDraftState
from certificates.models import PastDraft, PastEntry, PastPage, PastWord
from foundation.languages.text import words
from foundation.spreadsheets.problems import SheetUnreadable, Unreadable
from foundation.spreadsheets.reading import Sheet, read

if TYPE_CHECKING:
    from accounts.models import Centre, User

MOST_FOUND = 50


class DraftClosedError(Exception):
    """The file of this register was thrown away: it is done or too old."""


@dataclasses.dataclass(frozen=True)
class PastPlan:
    """What a register would do: new lines, lines that are loaded already, refused ones; columns not used."""

    lines: tuple[Judged, ...]
    same: frozenset[int]  # numbers of lines that are loaded already
    protected: frozenset[int]  # numbers of lines whose name will be sealed
    ignored: tuple[str, ...]
    skipped: tuple[int, ...]

    @property
    def refused(self) -> list[Judged]:
        return [one for one in self.lines if one.line is None]

    @property
    def new(self) -> list[Judged]:
        return [one for one in self.lines if one.line is not None and one.number not in self.same]

    def counts(self) -> dict[str, int]:
        """How many lines are new, the same, refused, and how many new names are sealed."""
        sealed = sum(one.number in self.protected for one in self.new)
        return {"new": len(self.new), "same": len(self.same), "refused": len(self.refused), "sealed": sealed}


@dataclasses.dataclass(frozen=True)
class PastRow:
    """A loaded line as one reader sees it; `name` is empty where it is sealed for the reader, or erased."""

    entry: PastEntry
    name: str
    scanned: bool = False  # there is a scan of its page that the reader may open


def read_register(data: bytes, suffix: str) -> Sheet:
    """Return the rows of an uploaded register. Raises SheetUnreadable with the reason."""
    sheet = read(data, f"register{suffix}", HEADINGS, required=REQUIRED)
    if not {"name", "surname"} & sheet.headings.keys():
        raise SheetUnreadable(Unreadable.NO_HEADINGS, [PastColumn.NAME])
    return sheet


def open_register(draft: PastDraft) -> Sheet:
    """Return the rows of a draft's sealed file. Raises DraftClosedError when it is not kept any more."""
    if draft.state != PastDraftState.DRAFT or draft.sealed is None:
        raise DraftClosedError
    try:
        data = open_draft(bytes(draft.sealed), draft.pk.bytes)
    except KeyDestroyedError as error:
        raise DraftClosedError from error
    return read_register(data, draft.suffix)


def dry_run(draft: PastDraft, today: datetime.date) -> PastPlan:
    """Return what confirming the register would do now. Raises DraftClosedError."""
    return plan(open_register(draft), draft.centre, draft.year, today)


def plan(sheet: Sheet, centre: "Centre", year: int, today: datetime.date) -> PastPlan:
    """Return what a register does, compared with what is loaded. A constant number of queries."""
    judged = _once_each([judge(row.line, row.values, row.surplus, year, today) for row in sheet.rows])
    keys = [one.line.key for one in judged if one.line]
    loaded = {
        entry.key: entry for entry in PastEntry.objects.filter(centre=centre, year=year, key__in=keys) if entry.key
    }
    hidden = with_names_of_protected({one.number: one.line.name for one in judged if one.line})
    lines, same, protected = [], set(), set()
    for one in judged:
        found = loaded.get(one.line.key) if one.line else None
        if one.line and (one.line.protected or one.number in hidden):
            protected.add(one.number)
        if one.line and found is not None:
            if _is_same(found, one.line):
                same.add(one.number)
            else:
                one = refused(one, PastReason.LOADED_OTHERWISE, PastColumn.SERIAL)
        lines.append(one)
    skipped = tuple(line.line for line in sheet.skipped)
    return PastPlan(tuple(lines), frozenset(same), frozenset(protected), sheet.ignored, skipped)


def _once_each(judged: Sequence[Judged]) -> list[Judged]:
    """Refuse a line whose number stands in an earlier one."""
    places: dict[str, int] = {}
    result = []
    for one in judged:
        if one.line:
            first = places.setdefault(one.line.key, one.number)
            if first != one.number:
                one = refused(one, PastReason.SERIAL_TWICE, PastColumn.SERIAL, str(first))
        result.append(one)
    return result


def _is_same(entry: PastEntry, line: PastLine) -> bool:
    facts = ("birth_year", "course", "started_on", "ended_on", "issued_on", "order", "page")
    return open_name(entry) == line.name and all(getattr(entry, fact) == getattr(line, fact) for fact in facts)


def open_name(entry: PastEntry) -> str:
    """Return the name of a line, opened if it was sealed; empty when its key was destroyed."""
    if entry.sealed_name is None:
        return entry.name
    try:
        return open_bytes(entry.pk, bytes(entry.sealed_name), entry.pk.bytes).decode("utf-8")
    except KeyDestroyedError:
        return ""


def may_read_sealed(user: "User", centre_id: int) -> bool:
    """Return whether `user` may read sealed names and scans of a centre's past registers: HR, its registrar and head.

    The same rule as for names of protected people.
    """
    return user.has_role(Role.HR) or centre_id in user.centre_ids(*names_near())


def shown(entries: Iterable[PastEntry], user: "User") -> list[PastRow]:
    """Return lines as `user` may read them, and whether there is a scan of their page. One query."""
    listed = list(entries)
    pages = set(
        PastPage.objects.filter(centre__in={one.centre_id for one in listed}, year__in={one.year for one in listed})
        .order_by()
        .values_list("centre_id", "year", "page")
    )
    rows = []
    for one in listed:
        near = may_read_sealed(user, one.centre_id)
        name = open_name(one) if near or one.sealed_name is None else ""
        rows.append(PastRow(one, name, near and (one.centre_id, one.year, one.page) in pages))
    return rows


def visible_entries(user: "User") -> QuerySet[PastEntry]:
    """Return the lines of past registers that `user` may see, with their centres."""
    return PastEntry.objects.visible_to(user).select_related("centre")


def search_past(text: str, user: "User", *, centre: "Centre | None" = None, year: int | None = None) -> list[PastRow]:
    """Return the lines whose number fits, or whose name has all words of `text`. At most MOST_FOUND; two queries.

    Plain names match by the beginning of a word, sealed ones by whole words and only for who may read them.
    """
    asked = words(text)
    if not asked:
        return []
    rows = visible_entries(user)
    if centre is not None:
        rows = rows.filter(centre=centre)
    if year is not None:
        rows = rows.filter(year=year)
    key = serial_key(text)
    plain = Q(sealed_name__isnull=True)
    for word in asked:
        plain &= Q(folded__startswith=word) | Q(folded__contains=f" {word}")
    sealed = Q(sealed_name__isnull=False)
    if not user.has_role(Role.HR):
        sealed &= Q(centre__in=user.centre_ids(*names_near()))
    for digest in digests(text):
        sealed &= Q(pk__in=PastWord.objects.filter(digest=digest).values("entry"))
    fits = Q(key=key) | Q(key__startswith=f"{key}-") | plain | sealed
    return shown(rows.filter(fits).order_by("-year", "serial")[:MOST_FOUND], user)


def year_rows(centre: "Centre", year: int, user: "User") -> list[PastRow]:
    """Return the loaded lines of a centre's year as `user` may read them, in the order of their numbers."""
    rows = visible_entries(user).filter(centre=centre, year=year)
    return sorted(shown(rows, user), key=lambda row: _natural(row.entry.key))


def scans_of(centre: "Centre", year: int) -> list[PastPage]:
    """Return the newest scan of each page of a centre's ledger of one year."""
    newest: dict[str, PastPage] = {}
    for page in PastPage.objects.filter(centre=centre, year=year).order_by("page", "at"):
        newest[page.page] = page
    return [newest[page] for page in sorted(newest, key=_natural)]


def scan_for(user: "User", pk: uuid.UUID) -> PastPage:
    """Return a scan that `user` may open. Raises PastPage.DoesNotExist otherwise."""
    page = PastPage.objects.visible_to(user).get(pk=pk)
    if not may_read_sealed(user, page.centre_id):
        raise PastPage.DoesNotExist
    return page


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key by which 2 stands before 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in text.split("-")]
