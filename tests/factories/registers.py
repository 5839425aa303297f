"""Registers of past years, and lists as bytes."""

import datetime

from django.utils import timezone

from accounts.models import Centre, User
from certificates.models import PastDraft, PastEntry
from certificates.services.past_registers import confirm_register, keep_register

LEDGER = """Номер;ФИО;Год рождения;Курс;Дата выдачи;Приказ;Страница;Группа
17/2011;Раҳимов Фирӯз Одилович;1981;Проверка документов;15.06.2011;44;12;
18/2011;Назарова Мадина;1984;Проверка документов;15.06.2011;44;12;
19/2011;احمد ظاهر;1979;Проверка документов;15.06.2011;44;13;AF
"""


def keep(text: str, *, centre: Centre, by: User, year: int = 2011, at: datetime.datetime | None = None) -> PastDraft:
    return keep_register(
        data=text.encode("utf-8"), suffix=".csv", centre=centre, year=year, by=by, at=at or timezone.now()
    )


def load(text: str = LEDGER, *, centre: Centre, by: User, year: int = 2011, whole: bool = True) -> list[PastEntry]:
    """Load a past register; return its lines in the order of their numbers."""
    confirm_register(draft=keep(text, centre=centre, by=by, year=year), whole=whole, by=by, at=timezone.now())
    return list(PastEntry.objects.filter(centre=centre, year=year).order_by("serial"))
