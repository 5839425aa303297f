"""The blind index under a new key: after somebody is erased, hashes in old backups cannot be tried out any more."""

from collections.abc import Callable, Iterable

from django.db import transaction

from accounts.domain.sealing import word_digest
from accounts.models import NameWord, PersonName
from accounts.selectors.names import folded_name, key_store, open_name
from foundation.languages.text import words

# Tables of upper apps with hashes of words: each makes its own anew with the key it is given.
Rehash = Callable[[Callable[[str], set[str]]], int]
_tables: dict[str, Rehash] = {}

TOGETHER = 1000


def register(code: str, rehash: Rehash) -> None:
    """Name the function that makes the hashes of one more table anew. Called in `ready()`."""
    _tables[code] = rehash


def change_index_key() -> int:
    """Hash every word of every sealed name under a new key, then forget the former one; return how many there are.

    Safe to repeat: a change that was broken off goes on with the same new key.
    """
    key = key_store().begin_index()

    def digests(text: str) -> set[str]:
        return {word_digest(key, word) for word in words(text)}

    with transaction.atomic():
        count = _rehash_names(digests)
        for rehash in _tables.values():
            count += rehash(digests)
    key_store().finish_index()
    return count


def finish_change() -> int:
    """Finish a change that was broken off; return how many words there are, nothing when none was. For `tick`."""
    return change_index_key() if key_store().index_is_changing() else 0


def _rehash_names(digests: Callable[[str], set[str]]) -> int:
    NameWord.objects.all().delete()
    return _write(
        (row, digest)
        for row in PersonName.objects.filter(sealed__isnull=False).iterator(TOGETHER)
        if (name := open_name(row)) is not None
        for digest in sorted(digests(folded_name(name)))
    )


def _write(pairs: Iterable[tuple[PersonName, str]]) -> int:
    made = [NameWord(name=row, digest=digest) for row, digest in pairs]
    NameWord.objects.bulk_create(made, batch_size=TOGETHER)
    return len(made)
