"""The rows of `courses`."""

from courses.models.books import Book
from courses.models.cohorts import Cohort, CohortInstructor, Enrolment
from courses.models.curriculum import Course, Lesson, Module, Outcome
from courses.models.doubts import Doubt
from courses.models.editions import Approval, CourseEdition, LessonEdition, ModuleEdition, TermEdition
from courses.models.glossary import AdvisedForm, Term
from courses.models.library import Reference, ReferenceText
from courses.models.programmes import Programme, ProgrammePart, ProgrammeRequirement, ProgrammeVersion
from courses.models.progress import LessonCompletion
from courses.models.timetable import ClassSession

__all__ = [
    "AdvisedForm",
    "Approval",
    "Book",
    "ClassSession",
    "Cohort",
    "CohortInstructor",
    "Course",
    "CourseEdition",
    "Doubt",
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
    "Reference",
    "ReferenceText",
    "Term",
    "TermEdition",
]
