"""What the screens of translators ask of each kind of thing: the four functions of an `Adapter`.

Screens know no kind. A kind is a module beside this one that ends in `ADAPTER = Adapter(...)`, named in
`cms/services/work/__init__.py`.

Texts are passed as {path of the segment: text}, and hold only what the person wrote, changed or confirmed ("still
right": the same text again, now for the newest source). A path that is not passed stays as it is; a path that the thing
has not is passed over; an empty text takes the text away.
"""

import dataclasses
import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from accounts.models import User
    from cms.domain.work import QueueLine, Work
    from courses.enums import Change

Texts = Mapping[str, str]
Key = tuple[str, str]  # code and language


class WorkChangedError(Exception):
    """Somebody wrote texts of the thing since it was opened; nothing was saved. `work` is as it stands now."""

    def __init__(self, work: "Work") -> None:
        super().__init__(f"{work.kind} {work.code} {work.language}")
        self.work = work


class WorkIncompleteError(Exception):
    """Handed in with texts that are missing or out of date: they are saved and not published. `work` says which."""

    def __init__(self, work: "Work") -> None:
        super().__init__(f"{work.kind} {work.code} {work.language}: {work.open}")
        self.work = work


class WorkRefusedError(Exception):
    """Handed in with texts that do not fit the thing: they are saved and not published. `problems` are sentences."""

    def __init__(self, work: "Work", problems: Sequence[str]) -> None:
        super().__init__(f"{work.kind} {work.code} {work.language}: {'; '.join(problems)}")
        self.work = work
        self.problems = list(problems)


class UnknownWorkError(Exception):
    """There is no such thing, or it cannot be worked on in that language."""


class OpenWork(Protocol):
    def __call__(self, code: str, language: str) -> "Work | None":
        """Return the thing with what is written so far, drafts first; None where it is unknown or not for work.

        A constant number of queries. `label` of a segment is in the active language.
        """


class Save(Protocol):
    def __call__(
        self, *, code: str, language: str, texts: Texts, fingerprint: str, by: "User", at: datetime.datetime
    ) -> "Work":
        """Keep `texts` as a draft and return the work as it stands then; readers see nothing of it.

        Raises WorkChangedError when `fingerprint` is not that of the work as it stands, UnknownWorkError.
        """


class HandIn(Protocol):
    def __call__(
        self,
        *,
        code: str,
        language: str,
        texts: Texts,
        fingerprint: str,
        change: "Change | None",
        by: "User",
        at: datetime.datetime,
    ) -> "Work":
        """Keep `texts`, and publish the thing when nothing of it is open; return the work as it stands then.

        `change` is the answer to "has the meaning changed?" (courses/services/editions.py); None: nobody was asked.
        Raises WorkIncompleteError and WorkRefusedError (what was written is saved), WorkChangedError,
        UnknownWorkError.
        """


class Lines(Protocol):
    def __call__(self, languages: Collection[str], reader: str) -> "Sequence[QueueLine]":
        """Return every thing of the kind in each of `languages`, whatever its state, with `words` 0.

        `reader` is the language of the titles (else the source language). A constant number of queries.
        """


class WordsToDo(Protocol):
    def __call__(self, keys: Collection[Key]) -> Mapping[Key, int]:
        """Return how many source words are still to be translated of each; no key: none. Constant queries."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Adapter:
    """One kind of thing that translators work on. `asks_change` is False where no meaning is recorded (wording)."""

    open_work: OpenWork
    save: Save
    hand_in: HandIn
    lines: Lines
    words_to_do: WordsToDo
    asks_change: bool = True
