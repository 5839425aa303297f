"""Everybody in the demonstration. All are invented."""

from accounts.enums import Script, Service
from accounts.services.demonstration import Invented


def tajik(number: str, sex: str, born: int, rank: str, full: str, latin: str, language: str = "tg") -> Invented:
    """`full` is surname, name and father's name in Cyrillic; `latin` surname and name as in a passport."""
    surname, given, father = [*full.split(), ""][:3]
    latin_surname, latin_given = latin.split(" ", 1)
    names = {
        Script.CYRILLIC: (surname, given, father),
        Script.LATIN: (latin_surname, latin_given, ""),
    }
    return Invented(number, sex, born, rank, {str(k): v for k, v in names.items()}, language)


def afghan(number: str, sex: str, born: int, surname: str, given: str, father: str, latin: str) -> Invented:
    """An Afghan trainee: the surname may be empty, the father's name is not."""
    names = {
        Script.ARABIC: (surname, given, father),
        Script.LATIN: (latin.split(" ")[0] if surname else "", latin.split(" ", 1)[-1], ""),
    }
    return Invented(number, sex, born, "", {str(k): v for k, v in names.items()}, "fa-af", Service.AFGHAN)


STAFF_KHOROG = {
    "DEMO-I1": tajik("DEMO-I1", "m", 1984, "OF3", "Муродзода Парвиз Искандар", "MURODZODA PARVIZ"),
    "DEMO-I2": tajik("DEMO-I2", "f", 1988, "OF2", "Назарзода Меҳрангез Саидмурод", "NAZARZODA MEHRANGEZ", "ru"),
    "DEMO-I3": tajik("DEMO-I3", "m", 1979, "OF3", "Лоиқов Сафар Додхудоевич", "LOIQOV SAFAR"),
    "DEMO-R1": tajik("DEMO-R1", "f", 1990, "WO1", "Ҳакимова Шаҳноза Бахтиёровна", "HAKIMOVA SHAHNOZA", "ru"),
    "DEMO-H1": tajik("DEMO-H1", "m", 1972, "OF5", "Шарифзода Ҳусейн Давлат", "SHARIFZODA HUSEYN"),
}
STAFF_DUSHANBE = {
    "DEMO-I4": tajik("DEMO-I4", "f", 1985, "OF2", "Бобоева Сурайё Раҷабовна", "BOBOEVA SURAYO"),
    "DEMO-I5": tajik("DEMO-I5", "m", 1981, "OF3", "Зарифов Абдусалом Қаюмович", "ZARIFOV ABDUSALOM"),
    "DEMO-R2": tajik("DEMO-R2", "m", 1993, "WO1", "Тоҷиев Рустам Олимович", "TOJIEV RUSTAM"),
    "DEMO-H2": tajik("DEMO-H2", "m", 1970, "OF5", "Валиев Мирзо Сайфуллоевич", "VALIEV MIRZO"),
}
STAFF_PANJ = {
    "DEMO-I6": tajik("DEMO-I6", "m", 1986, "OF2", "Қодирзода Фаррух Маҳмуд", "QODIRZODA FARRUKH"),
    "DEMO-R3": tajik("DEMO-R3", "f", 1991, "WO1", "Эшонова Дилбар Носировна", "ESHONOVA DILBAR"),
    "DEMO-H3": tajik("DEMO-H3", "m", 1974, "OF4", "Раҳматуллоев Ҷамолиддин Ибодович", "RAHMATULLOEV JAMOLIDDIN"),
}
NATIONAL = {
    "DEMO-HR1": tajik("DEMO-HR1", "f", 1983, "OF3", "Сафарова Лола Анваровна", "SAFAROVA LOLA", "ru"),
    "DEMO-E1": tajik("DEMO-E1", "m", 1987, "", "Ниёзов Комил Тоҳирович", "NIYOZOV KOMIL", "ru"),
    "DEMO-TR1": tajik("DEMO-TR1", "f", 1992, "", "Гулова Ситора Ашуровна", "GULOVA SITORA", "ru"),
    "DEMO-A1": tajik("DEMO-A1", "m", 1976, "OF4", "Исмоилов Акмал Юсуфович", "ISMOILOV AKMAL", "ru"),
    "DEMO-AD1": tajik("DEMO-AD1", "m", 1989, "", "Орифов Тимур Вадимович", "ORIFOV TIMUR", "ru"),
}
# Called in or on duty at Khorog; the second member of the commission has no seat.
GUESTS_KHOROG = {
    "DEMO-C1": tajik("DEMO-C1", "f", 1978, "OF4", "Раҳимова Мунира Шарифовна", "RAHIMOVA MUNIRA", "ru"),
    "DEMO-C2": tajik("DEMO-C2", "m", 1975, "OF5", "Содиқов Анвар Каримович", "SODIQOV ANVAR"),
    "DEMO-V1": tajik("DEMO-V1", "m", 1990, "OF1b", "Давронов Фарҳод Исмоилович", "DAVRONOV FARHOD"),
    "DEMO-D1": tajik("DEMO-D1", "m", 1994, "WO1", "Авазов Шамсиддин Назарович", "AVAZOV SHAMSIDDIN", "ru"),
}
OBSERVER = tajik("DEMO-O1", "f", 1986, "", "Латифова Гулнора Ҳасановна", "LATIFOVA GULNORA", "ru")
# The three-month course at Khorog, in its fourth week: the seats of the trainees are here.
KHOROG_COURSE = [
    tajik("DEMO-T1", "m", 2004, "OR2", "Саидзода Манучеҳр Рамазон", "SAIDZODA MANUCHEHR"),
    afghan("DEMO-T2", "f", 1999, "", "پروانه", "محمد اسلم", "PARWANA"),
    tajik("DEMO-T3", "m", 2001, "OR4", "Соколов Андрей Викторович", "SOKOLOV ANDREI", "ru"),
    tajik("DT-2004", "f", 2002, "OR2", "Ашӯрзода Мадина Ғайрат", "ASHURZODA MADINA"),
    tajik("DT-2005", "m", 2003, "OR1", "Ҷалилов Шаҳром Қосимович", "JALILOV SHAHROM"),
    tajik("DT-2006", "m", 2000, "OR3", "Ӯктамов Баҳодур Ҳамидович", "UKTAMOV BAHODUR"),
    tajik("DT-2007", "f", 2003, "OR1", "Ғуломова Нозанин Эмомовна", "GHULOMOVA NOZANIN"),
    tajik("DT-2008", "m", 1999, "OR4", "Мирзоев Далерҷон Шодиевич", "MIRZOEV DALERJON"),
    tajik("DT-2009", "m", 2002, "OR2", "Холов Умедҷон Наврӯзович", "KHOLOV UMEDJON"),
    afghan("DA-2010", "m", 1996, "رحیمی", "عبدالوهاب", "محمد نعیم", "RAHIMI ABDUL WAHAB"),
    afghan("DA-2011", "f", 1997, "", "شکریه", "غلام حضرت", "SHUKRIA"),
    afghan("DA-2012", "m", 1995, "صافی", "نورآغا", "گل آقا", "SAFI NOOR AGHA"),
]
# The ten-day course for women at Khorog: it graduates in three days, two people are blocked.
KHOROG_WOMEN = [
    tajik("DT-2101", "f", 2000, "OR3", "Ёрова Ҷамила Ҳикматовна", "YOROVA JAMILA"),
    tajik("DT-2102", "f", 1998, "OR4", "Қурбонзода Гулчеҳра Ятим", "QURBONZODA GULCHEHRA"),
    tajik("DT-2103", "f", 2001, "OR2", "Шомирсаидова Зарина Додовна", "SHOMIRSAIDOVA ZARINA"),
    tajik("DT-2104", "f", 1999, "OR3", "Мамадшоева Фарзона Қурбоновна", "MAMADSHOEVA FARZONA"),
    tajik("DT-2105", "f", 2002, "OR1", "Ҳотамова Ойша Сангиновна", "HOTAMOVA OYSHA"),
    tajik("DT-2106", "f", 1997, "OR5", "Дмитриева Елена Сергеевна", "DMITRIEVA ELENA", "ru"),
    afghan("DA-2107", "f", 1994, "", "مرضیه", "محمد یونس", "MARZIA"),
    afghan("DA-2108", "f", 1998, "نظری", "لیلما", "عبدالقیوم", "NAZARI LAILUMA"),
]
# Gender in the Border Service at Khorog: locked, prepared, waiting for the head of centre.
KHOROG_GENDER = [
    tajik("DT-2201", "m", 1995, "WO1", "Абдуллозода Сомон Файзулло", "ABDULLOZODA SOMON"),
    tajik("DT-2202", "f", 1996, "OR5", "Наботова Рухшона Одинаевна", "NABOTOVA RUKHSHONA"),
    tajik("DT-2203", "m", 1993, "OF1b", "Ҷумъаев Искандар Раҷабалиевич", "JUMAEV ISKANDAR"),
    tajik("DT-2204", "m", 1997, "OR4", "Белов Никита Олегович", "BELOV NIKITA", "ru"),
    afghan("DA-2205", "f", 1993, "", "حلیمه", "غلام سرور", "HALIMA"),
]
# The same course at Dushanbe, two months ago: certificates were issued, one was revoked since.
DUSHANBE_GENDER = [
    tajik("DT-2301", "m", 1990, "OF2", "Сӯфизода Фирдавс Ҷӯра", "SUFIZODA FIRDAVS"),
    tajik("DT-2302", "f", 1994, "OR5", "Маҳмадова Шоира Ғафоровна", "MAHMADOVA SHOIRA"),
    tajik("DT-2303", "m", 1992, "WO1", "Ким Артур", "KIM ARTUR", "ru"),
    tajik("DT-2304", "m", 1996, "OR4", "Тиллоев Абдураҳмон Исҳоқович", "TILLOEV ABDURAHMON"),
]
# Humanitarian Border Management at Panj begins next week.
PANJ_HUMANITARIAN = [
    tajik("DT-2401", "m", 1998, "OR4", "Раҷабзода Ноилшо Карим", "RAJABZODA NOILSHO"),
    tajik("DT-2402", "f", 2000, "OR3", "Азимова Тахмина Насимовна", "AZIMOVA TAHMINA"),
    tajik("DT-2403", "m", 1999, "OR3", "Юнусов Бехрӯз Аламшоевич", "YUNUSOV BEHRUZ"),
    afghan("DA-2404", "m", 1991, "یوسفزی", "محمد داود", "عبدالستار", "YOUSUFZAI MOHAMMAD DAUD"),
]
