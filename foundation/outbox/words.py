"""What kinds of items, and reasons why one was not stored, are called in plain words. Upper apps say so in ready()."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from foundation.outbox.models import Outcome

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_words: "dict[str, StrPromise | str]" = {}


def describe(kind: str, label: "StrPromise", reasons: "Mapping[str, StrPromise]") -> None:
    """Name a kind of item, and the reasons that its answers give (`said["reason"]`)."""
    _words[f"kind {kind}"] = label
    _words.update({f"reason {code}": said for code, said in reasons.items()})


def words() -> list[tuple[str, str]]:
    """Return (key, word) in the active language; keys are `kind …`, `reason …` and `outcome …`."""
    outcomes = {f"outcome {outcome}": outcome.label for outcome in Outcome}
    return [(key, str(word)) for key, word in {**_words, **outcomes}.items()]
