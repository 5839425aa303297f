"""Fuzz of the two doors for JSON: what devices send, and answers of a quiz. Wrong types, depth and people."""

import copy
import gzip
import json
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import AttemptQuestion
from assessments.services.starting import start
from foundation.outbox.models import Outcome
from tests.factories.assessments import make_practical, make_quiz
from tests.factories.attendance import make_session
from tests.security.fuzz import JSON_BODIES, TEXTS, bounded

pytestmark = pytest.mark.usefixtures("silence")
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
# A lone surrogate can be written in JSON (`"\\ud800"`), and no database keeps it.
VALUES = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from((None, True, 0, -1, 2**31, 2**63, 10**400, 1.5, 1e308, [], {}, [[]], {"": {"": []}}, "a\ud800b")),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    ),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value inside of a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key, one in inner for place in places(one, (*path, key))]


@st.composite
def spoilt(draw: st.DrawFn, good: Any) -> Any:
    """Return a value like the good one with one or two of its parts changed, gone or joined by a stranger."""
    value = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 2))):
        known = places(value)
        *way, last = draw(st.sampled_from(known)) if known else ("",)
        holder = value
        for step in way:
            holder = holder[step]
        how = draw(st.sampled_from(("other", "other", "gone", "more")))
        if how == "gone":
            del holder[last]
        elif how == "more" and isinstance(holder, dict):
            holder[draw(st.sampled_from(("is_staff", "by", "person", "pk", "\ud800")))] = draw(VALUES)
        else:
            holder[last] = draw(VALUES)
    return value


def batches(cast: Any) -> list[dict[str, Any]]:
    """Return a good batch of each kind that devices send."""
    session, exercise = make_session(cast.cohort, instructor=cast.instructor, hours=2), make_practical()
    mark = {"enrolment": str(cast.enrolment.pk), "status": "late", "minutes": 5, "document": "", "base": None}
    roll = {"rest": [[str(cast.classmate_enrolment.pk), None]], "taught": "Lines"}
    sheet = {"scores": [2, 2, 1, 2], "comment": "calm", "submission": str(uuid.uuid4()), "claim": ""}
    on_sheet = f"{exercise.code}/{cast.enrolment.pk}"
    kinds = (
        ("attendance.mark", str(session.pk), mark),
        ("attendance.roll", str(session.pk), roll),
        ("assessments.observation", on_sheet, sheet),
        ("assessments.draft", on_sheet, sheet),
    )
    now = timezone.now().isoformat()
    return [
        {
            "person": str(cast.instructor.pk), "device": str(uuid.uuid4()), "sent_at": now,
            "items": [{"id": str(uuid.uuid4()), "seq": 1, "kind": kind, "subject": subject, "at": now,
                       "payload": said}],
        }
        for kind, subject, said in kinds
    ]  # fmt: skip


def send(client: Any, url: str, body: bytes, **headers: str) -> Any:
    with transaction.atomic():
        answer = client.post(url, body, content_type="application/json", **ORIGIN, **headers)
        transaction.set_rollback(True)
    return answer


def fuzz_batches(cast: Any, examples: int) -> None:
    client, good = cast.client("instructor"), batches(cast)
    for batch in good:
        answer = send(client, "/outbox/", json.dumps(batch).encode())
        assert answer.json()["receipts"][0]["outcome"] != Outcome.KEPT, batch
    unknown = {Outcome.KEPT}

    @bounded(examples)
    @given(st.sampled_from(good).flatmap(spoilt))
    def one(batch: Any) -> None:
        answer = send(client, "/outbox/", json.dumps(batch).encode())
        assert answer.status_code in {200, 400, 409}
        if answer.status_code == 200:
            for item, receipt in zip(batch["items"], answer.json()["receipts"], strict=True):
                known = item["kind"] in {one["items"][0]["kind"] for one in good}
                assert not known or receipt["outcome"] not in unknown, (item, receipt)

    one()


def test_what_a_device_sends_is_answered_whatever_it_is(cast) -> None:
    fuzz_batches(cast, examples=120)


@pytest.mark.long
def test_what_a_device_sends_is_answered_whatever_it_is_at_length(cast) -> None:
    fuzz_batches(cast, examples=4000)


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_no_batch_is_refused(cast, packed: bool) -> None:
    client = cast.client("instructor")
    for body in (*filter(None, JSON_BODIES), b"{" * 200_000, gzip.compress(bytes(50 * 1024 * 1024)), b" " * 300_000):
        sent, headers = (gzip.compress(body), {"HTTP_CONTENT_ENCODING": "gzip"}) if packed else (body, {})
        assert send(client, "/outbox/", sent, **headers).status_code == 400, body[:60]


def fuzz_answers(cast: Any, examples: int) -> None:
    make_quiz(cast.cohort.programme_version.parts.get().module)
    attempt = start(code="M2.2", language="en", by=cast.trainee, at=timezone.now())
    position = AttemptQuestion.objects.filter(attempt=attempt).values_list("position", flat=True)[0]
    good = {"id": str(uuid.uuid4()), "position": position, "sequence": 1, "answer": [0, None], "language": "en"}
    client, url = cast.client("trainee"), f"/en/assessments/attempts/{attempt.pk}/answer/"
    assert send(client, url, json.dumps(good).encode()).status_code == 200

    @bounded(examples)
    @given(spoilt(good))
    def one(sent: Any) -> None:
        assert send(client, url, json.dumps(sent).encode()).status_code in {200, 400, 404}

    one()


def test_an_answer_is_taken_or_refused_whatever_it_is(cast) -> None:
    fuzz_answers(cast, examples=120)


@pytest.mark.long
def test_an_answer_is_taken_or_refused_whatever_it_is_at_length(cast) -> None:
    fuzz_answers(cast, examples=4000)
