"""What personal data a kind of row holds, why, how long, and how it is erased: said beside each model.

    personal = Personal("person", "reason", why=Why.RESULT, kept=REGISTER, erased=Erased.NUMBER, of="person")
    personal = NotPersonal("what is taught")

The declarations are what the record of processing is written from, what the retention job does and what erasing a
person goes by (accounts/selectors/personal_data.py). A model of ours without one fails `manage.py check`.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """Purposes: a closed list, so that nothing is kept for a purpose that nobody has agreed to."""

    PERSON = "person", _("to know who is who")
    ACCESS = "access", _("to let people in, and nobody else")
    TRAINING = "training", _("to run the training")
    ATTENDANCE = "attendance", _("to count the hours attended")
    RESULT = "result", _("to give and prove results")
    REGISTER = "register", _("to keep the register of certificates")
    CHECK = "check", _("to check certificates")
    STAFF = "staff", _("to say who is answerable for it")
    CONTENT = "content", _("to write and translate the content")
    MISUSE = "misuse", _("to see misuse")
    RIGHTS = "rights", _("to answer what people ask about their own data")


class Erased(models.TextChoices):
    """What becomes of the rows when a person is erased."""

    DELETED = "deleted", _("deleted with the person")
    CLEARED = "cleared", _("emptied; the row stays without the person's data")
    KEY = "key", _("sealed; nobody can read it once the key is destroyed")
    NUMBER = "number", _("stays; the person's row carries no name and a made-up number from then on")
    RECORD = "record", _("stays: a record that the law wants kept")
    EXPIRES = "expires", _("goes by itself when its time is over")


class Does(models.TextChoices):
    """What is done when the time is over."""

    DELETE = "delete", _("deleted")
    CLEAR = "clear", _("emptied")
    OWN = "own", _("thrown away by a job of its own")  # a registered handler; it removes files and keys too


@dataclasses.dataclass(frozen=True)
class Period:
    """Rows are kept so many days after `since` (a field); `when` says for which rows that holds.

    `days` is the default: the table of periods can hold another number for `code`.
    """

    code: str
    days: int
    since: str = ""
    does: Does = Does.DELETE
    clears: tuple[str, ...] = ()
    when: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    fixed: bool = False  # a rule of the program that no setting changes


REGISTER = "register"  # as long as the registers themselves: there is no end
PERSON = "with the person"  # until the person is erased
PARENT = "with what it belongs to"


@dataclasses.dataclass(frozen=True, init=False)
class Personal:
    """A kind of row that holds data about people, in `fields`; `of` leads to the person it is about.

    Without `of`, the people it names are staff who did something.
    """

    fields: tuple[str, ...]
    why: Why
    kept: str | Period
    erased: Erased
    of: str
    clears: tuple[str, ...]  # which fields are emptied when a person is erased

    def __init__(
        self,
        *fields: str,
        why: Why,
        kept: str | Period,
        erased: Erased,
        of: str = "",
        clears: tuple[str, ...] = (),
    ) -> None:
        for name, value in {
            "fields": fields, "why": why, "kept": kept, "erased": erased, "of": of, "clears": clears
        }.items():  # fmt: skip
            object.__setattr__(self, name, value)


@dataclasses.dataclass(frozen=True)
class NotPersonal:
    """A kind of row that holds nothing about people; `what` says what it holds."""

    what: str
