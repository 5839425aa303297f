"""The rows of `assessments`."""

from assessments.models.attempts import Attempt, AttemptQuestion, Response
from assessments.models.imports import QuestionImport
from assessments.models.marking import LateDecision, Marking, Regrade, RegradeChange
from assessments.models.papers import PaperAnswers, PaperVersion
from assessments.models.practicals import (
    Coaching,
    DrawnPair,
    Observation,
    ObservationDraft,
    PracticalDay,
    PracticalExercise,
    PracticalPaper,
    PracticalText,
    PracticalVersion,
    TeamSheet,
)
from assessments.models.questions import (
    BlueprintLine,
    Question,
    QuestionPicture,
    QuestionTag,
    QuestionText,
    QuestionVersion,
    Quiz,
)
from assessments.models.results import Appeal, Protocol, ProtocolFile, Result, ResultCorrection
from assessments.models.sittings import ExtraTime, Sitting, SittingEvent

__all__ = [
    "Appeal",
    "Attempt",
    "AttemptQuestion",
    "BlueprintLine",
    "Coaching",
    "DrawnPair",
    "ExtraTime",
    "LateDecision",
    "Marking",
    "Observation",
    "ObservationDraft",
    "PaperAnswers",
    "PaperVersion",
    "PracticalDay",
    "PracticalExercise",
    "PracticalPaper",
    "PracticalText",
    "PracticalVersion",
    "Protocol",
    "ProtocolFile",
    "Question",
    "QuestionImport",
    "QuestionPicture",
    "QuestionTag",
    "QuestionText",
    "QuestionVersion",
    "Quiz",
    "Regrade",
    "RegradeChange",
    "Response",
    "Result",
    "ResultCorrection",
    "Sitting",
    "SittingEvent",
    "TeamSheet",
]
