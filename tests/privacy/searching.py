"""Search every byte for a name: in any writing, any encoding, inside of archives and PDF files."""

import base64
import io
import json
import re
import sqlite3
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdf
from django.db import connection

from foundation.languages.text import fold

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
WORD = re.compile(r"[\w\u200c]+")


class Needles:
    """The words of a name, as bytes, in every form in which they may lie somewhere."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self.folded = {fold(word) for word in self.words}
        self.bytes = {form for word in self._spellings() for form in self._encoded(word)}

    def _spellings(self) -> set[str]:
        return {form for word in self.words for form in (word, word.lower(), word.upper(), word.title(), fold(word))}

    @staticmethod
    def _encoded(word: str) -> Iterator[bytes]:
        plain = word.encode()
        yield plain
        yield word.encode("utf-16-le")
        yield word.encode("utf-16-be")
        yield json.dumps(word)[1:-1].encode()
        yield json.dumps(json.dumps(word)[1:-1])[1:-1].encode()
        yield urllib.parse.quote(word).encode()
        yield plain.hex().encode()
        for shift in range(3):  # base64 of a longer text that has the word in it
            inner = base64.b64encode(b"\0" * shift + plain)[(0, 2, 3)[shift] :]
            yield inner[: len(inner) - 4]

    def in_bytes(self, data: bytes) -> list[str]:
        """Return what was found in bytes, and in what is packed in them."""
        found = [repr(form) for form in self.bytes if len(form) > 5 and form in data]
        for inner in _unpacked(data):
            found += self.in_bytes(inner)
        if data.startswith(b"%PDF"):
            found += self.in_text(_text_of(data))
        return found

    def in_text(self, text: str) -> list[str]:
        """Return the words of a text that fold to a word of the name."""
        return [word for word in WORD.findall(text) if fold(word) in self.folded]

    def in_folder(self, folder: Path) -> dict[str, list[str]]:
        """Return what was found in the files below a folder, and in their names."""
        found = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and (hits := self.in_bytes(path.read_bytes()) + self.in_text(path.name)):
                found[str(path.relative_to(folder))] = hits
        return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Yield what is packed in an archive, or in the compressed streams of a PDF."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif data.startswith(b"\x1f\x8b"):
        yield zlib.decompress(data, 47)
    elif data.startswith(b"%PDF"):
        for packed in STREAM.findall(data):
            try:
                yield zlib.decompressobj().decompress(packed)
            except zlib.error:
                continue


def _text_of(pdf: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    said = [str(value) for value in (reader.metadata or {}).values()]
    return "\n".join([*said, *(page.extract_text() for page in reader.pages)])


def copy_database(to: Path) -> None:
    """Copy the whole database as it is now into a file, page for page: what is deleted and not overwritten too."""
    connection.ensure_connection()
    to.write_bytes(connection.connection.serialize())


def texts_of_database(path: Path) -> Iterator[tuple[str, bytes | str]]:
    """Yield every text and every run of bytes of a copied database, with its table and column."""
    with sqlite3.connect(path) as source:
        tables = [name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = source.execute(f'SELECT * FROM "{table}"')
            columns = [one[0] for one in rows.description]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, str | bytes):
                        yield f"{table}.{column}", value
    source.close()


def in_database(needles: Needles, path: Path) -> dict[str, list[str]]:
    """Return what was found in a copied database: in its bytes as they lie there, and cell by cell."""
    found: dict[str, list[str]] = {}
    if hits := needles.in_bytes(path.read_bytes()):
        found["(bytes of the file)"] = hits
    for place, value in texts_of_database(path):
        hits = needles.in_bytes(bytes(value)) if isinstance(value, bytes) else needles.in_text(_unescaped(value))
        if hits:
            found.setdefault(place, []).extend(hits)
    return found


def _unescaped(text: str) -> str:
    """Return a text with JSON's escapes read."""
    if "\\u" in text:
        return re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)
    return text
