"""What is frozen with a certificate: parts with grades, editions, hours, signatories; nothing of it changes later."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.domain.grades import PartGrade
from assessments.models import Result
from assessments.selectors.results import Grades
from certificates.enums import CertificateState, RevocationCategory
from certificates.models import Certificate
from certificates.selectors.entitlement import Entitlement
from certificates.selectors.graduates import Part, Programme, reached
from certificates.services.revocations import revoke
from courses.models import Enrolment, ProgrammePart
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


def long_programme() -> Programme:
    """Fifteen parts of two manuals and one of none."""
    parts = [Part(f"M1.{n}", "M1", {"en": f"One {n}"}, 1, 2) for n in range(1, 9)]
    parts += [Part(f"M2.{n}", "M2", {"en": f"Two {n}"}, 2, 1) for n in range(1, 7)]
    parts.insert(0, Part("", "", {"en": "Opening"}, 1, 0))
    return Programme(tuple(parts), {"M1": {"en": "First"}, "M2": {"en": "Second"}}, {})


def lines_of(programme: Programme, *graded: str) -> list[tuple[str, int, int, int | None]]:
    grades = Grades({code: PartGrade(Decimal(95), 5) for code in graded}, Decimal(5), True, True)
    enrolment = Enrolment()
    found = reached(programme, Entitlement(enrolment, entitled=True, honours=True, reasons=(), grades=grades))
    return [(part.titles["en"], part.theory_hours, part.practice_hours, part.grade) for part in found.parts]


def test_a_long_programme_has_a_line_for_each_grade_and_one_for_the_rest_of_a_manual() -> None:
    assert lines_of(long_programme(), "M2.3") == [
        ("First", 8, 16, None),
        ("Two 3", 2, 1, 5),
        ("Second: other parts", 10, 5, None),
        ("Other parts", 1, 0, None),
    ]


def test_no_hour_is_lost_however_the_lines_are_put_together() -> None:
    for graded in ((), ("M1.1",), ("M1.1", "M2.6"), tuple(f"M2.{n}" for n in range(1, 7))):
        lines = lines_of(long_programme(), *graded)
        assert (sum(line[1] for line in lines), sum(line[2] for line in lines)) == (21, 22)
        assert sum(line[3] is not None for line in lines) == len(graded)
