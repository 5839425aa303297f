"""Write the glossary: words of a term, a new term, a term that is used no more."""

import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from courses.enums import Change, TermMark, TermTopic
from courses.models import Term, TermEdition
from courses.selectors.standings import words_hash
from courses.services.editions import TermText, publish_terms
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_TITLE = 255
LONGEST_NOTE = 500
FIRST_OWN_NUMBER = 501  # numbers below are given by the files of the curriculum
NUMBERED = re.compile(r"^T(\d+)$")


class UnknownTermError(LookupError):
    """There is no such term, or it was retired."""


class TermWordsError(ValueError):
    """The words cannot be written: `field` is empty or too long (title, explanation, note)."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def set_term_words(
    *,
    code: str,
    language: str,
    title: str,
    explanation: str,
    forms: Sequence[str] = (),
    note: str = "",
    mark: TermMark = TermMark.PROPOSED,
    change: Change | None = None,
    by: "User | None",
    at: datetime.datetime,
) -> TermEdition:
    """Publish the words of a term in one language and return its newest edition; the same words make no new one.

    `forms` are other accepted forms, by which the term is found in texts; `change` as in services/editions.py. Whether
    `by` may write that language is the edge's question (courses/access.py). Raises UnknownTermError, TermWordsError.
    """
    words = _clean(title, explanation, forms, note)
    with transaction.atomic():
        term = Term.objects.select_for_update().filter(code=code, retired_at=None).first()
        if term is None:
            raise UnknownTermError(code)
        return _publish(term, language, words, mark, change, by, at)


def add_term(
    *,
    topic: TermTopic,
    title: str,
    explanation: str,
    forms: Sequence[str] = (),
    note: str = "",
    by: "User",
    at: datetime.datetime,
) -> Term:
    """Add a term with its words in the source language; its code is the next free number. Raises TermWordsError.

    Numbers begin where those of the curriculum's files can never reach, so that a later file does not name another
    term by the same code.
    """
    words = _clean(title, explanation, forms, note)
    with transaction.atomic():
        codes = Term.objects.select_for_update().values_list("code", flat=True)
        numbers = [int(found.group(1)) for code in codes if (found := NUMBERED.match(code))]
        number = max([FIRST_OWN_NUMBER - 1, *numbers]) + 1
        last = Term.objects.aggregate(last=Max("position"))["last"] or 0
        term = Term.objects.create(code=f"T{number}", position=last + 1, topic=topic)
        _publish(term, SOURCE_LANGUAGE, words, TermMark.PROPOSED, None, by, at)
    return term


def retire_term(*, code: str, at: datetime.datetime) -> None:
    """Take a term out of the glossary; its editions stay. Again changes nothing. Raises UnknownTermError."""
    with transaction.atomic():
        term = Term.objects.select_for_update().filter(code=code).first()
        if term is None:
            raise UnknownTermError(code)
        if term.retired_at is None:
            term.retired_at = at
            term.save(update_fields=["retired_at"])


def _clean(title: str, explanation: str, forms: Sequence[str], note: str) -> tuple[str, str, list[str], str]:
    title, explanation, note = (" ".join(text.split()) for text in (title, explanation, note))
    if not title or len(title) > LONGEST_TITLE:
        raise TermWordsError("title")
    if not explanation:
        raise TermWordsError("explanation")
    if len(note) > LONGEST_NOTE:
        raise TermWordsError("note")
    return title, explanation, [form for form in (" ".join(form.split()) for form in forms) if form], note


def _publish(
    term: Term,
    language: str,
    words: tuple[str, str, list[str], str],
    mark: TermMark,
    change: Change | None,
    by: "User | None",
    at: datetime.datetime,
) -> TermEdition:
    title, explanation, forms, note = words
    text = TermText(
        term=term,
        language=language,
        title=title,
        summary=explanation,
        forms=forms,
        note=note,
        mark=mark,
        source_hash=_source_hash(term, language, words),
        change=change,
    )
    edition: TermEdition = publish_terms(texts=[text], by=by, at=at)[0].edition
    return edition


def _source_hash(term: Term, language: str, words: tuple[str, str, list[str], str]) -> str:
    """Return the hash of the words in the source language that these were written for."""
    title, explanation, forms, _ = words
    if language != SOURCE_LANGUAGE:
        source = TermEdition.objects.filter(term=term, language=SOURCE_LANGUAGE).order_by("-number").first()
        if source is not None:
            title, explanation, forms = source.title, source.summary, list(source.forms)
    return words_hash(title, explanation, forms)
