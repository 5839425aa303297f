"""Findings as sentences in the reader's language."""

from accounts.domain.findings import Field, Note, Reason
from accounts.domain.import_rows import Finding

_FIRST_STRONG, _POP = "\u2068", "\u2069"  # isolates what stood in the file from the sentence round it


def say(finding: Finding) -> str:
    """Return a reason or note as a sentence; what stood in the file is isolated, or “…” where it was not kept."""
    kind = Reason if finding.code in Reason.values else Note
    return str(kind(finding.code).label) % {"value": f"{_FIRST_STRONG}{finding.value or '…'}{_POP}"}


def field_label(field: str) -> str:
    """Return the label of a column, or an empty text for the whole line."""
    return str(Field(field).label) if field in Field.values else ""
