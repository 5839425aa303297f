"""Graduation, register, one certificate, one's own: what each seat sees and can do."""

import datetime
import uuid

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts.enums import Act, Role
from accounts.models import AuditEntry
from certificates.enums import CertificateState
from certificates.models import Batch, Certificate, VerificationRecord
from tests.factories.accounts import make_staff
from tests.factories.certificates import attend, certificate_of, graduate_all, issued_all, lock, prepare

TODAY = timezone.localdate()
ORDER_DAY = TODAY - datetime.timedelta(days=3)
ORDER = {
    "order_number": "146-к",
    "order_date": str(ORDER_DAY),
    "effective_on": str(TODAY),
    "second_language": "fa-af",
}


def asked(client: Client, path: str):
    """Open a page; what is searched for is posted, as the form does."""
    address, _, query = path.partition("?q=")
    if address.endswith("search/") and query:
        return client.post(f"/en/certificates/{address}", QueryDict(f"q={query}").dict())
    return client.get(f"/en/certificates/{path}")


def page(client: Client, path: str, status: int = 200) -> str:
    answer = asked(client, path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_registrar_sees_who_is_held_up_and_the_way_out(cast) -> None:
    attend(cast.cohort, cast.instructor, present=8, absent=2, enrolment=cast.enrolment)
    shown = page(cast.client("registrar"), f"cohorts/{cast.cohort.pk}/")
    assert 'Attendance is <bdi dir="ltr">80</bdi> %' in shown
    assert f"/en/roll/people/{cast.enrolment.pk}/" in shown
    assert f"/en/assessments/cohorts/{cast.cohort.pk}/results/" in shown
    assert "Prepare the certificates" not in shown


def test_from_preparing_to_the_pdf(cast) -> None:
    graduate_all(cast)
    registrar, head = cast.client("registrar"), cast.client("head")
    shown = page(registrar, f"cohorts/{cast.cohort.pk}/")
    assert "Prepare the certificates" in shown
    assert "Prepare the certificates" not in page(head, f"cohorts/{cast.cohort.pk}/")
    data = {**ORDER, "pk": str(uuid.uuid4())}
    for _ in range(2):
        answer = registrar.post(f"/en/certificates/cohorts/{cast.cohort.pk}/prepare/", data)
        assert answer["Location"] == f"/en/certificates/batches/{data['pk']}/"
    assert Batch.objects.count() == 1
    address = f"batches/{data['pk']}/"
    assert "Issue 3 certificates" not in page(registrar, address)
    assert "Issue 3 certificates" in page(head, address)
    for _ in range(2):
        assert head.post(f"/en/certificates/{address}issue/").status_code == 302
    assert Certificate.objects.count() == 3
    assert f"BFT-KHO-GEN-{TODAY.year}-00003" in page(head, address)
    file = cast.client("trainee").get(f"/en/certificates/{certificate_of(cast.trainee).pk}/file/")
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"] == f'inline; filename="BFT-KHO-GEN-{TODAY.year}-00002.pdf"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "private" in file["Cache-Control"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"order_number": ""}, "This field is required."),
        ({"order_date": "31.02.2026"}, "This is not a day."),
        ({"order_date": str(TODAY + datetime.timedelta(days=2))}, "cannot be dated in the future"),
        ({"effective_on": str(ORDER_DAY - datetime.timedelta(days=1))}, "cannot be dated before the order"),
        ({"second_language": "tg"}, "is not one of the available choices"),
        ({"pk": "x"}, "uuid"),
    ],
)
def test_a_wrong_order_is_said_beside_the_field_and_kept(changed: dict[str, str], said: str, cast) -> None:
    graduate_all(cast)
    data = {**ORDER, "pk": str(uuid.uuid4()), **changed}
    answer = cast.client("registrar").post(f"/en/certificates/cohorts/{cast.cohort.pk}/prepare/", data)
    assert answer.status_code == 422
    if "pk" not in changed:
        assert said in answer.content.decode()
    assert not Batch.objects.exists()


def test_a_head_who_had_a_hand_in_it_cannot_issue(cast) -> None:
    graduate_all(cast)
    cast.enrolment.enrolled_by = cast.head
    cast.enrolment.save()
    batch = prepare(cast.cohort, cast.registrar)
    head = cast.client("head")
    assert "You enrolled somebody of this batch." in page(head, f"batches/{batch.pk}/")
    assert "Issue 3" not in page(head, f"batches/{batch.pk}/")
    answer = head.post(f"/en/certificates/batches/{batch.pk}/issue/", follow=True)
    assert "You enrolled somebody of this batch." in answer.content.decode()
    assert not Certificate.objects.exists()


def test_a_prepared_batch_can_be_cancelled_and_an_issued_one_not(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    cast.client("registrar").post(f"/en/certificates/batches/{batch.pk}/cancel/")
    batch.refresh_from_db()
    assert batch.state == "cancelled"
    again = prepare(cast.cohort, cast.registrar)
    head = cast.client("head")
    head.post(f"/en/certificates/batches/{again.pk}/issue/")
    answer = head.post(f"/en/certificates/batches/{again.pk}/cancel/", follow=True)
    assert "cannot be cancelled" in answer.content.decode()


def test_hr_searches_compares_and_revokes(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    hr = cast.client("hr")
    assert certificate.serial in page(hr, "search/?q=каримзода")
    assert "Nothing found" in page(hr, "search/?q=Қаландари")
    assert not AuditEntry.objects.filter(new__icontains="Қаландари").exists()
    shown = page(hr, f"{certificate.pk}/")
    for told in ("Каримзода Далер Саид", "ШАҲОДАТНОМА", "146-к", "Барномаи GEN"):
        assert told in shown
    answer = hr.post(f"/en/certificates/{certificate.pk}/", {"name": "Каримзода Далер"})
    assert "The name matches the record." in answer.content.decode()
    assert VerificationRecord.objects.get(by=cast.hr).name_matched
    assert hr.post(f"/en/certificates/{certificate.pk}/", {"name": ""}).status_code == 422
    acts = set(AuditEntry.objects.filter(actor=cast.hr).values_list("act", flat=True))
    assert acts >= {Act.CERTIFICATE_OPENED, Act.CERTIFICATE_CHECKED, Act.PERSON_LOOKED_UP}
    data = {"order_number": "9-к", "order_date": str(ORDER_DAY), "category": "fraud", "note": ""}
    for _ in range(2):
        hr.post(f"/en/certificates/{certificate.pk}/revoke/", data)
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.REVOKED
    assert certificate.events.count() == 2
    assert AuditEntry.objects.filter(act=Act.CERTIFICATE_REVOKED).count() == 1


def test_a_revocation_without_order_is_refused(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    answer = cast.client("hr").post(f"/en/certificates/{certificate.pk}/revoke/", {"note": "kept"})
    assert answer.status_code == 422
    assert "kept" in answer.content.decode()
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ISSUED


def test_a_duplicate_by_another_head(cast) -> None:
    issued_all(cast)
    old = certificate_of(cast.trainee)
    data = {"order_number": "11", "order_date": str(ORDER_DAY)}
    refused = cast.client("head").post(f"/en/certificates/{old.pk}/replace/", data)
    assert refused.status_code == 422
    assert "Another head of centre" in refused.content.decode()
    cast.new_head = make_staff(Role.HEAD, centre=cast.khorog, number="KHO-H2")
    client = cast.client("new_head")
    for _ in range(2):
        client.post(f"/en/certificates/{old.pk}/replace/", data)
    old.refresh_from_db()
    copy = certificate_of(cast.trainee)
    assert old.state == CertificateState.REPLACED
    assert (copy.number, copy.kind, copy.replaces_id) == (4, "duplicate", old.pk)
    assert copy.names == old.names
    file = client.get(f"/en/certificates/{copy.pk}/file/")
    assert file.content.startswith(b"%PDF")
    assert copy.serial in page(client, "register/")


def test_one_sees_ones_own_and_nobody_elses(cast) -> None:
    issued_all(cast)
    own, other = certificate_of(cast.trainee), certificate_of(cast.classmate)
    trainee = cast.client("trainee")
    shown = page(trainee, "mine/")
    assert own.serial in shown
    assert other.serial not in shown
    page(trainee, f"{own.pk}/")
    for path in (f"{other.pk}/", f"{other.pk}/file/"):
        page(trainee, path, 404)
    page(cast.client("other_registrar"), f"{own.pk}/", 404)
    assert "You have no certificate yet" in page(cast.client("stranger"), "mine/")


def test_protected_papers_open_only_to_who_may_read_the_name(cast) -> None:
    issued_all(cast)
    pk = certificate_of(cast.afghan).pk
    for reader in ("afghan", "hr", "head", "registrar"):
        cast_client = cast.client(reader)
        assert cast_client.get(f"/en/certificates/{pk}/file/").status_code == 200
        assert "ZAHRA" in page(cast_client, f"{pk}/")
    for reader in ("auditor", "administrator"):
        assert cast.client(reader).get(f"/en/certificates/{pk}/file/").status_code == 403
        assert "ZAHRA" not in page(cast.client(reader), f"{pk}/")
        assert "ZAHRA" not in page(cast.client(reader), "register/")


def test_the_register_has_every_number(cast) -> None:
    issued_all(cast)
    shown = page(cast.client("registrar"), "register/")
    for number in (1, 2, 3):
        assert f"BFT-KHO-GEN-2026-0000{number}" in shown
    assert "No certificate was issued yet" in page(cast.client("other_registrar"), "register/")


@pytest.mark.parametrize("language", ["tg", "fa-af", "ru"])
def test_pages_open_in_every_language(language: str, cast) -> None:
    attend(cast.cohort, cast.instructor, present=8, absent=2, enrolment=cast.enrolment)
    lock(cast.cohort, cast.registrar)
    for role, path in (("registrar", f"cohorts/{cast.cohort.pk}/"), ("hr", "search/"), ("hr", "register/")):
        assert cast.client(role).get(f"/{language}/certificates/{path}").status_code == 200
