"""The words printed on a certificate, in four languages and for each kind. They are copied into the record at issue.

Not interface strings: the paper's wording is official, the Tajik text is the authoritative one (domain.md 4.6, 6.1),
and a later change of wording must not change a paper that was issued. Words: domain.md 3.5, 4.1 [S47].
"""

from collections.abc import Mapping

SECOND_LANGUAGES = ("ru", "fa-af", "en")
FIRST_LANGUAGE = "tg"

ISSUER: Mapping[str, str] = {
    "tg": "Қӯшунҳои сарҳадии Кумитаи давлатии амнияти миллии Ҷумҳурии Тоҷикистон",
    "ru": "Пограничные войска Государственного комитета национальной безопасности Республики Таджикистан",
    "fa-af": "قوای سرحدی کمیتهٔ دولتی امنیت ملی جمهوری تاجیکستان",
    "en": "Border Forces of the State Committee for National Security of the Republic of Tajikistan",
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "tg": {
        "title": "ШАҲОДАТНОМА",
        "duplicate": "Нусхаи дуюм",
        "attests": "Шаҳодатномаи мазкур тасдиқ менамояд, ки",
        "father": "",
        "completed": "курси омӯзишии зеринро бомуваффақият хатм намуд:",
        "hours": "Ҳаҷми барнома",
        "hours_value": "{plan} соати таълимӣ, баргузор шуд {held}",
        "period": "Давраи таҳсил",
        "period_value": "аз {start} то {end}",
        "centre": "Маркази таълимӣ",
        "result": "Натиҷа",
        "result_value": "барнома пурра иҷро шуд",
        "programme": "Барномаи таълимӣ",
        "programme_value": "{code}, нашри {version}",
        "grounds": "Асос",
        "order_value": "фармоиши № {number} аз {date}",
        "protocol_value": "протоколи № {number} аз {date}",
        "issued": "Санаи додан",
        "valid": "Эътибор дорад",
        "valid_until": "то {date}",
        "valid_always": "бемуҳлат",
        "signatory": "Сардори маркази таълимӣ",
        "signature": "имзо",
        "seal": "Ҷ.М.",
        "serial": "Рақами қайд",
        "code": "Рамзи санҷиш",
        "check": "Санҷиши шаҳодатнома: рамзро бо телефон хонед ё ба сомонаи {address} ворид намоед.",
        "limits": "Шаҳодатнома таълимро тасдиқ мекунад ва ҳуқуқи иҷрои вазифаи муайянро намедиҳад.",
        "authority": "",
        "annex_to": "Ба шаҳодатномаи № {serial}",
        "part": "Қисми барнома",
        "part_hours": "Соатҳо (назария + амалия)",
        "grade": "Баҳо",
        "grade_5": "аъло",
        "grade_4": "хуб",
        "grade_3": "қаноатбахш",
        "grade_2": "ғайриқаноатбахш",
        "total": "Ҳамагӣ",
    },
    "ru": {
        "title": "СЕРТИФИКАТ",
        "duplicate": "Дубликат",
        "attests": "Настоящий сертификат подтверждает, что",
        "father": "",
        "completed": "успешно завершил(а) учебный курс:",
        "hours": "Объём программы",
        "hours_value": "{plan} академических часов, проведено {held}",
        "period": "Период обучения",
        "period_value": "с {start} по {end}",
        "centre": "Учебный центр",
        "result": "Результат",
        "result_value": "программа выполнена полностью",
        "programme": "Учебная программа",
        "programme_value": "{code}, издание {version}",
        "grounds": "Основание",
        "order_value": "приказ № {number} от {date}",
        "protocol_value": "протокол № {number} от {date}",
        "issued": "Дата выдачи",
        "valid": "Действителен",
        "valid_until": "до {date}",
        "valid_always": "бессрочно",
        "signatory": "Начальник учебного центра",
        "signature": "подпись",
        "seal": "М.П.",
        "serial": "Регистрационный номер",
        "code": "Код проверки",
        "check": "Проверка: считайте код телефоном или введите его на сайте {address}.",
        "limits": "Сертификат подтверждает обучение и не даёт права на выполнение конкретной задачи.",
        "authority": "Основным является текст на таджикском языке.",
        "annex_to": "К сертификату № {serial}",
        "part": "Часть программы",
        "part_hours": "Часы (теория + практика)",
        "grade": "Оценка",
        "grade_5": "отлично",
        "grade_4": "хорошо",
        "grade_3": "удовлетворительно",
        "grade_2": "неудовлетворительно",
        "total": "Всего",
    },
    "fa-af": {
        "title": "تصدیق‌نامه",
        "duplicate": "مثنی",
        "attests": "به این وسیله تصدیق می‌گردد که",
        "father": "فرزند",
        "completed": "کورس تعلیمی ذیل را موفقانه به پایان رسانیده است:",
        "hours": "حجم پروگرام",
        "hours_value": "{plan} ساعت درسی، تدریس‌شده {held}",
        "period": "مدت آموزش",
        "period_value": "از {start} تا {end}",
        "centre": "مرکز تعلیمی",
        "result": "نتیجه",
        "result_value": "پروگرام به صورت مکمل اجرا شد",
        "programme": "نصاب تعلیمی",
        "programme_value": "{code}، نسخهٔ {version}",
        "grounds": "اساس",
        "order_value": "امر نمبر {number} مورخ {date}",
        "protocol_value": "پروتوکول نمبر {number} مورخ {date}",
        "issued": "تاریخ صدور",
        "valid": "مدار اعتبار",
        "valid_until": "تا {date}",
        "valid_always": "بدون میعاد",
        "signatory": "آمر مرکز تعلیمی",
        "signature": "امضا",
        "seal": "محل مهر",
        "serial": "نمبر ثبت",
        "code": "کود بررسی",
        "check": "بررسی اصالت: کود را با تلفون بخوانید یا آن را در سایت {address} وارد کنید.",
        "limits": "این تصدیق‌نامه آموزش را تصدیق می‌کند و صلاحیت اجرای وظیفهٔ معین را نمی‌دهد.",
        "authority": "متن تاجیکی اعتبار اصلی دارد.",
        "annex_to": "به تصدیق‌نامهٔ نمبر {serial}",
        "part": "بخش پروگرام",
        "part_hours": "ساعات (نظری + عملی)",
        "grade": "نمره",
        "grade_5": "عالی",
        "grade_4": "خوب",
        "grade_3": "متوسط",
        "grade_2": "ناکام",
        "total": "مجموع",
    },
    "en": {
        "title": "CERTIFICATE",
        "duplicate": "Duplicate",
        "attests": "This is to certify that",
        "father": "",
        "completed": "has successfully completed the training course:",
        "hours": "Extent",
        "hours_value": "{plan} academic hours, {held} held",
        "period": "Period of study",
        "period_value": "from {start} to {end}",
        "centre": "Training centre",
        "result": "Result",
        "result_value": "programme completed in full",
        "programme": "Programme",
        "programme_value": "{code}, version {version}",
        "grounds": "Grounds",
        "order_value": "order No. {number} of {date}",
        "protocol_value": "protocol No. {number} of {date}",
        "issued": "Date of issue",
        "valid": "Valid",
        "valid_until": "until {date}",
        "valid_always": "without limit of time",
        "signatory": "Head of the training centre",
        "signature": "signature",
        "seal": "Seal",
        "serial": "Serial number",
        "code": "Verification code",
        "check": "To check: scan the code with a phone or type it at {address}.",
        "limits": "The certificate confirms training; it gives no authority to carry out a particular task.",
        "authority": "The Tajik text is authoritative.",
        "annex_to": "To certificate No. {serial}",
        "part": "Part of the programme",
        "part_hours": "Hours (theory + practice)",
        "grade": "Grade",
        "grade_5": "excellent",
        "grade_4": "good",
        "grade_3": "satisfactory",
        "grade_2": "unsatisfactory",
        "total": "Total",
    },
}

# What other kinds say differently. A duplicate has the words of the kind it replaces, and `duplicate` above them.
HONOURS, ATTENDANCE, ANNEX = "honours", "attendance", "annex"

KINDS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    HONOURS: {
        "tg": {"title": "ШАҲОДАТНОМАИ АЪЛО", "result_value": "барнома бо баҳои аъло иҷро шуд"},
        "ru": {"title": "СЕРТИФИКАТ С ОТЛИЧИЕМ", "result_value": "программа выполнена с отличием"},
        "fa-af": {"title": "تصدیق‌نامهٔ درجهٔ عالی", "result_value": "پروگرام با نمرهٔ عالی اجرا شد"},
        "en": {"title": "CERTIFICATE WITH HONOURS", "result_value": "programme completed with honours"},
    },
    ATTENDANCE: {
        "tg": {
            "title": "МАЪЛУМОТНОМАИ ИШТИРОК",
            "attests": "Маълумотномаи мазкур тасдиқ менамояд, ки",
            "completed": "дар курси омӯзишии зерин иштирок намуд:",
            "hours_value": "{plan} соати таълимӣ, иштирок намуд дар {attended}",
            "result_value": "иштирок дар курс, бидуни санҷиши хотимавӣ",
            "check": "Санҷиши маълумотнома: рамзро бо телефон хонед ё ба сомонаи {address} ворид намоед.",
            "limits": "Маълумотнома танҳо иштирокро тасдиқ мекунад ва шаҳодатномаи хатми курс намебошад.",
        },
        "ru": {
            "title": "СПРАВКА ОБ УЧАСТИИ",
            "attests": "Настоящая справка подтверждает, что",
            "completed": "принял(а) участие в учебном курсе:",
            "hours_value": "{plan} академических часов, посещено {attended}",
            "result_value": "участие в курсе, без итоговой проверки",
            "valid": "Действительна",
            "limits": "Справка подтверждает только участие и не является сертификатом об окончании курса.",
        },
        "fa-af": {
            "title": "گواهی اشتراک",
            "attests": "به این وسیله گواهی می‌گردد که",
            "completed": "در کورس تعلیمی ذیل اشتراک نموده است:",
            "hours_value": "{plan} ساعت درسی، اشتراک در {attended}",
            "result_value": "اشتراک در کورس، بدون امتحان نهایی",
            "limits": "این گواهی تنها اشتراک را تصدیق می‌کند و تصدیق‌نامهٔ ختم کورس نیست.",
        },
        "en": {
            "title": "CERTIFICATE OF ATTENDANCE",
            "completed": "attended the training course:",
            "hours_value": "{plan} academic hours, {attended} attended",
            "result_value": "attendance only, no final examination",
            "limits": "It confirms attendance only and is no certificate of completion.",
        },
    },
    ANNEX: {
        "tg": {
            "title": "ЗАМИМА БА ШАҲОДАТНОМА",
            "attests": "Замимаи мазкур тасдиқ менамояд, ки",
            "completed": "қисмҳои барномаи курси зеринро бо чунин баҳоҳо аз худ намуд:",
            "limits": "Замима бе шаҳодатнома эътибор надорад.",
        },
        "ru": {
            "title": "ПРИЛОЖЕНИЕ К СЕРТИФИКАТУ",
            "attests": "Настоящее приложение подтверждает, что",
            "completed": "освоил(а) части программы учебного курса со следующими оценками:",
            "limits": "Без сертификата приложение недействительно.",
        },
        "fa-af": {
            "title": "ضمیمهٔ تصدیق‌نامه",
            "attests": "به این وسیله تصدیق می‌گردد که",
            "completed": "بخش‌های پروگرام کورس ذیل را با نمرات زیر به پایان رسانیده است:",
            "limits": "این ضمیمه بدون تصدیق‌نامه اعتبار ندارد.",
        },
        "en": {
            "title": "ANNEX TO THE CERTIFICATE",
            "attests": "This annex confirms that",
            "completed": "completed the parts of the training course with these grades:",
            "limits": "The annex is not valid without the certificate.",
        },
    },
}

# The last line of the annex, where the programme asks for a test at the end.
EXIT_TEST: Mapping[str, str] = {
    "tg": "Санҷиши ҷамъбастӣ",
    "ru": "Итоговый тест",
    "fa-af": "امتحان نهایی",
    "en": "Exit test",
}

# Parts of a long programme that have no grade, together.
OTHER_PARTS: Mapping[str, str] = {
    "tg": "Қисмҳои дигар",
    "ru": "Остальные части",
    "fa-af": "بخش‌های دیگر",
    "en": "Other parts",
}

# What a design may word otherwise, for each language; `title_` and a kind is that kind's heading.
TEXTS = ("issuer", "title", "title_honours", "title_attendance", "attests", "completed", "signatory", "limits")


def words_for(language: str, kind: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the words of a paper in a language, with its `heading` and `issuer`.

    `texts` are a design's own (keys of TEXTS; empty ones count as missing). `attests`, `completed` and `limits` of a
    design are for certificates; a certificate of attendance and an annex must not say more than they may.
    """
    own = {key: text for key, text in texts.items() if text.strip()}
    plain = kind in ("certificate", HONOURS)
    if not plain:
        own = {key: text for key, text in own.items() if key not in ("title", "attests", "completed", "limits")}
    words = {"issuer": ISSUER[language], **WORDS[language], **own, **KINDS.get(kind, {}).get(language, {})}
    words["heading"] = own.get(f"title_{kind}") or words["title"]
    return words
