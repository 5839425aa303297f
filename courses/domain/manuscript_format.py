"""The format of `curriculum/`: the manuals as reviewable text (docs/curriculum-format.md).

A file is a list of blocks. A block begins with `## kind key`; each of its fields is a name with a colon alone on
its line, then the content. So a right-to-left text never shares a line with a keyword, and a reviewer needs no
program. `parse` and `write` are each other's inverse.
"""

import dataclasses
import enum
import re
import unicodedata
from collections.abc import Mapping, Sequence


class Shape(enum.Enum):
    """What a field holds."""

    LINE = "one line"
    PARAGRAPHS = "paragraphs, one line each, an empty line between"
    ITEMS = "one line an item, each beginning with `- `"
    ROWS = "items whose cells are separated by ` | `"


LINE, PARAGRAPHS, ITEMS, ROWS = Shape.LINE, Shape.PARAGRAPHS, Shape.ITEMS, Shape.ROWS
Value = str | tuple[str, ...] | tuple[tuple[str, ...], ...]
Fields = Mapping[str, Shape]

LESSON: Mapping[str, Fields] = {
    "lesson": {"title": LINE, "summary": LINE},
    "outcomes": {"items": ITEMS},
    "text": {"title": LINE, "body": PARAGRAPHS},
    "points": {"title": LINE, "items": ITEMS},
    "steps": {"title": LINE, "items": ITEMS},
    "table": {"title": LINE, "header": ROWS, "rows": ROWS},
    "specimen": {"title": LINE, "lines": ITEMS, "caption": LINE},
    "warning": {"title": LINE, "body": PARAGRAPHS},
    "legal": {"title": LINE, "body": PARAGRAPHS, "checked": LINE},
    "scenario": {"title": LINE, "situation": PARAGRAPHS, "question": PARAGRAPHS, "answer": PARAGRAPHS},
    "check": {"question": PARAGRAPHS, "answer": PARAGRAPHS},
    "remember": {"items": ITEMS},
    "picture": {"file": LINE, "alt": LINE, "caption": LINE},
    "spots": {"title": LINE, "file": LINE, "alt": LINE, "spots": ROWS, "caption": LINE},
    "drawing": {"title": LINE, "file": LINE, "alt": LINE, "labels": ITEMS, "caption": LINE},
    "audio": {"title": LINE, "file": LINE, "transcript": PARAGRAPHS},
    "video": {"title": LINE, "file": LINE, "transcript": PARAGRAPHS},
    "download": {"title": LINE, "file": LINE, "note": LINE},
    "term": {"term": LINE},
    "link": {"target": LINE, "text": LINE},
    "terms": {"items": ROWS},
    "sources": {"items": ITEMS},
    "plan": {"rows": ROWS},
    "ask": {"items": ITEMS},
    "errors": {"items": ITEMS},
}
INSTRUCTOR_KINDS = frozenset({"plan", "ask", "errors"})
PICTURE_KINDS = frozenset({"picture", "spots", "drawing"})  # their `file` lies in pictures/
FILE_KINDS = frozenset({"audio", "video", "download"})  # theirs lies in files/
NEEDED: Mapping[str, tuple[str, ...]] = {
    "picture": ("file", "alt"),
    "spots": ("file", "alt", "spots"),
    "drawing": ("file", "alt", "labels"),
    "audio": ("title", "file", "transcript"),
    "video": ("title", "file", "transcript"),
    "download": ("title", "file"),
    "term": ("term",),
    "link": ("target", "text"),
}
# Fields that are the same in every language: names of files, codes, dates.
SAME_EVERYWHERE: Mapping[str, tuple[str, ...]] = {
    "specimen": ("lines",),
    "legal": ("checked",),
    "picture": ("file",),
    "spots": ("file",),
    "drawing": ("file",),
    "audio": ("file",),
    "video": ("file",),
    "download": ("file",),
    "term": ("term",),
    "link": ("target",),
}
GLOSSARY: Mapping[str, Fields] = {"term": {"topic": LINE}}
GLOSSARY_TEXTS: Mapping[str, Fields] = {
    "term": {"term": LINE, "forms": ITEMS, "explanation": LINE, "note": LINE, "mark": LINE}
}
ADVICE: Mapping[str, Fields] = {"advice": {"forms": ROWS, "letters": ROWS}}  # the key is the language
# What editors say of files beside the texts (pictures/pictures.txt, files/files.txt); the key is the name of the file.
MEDIA: Mapping[str, Fields] = {"picture": {"title": LINE, "credit": LINE}, "file": {"title": LINE}}
# approvals.txt: the key is the code of the thing, the rows are `language | state | hash of the words`.
APPROVALS: Mapping[str, Fields] = {
    "lesson": {"states": ROWS},
    "question": {"states": ROWS},
    "practical": {"states": ROWS},
    "term": {"states": ROWS},
}
REFERENCES: Mapping[str, Fields] = {"reference": {"kind": LINE, "courses": ITEMS, "checked": LINE}}
REFERENCE_TEXTS: Mapping[str, Fields] = {"reference": {"title": LINE, "citation": LINE}}
QUESTIONS: Mapping[str, Fields] = {
    "question": {
        "kind": LINE,
        "lesson": LINE,
        "difficulty": LINE,
        "judgement": LINE,
        "outcome": LINE,
        "exam_only": LINE,
        "tags": ITEMS,
        "marks": LINE,
        "specimen": ITEMS,
        "options": ITEMS,
        "answer": LINE,
        "tolerance": LINE,
        "pairs": LINE,
        "items": LINE,
        "gaps": ROWS,
        "accepted": ROWS,
        "rubric": ITEMS,
        "picture": LINE,
        "areas": ROWS,
        "zone": LINE,
        "faults": ITEMS,
        "hidden": LINE,
        "also": ROWS,
    }
}
QUESTION_TEXTS: Mapping[str, Fields] = {
    "question": {
        "stem": PARAGRAPHS,
        "options": ITEMS,
        "pairs": ROWS,
        "gaps": ROWS,
        "rubric": ITEMS,
        "alt": LINE,
        "feedback": PARAGRAPHS,
    }
}
QUIZZES: Mapping[str, Fields] = {
    "quiz": {
        "purpose": LINE,
        "programme": LINE,
        "module": LINE,
        "questions": LINE,
        "pass_percent": LINE,
        "attempts": LINE,
        "minutes": LINE,
        "pause_hours": LINE,
        "feedback": LINE,
        "shuffle": LINE,
        "forward_only": LINE,
        "sittings_only": LINE,
        "start_code": LINE,
        "centre_network_only": LINE,
        "second_marker": LINE,
        "lines": ROWS,
    }
}
QUIZ_TEXTS: Mapping[str, Fields] = {"quiz": {"title": LINE}}
PRACTICAL: Mapping[str, Fields] = {
    "practical": {"minutes": LINE, "team": LINE, "woman_assessor": LINE, "criteria": ITEMS}
}
PRACTICAL_TEXT: Mapping[str, Fields] = {
    "practical": {
        "title": LINE,
        "conditions": PARAGRAPHS,
        "equipment": ITEMS,
        "criteria": ITEMS,
        "guidance": PARAGRAPHS,
    }
}
MODULE: Mapping[str, Fields] = {
    "module": {
        "course": LINE,
        "theory": LINE,
        "practice": LINE,
        "lessons": ITEMS,
        "safety_critical": ITEMS,
        "outcomes": ITEMS,
        "practicals": ITEMS,
    }
}
MODULE_TEXT: Mapping[str, Fields] = {"module": {"title": LINE, "lessons": ITEMS, "outcomes": ITEMS}}
COURSES: Mapping[str, Fields] = {"course": {"modules": ITEMS}}
COURSE_TEXTS: Mapping[str, Fields] = {"course": {"title": LINE, "summary": LINE}}
PROGRAMMES: Mapping[str, Fields] = {
    "programme": {
        "version": LINE,
        "unit": LINE,
        "attendance_percent": LINE,
        "attendance_excused_percent": LINE,
        "quiz_pass_percent": LINE,
        "quiz_attempts": LINE,
        "quiz_questions": LINE,
        "quiz_weight_percent": LINE,
        "practical_weight_percent": LINE,
        "practical_pass_percent": LINE,
        "practical_difference_points": LINE,
        "practical_tries": LINE,
        "sample_percent": LINE,
        "grade_4_percent": LINE,
        "grade_5_percent": LINE,
        "honours_average": LINE,
        "exit_pass_percent": LINE,
        "exit_attempts": LINE,
        "exit_resit_days": LINE,
        "exit_quiz": LINE,
        "entry_quiz": LINE,
        "appeal_days": LINE,
        "attendance_paper_percent": LINE,
        "validity_months": LINE,
        "women_only": LINE,
        "drafts_shown": LINE,
        "outsider_assessor": LINE,
        "unproved_names": LINE,
        "quizzes": ITEMS,
        "practicals": ROWS,
        "practice_in_full": ITEMS,
        "absences": ROWS,
        "parts": ROWS,
    }
}
PROGRAMME_TEXTS: Mapping[str, Fields] = {"programme": {"title": LINE, "purpose": LINE, "parts": ITEMS}}

FILE_NAME = re.compile(r"^[a-z0-9](?:[a-z0-9\-]|\.(?=[a-z0-9]))*\.[a-z0-9]{2,4}$")
PERCENT = re.compile(r"^(?:100|\d{1,2}(?:\.\d)?)$")
TARGET = re.compile(r"^(?:quiz|practical) [A-Za-z0-9][A-Za-z0-9.\-]*$")
SPOT_CELLS = 3
HEADER = re.compile(r"^## ([a-z_]+) ([A-Za-z0-9][A-Za-z0-9.\-]*)$")
FIELD = re.compile(r"^([a-z][a-z0-9_]*):$")
CELL = " | "


class ManuscriptError(ValueError):
    """The text is not in the format; says the line and what is wrong."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


@dataclasses.dataclass(frozen=True)
class Block:
    """One block: its kind, its key (unique in the file) and its fields in order."""

    kind: str
    key: str
    fields: Mapping[str, Value]

    def line(self, name: str, default: str = "") -> str:
        """Return a LINE field."""
        value = self.fields.get(name, default)
        assert isinstance(value, str)
        return value

    def items(self, name: str) -> tuple[str, ...]:
        """Return an ITEMS or PARAGRAPHS field; empty when it is absent."""
        return tuple(str(item) for item in self.fields.get(name, ()))

    def rows(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Return a ROWS field; empty when it is absent."""
        return tuple(tuple(row) for row in self.fields.get(name, ()))

    def shape(self) -> tuple[object, ...]:
        """Return what must be the same in every language: kind, key, fields, how many items and cells."""
        counts = [
            (name, 1 if isinstance(value, str) else tuple(len(row) if isinstance(row, tuple) else 1 for row in value))
            for name, value in self.fields.items()
        ]
        return (self.kind, self.key, tuple(counts))


def parse(text: str, schema: Mapping[str, Fields]) -> list[Block]:
    """Return the blocks of a manuscript; raise ManuscriptError at the first line out of format."""
    if not text.endswith("\n") or text.endswith("\n\n"):
        raise ManuscriptError(text.count("\n") + 1, "the file must end with exactly one newline")
    if unicodedata.normalize("NFC", text) != text:
        raise ManuscriptError(1, "the text is not in Unicode form NFC")
    lines = text[:-1].split("\n")
    blocks: list[Block] = []
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or lines[number].startswith("## "):
            last = number == len(lines)
            if not last and lines[number - 1] != "":
                raise ManuscriptError(number, "an empty line must stand before a block")
            chunk = lines[start : number if last else number - 1]
            blocks.append(_parse_block(chunk, start + 1, schema))
            start = number
    seen: set[tuple[str, str]] = set()
    for block in blocks:
        if (block.kind, block.key) in seen:
            raise ManuscriptError(1, f"the key {block.key} stands twice")
        seen.add((block.kind, block.key))
    return blocks


def _parse_block(lines: Sequence[str], first: int, schema: Mapping[str, Fields]) -> Block:
    header = HEADER.match(lines[0])
    if header is None:
        raise ManuscriptError(first, "a block begins with `## kind key`")
    kind, key = header.groups()
    if kind not in schema:
        raise ManuscriptError(first, f"unknown kind {kind}")
    known = schema[kind]
    content: dict[str, list[str]] = {}
    current: list[str] | None = None
    for offset, line in enumerate(lines[1:], 1):
        if line != line.strip() or "\t" in line:
            raise ManuscriptError(first + offset, "a space or tab at an end of the line")
        field = FIELD.match(line)
        if field and field.group(1) in known:
            if field.group(1) in content:
                raise ManuscriptError(first + offset, f"the field {field.group(1)} stands twice")
            current = content.setdefault(field.group(1), [])
        elif current is None:
            raise ManuscriptError(first + offset, "text before the first field")
        else:
            current.append(line)
    if [name for name in known if name in content] != list(content):
        raise ManuscriptError(first, f"the fields of {kind} stand in the order {', '.join(known)}")
    return Block(kind, key, {name: _value(known[name], body, first, name) for name, body in content.items()})


def _value(shape: Shape, body: list[str], line: int, name: str) -> Value:
    if shape is Shape.LINE:
        if len(body) != 1 or not body[0]:
            raise ManuscriptError(line, f"{name} is one line")
        return body[0]
    if shape is Shape.PARAGRAPHS:
        if not body or any((row == "") != (index % 2 == 1) for index, row in enumerate(body)) or len(body) % 2 == 0:
            raise ManuscriptError(line, f"{name} is paragraphs of one line with one empty line between")
        if any(row.startswith(("- ", "## ")) for row in body):
            raise ManuscriptError(line, f"a paragraph of {name} begins like an item or a block")
        return tuple(body[::2])
    if not body or any(not row.startswith("- ") or len(row) < 3 for row in body):
        raise ManuscriptError(line, f"each line of {name} begins with `- `")
    items = tuple(row[2:] for row in body)
    if shape is Shape.ROWS:
        return tuple(tuple(item.split(CELL)) for item in items)
    return items


def write(blocks: Sequence[Block], schema: Mapping[str, Fields]) -> str:
    """Return the manuscript of `blocks`; raise ManuscriptError when they cannot be written so that they parse back."""
    text = "\n\n".join(_write_block(block, schema[block.kind]) for block in blocks) + "\n"
    if parse(text, schema) != list(blocks):
        raise ManuscriptError(1, "a text looks like a part of the format")
    return text


def _write_block(block: Block, known: Fields) -> str:
    lines = [f"## {block.kind} {block.key}"]
    for name in known:
        if name not in block.fields:
            continue
        lines.append(f"{name}:")
        shape = known[name]
        if shape is Shape.LINE:
            lines.append(block.line(name))
        elif shape is Shape.PARAGRAPHS:
            lines.append("\n\n".join(block.items(name)))
        elif shape is Shape.ITEMS:
            lines.extend(f"- {item}" for item in block.items(name))
        else:
            lines.extend("- " + CELL.join(row) for row in block.rows(name))
    return "\n".join(lines)


def faults(blocks: Sequence[Block]) -> list[str]:
    """Return in words what the media blocks of a lesson lack: fields, names of files, places of spots, targets."""
    found = []
    for block in blocks:
        name = f"{block.kind} {block.key}"
        found += [f"{name}: {field} is missing" for field in NEEDED.get(block.kind, ()) if not block.fields.get(field)]
        if "file" in block.fields and not FILE_NAME.match(block.line("file")):
            found.append(f"{name}: {block.line('file')} is no name of a file (small Latin letters, digits, hyphens)")
        for row in block.rows("spots"):
            if len(row) != SPOT_CELLS or not (PERCENT.match(row[0]) and PERCENT.match(row[1])):
                found.append(f"{name}: a spot is `x | y | label`, x and y in percent from 0 to 100")
        if block.kind == "link" and not TARGET.match(block.line("target")):
            found.append(f"{name}: the target is `quiz` or `practical` and a code")
    return found


def differences(source: Sequence[Block], translation: Sequence[Block]) -> list[str]:
    """Return in words how the structure of a translation differs from that of its source; empty when it does not."""
    found = []
    if [(b.kind, b.key) for b in source] != [(b.kind, b.key) for b in translation]:
        return ["the blocks or their order differ"]
    for ours, theirs in zip(source, translation, strict=True):
        if ours.shape() != theirs.shape():
            found.append(f"{ours.kind} {ours.key}: fields or numbers of items differ")
        for name in SAME_EVERYWHERE.get(ours.kind, ()):
            if ours.fields.get(name) != theirs.fields.get(name):
                found.append(f"{ours.kind} {ours.key}: {name} must be the same in every language")
        if ours.kind == "spots" and [row[:2] for row in ours.rows("spots")] != [
            row[:2] for row in theirs.rows("spots")
        ]:
            found.append(f"{ours.kind} {ours.key}: the places of the spots must be the same in every language")
    return found
