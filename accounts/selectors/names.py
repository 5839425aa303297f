"""The one module that opens names. Everything that shows a name asks here."""

import base64
import dataclasses
import functools
import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from accounts.domain.key_store import KeyDestroyedError as KeyDestroyedError  # callers catch it
from accounts.domain.key_store import KeyStore
from accounts.domain.numbers import normal_number
from accounts.domain.sealing import unseal, word_digest
from accounts.enums import Script
from accounts.models import NameWord, PersonName, User
from foundation.languages.text import fold, sort_key, words

SCRIPT_OF_LANGUAGE = {"tg": Script.CYRILLIC, "ru": Script.CYRILLIC, "fa-af": Script.ARABIC, "en": Script.LATIN}


@dataclasses.dataclass(frozen=True)
class Name:
    """A name in one script as it may be shown."""

    script: str
    surname: str
    given_name: str
    father_name: str

    @property
    def full(self) -> str:
        """Tajik order: surname, name, father's name (domain.md 5.1); Afghan names: name, surname (5.2)."""
        if self.script == Script.ARABIC:
            return " ".join(part for part in (self.given_name, self.surname) if part)
        return " ".join(part for part in (self.surname, self.given_name, self.father_name) if part)


@functools.lru_cache(maxsize=4)
def _store(folder: str, master: str, former: str) -> KeyStore:
    return KeyStore(Path(folder), base64.b64decode(master), base64.b64decode(former) or None)


def key_store() -> KeyStore:
    """Return the key store named by the settings."""
    return _store(str(settings.KEY_STORE_DIR), settings.MASTER_KEY, settings.MASTER_KEY_OLD)


def open_name(row: PersonName) -> Name | None:
    """Return the name of a row, opened if it was sealed; None when the person's key was destroyed."""
    if row.sealed is None:
        return Name(row.script, row.surname, row.given_name, row.father_name)
    try:
        plain = unseal(key_store().key(row.person_id), bytes(row.sealed), row.pk.bytes)
    except KeyDestroyedError:
        return None
    surname, given_name, father_name = json.loads(plain)
    return Name(row.script, surname, given_name, father_name)


def open_bytes(person_id: uuid.UUID, sealed: bytes, context: bytes) -> bytes:
    """Return what services.names.seal_bytes sealed; raises KeyDestroyedError or SealError."""
    return unseal(key_store().key(person_id), sealed, context)


def names_of(people: Iterable[User | uuid.UUID]) -> dict[uuid.UUID, dict[str, Name]]:
    """Return the current names of many people by person and script, in one query."""
    ids = [person.pk if isinstance(person, User) else person for person in people]
    found: dict[uuid.UUID, dict[str, Name]] = {pk: {} for pk in ids}
    for row in PersonName.objects.current().filter(person__in=ids):
        name = open_name(row)
        if name is not None:
            found[row.person_id][row.script] = name
    return found


def current_name_ids(people: Iterable[User | uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return for each person which names are current, as one text: it differs as soon as any name is changed.

    Ids only: it can be kept with what was signed about a name. One query.
    """
    ids = [person.pk if isinstance(person, User) else person for person in people]
    found: dict[uuid.UUID, list[str]] = {pk: [] for pk in ids}
    rows: Any = PersonName.objects.current().filter(person__in=ids).values_list("person", "pk")
    for person, pk in rows:
        found[person].append(pk.hex)
    return {person: " ".join(sorted(names)) for person, names in found.items()}


@dataclasses.dataclass(frozen=True)
class NameEver:
    """One name that a person has or had: folded words, for comparing. `former`: it is not borne any more."""

    person: uuid.UUID
    service_number: str
    birth_year: int | None
    words: frozenset[str]
    former: bool


def names_ever(people: Any, *, by: User) -> list[NameEver]:
    """Return every name, now and before, of those of `people` (ids or a query of ids) that `by` may read. One query.

    Never shown or stored as it is: for proposing whom a line of a list means.
    """
    readable = User.objects.visible_to(by).names_open_to(by).filter(pk__in=people)
    found = []
    rows = PersonName.objects.filter(person__in=readable.values("pk")).select_related("person")
    for row in rows:
        name = open_name(row)
        if name is not None:
            folded = row.folded or folded_name(name)
            person = row.person
            found.append(
                NameEver(
                    person.pk,
                    person.service_number,
                    person.birth_year,
                    frozenset(words(folded)),
                    row.valid_to is not None,
                )
            )
    return found


def display(names: dict[str, Name], language: str, fallback: str = "") -> str:
    """Return the name best read in `language`, or `fallback` (usually the service number)."""
    wanted = SCRIPT_OF_LANGUAGE.get(language, Script.LATIN)
    for script in (wanted, Script.CYRILLIC, Script.ARABIC, Script.LATIN):
        if script in names:
            return names[script].full
    return fallback


def display_name(person: User, language: str) -> str:
    """Return one person's name for a screen in `language`."""
    return display(names_of([person])[person.pk], language, person.service_number)


def sorted_people(people: Iterable[User], language: str) -> list[tuple[User, str]]:
    """Return people with names in the order of a language's alphabet. Sorted here: sealed names have no column."""
    listed = list(people)
    names = names_of(listed)
    pairs = [(person, display(names[person.pk], language, person.service_number)) for person in listed]
    return sorted(pairs, key=lambda pair: (sort_key(pair[1], language), pair[0].service_number))


def asked_in_address(text: str) -> str:
    """Return what may be searched for by an address: numbers and codes. A name would stay in histories and logs."""
    return text if any(char.isdecimal() for char in text) else ""


def search_people(text: str, *, by: User) -> Any:
    """Return people visible to `by` whose service number begins with `text`, or one of whose names has all its words.

    Plain names match by the beginning of a word, sealed ones by whole words (blind index), and only where `by` may
    read the name: otherwise a search would tell whose it is.
    """
    visible = User.objects.visible_to(by)
    asked = words(text)
    if not asked or not normal_number(text):
        return visible.none()
    plain = PersonName.objects.all()
    readable = User.objects.names_open_to(by)
    sealed = PersonName.objects.filter(sealed__isnull=False, person__in=readable)
    for word in asked:
        plain = plain.filter(Q(folded__startswith=word) | Q(folded__contains=" " + word))
        digest = word_digest(key_store().index_key, word)
        sealed = sealed.filter(pk__in=NameWord.objects.filter(digest=digest).values("name"))
    return visible.filter(
        Q(service_number__istartswith=normal_number(text))
        | Q(pk__in=plain.values("person"))
        | Q(pk__in=sealed.values("person"))
    )


def matches(name: Name, typed: str) -> bool:
    """True when `typed` holds the words of the name (any order, spellings folded; the father's name may be left out).

    domain.md 6.4: match or no match, never a part.
    """
    given = sorted(words(typed))
    if not given:
        return False
    full = sorted(words(" ".join((name.surname, name.given_name, name.father_name))))
    short = sorted(words(" ".join((name.surname, name.given_name))))
    return given in (full, short)


def folded_name(name: Name) -> str:
    """Return the folded words of a name, for plain search columns."""
    return fold(" ".join((name.surname, name.given_name, name.father_name)))
