"""The reasons for absence of a programme, as `curriculum/programmes.txt` writes them: rules only (domain.md 4.1).

A row is `leave | 0 | yes`: the reason, what share of the missed hours counts as attended in percent, and whether a
document number is asked for.
"""

from collections.abc import Iterable, Mapping
from typing import Any

REASONS = ("leave", "duty", "sick", "mission")
_ANSWERS = {"yes": True, "no": False}


def read_absences(rows: Iterable[tuple[str, ...]]) -> dict[str, dict[str, object]]:
    """Return the rules of all four reasons. Raises ValueError for a reason that is unknown, missing or named twice."""
    rules: dict[str, dict[str, object]] = {}
    for row in rows:
        if len(row) != 3 or row[0] not in REASONS or row[0] in rules or row[2] not in _ANSWERS:
            raise ValueError(f"absences: {' | '.join(row)}")
        percent = int(row[1])
        if not 0 <= percent <= 100:
            raise ValueError(f"absences: {percent} is no share in percent")
        rules[row[0]] = {"percent": percent, "document": _ANSWERS[row[2]]}
    if missing := set(REASONS) - rules.keys():
        raise ValueError(f"absences: nothing is said of {', '.join(sorted(missing))}")
    return {reason: rules[reason] for reason in REASONS}


def write_absences(rules: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, ...], ...]:
    """Return the rows from which `read_absences` reads these rules."""
    return tuple(
        (reason, str(rules[reason]["percent"]), "yes" if rules[reason]["document"] else "no")
        for reason in REASONS
        if reason in rules
    )
