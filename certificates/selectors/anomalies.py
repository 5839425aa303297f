"""What an auditor looks at, before and after certificates are issued. A line says where to ask; it proves nothing."""

import dataclasses
import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors.names import display, names_of
from assessments.selectors.anomalies import result_corrections_in, results_by_one_teacher, results_without_work
from attendance.selectors.anomalies import corrections_in, marks_entered_late
from certificates.enums import AnomalyKind, BatchState
from certificates.models import Batch, Certificate
from courses.selectors.cohorts import visible_cohorts
from courses.selectors.graduating import late_enrolments
from foundation.languages.templatetags.languages import digits

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort

SOON = datetime.timedelta(days=3)
MINUTES = datetime.timedelta(minutes=5)
MOST_SHOWN = 100  # of each kind


@dataclasses.dataclass(frozen=True)
class Anomaly:
    """One line: what, in which cohort, whose (service number) and by whom, when, and the page where it stands."""

    cohort: "Cohort"
    text: str
    url: str
    number: str = ""
    by: uuid.UUID | None = None
    by_name: str = ""
    at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Group:
    """The lines of one kind, at most a hundred; `count` says how many there are."""

    kind: AnomalyKind
    count: int
    lines: list[Anomaly]


def anomalies(user: "User", language: str, *, since: datetime.date, centre: str = "") -> list[Group]:
    """Return what stands out in the cohorts `user` may see that ended on `since` or later, by kind.

    The number of queries does not depend on how many cohorts or people there are.
    """
    cohorts = visible_cohorts(user).filter(ends_on__gte=since)
    if centre:
        cohorts = cohorts.filter(centre__code=centre)
    listed = {cohort.pk: cohort for cohort in cohorts}
    found = {kind: list(look(listed)) for kind, look in LOOKS.items()}
    names = names_of({line.by for lines in found.values() for line in lines[:MOST_SHOWN] if line.by})
    return [
        Group(
            kind,
            len(lines),
            [
                dataclasses.replace(line, by_name=display(names[line.by], language)) if line.by else line
                for line in lines[:MOST_SHOWN]
            ],
        )
        for kind, lines in found.items()
    ]


Cohorts = dict[uuid.UUID, "Cohort"]


def _late_marks(cohorts: Cohorts) -> Iterator[Anomaly]:
    for one in marks_entered_late(list(cohorts.values())):
        text = ngettext("%(count)s mark of one class session", "%(count)s marks of one class session", one.marks)
        url = reverse("attendance:roll", args=[one.session])
        yield Anomaly(cohorts[one.cohort], text % {"count": digits(one.marks)}, url, by=one.by, at=one.at)


def _late_enrolments(cohorts: Cohorts) -> Iterator[Anomaly]:
    for row in late_enrolments(list(cohorts.values())):
        yield Anomaly(
            cohorts[row.cohort_id],
            _("The course was half over."),
            reverse("courses:cohort", args=[row.cohort_id]),
            number=row.person.service_number,
            by=row.enrolled_by_id,
            at=row.enrolled_at,
        )


def _no_work(cohorts: Cohorts) -> Iterator[Anomaly]:
    for row in results_without_work(list(cohorts.values())):
        yield Anomaly(
            cohorts[row.enrolment.cohort_id],
            f"{row.get_kind_display()} \u2066{row.code}\u2069",
            reverse("assessments:results", args=[row.enrolment.cohort_id]),
            number=row.enrolment.person.service_number,
            by=row.confirmed_by_id,
            at=row.updated_at,
        )


def _one_teacher(cohorts: Cohorts) -> Iterator[Anomaly]:
    for one in results_by_one_teacher(list(cohorts.values())):
        row = one.result
        yield Anomaly(
            cohorts[row.enrolment.cohort_id],
            f"{row.get_kind_display()} \u2066{row.code}\u2069",
            reverse("assessments:results", args=[row.enrolment.cohort_id]),
            number=row.enrolment.person.service_number,
            by=one.assessor,
            at=row.updated_at,
        )


def _after_correction(cohorts: Cohorts) -> Iterator[Anomaly]:
    """A result or a mark of the person was corrected in the three days before the certificate was issued."""
    listed = list(cohorts.values())
    corrected: dict[uuid.UUID, list[tuple[datetime.datetime, uuid.UUID]]] = defaultdict(list)
    for result in result_corrections_in(listed):
        corrected[result.result.enrolment_id].append((result.at, result.by_id))
    for mark in corrections_in(listed):
        corrected[mark.enrolment].append((mark.at, mark.by))
    issued = Certificate.objects.filter(enrolment__cohort__in=listed, batch__isnull=False)
    for certificate in issued.select_related("batch", "person", "enrolment").order_by("serial"):
        moment = certificate.batch.issued_at if certificate.batch else None
        own = corrected.get(certificate.enrolment_id, [])
        before = [(at, by) for at, by in own if moment and moment - SOON <= at <= moment]
        if before:
            at, by = max(before)
            yield Anomaly(
                cohorts[certificate.enrolment.cohort_id],
                f"\u2066{certificate.serial}\u2069",
                reverse("certificates:certificate", args=[certificate.pk]),
                number=certificate.person.service_number,
                by=by,
                at=at,
            )


def _quick(cohorts: Cohorts) -> Iterator[Anomaly]:
    for batch in _issued_batches(list(cohorts.values())):
        if batch.issued_at and batch.issued_at - batch.prepared_at < MINUTES:
            yield Anomaly(
                cohorts[batch.cohort_id],
                _("Order %(number)s") % {"number": f"\u2066{batch.order.number}\u2069"},
                reverse("certificates:batch", args=[batch.pk]),
                by=batch.issued_by_id,
                at=batch.issued_at,
            )


def _issued_batches(cohorts: "Collection[Cohort]") -> list[Batch]:
    rows = Batch.objects.filter(cohort__in=cohorts, state=BatchState.ISSUED)
    return list(rows.select_related("order").order_by("-issued_at"))


LOOKS: dict[AnomalyKind, Callable[[Cohorts], Iterator[Anomaly]]] = {
    AnomalyKind.LATE_MARKS: _late_marks,
    AnomalyKind.LATE_ENROLMENT: _late_enrolments,
    AnomalyKind.NO_WORK: _no_work,
    AnomalyKind.ONE_TEACHER: _one_teacher,
    AnomalyKind.AFTER_CORRECTION: _after_correction,
    AnomalyKind.QUICK: _quick,
}
