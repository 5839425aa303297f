"""Issue a prepared batch and draw its papers, as the worker does: `python -m bench.issuing BATCH ROLE FILE`.

Runs in a process of its own with the server's environment; writes into FILE what it took, and codes to be checked.
"""

import json
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django must be set up first

from accounts.models import User  # noqa: E402
from certificates.enums import ISSUE_BATCH  # noqa: E402
from certificates.models import Batch, Certificate  # noqa: E402
from certificates.services.batches import issue_batch  # noqa: E402
from certificates.services.files import kept_file  # noqa: E402
from foundation.jobs import queue  # noqa: E402
from foundation.jobs.models import Job, JobState  # noqa: E402


def issue(batch_id: uuid.UUID, head: User) -> dict[str, Any]:
    """Approve the batch and do the job that makes and draws its certificates; return times, sizes and codes."""
    batch = Batch.objects.get(pk=batch_id)
    issue_batch(batch=batch, by=head, at=timezone.now())
    queue.put(kind=ISSUE_BATCH, subject=str(batch.pk))
    wall, cpu = time.perf_counter(), time.process_time()
    queue.drain()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    job = Job.objects.get(kind=ISSUE_BATCH, subject=str(batch.pk))
    assert job.state == JobState.DONE, f"{job.state} {job.error}"
    certificates = list(Certificate.objects.filter(batch=batch).select_related("person"))
    return {
        "seconds": wall,
        "cpu_seconds": cpu,
        "bytes": [len(kept_file(certificate) or b"") for certificate in certificates],
        "codes": [certificate.code for certificate in certificates if certificate.check_allowed],
    }


if __name__ == "__main__":
    acting = User.objects.get(service_number=sys.argv[2])
    Path(sys.argv[3]).write_text(json.dumps(issue(uuid.UUID(sys.argv[1]), acting)), encoding="utf-8")
