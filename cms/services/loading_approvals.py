"""Approvals as a file (`approvals.txt`): approved texts stay approved when a curriculum moves to another machine.

A row is `language | state | hash`. The hash is that of the very words: for a lesson of the source and of the text
together (`lesson_mark`), for other things the hash that their approval names. Other words are not approved by it.
"""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cms.domain.streams import content_hash
from cms.selectors.units import Unit
from courses.enums import ApprovalState, ApprovedKind
from courses.selectors.manuscripts import APPROVALS, LANGUAGES, ManuscriptFileError, read
from courses.selectors.standings import steps_of
from courses.services.approvals import set_state
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from courses.selectors.manuscripts import Block

FILE = "approvals.txt"
CELLS = 3


def lesson_mark(source: "Sequence[Block]", text: "Sequence[Block]") -> str:
    """Return the hash of the words of a lesson together with those of its source, in hexadecimal."""
    return hashlib.sha256(f"{content_hash(source)}{content_hash(text)}".encode()).hexdigest()


def load_approvals(*, folder: Path, units: Sequence[Unit], by: "User | None", at: datetime.datetime) -> int:
    """Write the approvals of `approvals.txt` for the words that the folder holds; return how many were written.

    To be called before the texts are published, so that they are published as approved. What was ever decided here
    about the same words is left as it is. Raises ManuscriptFileError when the file is out of form.
    """
    path = folder / FILE
    if not path.exists():
        return 0
    texts: Mapping[str, Unit] = {unit.code: unit for unit in units if unit.kind == "lesson"}
    decided = {kind: steps_of(kind) for kind in ApprovedKind}
    written = 0
    for block in read(path, APPROVALS):
        kind = ApprovedKind(block.kind)
        for row in block.rows("states"):
            if len(row) != CELLS or row[0] not in LANGUAGES or row[1] not in ApprovalState.values:
                raise ManuscriptFileError(path, f"{block.key}: a row is `language | state | hash`")
            language, state, mark = row
            if kind == ApprovedKind.LESSON:
                unit = texts.get(block.key)
                if unit is None or lesson_mark(unit.texts[SOURCE_LANGUAGE], unit.texts[language]) != mark:
                    continue
                mark = content_hash(unit.texts[SOURCE_LANGUAGE])
            if (block.key, language, mark) in decided[kind]:
                continue
            set_state(
                kind=kind,
                code=block.key,
                language=language,
                source_hash=mark,
                state=ApprovalState(state),
                by=by,
                at=at,
            )
            written += 1
    return written
