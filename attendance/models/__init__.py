"""The rows of `attendance`."""

from attendance.models.marks import Correction, Mark, MarkEvent
from attendance.models.sheets import DaySheet, Roll

__all__ = ["Correction", "DaySheet", "Mark", "MarkEvent", "Roll"]
