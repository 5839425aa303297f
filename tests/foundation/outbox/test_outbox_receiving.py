"""What devices send is stored once and answered always."""

import datetime
import gzip
import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.outbox import receiving
from foundation.outbox.models import AppendOnlyError, Delivery, Outcome, Stray
from foundation.outbox.receiving import Answer, BatchError, read_batch, receive

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
PERSON = uuid.uuid4()


@pytest.fixture
def handled():
    """Items of the kind `trial`, as the handler saw them; a payload {"fail": true} makes it fail after writing."""
    seen = []

    def handler(item, person, at):
        seen.append(item)
        if item.payload.get("fail"):
            Stray.objects.create(pk=77, delivery_id=uuid.uuid4(), digest="x", body={}, person=person)
            raise RuntimeError
        return Answer(Outcome.REFUSED if item.payload.get("no") else Outcome.DONE, {"n": len(seen)})

    receiving.register("trial", handler)
    yield seen
    receiving._handlers.pop("trial")


def batch(*payloads, device=None, sent_at=NOW, start=1):
    return {
        "device": str(device or uuid.uuid4()),
        "sent_at": sent_at.isoformat(),
        "items": [
            {
                "id": str(uuid.uuid4()),
                "seq": number,
                "kind": "trial",
                "subject": "s",
                "at": sent_at.isoformat(),
                "payload": payload,
            }
            for number, payload in enumerate(payloads, start)
        ],
    }


def send(body, person=PERSON):
    return receive(items=read_batch(body, NOW), person=person, at=NOW)


@pytest.mark.django_db
def test_a_repeat_gets_the_same_answer_and_does_nothing(handled) -> None:
    body = batch({"a": 1}, {"no": True})
    first, again = send(body), send(body)
    assert [r.outcome for r in first] == [r.outcome for r in again] == [Outcome.DONE, Outcome.REFUSED]
    assert [r.said for r in first] == [r.said for r in again] == [{"n": 1}, {"n": 2}]
    assert [r.repeat for r in again] == [True, True]
    assert len(handled) == Delivery.objects.count() == 2


@pytest.mark.django_db
def test_other_content_under_the_same_id_is_kept_beside(handled) -> None:
    body = batch({"a": 1})
    send(body)
    body["items"][0]["payload"] = {"a": 2}
    assert send(body)[0].outcome == send(body)[0].outcome == Outcome.KEPT
    assert len(handled) == Delivery.objects.count() == Stray.objects.count() == 1
    assert Stray.objects.get().body["payload"] == {"a": 2}


@pytest.mark.django_db
def test_a_failing_item_is_kept_and_the_others_go_on(handled) -> None:
    first, second, third = send(batch({"a": 1}, {"fail": True}, {"b": 1}))
    assert (first.outcome, second.outcome, third.outcome) == (Outcome.DONE, Outcome.KEPT, Outcome.DONE)
    assert not Stray.objects.exists()  # what the handler wrote before it failed is undone
    assert Delivery.objects.get(pk=second.id).payload == {"fail": True}


@pytest.mark.django_db
def test_unknown_kinds_and_copied_devices_lose_nothing(handled) -> None:
    device = uuid.uuid4()
    send(batch({"a": 1}, device=device))
    body = batch({"b": 2}, device=device)  # another item with the same number
    body["items"].append({**body["items"][0], "id": str(uuid.uuid4()), "seq": 2, "kind": "nobody knows"})
    assert [r.outcome for r in send(body)] == [Outcome.DONE, Outcome.KEPT]
    assert sorted(str(n) for n in Delivery.objects.values_list("sequence", flat=True)) == ["1", "2", "None"]


@pytest.mark.django_db
def test_a_wrong_clock_is_set_right(handled) -> None:
    yesterday = NOW - datetime.timedelta(days=1)
    send(batch({"a": 1}, sent_at=yesterday))
    (item,) = handled
    assert item.clock_doubtful
    assert item.corrected_at == NOW
    row = Delivery.objects.get()
    assert (row.device_at, row.offset_ms) == (yesterday, 86_400_000)
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        Delivery.objects.update(outcome=Outcome.KEPT)


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body.pop("device"),
        lambda body: body.update(device="x"),
        lambda body: body.update(items=None),
        lambda body: body["items"][0].update(seq=0),
        lambda body: body["items"][0].update(seq=True),
        lambda body: body["items"][0].update(kind="k" * 41),
        lambda body: body["items"][0].update(payload=[]),
        lambda body: body["items"][0].update(payload={"a": "\x00"}),
        lambda body: body["items"].extend(body["items"] * 100),
    ],
)
def test_what_is_no_batch_is_refused_whole(damage) -> None:
    body = batch({"a": 1})
    damage(body)
    with pytest.raises(BatchError):
        read_batch(body, NOW)


class TestDoor:
    """The address that devices send to."""

    def post(self, client, body, *, packed=False, origin="http://testserver"):
        data = json.dumps(body).encode()
        headers = {"origin": origin} | ({"content-encoding": "gzip"} if packed else {})
        return client.post(
            reverse("outbox:deliver"),
            gzip.compress(data) if packed else data,
            content_type="application/json",
            headers=headers,
        )

    def test_a_batch_packed_or_not(self, cast, client, handled) -> None:
        client.force_login(cast.instructor)
        for packed in (False, True):
            body = {**batch({"a": 1}, sent_at=timezone.now()), "person": str(cast.instructor.pk)}
            answer = self.post(client, body, packed=packed)
            assert answer.status_code == 200
            assert answer.json()["receipts"] == [
                {"id": body["items"][0]["id"], "outcome": "done", "said": {"n": len(handled)}}
            ]

    def test_an_ended_session_another_person_and_another_site(self, cast, client, handled) -> None:
        body = {**batch({"a": 1}), "person": str(cast.instructor.pk)}
        assert self.post(client, body).status_code == 401
        client.force_login(cast.registrar)
        assert self.post(client, body).status_code == 409
        client.force_login(cast.instructor)
        assert self.post(client, body, origin="https://elsewhere.example").status_code == 403
        assert self.post(client, body, origin="").status_code == 403
        assert not handled
        assert not Delivery.objects.exists()

    @pytest.mark.parametrize("data", [b" ", b"[]", b"{", b'{"device": 1}', b"\xff", b"[" * 5000])
    def test_rubbish_is_400(self, cast, client, data) -> None:
        client.force_login(cast.instructor)
        answer = client.post(
            reverse("outbox:deliver"), data, content_type="application/json", headers={"origin": "http://testserver"}
        )
        assert answer.status_code == 400

    def test_a_bomb_is_not_unpacked(self, cast, client) -> None:
        client.force_login(cast.instructor)
        answer = client.post(
            reverse("outbox:deliver"),
            gzip.compress(b" " * 10_000_000),
            content_type="application/json",
            headers={"origin": "http://testserver", "content-encoding": "gzip"},
        )
        assert answer.status_code == 400
