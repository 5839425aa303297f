"""The file that a device saved is received as if the device had sent it: each item once, answered line by line."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from attendance.models import Mark, MarkEvent, Roll
from courses.selectors.cohorts import enrolments_of
from foundation.outbox.models import Delivery
from tests.attendance.services.test_attendance_from_devices import Device
from tests.factories.attendance import make_session

URL = "accounts:device_file"


@pytest.fixture
def phone(cast):
    """A phone that called a roll and cannot send it."""
    session = make_session(cast.cohort, instructor=cast.instructor)
    phone = Device(cast.instructor)
    people = enrolments_of(cast.cohort)
    phone.tap(session, people[0], "late", minutes=7)
    phone.sign(session, people[1:])
    return phone


def saved(phone, **changes) -> bytes:
    """The file as device.js writes it."""
    items = [{**item, "device": str(phone.id), "label": "Lines <b>"} for item in phone.queue]
    return json.dumps({"person": str(phone.person.pk), "items": items} | changes).encode()


def load(client, data, reason=""):
    return client.post(reverse(URL), {"file": SimpleUploadedFile("omuzgoh-not-sent.json", data), "reason": reason})


def test_the_own_file_is_received_once_and_answered_line_by_line(cast, phone) -> None:
    client = cast.client("instructor")
    answer = load(client, saved(phone))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("Stored</span>") == 2
    assert "Lines &lt;b&gt;" in page
    assert 'name="reason"' not in page
    assert load(client, saved(phone)).content.decode().count("Stored</span>") == 2
    assert phone.send() == ["done", "done"]  # the device lives again
    assert (Delivery.objects.count(), MarkEvent.objects.count(), Roll.objects.count()) == (2, 3, 1)
    assert sorted(Mark.objects.values_list("status", flat=True)) == ["late", "present", "present"]
    event = MarkEvent.objects.get(status="late")
    assert (event.device, event.sequence, event.offset_ms) == (phone.id, 1, None)
    entry = AuditEntry.objects.filter(act=Act.DEVICE_FILE_TAKEN).first()
    assert (entry.actor, entry.new) == (cast.instructor, {"items": 2, "done": 2})


def test_the_registrar_of_the_centre_loads_it_with_a_reason(cast, phone) -> None:
    client = cast.client("registrar")
    assert load(client, saved(phone)).status_code == 422
    assert not Delivery.objects.exists()
    assert load(client, saved(phone), "the phone is broken").status_code == 200
    assert set(MarkEvent.objects.values_list("by", flat=True)) == {cast.instructor.pk}
    entry = AuditEntry.objects.get(act=Act.DEVICE_FILE_TAKEN)
    assert (entry.actor, entry.subject_id, entry.reason) == (
        cast.registrar,
        str(cast.instructor.pk),
        "the phone is broken",
    )


@pytest.mark.parametrize("who", ["head", "second_assessor", "other_registrar", "trainee", "administrator"])
def test_nobody_else_loads_it(cast, phone, who: str) -> None:
    answer = load(cast.client(who), saved(phone), "because")
    assert answer.status_code == 422
    assert "another person" in answer.content.decode()
    assert not Delivery.objects.exists()
    assert not AuditEntry.objects.filter(act=Act.DEVICE_FILE_TAKEN).exists()


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"[1]", b"\xff\xfe", b'{"person": 1, "items": []}', b"[" * 100_000, b" " * 3_000_000]
)
def test_what_is_no_such_file_is_refused_in_words(cast, data: bytes) -> None:
    answer = load(cast.client("instructor"), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_bad_item_holds_up_no_other(cast, phone) -> None:
    phone.queue[0] = {"id": "x", "kind": "attendance.mark"}
    phone.queue.append({**phone.queue[1], "id": str(uuid.uuid4()), "seq": 9, "subject": str(uuid.uuid4())})
    page = load(cast.client("instructor"), saved(phone)).content.decode()
    assert "Not complete: nothing was stored" in page
    assert "There is no such class session any more." in page
    assert Roll.objects.get().taken_at <= timezone.now()


def test_a_file_that_names_the_items_only_is_answered(cast) -> None:
    data = json.dumps({"person": str(cast.trainee.pk), "items": []}).encode()
    assert "The file is empty." in load(cast.client("trainee"), data).content.decode()
    assert (
        load(cast.client("trainee"), json.dumps({"person": str(cast.trainee.pk), "items": [7]}).encode()).status_code
        == 422
    )
