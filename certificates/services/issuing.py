"""Issue certificates some at a time, in short transactions: number, code, frozen facts, event, audit.

Safe to repeat and to die anywhere: a transaction that did not end gives its number back, and what stands is not issued
again (constraint `one_standing_certificate`). PDFs are drawn afterwards, outside (tasks.py).
"""

import dataclasses
import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.enums import Act
from accounts.selectors.names import Name, names_of
from accounts.services.audit import remember
from accounts.services.names import seal_bytes
from certificates.domain.codes import new_code
from certificates.domain.names import Parts, frozen_parts
from certificates.domain.record import Course, Document, Occasion, Place, add_months, facts_of
from certificates.domain.serials import course_code, serial
from certificates.domain.wording import ATTENDANCE, FIRST_LANGUAGE
from certificates.enums import CertificateKind, CertificateState, EventKind, RegisterKind
from certificates.models import Batch, BatchLine, Certificate, CertificateEvent, RegisterSeries
from certificates.selectors.batches import whole_hours
from certificates.selectors.designs import cosigning, drawn_of
from certificates.selectors.entitlement import entitlements_by_enrolment
from certificates.selectors.graduates import Reached, programme_of, reached
from certificates.selectors.signatories import Signing, signing_of
from courses.services.enrolments import mark_completed

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Protocol

Names = dict[str, Name]

TOGETHER = 10  # certificates issued in one transaction


@dataclasses.dataclass(frozen=True)
class _Issue:
    """What is to be issued to whom."""

    line: BatchLine
    occasion: Occasion
    names: Mapping[str, Mapping[str, Parts]]


def series_of(batch: Batch) -> RegisterSeries:
    """Return the series of a batch: its centre, course, the year of its effective date, and its register."""
    course = course_code(batch.cohort.programme_version.programme.code)
    series, _ = RegisterSeries.objects.get_or_create(
        centre=batch.cohort.centre, course_code=course, year=batch.effective_on.year, register=batch.register
    )
    return series


def occasion_of(
    batch: Batch,
    *,
    planned_hours: int,
    held_hours: int,
    protocol: "Protocol | None",
    honours: bool,
    own: Reached | None = None,
    offices: Sequence[Mapping[str, str]] = (),
) -> Occasion:
    """Return everything that is printed on a certificate of the batch but names and numbers.

    `own` is what the one person reached; `offices` of the signatories, by language.
    """
    cohort, version = batch.cohort, batch.cohort.programme_version
    drawn = drawn_of(batch.design)
    attendance = batch.register == RegisterKind.ATTENDANCE
    months = None if attendance else version.validity_months
    languages = (FIRST_LANGUAGE, batch.second_language, batch.third_language)
    return Occasion(
        design=f"{batch.design.code}-{batch.design.number}",
        languages=tuple(language for language in languages if language),
        course=Course(version.programme.code, version.number, version.titles, planned_hours, held_hours),
        place=Place(cohort.centre.code, cohort.centre.titles),
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        honours=honours and not attendance,
        order=Document(batch.order.number, batch.order.date),
        protocol=Document(protocol.number, protocol.date) if protocol else None,
        issued_on=batch.effective_on,
        valid_until=add_months(batch.effective_on, months) if months else None,
        kind=ATTENDANCE if attendance else "certificate",
        signatories=list(offices) if any(offices) else (),
        look=drawn.look,
        texts=drawn.texts,
        parts=own.parts if own and not attendance else (),
        attended_hours=min(own.attended_hours, held_hours) if own and own.attended_hours is not None else None,
        average=own.average if own and not attendance else "",
        curriculum=own.curriculum if own else {},
    )


def issue_lines(*, batch: Batch, lines: Sequence[BatchLine], at: datetime.datetime) -> list[Certificate]:
    """Issue some lines of an approved batch; return what was issued now.

    Whoever is not entitled any more is left out (an open appeal is one of the reasons), and the batch page says why.
    `lines` come with enrolment and person. What is read for all of them does not depend on how many they are.
    """
    by = batch.issued_by
    assert by is not None
    series, hours = series_of(batch), whole_hours(batch.cohort)
    found = entitlements_by_enrolment(batch.cohort)
    programme, signing = programme_of(batch.cohort), [*signing_of(batch, by), *cosigning(batch.design)]
    names = names_of([line.enrolment.person_id for line in lines])
    papers = []
    for line in lines:
        one = found.get(line.enrolment_id)
        if one is None or not one.entitled_in(batch.register):
            continue
        occasion = occasion_of(
            batch,
            planned_hours=hours.planned,
            held_hours=hours.held,
            protocol=hours.protocol,
            honours=one.honours,
            own=reached(programme, one),
            offices=[signatory.offices for signatory in signing],
        )
        papers.append(_Issue(line, occasion, _frozen(names[line.enrolment.person_id], signing)))
    issued = []
    for start in range(0, len(papers), TOGETHER):
        issued += _issue(papers[start : start + TOGETHER], series=series, by=by, at=at)
    return issued


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

    `line` comes with enrolment, person and batch. The number is drawn under the lock of the series, in the same
    transaction as the certificate: no number twice, and none lost.
    """
    issue = _Issue(line, occasion, _frozen(holder, [Signing(_parts(signatory), {})]))
    issued = _issue([issue], series=series, by=by, at=at)
    return issued[0] if issued else None


def _issue(issues: Sequence[_Issue], *, series: RegisterSeries, by: "User", at: datetime.datetime) -> list[Certificate]:
    """Issue some certificates under one lock of the series, all or none; who has a standing one is passed over."""
    try:
        return _issue_together(issues, series, by, at)
    except IntegrityError:  # somebody got one from another series meanwhile: now it is seen to stand
        return _issue_together(issues, series, by, at)


@transaction.atomic
def _issue_together(
    issues: Sequence[_Issue], series: RegisterSeries, by: "User", at: datetime.datetime
) -> list[Certificate]:
    renewed = _to_renew([one.line for one in issues])
    held = RegisterSeries.objects.select_for_update(of=("self",)).select_related("centre").get(pk=series.pk)
    standing = _standing([one.line for one in issues], held)
    issued, renewals = [], []
    for one in issues:
        if one.line.enrolment_id in standing:
            continue
        old = renewed.get(one.line.renews_id)
        certificate = _certificate(one, held, old, at)
        held.last_number = certificate.number
        issued.append(certificate)
        if old is not None:
            renewals.append((old, certificate, one.line))
    RegisterSeries.objects.filter(pk=held.pk).update(last_number=held.last_number)
    _write(issued, issues[0].line.batch.order_id, held, by, at)
    for old, certificate, line in renewals:
        _renew(old, certificate, line, by, at)
    if held.register == RegisterKind.QUALIFICATION:
        mark_completed(enrolments=[certificate.enrolment for certificate in issued])
    return issued


def _standing(lines: Sequence[BatchLine], held: RegisterSeries) -> set[uuid.UUID]:
    """Return the enrolments that have a standing certificate in this register."""
    rows = Certificate.objects.filter(
        enrolment__in=[line.enrolment_id for line in lines], register=held.register, state=CertificateState.ISSUED
    )
    return set(rows.values_list("enrolment_id", flat=True))


def _write(
    issued: Sequence[Certificate], order: uuid.UUID | None, held: RegisterSeries, by: "User", at: datetime.datetime
) -> None:
    """Write certificates with their events and audit entries."""
    Certificate.objects.bulk_create(issued)
    CertificateEvent.objects.bulk_create(
        CertificateEvent(certificate=one, kind=EventKind.ISSUED, at=at, actor=by, order_id=order) for one in issued
    )
    for one in issued:
        remember(act=Act.CERTIFICATES_ISSUED, by=by, subject=one, centre=held.centre, new={"serial": one.serial})


def _certificate(one: _Issue, held: RegisterSeries, old: Certificate | None, at: datetime.datetime) -> Certificate:
    """Return the certificate, not yet written, with the next number of its series, which is locked for it."""
    line = one.line
    occasion = dataclasses.replace(one.occasion, renews=old.serial) if old is not None else one.occasion
    person, pk, code = line.enrolment.person, uuid.uuid4(), new_code()
    number = held.last_number + 1
    attendance = held.register == RegisterKind.ATTENDANCE
    return Certificate(
        id=pk,
        person=person,
        enrolment=line.enrolment,
        centre=held.centre,
        batch_id=line.batch_id,
        design_id=line.batch.design_id,
        series=held,
        number=number,
        serial=serial(held.centre.code, held.course_code, held.year, number, attendance=attendance),
        code=code,
        kind=_kind(occasion, attendance=attendance),
        register=held.register,
        facts=facts_of(occasion, code=code, site_url=settings.SITE_URL, made_at=at),
        check_allowed=not person.protected,
        issued_on=occasion.issued_on,
        valid_until=occasion.valid_until,
        renews=old,
        **names_columns(person, pk, one.names),
    )


def _kind(occasion: Occasion, *, attendance: bool) -> CertificateKind:
    if attendance:
        return CertificateKind.ATTENDANCE
    return CertificateKind.HONOURS if occasion.honours else CertificateKind.CERTIFICATE


def _to_renew(lines: Sequence[BatchLine]) -> dict[uuid.UUID | None, Certificate]:
    """Return the certificates that the lines renew, locked; without those that do not stand any more."""
    wanted = [line.renews_id for line in lines if line.renews_id is not None]
    if not wanted:
        return {}
    rows = Certificate.objects.select_for_update(of=("self",)).filter(state=CertificateState.ISSUED, pk__in=wanted)
    return {row.pk: row for row in rows.order_by("pk")}


def _renew(old: Certificate, new: Certificate, line: BatchLine, by: "User", at: datetime.datetime) -> None:
    old.state = CertificateState.RENEWED
    old.save(update_fields=["state"])
    CertificateEvent.objects.create(
        certificate=old, kind=EventKind.RENEWED, at=at, actor=by, order_id=line.batch.order_id
    )
    remember(
        act=Act.CERTIFICATE_RENEWED,
        by=by,
        subject=old,
        centre=old.centre,
        old={"state": CertificateState.ISSUED},
        new={"state": CertificateState.RENEWED, "serial": new.serial},
    )


def names_columns(person: "User", pk: uuid.UUID, names: Mapping[str, Mapping[str, Parts]]) -> dict[str, Any]:
    """Return the columns of frozen names: plain, or for protected persons sealed under their own key."""
    if not person.protected:
        return {"names": names, "sealed_names": None}
    plain = json.dumps(names, ensure_ascii=False, sort_keys=True).encode("utf-8")
    return {"names": None, "sealed_names": seal_bytes(person.pk, plain, pk.bytes)}


def _frozen(holder: Names, signing: Sequence[Signing]) -> dict[str, Mapping[str, Parts]]:
    """Return the names as frozen: `holder`, `signatory`, and further ones as `signatory_2` and so on."""
    found: dict[str, Mapping[str, Parts]] = {"holder": _parts(holder)}
    for place, signatory in enumerate(signing, 1):
        found["signatory" if place == 1 else f"signatory_{place}"] = signatory.names
    return found


def _parts(names: Names) -> dict[str, Parts]:
    return {
        script: frozen_parts(name.surname, name.given_name, name.father_name) for script, name in sorted(names.items())
    }
