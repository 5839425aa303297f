"""What is sealed apart from names of people: opening it, finding whole words in it, and what may go wrong."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import TypeVar

from accounts.domain.key_store import KeyDestroyedError
from accounts.domain.sealing import SealError, unseal, word_digest
from accounts.models import NameWord
from accounts.selectors.names import key_store
from foundation.languages.text import words

__all__ = ["KeyDestroyedError", "SealError", "digests", "open_draft", "with_names_of_protected"]

Key = TypeVar("Key")
ENOUGH_WORDS = 2


def open_draft(sealed: bytes, context: bytes) -> bytes:
    """Return what services.names.seal_draft sealed. Raises KeyDestroyedError or SealError."""
    return unseal(key_store().key(uuid.UUID(bytes=context)), sealed, context)


def digests(text: str) -> set[str]:
    """Return the blind-index hashes of the folded words of a text."""
    index_key = key_store().index_key
    return {word_digest(index_key, word) for word in words(text)}


def with_names_of_protected(texts: Mapping[Key, str]) -> set[Key]:
    """Return the keys of the texts that hold the whole name (two words or more) of a protected person. Two queries."""
    hashed = {key: digests(text) for key, text in texts.items()}
    asked = set().union(*hashed.values()) if hashed else set()
    names: dict[uuid.UUID, set[str]] = defaultdict(set)
    for name, digest in NameWord.objects.filter(digest__in=asked).values_list("name_id", "digest"):
        names[name].add(digest)
    whole: dict[uuid.UUID, int] = defaultdict(int)
    for name in NameWord.objects.filter(name__in=names).values_list("name_id", flat=True):
        whole[name] += 1
    held = [found for name, found in names.items() if len(found) == whole[name] and len(found) >= ENOUGH_WORDS]
    return {key for key, own in hashed.items() if any(name <= own for name in held)}
