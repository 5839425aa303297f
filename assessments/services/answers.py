"""Store answers as they are given. Nothing that arrives is dropped; what arrives too late is marked as late."""

import dataclasses
import datetime
import json
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from accounts.services.free_texts import without_own_name
from assessments.enums import AttemptState, FeedbackTime
from assessments.models import Attempt, AttemptQuestion, Quiz, Response
from assessments.selectors.attempts import latest_answers
from assessments.selectors.standings import time_is_over
from foundation.languages.titles import LANGUAGE_CODES

if TYPE_CHECKING:
    from accounts.models import User

MOST_POSITIONS = 500
LARGEST_SEQUENCE = 2**31 - 1
LONGEST_LINE = 120
LONGEST_TEXT = 12_000  # of an essay, in characters
LONGEST_LIST = 40
MOST_PLACES = 1000


class AnswerMalformedError(ValueError):
    """What was sent is not an answer; says what is wrong with it."""


class NotDrawnError(LookupError):
    """There is no such question in an attempt of this person."""


@dataclasses.dataclass(frozen=True)
class Given:
    """One answer as a device sends it: an id made there, and the person's own order."""

    id: uuid.UUID
    position: int
    sequence: int
    answer: Any
    language: str


def read_given(sent: Any) -> Given:
    """Return an answer from the JSON a device sent. Raises AnswerMalformedError."""
    if not isinstance(sent, dict):
        raise AnswerMalformedError("an answer is an object")
    try:
        pk = uuid.UUID(sent["id"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise AnswerMalformedError("id is a UUID") from None
    position: Any = sent.get("position")
    sequence: Any = sent.get("sequence")
    language = sent.get("language")
    if not _whole(position, 1, MOST_POSITIONS) or not _whole(sequence, 0, LARGEST_SEQUENCE):
        raise AnswerMalformedError("position and sequence are whole numbers")
    if language not in LANGUAGE_CODES:
        raise AnswerMalformedError("unknown language")
    if "answer" not in sent or not is_sound(sent["answer"]):
        raise AnswerMalformedError("the answer has an unknown shape")
    answer = sent["answer"]
    if isinstance(answer, str):  # half of a pair of UTF-16, which JSON can write and no database keeps
        answer = answer.encode("utf-8", "replace").decode()
    return Given(pk, position, sequence, answer, language)


def is_sound(answer: Any) -> bool:
    """True for the shapes of answers that domain/marking.py names, of any size a question can have."""
    if answer is None or isinstance(answer, bool):
        return True
    if isinstance(answer, str):
        return len(answer) <= LONGEST_TEXT and "\x00" not in answer
    if isinstance(answer, list):
        return len(answer) <= LONGEST_LIST and all(place is None or _whole(place, 0, MOST_PLACES) for place in answer)
    return _whole(answer, 0, MOST_PLACES)


def is_empty(answer: Any) -> bool:
    """True for nothing chosen and nothing typed; place 0 and False are answers."""
    return answer is None or answer == "" or (isinstance(answer, list) and all(place is None for place in answer))


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


# One statement: the person's own drawn question or nothing; late if the attempt is handed in or its time is over, if
# the person has gone past the question, or has been told already what was right.
# On PostgreSQL the attempt is held meanwhile, so an answer is either counted by a hand-in or marked as late.
STORE = """
INSERT INTO {response} (id, attempt_id, position, sequence, answer, language, received_at, late)
SELECT %s, a.id, q.position, %s, %s, %s, %s, (
    a.state <> %s OR (a.paused_at IS NULL AND a.deadline IS NOT NULL AND a.deadline < %s)
    OR (z.forward_only AND q.position < a.reached)
    OR (z.feedback = %s AND EXISTS (
        SELECT 1 FROM {response} r WHERE r.attempt_id = a.id AND r.position = q.position AND NOT r.late
    ))
)
FROM {attempt} a
JOIN {enrolment} e ON e.id = a.enrolment_id
JOIN {quiz} z ON z.id = a.quiz_id
JOIN {drawn} q ON q.attempt_id = a.id
WHERE a.id = %s AND e.person_id = %s AND q.position = %s
{hold}
ON CONFLICT (id) DO NOTHING RETURNING late
"""


def store(*, attempt_id: uuid.UUID, given: Given, by: "User", at: datetime.datetime) -> bool:
    """Keep one answer of `by`; return whether it counts (False: it came too late and is kept as such).

    One statement. The same id again changes nothing and gets the same reply. Raises NotDrawnError when the attempt is
    not this person's or has no such question.
    """
    fields = {field.attname: field for field in Response._meta.concrete_fields}

    def ready(name: str, value: Any) -> Any:
        return fields[name].get_db_prep_value(value, connection, prepared=False)

    tables = {
        "response": Response._meta.db_table,
        "attempt": Attempt._meta.db_table,
        "drawn": AttemptQuestion._meta.db_table,
        "quiz": Quiz._meta.db_table,
        "enrolment": Attempt._meta.get_field("enrolment").related_model._meta.db_table,  # type: ignore[union-attr]
        "hold": "FOR SHARE OF a" if connection.features.has_select_for_update else "",
    }
    moment = ready("received_at", at)
    values = (
        ready("id", given.id),
        given.sequence,
        ready("answer", without_own_name(by, given.answer)),
        given.language,
        moment,
        AttemptState.OPEN.value,
        moment,
        FeedbackTime.AT_ONCE.value,
        ready("attempt_id", attempt_id),
        ready("id", by.pk),
        given.position,
    )
    with connection.cursor() as cursor:
        cursor.execute(STORE.format(**tables), values)
        row = cursor.fetchone()
    if row is not None:
        return not row[0]
    repeated = (
        Response.objects.filter(pk=given.id, attempt=attempt_id, attempt__enrolment__person=by).order_by("pk").first()
    )
    if repeated is None:
        raise NotDrawnError(attempt_id, given.position)
    return not repeated.late


def store_form(
    *,
    attempt_id: uuid.UUID,
    answers: Mapping[int, Any],
    shown: Mapping[int, Any],
    language: str,
    by: "User",
    at: datetime.datetime,
) -> int:
    """Keep the answers of a whole form by position; return how many were new and count.

    `shown` is what the page showed when it was made: only what the person changed is stored, so an old page on a
    second device takes nothing back. The same form again stores nothing. Raises NotDrawnError.
    """
    with transaction.atomic():
        mine = Attempt.objects.select_for_update(of=("self",)).select_related("quiz")
        mine = mine.filter(pk=attempt_id, enrolment__person=by)
        attempt = mine.order_by("pk").first()
        if attempt is None:
            raise NotDrawnError(attempt_id)
        drawn = set(attempt.drawn.values_list("position", flat=True))
        latest = latest_answers(attempt_id)
        sequence = max((stored.sequence for stored in latest.values()), default=0)
        late = attempt.state != AttemptState.OPEN or time_is_over(attempt, at)
        rows = []
        for position, answer in answers.items():
            stored = latest[position].answer if position in latest else None
            if position not in drawn or not is_sound(answer) or answer in (shown.get(position), stored):
                continue
            if stored is None and is_empty(answer):
                continue
            sequence += 1
            rows.append(
                Response(
                    attempt=attempt,
                    position=position,
                    sequence=min(sequence, LARGEST_SEQUENCE),
                    answer=without_own_name(by, answer),
                    language=language,
                    late=late or _is_past(attempt, position, stored),
                    received_at=at,
                )
            )
        Response.objects.bulk_create(rows)
    return sum(not row.late for row in rows)


def _is_past(attempt: Attempt, position: int, stored: Any) -> bool:
    """True for a question that the person has gone past, or of which she has been told what was right."""
    told = attempt.quiz.feedback == FeedbackTime.AT_ONCE and stored is not None
    return told or (attempt.quiz.forward_only and position < attempt.reached)


def read_shown(text: str) -> Any:
    """Return what a page says it showed for a question; None when it cannot be read."""
    try:
        return json.loads(text)
    except ValueError:
        return None
