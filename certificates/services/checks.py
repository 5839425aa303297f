"""Write down that a certificate was checked, and count requests so that codes cannot be tried out."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.enums import Act
from accounts.services.audit import remember
from certificates.enums import Answer, Way
from certificates.models import Certificate, CheckCount, PastEntry, VerificationRecord

if TYPE_CHECKING:
    from accounts.models import User

WINDOW_SECONDS = 600
MOST_IN_WINDOW = 60  # of one address: an office with a pile of papers gets through, a program does not
MOST_FILES = 20  # of one address in the same time: a file costs more work than a code
KEPT_WINDOWS = 144  # a day
HOUR = 6  # windows
MOST_PHRASES = 5  # for one code in an hour, whether there is such a code or not
MOST_PHRASES_OF_ADDRESS = 20  # in an hour


def record_check(
    *,
    certificate: Certificate | None,
    answer: Answer,
    name_matched: bool | None,
    by: "User | None",
    at: datetime.datetime,
    way: Way = Way.CODE,
    finding: str = "",
) -> VerificationRecord:
    """Write one check. What was typed or sent is not kept. `name_matched` is None when no name was asked.

    `finding` says in a word what was wrong with a seal or a file. Checks by staff (`by`) go into the audit trail too.
    """
    record = VerificationRecord.objects.create(
        at=at,
        certificate=certificate,
        answer=answer,
        way=way,
        finding=finding,
        name_asked=name_matched is not None,
        name_matched=name_matched,
        by=by,
    )
    if by is not None and certificate is not None:
        remember(
            act=Act.CERTIFICATE_CHECKED,
            by=by,
            subject=certificate,
            centre=certificate.centre,
            new={"answer": answer, "name_matched": name_matched},
        )
    return record


def note_opening(*, certificate: Certificate, by: "User") -> None:
    """Remember that somebody else than its holder opened a certificate."""
    if certificate.person_id != by.pk:
        remember(act=Act.CERTIFICATE_OPENED, by=by, subject=certificate, centre=certificate.centre)


def note_past_opening(*, entry: PastEntry, by: "User") -> None:
    """Remember that somebody opened a line of a past register."""
    remember(act=Act.CERTIFICATE_OPENED, by=by, subject=entry, centre=entry.centre)


def note_search(*, by: "User", found: int) -> None:
    """Remember that certificates were searched; what was typed is not kept."""
    remember(act=Act.PERSON_LOOKED_UP, by=by, new={"certificates": found})


def admit(*, address: str, at: datetime.datetime) -> bool:
    """Count one request of an address; False when it has asked too often within ten minutes."""
    return _count("certificates.check", address, most=MOST_IN_WINDOW, windows=1, at=at)


def admit_file(*, address: str, at: datetime.datetime) -> bool:
    """Count one file sent by an address; False when there were too many within ten minutes."""
    return _count("certificates.file", address, most=MOST_FILES, windows=1, at=at)


def admit_phrase(*, code: str, address: str, at: datetime.datetime) -> bool:
    """Count one try of a phrase; False when this code or this address was tried too often within the hour.

    Codes that do not exist are counted like all others, so that the refusal tells nothing.
    """
    of_address = _count("certificates.phrase", address, most=MOST_PHRASES_OF_ADDRESS, windows=HOUR, at=at)
    return of_address and _count("certificates.phrase.code", code, most=MOST_PHRASES, windows=HOUR, at=at)


def _count(salt: str, key: str, *, most: int, windows: int, at: datetime.datetime) -> bool:
    """Count one request in its span of so many windows of ten minutes; False when `most` is reached. Two queries.

    Two requests at the same moment may count as one: harmless. What is counted is kept only as a keyed hash, for a day
    (`forget_counts`).
    """
    window = int(at.timestamp()) // (WINDOW_SECONDS * windows) * windows
    digest = salted_hmac(salt, key, algorithm="sha256").hexdigest()[:32]
    row = CheckCount.objects.filter(digest=digest, window=window)
    counted = row.values_list("count", flat=True).first()
    if counted is None:
        CheckCount.objects.bulk_create([CheckCount(digest=digest, window=window)], ignore_conflicts=True)
    elif counted < most:
        row.update(count=F("count") + 1)
    return counted is None or counted < most


def forget_counts(*, at: datetime.datetime) -> int:
    """Delete counts older than a day; return how many. For `manage.py tick`."""
    oldest = int(at.timestamp()) // WINDOW_SECONDS - KEPT_WINDOWS
    return CheckCount.objects.filter(window__lt=oldest).delete()[0]
