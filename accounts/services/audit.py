"""Remember an act. Values hold ids and codes, never names."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from accounts.domain import origin
from accounts.enums import Act
from accounts.models import AuditEntry, Centre, User
from accounts.selectors.names import names_of
from foundation.languages.text import words

NAMES = frozenset({"name", "names", "surname", "given_name", "father_name", "holder", "full_name"})
ANSWERS = "key"  # the right answers of a question: its gaps have the names that its author gave them
WAYS_TO_PERSON = ("enrolment", "attempt", "certificate", "result", "mark", "observation", "question")
LONGEST_REASON = 500

_WORD = re.compile(r"\w+")
_CODE = re.compile(r"[a-z_]*|[\W\d_]*|[0-9a-f-]{32,36}|[A-Z0-9.:/+-]*\d[A-Z0-9.:/+-]*")  # surely no name


class UnknownActError(ValueError):
    """The act is not in the closed list."""


class NameInValuesError(ValueError):
    """A name was to be written into the audit trail."""


def remember(
    *,
    act: Act,
    by: User | None,
    subject: Any = None,
    person: User | None = None,
    centre: Centre | None = None,
    old: Any = None,
    new: Any = None,
    reason: str = "",
    address: str | None = None,
) -> AuditEntry:
    """Write one audit entry in the caller's transaction.

    `subject` is the row acted on (its model and id are kept), `old` and `new` small JSON values without names. Person
    concerned and centre are taken from the subject where they are not given, the address from the request. Where the
    person concerned is protected, words of the name are replaced by the service number in reason and values.
    Raises UnknownActError for an act outside the list, NameInValuesError for values that are there to hold names.
    """
    if act not in Act.values:
        raise UnknownActError(act)
    for value in (old, new):
        _refuse_names(value)
    person_id = person.pk if person is not None else _person_of(subject)
    hidden = _Hidden(person or _cached_person(subject), person_id)
    return AuditEntry.objects.create(
        act=act,
        actor=by,
        person_id=person_id,
        centre_id=centre.pk if centre is not None else _own(subject, "centre_id"),
        subject=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        old=hidden.out_of(old),
        new=hidden.out_of(new),
        reason=hidden.out_of(reason[:LONGEST_REASON])[:LONGEST_REASON],
        address=address or origin.address(),
    )


def _refuse_names(value: Any) -> None:
    """Raise NameInValuesError when a key says that its value is a name."""
    if isinstance(value, dict):
        if found := NAMES & set(value):
            raise NameInValuesError(", ".join(sorted(found)))
        for key, one in value.items():
            if key != ANSWERS:
                _refuse_names(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _refuse_names(one)


def _own(subject: Any, name: str) -> Any:
    """Return a column of a row that is loaded, without asking the database."""
    return subject.__dict__.get(name) if isinstance(subject, Model) else None


def _person_of(subject: Any) -> uuid.UUID | None:
    """Return whom a row concerns: itself, its person, or that of the enrolment, attempt … it hangs on. No query."""
    for row in _line(subject):
        if isinstance(row, User):
            return row.pk
        if person := _own(row, "person_id") or _own(row, "user_id"):
            return person if isinstance(person, uuid.UUID) else None
    return None


def _cached_person(subject: Any) -> User | None:
    for row in _line(subject):
        if isinstance(row, User):
            return row
        for name in ("person", "user"):
            found = row._state.fields_cache.get(name)
            if isinstance(found, User):
                return found
    return None


def _line(subject: Any) -> Iterator[Model]:
    """Yield a row and those above it that are loaded already."""
    for _depth in range(4):
        if not isinstance(subject, Model):
            return
        yield subject
        cache = subject._state.fields_cache
        subject = next((cache[name] for name in WAYS_TO_PERSON if cache.get(name) is not None), None)


class _Hidden:
    """The words that may not be written: those of the names of a protected person, opened only when there is text."""

    def __init__(self, person: User | None, person_id: uuid.UUID | None) -> None:
        self.person, self.person_id = person, person_id
        self.words: set[str] | None = None

    def out_of(self, value: Any) -> Any:
        """Return a value with every such word replaced by the service number. One or two queries when it has words."""
        if isinstance(value, dict):
            return {key: self.out_of(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.out_of(one) for one in value]
        if not isinstance(value, str) or _CODE.fullmatch(value) or not self._load():
            return value
        return _WORD.sub(self._number, value)

    def _load(self) -> set[str]:
        if self.words is None:
            if self.person is None and self.person_id is not None:
                self.person = User.objects.filter(pk=self.person_id).first()
            self.words = set()
            if self.person is not None and self.person.protected:
                for name in names_of([self.person])[self.person.pk].values():
                    self.words |= set(words(" ".join((name.surname, name.given_name, name.father_name))))
        return self.words

    def _number(self, found: re.Match[str]) -> str:
        assert self.person is not None
        assert self.words is not None
        return self.person.service_number if self.words & set(words(found[0])) else found[0]
