"""Who signs: heads in office on the day, or free names with their office; until the batch is issued."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment
from certificates.models import Certificate
from certificates.selectors.papers import frozen_names
from certificates.selectors.signatories import signatory_lines
from certificates.services.batches import NotInOfficeError, NotPreparedError, issue_batch
from certificates.services.signatories import (
    Chosen,
    SignatoryOfficeMissingError,
    SignatoryUnreadableError,
    name_signatories,
)
from tests.factories.accounts import make_staff
from tests.factories.certificates import CEREMONY, graduate_all, issue, prepare

GUEST = Chosen(names={"cyrl": "Ҷон Смит", "latn": "John Smith"}, offices={"tg": "Роҳбари намояндагӣ", "ru": "Глава"})


@pytest.fixture
def batch(cast):
    graduate_all(cast)
    return prepare(cast.cohort, cast.registrar)


def named(cast, batch, *chosen: Chosen):
    return name_signatories(batch=batch, chosen=chosen, by=cast.registrar, at=timezone.now())


def test_without_anybody_named_the_issuer_signs(cast, batch) -> None:
    certificate = issue(batch, cast.head)[0]
    assert set(frozen_names(certificate)) == {"holder", "signatory"}
    assert certificate.facts["signatories"] == []


def test_signatories_are_frozen_with_names_and_offices(cast, batch) -> None:
    named(cast, batch, Chosen(person=cast.head.pk), GUEST)
    for certificate in issue(batch, cast.head):
        names = frozen_names(certificate)
        assert names["signatory_2"] == {"cyrl": ["", "Ҷон Смит", ""], "latn": ["", "John Smith", ""]}
        assert certificate.facts["signatories"][-1]["ru"] == "Глава"


def test_they_may_be_changed_until_the_batch_is_issued(cast, batch) -> None:
    named(cast, batch, GUEST)
    named(cast, batch, Chosen(person=cast.head.pk))
    assert [line.in_office for line in signatory_lines(batch, "en")] == [True]
    issue_batch(batch=batch, by=cast.head, at=timezone.now())
    with pytest.raises(NotPreparedError):
        named(cast, batch, GUEST)


def test_who_is_not_head_on_that_day_does_not_sign(cast, batch) -> None:
    with pytest.raises(NotInOfficeError):
        named(cast, batch, Chosen(person=cast.registrar.pk))
    elsewhere = make_staff(Role.HEAD, centre=cast.panj, number="PAN-H1")
    with pytest.raises(NotInOfficeError):
        named(cast, batch, Chosen(person=elsewhere.pk))


def test_who_left_the_office_since_holds_up_the_batch(cast, batch) -> None:
    old = make_staff(Role.HEAD, centre=cast.khorog, number="KHO-H9")
    named(cast, batch, Chosen(person=old.pk))
    RoleAssignment.objects.filter(user=old).update(valid_to=CEREMONY - datetime.timedelta(days=1))
    with pytest.raises(NotInOfficeError):
        issue_batch(batch=batch, by=cast.head, at=timezone.now())
    assert not Certificate.objects.exists()
    page = cast.client("head").get(f"/en/certificates/batches/{batch.pk}/").content.decode()
    assert "not in office on that day" in page


def test_a_free_name_needs_an_office_and_letters_that_can_be_printed(cast, batch) -> None:
    with pytest.raises(SignatoryOfficeMissingError):
        named(cast, batch, Chosen(names={"cyrl": "Ҷон Смит"}))
    with pytest.raises(SignatoryUnreadableError) as raised:
        named(cast, batch, Chosen(names={"cyrl": "Ҷон 漢"}, offices={"tg": "Сардор"}))
    assert raised.value.letters == "漢"


def test_the_page(cast, batch) -> None:
    url = f"/en/certificates/batches/{batch.pk}/signatories/"
    client = cast.client("registrar")
    assert client.get(url).status_code == 200
    data = {"s1-person": str(cast.head.pk), "s2-person": "free"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "Write the office in Tajik at least." in answer.content.decode()
    data |= {"s2-name_cyrl": "Ҷон Смит", "s2-office_tg": "Роҳбар"}
    assert client.post(url, data).status_code == 302
    assert [row.person for row in batch.signatories.all()] == [cast.head, None]
    assert "Ҷон Смит" in client.get(url).content.decode()
