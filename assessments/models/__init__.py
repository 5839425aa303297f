"""The rows of `assessments`."""

from assessments.models.attempts import Attempt, AttemptQuestion, Response
from assessments.models.practicals import Observation, PracticalExercise, PracticalText, PracticalVersion
from assessments.models.questions import Question, QuestionText, QuestionVersion, Quiz
from assessments.models.results import Protocol, Result, ResultCorrection

__all__ = [
    "Attempt",
    "AttemptQuestion",
    "Observation",
    "PracticalExercise",
    "PracticalText",
    "PracticalVersion",
    "Protocol",
    "Question",
    "QuestionText",
    "QuestionVersion",
    "Quiz",
    "Response",
    "Result",
    "ResultCorrection",
]
