"""The rows a new system starts with: ranks, the three centres with their rooms, public holidays."""

import dataclasses
import datetime

from django.db import transaction
from django.utils import timezone

from accounts.domain.starting_rows import CENTRES, RANKS, holidays
from accounts.models import Centre, Holiday, Rank, Room, User


@dataclasses.dataclass(frozen=True)
class Loaded:
    """How many rows were new."""

    ranks: int
    centres: int
    rooms: int
    holidays: int


def load_reference(by: User | None = None, *, today: datetime.date | None = None) -> Loaded:
    """Create what is missing of ranks, centres, rooms and holidays (from last year to the year after next).

    Repeatable; rows that exist are left as people have edited them. `by` is accepted for symmetry: the rows are no
    acts of the audit list. Source: domain.md 4.2, 5.3, 5.4.
    """
    year = (today or timezone.localdate()).year
    with transaction.atomic():
        ranks = sum(_rank(position, *row) for position, row in enumerate(RANKS, 1))
        centres = rooms = 0
        for plan in CENTRES:
            centre, created = Centre.objects.get_or_create(
                code=plan.code, defaults={"titles": plan.titles, "weekdays": list(plan.weekdays)}
            )
            centres += created
            for code, seats in plan.rooms:
                rooms += Room.objects.get_or_create(centre=centre, code=code, defaults={"seats": seats})[1]
        days = sum(
            Holiday.objects.get_or_create(centre=None, date=date, defaults={"titles": titles})[1]
            for date, titles in holidays(range(year - 1, year + 3))
        )
    return Loaded(ranks=ranks, centres=centres, rooms=rooms, holidays=days)


def _rank(position: int, code: str, english: str, russian: str, tajik: str, dari: str) -> bool:
    titles = {"en": english, "ru": russian, "tg": tajik, "fa-af": dari}
    return Rank.objects.get_or_create(code=code, defaults={"titles": titles, "position": position})[1]
