"""The audit trail for the people who read it: in sentences, with filters, page after page without counting."""

import dataclasses
import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.domain.numbers import normal_number
from accounts.enums import Role
from accounts.models import AuditEntry, Centre, User
from accounts.selectors.audit_words import (
    MACHINE,
    PEOPLE,
    SECRET,
    acts_of,
    addresses,
    as_id,
    key_word,
    row_word,
    value_word,
)

ENTRIES_ON_PAGE = 50
MOST_TAKEN_OUT = 50_000


@dataclasses.dataclass(frozen=True)
class Asked:
    """What the reader looks for; `until` is the last day shown. Empty fields ask for nothing."""

    act: str = ""  # an act or a group of acts
    actor: str = ""
    person: str = ""
    centre: str = ""
    row: str = ""  # a kind of row
    row_id: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclasses.dataclass(frozen=True)
class Change:
    """One thing that was changed: its name, what it was and what it is. `old` is None where nothing was before."""

    label: str
    old: str | None
    new: str | None


@dataclasses.dataclass(frozen=True)
class Line:
    """One entry as it is read: people by number, rows by their kind, `address` where the reader may open the row."""

    entry: AuditEntry
    actor: str
    person: str
    kind: str
    address: str
    changes: tuple[Change, ...]


@dataclasses.dataclass(frozen=True)
class TrailPage:
    """Some lines, newest first; `older` and `newer` are the marks to go on from, empty at the ends."""

    lines: list[Line]
    older: str
    newer: str


def audit_trail(*, by: User, asked: Asked, before: str = "", after: str = "") -> TrailPage:
    """Return one page of the entries `by` may read, newest first, in a constant number of queries.

    `before` and `after` are marks of another page; one that cannot be read counts as none. Nothing is counted.
    """
    entries = _found(by, asked)
    mark, back = _mark(before), False
    if mark is None and (mark := _mark(after)) is not None:
        back = True
    if mark is not None:
        at, pk = mark
        beyond = Q(at__gt=at) | Q(at=at, pk__gt=pk) if back else Q(at__lt=at) | Q(at=at, pk__lt=pk)
        edge = Q(at__gte=at) if back else Q(at__lte=at)  # what an index can walk from
        entries = entries.filter(edge, beyond)
    listed = _first(entries, acts_of(asked.act) if asked.act else None, back=back)
    more = len(listed) > ENTRIES_ON_PAGE
    listed = listed[:ENTRIES_ON_PAGE]
    if back:
        listed.reverse()
    has_older, has_newer = (True, more) if back else (more, mark is not None)
    return TrailPage(
        lines=list(_lines(listed, by)),
        older=_mark_of(listed[-1]) if listed and has_older else "",
        newer=_mark_of(listed[0]) if listed and has_newer else "",
    )


def trail_to_take_out(*, by: User, asked: Asked) -> Iterator[Line]:
    """Yield the entries `by` may read for a file, newest first, at most MOST_TAKEN_OUT."""
    entries = _found(by, asked).select_related("actor", "person", "centre").order_by("-at", "-pk")
    if asked.act:
        entries = entries.filter(act__in=acts_of(asked.act))
    some: list[AuditEntry] = []
    for entry in entries[:MOST_TAKEN_OUT].iterator(chunk_size=1000):
        some.append(entry)
        if len(some) == 1000:
            yield from _lines(some, by, opened=False)
            some = []
    yield from _lines(some, by, opened=False)


def without_secrets(value: Any) -> Any:
    """Return old or new values of an entry without what would tell the answer of a question."""
    if isinstance(value, dict):
        return {key: without_secrets(one) for key, one in value.items() if key not in SECRET}
    return value


def centres_to_choose(by: User) -> list[Centre]:
    """Return the centres whose entries `by` may read."""
    if by.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
        return list(Centre.objects.all())
    return list(Centre.objects.filter(pk__in=by.centre_ids(Role.HEAD)))


def entries_on(subject: Any, *, act: str, most: int) -> list[AuditEntry]:
    """Return the newest entries of one act on a row, with who did it: the row's history, for who keeps it. One query.

    The caller has checked that the reader may see the row.
    """
    entries = AuditEntry.objects.filter(act=act, subject=subject._meta.label_lower, subject_id=str(subject.pk))
    return list(entries.select_related("actor").order_by("-at", "-pk")[:most])


def _first(entries: Any, acts: frozenset[str] | None, *, back: bool) -> list[AuditEntry]:
    """Return the first entries of a page and one more, of `acts` or of all.

    For a group of acts the newest of each act are asked for one by one, each by its index: a database that looks for
    seldom acts among millions of frequent ones walks through all of them.
    """
    order = ("at", "pk") if back else ("-at", "-pk")
    entries = entries.order_by(*order)
    if acts is not None:
        keys: list[tuple[datetime.datetime, uuid.UUID]] = []
        for act in sorted(acts):
            keys += entries.filter(act=act).values_list("at", "pk")[: ENTRIES_ON_PAGE + 1]
        chosen = sorted(keys, reverse=not back)[: ENTRIES_ON_PAGE + 1]
        entries = AuditEntry.objects.filter(pk__in=[pk for _at, pk in chosen]).order_by(*order)
    return list(entries.select_related("actor", "person", "centre")[: ENTRIES_ON_PAGE + 1])


def _found(by: User, asked: Asked) -> Any:
    """Return what is asked for, whatever the act."""
    entries = AuditEntry.objects.visible_to(by)
    if asked.actor:
        entries = entries.filter(actor__in=_ids(asked.actor))
    if asked.person:
        ids = _ids(asked.person)
        about = Q(person__in=ids) | Q(subject="accounts.user", subject_id__in=[str(pk) for pk in ids])
        entries = entries.filter(about)
    if asked.centre:
        entries = entries.filter(centre__code=asked.centre)
    if asked.row:
        entries = entries.filter(subject=asked.row)
        if asked.row_id:
            entries = entries.filter(subject_id=asked.row_id)
    if asked.since:
        entries = entries.filter(at__gte=_midnight(asked.since))
    if asked.until:
        entries = entries.filter(at__lt=_midnight(asked.until + datetime.timedelta(days=1)))
    return entries


def _ids(number: str) -> list[uuid.UUID]:
    people = User.objects.filter(service_number__iexact=normal_number(number))
    return list(people.values_list("pk", flat=True))


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _mark_of(entry: AuditEntry) -> str:
    return f"{entry.at.astimezone(datetime.UTC):%Y%m%dT%H%M%S.%f}~{entry.pk}"


def _mark(text: str) -> tuple[datetime.datetime, uuid.UUID] | None:
    at, _tilde, pk = text.partition("~")
    try:
        moment = datetime.datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=datetime.UTC)
        return moment, uuid.UUID(pk)
    except ValueError:
        return None


def _lines(entries: Sequence[AuditEntry], by: User, *, opened: bool = True) -> Iterator[Line]:
    """Yield the entries as lines. One query for people, and where rows are opened one or two for each kind of row."""
    people = {pk for entry in entries for value in (entry.old, entry.new) for pk in _people_in(value)}
    people |= {pk for entry in entries if entry.subject == "accounts.user" and (pk := as_id(entry.subject_id))}
    numbers = dict(User.objects.filter(pk__in=people).values_list("pk", "service_number")) if entries else {}
    rows: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        rows[entry.subject].add(entry.subject_id)
    found = addresses(by, rows) if opened else {}
    for entry in entries:
        about = as_id(entry.subject_id) if entry.subject == "accounts.user" else None
        yield Line(
            entry=entry,
            actor=entry.actor.service_number if entry.actor else "",
            person=entry.person.service_number if entry.person else numbers.get(about, "") if about else "",
            kind=row_word(entry.subject) if entry.subject else "",
            address=found.get((entry.subject, entry.subject_id), ""),
            changes=tuple(_changes(entry, numbers)),
        )


def _people_in(value: Any) -> Iterator[uuid.UUID]:
    """Yield the ids of people in old or new values."""
    if isinstance(value, dict):
        for key, said in value.items():
            if key in PEOPLE:
                for one in said if isinstance(said, list) else [said]:
                    if (pk := as_id(one)) is not None:
                        yield pk


def _changes(entry: AuditEntry, numbers: dict[uuid.UUID, str]) -> Iterable[Change]:
    """Yield what was changed, old beside new; ids of other rows and digests are left out."""
    old = entry.old if isinstance(entry.old, dict) else {"": entry.old} if entry.old is not None else {}
    new = entry.new if isinstance(entry.new, dict) else {"": entry.new} if entry.new is not None else {}
    for key in dict.fromkeys([*old, *new]):
        if key in MACHINE or key in SECRET or (key == "person" and entry.person_id):
            continue
        before = value_word(entry.subject, key, old[key], numbers) if key in old else None
        after = value_word(entry.subject, key, new[key], numbers) if key in new else None
        if before == after or (as_id(after) and key not in PEOPLE):
            continue
        yield Change(key_word(key) if key else "", before, after)
