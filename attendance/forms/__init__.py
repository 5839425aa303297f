"""What people type and tap on the pages of attendance, made into clean values."""

from attendance.forms.decisions import CorrectionForm, SettleForm
from attendance.forms.paper import GridForm, ScanForm, why_no_scan
from attendance.forms.rolls import RollForm, RollRow, read_entry
from attendance.forms.sheets import SheetForm, SheetIn
from attendance.forms.walk_ins import DismissForm, MatchForm, SeniorForm, WalkInForm

__all__ = [
    "CorrectionForm",
    "DismissForm",
    "GridForm",
    "MatchForm",
    "RollForm",
    "RollRow",
    "ScanForm",
    "SeniorForm",
    "SettleForm",
    "SheetForm",
    "SheetIn",
    "WalkInForm",
    "read_entry",
    "why_no_scan",
]
