"""What a mark from a device does to the mark that stands: rules only. Clocks decide nothing."""

import enum
import uuid
from dataclasses import dataclass


class Merge(enum.Enum):
    """What is to be done with a mark that came from a device; the event is kept in every case."""

    FIRST = "first"  # nothing stands yet: the mark stands now
    SAME = "same"  # it says what stands already
    CHANGE = "change"  # whoever made it knew what stands: the mark stands now
    CONFLICT = "conflict"  # whoever made it did not know what stands: both are shown until a person settles it


@dataclass(frozen=True)
class Standing:
    """The mark that stands: what it says, by which event, of which device (None: made on line) and its number there."""

    says: object
    event: uuid.UUID | None
    device: uuid.UUID | None
    sequence: int | None


@dataclass(frozen=True)
class Arriving:
    """A mark from a device; `base` is the event that the device showed when it was made."""

    says: object
    base: uuid.UUID | None
    device: uuid.UUID
    sequence: int


def merge(standing: Standing | None, arriving: Arriving) -> Merge:
    """Return what a mark from a device does.

    A device knows its own earlier marks, and what stood when it fetched the roll (`base`). Anything else that stands
    and says something different was made without knowing of this one.
    """
    if standing is None:
        return Merge.FIRST
    if standing.says == arriving.says:
        return Merge.SAME
    if standing.event is not None and standing.event == arriving.base:
        return Merge.CHANGE
    if standing.device == arriving.device and (standing.sequence or 0) < arriving.sequence:
        return Merge.CHANGE
    return Merge.CONFLICT
