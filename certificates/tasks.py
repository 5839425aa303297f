"""The jobs `issue_batch` and `draw_batch`: make the certificates of an approved batch; seal, draw, sign and keep them.

They may die anywhere and be run again by any worker: what stands is passed over, what is missing is made. One worker
issues, because numbers run in the order of the alphabet; any number of them draw.
"""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from certificates.enums import ISSUE_BATCH, BatchState
from certificates.pdf.store import draw_some
from certificates.selectors.batches import batch_to_issue, how_many_undrawn, lines_to_issue
from certificates.services.claims import claim_undrawn, let_go
from certificates.services.issuing import issue_lines
from foundation.jobs.queue import progress
from foundation.jobs.reading import is_open, newest

if TYPE_CHECKING:
    from certificates.models import Batch, BatchLine
    from foundation.jobs.models import Job

AT_ONCE = 50  # people whose entitlement is looked at together, just before they are issued
DRAWN_AT_ONCE = 10  # certificates that a worker claims
PAUSE = 0.3  # seconds between looks for more to draw
PATIENCE = 10.0  # seconds a helping worker waits for the first worker to issue more


class NotApprovedError(Exception):
    """The batch was not approved for issue."""


def issue_batch(job: "Job") -> None:
    """Do one job: its subject is the id of a batch. Progress counts every certificate twice: issued, and drawn."""
    batch = batch_to_issue(uuid.UUID(job.subject))
    if batch.state != BatchState.ISSUED or batch.issued_by is None:
        raise NotApprovedError(str(batch.pk))
    total = 2 * batch.lines.count()
    lines = lines_to_issue(batch)
    done = total // 2 - len(lines)
    for some in _chunks(lines):
        issue_lines(batch=batch, lines=some, at=timezone.now())
        done += len(some)
        progress(job, done, total)
    _draw(batch, lambda: progress(job, total - how_many_undrawn(batch), total))
    while left := how_many_undrawn(batch):  # other workers draw them, or died: then their claims run out
        progress(job, total - left, total)
        time.sleep(PAUSE)
        _draw(batch, lambda: None)


def draw_batch(job: "Job") -> None:
    """Help with the drawing of a batch while another worker issues it; ends by itself when nothing is left to do."""
    batch = batch_to_issue(uuid.UUID(job.subject))
    total = 2 * batch.lines.count()
    idle_since = time.monotonic()
    while time.monotonic() - idle_since < PATIENCE:
        if _draw(batch, lambda: progress(job, total - how_many_undrawn(batch), total)):
            idle_since = time.monotonic()
        elif not is_open(newest(ISSUE_BATCH, job.subject)):
            return
        else:
            time.sleep(PAUSE)


def _draw(batch: "Batch", say: Callable[[], None]) -> int:
    """Draw what nobody else draws, some at a time; return how many were drawn."""
    drawn = 0
    while some := claim_undrawn(batch=batch, many=DRAWN_AT_ONCE, at=timezone.now()):
        try:
            for _pdf in draw_some(some):
                drawn += 1
        except Exception:
            let_go(certificates=some)
            raise
        say()
    return drawn


def _chunks(lines: Sequence["BatchLine"]) -> Iterator[Sequence["BatchLine"]]:
    for start in range(0, len(lines), AT_ONCE):
        yield lines[start : start + AT_ONCE]
