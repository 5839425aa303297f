"""What a PDF file is that somebody sent: ours, whole and as registered, or not. Nothing of the file is kept."""

import dataclasses
import datetime

from certificates.enums import Answer
from certificates.models import Certificate
from certificates.selectors.checks import Checked

MOST_BYTES = 2 * 1024 * 1024  # a certificate has less than 160 KB


@dataclasses.dataclass(frozen=True)
class Sent:
    """The answer, and in a word what was found: see templates/certificates/check_file.html."""

    answer: Answer
    finding: str = ""
    checked: Checked | None = None  # when the file is genuine and its certificate may be spoken of
    certificate: Certificate | None = None  # for the record of the check; never shown

    @property
    def refused(self) -> bool:
        """True for what is no file that could be checked."""
        return self.finding in {"not_pdf", "unreadable"}


def judge(pdf: bytes, today: datetime.date, at: datetime.datetime) -> Sent:
    return Sent(Answer.UNCONFIRMED, "unsigned")
