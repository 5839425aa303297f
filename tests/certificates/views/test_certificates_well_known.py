"""What machines read: keys, DID document, profile, lists of states. Public, without a cookie, three queries at most."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from certificates.enums import RevocationCategory
from certificates.models import Certificate, IssuerKey
from certificates.selectors.states import all_lists, current_list
from certificates.services.duplicates import replace
from certificates.services.revocations import revoke
from certificates.signing.credential import read_token
from certificates.signing.status import decode, is_set
from tests.factories.accounts import make_staff
from tests.factories.certificates import ORDER_DAY, certificate_of, issued_all

ADDRESSES = (
    *("/.well-known/jwks.json", "/.well-known/did.json", "/.well-known/issuer.json"),
    *("/status/1/revocation", "/status/1/refresh"),
)


def bit(token: str, certificate: Certificate) -> bool:
    keys = {row.kid: row.jwk for row in IssuerKey.objects.all()}
    said = read_token(token, keys)
    return is_set(decode(said["credentialSubject"]["encodedList"]), certificate.status_index)


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_without_a_cookie(cast, address: str, django_assert_max_num_queries) -> None:
    issued_all(cast)
    client = Client()
    with django_assert_max_num_queries(3):
        answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_no_private_part_is_published(cast) -> None:
    issued_all(cast)
    said = Client().get(ADDRESSES[0]).json()
    assert len(said["keys"]) == 3
    assert all("d" not in key for key in said["keys"])


def test_before_the_first_key_there_is_no_list(db) -> None:
    assert Client().get("/status/1/revocation").status_code == 404
    assert Client().get(ADDRESSES[0]).json() == {"keys": []}


@pytest.mark.parametrize("address", ["/status/7/revocation", "/status/0/revocation", "/status/1/other"])
def test_lists_that_are_not(cast, address: str) -> None:
    issued_all(cast)
    assert Client().get(address).status_code == 404


def test_revoked_and_replaced_have_their_bits(cast) -> None:
    revoked, replaced, standing = issued_all(cast)
    at = timezone.now()
    before = current_list(1, "revocation", at=at)
    revoke(
        certificate=revoked, order_number="9", order_date=ORDER_DAY, category=RevocationCategory.ERROR,
        by=cast.hr, at=at,
    )  # fmt: skip
    head = make_staff("head", centre=cast.khorog, number="KHO-H2")
    replace(certificate=replaced, order_number="10", order_date=ORDER_DAY, by=head, at=at)
    after, refresh = current_list(1, "revocation", at=at), current_list(1, "refresh", at=at)
    assert not bit(before.token, revoked)
    assert [bit(after.token, one) for one in (revoked, replaced, standing)] == [True, True, False]
    assert [bit(refresh.token, one) for one in (revoked, replaced, standing)] == [False, True, False]


def test_a_list_is_signed_again_when_a_state_changed_or_it_is_old(cast) -> None:
    certificate = issued_all(cast)[0]
    at = timezone.now()
    first = current_list(1, "revocation", at=at)
    assert current_list(1, "revocation", at=at + datetime.timedelta(hours=1)) == first
    later = current_list(1, "revocation", at=at + datetime.timedelta(hours=13))
    assert later.made_at > first.made_at
    revoke(
        certificate=certificate, order_number="9", order_date=ORDER_DAY, category=RevocationCategory.ERROR,
        by=cast.hr, at=at,
    )  # fmt: skip
    assert bit(current_list(1, "revocation", at=at).token, certificate)
    assert len(all_lists(at=at)) == 2


def test_places_are_random_and_once(cast) -> None:
    issued_all(cast)
    places = [certificate_of(person).status_index for person in (cast.trainee, cast.classmate, cast.afghan)]
    assert len(set(places)) == 3
    assert max(places) > 1000
    assert {one.status_list for one in Certificate.objects.all()} == {1}
