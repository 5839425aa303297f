"""A question turned out to be wrong: annul a version or correct its key, and mark again every attempt that holds it."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from accounts.enums import Act, Role
from accounts.services.audit import remember
from assessments.enums import BY_HAND, AttemptState, QuestionKind, RegradeAct
from assessments.models import AttemptQuestion, Question, QuestionText, QuestionVersion, Regrade, RegradeChange
from assessments.selectors.regrading import (
    Consequence,
    centres_of,
    chunks,
    consequence,
    fingerprint,
    holders,
    in_force,
    locked_among,
)
from assessments.selectors.remarking import Change, outcomes
from assessments.selectors.texts import QUESTIONS, hash_of
from assessments.selectors.turned_words import IN_WORDS, turned_words
from assessments.services.bank_reading import digest
from assessments.services.remarking import write_outcomes

if TYPE_CHECKING:
    from accounts.models import User


# What a corrected key of a kind may have besides the parts that it was written with.
ADDED: Mapping[str, frozenset[str]] = {
    QuestionKind.MATCHING: frozenset({"right"}),
    QuestionKind.ORDERING: frozenset({"right"}),
    QuestionKind.MRZ: frozenset({"also"}),
}


class RegradeError(Exception):
    """Attempts cannot be marked again so."""


class NotYoursError(RegradeError):
    """Attempts of other centres hold the question: the editor or the administrator decides, not one head."""


class GroundsMissingError(RegradeError):
    """A regrade needs a reason and the number of a document."""


class NothingNewError(RegradeError):
    """The question is annulled already, or this key is in force already."""


class KeyUnfitError(RegradeError):
    """A key of this kind of question cannot be corrected."""


class OtherConsequencesError(RegradeError):
    """What would change is not what was shown; it has to be looked at again."""


def regrade(
    *,
    submission: uuid.UUID,
    version: QuestionVersion,
    act: RegradeAct,
    new_key: Mapping[str, Any] | None,
    reason: str,
    document: str,
    seen: str | None,
    by: "User",
    at: datetime.datetime,
) -> Regrade:
    """Annul a version, or let another key be in force for it, and mark again all attempts that hold it, or none.

    A key after an annulment takes the annulment back. Attempts whose result is locked stay as they are; their changes
    are listed as not applied. With a corrected key the question gets its next version; annulled, it is drawn no more.
    `seen` is the fingerprint of the dry run that `by` looked at (None: nobody looked). `submission` is the id made with
    the form: sent again it returns what was stored. Raises a RegradeError.
    """
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=version.question_id)
        repeated = Regrade.objects.filter(pk=submission, version=version).first()
        if repeated is not None:
            return repeated
        _check(version, act, new_key, reason, document, by)
        was = in_force(version)
        made = Regrade.objects.create(
            id=submission,
            version=version,
            act=act,
            new_key=new_key,
            reason=reason.strip(),
            document=document.strip(),
            by=by,
            at=_after_the_last(version, at),
        )
        changes = _mark_again(made, at)
        if seen is not None and fingerprint(changes) != seen:
            raise OtherConsequencesError
        _renew_question(version, act, was.key, new_key, by, at)
        remember(
            act=Act.REGRADED,
            by=by,
            subject=made,
            old={"key": was.key, "annulled": was.annulled},
            new={
                "question": version.question.code,
                "number": version.number,
                "act": str(act),
                "key": new_key,
                "document": made.document,
                "changed": len(changes),
                "locked": sum(one.locked for one in changes),
            },
            reason=made.reason,
        )
    return made


def may_apply(version: QuestionVersion, by: "User") -> bool:
    """True for editor and administrator; for a head when attempts hold the version, and all are of that centre."""
    if by.has_role(Role.EDITOR, Role.ADMINISTRATOR):
        return True
    centres = centres_of(version.pk)
    return bool(centres) and centres <= set(by.centre_ids(Role.HEAD))


def _check(
    version: QuestionVersion,
    act: RegradeAct,
    new_key: Mapping[str, Any] | None,
    reason: str,
    document: str,
    by: "User",
) -> None:
    if not may_apply(version, by):
        raise NotYoursError
    if not reason.strip() or not document.strip():
        raise GroundsMissingError
    now = in_force(version)
    if act == RegradeAct.ANNUL:
        if now.annulled:
            raise NothingNewError
        return
    added = ADDED.get(version.kind, frozenset())
    if new_key is None or set(new_key) - added != set(now.key) - added:
        raise KeyUnfitError
    if new_key == now.key and not now.annulled:
        raise NothingNewError
    if version.kind in BY_HAND and new_key != now.key:
        raise KeyUnfitError


def _after_the_last(version: QuestionVersion, at: datetime.datetime) -> datetime.datetime:
    """Return the time that is written: the newest regrade is in force, also when a clock was set back."""
    last = Regrade.objects.filter(version=version).aggregate(last=Max("at"))["last"]
    return max(at, last + datetime.timedelta(microseconds=1)) if last else at


def _mark_again(made: Regrade, at: datetime.datetime) -> list[Consequence]:
    """Mark the attempts again, a chunk at a time; a chunk costs the same number of statements however large it is."""
    change = Change(made.version_id, RegradeAct(made.act), made.new_key)
    changes: list[Consequence] = []
    for ids in chunks(made.version_id):
        held = list(holders(made.version_id).filter(pk__in=ids).select_for_update(of=("self", "enrolment__cohort")))
        running = [one.pk for one in held if one.state == AttemptState.OPEN]
        drawn = AttemptQuestion.objects.filter(attempt__in=running, version=made.version_id)
        drawn.update(annulled=made.act == RegradeAct.ANNUL)
        attempts = [one for one in held if one.state != AttemptState.OPEN]
        locked = locked_among(attempts)
        found = [one for one in outcomes(attempts, change=change) if one.changed]
        told = [consequence(one, made.version_id, locked=one.attempt.pk in locked) for one in found]
        write_outcomes([one for one in found if one.attempt.pk not in locked], at)
        RegradeChange.objects.bulk_create(
            RegradeChange(
                regrade=made,
                attempt_id=one.attempt,
                old_percent=one.old_percent,
                new_percent=one.new_percent,
                old_passed=one.old_passed,
                new_passed=one.new_passed,
                applied=not one.locked,
            )
            for one in told
        )
        changes += told
    return changes


def _renew_question(
    version: QuestionVersion,
    act: RegradeAct,
    old_key: Mapping[str, Any],
    new_key: Mapping[str, Any] | None,
    by: "User",
    at: datetime.datetime,
) -> None:
    """Let future attempts draw what is right: nothing of an annulled question, the next version of a corrected one.

    Only when nobody has given the question another key meanwhile.
    """
    question = version.question
    newest = question.versions.order_by("-number").first()
    if newest is None or newest.key not in (old_key, version.key):
        return
    if act == RegradeAct.ANNUL:
        Question.objects.filter(pk=question.pk, retired_at=None).update(retired_at=at)
        return
    Question.objects.filter(pk=question.pk, retired_at=_annulled_at(version)).update(retired_at=None)
    if new_key is None:
        return
    if version.kind in IN_WORDS:
        turned = turned_words(version, newest, new_key)
        if turned is not None:
            _next_version(newest, newest.key, by, at, turned)
    elif newest.key != new_key:
        _next_version(newest, new_key, by, at)


def _annulled_at(version: QuestionVersion) -> datetime.datetime | None:
    annulled = Regrade.objects.filter(version=version, act=RegradeAct.ANNUL).order_by("-at")
    return annulled.values_list("at", flat=True).first()


def _next_version(
    newest: QuestionVersion,
    key: Mapping[str, Any],
    by: "User",
    at: datetime.datetime,
    turned: Callable[[list[Any]], list[Any]] | None = None,
) -> None:
    """The same question with another key. Its words are the same; whoever approves them approves the key with them.

    Where the words are the key, `turned` brings the options of each language into the right order or pairs.
    """
    picture = [newest.picture.digest] if newest.picture else []
    made = QuestionVersion.objects.create(
        question=newest.question,
        number=newest.number + 1,
        kind=newest.kind,
        marks=newest.marks,
        key=key,
        specimen=newest.specimen,
        picture=newest.picture,
        source_hash=digest([newest.kind, newest.marks, key, newest.specimen, *picture]),
        created_by=by,
        created_at=at,
    )
    for text in QuestionText.objects.filter(version=newest):
        text.pk, text.version = None, made
        if turned is not None:
            text.options = turned(text.options)
        text.words_hash = hash_of(QUESTIONS, made, QUESTIONS.words_of(text))
        text._state.adding = True
        text.save(force_insert=True)
