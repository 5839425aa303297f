"""Erase: names, keys, photos, factors, sessions go; the registers keep a row with a made-up number.

What happens to each table is what its declaration says (foundation/privacy.py). Files and keys that upper apps keep
about a person are theirs to name: they register an eraser. Keys and files go when the transaction is through.
"""

import dataclasses
import datetime
import secrets
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q

from accounts.domain.erasing import names_somebody, without_words, without_words_in
from accounts.enums import Calendar
from accounts.models import AuditEntry, Authorisation, Centre, PersonName, PersonPhoto, RoleAssignment, User
from accounts.selectors.names import folded_name, key_store, open_name
from accounts.selectors.personal_data import OUR_APPS, personal_tables
from accounts.services.photos import photos_folder
from foundation.jobs import queue
from foundation.languages.text import words
from foundation.privacy import Erased, Personal, Why

INDEX_JOB = "accounts.index"
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LONG_TEXT = 60  # characters; shorter columns hold codes and numbers


@dataclasses.dataclass
class Erasing:
    """One person on the way out: what is known for the last time, and what goes when the transaction is through."""

    person: User
    at: datetime.datetime
    words: frozenset[str]  # folded, of every name ever borne
    written: frozenset[str]  # the same as they were written
    keys: list[uuid.UUID] = dataclasses.field(default_factory=list)
    files: list[Path] = dataclasses.field(default_factory=list)
    counts: dict[str, int] = dataclasses.field(default_factory=dict)

    def count(self, what: str, number: int) -> None:
        """Add to what is told about the erasure: numbers only."""
        if number:
            self.counts[what] = self.counts.get(what, 0) + number


Eraser = Callable[[Erasing], None]
_erasers: dict[str, Eraser] = {}

KeysOf = Callable[["models.QuerySet[User]", Centre | None], Iterable[uuid.UUID]]
_keys_of: dict[str, KeysOf] = {}


def register(code: str, eraser: Eraser) -> None:
    """Name the function that erases what an upper app keeps outside of what declarations can say."""
    _erasers[code] = eraser


def register_keys(code: str, keys: KeysOf) -> None:
    """Name the function that tells which further keys seal names of many people, when all names of a centre go."""
    _keys_of[code] = keys


def further_keys(people: "models.QuerySet[User]", centre: Centre | None) -> list[uuid.UUID]:
    """Return the keys of rows that may name one of these people: lists, copies, past registers, enquiries."""
    return [key for keys in _keys_of.values() for key in keys(people, centre)]


def erase(*, person: User, at: datetime.datetime) -> dict[str, int]:
    """Erase a person in the caller's transaction; return counts. A person who is erased already costs nothing."""
    if person.erased_at is not None:
        return {}
    overwrite_deleted_rows()
    erasing = _known_of(person, at)
    destroy_names(erasing)
    for model, said in personal_tables():
        if said.of and said.erased == Erased.DELETED and model not in (PersonName, PersonPhoto):
            rows = model._base_manager.filter(**{said.of: person.pk})
            erasing.count(model._meta.label_lower, rows.delete()[0])
    _forget_photo(erasing)
    _end_powers(person, at.date())
    _empty(person, at)
    transaction.on_commit(lambda: _forget_outside(erasing))
    return erasing.counts


def erase_names(*, person: User, at: datetime.datetime) -> dict[str, int]:
    """Destroy the names of a protected person in the caller's transaction; number and results stay."""
    if person.names_destroyed_at is not None:
        return {}
    erasing = _known_of(person, at)
    destroy_names(erasing)
    person.names_destroyed_at = at
    person.save(update_fields=["names_destroyed_at"])
    transaction.on_commit(lambda: _forget_outside(erasing))
    return erasing.counts


def erase_all_names(*, people: "models.QuerySet[User]", at: datetime.datetime) -> dict[str, int]:
    """Write down that all names of these protected people are gone; their keys were destroyed before. Four statements.

    For the emergency, so nothing is opened any more: what somebody wrote into a free text stays (docs/privacy.md).
    """
    ids = list(people.values_list("pk", flat=True))
    gone = PersonName.objects.filter(person__in=people, sealed__isnull=False).delete()[1]
    people.update(names_destroyed_at=at)
    return {"people": len(ids), "name_rows": gone.get(PersonName._meta.label, 0)}


def destroy_names(erasing: Erasing) -> None:
    """Remove the name rows, take the words of the name out of texts, and let the key go after the transaction."""
    person = erasing.person
    for eraser in _erasers.values():
        eraser(erasing)
    if person.protected:
        erasing.keys.append(person.pk)
        _mask(erasing)
    erasing.count("name_rows", PersonName.objects.filter(person=person).delete()[1].get(PersonName._meta.label, 0))


def overwrite_deleted_rows() -> None:
    """Let SQLite write zeros over what is deleted, instead of leaving it in free pages of its file."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def empty_the_log() -> None:
    """Let SQLite write its log into the database and cut it: what was deleted is not in the log any more either."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _known_of(person: User, at: datetime.datetime) -> Erasing:
    names = [name for row in PersonName.objects.filter(person=person) if (name := open_name(row)) is not None]
    written = {part for name in names for part in (name.surname, name.given_name, name.father_name) if part}
    folded = {word for name in names for word in words(folded_name(name))}
    return Erasing(person=person, at=at, words=frozenset(folded), written=frozenset(written))


def _mask(erasing: Erasing) -> None:
    """Take the words of the name out of every free text: all of them where it is about the person, else whole names."""
    if not erasing.words:
        return
    for model, said in personal_tables():
        if model in (User, PersonName, AuditEntry) or model.__module__.split(".")[0] not in OUR_APPS:
            continue
        if said.why == Why.CONTENT or model._meta.label == "certificates.Certificate":
            continue  # a certificate is frozen; its names are sealed under the key that goes
        texts, values = _free_texts(model)
        if said.erased == Erased.RECORD:
            erasing.count("texts", _mask_own(model, said, texts, [], erasing))
        else:
            erasing.count("texts", _mask_own(model, said, texts, values, erasing))
            erasing.count("texts", _mask_others(model, texts, erasing))


def _free_texts(model: type[models.Model]) -> tuple[list[str], list[str]]:
    fields = model._meta.local_concrete_fields
    texts = [
        field.name
        for field in fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and (field.max_length or LONG_TEXT) >= LONG_TEXT
        and not field.unique
    ]
    return texts, [field.name for field in fields if isinstance(field, models.JSONField)]


def _mask_own(model: type[models.Model], said: Personal, texts: list[str], values: list[str], erasing: Erasing) -> int:
    if not said.of or not (texts or values):
        return 0
    changed = 0
    for pk, *found in model._base_manager.filter(**{said.of: erasing.person.pk}).values_list("pk", *texts, *values):
        old = dict(zip((*texts, *values), found, strict=True))
        new = {name: without_words_in(value, erasing.words) for name, value in old.items()}
        if new != old:
            model._base_manager.filter(pk=pk).update(**{name: new[name] for name in new if new[name] != old[name]})
            changed += 1
    return changed


def _mask_others(model: type[models.Model], texts: list[str], erasing: Erasing) -> int:
    changed = 0
    for name in texts:
        asked = Q()
        for word in {form for one in erasing.written for form in (one, one.lower(), one.upper())}:
            asked |= Q(**{f"{name}__contains": word})
        for pk, text in model._base_manager.filter(asked).values_list("pk", name):
            if text and names_somebody(text, erasing.words):
                model._base_manager.filter(pk=pk).update(**{name: without_words(text, erasing.words)})
                changed += 1
    return changed


def _forget_photo(erasing: Erasing) -> None:
    photos = PersonPhoto.objects.filter(person=erasing.person)
    erasing.files += [photos_folder() / name for name in photos.values_list("file", flat=True)]
    erasing.count("photos", photos.delete()[0])


def _end_powers(person: User, day: datetime.date) -> None:
    """End what the person may do; a role that was to begin later never does."""
    for model in (RoleAssignment, Authorisation):
        rows: Any = model._default_manager.filter(user=person).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        rows.filter(valid_from__gt=day).delete()
        rows.filter(valid_from=day).update(valid_to=day)
        rows.filter(valid_from__lt=day).update(valid_to=day - datetime.timedelta(days=1))
    person.groups.clear()


def _empty(person: User, at: datetime.datetime) -> None:
    person.service_number = "ERASED-" + "".join(secrets.choice(LETTERS) for _ in range(10))
    person.rank, person.unit, person.birth_year, person.last_login = None, "", None, None
    person.language, person.calendar = "tg", Calendar.GREGORIAN
    person.is_active = person.is_staff = person.is_superuser = person.must_change_password = False
    person.set_unusable_password()
    person.erased_at = at
    if person.protected:
        person.names_destroyed_at = person.names_destroyed_at or at
    person.save()


def _forget_outside(erasing: Erasing) -> None:
    for key in erasing.keys:
        key_store().destroy(key)
    for file in erasing.files:
        file.unlink(missing_ok=True)
    if erasing.keys:
        queue.put(kind=INDEX_JOB, subject="names")
    empty_the_log()
