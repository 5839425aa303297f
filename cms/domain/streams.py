"""Manuscript blocks and the raw values of StreamFields are two forms of the same text; this turns one into the other.

Ids of blocks and of list items are made from the code of the text and the place in it, so loading a manuscript again
gives the same ids and translations keep their places (architecture.md section 3).

Manuscripts name pictures and files by their codes, StreamFields by primary keys; the callers bring the mapping.
"""

import dataclasses
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from courses.selectors.manuscripts import FILE_KINDS, INSTRUCTOR_KINDS, LESSON, PICTURE_KINDS, Block, Shape, Value

IDS = uuid.UUID("6f6d757a-676f-4068-8000-637572726963")
Raw = list[dict[str, Any]]
PICTURE, ATTACHMENT = "picture", "attachment"  # where a file is kept
STORE_OF_KIND = {**dict.fromkeys(PICTURE_KINDS, PICTURE), **dict.fromkeys(FILE_KINDS, ATTACHMENT)}
Keys = Mapping[tuple[str, str], int]  # (store, code) → primary key
Codes = Mapping[tuple[str, int], str]  # (store, primary key) → code

# Fields whose rows are not plain lists of cells: the names of the cells.
CELLS = {
    ("terms", "items"): ("term", "explanation"),
    ("plan", "rows"): ("minutes", "activity", "method", "materials"),
    ("spots", "spots"): ("x", "y", "label"),
}
SINGLE_ROWS = {("table", "header")}
NUMBERS = {"minutes"}


@dataclasses.dataclass(frozen=True)
class Streams:
    """The raw values of a lesson page's two stream fields."""

    body: Raw
    instructor: Raw


def content_hash(blocks: Sequence[Block]) -> str:
    """Return the SHA-256 of what a text says, in hexadecimal: the same words from a file and from a page are equal."""
    plain = [[block.kind, block.key, {name: block.fields[name] for name in sorted(block.fields)}] for block in blocks]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def as_json(blocks: Sequence[Block]) -> list[Any]:
    """Return manuscript blocks as an edition keeps them: [kind, key, {field: value}]."""
    return [[block.kind, block.key, {name: _lists(value) for name, value in block.fields.items()}] for block in blocks]


def from_json(stored: Sequence[Any]) -> list[Block]:
    """Return the manuscript blocks that an edition keeps; the inverse of as_json."""
    return [Block(kind, key, {name: _tuples(value) for name, value in fields.items()}) for kind, key, fields in stored]


def _lists(value: Value) -> Any:
    if isinstance(value, str):
        return value
    return [row if isinstance(row, str) else list(row) for row in value]


def _tuples(value: Any) -> Value:
    if isinstance(value, str):
        return value
    return tuple(tuple(row) if isinstance(row, list | tuple) else row for row in value)


def files_of(blocks: Sequence[Block]) -> set[tuple[str, str]]:
    """Return the files that blocks name: (store, code)."""
    stores = ((STORE_OF_KIND.get(block.kind), block) for block in blocks)
    return {(store, block.line("file")) for store, block in stores if store and block.line("file")}


def keys_in(raw: Raw) -> set[tuple[str, int]]:
    """Return the files that a raw stream value points at: (store, primary key)."""
    stores = ((STORE_OF_KIND.get(child["type"]), child["value"].get("file")) for child in raw)
    return {(store, key) for store, key in stores if store and key}


def to_streams(code: str, blocks: Sequence[Block], keys: Keys | None = None) -> Streams:
    """Return the raw stream values of a lesson's blocks (without the first, which holds title and summary).

    `keys` holds the primary keys of the files that the blocks name.
    """
    raw = [(block.kind, to_raw(code, block, keys or {})) for block in blocks if block.kind != "lesson"]
    return Streams(
        body=[value for kind, value in raw if kind not in INSTRUCTOR_KINDS],
        instructor=[value for kind, value in raw if kind in INSTRUCTOR_KINDS],
    )


def to_raw(code: str, block: Block, keys: Keys) -> dict[str, Any]:
    """Return one block as StreamField stores it."""
    place = f"{code}:{block.key}"
    value: dict[str, Any] = {"key": block.key}
    for name in LESSON[block.kind]:
        if name == "file":
            value[name] = keys.get((STORE_OF_KIND[block.kind], block.line("file")))
            continue
        value[name] = _raw_field(block.kind, name, block.fields.get(name, ()), f"{place}:{name}")
    return {"type": block.kind, "value": value, "id": _id(place)}


def item(value: object, place: str) -> dict[str, Any]:
    """Return one item of a list as StreamField stores it, with an id made from its place."""
    return {"type": "item", "value": value, "id": _id(place)}


def _raw_field(kind: str, name: str, value: Value, place: str) -> object:
    if isinstance(value, str):
        return value
    if not value:
        return "" if LESSON[kind][name] is Shape.LINE else []
    if (kind, name) in SINGLE_ROWS:
        return [item(cell, f"{place}:0:{column}") for column, cell in enumerate(value[0])]
    if cells := CELLS.get((kind, name)):
        return [item(_struct(cells, row), f"{place}:{index}") for index, row in enumerate(value)]
    return [
        item([item(cell, f"{place}:{index}:{column}") for column, cell in enumerate(row)], f"{place}:{index}")
        if isinstance(row, tuple)
        else item(row, f"{place}:{index}")
        for index, row in enumerate(value)
    ]


def _struct(cells: Sequence[str], row: Sequence[str]) -> dict[str, object]:
    return {name: int(cell) if name in NUMBERS else cell for name, cell in zip(cells, row, strict=True)}


def to_blocks(raw: Raw, codes: Codes | None = None) -> list[Block]:
    """Return the manuscript blocks of a raw stream value; empty fields are left out.

    `codes` holds the codes of the files it points at. A block without a key, made by an editor, is named after its id.
    """
    blocks = []
    for child in raw:
        kind, value = child["type"], child["value"]
        fields = {name: _field(kind, name, value.get(name)) for name in LESSON[kind] if name != "file"}
        if kind in STORE_OF_KIND:
            code = (codes or {}).get((STORE_OF_KIND[kind], value.get("file") or 0), "")
            fields = {name: code if name == "file" else fields[name] for name in LESSON[kind]}
        key = value.get("key") or f"b-{str(child['id'])[:8]}"
        blocks.append(Block(kind, key, {name: content for name, content in fields.items() if content}))
    return blocks


def _field(kind: str, name: str, value: Any) -> Value:
    if not value:
        return ""
    if isinstance(value, str):
        return value
    items = [_value_of(entry) for entry in value]
    if (kind, name) in SINGLE_ROWS:
        return (tuple(str(cell) for cell in items),)
    if cells := CELLS.get((kind, name)):
        return tuple(tuple(_text(row, cell) for cell in cells) for row in items)
    if items and isinstance(items[0], list):
        return tuple(tuple(str(_value_of(cell)) for cell in row) for row in items)
    return tuple(str(text) for text in items)


def _text(row: Mapping[str, object], cell: str) -> str:
    value = row.get(cell)
    return "" if value is None else str(value)


def _value_of(entry: Any) -> Any:
    """Return the value of a list item, stored with or without its id."""
    return entry["value"] if isinstance(entry, dict) and entry.get("type") == "item" and "value" in entry else entry


def _id(place: str) -> str:
    return str(uuid.uuid5(IDS, place))
