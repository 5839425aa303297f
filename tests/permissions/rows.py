"""How one line of the permission table is written. Each app has a file of lines beside this one."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

ROLES = (
    "nobody", "stranger", "trainee", "instructor", "registrar", "head", "hr", "editor", "translator", "auditor",
    "administrator", "other_instructor", "other_registrar", "other_head", "observer", "invigilator", "duty_officer",
    "commission_member",
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
        if role == "other_head" and "head" in self.statuses:  # what belongs to a centre is not there for another's head
            elsewhere = 404 if self.kwargs is not nothing else self.statuses["head"]
            return self.statuses.get("other_registrar", elsewhere)
        return 302 if role == "nobody" else self.otherwise
