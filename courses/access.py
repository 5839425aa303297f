"""May I? For cohorts: who keeps their people and papers, who teaches them."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.enums import AuthorisationKind, Role
from accounts.selectors.authorisations import authorised_courses
from courses.enums import OPEN_COHORTS, ApprovalState
from courses.models import Cohort, Enrolment
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

READS_COHORTS = (Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR)
KEEPS_COHORTS = (Role.REGISTRAR, Role.HEAD)


def may_keep(user: "User", cohort: Cohort) -> bool:
    """True for the registrar and the head of the cohort's centre: they enrol people and make the timetable."""
    return cohort.centre_id in user.centre_ids(*KEEPS_COHORTS)


def may_teach(user: "User", cohort: Cohort) -> bool:
    """True for instructors of the cohort, or of a session of it, who hold that role at its centre today. One query."""
    if cohort.centre_id not in user.centre_ids(Role.INSTRUCTOR):
        return False
    return Cohort.objects.taught_by(user).filter(pk=cohort.pk).exists()


def teaches_cohort(user: "User", cohort: Cohort) -> bool:
    """True for an instructor who is named for the cohort or for a session of it. One query, none for others."""
    if not user.has_role(Role.INSTRUCTOR):
        return False
    named = Q(instructors__user=user) | Q(sessions__more_instructors=user)
    return Cohort.objects.filter(named, pk=cohort.pk).exists()


def teaches_person(user: "User", person: "User") -> bool:
    """True when `user` is an instructor of an open cohort, or of a session of it, in which `person` is enrolled.

    Whatever centre the person belongs to: `accounts` asks this when a password was forgotten. One query.
    """
    learns = Enrolment.objects.active().filter(person=person, cohort__state__in=OPEN_COHORTS)
    return learns.filter(Q(cohort__instructors__user=user) | Q(cohort__sessions__more_instructors=user)).exists()


def languages_of(user: "User") -> frozenset[str]:
    """Return the languages in which `user` may write texts of the curriculum.

    Editors and administrators write all languages; a translator the one the role names, or all but the source when it
    names none.
    """
    if not user.is_authenticated:
        return frozenset()
    if user.has_role(Role.EDITOR, Role.ADMINISTRATOR):
        return frozenset(LANGUAGE_CODES)
    named = {row.language for row in user.roles() if row.role == Role.TRANSLATOR}
    if "" in named:
        return frozenset(LANGUAGE_CODES) - {SOURCE_LANGUAGE}
    return frozenset(named)


def may_review_subject(user: "User", course_code: str, day: datetime.date) -> bool:
    """True for editors, and for instructors who are authorised on `day` to teach the course with this code.

    Whether they wrote the text themselves is judged by the service: nobody reviews their own words.
    """
    if user.has_role(Role.EDITOR, Role.ADMINISTRATOR):
        return True
    if not user.has_role(Role.INSTRUCTOR):
        return False
    return course_code in authorised_courses(user, AuthorisationKind.TEACH, day)


def may_review_language(user: "User", language: str) -> bool:
    """True for who may write texts of that language (`languages_of`); for the source also for every translator."""
    return language in languages_of(user) or (language == SOURCE_LANGUAGE and user.has_role(Role.TRANSLATOR))


def may_keep_library(user: "User") -> bool:
    """True for editors and administrators: they add reference documents, change and retire them."""
    return user.has_role(Role.EDITOR, Role.ADMINISTRATOR)


def may_take(user: "User", step: ApprovalState, course: str, language: str, day: datetime.date) -> bool:
    """True when `user` may take the step that follows `step` for texts of a course (its code) in a language.

    Own words are judged when the step is taken. `course` is empty for the glossary.
    """
    if step == ApprovalState.DRAFT:
        return language in languages_of(user)
    if step == ApprovalState.SUBJECT_REVIEW:
        return may_review_subject(user, course, day)
    return step == ApprovalState.LANGUAGE_REVIEW and may_review_language(user, language)


def may_send_back(user: "User", step: ApprovalState, course: str, language: str, day: datetime.date) -> bool:
    """True when `user` may send a text at `step` back to draft."""
    if step == ApprovalState.APPROVED:
        return may_review_subject(user, course, day) or may_review_language(user, language)
    return step != ApprovalState.DRAFT and may_take(user, step, course, language, day)
