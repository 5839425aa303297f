"""May I? For practical exercises and results."""

import datetime
from typing import TYPE_CHECKING

from accounts.enums import NATIONAL, SITS_IN_COMMISSIONS, AuthorisationKind, Role
from accounts.selectors.authorisations import authorised_courses, commission_centres
from assessments.enums import ADMITTED_ONLY, QuizPurpose
from courses.access import languages_of, may_keep, may_teach

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import PracticalExercise, Quiz, Sitting
    from courses.models import Cohort, Enrolment

CONFIRMERS = (Role.REGISTRAR, Role.HEAD)
READS_SHEETS = (*CONFIRMERS, Role.AUDITOR, Role.ADMINISTRATOR)
READS_EXAM_SHEETS = (Role.INSTRUCTOR, Role.COMMISSION, *READS_SHEETS)
READS_RESULTS = (
    Role.TRAINEE,
    Role.INSTRUCTOR,
    Role.REGISTRAR,
    Role.HEAD,
    Role.COMMISSION,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)

# Who reads statistics: sums over the cohorts of one's centre, or over all.
SUMS_UP_AT_CENTRE = (Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD)
SUMS_UP_EVERYWHERE = (Role.EDITOR, Role.TRANSLATOR, Role.AUDITOR, Role.ADMINISTRATOR)
READS_STATISTICS = (*SUMS_UP_AT_CENTRE, *SUMS_UP_EVERYWHERE)
MARKS = (Role.INSTRUCTOR,)
SETTLES = (Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD, Role.COMMISSION)  # heads; the others as members of a commission
IMPORTS_QUESTIONS = (Role.EDITOR, Role.ADMINISTRATOR)
SETS_QUIZZES = (Role.EDITOR, Role.ADMINISTRATOR)
REGRADES = (Role.HEAD, Role.EDITOR, Role.ADMINISTRATOR)
ASKS_TRANSLATORS = (Role.INSTRUCTOR, Role.HEAD, Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)
READS_EXAM_WORDS = (Role.HEAD, Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR)
READS_WHOLE_BANK = (Role.EDITOR, Role.ADMINISTRATOR)  # they write it
READS_BANK = (Role.HEAD, Role.TRANSLATOR, Role.AUDITOR, *READS_WHOLE_BANK)
SECRET_PURPOSES = frozenset({QuizPurpose.ENTRY, QuizPurpose.EXIT, QuizPurpose.EXAM})


def may_assess(user: "User", enrolment: "Enrolment", exercise: "PracticalExercise", on: datetime.date) -> bool:
    """True for an instructor of the person's centre who teaches the cohort, or is authorised to assess that course.

    Nobody assesses herself. Source: domain.md 4.5.
    """
    cohort = enrolment.cohort
    if enrolment.person_id == user.pk or cohort.centre_id not in user.centre_ids(Role.INSTRUCTOR):
        return False
    if may_teach(user, cohort):
        return True
    return exercise.module.course.code in authorised_courses(user, AuthorisationKind.ASSESS, on)


def may_confirm(user: "User", cohort: "Cohort") -> bool:
    """True for the registrar and the head of the cohort's centre."""
    return may_keep(user, cohort)


def sees_sheets(user: "User", cohort: "Cohort") -> bool:
    """True for those who can read a try's checklists as soon as two are in, without being one of its assessors."""
    return may_confirm(user, cohort) or user.has_role(*NATIONAL)


def may_plan_sitting(user: "User", cohort: "Cohort") -> bool:
    """True for the registrar and the head of the cohort's centre: they plan sittings and give more time."""
    return may_keep(user, cohort)


def may_invigilate(user: "User", sitting: "Sitting") -> bool:
    """True for the invigilators of the centre, for who is named for the sitting and still works there, and for its
    registrar and head. They see neither questions nor keys nor marks."""
    if may_plan_sitting(user, sitting.cohort) or sitting.cohort.centre_id in user.centre_ids(Role.INVIGILATOR):
        return True
    at_centre = sitting.cohort.centre_id in user.centre_ids(Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD)
    return at_centre and sitting.invigilators.filter(pk=user.pk).exists()


def may_confirm_marks(user: "User", cohort: "Cohort") -> bool:
    """True for the cohort's instructors, the registrar and the head of its centre; never who marked (the service)."""
    return may_keep(user, cohort) or may_teach(user, cohort)


def may_keep_papers(user: "User", cohort: "Cohort") -> bool:
    """True for the registrar and the head of the cohort's centre: they keep the papers of its protocol."""
    return may_keep(user, cohort)


def may_appeal(user: "User", enrolment: "Enrolment") -> bool:
    """True for the person whose result it is, and for who files the paper: instructors, registrar, head."""
    if enrolment.person_id == user.pk:
        return True
    return may_keep(user, enrolment.cohort) or may_teach(user, enrolment.cohort)


def settling_centres(user: "User", on: datetime.date) -> frozenset[int]:
    """Return the ids of the centres where `user` changes points by hand and decides on late answers: head, commission.

    Members of a commission must still work at its centre, or be called in for it.
    """
    if not user.centre_ids(*SITS_IN_COMMISSIONS):
        return frozenset()
    return frozenset({*user.centre_ids(Role.HEAD), *commission_centres(user, on)})


def may_settle(user: "User", cohort: "Cohort", on: datetime.date) -> bool:
    """True for the head of the cohort's centre and for who sits in a commission of it on the day `on`."""
    return cohort.centre_id in settling_centres(user, on)


def may_print_quiz(user: "User", quiz: "Quiz", cohort: "Cohort", on: datetime.date) -> bool:
    """True for who may hold the questions of a quiz on paper before it is sat.

    Those of exit tests and examinations: the head and the commission that is in force on the day `on`. Of entry tests
    the registrar too, of what is no secret also the cohort's instructors.
    """
    if quiz.purpose in ADMITTED_ONLY:
        return may_settle(user, cohort, on)
    return may_keep(user, cohort) or (quiz.purpose not in SECRET_PURPOSES and may_teach(user, cohort))


def may_type_sheets(user: "User", quiz: "Quiz", cohort: "Cohort", on: datetime.date) -> bool:
    """True for who types the answers that come back on paper: registrar and head, and who may print the quiz."""
    return may_keep(user, cohort) or may_print_quiz(user, quiz, cohort, on)


def reads_as_marker(user: "User") -> frozenset[str]:
    """Return the languages in which `user` marks answers: the own one, and those in which texts are written."""
    return languages_of(user) | {user.language}


def may_plan_practicals(user: "User", cohort: "Cohort") -> bool:
    """True for the registrar and the head of the cohort's centre: they plan days of practical exercises."""
    return may_keep(user, cohort)


def may_type_papers(user: "User", cohort: "Cohort") -> bool:
    """True for instructors, the registrar and the head of the cohort's centre: they type in signed paper sheets."""
    return cohort.centre_id in user.centre_ids(Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD)


def may_close(user: "User", cohort: "Cohort") -> bool:
    """True for the head of the cohort's centre, who locks results and corrects them afterwards."""
    return cohort.centre_id in user.centre_ids(Role.HEAD)


def may_see_words(user: "User", purpose: str, *, exam_only: bool) -> bool:
    """True for who may read words, key and chosen answers of a question in the statistics of a quiz.

    Those of entry tests, exit tests and examinations stay with head, editor, auditor and administrator.
    """
    return not (exam_only or purpose in SECRET_PURPOSES) or user.has_role(*READS_EXAM_WORDS)
