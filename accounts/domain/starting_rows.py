"""The ranks, centres and public holidays that a new system starts with (domain.md 4.2, 5.3, 5.4)."""

import dataclasses
import datetime
from collections.abc import Iterable

# code, English, Russian, Tajik, Dari (the army's name; rough where domain.md marks it so)
RANKS: tuple[tuple[str, str, str, str, str], ...] = (
    ("OR1", "Private", "Рядовой", "Аскари қаторӣ", "سرباز"),
    ("OR2", "Lance corporal", "Ефрейтор", "Ефрейтор", "افریتور"),
    ("OR3", "Junior sergeant", "Младший сержант", "Сержанти хурд", "پرکمشر"),
    ("OR4", "Sergeant", "Сержант", "Сержант", "معاون سرپرکمشر"),
    ("OR5", "Senior sergeant", "Старший сержант", "Сержанти калон", "سرپرکمشر"),
    ("OR6", "Sergeant-major", "Старшина", "Старшина", "معاون سرپرکمشر قدمدار"),
    ("WO1", "Warrant officer", "Прапорщик", "Прапоршик", "سرپرکمشر قدمدار"),
    ("WO2", "Senior warrant officer", "Старший прапорщик", "Прапоршики калон", "سرپرکمشر قدمدار ارشد"),
    ("OF1c", "Junior lieutenant", "Младший лейтенант", "Лейтенанти хурд", "دریم بریدمن"),
    ("OF1b", "Lieutenant", "Лейтенант", "Лейтенант", "دوهم بریدمن"),
    ("OF1a", "Senior lieutenant", "Старший лейтенант", "Лейтенанти калон", "لومړی بریدمن"),
    ("OF2", "Captain", "Капитан", "Капитан", "تورن"),
    ("OF3", "Major", "Майор", "Майор", "جګړن"),
    ("OF4", "Lieutenant colonel", "Подполковник", "Подполковник", "ډګرمن"),
    ("OF5", "Colonel", "Полковник", "Полковник", "ډګروال"),
    ("OF6", "Major general", "Генерал-майор", "Генерал-майор", "برید جنرال"),
    ("OF7", "Lieutenant general", "Генерал-лейтенант", "Генерал-лейтенант", "تورن جنرال"),
    ("OF8", "Colonel general", "Генерал-полковник", "Генерал-полковник", "ډګر جنرال"),
)
# Names of the Afghan police for the same ranks, which lists also use.
POLICE_WORDS: dict[str, tuple[str, ...]] = {
    "OR1": ("ساتونکی",),
    "OR5": ("درېیم ساتنمن",),
    "OR6": ("دوهم ساتنمن",),
    "WO1": ("لومړی ساتنمن",),
    "OF1c": ("دریم څارن",),
    "OF1b": ("دوهم څارن",),
    "OF1a": ("لومړی څارن",),
    "OF2": ("څارمن",),
    "OF3": ("سمونیار",),
    "OF4": ("سمونمل",),
    "OF5": ("سمونوال",),
    "OF6": ("مل پاسوال",),
    "OF7": ("پاسوال",),
    "OF8": ("لوی پاسوال",),
}


@dataclasses.dataclass(frozen=True)
class CentrePlan:
    """A centre as it begins: its titles by language, its weekdays (0 = Monday) and its rooms (code, seats)."""

    code: str
    titles: dict[str, str]
    weekdays: tuple[int, ...]
    rooms: tuple[tuple[str, int], ...]


CENTRES: tuple[CentrePlan, ...] = (
    CentrePlan(
        "DUS",
        {
            "en": "Dushanbe training centre",
            "ru": "Учебный центр Душанбе",
            "tg": "Маркази таълимии Душанбе",
            "fa-af": "مرکز تعلیمی دوشنبه",
        },
        (0, 1, 2, 3, 4),
        (("1", 30), ("2", 30), ("PC", 15)),
    ),
    CentrePlan(
        "KHO",
        {
            "en": "Khorog training centre",
            "ru": "Учебный центр Хорог",
            "tg": "Маркази таълимии Хоруғ",
            "fa-af": "مرکز تعلیمی خاروغ",
        },
        (0, 1, 2, 3, 4),
        (("1", 30), ("2", 24)),
    ),
    CentrePlan(
        "PAN",
        {
            "en": "Panj training centre",
            "ru": "Учебный центр Пяндж",
            "tg": "Маркази таълимии Панҷ",
            "fa-af": "مرکز تعلیمی پنج",
        },
        (0, 1, 2, 3, 4, 5),
        (("1", 40), ("2", 30)),
    ),
)

# Fixed days without lessons. 28 May, the day of the border guards, is a day of service; the two Eids move with the
# moon and are announced each year, so a centre enters them.
_NOWRUZ = ("Nowruz", "Навруз", "Наврӯз", "نوروز")
_HOLIDAYS: tuple[tuple[int, int, tuple[str, str, str, str]], ...] = (
    (1, 1, ("New Year", "Новый год", "Соли нав", "سال نو میلادی")),
    (2, 23, ("Day of the armed forces", "День вооружённых сил", "Рӯзи Қувваҳои Мусаллаҳ", "روز قوای مسلح")),
    (3, 8, ("Mothers' Day", "День матери", "Рӯзи модар", "روز مادر")),
    *((3, day, _NOWRUZ) for day in (21, 22, 23, 24)),
    (5, 9, ("Victory Day", "День Победы", "Рӯзи Ғалаба", "روز پیروزی")),
    (6, 27, ("Day of national unity", "День национального единства", "Рӯзи Ваҳдати миллӣ", "روز وحدت ملی")),
    (9, 9, ("Independence Day", "День независимости", "Рӯзи Истиқлол", "روز استقلال تاجیکستان")),
    (11, 6, ("Constitution Day", "День Конституции", "Рӯзи Конститутсия", "روز قانون اساسی")),
    (11, 16, ("Day of the President", "День Президента", "Рӯзи Президент", "روز رئیس جمهور")),
)


def holidays(years: Iterable[int]) -> list[tuple[datetime.date, dict[str, str]]]:
    """Return the public holidays of Tajikistan in these years with their titles by language."""
    return [
        (datetime.date(year, month, day), dict(zip(("en", "ru", "tg", "fa-af"), titles, strict=True)))
        for year in years
        for month, day, titles in _HOLIDAYS
    ]
