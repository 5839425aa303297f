"""The state of the chain over the audit trail: how far it is sealed, what is not, and the line for papers."""

import dataclasses
import datetime

from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.domain.audit_chain import LATE, Printed, read_line, short_form
from accounts.domain.audit_chain import LineUnreadableError as LineUnreadableError  # callers catch it
from accounts.models import AuditBatch, AuditEntry, AuditHead

STANDS_STILL = datetime.timedelta(minutes=5)
UNSIGNED = datetime.timedelta(days=2)
# The columns that are sealed, in the words of decision 0023. A new column is a new format.
FIELDS = (
    "id", "at", "act", "actor_id", "person_id", "centre_id", "subject", "subject_id", "old", "new", "reason", "address",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class ChainState:
    """What stands at the top of the audit screen. `oldest` is the age of the oldest act that is not sealed."""

    batch: AuditBatch | None
    code: str
    waiting: int
    oldest: datetime.timedelta | None
    signed: AuditHead | None
    stands_still: bool
    clock_went_back: bool
    unsigned: bool

    @property
    def oldest_minutes(self) -> int:
        return int(self.oldest.total_seconds()) // 60 if self.oldest else 0


@dataclasses.dataclass(frozen=True)
class LineAnswer:
    """Whether a printed line is in the chain. `batch` is None when there is no batch of that number."""

    printed: Printed
    batch: AuditBatch | None
    agrees: bool


def newest_batch() -> AuditBatch | None:
    """Return the last batch. One query."""
    batch: AuditBatch | None = AuditBatch.objects.order_by("-number").first()
    return batch


def unsealed(last: AuditBatch | None) -> QuerySet[AuditEntry]:
    """Return the entries that wait for the sealer after the batch `last`."""
    entries = AuditEntry.objects.filter(link=None)
    return entries.filter(at__gte=last.through - LATE) if last else entries


def strays(last: AuditBatch | None) -> QuerySet[AuditEntry]:
    """Return entries that are in no batch although their time was sealed long ago. Reads every older entry."""
    entries = AuditEntry.objects.filter(link=None)
    return entries.filter(at__lt=last.through - LATE) if last else entries.none()


def chain_state(*, at: datetime.datetime) -> ChainState:
    """Return how the chain stands at `at`. Three queries."""
    last = newest_batch()
    tail = unsealed(last).aggregate(waiting=Count("pk"), oldest=Min("at"))
    signed: AuditHead | None = AuditHead.objects.order_by("-signed_at").first()
    oldest = max(at - tail["oldest"], datetime.timedelta()) if tail["oldest"] else None
    began = signed.signed_at if signed else None
    return ChainState(
        batch=last,
        code=short_form(last.digest) if last else "",
        waiting=tail["waiting"],
        oldest=oldest,
        signed=signed,
        stands_still=oldest is not None and oldest > STANDS_STILL,
        clock_went_back=last is not None and last.sealed_at > at + STANDS_STILL,
        unsigned=last is not None and (began is None or at - began > UNSIGNED),
    )


def head_to_sign(*, at: datetime.datetime) -> AuditBatch | None:
    """Return the newest batch when none was signed on this day and there is a new one. Two queries."""
    last = newest_batch()
    signed = AuditHead.objects.order_by("-signed_at").first()
    if last is None or (signed is not None and signed.number == last.number):
        return None
    if signed is not None and timezone.localdate(signed.signed_at) == timezone.localdate(at):
        return None
    return last


def printed_line(language: str) -> str:
    """Return the line that papers carry, in the language of the paper; empty before anything is sealed. One query.

    Audit trail: batch 12 · 2026-11-22 18:00 · ABCD-EFGH-IJKL-MNOP. Number, time and code are the same in every
    language, so that whoever compares does not have to read it.
    """
    last = newest_batch()
    if last is None:
        return ""
    when = f"{timezone.localtime(last.sealed_at):%Y-%m-%d %H:%M}"
    with override(language):
        said = _("Audit trail: batch %(number)s") % {"number": f"\u2066{last.number}\u2069"}
    return f"{said} · \u2066{when}\u2069 · \u2066{short_form(last.digest)}\u2069"


def compare_line(text: str) -> LineAnswer:
    """Return whether a printed line is in the chain as it stands now. One query. Raises LineUnreadableError."""
    printed = read_line(text)
    batch = AuditBatch.objects.filter(number=printed.number).first()
    return LineAnswer(printed, batch, batch is not None and short_form(batch.digest) == printed.code)
