"""Which pages stand in the navigation of each role."""

import dataclasses
import functools
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User

TRAINEE, INSTRUCTOR, REGISTRAR, HEAD, HR = Role.TRAINEE, Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD, Role.HR
EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR = Role.EDITOR, Role.TRANSLATOR, Role.AUDITOR, Role.ADMINISTRATOR
OBSERVER, INVIGILATOR, DUTY_OFFICER, COMMISSION = (
    Role.OBSERVER,
    Role.INVIGILATOR,
    Role.DUTY_OFFICER,
    Role.COMMISSION,
)

READERS_OF_MANUALS = frozenset({INSTRUCTOR, HEAD, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR, COMMISSION})

# label, name of the address, who sees it, in this order
PAGES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    (gettext_noop("Home"), "desk:home", frozenset(Role)),
    (gettext_noop("My course"), "courses:mine", frozenset({TRAINEE})),
    (gettext_noop("My certificates"), "certificates:mine", frozenset({TRAINEE})),
    (gettext_noop("Class sessions"), "attendance:sessions", frozenset({INSTRUCTOR, REGISTRAR, HEAD})),
    (gettext_noop("Practical exercises"), "assessments:practicals", frozenset({INSTRUCTOR})),
    (gettext_noop("Answers to mark"), "assessments:marking", frozenset({INSTRUCTOR})),
    (gettext_noop("Sittings"), "assessments:sittings", frozenset({INSTRUCTOR, REGISTRAR, HEAD, INVIGILATOR})),
    (gettext_noop("Answers that came too late"), "assessments:late", frozenset({HEAD})),
    (gettext_noop("Cohorts"), "courses:cohorts", frozenset({INSTRUCTOR, REGISTRAR, HEAD, AUDITOR})),
    (
        gettext_noop("Statistics of quizzes"),
        "assessments:statistics",
        frozenset({INSTRUCTOR, REGISTRAR, HEAD, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR}),
    ),
    (gettext_noop("Agreement of assessors"), "assessments:agreement", frozenset({HEAD, AUDITOR, ADMINISTRATOR})),
    (gettext_noop("People"), "accounts:people", frozenset({REGISTRAR, HEAD, HR, AUDITOR, ADMINISTRATOR})),
    (gettext_noop("Upload a list"), "accounts:import", frozenset({REGISTRAR})),
    (gettext_noop("Certificates"), "certificates:search", frozenset({HR})),
    (gettext_noop("Register of certificates"), "certificates:register", frozenset({REGISTRAR, HEAD, HR, AUDITOR})),
    (gettext_noop("Enquiries"), "certificates:enquiries", frozenset({REGISTRAR, HEAD, HR})),
    (
        gettext_noop("Manuals"),
        "courses:manuals",
        READERS_OF_MANUALS,
    ),
    (gettext_noop("Search"), "courses:search", READERS_OF_MANUALS | {TRAINEE}),
    (gettext_noop("Library"), "courses:library", READERS_OF_MANUALS),
    (gettext_noop("Glossary"), "courses:glossary", frozenset({TRAINEE, INSTRUCTOR, HEAD, EDITOR, TRANSLATOR})),
    (
        gettext_noop("Board"),
        "cms:board",
        frozenset({INSTRUCTOR, HEAD, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR}),
    ),
    (gettext_noop("Translations"), "cms:queue", frozenset({EDITOR, TRANSLATOR, ADMINISTRATOR})),
    (
        gettext_noop("Question bank"),
        "assessments:bank",
        frozenset({HEAD, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR}),
    ),
    (gettext_noop("Import questions"), "assessments:imports", frozenset({EDITOR, ADMINISTRATOR})),
    (gettext_noop("Pages"), "wagtailadmin_home", frozenset({EDITOR, ADMINISTRATOR})),
    (gettext_noop("Settings of the centre"), "accounts:own_centre", frozenset({HEAD})),
    (gettext_noop("Report of the day"), "attendance:day_report", frozenset({DUTY_OFFICER})),
    (gettext_noop("Projects"), "desk:projects", frozenset({OBSERVER})),
    (gettext_noop("Samples"), "desk:samples", frozenset({AUDITOR})),
    (gettext_noop("What stands out"), "certificates:anomalies", frozenset({AUDITOR, ADMINISTRATOR})),
    (gettext_noop("Erasures and keys"), "accounts:erasures", frozenset({HEAD, HR, ADMINISTRATOR})),
    (gettext_noop("Audit trail"), "accounts:audit", frozenset({HEAD, AUDITOR, ADMINISTRATOR})),
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
