"""Questions written on a screen: a new one, a change of one in the source language, retiring and taking back.

Another key, kind or other marks make the next version, because a version is immutable in what decides; words alone
follow the rules of services/wording.py. A question of the manuscripts that is changed here belongs to who changed it:
the loader leaves it alone from then on.
"""

import dataclasses
import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.domain.formats.base import Imported, Picture, faults
from assessments.enums import QuestionKind
from assessments.models import Question, QuestionPicture, QuestionTag, QuestionVersion
from assessments.selectors.regrading import in_force
from assessments.selectors.texts import QUESTIONS, Written, written
from assessments.services.bank_reading import digest
from assessments.services.wording import (
    TextUnknownError,
    WordsRefusedError,
    clean,
    meaning_after,
    problems_of,
    replace,
)
from courses.enums import Change
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Module


class ChangedMeanwhileError(Exception):
    """Somebody else changed the question after the form was shown."""


class AnnulledError(Exception):
    """An annulled question is taken back by a corrected key only."""


@dataclasses.dataclass(frozen=True)
class Draft:
    """A question as it was typed in the source language. `lesson` and `outcome` are ids of its module.

    `picture` is the one it shows; None: none, or of a question that is changed, the one it has.
    """

    marks: int
    key: Mapping[str, Any]
    stem: str
    options: Sequence[Any]
    feedback: str
    difficulty: str
    lesson: int | None
    outcome: int | None
    exam_only: bool
    tags: Sequence[str]
    picture: QuestionPicture | None = None

    @property
    def words(self) -> dict[str, Any]:
        """The words as they are stored."""
        return clean({"stem": self.stem, "options": list(self.options), "feedback": self.feedback})

    @property
    def place(self) -> dict[str, Any]:
        """The columns of the question."""
        return {
            "difficulty": self.difficulty,
            "lesson_id": self.lesson,
            "outcome_id": self.outcome,
            "exam_only": self.exam_only,
        }


def fingerprint(found: Written) -> str:
    """Return what changes when key, words or place of a question change: the form carries it."""
    row = found.rows.get(SOURCE_LANGUAGE)
    words = QUESTIONS.words_of(row) if row else {}
    place = {name: getattr(found.thing, name) for name in ("difficulty", "lesson_id", "outcome_id", "exam_only")}
    return digest([found.version.number, found.version.source_hash, words, place, _tags(found.thing)])[:16]


def make_question(
    *, submission: uuid.UUID, module: "Module", kind: str, draft: Draft, by: "User", at: datetime.datetime
) -> Question:
    """Make a question that nobody has approved, with its words in the source language; return it.

    `submission` is the id made with the form: sent again it returns what was stored. Remembered as QUESTION_CHANGED.
    Raises WordsRefusedError.
    """
    code = f"{module.code.lower()}-{submission.hex[:12]}"
    with transaction.atomic():
        made, new = Question.objects.get_or_create(
            code=code, defaults={"module": module, "created_by": by, **draft.place}
        )
        if not new:
            return made
        version = QuestionVersion(question=made, number=1, kind=kind, **_structure(kind, draft, [], draft.picture))
        version.created_by, version.created_at = by, at
        found = Written(QUESTIONS, made, version, {})
        _check(found, draft)
        version.save()
        replace(found, {SOURCE_LANGUAGE: draft.words}, {SOURCE_LANGUAGE: 1}, by=by, at=at)
        _keep_tags(made, draft.tags)
        remember(act=Act.QUESTION_CHANGED, by=by, subject=made, new={"code": code, "version": 1, "new": True})
    return made


def change_question(
    *, code: str, seen: str, draft: Draft, change: Change | None, by: "User", at: datetime.datetime
) -> QuestionVersion:
    """Bring a question to what was typed, and return its newest version. The same again writes nothing.

    With another key, the words of other languages go along only where they still say the same; else the translators
    write them again. `seen` is the fingerprint shown with the form. `change` says what happened to the meaning.
    Remembered as QUESTION_CHANGED. Raises TextUnknownError, WordsRefusedError and ChangedMeanwhileError.
    """
    with transaction.atomic():
        thing = Question.objects.select_for_update().filter(code=code, retired_at=None).first()
        found = written(QUESTIONS, [code]).get(code)
        if thing is None or found is None:
            raise TextUnknownError(code)
        draft = dataclasses.replace(draft, picture=draft.picture or found.version.picture)
        changed = _changed(found, draft)
        if not changed:
            return found.version  # type: ignore[no-any-return]
        if fingerprint(found) != seen:
            raise ChangedMeanwhileError
        trial = QuestionVersion(kind=found.version.kind, key=dict(draft.key), picture=draft.picture)
        _check(dataclasses.replace(found, version=trial), draft)
        version = _write(found, draft, changed, change, by, at)
        for name, value in {**draft.place, "created_by_id": by.pk}.items():
            setattr(thing, name, value)
        thing.save(update_fields=["difficulty", "lesson", "outcome", "exam_only", "created_by"])
        _keep_tags(thing, draft.tags)
        values = {"code": code, "version": version.number, "changed": changed}
        remember(act=Act.QUESTION_CHANGED, by=by, subject=thing, new=values)
    return version


def retire_question(*, code: str, retired: bool, by: "User", at: datetime.datetime) -> Question:
    """Take a question out of what is drawn, or take it back; attempts keep theirs. The same again writes nothing.

    Remembered as QUESTION_CHANGED. Raises TextUnknownError and AnnulledError.
    """
    with transaction.atomic():
        thing = Question.objects.select_for_update().filter(code=code).first()
        newest = QuestionVersion.objects.filter(question=thing).order_by("-number").first()
        if thing is None or newest is None:
            raise TextUnknownError(code)
        if bool(thing.retired_at) == retired:
            return thing
        if not retired and in_force(newest).annulled:
            raise AnnulledError
        thing.retired_at, thing.created_by = at if retired else None, by
        thing.save(update_fields=["retired_at", "created_by"])
        remember(act=Act.QUESTION_CHANGED, by=by, subject=thing, new={"code": code, "retired": retired})
    return thing


def problems_of_draft(*, kind: str, draft: Draft) -> list[str]:
    """Return in the active language why a draft of a kind cannot be kept; empty when it can."""
    version = QuestionVersion(kind=kind, key=dict(draft.key), picture=draft.picture)
    return _problems(Written(QUESTIONS, Question(), version, {}), draft)


def _problems(found: Written, draft: Draft) -> list[str]:
    kind = found.version.kind
    picture = Picture(draft.picture.name, b"") if draft.picture and kind == QuestionKind.HOTSPOT else None
    one = Imported(line=0, kind=kind, key=draft.key, marks=draft.marks, picture=picture, **draft.words)
    return list(dict.fromkeys([*faults(one), *problems_of(found, SOURCE_LANGUAGE, draft.words)]))


def _check(found: Written, draft: Draft) -> None:
    """Raise WordsRefusedError when key or words are not sound."""
    if problems := _problems(found, draft):
        raise WordsRefusedError(problems)


def _structure(kind: str, draft: Draft, specimen: Sequence[str], picture: QuestionPicture | None) -> dict[str, Any]:
    key = dict(draft.key)
    source_hash = digest([kind, draft.marks, key, list(specimen), *([picture.digest] if picture else [])])
    columns = {"marks": draft.marks, "key": key, "specimen": list(specimen), "source_hash": source_hash}
    return {**columns, "picture": picture}


def _changed(found: Written, draft: Draft) -> list[str]:
    """Return what differs from what is stored: key, marks, picture, words, place, tags."""
    row, thing, version = found.rows.get(SOURCE_LANGUAGE), found.thing, found.version
    differs = {
        "key": dict(draft.key) != version.key,
        "marks": draft.marks != version.marks,
        "picture": (draft.picture.pk if draft.picture else None) != version.picture_id,
        "words": row is None or QUESTIONS.words_of(row) != draft.words,
        "place": any(getattr(thing, name) != value for name, value in draft.place.items()),
        "tags": sorted(set(draft.tags)) != _tags(thing),
    }
    return [name for name, one in differs.items() if one]


def _write(
    found: Written, draft: Draft, changed: Sequence[str], change: Change | None, by: "User", at: datetime.datetime
) -> QuestionVersion:
    """Write words and, where the structure differs, the next version; return the newest version."""
    old: QuestionVersion = found.version
    words, meaning = draft.words, meaning_after(found, SOURCE_LANGUAGE, draft.words, change)
    if not {"key", "marks", "picture"} & set(changed):
        if "words" not in changed:
            return old
        rows = replace(found, {SOURCE_LANGUAGE: words}, {SOURCE_LANGUAGE: meaning}, by=by, at=at)
        return rows[SOURCE_LANGUAGE].version  # type: ignore[no-any-return]
    version = QuestionVersion.objects.create(
        question=found.thing,
        number=old.number + 1,
        kind=old.kind,
        created_by=by,
        created_at=at,
        **_structure(old.kind, draft, old.specimen, draft.picture),
    )
    said = {SOURCE_LANGUAGE: words}
    if _others_fit(found, draft, changed, change):
        said |= {code: QUESTIONS.words_of(row) for code, row in found.rows.items() if code != SOURCE_LANGUAGE}
    meanings = {code: found.rows[code].meaning if code in found.rows else meaning for code in said}
    rows = replace(found, said, {**meanings, SOURCE_LANGUAGE: meaning}, version=version, by=by, at=at)
    answered = rows[SOURCE_LANGUAGE]  # who wrote the key answers for the text: nobody reviews their own
    answered.changed_by, answered.changed_at = by, at
    answered.save(update_fields=["changed_by", "changed_at"])
    return version


def _others_fit(found: Written, draft: Draft, changed: Sequence[str], change: Change | None) -> bool:
    """True when the key is right for the words of the other languages too.

    Not when question or options changed together with the key: "is allowed" may have become "is not allowed". Nor when
    there is another picture: they say what the old one shows.
    """
    row = found.rows.get(SOURCE_LANGUAGE)
    if "picture" in changed:
        return False
    if "key" not in changed:
        return True
    if row is None or list(row.options) != draft.words["options"]:
        return False
    return row.stem == draft.words["stem"] or change == Change.WORDING


def _tags(thing: Question) -> list[str]:
    return sorted(QuestionTag.objects.filter(question=thing).values_list("word", flat=True))


def _keep_tags(thing: Question, words: Sequence[str]) -> None:
    have = set(_tags(thing))
    QuestionTag.objects.filter(question=thing, word__in=have - set(words)).delete()
    QuestionTag.objects.bulk_create(QuestionTag(question=thing, word=word) for word in sorted(set(words) - have))
