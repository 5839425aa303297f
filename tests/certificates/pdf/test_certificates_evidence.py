"""The evidence file: everything from enrolment to signature, protected people by number, in each language."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from accounts.selectors.names import current_name_ids
from certificates.pdf.evidence import draw_evidence
from certificates.selectors.evidence import evidence_of
from certificates.services.proofs import note_proofs
from tests.factories.assessments import make_practical, observe
from tests.factories.certificates import attend, certificate_of, issue, issued_all, lock, pass_all, prepare


def text_of(certificate, language: str) -> str:
    pdf = draw_evidence(evidence_of(certificate, language), language, made_at=timezone.now(), made_for="AU-1")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_it_tells_of_everything(cast) -> None:
    make_practical()
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    cast.enrolment.results.all().delete()
    attend(cast.cohort, cast.instructor)
    pass_all(cast.enrolment, cast.registrar)
    lock(cast.cohort, cast.registrar)
    ids = current_name_ids([cast.trainee])
    note_proofs(
        cohort=cast.cohort, signed={cast.enrolment.pk: ids[cast.trainee.pk]}, by=cast.registrar, at=timezone.now()
    )
    issue(prepare(cast.cohort, cast.registrar), cast.head)
    certificate = certificate_of(cast.trainee)
    text = text_of(certificate, "en")
    for told in (
        certificate.serial,
        "KARIMZODA DALER",
        "TJ-100001",
        "No order is noted.",  # of the enrolment
        "No attempt is recorded.",
        "PX-2.2",
        "Шоҳиён Нигина",  # the second assessor
        "146-к",
        certificate.file_sha256,
        "Opened by AU-1",
    ):
        assert told in text, told


@pytest.mark.parametrize("language", ["tg", "ru", "fa-af", "en"])
def test_protected_people_stand_under_their_number(cast, language: str) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.afghan)
    evidence = evidence_of(certificate, language)
    assert evidence.holder == "AF-100003"
    text = text_of(certificate, language)
    assert "AF-100003" in text
    assert "ZAHRA" not in text
    assert "زهرا" not in text


def test_a_constant_number_of_queries(cast) -> None:
    make_practical()
    for assessor in (cast.instructor, cast.second_assessor):
        observe(cast.classmate_enrolment, assessor)
    cast.classmate_enrolment.results.all().delete()
    issued_all(cast)
    counts = []
    for person in (cast.trainee, cast.classmate):
        certificate = certificate_of(person)
        with CaptureQueriesContext(connection) as queries:
            evidence_of(certificate, "en")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 24
