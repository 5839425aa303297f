"""Begin an attempt. It may be pressed twice, on two devices: there is one attempt."""

import datetime
import secrets
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from assessments.domain.allowance import Rules, StartRefusal, asks_admission, rules_for, start_refusal, time_given
from assessments.domain.drawing import BlueprintShortError, Candidate, draw, draw_blueprint, option_order
from assessments.enums import AttemptState
from assessments.models import Attempt, AttemptQuestion, ExtraTime, Quiz, Sitting
from assessments.selectors.bank import BankEntry, approved_bank, bank_of
from assessments.selectors.standings import (
    enrolments_for,
    facts_of,
    lines_of,
    pick_enrolment,
    short_of,
    sitting_now,
    time_is_over,
)
from assessments.services.attempts import hand_in
from attendance.selectors.shares import admitted

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Enrolment

SEED_BITS = 62


class QuizUnknownError(LookupError):
    """There is no such quiz."""


class StartRefusedError(Exception):
    """No attempt can begin; `refusal` says why."""

    def __init__(self, refusal: StartRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def start(
    *, code: str, language: str, by: "User", at: datetime.datetime, start_code: str = "", address: str = ""
) -> Attempt:
    """Begin an attempt of `by` at the quiz, or return the one that is open, however often and wherever it is pressed.

    An open attempt whose time is over is handed in first. Where the programme shows approved texts only, questions are
    drawn whose words are approved in `language`. Exit tests and examinations begin for those alone whom their
    attendance admits. `start_code` is what the invigilator told the room, `address` that of the device. Raises
    QuizUnknownError or StartRefusedError.
    """
    quiz = Quiz.objects.filter(code=code, retired_at=None).first()
    if quiz is None:
        raise QuizUnknownError(code)
    if quiz.module_id is None and quiz.programme_id is None:
        raise StartRefusedError(StartRefusal.EMPTY)
    try:
        with transaction.atomic():
            enrolment = pick_enrolment(list(enrolments_for(quiz, by).select_for_update(of=("self",))))
            if enrolment is None:
                raise StartRefusedError(StartRefusal.NOT_ENROLLED)
            return _begin(quiz, enrolment, language, by, at, start_code, address)
    except IntegrityError:  # another device was quicker, and the database let only one be open
        mine = Attempt.objects.filter(quiz=quiz, enrolment__person=by, state=AttemptState.OPEN)
        running = mine.order_by("pk").first()
        if running is None:
            raise
        return running


def _begin(
    quiz: Quiz,
    enrolment: "Enrolment",
    language: str,
    by: "User",
    at: datetime.datetime,
    start_code: str,
    address: str,
) -> Attempt:
    earlier = list(Attempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("number"))
    running = next((attempt for attempt in earlier if attempt.state == AttemptState.OPEN), None)
    if running is not None:
        if not time_is_over(running, at):
            return running
        hand_in(attempt_id=running.pk, confirmed=True, by=by, at=at)
        running.refresh_from_db()
    rules, bank, sitting = _allowed(quiz, enrolment, earlier, language, at, start_code, address)
    seed = secrets.randbits(SEED_BITS)
    entries = [bank[one.version] for one in _drawn(quiz, bank, rules.questions, seed, earlier)]
    given = time_given(rules.minutes, _extra(enrolment) if rules.minutes else 0)
    deadline = at + given if given else None
    if deadline is None and sitting is not None:
        deadline = sitting.closes_at
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        number=len(earlier) + 1,
        language=language,
        seed=seed,
        started_at=at,
        deadline=deadline,
        max_points=sum(entry.marks for entry in entries),
        sitting=sitting,
        paused_at=at if sitting is not None and sitting.paused_at else None,
        heard_at=at if sitting is not None else None,
    )
    AttemptQuestion.objects.bulk_create(
        AttemptQuestion(
            attempt=attempt,
            position=position,
            version_id=entry.candidate.version,
            order=option_order(entry.kind, entry.key, seed=seed + position),
            seed=seed + position,
        )
        for position, entry in enumerate(entries, 1)
    )
    if sitting is not None:
        Sitting.objects.filter(pk=sitting.pk).update(heard_at=at)
    return attempt


def _allowed(
    quiz: Quiz,
    enrolment: "Enrolment",
    earlier: list[Attempt],
    language: str,
    at: datetime.datetime,
    start_code: str,
    address: str,
) -> tuple[Rules, dict[int, BankEntry], Sitting | None]:
    """Return rules, bank and open window of a new attempt. Raises StartRefusedError."""
    rules = rules_for(quiz, enrolment.cohort.programme_version)
    bank, questions = _bank_for(quiz, enrolment, language)
    sitting = sitting_now(quiz, enrolment, at) if quiz.sittings_only or quiz.start_code else None
    facts = facts_of(
        quiz,
        enrolment,
        attempts=earlier,
        rules=rules,
        bank=questions,
        short=short_of(quiz, list(bank.values()), questions, rules),
        admitted=not asks_admission(quiz) or admitted(enrolment),
        sitting=sitting,
        address=address,
        code=start_code,
    )
    refusal = start_refusal(facts, at)
    if refusal is not None:
        raise StartRefusedError(refusal)
    return rules, bank, sitting


def _drawn(quiz: Quiz, bank: dict[int, BankEntry], count: int, seed: int, earlier: list[Attempt]) -> list[Candidate]:
    last = AttemptQuestion.objects.filter(attempt=earlier[-1].pk) if earlier else AttemptQuestion.objects.none()
    avoid = set(last.values_list("version__question", flat=True))
    candidates = [entry.candidate for entry in bank.values()]
    lines = lines_of(quiz)
    if not lines:
        drawn = draw(candidates, count, seed=seed, avoid=avoid)
        return drawn if quiz.shuffle else sorted(drawn, key=lambda one: (one.lesson or 0, one.question))
    try:
        return draw_blueprint(candidates, lines, seed=seed, avoid=avoid, shuffle=quiz.shuffle)
    except BlueprintShortError:  # looked at before; another draw order cannot come here with the same bank
        raise StartRefusedError(StartRefusal.UNAPPROVED) from None


def _extra(enrolment: "Enrolment") -> int:
    """Return the percent of more time that somebody was given, 0 for most."""
    given = ExtraTime.objects.filter(enrolment=enrolment, ended_at=None)
    return given.values_list("percent", flat=True).first() or 0


def _bank_for(quiz: Quiz, enrolment: "Enrolment", language: str) -> tuple[dict[int, BankEntry], int]:
    """Return what may be drawn by version, and how many questions the bank has."""
    if enrolment.cohort.programme_version.drafts_shown:
        entries = bank_of(quiz, [language])
        questions = len(entries)
    else:
        approved = approved_bank(quiz, language)
        entries, questions = approved.entries, approved.questions
    return {entry.candidate.version: entry for entry in entries}, questions
