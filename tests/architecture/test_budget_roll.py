"""Budgets of the roll: a first visit with 30 people takes 40 KB, forty marks less than 5 KB, a page 12 queries."""

import datetime
import gzip
import json
import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import PersonPhoto
from attendance.selectors.packs import pack_of
from courses.selectors.cohorts import enrolments_of
from tests.architecture.test_budget_bytes import KB, compressed, fetched_for, static_text
from tests.factories.accounts import make_person
from tests.factories.attendance import call_roll, make_session
from tests.factories.courses import enrol

DAY = datetime.timedelta(days=1)
HEADERS = 450  # bytes of the headers of a file
PAGE_HEADERS = 900  # and of a page, which names what it may load
OUTBOX = Path(settings.BASE_DIR) / "foundation/outbox/static/outbox/outbox.js"
OPENED = re.compile(r'data-outbox="([^"]+)"')


def crowd(cast, number: int) -> None:
    enrol(cast.cohort, *[make_person(centre=cast.khorog) for _ in range(number)], by=cast.registrar)


@pytest.fixture
def session(cast):
    return make_session(cast.cohort, instructor=cast.instructor, hours=2)


@pytest.mark.parametrize("language", ["tg", "fa-af"])
def test_a_first_visit_is_light(cast, session, language: str) -> None:
    crowd(cast, 30 - len(enrolments_of(cast.cohort)))
    cast.khorog.photos_on_rolls = True
    cast.khorog.save()
    PersonPhoto.objects.bulk_create(
        PersonPhoto(person=one.person, file=str(one.pk), kept_by=cast.registrar) for one in enrolments_of(cast.cohort)
    )
    client = cast.client("instructor")
    path = f"/{language}/roll/{session.pk}/"
    html = client.get(path).content.decode()
    assert html.count("<legend>") == 30
    assert html.count('loading="lazy"') == 29  # fetched when they are seen; the protected person has none
    sizes = fetched_for(path, html)
    for address in OPENED.findall(html):  # fetched by shell.js
        sizes[address] = compressed(static_text(address))
    sizes["/sw.js"] = compressed(client.get("/sw.js").content)
    calm = f"/{language}/offline/"  # kept by the service worker; those of other languages when they are used
    assert json.dumps(calm) in client.get("/sw.js").content.decode()
    sizes |= fetched_for(calm, client.get(calm).content.decode(), arabic=False)
    heads = {address: HEADERS if address.startswith("/static/") else PAGE_HEADERS for address in sizes}
    assert sum(sizes.values()) + sum(heads.values()) <= 40 * 1000, sizes


def test_few_queries_for_thirty_or_three_hundred(
    cast, session, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    client = cast.client("instructor")
    addresses = [
        reverse("attendance:roll", args=[session.pk]),
        reverse("attendance:pack"),
        reverse("attendance:coming"),
    ]
    addresses.append(f"{addresses[0]}?kept=1")
    crowd(cast, 27)
    counted = []
    for address in addresses:
        with django_assert_max_num_queries(12) as seen:
            client.get(address)
        counted.append(len(seen))
    crowd(cast, 270)
    make_session(cast.cohort, instructor=cast.instructor, date=session.date + DAY)
    for address, number in zip(addresses, counted, strict=True):
        with django_assert_num_queries(number):
            assert client.get(address).status_code == 200


def test_forty_marks_are_sent_in_less_than_five_kilobytes() -> None:
    """As outbox.js sends them: one batch, packed."""
    session = str(uuid.uuid4())
    items = [
        {
            "id": str(uuid.uuid4()),
            "seq": number,
            "kind": "attendance.mark",
            "subject": session,
            "at": f"2026-11-22T09:00:{number:02}.123Z",
            "payload": {
                "enrolment": str(uuid.uuid4()),
                "status": "sick",
                "minutes": 0,
                "document": f"№ {number * 37}",
                "base": str(uuid.uuid4()),
            },
        }
        for number in range(1, 41)
    ]
    body = {"person": str(uuid.uuid4()), "device": str(uuid.uuid4()), "sent_at": "2026-11-22T09:01:00.000Z"}
    assert len(gzip.compress(json.dumps({**body, "items": items}, separators=(",", ":")).encode(), 6)) < 5 * KB


def test_the_script_of_the_outbox_is_small() -> None:
    assert compressed(OUTBOX.read_bytes()) <= 3 * KB


def test_kept_pages_are_renewed_when_they_say_something_else_and_hold_no_protected_names(cast, session) -> None:
    today = session.date
    far = make_session(cast.cohort, instructor=cast.instructor, date=today + 4 * DAY)
    make_session(cast.cohort, instructor=cast.instructor, date=today + 3 * DAY)

    def versions(release: str = "1") -> dict[uuid.UUID, str]:
        return {roll.session.pk: roll.version for roll in pack_of(cast.instructor, today, release)}

    first = versions()
    assert far.pk not in first
    assert len(first) == 2
    assert versions() == first
    assert set(versions("2").values()).isdisjoint(first.values())
    call_roll(session, cast.instructor)
    assert versions()[session.pk] != first[session.pk]
    crowd(cast, 1)
    assert set(versions().values()).isdisjoint(first.values())


def test_a_roll_of_the_coming_days_can_be_kept_and_names_no_protected_person(cast, session) -> None:
    coming = make_session(cast.cohort, instructor=cast.instructor, date=session.date + DAY)
    protected = make_person(centre=cast.khorog, protected=True)
    enrol(cast.cohort, protected, by=cast.registrar)
    client = cast.client("instructor")
    path = reverse("attendance:roll", args=[coming.pk])
    assert "data-roll" not in client.get(path).content.decode()  # on line it has not come yet
    page = client.get(f"{path}?kept=1").content.decode()
    assert "data-kept" in page
    legends = re.findall(r"<legend>(.*?)</legend>", page, re.DOTALL)
    mine = next(legend for legend in legends if f">{protected.service_number}</bdi></small>" in legend)
    assert mine.count(protected.service_number) == 2  # in place of the name, and as the number
    answer = cast.client("auditor").get(f"{path}?kept=1")
    assert "data-kept" not in answer.content.decode()


def test_every_page_says_whose_it_is(cast) -> None:
    assert cast.client("instructor").get("/en/home/").headers["Omuzgoh-Person"] == str(cast.instructor.pk)
    assert "Omuzgoh-Person" not in cast.client("nobody").get("/en/offline/").headers
    assert 'id="unsent"' in cast.client("instructor").get("/en/home/").content.decode()
    assert 'id="unsent"' not in cast.client("trainee").get("/en/home/").content.decode()
