"""What is made once for a certificate: seal, place in the list of states, credential; and who draws which."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates import tasks
from certificates.enums import DRAW_BATCH, ISSUE_BATCH
from certificates.models import Batch, Certificate, Credential, IssuerKey, SignedFile
from certificates.models.certificates import FrozenError
from certificates.pdf import store
from certificates.pdf.store import pdf_of
from certificates.selectors.batches import how_many_undrawn
from certificates.selectors.issuer_keys import read_seal, trusted
from certificates.services import sealing
from certificates.services.batches import issue_batch
from certificates.services.claims import WHILE, claim_undrawn, let_go
from certificates.services.files import kept_file, registered
from certificates.services.issuer_keys import signing_keys
from certificates.services.sealing import seal_certificates
from certificates.signing import status
from certificates.signing.credential import read_token
from certificates.signing.seal import from_letters
from certificates.signing.verify import judge
from certificates.tasks import draw_batch
from courses.models import Cohort
from foundation.jobs import queue
from foundation.jobs.models import Job
from tests.factories.accounts import make_person
from tests.factories.certificates import certificate_of, graduate, graduate_all, issued_all, prepare, run_job
from tests.factories.courses import enrol, make_cohort


def undrawn_batch(cast) -> Batch:
    """Three certificates issued and not drawn: the worker died in between."""
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    issue_batch(batch=batch, by=cast.head, at=timezone.now())
    drawing, tasks._draw = tasks._draw, _die
    try:
        run_job(batch)
    finally:
        tasks._draw = drawing
    assert how_many_undrawn(batch) == 3
    return batch


def _die(*_args) -> int:
    raise RuntimeError


def test_the_file_seal_and_credential_speak_of_one_certificate(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    said = read_seal(bytes(certificate.seal))
    assert (said.code, said.serial, said.course) == (certificate.code, certificate.serial, "GEN")
    assert (said.status_list, said.status_index) == (certificate.status_list, certificate.status_index)
    verdict = judge(pdf_of(certificate), trusted())
    assert verdict.genuine
    assert (verdict.code, verdict.serial) == (certificate.code, certificate.serial)
    keys = {row.kid: row.jwk for row in IssuerKey.objects.all()}
    token = read_token(certificate.credential.token, keys)
    assert token["credentialSubject"]["licenseNumber"] == certificate.serial
    assert token["credentialStatus"]["statusListIndex"] == str(certificate.status_index)
    assert token["validFrom"] == f"{certificate.issued_on}T00:00:00+05:00"


def test_the_address_in_the_code_is_the_seal(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    address = sealing.qr_address(certificate)
    assert address == address.upper()
    assert from_letters(address.rpartition("/")[2]) == bytes(certificate.seal)


@pytest.mark.parametrize(
    ("typed", "matches"),
    [("Каримзода Далер", True), ("karimzoda daler", True), ("Далер Каримзода Саид", True), ("Ғафурова Зулфия", False)],
)
def test_a_typed_name_is_compared_off_line(cast, typed: str, matches: bool) -> None:
    issued_all(cast)
    assert read_seal(bytes(certificate_of(cast.trainee).seal)).matches(typed) is matches


def test_nothing_of_a_protected_name_leaves_the_house(cast) -> None:
    issued_all(cast, second_language="fa-af")
    certificate = certificate_of(cast.afghan)
    said = read_seal(bytes(certificate.seal))
    assert said.commitments == ()
    assert said.salt == b""
    keys = {row.kid: row.jwk for row in IssuerKey.objects.all()}
    assert "identifier" not in read_token(certificate.credential.token, keys)["credentialSubject"]


def test_the_seal_is_written_once(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    first = bytes(certificate.seal)
    seal_certificates([certificate], at=timezone.now())
    assert bytes(Certificate.objects.get(pk=certificate.pk).seal) == first
    certificate.seal = b"other"
    with pytest.raises(FrozenError):
        certificate.save()
    with pytest.raises(FrozenError):
        Certificate.objects.filter(pk=certificate.pk).update(status_index=5)
    assert Certificate.objects.filter(pk=certificate.pk).fill_once(seal=b"other") == 0


def test_two_workers_seal_the_same_certificates(cast) -> None:
    """Both prepared theirs; what the first one wrote stands, and the second one goes on with it."""
    batch = undrawn_batch(cast)
    first, second = (list(Certificate.objects.filter(batch=batch).select_related("person")) for _ in range(2))
    at = timezone.now()
    one, two = seal_certificates(first, at=at), seal_certificates(second, at=at)
    assert one == two
    assert [bytes(row.seal) for row in first] == [bytes(row.seal) for row in second]
    assert Credential.objects.count() == 3


def test_a_place_that_was_taken_is_drawn_again(cast, monkeypatch) -> None:
    batch = undrawn_batch(cast)
    rows = list(Certificate.objects.filter(batch=batch).select_related("person"))
    seal_certificates(rows[:1], at=timezone.now())
    drawn = iter([[rows[0].status_index], [7]])
    monkeypatch.setattr(sealing, "_free_places", lambda _many: (1, next(drawn)))
    seal_certificates(rows[1:2], at=timezone.now())
    assert rows[1].status_index == 7


def test_a_half_full_list_is_followed_by_the_next(cast, monkeypatch) -> None:
    batch = undrawn_batch(cast)
    rows = list(Certificate.objects.filter(batch=batch).select_related("person"))
    monkeypatch.setattr(sealing, "FULL", 2)
    seal_certificates(rows[:2], at=timezone.now())
    seal_certificates(rows[2:], at=timezone.now())
    assert [row.status_list for row in rows] == [1, 1, 2]
    assert all(0 <= row.status_index < status.PLACES for row in rows)


def test_sealing_costs_the_same_for_one_and_for_three(cast) -> None:
    batch = undrawn_batch(cast)
    rows = list(Certificate.objects.filter(batch=batch).select_related("person"))
    signing_keys(at=timezone.now())  # registered once in the life of an installation
    counts = []
    for some in (rows[:1], rows[1:]):
        with CaptureQueriesContext(connection) as asked:
            seal_certificates(some, at=timezone.now())
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


def test_workers_claim_different_ones_and_let_go(cast) -> None:
    batch = undrawn_batch(cast)
    now = timezone.now()
    first = claim_undrawn(batch=batch, many=2, at=now)
    second = claim_undrawn(batch=batch, many=2, at=now)
    assert (len(first), len(second)) == (2, 1)
    assert not {one.pk for one in first} & {one.pk for one in second}
    assert claim_undrawn(batch=batch, many=2, at=now) == []
    let_go(certificates=first)
    assert [one.pk for one in claim_undrawn(batch=batch, many=9, at=now)] == [one.pk for one in first]
    later = now + WHILE + datetime.timedelta(seconds=1)
    assert len(claim_undrawn(batch=batch, many=9, at=later)) == 3  # whoever claimed them died


def test_a_second_worker_draws_what_the_first_did_not(cast) -> None:
    batch = undrawn_batch(cast)
    Job.objects.filter(kind=ISSUE_BATCH).update(state="done")
    queue.put(kind=DRAW_BATCH, subject=str(batch.pk))
    assert queue.drain() == 1
    assert how_many_undrawn(batch) == 0


def test_a_helper_without_work_ends(cast) -> None:
    issued_all(cast)
    batch = Batch.objects.get()
    draw_batch(Job(kind=DRAW_BATCH, subject=str(batch.pk), state="running"))


def test_a_paper_that_two_drew_is_kept_once(cast, settings) -> None:
    batch = undrawn_batch(cast)
    rows = [Certificate.objects.select_related("person").get(batch=batch, number=1) for _ in range(2)]
    for row in rows:
        store.draw_and_keep(row)
    assert rows[0].file_sha256 == rows[1].file_sha256
    assert SignedFile.objects.count() == 0
    assert len(list((settings.PRIVATE_ROOT / "certificates").glob(f"{rows[0].pk}*"))) == 1


@pytest.mark.parametrize("who", ["trainee", "afghan"])
def test_the_annex_is_signed_and_kept(cast, who: str) -> None:
    """It speaks of its certificate, is accepted as one of its files, and never stands in for the paper itself."""
    issued_all(cast)
    certificate = certificate_of(getattr(cast, who))
    assert certificate.facts["annex"]
    first = store.annex_of(certificate)
    assert store.annex_of(certificate) == first
    verdict = judge(first, trusted())
    assert verdict.code == certificate.code
    assert registered(certificate, verdict.sha256)
    assert kept_file(certificate) != first
    assert b"sealed" not in first[:20]
    (row,) = certificate.further_files.all()
    assert row.file_name.endswith(".sealed") is (who == "afghan")
    Certificate.objects.filter(pk=certificate.pk).update(file_name="lost.pdf")
    assert kept_file(certificate_of(getattr(cast, who))) is None


def test_what_is_signed_is_looked_at_before_it_is_kept(cast, monkeypatch) -> None:
    batch = undrawn_batch(cast)
    monkeypatch.setattr(store, "sign_pdf", lambda pdf, _key: pdf)
    with pytest.raises(store.SigningFailedError):
        store.draw_and_keep(Certificate.objects.select_related("person").filter(batch=batch).first())
    assert how_many_undrawn(batch) == 3


def test_statements_of_a_batch(cast) -> None:
    """At most six more for each certificate more; transactions' own words are not counted."""

    def statements(cohort: Cohort) -> int:
        batch = prepare(cohort, cast.registrar, number=str(uuid.uuid4())[:8])
        issue_batch(batch=batch, by=cast.head, at=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            run_job(batch)
        assert how_many_undrawn(batch) == 0
        assert Certificate.objects.filter(batch=batch).count() == cohort.enrolments.count()
        words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
        return sum(1 for one in asked if not one["sql"].startswith(words))

    counts = []
    for many in (1, 2, 12):
        cohort = make_cohort(centre=cast.khorog)
        people = [make_person(centre=cast.khorog) for _ in range(many)]
        enrolments = enrol(cohort, *people, by=cast.registrar)
        graduate(cohort, *enrolments, instructor=cast.instructor, registrar=cast.registrar)
        counts.append(statements(cohort))
    assert (counts[2] - counts[1]) / 10 <= 6, counts
