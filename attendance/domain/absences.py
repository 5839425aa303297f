"""What a programme asks for when somebody is absent with a reason: rules only (domain.md 4.1)."""

from collections.abc import Mapping
from typing import Any

from attendance.enums import EXCUSED, Status


def asks_document(rules: Mapping[str, Mapping[str, Any]]) -> frozenset[Status]:
    """Return the reasons for which the programme asks for a document number."""
    return frozenset(reason for reason in EXCUSED if rules.get(str(reason), {}).get("document"))


def counted_percent(rules: Mapping[str, Mapping[str, Any]], reason: Status) -> int:
    """Return what share of the hours missed for a reason counts as attended, in percent."""
    value = rules.get(str(reason), {}).get("percent", 0)
    return value if isinstance(value, int) else 0
