"""The rows of `courses`."""

from courses.models.cohorts import Cohort, CohortInstructor, Enrolment
from courses.models.curriculum import Course, Lesson, Module, Outcome
from courses.models.editions import Approval, CourseEdition, LessonEdition, ModuleEdition
from courses.models.programmes import Programme, ProgrammePart, ProgrammeRequirement, ProgrammeVersion
from courses.models.progress import LessonCompletion
from courses.models.timetable import ClassSession

__all__ = [
    "Approval",
    "ClassSession",
    "Cohort",
    "CohortInstructor",
    "Course",
    "CourseEdition",
    "Enrolment",
    "Lesson",
    "LessonCompletion",
    "LessonEdition",
    "Module",
    "ModuleEdition",
    "Outcome",
    "Programme",
    "ProgrammePart",
    "ProgrammeRequirement",
    "ProgrammeVersion",
]
