"""The closed lists of `attendance`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext


class Status(models.TextChoices):
    """Marks of the roll; the letters are those of the paper journal (domain.md 4.1)."""

    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    ABSENT = "absent", _("Absent without reason")
    LEAVE = "leave", _("Leave")
    DUTY = "duty", _("Duty")
    SICK = "sick", _("Sick")
    MISSION = "mission", _("Mission")


class CheckInOutcome(models.TextChoices):
    """What became of a try to check in; whatever is not accepted says why."""

    ACCEPTED = "accepted", _("You are checked in")
    OLD_CODE = "old_code", _("The code is too old. Scan the one that is shown now.")
    WRONG_CODE = "wrong_code", _("This is not the code of this class session.")
    NOT_NOW = "not_now", _("Check-in for this class session is not open.")
    OTHER_PERSON = "other_person", _("Somebody else has checked in with this device.")
    OUTSIDE = "outside", _("Check-in is possible only in the network of the centre.")


THERE = frozenset({Status.PRESENT, Status.LATE})
EXCUSED = frozenset({Status.LEAVE, Status.DUTY, Status.SICK, Status.MISSION})
JOURNAL_LETTERS = {
    Status.PRESENT: "",
    Status.LATE: "+",
    Status.ABSENT: "Н/У",
    Status.LEAVE: "О",
    Status.DUTY: "Н",
    Status.SICK: "Б",
    Status.MISSION: "К",
}


def letter_of(status: str) -> str:
    """Return the letter of the paper journal for an absence with a reason, as the active language writes it."""
    return {
        Status.LEAVE: pgettext("letter in the journal for leave", "О"),
        Status.DUTY: pgettext("letter in the journal for duty", "Н"),
        Status.SICK: pgettext("letter in the journal for sick", "Б"),
        Status.MISSION: pgettext("letter in the journal for mission", "К"),
    }.get(Status(status), "")
