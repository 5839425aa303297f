"""The public check: one query for every code, whether it exists, is withheld or was mistyped."""

import dataclasses
import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from accounts.selectors.names import KeyDestroyedError
from certificates.domain.checking import answer, name_matches
from certificates.domain.codes import LENGTH, LONGEST_TYPED, grouped, is_code, normalise
from certificates.domain.months import month_and_year
from certificates.domain.names import Parts
from certificates.enums import Answer, CertificateKind, EventKind, Way
from certificates.models import Certificate, CertificateEvent
from certificates.selectors.issuer_keys import read_seal
from certificates.selectors.papers import frozen_names
from certificates.signing.seal import SealError, from_letters
from foundation.languages.titles import Picked, pick

NOT_GENUINE = "seal"  # the finding when no key of ours signed a seal

# Compared with whatever is typed for a code that cannot be confirmed, so that it costs what a real name costs.
NOBODY: dict[str, Parts] = {"cyrl": ("Ном", "Насаб", "Падар"), "latn": ("NAME", "SURNAME", "")}


@dataclasses.dataclass(frozen=True)
class Checked:
    """What may be said of a code. The details are empty unless the code is confirmed; there is never a name."""

    code: str
    answer: Answer
    certificate: Certificate | None  # for the record of the check; never shown
    course: Picked | None = None
    issuer: Picked | None = None
    issued: str = ""  # month and year
    valid_until: datetime.date | None = None
    ended_on: datetime.date | None = None  # revoked, replaced or renewed
    attendance_only: bool = False
    way: Way = Way.CODE
    finding: str = ""  # what was wrong with a seal

    @property
    def confirmed(self) -> bool:
        """True when the record may be spoken of."""
        return self.answer != Answer.UNCONFIRMED

    @property
    def shown_code(self) -> str:
        return grouped(self.code)

    def matches(self, typed: str, *, known: bool = True) -> bool:
        """Return whether `typed` is the name on the paper; False for what is not confirmed, after the same work.

        `known` is False when the phrase was wrong: then nothing is opened.
        """
        names = NOBODY
        if self.confirmed and known and self.certificate is not None:
            try:
                names = dict(frozen_names(self.certificate)["holder"])
            except KeyDestroyedError:
                names = NOBODY
        return name_matches(names, typed) and self.confirmed and known


def readable(typed: str) -> str:
    """Return the code in what somebody typed or pasted (also the whole address of a QR code), not checked."""
    return normalise(last_part(typed))[:LENGTH]


def last_part(typed: str) -> str:
    """Return what stands last in an address: a code, or a seal."""
    return typed.strip().rstrip("/").rpartition("/")[2]


def check(typed: str, today: datetime.date) -> Checked:
    """Return what may be said of a code or a seal on the day `today`, in the active language.

    One query in every case, for a seal two. A seal that none of our keys signed has a `finding` and no certificate.
    """
    if len(last_part(typed)) > LONGEST_TYPED:
        return _check_seal(typed, today)
    code = readable(typed)
    row = _certificate(code if is_code(code) else "")
    return _checked(code, row, today, allowed=row is not None and row.check_allowed)


def _check_seal(typed: str, today: datetime.date) -> Checked:
    try:
        claims = read_seal(from_letters(last_part(typed)))
    except SealError:
        return Checked("", Answer.UNCONFIRMED, None, way=Way.SEAL, finding=NOT_GENUINE)
    return dataclasses.replace(check(claims.code, today), way=Way.SEAL)


def check_withheld(typed: str, today: datetime.date) -> Checked:
    """Return what is said of a code to somebody who knows the phrase or holds a link of its holder.

    Whoever calls this shows nothing of it before phrase or link and the name have been found right.
    """
    code = readable(typed)
    return _checked(code, _certificate(code if is_code(code) else ""), today, allowed=True)


def _checked(code: str, row: Certificate | None, today: datetime.date, *, allowed: bool) -> Checked:
    if row is None:
        return Checked(code, Answer.UNCONFIRMED, None)
    said = answer(row.state, allowed=allowed, since=row.issued_on, valid_until=row.valid_until, today=today)
    if said == Answer.UNCONFIRMED:
        return Checked(code, said, row)
    language = get_language() or "en"
    facts: dict[str, Any] = row.facts
    return Checked(
        code,
        said,
        row,
        course=pick(facts["course"], language),
        issuer=pick(facts["issuer"], language),
        issued=month_and_year(row.issued_on, language),
        valid_until=row.valid_until,
        ended_on=getattr(row, "ended_on", None),
        attendance_only=row.kind == CertificateKind.ATTENDANCE,
    )


def _certificate(code: str) -> Certificate | None:
    ends = CertificateEvent.objects.filter(
        certificate=OuterRef("pk"), kind__in=[EventKind.REVOKED, EventKind.REPLACED, EventKind.RENEWED]
    )
    rows = Certificate.objects.filter(code=code).annotate(ended_on=Subquery(ends.values("order__date")[:1]))
    return rows.first()
