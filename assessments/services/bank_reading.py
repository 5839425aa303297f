"""Read questions and practical exercises from a module's folder of the curriculum, and refuse what is not sound.

docs/curriculum-format.md says how the files are written. Everything wrong in a folder is told at once.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assessments.domain.kinds.places import gap_numbers
from assessments.domain.kinds.wanted import FIELD_OF_OPTIONS, groups_that_differ, words_wanted
from assessments.enums import Difficulty, QuestionKind
from assessments.selectors.manuscript_keys import MOST_MARKS, key_of, whole
from courses.selectors import manuscripts
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE

Block = manuscripts.Block
MOST_OUTCOMES = 20


class BankRefusedError(ValueError):
    """The folder was not loaded; `problems` names file, key and fault of each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclasses.dataclass(frozen=True)
class QuestionWords:
    """A question in one language; `options` holds words, or [left, right] pairs of a matching."""

    stem: str
    options: list[Any]
    feedback: str


@dataclasses.dataclass(frozen=True)
class QuestionSpec:
    """A question as the manuscripts hold it."""

    code: str
    lesson: str
    difficulty: str
    judgement: bool
    kind: str
    marks: int
    key: dict[str, Any]
    specimen: list[str]
    words: dict[str, QuestionWords]
    outcome: int | None = None
    exam_only: bool = False
    tags: list[str] = dataclasses.field(default_factory=list)
    picture: str = ""
    picture_digest: str = ""
    picture_id: int | None = None

    @property
    def structure_hash(self) -> str:
        """Changes when kind, marks, key, specimen or picture change."""
        picture = [self.picture_digest] if self.picture_digest else []
        return digest([self.kind, self.marks, self.key, self.specimen, *picture])


@dataclasses.dataclass(frozen=True)
class PracticalWords:
    """A practical exercise in one language."""

    title: str
    conditions: str
    equipment: list[str]
    criteria: list[str]
    guidance: str


@dataclasses.dataclass(frozen=True)
class PracticalSpec:
    """A practical exercise as the manuscripts hold it; `criteria` says of each whether it is critical."""

    code: str
    minutes: int
    team: bool
    woman_assessor: bool
    criteria: list[bool]
    words: dict[str, PracticalWords]

    @property
    def structure_hash(self) -> str:
        """Changes when anything but words changes."""
        return digest([self.minutes, self.team, self.woman_assessor, self.criteria])


def digest(value: Any) -> str:
    """Return a hash of a JSON value or of a dataclass of words."""
    plain = dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read_questions(folder: Path, lessons: Mapping[str, int]) -> list[QuestionSpec]:
    """Return the questions of a module's folder; none when it has no questions.txt.

    `lessons` holds the lesson codes of the module. Languages without a file are left out; English must be there.
    Raises BankRefusedError with everything that is wrong.
    """
    path = folder / "questions.txt"
    if not path.exists():
        return []
    problems: list[str] = []
    structure = _read(path, manuscripts.QUESTIONS, problems)
    texts = _read_languages(folder, "questions", manuscripts.QUESTION_TEXTS, structure, problems)
    specs = []
    for number, block in enumerate(structure):
        try:
            spec = _question(block, lessons)
            for language, blocks in texts.items():
                spec.words[language] = _question_words(spec, blocks[number])
        except ValueError as error:
            problems.append(f"{folder.name}/questions: {block.key}: {error}")
        else:
            specs.append(spec)
    if problems:
        raise BankRefusedError(problems)
    return specs


def read_practicals(folder: Path) -> list[PracticalSpec]:
    """Return the practical exercises of a module's folder. Raises BankRefusedError with everything that is wrong."""
    problems: list[str] = []
    specs = []
    for path in sorted(folder.glob("PX-*.txt")):
        if path.stem.endswith(tuple("." + code for code in LANGUAGE_CODES)):
            continue
        structure = _read(path, manuscripts.PRACTICAL, problems)
        texts = _read_languages(folder, path.stem, manuscripts.PRACTICAL_TEXT, structure, problems)
        try:
            if [block.key for block in structure] != [path.stem]:
                raise ValueError("the file holds one block, with the name of the file as its key")  # noqa: TRY301
            specs.append(_practical(structure[0], {code: blocks[0] for code, blocks in texts.items()}))
        except ValueError as error:
            problems.append(f"{folder.name}/{path.name}: {error}")
    if problems:
        raise BankRefusedError(problems)
    return specs


def read_module_titles(folder: Path) -> dict[str, str]:
    """Return the title of the module by language, from module.<language>.txt."""
    titles = {}
    for code in LANGUAGE_CODES:
        path = folder / f"module.{code}.txt"
        if path.exists():
            problems: list[str] = []
            blocks = _read(path, manuscripts.MODULE_TEXT, problems)
            if problems:
                raise BankRefusedError(problems)
            titles[code] = blocks[0].line("title")
    return titles


def _read(path: Path, schema: Any, problems: list[str]) -> list[Block]:
    try:
        return manuscripts.read(path, schema)
    except (ValueError, OSError) as error:
        problems.append(f"{path.parent.name}/{path.name}: {error}")
        return []


def _read_languages(
    folder: Path, stem: str, schema: Any, structure: list[Block], problems: list[str]
) -> dict[str, list[Block]]:
    """Read the language files; those that differ from the structure or from English are told and left out."""
    found: dict[str, list[Block]] = {}
    if not (folder / f"{stem}.{SOURCE_LANGUAGE}.txt").exists():
        problems.append(f"{folder.name}/{stem}.{SOURCE_LANGUAGE}.txt: the English file is missing")
    for code in (SOURCE_LANGUAGE, *(code for code in LANGUAGE_CODES if code != SOURCE_LANGUAGE)):
        path = folder / f"{stem}.{code}.txt"
        if not path.exists():
            continue
        before = len(problems)
        blocks = _read(path, schema, problems)
        if len(problems) > before:
            continue
        if [block.key for block in blocks] != [block.key for block in structure]:
            wrong = _first_difference([block.key for block in structure], [block.key for block in blocks])
            problems.append(f"{folder.name}/{path.name}: the keys differ from {stem}.txt at {wrong}")
            continue
        source = found.get(SOURCE_LANGUAGE, blocks)
        differing = manuscripts.differences(source, blocks)
        problems += [f"{folder.name}/{path.name}: {difference}" for difference in differing]
        if not differing:
            found[code] = blocks
    return found


def _first_difference(ours: list[str], theirs: list[str]) -> str:
    for left, right in zip(ours, theirs, strict=False):
        if left != right:
            return right
    return "the end"


def _question(block: Block, lessons: Mapping[str, int]) -> QuestionSpec:
    kind, lesson, difficulty = block.line("kind"), block.line("lesson"), block.line("difficulty")
    if kind not in QuestionKind.values:
        raise ValueError(f"unknown kind {kind!r}")
    if lesson not in lessons:
        raise ValueError(f"the module has no lesson {lesson!r}")
    if difficulty not in Difficulty.values:
        raise ValueError(f"unknown difficulty {difficulty!r}")
    return QuestionSpec(
        code=block.key,
        lesson=lesson,
        difficulty=difficulty,
        judgement=_yes(block, "judgement"),
        kind=kind,
        marks=whole(block, "marks", 1, MOST_MARKS),
        key=key_of(kind, block),
        specimen=list(block.items("specimen")),
        words={},
        outcome=whole(block, "outcome", 1, MOST_OUTCOMES) if block.line("outcome") else None,
        exam_only=_yes(block, "exam_only"),
        tags=sorted(set(block.items("tags"))),
        picture=block.line("picture"),
    )


def _question_words(spec: QuestionSpec, block: Block) -> QuestionWords:
    field = FIELD_OF_OPTIONS.get(spec.kind, "options")
    if strange := (set(FIELD_OF_OPTIONS.values()) | {"options"}) - {field} & set(block.fields):
        raise ValueError(f"{', '.join(sorted(strange))} does not belong to {spec.kind}")
    options: list[Any] = [block.line("alt")] if field == "alt" else list(block.items(field))
    if field in {"pairs", "gaps"}:
        options = [list(row) for row in block.rows(field)]
    wanted = words_wanted(spec.kind, spec.key)
    if [len(one) if isinstance(one, list) else None for one in options] != wanted:
        raise ValueError("as many options, pairs or gaps, of as many cells, as the key has")
    groups = groups_that_differ(spec.kind, options)
    if not all(text for group in groups for text in group):
        raise ValueError("an option is empty")
    if any(len(set(group)) != len(group) for group in groups):
        raise ValueError("two options are the same")
    stem = "\n\n".join(block.items("stem"))
    if not stem:
        raise ValueError("the stem is missing")
    if spec.kind == QuestionKind.GAPS and gap_numbers(stem) != list(range(1, len(options) + 1)):
        raise ValueError("each gap stands once in the stem, as {1}, {2} and so on, in this order")
    return QuestionWords(
        stem=stem,
        options=options,
        feedback="\n\n".join(block.items("feedback")),
    )


def _practical(block: Block, texts: Mapping[str, Block]) -> PracticalSpec:
    criteria = block.items("criteria")
    if not criteria or set(criteria) - {"critical", "plain"}:
        raise ValueError("each criterion is critical or plain")
    words = {}
    for code, text in texts.items():
        if len(text.items("criteria")) != len(criteria):
            raise ValueError(f"as many criteria in {code} as the structure has")
        words[code] = PracticalWords(
            title=text.line("title"),
            conditions="\n\n".join(text.items("conditions")),
            equipment=list(text.items("equipment")),
            criteria=list(text.items("criteria")),
            guidance="\n\n".join(text.items("guidance")),
        )
    return PracticalSpec(
        code=block.key,
        minutes=whole(block, "minutes", 1, 24 * 60),
        team=_yes(block, "team"),
        woman_assessor=_yes(block, "woman_assessor"),
        criteria=[criterion == "critical" for criterion in criteria],
        words=words,
    )


def _yes(block: Block, field: str) -> bool:
    value = block.line(field, "no")
    if value not in {"yes", "no"}:
        raise ValueError(f"{field} is yes or no")
    return value == "yes"
