"""One lesson in two languages side by side, cut into slides, and as a plan for the instructor."""

import dataclasses
import functools
from collections.abc import Collection

from courses.domain.pieces import PairedPart, Part, beside, parts, renamed
from courses.domain.slides import Slide, slides
from courses.selectors.editions import ReadLesson, lesson_for
from courses.selectors.reading import Reading

KEPT = 64  # lessons whose pieces are remembered, of about 40 KB each

SECOND = "second-"  # before the ids of the second text: both stand on one page
PLAN_KINDS = ("outcomes", "remember")  # of the lesson itself


@dataclasses.dataclass(frozen=True, slots=True)
class TwoLanguages:
    """A lesson in two languages. A text that may not be read or is not there is None; `parts` is what stands."""

    first: ReadLesson | None
    second: ReadLesson | None
    parts: tuple[PairedPart, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LessonPlan:
    """What an instructor takes to class: blocks as HTML, those of the plan first, and what is to be learnt."""

    plan: tuple[str, ...]
    learnt: tuple[str, ...]


def two_languages(code: str, first: str, second: str, reading: Reading) -> TwoLanguages | None:
    """Return a lesson in two languages, each under the same rule for drafts as the lesson page. Two queries.

    None when neither language has a text that may be read.
    """
    ours, theirs = (_exactly(code, language, reading) for language in (first, second))
    if ours is None and theirs is None:
        return None
    if ours is None or theirs is None:
        alone = ours or theirs
        assert alone is not None
        return TwoLanguages(ours, theirs, _alone(alone.body))
    return TwoLanguages(ours, theirs, _paired(ours.body, theirs.body))


def slides_of(body: str) -> tuple[Slide, ...]:
    """Return the slides of a rendered body. No query."""
    return _slides(body)


def plan_of(read: ReadLesson) -> LessonPlan:
    """Return the plan of a lesson that was read with the instructor's part. No query."""
    return LessonPlan(
        plan=tuple(part.element.html() for part in parts(read.instructor_body)),
        learnt=_chosen(parts(read.body), PLAN_KINDS),
    )


def with_other_ids(body: str) -> str:
    """Return a rendered body with other ids, so that it may stand on one page with the same lesson. No query."""
    return "".join(renamed(part.element, SECOND).html() for part in parts(body))


def _exactly(code: str, language: str, reading: Reading) -> ReadLesson | None:
    read = lesson_for(code, language, reading.drafts_shown)
    return read if read is not None and read.language == language and read.body else None


@functools.lru_cache(maxsize=KEPT)
def _paired(first: str, second: str) -> tuple[PairedPart, ...]:
    theirs = [Part(part.key, part.kind, renamed(part.element, SECOND)) for part in parts(second)]
    return tuple(beside(parts(first), theirs))


@functools.lru_cache(maxsize=KEPT)
def _alone(body: str) -> tuple[PairedPart, ...]:
    return tuple(beside(parts(body), parts(body)))


@functools.lru_cache(maxsize=KEPT)
def _slides(body: str) -> tuple[Slide, ...]:
    return tuple(slides(body))


def _chosen(found: list[Part], kinds: Collection[str]) -> tuple[str, ...]:
    return tuple(part.element.html() for part in found if part.kind in kinds)
