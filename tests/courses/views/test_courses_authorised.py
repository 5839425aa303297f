"""The head authorises the staff of the centre to teach and assess; nobody else, and never herself."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import Act, AuthorisationKind
from accounts.models import AuditEntry, Authorisation
from accounts.selectors.authorisations import authorised_courses
from accounts.services.authorisations import NotOfCentreError, OwnAuthorisationError, authorise

ADDRESS = "/ru/courses/centres/KHO/authorised/"


def filled(cast, **more: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "person": str(cast.instructor.pk), "kind": "assess", "course": "M2", "since": today.isoformat(),
        "until": (today + datetime.timedelta(days=300)).isoformat(), "document": "Приказ 12", **more,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_yet(cast) -> None:
    Authorisation.objects.all().delete()


def test_the_head_authorises_somebody_and_ends_it(cast) -> None:
    client, today = cast.client("head"), timezone.localdate()
    for _twice in range(2):
        assert client.post(ADDRESS, filled(cast)).status_code == 302
    row = Authorisation.objects.get()
    assert authorised_courses(cast.instructor, AuthorisationKind.ASSESS, today) == {"M2"}
    assert "M2" in client.get(ADDRESS).content.decode()
    assert AuditEntry.objects.filter(act=Act.AUTHORISATION_GIVEN).count() == 1
    client.post(f"{ADDRESS}{row.pk}/end/", {"reason": ""})
    row.refresh_from_db()
    assert row.valid_to > today
    client.post(f"{ADDRESS}{row.pk}/end/", {"reason": "переведён"})
    row.refresh_from_db()
    assert row.valid_to == today


def test_what_was_typed_is_kept_when_it_is_wrong(cast) -> None:
    day = (timezone.localdate() - datetime.timedelta(days=3)).isoformat()
    answer = cast.client("head").post(ADDRESS, filled(cast, until=day))
    assert answer.status_code == 422
    assert "Приказ 12" in answer.content.decode()
    assert cast.client("head").post(ADDRESS, filled(cast, person=str(cast.head.pk))).status_code == 422
    assert cast.client("head").post(ADDRESS, filled(cast, course="M99")).status_code == 422
    assert not Authorisation.objects.exists()


def test_others_and_other_centres(cast) -> None:
    assert cast.client("head").get("/ru/courses/centres/PAN/authorised/").status_code == 404
    for who in ("registrar", "instructor", "trainee"):
        assert cast.client(who).get(ADDRESS).status_code == 403
    given = {
        "kind": AuthorisationKind.ASSESS, "course_code": "M2", "centre": cast.khorog, "since": timezone.localdate(),
        "until": None, "document": "1", "by": cast.head, "at": timezone.now(),
    }  # fmt: skip
    with pytest.raises(OwnAuthorisationError):
        authorise(person=cast.head, **given)
    with pytest.raises(NotOfCentreError):
        authorise(person=cast.other_instructor, **given)
