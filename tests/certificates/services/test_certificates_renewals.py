"""A new certificate renews the old one of the same course; the calendar tells once what ends."""

import datetime

import pytest
from django.utils import timezone

from certificates.enums import CertificateState, EventKind, RevocationCategory
from certificates.models import Certificate, CertificateEvent
from certificates.selectors.renewals import SOON, expiring, own_expiring, renewed_by
from certificates.services.renewals import tell_expiries
from certificates.services.revocations import revoke
from tests.factories.accounts import make_person
from tests.factories.certificates import ORDER_DAY, graduate, issue, issued_all, prepare
from tests.factories.courses import enrol, make_cohort, make_version

DAY = datetime.timedelta(days=1)


def issued(cast, person, code: str, months: int | None, *, number: str) -> Certificate:
    """A certificate of a person from a course of that code, valid for so many months."""
    version = make_version(code=code)
    version.validity_months = months
    version.save()
    cohort = make_cohort(centre=cast.khorog, version=version)
    (enrolment,) = enrol(cohort, person, by=cast.registrar)
    graduate(cohort, enrolment, instructor=cast.instructor, registrar=cast.registrar)
    (made,) = issue(prepare(cohort, cast.registrar, number=number), cast.head)
    return made


@pytest.fixture
def person(cast):
    return make_person(centre=cast.khorog)


def test_the_new_one_names_the_old_one(cast, person) -> None:
    old = issued(cast, person, "HBM-30H", 36, number="1")
    new = issued(cast, person, "HBM-R", 36, number="2")
    old.refresh_from_db()
    assert (new.renews, new.facts["renews"]) == (old, old.serial)
    assert (old.state, new.state) == (CertificateState.RENEWED, CertificateState.ISSUED)
    event = old.events.get(kind=EventKind.RENEWED)
    assert (event.actor, event.order.number) == (cast.head, "2")
    assert old.renewed_by == new


def test_a_chain_of_three(cast, person) -> None:
    rows = [issued(cast, person, code, 36, number=code) for code in ("HBM-30H", "HBM-R1", "HBM-R2")]
    states = list(Certificate.objects.order_by("number").values_list("state", flat=True))
    assert states == ["renewed", "renewed", "issued"]
    assert rows[2].renews == rows[1]


def test_without_end_there_is_nothing_to_renew(cast, person) -> None:
    issued(cast, person, "BIC-3M", None, number="1")
    new = issued(cast, person, "BIC-10D", None, number="2")
    assert new.renews is None
    assert Certificate.objects.filter(state=CertificateState.ISSUED).count() == 2


def test_another_course_renews_nothing(cast, person) -> None:
    issued(cast, person, "HBM-30H", 36, number="1")
    assert issued(cast, person, "GEN", 36, number="2").renews is None


def test_one_that_was_revoked_meanwhile_is_not_renewed(cast, person) -> None:
    old = issued(cast, person, "HBM-30H", 36, number="1")
    version = make_version(code="HBM-R")
    cohort = make_cohort(centre=cast.khorog, version=version)
    (enrolment,) = enrol(cohort, person, by=cast.registrar)
    graduate(cohort, enrolment, instructor=cast.instructor, registrar=cast.registrar)
    batch = prepare(cohort, cast.registrar, number="2")
    assert batch.lines.get().renews == old
    revoke(
        certificate=old, order_number="9", order_date=ORDER_DAY, category=RevocationCategory.ERROR, by=cast.hr,
        at=timezone.now(),
    )  # fmt: skip
    (new,) = issue(batch, cast.head)
    old.refresh_from_db()
    assert (new.renews, old.state) == (None, CertificateState.REVOKED)


def test_an_expired_one_is_renewed_all_the_same(cast, person) -> None:
    old = issued(cast, person, "HBM-30H", 1, number="1")
    cohort = make_cohort(centre=cast.khorog, version=make_version(code="HBM-R"))
    assert old.valid_until < timezone.localdate()
    assert renewed_by(cohort, [person.pk]) == {person.pk: old}


def until(certificate: Certificate, day: datetime.date) -> None:
    """Write another last day, as only a test may."""
    super(type(Certificate.objects.all()), Certificate.objects.filter(pk=certificate.pk)).update(valid_until=day)


@pytest.mark.parametrize(("days", "told"), [(91, []), (90, ["expiring"]), (0, ["expiring"]), (-1, ["expired"])])
def test_the_calendar_tells_once(cast, days: int, told: list[str]) -> None:
    certificate = issued_all(cast)[0]
    until(certificate, timezone.localdate() + days * DAY)
    assert tell_expiries(at=timezone.now()) == len(told)
    assert tell_expiries(at=timezone.now()) == 0
    events = CertificateEvent.objects.filter(actor__isnull=True)
    assert [one.kind for one in events] == told
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ISSUED


def test_who_hears_of_it(cast) -> None:
    today = timezone.localdate()
    certificate = next(one for one in issued_all(cast) if one.person == cast.trainee)
    until(certificate, today + SOON)
    assert [one.pk for one in own_expiring(cast.trainee, today)] == [certificate.pk]
    assert own_expiring(cast.classmate, today) == []
    heard = {name for name in ("registrar", "head", "hr", "other_registrar", "instructor", "stranger")
             if expiring(getattr(cast, name), today).exists()}  # fmt: skip
    assert heard == {"registrar", "head", "hr"}
    page = cast.client("registrar").get("/en/home/")
    assert "1 certificate ends within 90 days." in page.content.decode()
    assert "Your certificate ends soon" in cast.client("trainee").get("/en/home/").content.decode()
