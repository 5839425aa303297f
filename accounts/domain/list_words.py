"""Words that offices use in lists of people, in four languages: headings and values. They are compared folded."""

import functools
from collections.abc import Iterable, Mapping

from foundation.languages.text import words

HEADINGS: dict[str, tuple[str, ...]] = {
    "service_number": (
        *("service number", "service_number", "personnel number", "service no"),
        *("табельный №", "табельный номер", "личный номер", "служебный номер", "жетон", "номер жетона"),
        *("рақами хизматӣ", "рақами шахсӣ"),
        *("نمبر خدمت", "شماره خدمت", "نمبر خدمتی", "نمبر کارت"),
    ),
    "surname": ("surname", "family name", "last name", "фамилия", "насаб", "تخلص", "نام خانوادگی", "نام فامیلی"),
    "given_name": ("given name", "given_name", "name", "first name", "имя", "ном", "نام", "اسم"),
    "father_name": (
        *("father's name", "father_name", "fathers name", "patronymic", "отчество", "имя отца", "номи падар"),
        *("نام پدر", "اسم پدر", "ولد"),
    ),
    "latin_name": (
        *("latin name", "latin_name", "name in latin", "name in latin letters", "passport name"),
        *("латиница", "фио латиницей", "фамилия имя латиницей", "имя латиницей", "латинскими буквами"),
        *("насаб ва ном (лотинӣ)", "лотинӣ", "ному насаб бо ҳарфҳои лотинӣ"),
        *("نام به لاتین", "نام لاتین", "نام به حروف لاتین", "لاتین"),
    ),
    "sex": ("sex", "gender", "пол", "ҷинс", "جنس", "جنسیت"),
    "birth_date": (
        *("birth date", "birth_date", "date of birth", "born", "дата рождения", "год рождения", "д.р."),
        *("санаи таваллуд", "соли таваллуд", "تاریخ تولد", "سال تولد"),
    ),
    "rank": ("rank", "звание", "воинское звание", "рутба", "рутбаи ҳарбӣ", "رتبه", "رتبه نظامی"),
    "unit": (
        *("unit", "unit code", "часть", "подразделение", "воинская часть", "қисм", "қисми ҳарбӣ", "воҳид"),
        *("قطعه", "واحد", "جزوتام"),
    ),
    "service": ("service", "служба", "ведомство", "хадамот", "хизмат", "خدمت", "اداره", "ارگان"),
    "language": ("language", "язык", "язык обучения", "забон", "забони таҳсил", "زبان"),
}
REQUIRED = ("service_number", "given_name")

SEXES = {
    "m": ("m", "male", "man", "м", "муж", "мужской", "мужчина", "мард", "مرد", "مذکر", "ذکور"),
    "f": ("f", "female", "woman", "ж", "жен", "женский", "женщина", "зан", "з", "زن", "مونث", "اناث"),
}
SERVICES = {
    "BFT": (
        *("bft", "border forces", "border troops", "border forces of tajikistan", "border troops of tajikistan"),
        *("пв", "пв рт", "пограничные войска", "пограничные войска рт", "пограничная служба"),
        *("қс", "қӯшунҳои сарҳадӣ", "қушунҳои сарҳадӣ", "сарҳадчиён", "قوای سرحدی تاجیکستان"),
    ),
    "AF": (
        *("af", "afghan", "afghan group", "afghan trainee group", "аф", "афган", "афганская группа", "афганистан"),
        *("афғон", "гурӯҳи афғон", "гурӯҳи шунавандагони афғон", "افغان", "گروه افغان", "گروپ افغان"),
    ),
    "OTH": ("oth", "other", "another service", "другая", "другая служба", "дигар", "хадамоти дигар", "دیگر"),
}
LANGUAGES = {
    "tg": ("tg", "tajik", "тадж", "таджикский", "тоҷ", "тоҷикӣ", "таджик", "تاجیکی"),
    "fa-af": ("fa-af", "fa", "prs", "dari", "дари", "дарӣ", "دری"),
    "ru": ("ru", "russian", "рус", "русский", "русӣ", "روسی"),
    "en": ("en", "english", "англ", "английский", "англисӣ", "انگلیسی"),
}
NO_RANK = ("курсант", "без звания", "нет", "нест", "шунаванда", "cadet", "none", "no rank", "ندارد")
_SHORT = {"мл": "младший", "ст": "старший", "серж": "сержант"}


@functools.lru_cache(maxsize=2048)
def key(text: str) -> str:
    """Return the form in which values are compared: folded words, one space between them."""
    return " ".join(words(text))


@functools.lru_cache(maxsize=2048)
def rank_key(text: str) -> str:
    """Return the compared form of a rank; «мл. сержант» and «ст. лейтенант» are spelt out."""
    return " ".join(_SHORT.get(word, word) for word in words(text))


def meaning(value: str, table: Mapping[str, Iterable[str]]) -> str | None:
    """Return the code that a word stands for in a table code → words, or None."""
    asked = key(value)
    return next((code for code, accepted in table.items() if asked and asked in map(key, accepted)), None)
