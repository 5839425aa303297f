"""Names are signed before they are frozen; a name that was changed afterwards has to be signed anew."""

import pytest
from django.utils import timezone

from accounts.enums import Act, NameSource
from accounts.models import AuditEntry
from accounts.selectors.names import Name, current_name_ids
from accounts.services.names import set_name
from certificates.enums import Reason
from certificates.models import NameProof
from certificates.selectors.entitlement import entitlements_by_enrolment
from certificates.selectors.graduation import graduation_of
from certificates.services.batches import NobodyReadyError
from certificates.services.proofs import NamesChangedError, note_proofs
from tests.factories.accounts import LONG_AGO
from tests.factories.certificates import graduate_all, prepare


def sign(cast, *enrolments) -> int:
    ids = current_name_ids([one.person_id for one in enrolments])
    signed = {one.pk: ids[one.person_id] for one in enrolments}
    return note_proofs(cohort=cast.cohort, signed=signed, by=cast.registrar, at=timezone.now())


def rename(cast, person, script: str = "cyrl") -> None:
    name = Name(script, "Нав" if script == "cyrl" else "NAV", "Ном" if script == "cyrl" else "NOM", "")
    set_name(person=person, name=name, source=NameSource.DOCUMENT, confirmed=True, by=cast.registrar, on=LONG_AGO)


def proved(cast) -> set[str]:
    found = graduation_of(cast.cohort, cast.registrar, "en")
    return {one.entitlement.enrolment.person.service_number for one in found.people if one.proof}


def test_a_signature_is_noted_once(cast) -> None:
    assert sign(cast, cast.enrolment, cast.afghan_enrolment) == 2
    assert sign(cast, cast.enrolment) == 0
    assert NameProof.objects.count() == 2
    assert AuditEntry.objects.filter(act=Act.NAME_PROVED, actor=cast.registrar).count() == 2
    assert proved(cast) == {"TJ-100001", "AF-100003"}


@pytest.mark.parametrize("script", ["cyrl", "latn"])
def test_a_changed_name_in_any_script_has_to_be_signed_anew(cast, script: str) -> None:
    sign(cast, cast.enrolment, cast.classmate_enrolment)
    rename(cast, cast.trainee, script)
    assert proved(cast) == {"TJ-100002"}
    assert sign(cast, cast.enrolment) == 1
    assert proved(cast) == {"TJ-100001", "TJ-100002"}
    assert NameProof.objects.filter(enrolment=cast.enrolment).count() == 2  # what was signed before stays


def test_a_name_changed_since_the_page_was_opened_is_not_noted(cast) -> None:
    ids = current_name_ids([cast.trainee, cast.classmate])
    signed = {cast.enrolment.pk: ids[cast.trainee.pk], cast.classmate_enrolment.pk: ids[cast.classmate.pk]}
    rename(cast, cast.trainee)
    with pytest.raises(NamesChangedError) as raised:
        note_proofs(cohort=cast.cohort, signed=signed, by=cast.registrar, at=timezone.now())
    assert raised.value.enrolments == [cast.enrolment.pk]
    assert not NameProof.objects.exists()


def test_an_unsigned_name_is_a_warning(cast) -> None:
    graduate_all(cast)
    sign(cast, cast.enrolment)
    found = entitlements_by_enrolment(cast.cohort)
    assert all(one.entitled for one in found.values())
    warned = {pk for pk, one in found.items() if [w.reason for w in one.warnings] == [Reason.NOT_PROVED]}
    assert warned == {cast.classmate_enrolment.pk, cast.afghan_enrolment.pk}


def test_or_an_obstacle_where_the_programme_says_so(cast) -> None:
    graduate_all(cast)
    version = cast.cohort.programme_version
    version.unproved_names = False
    version.save()
    with pytest.raises(NobodyReadyError):
        prepare(cast.cohort, cast.registrar)
    sign(cast, cast.enrolment)
    batch = prepare(cast.cohort, cast.registrar)
    assert [line.enrolment_id for line in batch.lines.all()] == [cast.enrolment.pk]


def test_the_page_notes_who_was_ticked(cast) -> None:
    client = cast.client("registrar")
    url = f"/en/certificates/cohorts/{cast.cohort.pk}/names/"
    page = client.get(url).content.decode()
    for name in ("KARIMZODA DALER", "Каримзода Далер", "زهرا", "ZAHRA"):
        assert name in page
    ids = current_name_ids([cast.trainee])[cast.trainee.pk]
    data = {"signed": [str(cast.enrolment.pk), "nonsense"], f"names-{cast.enrolment.pk}": ids}
    assert client.post(url, data).status_code == 302
    assert proved(cast) == {"TJ-100001"}
    rename(cast, cast.trainee)
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "Nothing was noted" in answer.content.decode()


def test_protected_people_sign_on_a_sheet_of_their_own(cast) -> None:
    page = cast.client("registrar").get(f"/en/certificates/cohorts/{cast.cohort.pk}/names/sheet/").content.decode()
    sheets = page.split('<section class="sheet">')[1:]
    assert len(sheets) == 2
    assert "KARIMZODA DALER" in sheets[0]
    assert "زهرا" not in sheets[0]
    assert "زهرا" in sheets[1]
    assert "KARIMZODA" not in sheets[1]
