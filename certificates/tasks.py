"""The job `issue_batch`: make the certificates of an approved batch, then draw and keep their PDFs.

It may die anywhere and be run again by any worker: what stands is passed over, what is missing is made.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from certificates.enums import BatchState
from certificates.pdf.store import draw_and_keep
from certificates.selectors.batches import batch_to_issue, lines_to_issue, undrawn
from certificates.services.issuing import issue_lines
from foundation.jobs.queue import progress

if TYPE_CHECKING:
    from certificates.models import BatchLine
    from foundation.jobs.models import Job

AT_ONCE = 10  # people whose entitlement is looked at together, just before they are issued


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
    waiting = undrawn(batch)
    done = total - len(waiting)
    for certificate in waiting:
        draw_and_keep(certificate)
        done += 1
        progress(job, done, total)


def _chunks(lines: Sequence["BatchLine"]) -> Iterator[Sequence["BatchLine"]]:
    for start in range(0, len(lines), AT_ONCE):
        yield lines[start : start + AT_ONCE]
