"""How one line of the permission table is written. Each app has a file of lines beside this one."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

ROLES = (
    "nobody", "stranger", "trainee", "instructor", "registrar", "head", "hr", "editor", "translator", "auditor",
    "administrator", "other_instructor", "other_registrar",
)  # fmt: skip


def nothing(_setting: Any) -> dict[str, Any]:
    return {}


@dataclasses.dataclass(frozen=True)
class Row:
    """One address and method, and the status each role gets.

    `otherwise` answers for roles not named; people who are not logged in get 302 (log-in page) unless named.
    `kwargs` and `data` are made from the setting (the cast and the rows the app's `setting` function added).
    """

    url: str
    method: str
    statuses: Mapping[str, int]
    otherwise: int = 403
    kwargs: Callable[[Any], dict[str, Any]] = nothing
    data: Callable[[Any], dict[str, Any]] = nothing

    def expected(self, role: str) -> int:
        if role in self.statuses:
            return self.statuses[role]
        return 302 if role == "nobody" else self.otherwise
