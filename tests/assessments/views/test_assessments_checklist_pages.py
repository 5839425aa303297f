"""One checklist: saved and handed in later, by a second assessor on the same device, kept for days without a link."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.services.pins import set_pin
from assessments.models import Coaching, DrawnPair, Observation, ObservationDraft, PracticalDay
from assessments.services.practicals import confirm_practical
from courses.models import ProgrammeRequirement
from tests.factories.assessments import make_practical, observe

PIN = "280194"


@pytest.fixture
def exercise(cast):
    return make_practical()


def url(name: str, *args) -> str:
    return reverse(f"assessments:{name}", args=args)


def filled(scores=(2, 2, 2, 2), **fields) -> dict[str, str]:
    named = {f"score_{at}": str(score) for at, score in enumerate(scores) if score is not None}
    return {"submission": str(uuid.uuid4()), "comment": "", **named, **fields}


def test_what_is_saved_today_is_handed_in_later(cast, exercise) -> None:
    client, address = cast.client("instructor"), url("observe", "PX-2.2", cast.enrolment.pk)
    data = filled((2, None, 1, None), comment="wet ground", later="1")
    assert client.post(address, data).status_code == 302
    draft = ObservationDraft.objects.get()
    assert (draft.scores, draft.comment, str(draft.pk)) == ([2, None, 1, None], "wet ground", data["submission"])
    assert "Not handed in" in client.get(url("practicals")).content.decode()
    html = client.get(address).content.decode()
    assert html.count(" checked") == 2
    assert "wet ground" in html
    assert data["submission"] in html
    assert "Not handed in" not in cast.client("second_assessor").get(url("practicals")).content.decode()
    assert client.post(address, filled((2, 2, 1, 0), submission=data["submission"])).status_code == 302
    assert not ObservationDraft.objects.exists()
    assert client.post(address, {**data, "later": "1"}).status_code == 302  # an old page: nothing is kept beside it
    assert not ObservationDraft.objects.exists()


def test_a_second_assessor_records_here_without_seeing_the_first(cast, exercise) -> None:
    set_pin(person=cast.second_assessor, pin=PIN, by=cast.second_assessor, at=timezone.now())
    observe(cast.enrolment, cast.instructor, (2, 1, 2, 0), comment="knees shaking")
    client, address = cast.client("instructor"), url("second", "PX-2.2", cast.enrolment.pk)
    html = client.get(address).content.decode()
    assert "knees shaking" not in html
    assert html.count('type="radio"') == 12
    assert client.post(address, filled(number="KHO-I2", pin="111111")).status_code == 422
    answer = client.post(address, filled((1, 1, 1, None), number="KHO-I2", pin=PIN, comment="slow"))
    assert answer.status_code == 422
    assert "slow" in answer.content.decode()
    assert PIN not in answer.content.decode()
    assert client.post(address, filled(number="KHO-I2", pin=PIN)).status_code == 302
    assert Observation.objects.get(assessor=cast.second_assessor).scores == [2, 2, 2, 2]


def test_the_holder_of_the_device_is_not_the_second(cast, exercise) -> None:
    set_pin(person=cast.instructor, pin=PIN, by=cast.instructor, at=timezone.now())
    address = url("second", "PX-2.2", cast.enrolment.pk)
    answer = cast.client("instructor").post(address, filled(number="KHO-I1", pin=PIN))
    assert answer.status_code == 422
    assert not Observation.objects.exists()


def test_opening_the_first_checklist_draws_the_sample(cast, exercise) -> None:
    ProgrammeRequirement.objects.filter(code="PX-2.2").update(assessors="sample")
    client, address = cast.client("instructor"), url("observe", "PX-2.2", cast.enrolment.pk)
    client.get(address)
    drawn = dict(DrawnPair.objects.values_list("enrolment", "drawn"))
    assert len(drawn) == 3
    client.get(address)
    assert dict(DrawnPair.objects.values_list("enrolment", "drawn")) == drawn


def test_the_coaching_is_noted_before_a_re_sit(cast, exercise) -> None:
    for by in (cast.instructor, cast.second_assessor):
        observe(cast.enrolment, by, (0, 0, 0, 0))
    confirm_practical(enrolment=cast.enrolment, code="PX-2.2", try_number=1, by=cast.head, at=timezone.now())
    client, address = cast.client("instructor"), url("coaching", "PX-2.2", cast.enrolment.pk)
    assert client.post(address, {"submission": uuid.uuid4(), "note": " "}).status_code == 422
    data = {"submission": uuid.uuid4(), "note": "MRZ sheets, two hours"}
    for _ in range(2):
        assert client.post(address, data).status_code == 302
    assert Coaching.objects.get().note == "MRZ sheets, two hours"
    other = client.post(url("coaching", "PX-2.2", cast.classmate_enrolment.pk), data | {"submission": uuid.uuid4()})
    assert other.status_code == 422
    assert "There is no re-sit" in other.content.decode()


def test_the_device_keeps_the_checklists_of_the_coming_days_with_numbers_of_protected_people(cast, exercise) -> None:
    client = cast.client("instructor")
    pages = client.get(url("practicals_pack")).json()["pages"]
    assert [page["as"] for page in pages] == [url("practicals"), reverse("device:device")]
    PracticalDay.objects.create(
        cohort=cast.cohort,
        date=timezone.localdate() + datetime.timedelta(days=2),
        minutes=300,
        exercises=["PX-2.2"],
        by=cast.head,
    )
    pages = client.get(url("practicals_pack")).json()["pages"]
    assert len(pages) == 2 + 2 * 3
    for page in pages:
        assert client.get(page["from"]).status_code == 200
    address = url("observe", "PX-2.2", cast.afghan_enrolment.pk)
    assert "زهرا" in client.get(address).content.decode() or "ZAHRA" in client.get(address).content.decode()
    kept = client.get(f"{address}?kept=1").content.decode()
    assert "AF-100003" in kept
    assert "ZAHRA" not in kept
    assert "زهرا" not in kept
    before = {page["as"]: page["version"] for page in pages}
    observe(cast.enrolment, cast.second_assessor)
    after = {page["as"]: page["version"] for page in client.get(url("practicals_pack")).json()["pages"]}
    changed = {at for at in before if before[at] != after.get(at)}
    assert url("observe", "PX-2.2", cast.enrolment.pk) in changed
    assert url("observe", "PX-2.2", cast.classmate_enrolment.pk) not in changed


def test_a_checklist_costs_the_same_whatever_was_recorded(cast, exercise) -> None:
    client, costs = cast.client("instructor"), []
    for turn in range(3):
        if turn:
            observe((cast.classmate_enrolment, cast.afghan_enrolment)[turn - 1], cast.second_assessor)
        with CaptureQueriesContext(connection) as asked:
            client.get(url("observe", "PX-2.2", cast.enrolment.pk))
        costs.append(len(asked))
    assert len(set(costs)) == 1
    assert costs[0] <= 24
