"""The rows of `attendance`."""

from attendance.models.checking_in import CheckIn
from attendance.models.decisions import Admission, ShareWarning
from attendance.models.marks import Correction, Mark, MarkConflict, MarkEvent
from attendance.models.sheets import DaySheet, PaperSheet, PreparedRoll, Roll, WalkIn

__all__ = [
    "Admission",
    "CheckIn",
    "Correction",
    "DaySheet",
    "Mark",
    "MarkConflict",
    "MarkEvent",
    "PaperSheet",
    "PreparedRoll",
    "Roll",
    "ShareWarning",
    "WalkIn",
]
