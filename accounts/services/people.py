"""Register people, correct their names, keep their choices."""

import datetime

from django.db import transaction

from accounts.domain.import_rows import Entry
from accounts.enums import CENTRE_STAFF, Act, Calendar, NameSource, Role, Script
from accounts.models import Centre, PersonName, Rank, User
from accounts.selectors.names import Name, names_of
from accounts.services.audit import remember
from accounts.services.names import set_name
from accounts.services.roles import give_role
from foundation.languages.text import script_of, words
from foundation.languages.titles import LANGUAGE_CODES


class ScriptUnclearError(ValueError):
    """A name is written in one alphabet."""


class ReasonMissingError(ValueError):
    """A correction, or the end of a role, needs a reason."""


class NameInReasonError(ValueError):
    """The reason is kept in the audit trail, where no name of a protected person may stand."""


class NamesDestroyedError(ValueError):
    """The names of this person were destroyed; nobody writes them again."""


class UnknownLanguageError(ValueError):
    """The language is not one of ours."""


def add_person(
    *,
    entry: Entry,
    rank: Rank | None,
    centre: Centre | None,
    source: NameSource,
    trainee: bool = True,
    by: User,
    at: datetime.datetime,
) -> User:
    """Create a person with names; no password yet (a slip gives the first one).

    A `trainee` learns at `centre` from the start; other people get their roles afterwards.

    Afghan trainees are protected from the first moment. The caller holds the transaction and has looked whether the
    number is free; a second row of the number breaks a constraint.
    """
    person = User(
        service_number=entry.number,
        sex=entry.sex,
        birth_year=entry.birth_year,
        rank=rank,
        unit=entry.unit,
        service=entry.service,
        centre=centre,
        language=entry.language,
        protected=entry.service == "AF",
        created_at=at,
    )
    person.set_unusable_password()
    person.save(force_insert=True)
    write_names(person=person, entry=entry, source=source, by=by, on=at.date())
    if trainee:
        give_role(user=person, role=Role.TRAINEE, centre=centre, by=by, on=at.date())
    remember(act=Act.PERSON_ADDED, by=by, subject=person, centre=centre)
    return person


def write_names(*, person: User, entry: Entry, source: NameSource, by: User, on: datetime.date) -> None:
    """Write the names of an entry: in its own script and, if the list has it, in Latin letters."""
    name = Name(entry.script, entry.surname, entry.given_name, entry.father_name)
    set_name(person=person, name=name, source=source, confirmed=False, by=by, on=on)
    if entry.latin is not None:
        latin = Name(Script.LATIN, entry.latin[0], entry.latin[1], "")
        set_name(person=person, name=latin, source=source, confirmed=False, by=by, on=on)


def correct_name(
    *, person: User, surname: str, given_name: str, father_name: str, reason: str, by: User, at: datetime.datetime
) -> PersonName:
    """Replace the person's name in the alphabet it is written in; the former name stays in the history.

    Raises NameEmptyError, ScriptUnclearError for mixed letters, ReasonMissingError, and NameInReasonError when the
    reason has a word of an old or new name of a protected person. The same name again changes nothing.
    """
    script = script_of(" ".join((surname, given_name, father_name)))
    if script in {"", "mixed"}:
        raise ScriptUnclearError
    name = Name(script, surname, given_name, father_name)
    check_reason(reason, person, name)
    if person.names_destroyed_at is not None:
        raise NamesDestroyedError
    return set_name(
        person=person, name=name, source=NameSource.TYPED, confirmed=True, by=by, on=at.date(), reason=reason.strip()
    )


def check_reason(reason: str, person: User, *names: Name) -> None:
    """Let a reason pass that may be kept in the audit trail about `person`.

    Raises ReasonMissingError, and NameInReasonError when it has a word of one of `names` or of a name borne now by
    a protected person.
    """
    if not reason.strip():
        raise ReasonMissingError
    if not person.protected:
        return
    said = set(words(reason))
    for name in (*names, *names_of([person])[person.pk].values()):
        if said & set(words(" ".join((name.surname, name.given_name, name.father_name)))):
            raise NameInReasonError


def open_person(*, person: User, by: User, address: str | None) -> None:
    """Remember that the page of a person was opened by somebody who is not of the person's centre.

    The page of a protected person is remembered for everybody but the person.
    """
    if person.pk != by.pk and (person.protected or person.centre_id not in by.centre_ids(*CENTRE_STAFF)):
        remember(act=Act.PERSON_LOOKED_UP, by=by, subject=person, centre=person.centre, address=address)


def note_people_search(*, by: User, found: int) -> None:
    """Remember that people were searched by a name or number. What was typed is not kept: it may be a name."""
    remember(act=Act.PERSON_LOOKED_UP, by=by, centre=by.centre, new={"found": found})


def choose_language(*, person: User, language: str) -> None:
    """Remember the language in which the person reads. Raises UnknownLanguageError."""
    if language not in LANGUAGE_CODES:
        raise UnknownLanguageError(language)
    person.language = language
    person.save(update_fields=["language"])


def choose_preferences(*, person: User, language: str, calendar: Calendar) -> None:
    """Remember language and calendar. Raises UnknownLanguageError."""
    with transaction.atomic():
        choose_language(person=person, language=language)
        person.calendar = calendar
        person.save(update_fields=["calendar"])
