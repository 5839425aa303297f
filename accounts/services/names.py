"""Write names: plain for most people, sealed for protected ones. Old names are kept with their dates."""

import datetime
import json
import uuid
from collections.abc import Iterable

from django.db import transaction

from accounts.domain.sealing import seal, word_digest
from accounts.enums import Act, NameSource
from accounts.models import NameWord, PersonName, User
from accounts.selectors.names import Name, folded_name, key_store, open_name
from accounts.services.audit import remember
from foundation.languages.text import sort_key, words

LANGUAGE_OF_SCRIPT = {"cyrl": "tg", "arab": "fa-af", "latn": "en"}


class NameEmptyError(ValueError):
    """A name needs at least the given name."""


def seal_bytes(person_id: uuid.UUID, plain: bytes, context: bytes) -> bytes:
    """Seal `plain` under the person's key (made if there is none); `context` is needed to open it again."""
    return seal(key_store().make(person_id), plain, context)


def seal_draft(plain: bytes, context: bytes) -> bytes:
    """Seal a file that is kept only until it is confirmed, under a key of its own (selectors/sealed.py opens it).

    `context` is the id of its row, 16 bytes. The key goes with the file (`forget_drafts`): copies in backups too.
    """
    return seal_bytes(uuid.UUID(bytes=context), plain, context)


def forget_drafts(rows: Iterable[uuid.UUID]) -> None:
    """Destroy the keys of rows whose sealed file is thrown away, as soon as the transaction is through."""
    listed = list(rows)

    def forget() -> None:
        for row in listed:
            key_store().destroy(row)

    transaction.on_commit(forget)


def set_name(
    *,
    person: User,
    name: Name,
    source: NameSource,
    confirmed: bool,
    by: User | None,
    on: datetime.date,
    reason: str = "",
) -> PersonName:
    """Make `name` the person's current name in its script from the day `on`; the former one ends the day before.

    The same name again changes nothing. Raises NameEmptyError without a given name.
    """
    if not name.given_name.strip():
        raise NameEmptyError
    with transaction.atomic():
        current = PersonName.objects.select_for_update().current().filter(person=person, script=name.script).first()
        if current is not None:
            if open_name(current) == name:
                return current
            current.valid_to = on
            current.save(update_fields=["valid_to"])
        row = PersonName(person=person, script=name.script, source=source, confirmed=confirmed, valid_from=on)
        if person.protected:
            _fill_sealed(row, name)
        else:
            row.surname, row.given_name, row.father_name = name.surname, name.given_name, name.father_name
            row.folded = folded_name(name)
            row.sort_key = sort_key(name.full, LANGUAGE_OF_SCRIPT[name.script])
            row.save()
        if current is not None:
            remember(
                act=Act.NAME_CHANGED,
                by=by,
                subject=person,
                centre=person.centre,
                new={"script": str(name.script)},
                reason=reason,
            )
    return row


def _fill_sealed(row: PersonName, name: Name) -> None:
    plain = json.dumps([name.surname, name.given_name, name.father_name], ensure_ascii=False).encode("utf-8")
    row.sealed = seal_bytes(row.person_id, plain, row.pk.bytes)
    row.save()
    index_key = key_store().index_key
    digests = {word_digest(index_key, word) for word in words(folded_name(name))}
    NameWord.objects.bulk_create([NameWord(name=row, digest=digest) for digest in sorted(digests)])
