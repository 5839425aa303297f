"""What is frozen with a certificate: parts with grades, editions, hours, signatories; nothing of it changes later."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Result
from certificates.enums import CertificateState, RevocationCategory
from certificates.models import Certificate
from certificates.services.revocations import revoke
from courses.models import ProgrammePart
from tests.factories.certificates import ORDER_DAY, certificate_of, graduate_all, issue, prepare


@pytest.fixture
def certificate(cast) -> Certificate:
    graduate_all(cast)
    Result.objects.filter(enrolment=cast.enrolment, kind="quiz").update(edition_numbers={"M2.2.1": 3, "M2.2.2": 1})
    Result.objects.filter(enrolment=cast.enrolment, kind="practical").update(edition_numbers={"M2.2.1": 2})
    issue(prepare(cast.cohort, cast.registrar, second_language="fa-af"), cast.head)
    return certificate_of(cast.trainee)


def test_programme_curriculum_and_hours_are_frozen(cast, certificate: Certificate) -> None:
    version = cast.cohort.programme_version
    assert certificate.facts["programme"] == {"code": version.programme.code, "version": version.number}
    assert certificate.facts["curriculum"] == {"M2.2.1": 3, "M2.2.2": 1}
    assert set(certificate.facts["hours"]) == {"planned", "held", "attended"}
    assert certificate.facts["order"] == {"number": "146-к", "date": ORDER_DAY.isoformat()}
    assert certificate.facts["protocol"]["number"] == "7"
    assert set(certificate.names["holder"]) == {"cyrl", "latn"}


def test_the_annex_has_each_part_with_its_grade_in_every_language(cast, certificate: Certificate) -> None:
    annex = certificate.facts["annex"]
    assert set(annex) == {"tg", "fa-af"}
    grades = [part[-1] for part in annex["tg"]["parts"]]
    assert any(grade.startswith(("4", "5")) for grade in grades)
    assert any(grade.startswith(("۴", "۵")) for grade in [part[-1] for part in annex["fa-af"]["parts"]])
    assert certificate.facts["average"]


def test_nothing_of_it_changes_with_what_it_was_made_of(cast, certificate: Certificate) -> None:
    before = certificate.facts
    ProgrammePart.objects.update(titles={"en": "Other"}, theory_hours=99)
    Result.objects.update(percent=Decimal(60), edition_numbers={})
    certificate.refresh_from_db()
    assert certificate.facts == before


def test_a_renewed_one_can_still_be_revoked(cast, certificate: Certificate) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(state=CertificateState.RENEWED)
    revoke(
        certificate=certificate, order_number="9", order_date=ORDER_DAY, category=RevocationCategory.FRAUD, by=cast.hr,
        at=timezone.now(),
    )  # fmt: skip
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.REVOKED
