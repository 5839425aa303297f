"""Issue certificates one by one, each in a short transaction of its own: number, code, frozen facts, event, audit.

Safe to repeat and to die anywhere: a transaction that did not end gives its number back, and what stands is not issued
again (constraint `one_standing_certificate`). PDFs are drawn afterwards, outside (tasks.py).
"""

import datetime
import json
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.enums import Act
from accounts.selectors.names import Name
from accounts.services.audit import remember
from accounts.services.names import seal_bytes
from certificates.domain.codes import new_code
from certificates.domain.names import Parts, frozen_parts
from certificates.domain.record import Course, Document, Occasion, Place, add_months, facts_of
from certificates.domain.serials import course_code, serial
from certificates.domain.wording import FIRST_LANGUAGE
from certificates.enums import CertificateKind, CertificateState, EventKind
from certificates.models import Batch, BatchLine, Certificate, CertificateEvent, RegisterSeries
from courses.services.enrolments import mark_completed

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Protocol

Names = dict[str, Name]


def series_of(batch: Batch) -> RegisterSeries:
    """Return the series of a batch: its centre, course and the year of its effective date."""
    course = course_code(batch.cohort.programme_version.programme.code)
    series, _ = RegisterSeries.objects.get_or_create(
        centre=batch.cohort.centre, course_code=course, year=batch.effective_on.year
    )
    return series


def occasion_of(
    batch: Batch, *, planned_hours: int, held_hours: int, protocol: "Protocol | None", honours: bool
) -> Occasion:
    """Return everything that is printed on the batch's certificates but names and numbers."""
    cohort, version = batch.cohort, batch.cohort.programme_version
    months = version.validity_months
    return Occasion(
        design=f"{batch.design.code}-{batch.design.number}",
        languages=(FIRST_LANGUAGE, batch.second_language),
        course=Course(version.programme.code, version.number, version.titles, planned_hours, held_hours),
        place=Place(cohort.centre.code, cohort.centre.titles),
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        honours=honours,
        order=Document(batch.order.number, batch.order.date),
        protocol=Document(protocol.number, protocol.date) if protocol else None,
        issued_on=batch.effective_on,
        valid_until=add_months(batch.effective_on, months) if months else None,
    )


def issue_one(
    *,
    line: BatchLine,
    occasion: Occasion,
    series: RegisterSeries,
    holder: Names,
    signatory: Names,
    by: "User",
    at: datetime.datetime,
) -> Certificate | None:
    """Issue the certificate of one line of an approved batch; None when the person has a standing one already.

    `line` comes with enrolment and person. The number is drawn under the lock of the series, in the same transaction
    as the certificate: no number twice, and none lost.
    """
    person = line.enrolment.person
    pk, code = uuid.uuid4(), new_code()
    names = _frozen(holder, signatory)
    try:
        with transaction.atomic():
            held = RegisterSeries.objects.select_for_update(of=("self",)).select_related("centre").get(pk=series.pk)
            number = held.last_number + 1
            certificate = Certificate.objects.create(
                id=pk,
                person=person,
                enrolment=line.enrolment,
                centre=held.centre,
                batch_id=line.batch_id,
                design_id=line.batch.design_id,
                series=held,
                number=number,
                serial=serial(held.centre.code, held.course_code, held.year, number),
                code=code,
                kind=CertificateKind.HONOURS if occasion.honours else CertificateKind.CERTIFICATE,
                facts=facts_of(occasion, code=code, site_url=settings.SITE_URL, made_at=at),
                check_allowed=not person.protected,
                issued_on=occasion.issued_on,
                valid_until=occasion.valid_until,
                **names_columns(person, pk, names),
            )
            RegisterSeries.objects.filter(pk=held.pk).update(last_number=number)
            CertificateEvent.objects.create(
                certificate=certificate, kind=EventKind.ISSUED, at=at, actor=by, order_id=line.batch.order_id
            )
            mark_completed(enrolment=line.enrolment)
            remember(
                act=Act.CERTIFICATES_ISSUED,
                by=by,
                subject=certificate,
                centre=held.centre,
                new={"serial": certificate.serial},
            )
    except IntegrityError:
        if Certificate.objects.filter(enrolment=line.enrolment_id, state=CertificateState.ISSUED).exists():
            return None
        raise
    return certificate


def names_columns(person: "User", pk: uuid.UUID, names: dict[str, dict[str, Parts]]) -> dict[str, Any]:
    """Return the columns of frozen names: plain, or for protected persons sealed under their own key."""
    if not person.protected:
        return {"names": names, "sealed_names": None}
    plain = json.dumps(names, ensure_ascii=False, sort_keys=True).encode("utf-8")
    return {"names": None, "sealed_names": seal_bytes(person.pk, plain, pk.bytes)}


def _frozen(holder: Names, signatory: Names) -> dict[str, dict[str, Parts]]:
    return {"holder": _parts(holder), "signatory": _parts(signatory)}


def _parts(names: Names) -> dict[str, Parts]:
    return {
        script: frozen_parts(name.surname, name.given_name, name.father_name) for script, name in sorted(names.items())
    }
