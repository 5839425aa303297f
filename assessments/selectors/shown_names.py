"""Names as one reader of a cohort's results may see them."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from accounts.access import may_open_name
from accounts.selectors.names import display, names_of
from courses.access import may_teach
from foundation.languages.text import sort_key

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort


def shown_names(people: "Iterable[User]", cohort: "Cohort", by: "User", language: str) -> dict[uuid.UUID, str]:
    """Return the name of each person by id; the service number where `by` may not read the name of a protected one.

    Instructors of the cohort read all of its names, as on the roll. At most three queries.
    """
    listed = {person.pk: person for person in people}
    teaches = any(person.protected for person in listed.values()) and may_teach(by, cohort)
    names = names_of([person for person in listed.values() if teaches or may_open_name(by, person)])
    return {pk: display(names.get(pk, {}), language, person.service_number) for pk, person in listed.items()}


def in_order(people: "Iterable[User]", names: dict[uuid.UUID, str], language: str) -> "list[tuple[User, str]]":
    """Return people with the names shown, in the order of a language's alphabet, then by service number."""
    pairs = [(person, names[person.pk]) for person in people]
    return sorted(pairs, key=lambda pair: (sort_key(pair[1], language), pair[0].service_number))
