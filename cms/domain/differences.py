"""Two versions of a text side by side in words: block by block, paragraph by paragraph."""

import dataclasses
import difflib
from collections.abc import Iterator, Sequence

from cms.domain.checking import Piece, word_changes
from courses.selectors.manuscripts import Block, Value

CELLS = " | "
LIKE = 0.4  # two paragraphs with fewer words in common are two texts, not one that was changed


@dataclasses.dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a block with its paragraphs; each is a list of pieces, marked where words went or came."""

    name: str
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def changed(self) -> bool:
        return any(piece.kind != "same" for line in self.lines for piece in line)


@dataclasses.dataclass(frozen=True, slots=True)
class BlockChange:
    """One block. `state` is same, changed, moved, new or gone."""

    kind: str
    key: str
    state: str
    fields: tuple[FieldChange, ...]

    @property
    def shown(self) -> tuple[FieldChange, ...]:
        """The fields that changed; of a block that is new or gone all."""
        return tuple(field for field in self.fields if field.changed)


def compare(old: Sequence[Block], new: Sequence[Block]) -> list[BlockChange]:
    """Return every block of both versions in the order of the new one, those that went where they stood.

    Blocks are the same when kind and key are.
    """
    before = {(block.kind, block.key): block for block in old}
    names_old, names_new = list(before), [(block.kind, block.key) for block in new]
    after = dict(zip(names_new, new, strict=True))
    found: list[BlockChange] = []
    matcher = difflib.SequenceMatcher(None, names_old, names_new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            found += [_block(before[name], None, "gone") for name in names_old[a:b] if name not in after]
        for name in names_new[c:d]:
            if name not in before:
                found.append(_block(None, after[name], "new"))
            else:
                found.append(_block(before[name], after[name], "same" if tag == "equal" else "moved"))
    return found


def lines_of(value: Value) -> list[str]:
    """Return the paragraphs, items or rows of a field as lines of text."""
    if isinstance(value, str):
        return [value] if value else []
    return [row if isinstance(row, str) else CELLS.join(row) for row in value]


def compare_lines(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """Return the lines of both versions with what changed; a line that was rewritten stands as one gone and one new."""
    found: list[tuple[Piece, ...]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [(Piece("same", line),) for line in new[c:d]]
        else:
            found += _replaced(old[a:b], new[c:d])
    return tuple(found)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """Pair lines that are alike, in order; the others are gone or new."""
    if len(old) == len(new) == 1:  # one sentence in the place of another, however different
        yield tuple(word_changes(old[0], new[0]))
        return
    left, came = list(old), list[str]()
    for line in new:
        place = next((at for at, other in enumerate(left) if _alike(other, line)), None)
        if place is None:
            came.append(line)
            continue
        yield from _apart(left[:place], came)
        yield tuple(word_changes(left[place], line))
        came = []
        del left[: place + 1]
    yield from _apart(left, came)


def _apart(gone: Sequence[str], came: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """Return lines that went, then lines that came."""
    yield from ((Piece("gone", line),) for line in gone)
    yield from ((Piece("new", line),) for line in came)


def _alike(old: str, new: str) -> bool:
    return difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() >= LIKE


def _block(old: Block | None, new: Block | None, state: str) -> BlockChange:
    block = new or old
    assert block is not None
    names = list(dict.fromkeys([*(new.fields if new else ()), *(old.fields if old else ())]))
    fields = tuple(
        FieldChange(name, compare_lines(lines_of(_value(old, name)), lines_of(_value(new, name)))) for name in names
    )
    if state == "same" and any(field.changed for field in fields):
        state = "changed"
    return BlockChange(block.kind, block.key, state, fields)


def _value(block: Block | None, name: str) -> Value:
    return block.fields.get(name, ()) if block is not None else ()
