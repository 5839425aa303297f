"""Signed paper checklists of one assessor, typed in together; the scan is kept."""

import datetime
import hashlib
import os
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from assessments.domain.paper_kinds import kind_of_paper
from assessments.enums import Refusal
from assessments.models import PracticalPaper
from assessments.selectors.practicals import exercise_of
from assessments.services.practicals import (
    ExerciseUnknownError,
    ObservationRefusedError,
    PracticalError,
    Source,
    SubmissionTakenError,
    record_observation,
)

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment

LARGEST_SCAN = 10 * 1024 * 1024  # bytes
SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class ScanNeededError(PracticalError):
    """Whoever types in the sheets of somebody else keeps their scan."""


class ScanUnreadableError(PracticalError):
    """The file is too large, or no PDF and no picture, whatever its name says."""


class RowRefusedError(PracticalError):
    """One person's sheet cannot be stored; nothing was."""

    def __init__(self, enrolment: uuid.UUID, why: Refusal) -> None:
        super().__init__(enrolment, why)
        self.enrolment = enrolment
        self.refusal = why


def scan_path(paper: PracticalPaper) -> Path:
    """Return where the scan lies: outside of what a web server may show."""
    return _folder() / paper.scan


def _folder() -> Path:
    return Path(settings.PRIVATE_ROOT) / "practicals"


def enter_papers(
    *,
    submission: uuid.UUID,
    cohort: "Cohort",
    code: str,
    assessor: "User",
    rows: "Mapping[Enrolment, Sequence[int]]",
    scan: bytes | None,
    by: "User",
    at: datetime.datetime,
) -> PracticalPaper:
    """Store the signed sheets of `assessor` for many people, all or none: scores 0-2 by criterion. `by` typed them in.

    `at` is when the exercise was seen. `submission` is the id made with the form: sent again it returns what was
    stored. Raises ScanNeededError, ScanUnreadableError, RowRefusedError, ChecklistError or another PracticalError.
    """
    known = PracticalPaper.objects.filter(pk=submission).first()
    if known is not None:
        if (known.by_id, known.cohort_id) != (by.pk, cohort.pk):
            raise SubmissionTakenError
        return known
    exercise = exercise_of(cohort, code)
    if exercise is None:
        raise ExerciseUnknownError
    if scan is None and by.pk != assessor.pk:
        raise ScanNeededError
    name = _keep(scan) if scan is not None else ""
    with transaction.atomic():
        paper = PracticalPaper.objects.create(
            id=submission, cohort=cohort, exercise=exercise, assessor=assessor, scan=name, by=by, at=at
        )
        for enrolment, scores in rows.items():
            try:
                record_observation(
                    submission=uuid.uuid5(submission, str(enrolment.pk)),
                    enrolment=enrolment,
                    code=code,
                    scores=scores,
                    comment="",
                    by=assessor,
                    at=at,
                    source=Source(paper=paper, typed_by=by),
                )
            except ObservationRefusedError as error:
                raise RowRefusedError(enrolment.pk, error.refusal) from error
    return paper


def _keep(data: bytes) -> str:
    """Write the file under its SHA-256, whole or not at all; return its name."""
    kind = kind_of_paper(data) if len(data) <= LARGEST_SCAN else None
    if kind is None:
        raise ScanUnreadableError
    name = f"{hashlib.sha256(data).hexdigest()}.{SUFFIXES.get(kind, 'bin')}"
    _folder().mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=_folder(), suffix=".part")
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(data)
            copy.flush()
            os.fsync(copy.fileno())
        Path(temporary).replace(_folder() / name)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return name
