"""Words that lists to be compared use as headings, in four languages. They are compared folded."""

from certificates.domain.past_words import HEADINGS as PAST

HEADINGS: dict[str, tuple[str, ...]] = {
    "serial": PAST["serial"],
    "code": (
        *("code", "verification code", "код", "код проверки", "рамз", "рамзи санҷиш", "کود", "کود بررسی"),
        *("проверочный код",),
    ),
    "service_number": (
        *("service number", "personnel number", "личный номер", "табельный номер", "служебный номер"),
        *("рақами хизматӣ", "рақами шахсӣ", "نمبر خدمت", "شماره خدمت"),
    ),
    "name": PAST["name"],
    "surname": PAST["surname"],
    "given_name": PAST["given_name"],
    "father_name": PAST["father_name"],
    "birth_year": PAST["birth_year"],
}
