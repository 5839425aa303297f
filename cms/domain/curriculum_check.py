"""What a machine can hold of the manuals: structure, length, letters, advice, keys. Pure: parsed files in, faults out.

Source: the rules of docs/curriculum-format.md; words to avoid are those of `curriculum/advice.txt`.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from assessments.enums import QuestionKind
from courses.selectors.advice import Adviser
from courses.selectors.manuscripts import INSTRUCTOR_KINDS, Block
from foundation.languages.titles import SOURCE_LANGUAGE

# Modules on which lives and rights hang: longer lessons, more questions.
DEEP = frozenset({f"M2.{number}" for number in range(1, 7)}) | {
    "M3.1", "M3.5", "M4.3", "M4.4", "M5.1", "HBM5", "GEN2", "GEN3",
}  # fmt: skip
ABOUT_SCRIPTS = "M6"  # lessons about letters hold letters of other scripts
LENGTH, LENGTH_DEEP = (200, 800), (330, 1150)  # words for trainees, in any language
QUESTIONS, QUESTIONS_DEEP = 12, 20
JUDGEMENTS = 2
LESSONS_OF = (45, 90)  # minutes of a plan
ENOUGH = 4  # single choices before their keys are counted
MOST_AT_ONE_PLACE = 0.5
MOST_LONGEST = 0.45
BLOCKS = ("outcomes", "scenario", "remember", "sources", "plan", "ask", "errors")

_CODE = re.compile(r"`[^`]*`")
_HEADS = re.compile(r"^(?:## .*|[a-z_]+:)$", re.MULTILINE)
_CYRILLIC = re.compile(r"[А-Яа-яЁёӣқӯҳҷғӢҚӮҲҶҒ]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]+")
_TAJIK = re.compile(r"\w*[ғӣқӯҳҷ]\w*")
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[А-Яа-яЁёӣқӯҳҷғ])\w+")
_FOREIGN: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "en": (_CYRILLIC, _ARABIC),
    "tg": (_ARABIC,),
    "ru": (_ARABIC, _TAJIK),
    "fa-af": (_CYRILLIC,),
}


@dataclasses.dataclass(frozen=True)
class Fault:
    """Where something is wrong (a file, or a question) and what."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def text_faults(place: str, module: str, text: str, language: str, adviser: Adviser | None) -> Iterator[Fault]:
    """Look at the letters and words of one file: other scripts, mixed letters, forms that are advised against."""
    if module.startswith(ABOUT_SCRIPTS):
        return
    words = _HEADS.sub("", _CODE.sub(" ", text))
    for pattern in _FOREIGN.get(language, ()):
        if found := pattern.findall(words):
            yield Fault(place, f"letters of another language: {', '.join(found[:3])}")
    if found := _MIXED.findall(words):
        yield Fault(place, f"Latin and Cyrillic letters in one word: {', '.join(found[:3])}")
    if adviser is not None:
        for advice in adviser.first(words):
            yield Fault(place, f"{advice.form}: write {advice.instead}")


def lesson_faults(place: str, module: str, blocks: Sequence[Block], language: str) -> Iterator[Fault]:
    """Look at one lesson in one language: its length, and in the source which blocks it has."""
    least, most = LENGTH_DEEP if module in DEEP else LENGTH
    number = words_for_trainees(blocks)
    if not least <= number <= most:
        yield Fault(place, f"{number} words for trainees, not {least} to {most}")
    if language != SOURCE_LANGUAGE:
        return
    kinds = {block.kind for block in blocks}
    for kind in BLOCKS:
        if kind not in kinds:
            yield Fault(place, f"{kind} is missing")
    if not kinds & {"steps", "table", "specimen"}:
        yield Fault(place, "there is no procedure and no worked example")
    for block in blocks:
        minutes = sum(int(row[0]) for row in block.rows("rows")) if block.kind == "plan" else LESSONS_OF[0]
        if minutes not in LESSONS_OF:
            yield Fault(place, f"the plan takes {minutes} minutes, not 45 or 90")


def words_for_trainees(blocks: Sequence[Block]) -> int:
    """Return how many words of a lesson trainees read; sources and what is for instructors do not count."""
    number = 0
    for block in blocks:
        if block.kind in INSTRUCTOR_KINDS or block.kind == "sources":
            continue
        for value in block.fields.values():
            number += sum(len(text.split()) for text in _texts(value))
    return number


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)


def bank_faults(
    module: str, lessons: Collection[str], questions: Sequence[Block], words: Mapping[str, Sequence[Block]]
) -> Iterator[Fault]:
    """Look at the bank of a module: how many, of which lessons, judgement, where right answers stand."""
    place = f"{module}/questions"
    wanted = QUESTIONS_DEEP if module in DEEP else QUESTIONS
    if len(questions) < wanted:
        yield Fault(place, f"{len(questions)} questions, not {wanted}")
    if sum(question.line("judgement") == "yes" for question in questions) < JUDGEMENTS:
        yield Fault(place, f"fewer than {JUDGEMENTS} questions need judgement")
    for lesson in sorted(set(lessons) - {question.line("lesson") for question in questions}):
        yield Fault(place, f"no question is about {lesson}")
    answers = Counter(q.line("answer") for q in questions if q.line("kind") == QuestionKind.TRUE_FALSE)
    if sum(answers.values()) > JUDGEMENTS and len(answers) == 1:
        yield Fault(place, "all true or false questions have the same answer")
    singles = [question for question in questions if question.line("kind") == QuestionKind.SINGLE]
    if len(singles) < ENOUGH:
        return
    places = Counter(question.items("options").index("right") for question in singles)
    if max(places.values()) > MOST_AT_ONE_PLACE * len(singles):
        yield Fault(place, "right answers stand too often at the same place")
    for language, blocks in words.items():
        by_key = {block.key: block for block in blocks}
        longest = sum(_right_is_longest(question, by_key.get(question.key)) for question in singles)
        if longest > MOST_LONGEST * len(singles):
            yield Fault(place, f"{language}: the right answer is the longest in {longest} of {len(singles)}")


def _right_is_longest(question: Block, words: Block | None) -> bool:
    lengths = [len(option) for option in words.items("options")] if words else []
    if len(lengths) != len(question.items("options")):
        return False
    right = lengths[question.items("options").index("right")]
    return right == max(lengths) and lengths.count(right) == 1


def outcome_faults(module: str, outcomes: int, lessons_written: bool, questions: Sequence[Block]) -> Iterator[Fault]:
    """Look whether the outcomes that questions name exist, once questions name outcomes at all."""
    named = {int(question.line("outcome")) for question in questions if question.line("outcome")}
    if named and lessons_written:
        for number in range(1, outcomes + 1):
            if number not in named:
                yield Fault(f"{module}/questions", f"no question is about outcome {number}")
