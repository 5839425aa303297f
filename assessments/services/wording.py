"""Write the words of questions and practical exercises in one language. Key, marks and criteria are never touched.

A version with which nobody was examined, and whose words nobody approved, is mended in place; else the next version
(the same key, the other languages' words copied) takes the new words, so an attempt keeps the words it was sat with
and readers of approved texts keep theirs until the new ones are approved. A language that a version lacks is added to
it. What happens to the meaning is said by `Change`, as courses/services/editions.py explains.
"""

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.domain.kinds.places import gap_numbers
from assessments.domain.kinds.wanted import groups_that_differ, words_wanted
from assessments.enums import QuestionKind
from assessments.models import PracticalText, QuestionText
from assessments.selectors.texts import PRACTICALS, QUESTIONS, Shelf, Words, Written, hash_of, written
from courses.enums import ApprovalState, Change
from courses.selectors.standings import steps_of, words_hash
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

PARAGRAPH = "\n\n"
BREAK = re.compile(r"\n[ \t]*\n\s*")
LIKE_AN_ITEM = re.compile(r"^(- |## )", re.MULTILINE)  # what a paragraph of a manuscript cannot begin with
LONGEST_TITLE = 255


class TextUnknownError(LookupError):
    """There is no such question or exercise, or it is retired, or nobody writes in that language."""


class WordsRefusedError(ValueError):
    """The words do not fit the thing; nothing was written. `problems` says why, in the active language."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


def set_question_words(
    *,
    code: str,
    language: str,
    stem: str,
    options: Sequence[Any],
    feedback: str,
    change: Change | None,
    by: "User | None",
    at: datetime.datetime,
) -> QuestionText:
    """Write the words of a question in one language and return its newest text there.

    `stem` and `feedback` are paragraphs with an empty line between; `options` words, or [left, right] of each pair.
    The same words again write nothing, unless `change` says that they fit what has become newer. Remembered as
    EDITION_PUBLISHED. Raises TextUnknownError or WordsRefusedError.
    """
    words = {"stem": stem, "options": options, "feedback": feedback}
    text: QuestionText = _set_words(QUESTIONS, code, language, words, change, by, at)
    return text


def set_practical_words(
    *,
    code: str,
    language: str,
    title: str,
    conditions: str,
    equipment: Sequence[str],
    criteria: Sequence[str],
    guidance: str,
    change: Change | None,
    by: "User | None",
    at: datetime.datetime,
) -> PracticalText:
    """Write the words of a practical exercise in one language; as set_question_words. One criterion a criterion."""
    words = {
        "title": title,
        "conditions": conditions,
        "equipment": equipment,
        "criteria": criteria,
        "guidance": guidance,
    }
    text: PracticalText = _set_words(PRACTICALS, code, language, words, change, by, at)
    return text


def clean(words: Words) -> dict[str, Any]:
    """Return words as the manuscripts hold them: composed letters, no line breaks but between paragraphs."""

    def cleaned(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [cleaned(one) for one in value]
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
        return PARAGRAPH.join(" ".join(part.split("\n")).strip() for part in BREAK.split(text) if part.strip())

    return {name: cleaned(value) for name, value in words.items()}


def problems_of(found: Written, language: str, words: Words) -> list[str]:
    """Return in the active language why words do not fit a thing; empty when they do.

    As many options, pairs or criteria as the structure has, none empty, none twice; and as many paragraphs and pieces
    of equipment as the source has, so that the four languages stay comparable.
    """
    checks = _question_problems if found.shelf is QUESTIONS else _practical_problems
    problems = checks(found.version, words)
    if any(isinstance(value, str) and LIKE_AN_ITEM.search(value) for value in words.values()):
        problems.append(_("A paragraph cannot begin with “- ” or “## ”."))
    source = found.rows.get(SOURCE_LANGUAGE)
    if source is not None and language != SOURCE_LANGUAGE:
        ours, theirs = _pieces(found.shelf.words_of(source)), _pieces(words)
        if any(ours[name] != theirs[name] for name in ours):
            problems.append(_("There must be as many paragraphs and items as in the source text."))
    return problems


def _question_problems(version: Any, words: Words) -> list[str]:
    problems = [] if words["stem"].strip() else [_("The question is missing.")]
    options = words["options"]
    wanted = words_wanted(version.kind, version.key)
    if len(options) != len(wanted):
        problems.append(_("There must be %(number)s options or pairs.") % {"number": len(wanted)})
    elif any(_size(text) != size for text, size in zip(options, wanted, strict=True)):
        pair = version.kind == QuestionKind.MATCHING
        problems.append(_("A pair has two sides.") if pair else _("A gap has as many options as in the source text."))
    groups = groups_that_differ(version.kind, options)
    if any(" | " in side for row in options if isinstance(row, list) for side in row):
        problems.append(_("A side of a pair cannot contain “ | ”."))
    elif any(not str(text).strip() for group in groups for text in group):
        problems.append(_("An option is empty."))
    elif not problems and any(len(set(group)) != len(group) for group in groups):
        problems.append(_("Two options are the same."))
    problems += _gaps_missing(version, words["stem"])
    return problems


def _size(text: Any) -> int | None:
    return len(text) if isinstance(text, list) else None


def _gaps_missing(version: Any, stem: str) -> list[str]:
    """The stem of a question with gaps holds {1}, {2} … once each."""
    if version.kind != QuestionKind.GAPS or gap_numbers(stem) == list(range(1, len(version.key["gaps"]) + 1)):
        return []
    return [_("Each gap stands once in the text, as {1}, {2} and so on, in this order.")]


def _practical_problems(version: Any, words: Words) -> list[str]:
    problems = [] if words["title"].strip() else [_("The title is missing.")]
    if len(words["title"]) > LONGEST_TITLE:
        problems.append(_("The title is too long."))
    if len(words["criteria"]) != len(version.criteria):
        problems.append(_("There must be %(number)s criteria.") % {"number": len(version.criteria)})
    if any(not text.strip() for text in (*words["criteria"], *words["equipment"])):
        problems.append(_("A criterion or a piece of equipment is empty."))
    return problems


def _pieces(words: Words) -> dict[str, int]:
    """Return how many paragraphs or items each part has."""
    return {
        name: len(value) if isinstance(value, list) else len(value.split(PARAGRAPH)) if value else 0
        for name, value in words.items()
    }


def _set_words(
    shelf: Shelf,
    code: str,
    language: str,
    words: Words,
    change: Change | None,
    by: "User | None",
    at: datetime.datetime,
) -> Any:
    words = clean(words)
    with transaction.atomic():
        if not shelf.things.objects.select_for_update().filter(code=code, retired_at=None).exists():
            raise TextUnknownError(code)
        found = written(shelf, [code]).get(code)
        if found is None or language not in LANGUAGE_CODES:
            raise TextUnknownError(code)
        if problems := problems_of(found, language, words):
            raise WordsRefusedError(problems)
        meaning = meaning_after(found, language, words, change)
        before = found.rows.get(language)
        if before is not None and shelf.words_of(before) == dict(words):
            if meaning == before.meaning:
                return before
            after = _confirm(found, language, meaning)
        else:
            after = replace(found, {language: words}, {language: meaning}, by=by, at=at)[language]
        values = {"kind": str(shelf.kind), "code": code, "language": language, "number": after.version.number}
        remember(act=Act.EDITION_PUBLISHED, by=by, subject=after, new={**values, "meaning": meaning})
    return after


def meaning_after(found: Written, language: str, words: Words, change: Change | None) -> int:
    """Return the number of the meaning that `words` have when `change` says what happened to it (None: the likely).

    Where the source gets another number of paragraphs or items the meaning has changed, whatever is said, because the
    other languages must follow.
    """
    before = found.rows.get(language)
    same = before is not None and found.shelf.words_of(before) == dict(words)
    if change is None:
        change = _likely(found, language)
    if before is not None and not same and language == SOURCE_LANGUAGE:
        change = change if _pieces(words) == _pieces(found.shelf.words_of(before)) else Change.MEANING
    if before is not None and change == Change.MEANING:
        return int(before.meaning) if same else found.newest + 1
    if before is not None and change == Change.WORDING:
        return int(before.meaning)
    return max(found.newest, 1)


def _likely(found: Written, language: str) -> Change:
    """What happened to the meaning when nobody was asked: the cautious answer."""
    if language == SOURCE_LANGUAGE:
        return Change.MEANING
    return Change.FOLLOWS if found.stale(language) else Change.WORDING


def _confirm(found: Written, language: str, meaning: int) -> Any:
    """Write that the words of a language, unchanged, say what the newest say; return the row."""
    row = found.rows[language]
    row.meaning, row.was, row.source_hash = meaning, {}, _source_hash(found, {})
    row.save(update_fields=["meaning", "was", "source_hash"])
    return row


def replace(
    found: Written,
    words: Mapping[str, Words],
    meanings: Mapping[str, int],
    *,
    version: Any = None,
    by: "User | None",
    at: datetime.datetime,
) -> dict[str, Any]:
    """Write words in some languages, on the newest version or on the next one; return the newest rows by language.

    Runs in the transaction that holds the thing. `version` is one just made with another structure: it takes only the
    languages of `words`. Languages that fall behind keep in `was` what they were written for.
    """
    shelf, before = found.shelf, found.rows
    languages = set(words) if version is not None else {*before, *words}
    if version is None:
        version = _version_for(found, [language for language in words if language in before])
    leader = SOURCE_LANGUAGE if SOURCE_LANGUAGE in words else max(words, key=lambda one: meanings[one])
    was = {"language": leader, "words": shelf.words_of(before[leader])} if leader in before else {}
    was_said = before[leader].meaning if leader in before else 0
    source_hash = _source_hash(found, words)
    rows: dict[str, Any] = {}
    for language in languages:
        old = before.get(language)
        fresh = old is None or version.pk != found.version.pk
        row: Any = _copy(shelf, version, old, language) if fresh else old
        new = language in words and (old is None or shelf.words_of(old) != dict(words[language]))
        if new:
            for name, value in words[language].items():
                setattr(row, name, value)
            row.source_hash, row.changed_by, row.changed_at = source_hash, by, at
        row.words_hash = hash_of(shelf, version, shelf.words_of(row))
        if language in words and (old is None or meanings[language] != old.meaning):
            row.meaning, row.was = meanings[language], {}
        elif not row.was and row.meaning == was_said and row.meaning < meanings[leader]:
            row.was = was
        row.save(force_insert=fresh)
        rows[language] = row
    return rows


def _version_for(found: Written, languages: Sequence[str]) -> Any:
    """Return the version that takes new words in these languages: the newest, or the next one, which is made."""
    if not _is_kept(found, languages):
        return found.version
    shelf, version = found.shelf, found.version
    structure = {name: getattr(version, name) for name in shelf.structure}
    return shelf.versions.objects.create(**{shelf.of: found.thing}, **structure, number=version.number + 1)


def _is_kept(found: Written, languages: Sequence[str]) -> bool:
    """True when words of these languages must stay as they are: somebody was examined with them, or approved them."""
    if not languages:
        return False
    if found.shelf.used([found.version.pk]):
        return True
    code = found.thing.code
    steps = steps_of(found.shelf.kind, [code])
    texts = ((code, language, found.rows[language].words_hash) for language in languages)
    return any(steps.get(text) == ApprovalState.APPROVED for text in texts)


def _copy(shelf: Shelf, version: Any, row: Any, language: str) -> Any:
    """Return a row for another version with the same words, not yet stored."""
    copy = shelf.texts(version=version, language=language)
    if row is not None:
        for name in (*shelf.words, "source_hash", "meaning", "was", "changed_by_id", "changed_at"):
            setattr(copy, name, getattr(row, name))
    return copy


def _source_hash(found: Written, words: Mapping[str, Words]) -> str:
    """Return the hash of the English that stands after writing `words`."""
    row = found.rows.get(SOURCE_LANGUAGE)
    source = words.get(SOURCE_LANGUAGE) or (found.shelf.words_of(row) if row else None)
    return words_hash(*(source[name] for name in found.shelf.words)) if source else ""
