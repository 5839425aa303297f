"""Receive what devices send, exactly once. Upper apps register in `ready()` what each kind of item does.

An item is looked up by its id before any rule is judged, so a repeat gets the answer the first one got. Items are
answered one by one: a bad one never holds up the others. A handler that fails unexpectedly undoes its own work only;
the item is kept for a person and the device is told so.
"""

import datetime
import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from foundation.outbox.models import Delivery, Outcome, Stray

logger = logging.getLogger("omuzgoh.outbox")

MOST_ITEMS = 100
DOUBTFUL_CLOCK = datetime.timedelta(minutes=5)


class BatchError(ValueError):
    """What was sent is no batch of items; nothing of it was looked at."""


@dataclass(frozen=True)
class Item:
    """One item of a device. `device_at` is the device's clock; `corrected_at` that clock set right, None if unknown."""

    id: uuid.UUID
    device: uuid.UUID
    sequence: int
    kind: str
    subject: str
    payload: Mapping[str, Any]
    device_at: datetime.datetime | None
    offset: datetime.timedelta | None

    @property
    def corrected_at(self) -> datetime.datetime | None:
        """When it happened by the server's clock, as well as can be known."""
        if self.device_at is None or self.offset is None:
            return None
        try:
            return self.device_at + self.offset
        except OverflowError:
            return None

    @property
    def clock_doubtful(self) -> bool:
        """True when the device's clock was wrong by more than five minutes, or is unknown."""
        return self.offset is None or abs(self.offset) > DOUBTFUL_CLOCK

    @property
    def digest(self) -> str:
        """SHA-256 of what the item says, in hexadecimal."""
        said = [self.kind, self.subject, self.payload]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What became of an item; `said` is more for the device, such as a code of the reason."""

    outcome: Outcome
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """The answer to one item; `repeat` when it had been received before."""

    id: uuid.UUID
    outcome: Outcome
    said: Mapping[str, Any]
    repeat: bool


Handler = Callable[[Item, uuid.UUID, datetime.datetime], Answer]
_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Name the function that is called with each new item of `kind`, the person's id and the server's time.

    It runs inside a transaction of its own and must judge rights itself.
    """
    _handlers[kind] = handler


def read_batch(body: Any, at: datetime.datetime) -> list[Item]:
    """Return the items of a decoded body {device, sent_at, items: [{id, seq, kind, subject, at, payload}]}.

    `at` is the server's clock on receipt. Raises BatchError when the body is not of that shape.
    """
    try:
        device = uuid.UUID(body["device"])
        sent_at = _moment(body.get("sent_at"))
        offset = at - sent_at if sent_at else None
        rows = body["items"]
        if not isinstance(rows, list) or len(rows) > MOST_ITEMS:
            raise BatchError
        return [
            Item(
                id=uuid.UUID(row["id"]),
                device=device,
                sequence=_count(row["seq"]),
                kind=_short(row["kind"], 40),
                subject=_short(row["subject"], 64),
                payload=_mapping(row["payload"]),
                device_at=_moment(row.get("at")),
                offset=offset,
            )
            for row in rows
        ]
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise BatchError from error


def receive(*, items: Sequence[Item], person: uuid.UUID, at: datetime.datetime) -> list[Receipt]:
    """Store and handle the items of one person's device in their order; return the answer to each."""
    return [_receive(item, person, at) for item in items]


def _receive(item: Item, person: uuid.UUID, at: datetime.datetime) -> Receipt:
    known = Delivery.objects.filter(pk=item.id).first()
    if known is not None:
        return _repeat(known, item, person, at)
    try:
        with transaction.atomic():
            answer = _handle(item, person, at)
            _store(item, person, at, answer)
    except Exception as error:
        again = Delivery.objects.filter(pk=item.id).first()
        if again is not None:  # the same item came twice at the same time
            return _repeat(again, item, person, at)
        # the class alone: a message can hold a row of the database, and so a name
        logger.error("item %s of kind %s was kept: %s", item.id, item.kind, type(error).__name__)  # noqa: TRY400
        answer = Answer(Outcome.KEPT)
        _store(item, person, at, answer)
    return Receipt(item.id, answer.outcome, answer.said, repeat=False)


def _handle(item: Item, person: uuid.UUID, at: datetime.datetime) -> Answer:
    handler = _handlers.get(item.kind)
    if handler is None:
        return Answer(Outcome.KEPT, {"reason": "unknown kind"})
    return handler(item, person, at)


def _store(item: Item, person: uuid.UUID, at: datetime.datetime, answer: Answer) -> None:
    taken = Delivery.objects.filter(device=item.device, sequence=item.sequence).exists()
    Delivery.objects.create(
        id=item.id,
        device=item.device,
        sequence=None if taken else item.sequence,
        person=person,
        kind=item.kind,
        subject=item.subject,
        payload=dict(item.payload),
        digest=item.digest,
        device_at=item.device_at,
        offset_ms=round(item.offset.total_seconds() * 1000) if item.offset is not None else None,
        received_at=at,
        outcome=answer.outcome,
        answer=dict(answer.said),
    )


def _repeat(known: Delivery, item: Item, person: uuid.UUID, at: datetime.datetime) -> Receipt:
    """Answer as the first time; another content under the same id is kept beside it."""
    if known.digest != item.digest or known.person != person:
        body = {"kind": item.kind, "subject": item.subject, "payload": dict(item.payload)}
        Stray.objects.get_or_create(
            delivery=known, digest=item.digest, defaults={"body": body, "person": person, "received_at": at}
        )
        return Receipt(item.id, Outcome.KEPT, {"reason": "other content"}, repeat=True)
    return Receipt(item.id, Outcome(known.outcome), known.answer, repeat=True)


def _moment(value: Any) -> datetime.datetime | None:
    """Return an ISO moment with its zone, or None for anything else."""
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < 2**31:
        raise BatchError
    return value


def _short(value: Any, longest: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= longest or "\x00" in value:
        raise BatchError
    return value.encode("utf-8", "replace").decode()


def _mapping(value: Any) -> Mapping[str, Any]:
    """Return what an item says; half of a pair of UTF-16, which JSON can write and no database keeps, becomes "?"."""
    if not isinstance(value, dict) or "\\u0000" in json.dumps(value):
        raise BatchError
    text = json.dumps(value, ensure_ascii=False)
    whole = text.encode("utf-8", "replace").decode()
    return value if whole == text else _mapping(json.loads(whole))
