"""How the audit trail calls rows and values of `assessments`, and where they are opened. Loaded when apps are ready."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.selectors.audit_words import name_rows, name_values, open_rows
from assessments.enums import AppealState, Difficulty, ImportFormat, MarkingStage, RegradeAct, SittingAct
from assessments.selectors.audit_rows import cohorts_of_protocols, cohorts_of_results

if TYPE_CHECKING:
    from accounts.models import User

name_rows({
    "assessments.appeal": _("Appeal"),
    "assessments.coaching": _("Coaching"),
    "assessments.extratime": _("More time for quizzes"),
    "assessments.latedecision": _("Late answer"),
    "assessments.marking": _("Marked answer"),
    "assessments.observation": _("Checklist"),
    "assessments.paperanswers": _("Answers from paper"),
    "assessments.paperversion": _("Printed quiz"),
    "assessments.practicalday": _("Day of practical exercises"),
    "assessments.practicalexercise": _("Practical exercise"),
    "assessments.practicaltext": _("Text of a practical exercise"),
    "assessments.protocol": _("Protocol"),
    "assessments.protocolfile": _("Paper of a protocol"),
    "assessments.question": _("Question"),
    "assessments.questionimport": _("File of questions"),
    "assessments.questiontext": _("Text of a question"),
    "assessments.quiz": _("Quiz"),
    "assessments.regrade": _("Marking again"),
    "assessments.result": _("Result"),
    "assessments.sitting": _("Sitting"),
})  # fmt: skip
name_values("act", SittingAct.choices)
name_values("act", RegradeAct.choices)
name_values("stage", MarkingStage.choices)
name_values("state", AppealState.choices, row="assessments.appeal")
name_values("difficulty", Difficulty.choices)
name_values("format", ImportFormat.choices)
name_values(
    "list",
    {
        "quiz statistics": _("Statistics of a quiz"),
        "exam sheet": _("Exam sheet"),
        "protocol": _("Protocol"),
    }.items(),
)


def _protocols(by: "User", ids: Collection[str]) -> dict[str, str]:
    return _results_of(cohorts_of_protocols(by, ids))


def _results(by: "User", ids: Collection[str]) -> dict[str, str]:
    return _results_of(cohorts_of_results(by, ids))


def _results_of(cohorts: Mapping[str, object]) -> dict[str, str]:
    return {pk: reverse("assessments:results", args=[cohort]) for pk, cohort in cohorts.items()}


open_rows("assessments.protocol", _protocols)
open_rows("assessments.result", _results)
