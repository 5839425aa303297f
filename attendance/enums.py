"""The closed lists of `attendance`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Marks of the roll; the letters are those of the paper journal (domain.md 4.1)."""

    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    ABSENT = "absent", _("Absent without reason")
    LEAVE = "leave", _("Leave")
    DUTY = "duty", _("Duty")
    SICK = "sick", _("Sick")
    MISSION = "mission", _("Mission")


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
