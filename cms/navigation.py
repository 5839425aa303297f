"""Which pages stand in the navigation of each role."""

import dataclasses
import functools
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.enums import Role
from accounts.models import User

TRAINEE, INSTRUCTOR, REGISTRAR, HEAD, HR = Role.TRAINEE, Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD, Role.HR
EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR = Role.EDITOR, Role.TRANSLATOR, Role.AUDITOR, Role.ADMINISTRATOR

# label, name of the address, who sees it, in this order
PAGES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    (noop("Home"), "desk:home", frozenset(Role)),
    (noop("My course"), "courses:mine", frozenset({TRAINEE})),
    (noop("My certificates"), "certificates:mine", frozenset({TRAINEE})),
    (noop("Class sessions"), "attendance:sessions", frozenset({INSTRUCTOR, HEAD})),
    (noop("Practical exercises"), "assessments:practicals", frozenset({INSTRUCTOR})),
    (noop("Cohorts"), "courses:cohorts", frozenset({INSTRUCTOR, REGISTRAR, HEAD, AUDITOR})),
    (noop("People"), "accounts:people", frozenset({REGISTRAR, HEAD, HR, AUDITOR, ADMINISTRATOR})),
    (noop("Upload a list"), "accounts:import", frozenset({REGISTRAR})),
    (noop("Certificates"), "certificates:search", frozenset({HR})),
    (noop("Register"), "certificates:register", frozenset({REGISTRAR, HEAD, HR, AUDITOR})),
    (noop("Manuals"), "courses:manuals", frozenset({INSTRUCTOR, HEAD, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR})),
    (noop("Pages"), "wagtailadmin_home", frozenset({EDITOR, TRANSLATOR, ADMINISTRATOR})),
    (noop("Audit trail"), "accounts:audit", frozenset({HEAD, AUDITOR, ADMINISTRATOR})),
)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One page of the navigation."""

    label: str
    url: str

    def holds(self, path: str) -> bool:
        """True when `path` is this page."""
        return path == self.url


def entries_for(user: User) -> Sequence[Entry]:
    """Return the pages that `user`'s roles of today open, in the order of the table."""
    return _entries(frozenset(assignment.role for assignment in user.roles()), get_language() or "")


@functools.lru_cache(maxsize=256)
def _entries(roles: frozenset[str], _language: str) -> tuple[Entry, ...]:
    """The same for a set of roles: titles and addresses in the active language, made once."""
    return tuple(
        Entry(_(label), reverse(name))
        for label, name, allowed in PAGES
        if name == "desk:home" or roles & {str(role) for role in allowed}
    )
