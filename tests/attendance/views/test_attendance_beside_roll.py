"""What stands beside a roll: documents asked for, conflicts, people who are not on the list; in as many queries."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import PersonPhoto
from accounts.services.photos import keep_photo
from attendance.enums import Status
from attendance.models import Mark, PreparedRoll
from attendance.services.walk_ins import record_walk_in
from courses.models import Cohort
from tests.factories.accounts import make_person, make_picture
from tests.factories.attendance import call_roll, make_conflict, make_session
from tests.factories.courses import enrol


@pytest.fixture
def session(cast):
    return make_session(cast.cohort, instructor=cast.instructor)


def page(client, session) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(reverse("attendance:roll", kwargs={"pk": session.pk}))
    return answer.content.decode(), len(seen)


def note(cast, session, sign) -> None:
    record_walk_in(session=session, sign=sign, submission=uuid.uuid4(), by=cast.instructor, at=timezone.now())


def test_a_full_page_takes_twelve_queries_for_three_or_three_hundred(cast, session) -> None:
    Cohort.objects.filter(pk=cast.cohort.pk).update(senior=cast.trainee)
    noted = {str(cast.enrolment.pk): ["sick", 0, "7"], "nonsense": 1, str(cast.afghan_enrolment.pk): ["what"]}
    PreparedRoll.objects.create(session=session, entries=noted, prepared_by=cast.trainee)
    note(cast, session, "tall")
    allow_photos(cast)
    people = [cast.trainee, *[make_person(centre=cast.khorog) for _ in range(297)]]
    PersonPhoto.objects.bulk_create(
        PersonPhoto(person=one, file=one.service_number, kept_by=cast.registrar) for one in people
    )
    client = cast.client("instructor")
    text, few = page(client, session)
    assert text.count("<img") == 1
    assert "Prepared by the senior of the group:" in text
    enrol(cast.cohort, *people[1:], by=cast.registrar)
    note(cast, session, "short")
    text, many = page(client, session)
    assert text.count("<img") == 298
    assert "short" in text
    assert few == many
    assert many <= 12


def test_a_document_that_is_asked_for_is_missed(cast, session) -> None:
    call_roll(session, cast.instructor, TJ_100001=Status.SICK)
    assert "No document yet" in page(cast.client("auditor"), session)[0]
    version = cast.cohort.programme_version
    version.absence_rules = version.absence_rules | {"sick": {"percent": 100, "document": False}}
    version.save()
    assert "No document yet" not in page(cast.client("auditor"), session)[0]


def test_conflicts_are_counted_on_the_roll_and_at_home(cast, session) -> None:
    call_roll(session, cast.instructor, TJ_100001=Status.SICK)
    make_conflict(Mark.objects.get(enrolment=cast.enrolment), cast.head, status=Status.DUTY)
    address = reverse("attendance:conflicts")
    assert address in page(cast.client("instructor"), session)[0]
    for who, there in (("instructor", True), ("head", True), ("registrar", True), ("other_registrar", False)):
        assert (address in cast.client(who).get(reverse("desk:home")).content.decode()) is there


def allow_photos(cast) -> None:
    cast.khorog.photos_on_rolls = True
    cast.khorog.save()


def test_photos_stand_on_the_roll_only_where_the_centre_allows_them_and_never_on_a_kept_page(cast, session) -> None:
    photo = keep_photo(person=cast.trainee, data=make_picture(), by=cast.registrar, at=timezone.now())
    client = cast.client("instructor")
    assert "<img" not in page(client, session)[0]
    allow_photos(cast)
    text, _ = page(client, session)
    assert reverse("accounts:photo", args=[photo.pk]) in text
    assert text.count('loading="lazy"') == 1
    kept = client.get(reverse("attendance:roll", kwargs={"pk": session.pk}) + "?kept=1").content.decode()
    assert "data-kept" in kept
    assert "<img" not in kept
