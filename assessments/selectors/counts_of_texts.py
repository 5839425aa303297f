"""How many questions and practical exercises stand in which state, counted by the database.

The same rules as selectors/standings_of_texts.py, which reads every word; a test compares them.
"""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When

from assessments.selectors.texts import PRACTICALS, QUESTIONS, Shelf, step_of
from courses.enums import ApprovalState, TextState
from foundation.languages.titles import LANGUAGE_CODES

Counts = Counter[tuple[str, str, TextState]]  # (code of the module, language, state)
IN_REVIEW = (ApprovalState.SUBJECT_REVIEW, ApprovalState.LANGUAGE_REVIEW)


def counts_of_questions(languages: Sequence[str] = LANGUAGE_CODES) -> Counts:
    """Return how many questions that are not retired stand how, by module and language. Two queries."""
    return _counts(QUESTIONS, languages)


def counts_of_practicals(languages: Sequence[str] = LANGUAGE_CODES) -> Counts:
    """Return how many practical exercises that are not retired stand how, by module and language. Two queries."""
    return _counts(PRACTICALS, languages)


def codes_of_module(kind: str, module: str) -> list[str]:
    """Return the codes of the questions or practical exercises of a module that are not retired. One query."""
    shelf = next(shelf for shelf in (QUESTIONS, PRACTICALS) if shelf.kind == kind)
    codes = shelf.things.objects.filter(module__code=module, retired_at=None)
    return list(codes.values_list("code", flat=True))


def _counts(shelf: Shelf, languages: Sequence[str]) -> Counts:
    thing = f"version__{shelf.of}"
    newer = shelf.versions.objects.filter(**{shelf.of: OuterRef(thing)}).order_by("-number")
    same = shelf.texts.objects.filter(version=OuterRef("version")).order_by("-meaning")
    state = Case(
        When(meaning__lt=F("newest"), then=Value(TextState.STALE)),
        When(step=ApprovalState.APPROVED, then=Value(TextState.APPROVED)),
        When(step__in=IN_REVIEW, then=Value(TextState.IN_REVIEW)),
        default=Value(TextState.DRAFT),
    )
    rows = (
        shelf.texts.objects.filter(version=Subquery(newer.values("pk")[:1]), language__in=languages)
        .filter(**{f"{thing}__retired_at": None})
        .annotate(newest=Subquery(same.values("meaning")[:1]), step=step_of(shelf))
        .annotate(state=state)
        .order_by()
        .values_list(f"{thing}__module__code", "language", "state")
        .annotate(number=Count("pk"))
    )
    found: Counts = Counter()
    written: Counter[tuple[str, str]] = Counter()
    for module, language, name, number in rows:
        found[module, language, TextState(name)] += number
        written[module, language] += number
    things = shelf.things.objects.filter(retired_at=None, versions__isnull=False).order_by()
    for module, total in things.values_list("module__code").annotate(number=Count("pk", distinct=True)):
        for language in languages:
            if total > written[module, language]:
                found[module, language, TextState.MISSING] += total - written[module, language]
    return found
