"""What the template of the evidence file needs."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from accounts.models import User

register = template.Library()


@register.filter
def said(names: "Mapping[uuid.UUID, str]", person: "User | None") -> str:
    """Return how a person stands in the file: `{{ names|said:person }}`; nobody is a dash."""
    return names.get(person.pk, person.service_number) if person is not None else "–"
