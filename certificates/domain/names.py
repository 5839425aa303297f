"""How a name stands on the paper: which script for which language, and in which order its parts come.

Cyrillic and Latin: surname, name, father's name. Perso-Arabic: name, family name, then whose child, because the
father's name identifies an Afghan person in the tazkira (domain.md 4.6, 5.1, 5.2).
"""

import unicodedata
from collections.abc import Mapping, Sequence

Parts = Sequence[str]  # surname, given name, father's name

SCRIPTS_FOR = {
    "tg": ("cyrl", "latn", "arab"),
    "ru": ("cyrl", "latn", "arab"),
    "fa-af": ("arab", "cyrl", "latn"),
    "en": ("latn", "cyrl", "arab"),
}


def script_for(names: Mapping[str, Parts], language: str) -> str:
    """Return the script in which a name is printed in a language's column; "" when there is no name."""
    return next((script for script in SCRIPTS_FOR[language] if script in names), "")


def printed_name(names: Mapping[str, Parts], language: str, father_word: str) -> str:
    """Return the name as one line for a language's column; `father_word` joins the father's name in Perso-Arabic."""
    script = script_for(names, language)
    if not script:
        return ""
    surname, given, father = names[script]
    if script != "arab":
        return " ".join(part for part in (surname, given, father) if part)
    parent = f"{father_word or 'فرزند'} {father}" if father else ""
    return " ".join(part for part in (given, surname, parent) if part)


def frozen_parts(surname: str, given_name: str, father_name: str) -> list[str]:
    """Return a name as it is kept in the record: composed letters, single spaces."""
    return [" ".join(unicodedata.normalize("NFC", part).split()) for part in (surname, given_name, father_name)]
