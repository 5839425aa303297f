"""How one line of the permission table is written. Each app has a file of lines beside this one."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

ROLES = (
    "nobody", "stranger", "trainee", "instructor", "registrar", "head", "hr", "editor", "translator", "auditor",
    "administrator", "other_instructor", "other_registrar", "other_head", "observer", "invigilator", "duty_officer",
    "commission_member",
)  # fmt: skip


# Addresses whose arguments name what is the same at every centre: lessons and their words, books, terms, quizzes with
# the sums of one's own centre, questions that people ask about lessons, designs, which years of registers are loaded,
# and what is open to the public.
SHARED = frozenset({
    "courses:module", "courses:lesson", "courses:bilingual", "courses:projector", "courses:plan", "courses:doubts",
    "courses:book", "courses:term", "courses:library_file", "cms:review", "cms:editions", "cms:compare",
    "assessments:quiz", "assessments:quiz_statistics", "assessments:statistics_download",
    "assessments:statistics_texts", "certificates:design", "certificates:past_year", "certificates:check_code",
    "certificates:check_once", "status_list",
})  # fmt: skip


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
            shared = self.kwargs is nothing or self.url in SHARED or self.statuses["head"] == 405
            elsewhere = self.statuses["head"] if shared else 404
            return self.statuses.get("other_registrar", elsewhere)
        return 302 if role == "nobody" else self.otherwise
