"""Which people have a photo that one reader may see."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts.models import PersonPhoto

if TYPE_CHECKING:
    from accounts.models import User


def photos_of(people: Collection[uuid.UUID], *, by: "User") -> dict[uuid.UUID, uuid.UUID]:
    """Return the ids of the photos that `by` may see, by person id. One query."""
    rows = PersonPhoto.objects.visible_to(by).filter(person__in=people)
    return dict(rows.values_list("person", "pk"))


def photo_file(pk: uuid.UUID, *, by: "User") -> str:
    """Return the name of a photo's file. Raises LookupError where `by` may not see it, or there is none."""
    name = PersonPhoto.objects.visible_to(by).filter(pk=pk).values_list("file", flat=True).first()
    if name is None:
        raise LookupError(pk)
    return name
