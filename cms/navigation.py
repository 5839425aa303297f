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

Page = tuple[str, str, frozenset[Role]]  # label, name of the address, who sees it

# Label of the group and its pages, in this order; pages without a group come first.
GROUPS: tuple[tuple[str, tuple[Page, ...]], ...] = (
    (
        "",
        (
            (gettext_noop("Home"), "desk:home", frozenset(Role)),
            (gettext_noop("My course"), "courses:mine", frozenset({TRAINEE})),
            (gettext_noop("My certificates"), "certificates:mine", frozenset({TRAINEE})),
            (gettext_noop("Report of the day"), "attendance:day_report", frozenset({DUTY_OFFICER})),
            (gettext_noop("Projects"), "desk:projects", frozenset({OBSERVER})),
        ),
    ),
    (
        gettext_noop("Teaching"),
        (
            (gettext_noop("Class sessions"), "attendance:sessions", frozenset({INSTRUCTOR, REGISTRAR, HEAD})),
            (gettext_noop("Cohorts"), "courses:cohorts", frozenset({INSTRUCTOR, REGISTRAR, HEAD, AUDITOR})),
        ),
    ),
    (
        gettext_noop("Examinations"),
        (
            (gettext_noop("Practical exercises"), "assessments:practicals", frozenset({INSTRUCTOR})),
            (gettext_noop("Answers to mark"), "assessments:marking", frozenset({INSTRUCTOR})),
            (
                gettext_noop("Sittings"),
                "assessments:sittings",
                frozenset({INSTRUCTOR, REGISTRAR, HEAD, INVIGILATOR}),
            ),
            (gettext_noop("Answers that came too late"), "assessments:late", frozenset({HEAD})),
            (
                gettext_noop("Question bank"),
                "assessments:bank",
                frozenset({HEAD, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR}),
            ),
            (gettext_noop("Import questions"), "assessments:imports", frozenset({EDITOR, ADMINISTRATOR})),
            (
                gettext_noop("Statistics of quizzes"),
                "assessments:statistics",
                frozenset({INSTRUCTOR, REGISTRAR, HEAD, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR}),
            ),
            (
                gettext_noop("Agreement of assessors"),
                "assessments:agreement",
                frozenset({HEAD, AUDITOR, ADMINISTRATOR}),
            ),
        ),
    ),
    (
        gettext_noop("People"),
        (
            (gettext_noop("People"), "accounts:people", frozenset({REGISTRAR, HEAD, HR, AUDITOR, ADMINISTRATOR})),
            (gettext_noop("Upload a list"), "accounts:import", frozenset({REGISTRAR})),
        ),
    ),
    (
        gettext_noop("Certificates"),
        (
            (gettext_noop("Certificates"), "certificates:search", frozenset({HR})),
            (
                gettext_noop("Register of certificates"),
                "certificates:register",
                frozenset({REGISTRAR, HEAD, HR, AUDITOR}),
            ),
            (gettext_noop("Enquiries"), "certificates:enquiries", frozenset({REGISTRAR, HEAD, HR})),
        ),
    ),
    (
        gettext_noop("Manuals"),
        (
            (gettext_noop("Manuals"), "courses:manuals", READERS_OF_MANUALS),
            (gettext_noop("Search"), "courses:search", READERS_OF_MANUALS | {TRAINEE}),
            (gettext_noop("Library"), "courses:library", READERS_OF_MANUALS),
            (
                gettext_noop("Glossary"),
                "courses:glossary",
                frozenset({TRAINEE, INSTRUCTOR, HEAD, EDITOR, TRANSLATOR}),
            ),
        ),
    ),
    (
        gettext_noop("Texts"),
        (
            (
                gettext_noop("Board"),
                "cms:board",
                frozenset({INSTRUCTOR, HEAD, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR}),
            ),
            (gettext_noop("Translations"), "cms:queue", frozenset({EDITOR, TRANSLATOR, ADMINISTRATOR})),
            (gettext_noop("Pages"), "wagtailadmin_home", frozenset({EDITOR, ADMINISTRATOR})),
        ),
    ),
    (
        gettext_noop("Oversight"),
        (
            (gettext_noop("Settings of the centre"), "accounts:own_centre", frozenset({HEAD})),
            (gettext_noop("Samples"), "desk:samples", frozenset({AUDITOR})),
            (gettext_noop("What stands out"), "certificates:anomalies", frozenset({AUDITOR, ADMINISTRATOR})),
            (gettext_noop("Erasures and keys"), "accounts:erasures", frozenset({HEAD, HR, ADMINISTRATOR})),
            (gettext_noop("Audit trail"), "accounts:audit", frozenset({HEAD, AUDITOR, ADMINISTRATOR})),
        ),
    ),
)
FEW = 6  # so many pages stand in one line without groups


@dataclasses.dataclass(frozen=True)
class Entry:
    """One page of the navigation."""

    label: str
    url: str


@dataclasses.dataclass(frozen=True)
class Group:
    """Pages under one label; a single page stands as it is."""

    label: str
    entries: tuple[Entry, ...]

    def holds(self, path: str) -> bool:
        """True when `path` is one of the pages."""
        return any(entry.url == path for entry in self.entries)


def groups_for(user: User) -> Sequence[Group]:
    """Return the pages that `user`'s roles of today open, few of them one by one, many in groups."""
    return _groups(frozenset(assignment.role for assignment in user.roles()), get_language() or "")


@functools.lru_cache(maxsize=256)
def _groups(roles: frozenset[str], _language: str) -> tuple[Group, ...]:
    """The same for a set of roles: titles and addresses in the active language, made once."""
    found = [(label, _opened(pages, roles)) for label, pages in GROUPS]
    few = sum(len(entries) for _label, entries in found) <= FEW
    groups: list[Group] = []
    for label, entries in found:
        if few or not label or len(entries) == 1:
            groups += [Group(entry.label, (entry,)) for entry in entries]
        elif entries:
            groups.append(Group(_(label), entries))
    return tuple(groups)


def _opened(pages: Sequence[Page], roles: frozenset[str]) -> tuple[Entry, ...]:
    return tuple(
        Entry(_(label), reverse(name))
        for label, name, allowed in pages
        if name == "desk:home" or roles & {str(role) for role in allowed}
    )
