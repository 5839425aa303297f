"""The file of marks that a device has not sent: what its page saves, and what is checked before it is read."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LARGEST = 2 * 1024 * 1024  # bytes
MOST = 5000  # items
LONGEST_LABEL = 200


class NotADeviceFileError(ValueError):
    """The file is not what the page about the device saves."""


@dataclass(frozen=True)
class Saved:
    """One item of the file: `label` was shown on the device; `batch` is the item as the device would have sent it."""

    label: str
    kind: str
    batch: Mapping[str, Any]


@dataclass(frozen=True)
class DeviceFile:
    """Whose the items are, and the items in their order."""

    person: uuid.UUID
    items: tuple[Saved, ...]


def read_device_file(data: bytes) -> DeviceFile:
    """Return what the file holds; its items are judged one by one afterwards. Raises NotADeviceFileError."""
    if len(data) > LARGEST:
        raise NotADeviceFileError
    try:
        body = json.loads(data)
        person, rows = uuid.UUID(body["person"]), body["items"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotADeviceFileError from error
    if not isinstance(rows, list) or len(rows) > MOST or not all(isinstance(row, dict) for row in rows):
        raise NotADeviceFileError
    return DeviceFile(person, tuple(_saved(row) for row in rows))


def _saved(row: dict[str, Any]) -> Saved:
    """The clock of the device is not known any more when the file is read, so no moment of sending is said."""
    return Saved(
        label=str(row.get("label", "")).replace("\x00", "")[:LONGEST_LABEL],
        kind=str(row.get("kind", ""))[:40],
        batch={"device": row.get("device"), "items": [row]},
    )
