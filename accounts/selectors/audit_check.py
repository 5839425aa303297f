"""Walk the whole chain over the audit trail and say what is wrong, with constant memory."""

import dataclasses
import datetime
import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from accounts.domain.audit_chain import FIRST, LATE, batch_digest, entry_digest, short_form
from accounts.models import AuditBatch, AuditEntry, AuditHead, AuditLink
from accounts.models.audit_guards import missing_guards
from accounts.selectors.audit_chain import FIELDS, chain_state, compare_line, newest_batch, strays

CHUNK = 2000
WITHDRAWN = "signed after the key was withdrawn"  # a complaint: alone it proves nothing, neither good nor bad
MOST_NAMED = 50  # entries or batches that are named; the rest is counted

Row = tuple[Any, ...]


@dataclasses.dataclass(frozen=True)
class Finding:
    """Something that may not be: what, and in which batch or entry."""

    what: str
    batch: int | None = None
    entry: uuid.UUID | str | None = None

    def __str__(self) -> str:
        where = [f"batch {self.batch}"] if self.batch is not None else []
        where += [f"entry {self.entry}"] if self.entry else []
        return f"{', '.join(where)}: {self.what}" if where else self.what


@dataclasses.dataclass
class Report:
    """What a walk found: `findings` say that the record was changed, `remarks` what somebody should look after."""

    batches: int = 0
    entries: int = 0
    heads: int = 0
    findings: list[Finding] = dataclasses.field(default_factory=list)
    remarks: list[str] = dataclasses.field(default_factory=list)

    def add(self, findings: Iterable[Finding]) -> None:
        """Keep the first findings; a record that is wrong in a million places needs no million lines."""
        room = MOST_NAMED - len(self.findings)
        self.findings += itertools.islice(findings, max(room, 0))


def check_chain(
    *, at: datetime.datetime, complaint_about: Callable[[AuditHead], str], printed: Sequence[str] = ()
) -> Report:
    """Return what is wrong with the audit trail. `complaint_about` judges a signature, empty when it is good.

    `printed` are lines from paper. Raises LineUnreadableError. Reads every entry once.
    """
    report = Report()
    for text in printed:
        answer = compare_line(text)
        if not answer.agrees:
            says = f"the chain has {short_form(answer.batch.digest)}" if answer.batch else "the chain has no such batch"
            report.add([Finding(f"paper says {answer.printed.code}, {says}", answer.printed.number)])
    for name in missing_guards(DEFAULT_DB_ALIAS):
        report.add([Finding(f"the trigger {name} is missing: rows can be changed (run `manage.py migrate`)")])
    try:
        _walk(report)
    except (ValueError, TypeError) as error:
        report.add([Finding(f"a row after this batch cannot be read: {error}", report.batches)])
    report.add(
        Finding(f"dated {entry.at:%Y-%m-%d %H:%M} and in no batch: written into a sealed past", entry=entry.pk)
        for entry in strays(newest_batch()).order_by("at")[:MOST_NAMED]
    )
    _check_heads(report, complaint_about)
    _remark(report, at)
    return report


def _walk(report: Report) -> None:
    previous, expected = FIRST, 1
    sealed_through: datetime.datetime | None = None
    for batch, rows in _batches():
        if batch.number != expected:
            missing = f"{expected}" if batch.number == expected + 1 else f"{expected}–{batch.number - 1}"
            report.add([Finding(f"removed, or numbered anew: missing are {missing}", expected)])
        digests, changed, early = [], [], []
        for row in rows:
            fields = dict(zip(FIELDS, row[3:], strict=True))
            digests.append(entry_digest(fields))
            if digests[-1].hex() != row[2]:
                changed.append(fields["id"])
            if sealed_through and not batch.by_hand and fields["at"] < sealed_through - LATE:
                early.append(fields["id"])
        whole = batch_digest(
            number=batch.number,
            sealed_at=batch.sealed_at,
            through=batch.through,
            by_hand=batch.by_hand,
            previous=previous,
            entries=digests,
        )
        if whole != batch.digest or changed:
            report.add(_explain(batch, [row[1] for row in rows], changed))
        report.add(Finding("dated in a past that was sealed before", batch.number, entry) for entry in early)
        if batch.by_hand:
            report.remarks.append(f"batch {batch.number}: {batch.entries} entries were sealed by hand")
        previous, expected, sealed_through = batch.digest, batch.number + 1, batch.through
        report.batches, report.entries = batch.number, report.entries + len(rows)


def _batches() -> Iterator[tuple[AuditBatch, list[Row]]]:
    """Yield each batch with its entries in order, as they stand in the database now."""
    columns = ("batch_id", "position", "digest", *(f"entry__{name}" for name in FIELDS))
    links = AuditLink.objects.order_by("batch_id", "position").values_list(*columns)
    groups = itertools.groupby(links.iterator(chunk_size=CHUNK), key=lambda row: row[0])
    number, group = next(groups, (None, iter(())))
    for batch in AuditBatch.objects.order_by("number").iterator(chunk_size=CHUNK):
        while number is not None and number < batch.number:  # of a batch that is gone: the gap is said
            number, group = next(groups, (None, iter(())))
        if number == batch.number:
            rows = list(group)
            number, group = next(groups, (None, iter(())))
        else:
            rows = []
        yield batch, rows


def _explain(batch: AuditBatch, positions: list[int], changed: list[uuid.UUID]) -> Iterator[Finding]:
    """Say what became of a batch that does not agree."""
    missing = sorted(set(range(1, batch.entries + 1)) - set(positions))
    for position in missing[:MOST_NAMED]:
        link = AuditLink.objects.filter(batch=batch.pk, position=position).first()
        yield Finding(f"the entry at place {position} was removed", batch.number, link.entry_id if link else None)
    for position in sorted(set(positions) - set(range(1, batch.entries + 1))):
        link = AuditLink.objects.filter(batch=batch.pk, position=position).first()
        yield Finding(f"an entry was inserted at place {position}", batch.number, link.entry_id if link else None)
    for entry in changed:
        act = AuditEntry.objects.filter(pk=entry).values_list("act", flat=True).first()
        yield Finding(f"changed after it was sealed (“{act}”)", batch.number, entry)
    if not missing and not changed and len(positions) == batch.entries:
        what = "does not follow from its entries and the batch before: it or its order was changed"
        yield Finding(what, batch.number)


def _check_heads(report: Report, complaint_about: Callable[[AuditHead], str]) -> None:
    withdrawn = 0
    for head in AuditHead.objects.order_by("signed_at").iterator(chunk_size=CHUNK):
        report.heads += 1
        day = f"the head signed on {head.signed_at:%Y-%m-%d}"
        complaint = complaint_about(head)
        if complaint and complaint != WITHDRAWN:
            report.add([Finding(f"{day} is not to be believed: {complaint}", head.number)])
            continue
        withdrawn += complaint == WITHDRAWN
        batch = AuditBatch.objects.filter(number=head.number).first()
        if batch is None:
            report.add([Finding(f"{day} remembers this batch: it was removed", head.number)])
        elif batch.digest != head.digest:
            report.add([Finding(f"{day} remembers another digest: the chain was written anew", head.number)])
    if withdrawn:
        report.remarks.append(f"{withdrawn} heads were {WITHDRAWN}: they prove nothing")


def _remark(report: Report, at: datetime.datetime) -> None:
    state = chain_state(at=at)
    if state.waiting:
        age = int(state.oldest.total_seconds()) if state.oldest else 0
        report.remarks.append(f"{state.waiting} entries wait for the sealer, the oldest for {age} s")
    if state.stands_still:
        report.remarks.append("the sealer stands still: does `manage.py tick` run each minute?")
    if state.clock_went_back:
        report.remarks.append("the last batch is dated in the future: the clock of the server was changed")
    if state.unsigned:
        report.remarks.append("no head was signed in the last two days: see docs/keys.md")
