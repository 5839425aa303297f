"""No name of a protected person comes into the audit trail, whatever is done and whatever is typed as a reason."""

import json
import uuid

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain import origin
from accounts.enums import Act
from accounts.models import AuditEntry
from accounts.services.audit import NameInValuesError, UnknownActError, _Hidden, remember
from accounts.services.people import note_people_search
from attendance.models import Mark
from certificates.enums import RevocationCategory
from courses.services.enrolments import withdraw
from foundation.languages.text import words
from tests.factories.certificates import certificate_of, issued_all

NAMES = ("زهرا", "غلام", "علی", "ZAHRA")
ABOUT = "زهرا (Zahra) دختر غلام علی was ill"


def written() -> str:
    """Everything that stands in the trail, as text."""
    columns = ("old", "new", "reason", "subject", "subject_id")
    rows = [list(row) for row in AuditEntry.objects.values_list(*columns)]
    return json.dumps(rows, ensure_ascii=False, default=str)


def nobody_is_named() -> None:
    text = written()
    said = set(words(text))
    for name in NAMES:
        assert not set(words(name)) & said, name


def test_the_whole_way_to_a_certificate_and_back_names_nobody(cast) -> None:
    issued_all(cast, second_language="fa-af")
    certificate = certificate_of(cast.afghan)
    remember(
        act=Act.CERTIFICATE_REVOKED,
        by=cast.head,
        subject=certificate,
        centre=cast.khorog,
        new={"category": RevocationCategory.ERROR},
        reason=ABOUT,
    )
    cast.client("hr").get(f"/en/account/people/{cast.afghan.pk}/")
    cast.client("hr").get("/en/account/people/", {"q": "زهرا"})
    cast.client("registrar").get("/en/account/people/", {"q": "ZAHRA"})
    note_people_search(by=cast.hr, found=1)
    assert AuditEntry.objects.filter(act=Act.CERTIFICATES_ISSUED, person=cast.afghan).exists()
    nobody_is_named()
    assert "AF-100003 (AF-100003) دختر AF-100003 AF-100003 was ill" in written()


def test_a_reason_with_a_name_is_written_with_the_number(cast) -> None:
    withdraw(enrolment=cast.afghan_enrolment, reason=ABOUT, by=cast.registrar, at=timezone.now())
    nobody_is_named()
    entry = AuditEntry.objects.get(act=Act.WITHDRAWN)
    assert entry.person == cast.afghan
    assert "was ill" in entry.reason


def test_people_who_are_not_protected_are_written_as_typed(cast) -> None:
    withdraw(enrolment=cast.enrolment, reason="Каримзода Далер moved", by=cast.registrar, at=timezone.now())
    assert AuditEntry.objects.get(act=Act.WITHDRAWN).reason == "Каримзода Далер moved"


def test_values_that_are_there_to_hold_a_name_are_refused(cast) -> None:
    for new in ({"name": "x"}, {"who": {"surname": "x"}}, [{"holder": "x"}]):
        with pytest.raises(NameInValuesError):
            remember(act=Act.PERSON_ADDED, by=cast.hr, subject=cast.trainee, new=new)
    with pytest.raises(UnknownActError):
        remember(act="made_up", by=cast.hr)  # type: ignore[arg-type]
    assert not AuditEntry.objects.filter(actor=cast.hr).exists()


WORDS = st.lists(st.sampled_from([*NAMES, "Zahra", "zahra,", "ill", "12", "«ЗАҲРО»", "KHO-1"]), max_size=6)


@given(WORDS, st.text(alphabet=" ,.-()\n", max_size=3))
def test_no_word_of_the_name_is_left_in_any_text(said, between) -> None:
    """The words are given here: what opens names is tested above."""
    hidden = _Hidden(None, None)
    hidden.person = type("P", (), {"service_number": "AF-1"})()  # type: ignore[assignment]
    hidden.words = set(words(" ".join(NAMES)))
    text = (" " + between).join(said)
    for value in (text, [text], {"a": {"b": text}}):
        left = set(words(json.dumps(hidden.out_of(value), ensure_ascii=False)))
        assert not left & hidden.words


def test_codes_cost_no_query(cast, django_assert_num_queries) -> None:
    values = {"cohort": "KHO-3M-1", "status": "sick", "date": "2026-11-22", "order": str(uuid.uuid4()), "n": 5}
    with django_assert_num_queries(1):
        remember(act=Act.ENROLLED, by=cast.registrar, subject=cast.afghan, centre=cast.khorog, new=values)
    cast.enrolment.refresh_from_db()
    with django_assert_num_queries(1):
        remember(act=Act.ENROLLED, by=cast.registrar, subject=cast.enrolment, centre=cast.khorog, new=values)


def test_person_centre_and_address_come_with_the_row_and_the_request(cast) -> None:
    token = origin.begin("10.9.8.7")
    try:
        entry = remember(act=Act.PASSWORD_SLIP, by=cast.registrar, subject=cast.trainee)
    finally:
        origin.end(token)
    assert (entry.person, entry.centre, entry.address) == (cast.trainee, cast.khorog, "10.9.8.7")
    entry = remember(act=Act.MARK_CORRECTED, by=cast.instructor, subject=Mark(enrolment=cast.classmate_enrolment))
    assert entry.person == cast.classmate
    assert entry.address is None
