"""Papers of a protocol: the signed copy and what belongs to it, kept privately under the hash of their bytes."""

import datetime
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.access import may_keep_papers
from assessments.domain.paper_kinds import kind_of_paper
from assessments.models import Protocol, ProtocolFile

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort

LARGEST_PAPER = 10 * 1024 * 1024  # bytes


class ProtocolFileError(Exception):
    """The paper cannot be kept."""


class NotKeeperError(ProtocolFileError):
    """Only the registrar and the head of the centre keep papers of a protocol."""


class PaperTooLargeError(ProtocolFileError):
    """The file is larger than LARGEST_PAPER."""


class PaperUnreadableError(ProtocolFileError):
    """The file is no whole PDF and no JPEG, whatever its name says."""


def papers_folder() -> Path:
    """Return where papers lie: outside of what a web server may show."""
    return Path(settings.PRIVATE_ROOT) / "protocols"


def path_of(paper: ProtocolFile) -> Path:
    """Return where the bytes of a paper lie."""
    return papers_folder() / paper.digest


def keep_paper(*, protocol: Protocol, title: str, data: bytes, by: "User", at: datetime.datetime) -> ProtocolFile:
    """Keep a paper of a protocol. The same bytes again return the row that holds them. Raises a ProtocolFileError."""
    if not may_keep_papers(by, protocol.cohort):
        raise NotKeeperError
    if len(data) > LARGEST_PAPER:
        raise PaperTooLargeError
    media_type = kind_of_paper(data)
    if media_type is None:
        raise PaperUnreadableError
    digest = hashlib.sha256(data).hexdigest()
    _write(digest, data)
    with transaction.atomic():
        paper, made = ProtocolFile.objects.get_or_create(
            protocol=protocol,
            digest=digest,
            defaults={"title": title.strip(), "media_type": media_type, "size": len(data), "by": by, "at": at},
        )
        if made:
            remember(
                act=Act.PROTOCOL_FILE_KEPT,
                by=by,
                subject=paper,
                centre=protocol.cohort.centre,
                new={"number": protocol.number, "sha256": digest, "size": len(data)},
            )
    return paper


def note_printing(*, cohort: "Cohort", what: str, by: "User") -> None:
    """Remember that the exam sheet or the protocol of a cohort, with its names, was taken as paper."""
    remember(act=Act.EXPORTED, by=by, subject=cohort, centre=cohort.centre, new={"list": what, "kind": "pdf"})


def _write(name: str, data: bytes) -> None:
    """Write the file whole or not at all."""
    folder = papers_folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(data)
            copy.flush()
            os.fsync(copy.fileno())
        Path(temporary).replace(folder / name)
    finally:
        Path(temporary).unlink(missing_ok=True)
