"""What may be found in a line of a list of people, and how it is said. Reasons refuse the line, notes only inform."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a line is refused. %(value)s is what stands in the file."""

    SHORT_LINE = "short_line", _("The line is cut off: sex, date of birth and what follows are missing.")
    TOO_MANY_CELLS = "too_many_cells", _("The line has more cells than headings: “%(value)s” is one too many.")
    FORMULA = "formula", _("The cell holds a formula (%(value)s). Write the text itself.")
    NUMBER_MISSING = "number_missing", _("The service number is missing.")
    NUMBER_FORM = "number_form", _("“%(value)s” is not a service number. It has letters and digits, at most 32 signs.")
    NUMBER_TWICE = "number_twice", _("The same person stands already in line %(value)s of this file.")
    NUMBER_SHARED = "number_shared", _("The lines %(value)s have the same service number but different data.")
    NUMBER_ELSEWHERE = "number_elsewhere", _("This service number belongs to a person of another centre.")
    NUMBER_OTHER_PERSON = (
        "number_other_person",
        _("This service number belongs to somebody with another name. Check the number."),
    )
    GIVEN_NAME_MISSING = "given_name_missing", _("The given name is missing.")
    SURNAME_MISSING = "surname_missing", _("The surname is missing.")
    FATHER_NAME_MISSING = (
        "father_name_missing",
        _("The father's name is missing. It is needed for Afghan trainees, because many have no surname."),
    )
    NAME_SIGNS = "name_signs", _("“%(value)s” has signs that do not belong in a name.")
    NAME_LONG = "name_long", _("The name is longer than 120 letters.")
    NAME_ALPHABETS = "name_alphabets", _("“%(value)s” mixes letters of two alphabets.")
    SEX_MISSING = "sex_missing", _("The sex is missing.")
    SEX_UNKNOWN = "sex_unknown", _("“%(value)s” is not a sex. Write m or f.")
    BIRTH_MISSING = "birth_missing", _("The date of birth is missing.")
    BIRTH_IMPOSSIBLE = "birth_impossible", _("There is no day %(value)s in the calendar.")
    BIRTH_FORM = "birth_form", _("“%(value)s” is not a date. Write it like 14.03.1999.")
    BIRTH_FUTURE = "birth_future", _("The date of birth %(value)s lies in the future.")
    CHILD = "child", _("This person is under 17 years old (born %(value)s) and cannot be trained.")
    TOO_OLD = "too_old", _("This person would be over 80 years old (born %(value)s). Check the date.")
    RANK_UNKNOWN = "rank_unknown", _("“%(value)s” is not in the list of ranks.")
    RANK_UNCLEAR = "rank_unclear", _("“%(value)s” may be more than one rank. Write the full rank.")
    UNIT_LONG = "unit_long", _("The unit code is longer than 32 signs.")
    SERVICE_UNKNOWN = "service_unknown", _("“%(value)s” is not a service. Write BFT, AF or OTH.")
    SERVICE_DIFFERS = "service_differs", _("This person is registered in another service (%(value)s).")
    SERVICE_CONTRADICTS = (
        "service_contradicts",
        _("Number or letters of the name are those of an Afghan trainee, but the service is %(value)s."),
    )
    LANGUAGE_UNKNOWN = "language_unknown", _("“%(value)s” is not one of our languages. Write tg, fa-af, ru or en.")


class Note(models.TextChoices):
    """What was put right or should be looked at; the line is taken."""

    LETTERS_MENDED = "letters_mended", _("Letters of an old font were put right: %(value)s.")
    LETTERS_DARI = "letters_dari", _("Letters of an Arabic keyboard were put right: %(value)s.")
    DATE_SOLAR = "date_solar", _("The Solar Hijri date was converted: %(value)s.")
    DATE_DIGITS = "date_digits", _("The date in Persian digits was read as %(value)s.")
    DATE_SERIAL = "date_serial", _("The number in place of a date was read as %(value)s.")
    LATIN_MISSING = "latin_missing", _("The name in Latin letters is missing. Copy it from the passport later.")
    LATIN_PROPOSED = (
        "latin_proposed",
        _("The name in Latin letters is missing. It could be %(value)s: compare with the passport."),
    )
    LATIN_REFUSED = "latin_refused", _("“%(value)s” was not taken as the name in Latin letters.")
    NUMBER_BARE = "number_bare", _("The service number %(value)s has no letters. Check that it is complete.")
    SEX_UNSTATED = "sex_unstated", _("The sex is not stated.")
    BIRTH_UNSTATED = "birth_unstated", _("The date of birth is not stated.")
    SERVICE_ASSUMED = "service_assumed", _("The service is not stated. Taken: %(value)s.")
    LANGUAGE_ASSUMED = "language_assumed", _("The language is not stated. Taken: %(value)s.")


class Change(models.TextChoices):
    """What a list changes of a person who is registered already."""

    NAME = "name", _("name")
    LATIN_NAME = "latin_name", _("name in Latin letters")
    SEX = "sex", _("sex")
    BIRTH_YEAR = "birth_year", _("year of birth")
    RANK = "rank", _("rank")
    UNIT = "unit", _("unit code")
    ROLE = "role", _("becomes a trainee of this centre")


class LineState(models.TextChoices):
    NEW = "new", _("Will be created")
    CHANGED = "changed", _("Will be changed")
    SAME = "same", _("Already there, unchanged")
    REFUSED = "refused", _("Refused")


class Field(models.TextChoices):
    """The columns of a list."""

    SERVICE_NUMBER = "service_number", _("Service number")
    SURNAME = "surname", _("Surname")
    GIVEN_NAME = "given_name", _("Given name")
    FATHER_NAME = "father_name", _("Father's name")
    LATIN_NAME = "latin_name", _("Name in Latin letters")
    SEX = "sex", _("Sex")
    BIRTH_DATE = "birth_date", _("Date of birth")
    RANK = "rank", _("Rank")
    UNIT = "unit", _("Unit code")
    SERVICE = "service", _("Service")
    LANGUAGE = "language", _("Language")
