"""Words that old ledgers use as headings, in four languages. They are compared folded."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "serial": (
        *("serial", "serial number", "certificate number", "number", "register number"),
        *("номер сертификата", "номер удостоверения", "регистрационный номер", "рег номер", "номер"),
        *("рақами қайд", "рақами шаҳодатнома", "рақам", "нумур"),
        *("نمبر ثبت", "نمبر تصدیق‌نامه", "نمبر", "شماره"),
    ),
    "name": (
        *("name", "full name", "holder", "фио", "ф и о", "фамилия имя отчество", "ному насаб", "насаб ном номи падар"),
        *("насабу ном", "нام کامل", "نام و تخلص", "نام مکمل", "اسم"),
    ),
    "surname": ("surname", "family name", "last name", "фамилия", "насаб", "تخلص"),
    "given_name": ("given name", "first name", "имя", "ном", "نام"),
    "father_name": ("father's name", "patronymic", "отчество", "номи падар", "نام پدر", "ولد"),
    "birth_year": (
        *("birth year", "year of birth", "date of birth", "born", "год рождения", "дата рождения", "г р"),
        *("соли таваллуд", "санаи таваллуд", "سال تولد", "تاریخ تولد"),
    ),
    "course": ("course", "training", "programme", "курс", "программа", "обучение", "барнома", "کورس", "پروگرام"),
    "started_on": ("from", "start", "begin", "начало", "с", "оғоз", "аз", "شروع", "از"),
    "ended_on": ("to", "end", "окончание", "по", "анҷом", "то", "ختم", "تا"),
    "issued_on": (
        *("date of issue", "issued", "issue date", "дата выдачи", "выдан", "санаи супоридан", "санаи додан"),
        *("تاریخ صدور", "تاریخ توزیع"),
    ),
    "order": ("order", "order number", "приказ", "номер приказа", "фармоиш", "рақами фармоиш", "امر", "نمبر امر"),
    "page": ("page", "page of the ledger", "страница", "лист", "саҳифа", "варақ", "صفحه", "صفحهٔ کتاب"),
    "service": ("service", "group", "служба", "группа", "ведомство", "хадамот", "гурӯҳ", "خدمت", "ارگان", "گروپ"),
}
REQUIRED = ("serial",)
AFGHAN = frozenset(
    ("af", "afghan", "afghan group", "afghan trainee group", "аф", "афган", "афганская группа", "афғон", "гурӯҳи афғон")
) | frozenset(("افغان", "گروپ افغان", "گروه افغان", "гурӯҳи шунавандагони афғон"))
