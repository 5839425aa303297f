"""How texts stand in each language, as the board shows it: lessons and terms here, other kinds in their own apps.

The rules are those of reading (selectors/editions.py): the newest edition counts, a lower meaning than the newest of
any language is out of date, the newest approval of the very text is its step.
"""

import dataclasses
import datetime
import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from courses.enums import ApprovalState, ApprovedKind, TextState
from courses.models import Approval, Lesson, LessonEdition, Term, TermEdition
from courses.selectors.editions import state_of
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """One text in one language. `hash` is what an approval names, `step` the step of approval it has reached.

    `module` is empty for terms; `title` is that of the source language where the text is missing; `number` is that of
    the edition (or version), 0 when there is none; `changed_by` is the id of who wrote these words, None for the
    loader.
    """

    kind: ApprovedKind
    code: str
    module: str
    language: str
    title: str
    state: TextState
    words: int
    hash: str
    changed_at: datetime.datetime | None
    changed_by: uuid.UUID | None
    number: int
    step: ApprovalState = ApprovalState.DRAFT
    meaning: int = 0


def text_state(*, written: bool, meaning: int, newest: int, step: str) -> TextState:
    """Return how a text stands. `newest` is the highest meaning in any language, `step` its step of approval."""
    if not written:
        return TextState.MISSING
    if meaning < newest:
        return TextState.STALE
    if step == ApprovalState.APPROVED:
        return TextState.APPROVED
    return TextState.DRAFT if step == ApprovalState.DRAFT else TextState.IN_REVIEW


def words_hash(*words: Any) -> str:
    """Return the SHA-256 in hexadecimal of the very words (texts, or lists of them) that an approval is given to."""
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def steps_of(kind: ApprovedKind, codes: Collection[str] | None = None) -> dict[tuple[str, str, str], ApprovalState]:
    """Return the newest step of approval of texts by code, language and hash; of all texts without `codes`.

    For kinds whose approvals name a hash of the very words. One query.
    """
    rows = Approval.objects.filter(kind=kind).order_by("at", "pk")
    if codes is not None:
        rows = rows.filter(code__in=codes)
    return {
        (code, language, text): ApprovalState(state)
        for code, language, text, state in rows.values_list("code", "language", "source_hash", "state")
    }


def standings_of_lessons(
    *, codes: Collection[str] | None = None, languages: Sequence[str] = LANGUAGE_CODES
) -> list[Standing]:
    """Return how lessons that are not retired stand in each of `languages`, in their order. Two queries.

    All lessons without `codes`. Bodies are not read.
    """
    chosen = Q() if codes is None else Q(code__in=codes)
    of_lesson = Q() if codes is None else Q(lesson__code__in=codes)
    lessons = list(Lesson.objects.filter(chosen, retired_at=None).values_list("code", "module__code"))
    rows: Iterable[Any] = (
        LessonEdition.objects.filter(of_lesson, lesson__retired_at=None)
        .latest_of_each()
        .annotate(state=state_of(), newest=_newest_meaning(LessonEdition))
        .order_by()
        .values_list(
            "lesson__code",
            "language",
            "title",
            "words",
            "source_hash",
            "published_at",
            "published_by",
            "number",
            "meaning",
            "state",
            "newest",
        )
    )
    found = {(row[0], row[1]): row for row in rows}
    standings = []
    for code, module in lessons:
        for language in languages:
            row = found.get((code, language))
            if row is None:
                source = found.get((code, SOURCE_LANGUAGE))
                standings.append(missing(ApprovedKind.LESSON, code, module, language, source[2] if source else code))
                continue
            _, _, title, words, text, at, by, number, meaning, step, newest = row
            state = text_state(written=words > 0, meaning=meaning, newest=newest, step=step)
            standings.append(
                Standing(
                    ApprovedKind.LESSON,
                    code,
                    module,
                    language,
                    title,
                    state,
                    words,
                    text,
                    at,
                    by,
                    number,
                    ApprovalState(step),
                    meaning,
                )
            )
    return standings


def standings_of_terms(
    *, codes: Collection[str] | None = None, languages: Sequence[str] = LANGUAGE_CODES
) -> list[Standing]:
    """Return how terms of the glossary that are not retired stand in each of `languages`. Three queries."""
    chosen = Q() if codes is None else Q(code__in=codes)
    of_term = Q() if codes is None else Q(term__code__in=codes)
    terms = list(Term.objects.filter(chosen, retired_at=None).values_list("code", flat=True))
    editions = TermEdition.objects.filter(of_term, term__retired_at=None).latest_of_each().select_related("term")
    editions = editions.annotate(newest=_newest_meaning(TermEdition)).order_by()
    found: dict[tuple[str, str], Any] = {(row.term.code, row.language): row for row in editions}
    steps = steps_of(ApprovedKind.TERM, codes)
    standings = []
    for code in terms:
        for language in languages:
            edition = found.get((code, language))
            if edition is None or not edition.title:
                source = found.get((code, SOURCE_LANGUAGE))
                standings.append(missing(ApprovedKind.TERM, code, "", language, source.title if source else code))
                continue
            text = term_hash(edition)
            step = steps.get((code, language, text), ApprovalState.DRAFT)
            standings.append(
                Standing(
                    ApprovedKind.TERM,
                    code,
                    "",
                    language,
                    edition.title,
                    text_state(written=True, meaning=edition.meaning, newest=edition.newest, step=step),
                    len(f"{edition.title} {edition.summary}".split()),
                    text,
                    edition.published_at,
                    edition.published_by_id,
                    edition.number,
                    step,
                    edition.meaning,
                )
            )
    return standings


def term_hash(edition: TermEdition) -> str:
    """Return what an approval of a term names: the hash of term, explanation and other forms."""
    return words_hash(edition.title, edition.summary, list(edition.forms))


def missing(kind: ApprovedKind, code: str, module: str, language: str, title: str) -> Standing:
    """Return the standing of a text that is not written in a language; `title` is that of the source language."""
    return Standing(kind, code, module, language, title, TextState.MISSING, 0, "", None, None, 0)


def _newest_meaning(model: Any) -> Subquery:
    """Return the expression of the highest meaning of an edition's thing in any language."""
    same = model._default_manager.filter(**{model.OF: OuterRef(model.OF)})
    return Subquery(same.order_by("-meaning").values("meaning")[:1])
