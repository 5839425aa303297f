"""How the audit trail calls rows and values of `attendance`. Loaded when the apps are ready."""

from django.utils.translation import gettext_lazy as _

from accounts.selectors.audit_words import name_rows, name_values
from attendance.enums import Status

name_rows({
    "attendance.daysheet": _("Day report"),
    "attendance.mark": _("Mark"),
    "attendance.markconflict": _("Disagreement about a mark"),
    "attendance.walkin": _("Walk-in"),
})  # fmt: skip
name_values("status", Status.choices)
name_values(
    "list",
    {
        "attendance": _("Attendance"),
        "report of the day": _("Report of the day"),
        "history of attendance": _("History of attendance"),
        "charts of attendance": _("Charts of attendance"),
        "month sheet": _("Sheet of the journal by month"),
    }.items(),
)
