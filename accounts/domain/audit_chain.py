"""The arithmetic of the chain over the audit trail (docs/decisions/0023-audit-chain.md), format 1.

An entry is written as JSON with its keys in order, without blanks, in UTF-8; moments in UTC with microseconds, ids in
small letters with hyphens. So the bytes are the same whatever database the row was read from.

    digest of an entry   SHA-256(entry as bytes)
    digest of a batch    SHA-256(head of the batch as bytes ‖ digests of its entries in order, 32 bytes each)

where the head of a batch is JSON in the same form: format, number, sealed_at, through, by_hand, entries (how many) and
previous, the digest of the batch before in hexadecimal (64 zeros before the first).
"""

import base64
import dataclasses
import datetime
import hashlib
import json
import re
import unicodedata
import uuid
from collections.abc import Iterable
from typing import Any

FORMAT = 1
FIRST = "0" * 64
SHORT_BYTES = 10  # of a digest on paper: 80 bits, four groups of four signs
GROUP = 4
LATE = datetime.timedelta(hours=1)  # a transaction is over long before; what is dated earlier was not written in time

_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})  # signs that base32 does not have
_NUMBER = re.compile(r"\d+")
_CODE = re.compile(r"(?<![A-Z0-9])((?:[A-Z0-9]{4}[-\s]?){3}[A-Z0-9]{4})\W*$")  # at the end of the line


@dataclasses.dataclass(frozen=True)
class Printed:
    """What a line on paper says: number of the batch, and the first 80 bits of its digest in base32."""

    number: int
    code: str


class LineUnreadableError(ValueError):
    """The text is no line of the audit trail."""


def moment(at: datetime.datetime) -> str:
    """Return a moment as it stands in the bytes."""
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_digest(fields: dict[str, Any]) -> bytes:
    """Return the digest of an entry from its columns by name, foreign keys as ids."""
    return hashlib.sha256(_bytes({name: _plain(value) for name, value in fields.items()})).digest()


def batch_digest(
    *,
    number: int,
    sealed_at: datetime.datetime,
    through: datetime.datetime,
    by_hand: bool,
    previous: str,
    entries: Iterable[bytes],
) -> str:
    """Return the digest of a batch in hexadecimal; `entries` are the digests of its entries in order."""
    digests = list(entries)
    head = {
        "format": FORMAT,
        "number": number,
        "sealed_at": moment(sealed_at),
        "through": moment(through),
        "by_hand": by_hand,
        "entries": len(digests),
        "previous": previous,
    }
    return hashlib.sha256(b"".join((_bytes(head), *digests))).hexdigest()


def short_form(digest: str) -> str:
    """Return a digest as it is printed: ABCD-EFGH-IJKL-MNOP."""
    code = base64.b32encode(bytes.fromhex(digest)[:SHORT_BYTES]).decode("ascii")
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def read_line(text: str) -> Printed:
    """Return what a printed line says: the whole line, or only number and code, as somebody types them from paper.

    Small letters, other digits, missing hyphens and 0 for O are understood. Raises LineUnreadableError.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = "".join(str(unicodedata.decimal(char, char)) for char in plain)  # digits of any script
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    found, number = _CODE.search(plain), _NUMBER.search(plain)
    if found is None or number is None or number.start() >= found.start():
        raise LineUnreadableError(text)
    code = re.sub(r"[-\s]", "", found[1]).translate(_MISREAD)
    return Printed(min(int(number[0]), 2**31 - 1), "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP)))


def _bytes(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode("utf-8")


def _plain(value: Any) -> Any:
    """Return a value of a column as JSON has it; a whole number is written without a point, as databases differ."""
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
