"""Machine readable zones of an invented state: check digits, and items with one fault, drawn anew from a seed.

Source: ICAO Doc 9303, 8th edition: part 3 section 4.9 (check digits), part 4 (TD3), part 5 (TD1), part 6 (TD2).
`UTO` is the specimen state of that document. All holders are invented.
"""

import dataclasses
import datetime
import enum
from collections.abc import Sequence

from assessments.domain.dice import Dice
from assessments.enums import ZoneFault as Fault

STATE = "UTO"
WEIGHTS = (7, 3, 1)
SURNAMES = (
    "ZARAFSHONI", "MAYDONI", "ARVOZI", "KUHISTONI", "DARVOZI", "SHAHRITUZI", "OLIMPUR", "RUSTAMZOD", "YAGHNOBI",
    "VAKHSHI", "NORAKI", "SARVAR", "HISORI", "BAHORI", "GULZOD", "PARVIZ",
)  # fmt: skip
GIVEN_MEN = ("MEHROB", "DALER", "FIRUZ", "JAMSHED", "KOMRON", "NASIM", "RUSTAM", "SIYOVUSH", "TOHIR", "ZAFAR")
GIVEN_WOMEN = ("NURIA", "MANIZHA", "PARVINA", "SITORA", "ZARINA", "FARZONA", "GULNORA", "LOLA", "MOHIRA", "SHAHLO")
NUMBER_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


class Format(enum.StrEnum):
    """Sizes of documents: two lines of 44, two of 36, three of 30."""

    TD3 = "TD3"
    TD2 = "TD2"
    TD1 = "TD1"


class Field(enum.StrEnum):
    """A field that a check digit protects."""

    NUMBER = "number"
    BIRTH = "birth"
    EXPIRY = "expiry"
    COMPOSITE = "composite"


@dataclasses.dataclass(frozen=True)
class Holder:
    """What the page says to the eye: Latin letters, Gregorian days."""

    surname: str
    given: tuple[str, ...]
    number: str
    birth: datetime.date
    expiry: datetime.date
    sex: str

    @property
    def names(self) -> str:
        """Surname, comma, given names, as printed."""
        return f"{self.surname}, {' '.join(self.given)}"


@dataclasses.dataclass(frozen=True)
class Zone:
    """The lines to be examined, what the page says, the fault that was put in, and the digit that was hidden if any."""

    lines: tuple[str, ...]
    printed: Holder
    fault: Fault
    hidden: str = ""


def value(sign: str) -> int:
    """Return what a sign counts: 0–9 themselves, A–Z 10–35, the filler 0. Raises ValueError for any other sign."""
    if sign == "<":
        return 0
    if sign.isascii() and (sign.isdigit() or sign.isupper()):
        return int(sign, 36)
    raise ValueError(sign)


def check_digit(field: str) -> str:
    """Return the check digit of a field: the sum of the values weighted 7, 3, 1, modulo 10 (Doc 9303-3, 4.9)."""
    return str(sum(value(sign) * WEIGHTS[place % len(WEIGHTS)] for place, sign in enumerate(field)) % 10)


def draw_fault(faults: Sequence[str], shape: str, seed: int) -> Zone:
    """Return the zone of a document in format `shape` with one of `faults`; the same seed gives the same zone."""
    dice = Dice(seed)
    printed = _holder(dice)
    fault = Fault(dice.choice(list(faults)))
    written = _altered(printed, fault, dice)
    digits = {
        Field.NUMBER: check_digit(_filled(written.number, 9)),
        Field.BIRTH: check_digit(_day(written.birth)),
        Field.EXPIRY: check_digit(_day(written.expiry)),
    }
    field = {Fault.NUMBER_CHECK: Field.NUMBER, Fault.BIRTH_CHECK: Field.BIRTH, Fault.EXPIRY_CHECK: Field.EXPIRY}.get(
        fault
    )
    if field is not None:
        digits[field] = _other_digit(digits[field], dice)
    composite = _composite(written, digits, Format(shape))
    if fault is Fault.COMPOSITE:
        composite = _other_digit(composite, dice)
    return Zone(_lines(written, digits, composite, Format(shape)), printed, fault)


def draw_hidden(field: str, shape: str, seed: int) -> Zone:
    """Return a sound zone in which the check digit of one field is shown as `?`; `hidden` is that digit."""
    dice = Dice(seed)
    printed = _holder(dice)
    digits = {
        Field.NUMBER: check_digit(_filled(printed.number, 9)),
        Field.BIRTH: check_digit(_day(printed.birth)),
        Field.EXPIRY: check_digit(_day(printed.expiry)),
    }
    composite = _composite(printed, digits, Format(shape))
    wanted = Field(field)
    hidden = composite if wanted is Field.COMPOSITE else digits[wanted]
    if wanted is Field.COMPOSITE:
        composite = "?"
    else:
        digits[wanted] = "?"
    return Zone(_lines(printed, digits, composite, Format(shape)), printed, Fault.NONE, hidden)


def _holder(dice: Dice) -> Holder:
    sex = dice.choice("MF")
    given = dice.sample(GIVEN_MEN if sex == "M" else GIVEN_WOMEN, dice.choice((1, 2)))
    number = "".join(dice.sample(NUMBER_LETTERS, 2)) + "".join(dice.choice("0123456789") for _ in range(7))
    birth = datetime.date(1958, 1, 1) + datetime.timedelta(days=dice.below(17_000))
    expiry = datetime.date(2027, 1, 1) + datetime.timedelta(days=dice.below(3_000))
    return Holder(dice.choice(SURNAMES), tuple(given), number, birth, expiry, sex)


def _altered(holder: Holder, fault: Fault, dice: Dice) -> Holder:
    """Return what the zone says where that differs from what is printed, with sound check digits."""
    if fault is Fault.NUMBER:
        places = [place for place in range(2, 8) if holder.number[place] != holder.number[place + 1]] or [2]
        place = dice.choice(places)
        signs = list(holder.number)
        signs[place], signs[place + 1] = signs[place + 1], signs[place]
        if "".join(signs) == holder.number:
            signs[-1] = _other_digit(signs[-1], dice)
        return dataclasses.replace(holder, number="".join(signs))
    if fault is Fault.BIRTH:
        years = dice.choice((-10, -2, 2, 10))
        return dataclasses.replace(holder, birth=_shifted(holder.birth, years))
    if fault is Fault.EXPIRY:
        return dataclasses.replace(holder, expiry=_shifted(holder.expiry, dice.choice((1, 2, 5))))
    if fault is Fault.NAME:
        place = 1 + dice.below(len(holder.surname) - 1)
        letter = dice.choice([sign for sign in "AEIOUKLMNRST" if sign != holder.surname[place]])
        return dataclasses.replace(holder, surname=holder.surname[:place] + letter + holder.surname[place + 1 :])
    return holder


def _shifted(day: datetime.date, years: int) -> datetime.date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _other_digit(digit: str, dice: Dice) -> str:
    return dice.choice([one for one in "0123456789" if one != digit])


def _filled(text: str, length: int) -> str:
    return text[:length].ljust(length, "<")


def _day(day: datetime.date) -> str:
    return day.strftime("%y%m%d")


def _composite(holder: Holder, digits: dict[Field, str], shape: Format) -> str:
    number = _filled(holder.number, 9) + digits[Field.NUMBER]
    days = _day(holder.birth) + digits[Field.BIRTH] + _day(holder.expiry) + digits[Field.EXPIRY]
    if shape is Format.TD3:
        return check_digit(number + days + "<" * 14 + "0")
    if shape is Format.TD2:
        return check_digit(number + days + "<" * 7)
    return check_digit(number + "<" * 15 + days + "<" * 11)


def _lines(holder: Holder, digits: dict[Field, str], composite: str, shape: Format) -> tuple[str, ...]:
    names = holder.surname + "<<" + "<".join(holder.given)
    number = _filled(holder.number, 9) + digits[Field.NUMBER]
    birth = _day(holder.birth) + digits[Field.BIRTH]
    expiry = _day(holder.expiry) + digits[Field.EXPIRY]
    if shape is Format.TD3:
        second = number + STATE + birth + holder.sex + expiry + "<" * 14 + "0" + composite
        return (f"P<{STATE}" + _filled(names, 39), second)
    if shape is Format.TD2:
        return (f"I<{STATE}" + _filled(names, 31), number + STATE + birth + holder.sex + expiry + "<" * 7 + composite)
    first = f"I<{STATE}" + number + "<" * 15
    return (first, birth + holder.sex + expiry + STATE + "<" * 11 + composite, _filled(names, 30))
