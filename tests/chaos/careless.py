"""The same site with one thing taken out: it does not look at the ids that devices make. For the negative control."""

import dataclasses
import uuid
from typing import TYPE_CHECKING

from config.wsgi import application
from foundation.outbox import receiving

if TYPE_CHECKING:
    import datetime

__all__ = ["application"]
_careful = receiving._receive


def _careless(item: receiving.Item, person: uuid.UUID, at: "datetime.datetime") -> receiving.Receipt:
    receipt = _careful(dataclasses.replace(item, id=uuid.uuid4()), person, at)
    return dataclasses.replace(receipt, id=item.id)


receiving._receive = _careless
