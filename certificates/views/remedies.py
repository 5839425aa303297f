"""What can still be done about a reason, one click away: address and words of the page where it is done."""

import uuid
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.enums import Reason
from courses.selectors.assessing import is_open

if TYPE_CHECKING:
    from certificates.domain.entitlement import NotYet
    from certificates.selectors.entitlement import Entitlement
    from courses.models import Cohort

Link = tuple[str, str]

HOURS = frozenset({Reason.ATTENDANCE, Reason.PRACTICE_MISSED})
PRACTICALS = frozenset({Reason.PRACTICAL_MISSING, Reason.PRACTICAL_FAILED})
TESTS = frozenset({Reason.QUIZ_MISSING, Reason.EXIT_MISSING})


def remedies(reason: "NotYet", cohort: "Cohort", entitlement: "Entitlement") -> list[Link]:
    """Return the pages where something can still be done about a reason. None: nothing can be done any more."""
    enrolment, open_still = entitlement.enrolment, is_open(cohort)
    if reason.reason in HOURS:
        return _of_hours(cohort, entitlement, open_still=open_still)
    if reason.reason == Reason.PRACTICAL_UNCONFIRMED:
        return [(reverse("assessments:confirm", args=[reason.code, enrolment.pk]), _("Compare and confirm"))]
    if reason.reason in PRACTICALS and open_still:
        return _of_practical(reason, cohort, enrolment.pk)
    if reason.reason in TESTS and open_still:
        return [
            (reverse("assessments:cohort_sittings", args=[cohort.pk]), _("Plan a sitting")),
            (reverse("assessments:results", args=[cohort.pk]), _("Results of the cohort")),
        ]
    if reason.reason in PRACTICALS | TESTS:
        return [
            (reverse("assessments:results", args=[cohort.pk]), _("Correct a locked result")),
            (reverse("assessments:appeals", args=[cohort.pk]), _("Appeals")),
        ]
    return _of_the_record(reason, cohort, entitlement)


def _of_hours(cohort: "Cohort", entitlement: "Entitlement", *, open_still: bool) -> list[Link]:
    pk = entitlement.enrolment.pk
    links = [(reverse("attendance:history", args=[pk]), _("Missed lessons"))]
    owed = entitlement.standing.owed if entitlement.standing else ()
    if owed and open_still:
        address = f"{reverse('courses:session_new', args=[cohort.pk])}?makes_up={owed[0].session}"
        links.append((address, _("Plan a make-up lesson")))
    links.append((reverse("attendance:admission", args=[pk]), _("Admission by order")))
    return links


def _of_practical(reason: "NotYet", cohort: "Cohort", enrolment: uuid.UUID) -> list[Link]:
    links = [(reverse("assessments:practical_days", args=[cohort.pk]), _("Plan a practical day"))]
    if reason.reason == Reason.PRACTICAL_FAILED:
        address = reverse("assessments:coaching", args=[reason.code, enrolment])
        links.insert(0, (address, _("Coaching before the re-sit")))
    return links


def _of_the_record(reason: "NotYet", cohort: "Cohort", entitlement: "Entitlement") -> list[Link]:
    person = entitlement.enrolment.person_id
    if reason.reason in (Reason.LETTERS, Reason.NO_NAME):
        return [(reverse("accounts:person", args=[person]), _("Correct the name"))]
    if reason.reason == Reason.WITHDRAWN:
        return [(reverse("courses:cohort", args=[cohort.pk]), _("Open the cohort"))]
    if reason.reason == Reason.NOT_LOCKED:
        return [(reverse("assessments:lock", args=[cohort.pk]), _("Lock the results"))]
    if reason.reason == Reason.NOT_PROVED:
        return [(reverse("certificates:names", args=[cohort.pk]), _("Names to sign"))]
    if reason.reason == Reason.APPEAL and entitlement.appeal is not None:
        return [(reverse("assessments:appeal", args=[entitlement.appeal]), _("Open the appeal"))]
    return []
