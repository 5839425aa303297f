"""Entitlement of a cohort: right for each person, in the same number of queries for one and for many."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.enums import NameSource
from accounts.selectors.names import Name
from accounts.services.names import set_name
from certificates.enums import Reason
from certificates.selectors.batches import progress_of
from certificates.selectors.entitlement import entitlements
from certificates.selectors.graduation import graduation_of
from certificates.selectors.reasons import sentence
from certificates.selectors.registers import search
from tests.factories.accounts import LONG_AGO, make_person
from tests.factories.certificates import (
    attend,
    certificate_of,
    graduate,
    graduate_all,
    issued_all,
    lock,
    pass_all,
    prepare,
)
from tests.factories.courses import enrol, make_cohort, make_version

TODAY = datetime.date(2026, 12, 4)


def reasons(cast, enrolment) -> list[str]:
    found = {one.enrolment.pk: one for one in entitlements(cast.cohort, TODAY)}
    return [str(one.reason) for one in found[enrolment.pk].reasons]


def test_nothing_done_means_every_reason(cast) -> None:
    assert reasons(cast, cast.enrolment) == [
        Reason.ATTENDANCE,
        Reason.QUIZ_MISSING,
        Reason.PRACTICAL_MISSING,
        Reason.NOT_LOCKED,
    ]


def test_all_done_means_entitled(cast) -> None:
    graduate_all(cast)
    assert all(one.entitled and not one.honours for one in entitlements(cast.cohort))


def test_honours(cast) -> None:
    attend(cast.cohort, cast.instructor)
    pass_all(cast.enrolment, cast.registrar, percent=96)
    lock(cast.cohort, cast.registrar)
    found = {one.enrolment.pk: one for one in entitlements(cast.cohort)}
    assert found[cast.enrolment.pk].honours
    assert not found[cast.classmate_enrolment.pk].honours


def test_missed_hours_are_told_with_numbers(cast) -> None:
    attend(cast.cohort, cast.instructor, present=21, absent=4, enrolment=cast.enrolment)
    pass_all(cast.enrolment, cast.registrar)
    lock(cast.cohort, cast.registrar)
    found = {one.enrolment.pk: one for one in entitlements(cast.cohort)}[cast.enrolment.pk]
    assert [(one.reason, one.have, one.need) for one in found.reasons] == [(Reason.ATTENDANCE, "84", "90")]
    with override("en"):
        assert str(sentence(found.reasons[0])) == (
            'Attendance is <bdi dir="ltr">84</bdi> %, <bdi dir="ltr">90</bdi> % is needed.'
        )


def test_an_unprintable_letter_holds_up(cast) -> None:
    graduate_all(cast)
    set_name(
        person=cast.trainee,
        name=Name("latn", "KARIM漢", "DALER", ""),
        source=NameSource.TYPED,
        confirmed=True,
        by=cast.registrar,
        on=LONG_AGO,
    )
    assert reasons(cast, cast.enrolment) == [Reason.LETTERS]


@pytest.mark.parametrize("what", ["entitlements", "graduation", "search"])
def test_the_same_queries_for_one_and_for_many(cast, what: str) -> None:

    counts = []
    for people in (1, 4):
        cohort = make_cohort(centre=cast.khorog, version=make_version(quizzes=("M2.2",)))
        enrolments = enrol(cohort, *[make_person(centre=cast.khorog) for _ in range(people)], by=cast.registrar)
        graduate(cohort, *enrolments[: people - 1 or 1], instructor=cast.instructor, registrar=cast.registrar)
        cast.head.roles(), cast.hr.roles()
        with CaptureQueriesContext(connection) as queries:
            if what == "entitlements":
                entitlements(cohort)
            elif what == "graduation":
                graduation_of(cohort, cast.head, "tg")
            else:
                search("Каримзода", cast.hr, "tg", TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_batch_page_asks_the_same_for_one_and_for_three(cast) -> None:

    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    counts = []
    for _ in range(2):
        cast.head.roles()
        with CaptureQueriesContext(connection) as queries:
            progress_of(batch, cast.head, "tg")
        counts.append(len(queries))
        batch.lines.exclude(enrolment=cast.enrolment).delete()
    assert counts[0] == counts[1]


def test_issued_ones_are_found_by_whatever_one_has(cast) -> None:
    certificate = issued_all(cast)[0]
    number = certificate.person.service_number
    for typed in (certificate.serial.lower(), certificate.code.lower(), number):
        assert [one.certificate.pk for one in search(typed, cast.hr, "tg", TODAY)] == [certificate.pk]
    assert search("", cast.hr, "tg", TODAY) == []
    assert search(certificate.serial, cast.other_registrar, "tg", TODAY) == []


def test_a_former_name_finds_the_certificate(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.classmate)
    set_name(
        person=certificate.person,
        name=Name("cyrl", "Нав", "Ном", ""),
        source=NameSource.DOCUMENT,
        confirmed=True,
        by=cast.registrar,
        on=datetime.date(2026, 12, 10),
    )
    found = search("гафурова", cast.hr, "tg", TODAY)
    assert [one.certificate.pk for one in found] == [certificate.pk]
    assert "Ғафурова" in found[0].name


def test_protected_names_are_shown_only_to_who_may_open_them(cast) -> None:
    issued_all(cast)
    assert any("زهرا" in one.name for one in search("AF-100003", cast.hr, "fa-af", TODAY))
    assert [one.name for one in search("AF-100003", cast.auditor, "fa-af", TODAY)] == ["AF-100003"]
