"""The job `issue_batch`: make the certificates of an approved batch, then draw and keep their PDFs.

It may die anywhere and be run again by any worker: what stands is passed over, what is missing is made.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.selectors.names import names_of
from certificates.enums import BatchState
from certificates.pdf.store import draw_and_keep
from certificates.selectors.batches import batch_to_issue, lines_to_issue, undrawn, whole_hours
from certificates.selectors.entitlement import entitlements_by_enrolment
from certificates.services.issuing import issue_one, occasion_of, series_of
from foundation.jobs.queue import progress

if TYPE_CHECKING:
    from certificates.models import Batch, BatchLine
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
        _issue(batch, some)
        done += len(some)
        progress(job, done, total)
    waiting = undrawn(batch)
    done = total - len(waiting)
    for certificate in waiting:
        draw_and_keep(certificate)
        done += 1
        progress(job, done, total)


def _issue(batch: "Batch", lines: Sequence["BatchLine"]) -> None:
    """Issue some lines; whoever is not entitled any more is left out, and the batch page says why."""
    assert batch.issued_by is not None
    series = series_of(batch)
    hours = whole_hours(batch.cohort)
    entitled = entitlements_by_enrolment(batch.cohort)
    names = names_of([batch.issued_by.pk, *(line.enrolment.person_id for line in lines)])
    for line in lines:
        entitlement = entitled.get(line.enrolment_id)
        if entitlement is None or not entitlement.entitled:
            continue
        occasion = occasion_of(
            batch,
            planned_hours=hours.planned,
            held_hours=hours.held,
            protocol=hours.protocol,
            honours=entitlement.honours,
        )
        issue_one(
            line=line,
            occasion=occasion,
            series=series,
            holder=names[line.enrolment.person_id],
            signatory=names[batch.issued_by.pk],
            by=batch.issued_by,
            at=timezone.now(),
        )


def _chunks(lines: Sequence["BatchLine"]) -> Iterator[Sequence["BatchLine"]]:
    for start in range(0, len(lines), AT_ONCE):
        yield lines[start : start + AT_ONCE]
