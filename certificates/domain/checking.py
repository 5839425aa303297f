"""What the public check says of a certificate, and whether a typed name is the one on the paper (domain.md 6.4)."""

import datetime
from collections.abc import Mapping

from certificates.domain.names import Parts
from certificates.enums import Answer, CertificateState
from foundation.languages.text import words

# Words that stand between a name and the father's name on Perso-Arabic papers.
FATHER_WORDS = frozenset(word for text in ("فرزند", "ولد", "بنت", "ابن") for word in words(text))
LONGEST_NAME = 200


def answer(
    state: str | None, *, allowed: bool, since: datetime.date, valid_until: datetime.date | None, today: datetime.date
) -> Answer:
    """Return the answer for a stored state (None: there is no such code) on the day `today`.

    What may not be checked answers like what does not exist, and so does what takes effect on a later day (`since`):
    it was signed for the ceremony. The last day of validity is still valid.
    """
    if state is None or not allowed or today < since:
        return Answer.UNCONFIRMED
    if state == CertificateState.REVOKED:
        return Answer.REVOKED
    if state == CertificateState.REPLACED:
        return Answer.REPLACED
    if state == CertificateState.RENEWED:
        return Answer.RENEWED
    if valid_until is not None and valid_until < today:
        return Answer.EXPIRED
    return Answer.VALID


def name_words(typed: str) -> list[str]:
    """Return the folded words of a name, sorted, without those that only join the father's name."""
    return sorted(word for word in words(typed[:LONGEST_NAME]) if word not in FATHER_WORDS)


def name_matches(names: Mapping[str, Parts], typed: str) -> bool:
    """Return whether a typed text is the name of the record in any script: all words, in any order, spellings folded.

    The father's name may be left out, a part of the name never matches. Every script is compared, so that the time
    taken does not tell which one matched.
    """
    given = name_words(typed)
    found = False
    for surname, given_name, father_name in names.values():
        full = name_words(f"{surname} {given_name} {father_name}")
        short = name_words(f"{surname} {given_name}")
        found |= bool(given) and given in (full, short)
    return found
