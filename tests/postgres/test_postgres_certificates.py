"""Two workers issue one batch at the same time: no serial twice, none missing, no gap."""

import uuid

import pytest
from django.utils import timezone

from certificates.enums import DRAW_BATCH, ISSUE_BATCH
from certificates.models import Certificate, CertificateEvent, Credential, SignedFile
from certificates.selectors.issuer_keys import trusted
from certificates.services.batches import issue_batch
from certificates.services.files import kept_file
from certificates.signing.verify import judge
from certificates.tasks import issue_batch as work
from foundation.jobs import queue
from foundation.jobs.models import Job
from tests.factories.certificates import graduate_all, prepare
from tests.postgres.together import at_once

pytestmark = pytest.mark.postgres


def test_two_workers_issue_each_certificate_once(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    issue_batch(batch=batch, by=cast.head, at=timezone.now())
    jobs = [Job(kind=ISSUE_BATCH, subject=str(batch.pk), state="running", pk=uuid.uuid4()) for _ in range(2)]
    at_once(*[lambda job=job: work(job) for job in jobs])
    queue.put(kind=ISSUE_BATCH, subject=str(batch.pk))
    queue.drain()
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == [1, 2, 3]
    assert CertificateEvent.objects.count() == 3


def test_a_job_is_leased_by_one_worker(cast) -> None:
    done = []
    queue.register("count", lambda job: done.append(job.pk))
    for number in range(6):
        queue.put(kind="count", subject=str(number))
    at_once(*[queue.drain] * 3)
    assert len(done) == 6
    assert len(set(done)) == 6


def test_two_workers_draw_each_paper_once(cast) -> None:
    """They share one batch: one issues and draws, the other one helps; seals, places and files are there once."""
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    issue_batch(batch=batch, by=cast.head, at=timezone.now())
    for kind in (ISSUE_BATCH, DRAW_BATCH):
        queue.put(kind=kind, subject=str(batch.pk))
    at_once(*[queue.drain] * 2)
    queue.drain()
    rows = list(Certificate.objects.filter(batch=batch).select_related("person"))
    assert len(rows) == 3
    assert all(kept_file(row) for row in rows)
    assert all(judge(kept_file(row), trusted()).serial == row.serial for row in rows)
    assert len({row.status_index for row in rows}) == 3
    assert Credential.objects.count() == 3
    assert SignedFile.objects.count() == 0
    assert not Job.objects.exclude(state="done").exists()
