"""What a PDF file is that somebody sent: ours, whole and as registered, or not. Nothing of the file is kept."""

import dataclasses
import datetime

from certificates.enums import Answer
from certificates.models import Certificate
from certificates.selectors.checks import Checked, check
from certificates.selectors.issuer_keys import trusted
from certificates.signing.verify import MOST_BYTES, Finding, Verdict, judge

__all__ = ["MOST_BYTES", "UNREGISTERED", "Sent", "judge_file"]

UNREGISTERED = "unregistered"  # our signature fits, and yet it is not a file that we made


@dataclasses.dataclass(frozen=True)
class Sent:
    """The answer, and in a word what was found: see templates/certificates/check_file.html."""

    answer: Answer
    finding: str
    checked: Checked | None = None  # when the file is genuine and its certificate may be spoken of
    certificate: Certificate | None = None  # for the record of the check; never shown

    @property
    def refused(self) -> bool:
        """True for what is no file that could be checked."""
        return self.finding in {one.value for one in Finding if one.refused}


def judge_file(pdf: bytes, today: datetime.date) -> Sent:
    """Return what may be said of a file on the day `today`. A file of a withheld certificate reads like an unknown one.

    At most three queries. Never raises; time and memory are bounded whatever the file is (signing/verify.py).
    """
    verdict = judge(pdf, trusted())
    if verdict.finding.changed:
        return Sent(Answer.ALTERED, verdict.finding)
    if not verdict.genuine:
        return Sent(Answer.UNCONFIRMED, verdict.finding)
    checked = check(verdict.code, today)
    if not checked.confirmed:
        return Sent(Answer.UNCONFIRMED, _found(checked, verdict), None, checked.certificate)
    finding = _found(checked, verdict)
    if finding == UNREGISTERED:
        return Sent(Answer.ALTERED, finding, None, checked.certificate)
    return Sent(checked.answer, finding, checked, checked.certificate)


def _found(checked: Checked, verdict: Verdict) -> str:
    """Return whether a file is registered for its certificate: the first one, or one that was signed again."""
    row = checked.certificate
    if row is None or row.serial != verdict.serial:
        return UNREGISTERED
    same = row.file_sha256 == verdict.sha256 or row.further_files.filter(sha256=verdict.sha256).exists()
    return Finding.GENUINE if same else UNREGISTERED
