"""Where everything stands on the sheet, and how large it is set so that it stays there.

A layout is a template, a style sheet and an entry here. What a name stands for never changes: another arrangement gets
another name. Lengths are millimetres, sizes of letters points.
"""

import bisect
import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from certificates.pdf.art import Emblem
from certificates.pdf.fitting import POINT, fitted, forget, lines_of

if TYPE_CHECKING:
    from certificates.selectors.papers import Column, Paper, SignatoryText

Steps = tuple[tuple[int, float, float], ...]  # (lines, largest, smallest size)

SHRINKING = tuple(1 - 0.03 * step for step in range(18))  # tried in turn until everything stands within its place
RIGHT_TO_LEFT = "rtl"


@dataclasses.dataclass(frozen=True)
class Block:
    """Columns of the same height side by side: their width, and the share of the full size they are set in."""

    width: float
    scale: float
    label: float  # share of the width that labels of facts have; 0: facts in two halves beside each other
    heading: Steps
    name: Steps
    course: Steps


@dataclasses.dataclass(frozen=True)
class Layout:
    """A sheet: its size, where the emblem stands, what the text has room for."""

    size: tuple[float, float]
    emblem: Emblem
    height: float  # of all blocks together
    signing: tuple[float, float]  # width and height of the place of all signatories
    numbers: float  # width of serial number and code
    small: tuple[float, float]  # width and height of the small print


@dataclasses.dataclass(frozen=True)
class Set:
    """One paragraph as it is set."""

    points: float
    height: float  # at least
    before: float = 0.0
    sides: float = 0.0  # left empty at both sides, so that its lines are of about the same length

    @property
    def css(self) -> str:
        """The same for a `style` attribute."""
        sides = f";padding:0 {self.sides:.2f}mm" if self.sides else ""
        return f"font-size:{self.points:.2f}pt;min-height:{self.height:.2f}mm;margin-top:{self.before:.2f}mm{sides}"


@dataclasses.dataclass(frozen=True)
class SetColumn:
    """A language's column with the size of each of its paragraphs."""

    column: "Column"
    place: int  # from the left: right-to-left languages stand on the right
    sets: Mapping[str, Set]
    rows: tuple[float, ...]  # least heights of the lines of facts

    @property
    def facts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The lines of facts: the height for a `style` attribute, and one label with its value, or two side by side."""
        lines, count = self.column.lines, len(self.rows)
        pairs = [list(lines[place::count]) for place in range(count)]
        return [(f"height:{height:.2f}mm", pair) for height, pair in zip(self.rows, pairs, strict=True)]


@dataclasses.dataclass(frozen=True)
class SetPaper:
    """Everything a template needs besides the paper."""

    blocks: tuple[tuple[SetColumn, ...], ...]
    signing_css: str  # size of the letters
    office_css: str  # height of the offices, so that all sign on the same line
    signing_width_css: str
    serial_css: str
    small_css: str
    small_print: tuple[tuple[str, str, str], ...]  # html_lang, direction, text
    columns: tuple["Column", ...]  # from the left to the right
    text_css: str  # of an annex


LANDSCAPE = Layout((297, 210), Emblem(148.5, 27.0, 18.5), 124.0, (121.0, 36.0), 60.0, (261.0, 10.0))
LANDSCAPE_3 = Layout((297, 210), Emblem(148.5, 26.5, 17.0), 106.0, (121.0, 36.0), 60.0, (261.0, 10.0))
PORTRAIT = Layout((210, 297), Emblem(105.0, 34.5, 22.0), 163.0, (95.0, 36.0), 60.0, (168.0, 13.0))
PORTRAIT_3 = dataclasses.replace(PORTRAIT, height=160.0, small=(168.0, 16.6))
ANNEX = Layout((210, 297), Emblem(105.0, 31.0, 19.0), 0.0, (95.0, 36.0), 60.0, (168.0, 13.0))
ANNEX_3 = dataclasses.replace(ANNEX, small=(168.0, 16.6))

COLUMN_2 = Block(
    122.0, 1.0, 0.30,
    ((1, 27, 15), (2, 15, 11)), ((1, 24, 16), (2, 18, 12), (3, 13, 9)), ((1, 15.5, 13), (2, 13.5, 11), (4, 11, 8)),
)  # fmt: skip
COLUMN_3 = Block(
    82.0, 0.84, 0.36,
    ((1, 20, 12.5), (2, 14, 10)), ((1, 19, 14), (2, 16.5, 11), (3, 12, 8)), ((1, 13, 11), (2, 12, 9.5), (5, 9.5, 7)),
)  # fmt: skip
WHOLE = Block(
    168.0, 1.02, 0,
    ((1, 34, 20), (2, 20, 14)), ((1, 29, 18), (2, 21, 13), (3, 14, 10)), ((1, 18, 14), (2, 15, 11.5), (4, 11.5, 9)),
)  # fmt: skip
BELOW_1 = Block(
    168.0, 0.9, 0,
    ((1, 21, 13), (2, 14, 11)), ((1, 20, 13), (2, 15, 10), (3, 11, 8)), ((1, 14, 11), (2, 12, 9.5), (4, 9.5, 8)),
)  # fmt: skip
BELOW_2 = Block(
    80.0, 0.8, 0.36,
    ((1, 17, 11), (2, 12, 9)), ((1, 16, 11.5), (2, 13.5, 9.5), (3, 10, 7.5)), ((1, 12, 9.5), (2, 11, 8.5), (5, 8.5, 7)),
)  # fmt: skip

TEXT = 9.8  # points of ordinary text at full size
LEAD = 1.34  # from line to line, in the size of the letters
TALL = 1.22  # the same for headings, names and courses
HALVES = ((0.19, 0.355), (0.155, 0.30))  # shares of labels and values in two halves beside each other
FACTS = 0.93  # size of facts
SIGNING_LINE = 10.0  # room to sign in
BESIDE = 12.0  # what headings leave free where the emblem stands between them
APART = 3.4  # from one block to the next below it
BETWEEN = 1.6  # between a label and its value
PARAGRAPHS = ("issuer", "heading", "duplicate", "attests", "name", "latin", "completed", "course")


def layout_of(paper: "Paper") -> Layout:
    """Return the sheet of a paper. Three languages stand below the emblem, two beside it."""
    if paper.look.layout == "landscape-1":
        return LANDSCAPE if len(paper.columns) < 3 else LANDSCAPE_3
    if paper.look.layout == "annex-1":
        return ANNEX if len(paper.columns) < 3 else ANNEX_3
    return PORTRAIT if len(paper.columns) < 3 else PORTRAIT_3


def arranged(paper: "Paper") -> list[tuple[Block, tuple["Column", ...]]]:
    """Return which columns stand side by side, from above."""
    if paper.look.layout == "landscape-1":
        return [(COLUMN_2 if len(paper.columns) < 3 else COLUMN_3, paper.columns)]
    first, others = paper.columns[:1], paper.columns[1:]
    return [(WHOLE, first), (BELOW_1 if len(others) == 1 else BELOW_2, others)] if others else [(WHOLE, first)]


def fit(paper: "Paper") -> SetPaper:
    """Return the sizes with which everything of a paper stays within its place."""
    layout = layout_of(paper)
    blocks: list[tuple[SetColumn, ...]] = []
    if paper.look.layout != "annex-1":
        blocks = _blocks(paper, layout)
    width = layout.signing[0] / max(1, len(paper.signatories)) - 5
    signing = _signing(paper, width, layout.signing[1])
    offices = max((_office_lines(one, width, signing) for one in paper.signatories), default=0)
    found = SetPaper(
        blocks=tuple(blocks),
        signing_css=f"{signing:.2f}pt",
        office_css=f"min-height:{offices * signing * POINT * LEAD:.2f}mm",
        signing_width_css=f"{width:.2f}mm",
        serial_css=f"{fitted(paper.serial, min(layout.numbers, 60.0), ((1, 12.5, 8),), bold=True)[0]:.2f}pt",
        small_css=f"{_small(paper, layout):.2f}pt",
        small_print=tuple(
            (column.html_lang, column.direction, small_print(column)) for column in by_direction(paper.columns)
        ),
        columns=tuple(by_direction(paper.columns)),
        text_css=f"font-size:{_annex_text(paper):.2f}pt" if paper.parts else "",
    )
    forget()
    return found


def _blocks(paper: "Paper", layout: Layout) -> list[tuple[SetColumn, ...]]:
    arrangement = arranged(paper)

    def spare_at(shrink: float) -> float:
        found = [_set(block, columns, paper.duplicate, shrink) for block, columns in arrangement]
        return layout.height - sum(_height(columns[0]) for columns in found) - APART * (len(found) - 1)

    place = bisect.bisect_left(SHRINKING[:-1], 0.0, key=lambda shrink: min(spare_at(shrink), 0.0))
    shrink = SHRINKING[place]
    spare = spare_at(shrink)
    gap = min(max(spare, 0.0) / (8 * len(arrangement)), 2.2)  # what is left over makes the paper airier
    return [_set(block, columns, paper.duplicate, shrink, gap) for block, columns in arrangement]


def _height(setting: SetColumn) -> float:
    return sum(one.height + one.before for one in setting.sets.values()) + sum(setting.rows)


def _set(
    block: Block, columns: Sequence["Column"], duplicate: bool, shrink: float, gap: float | None = None
) -> tuple[SetColumn, ...]:
    """Set columns that stand side by side: what is the same in them stands at the same height.

    Without a `gap` only to see how high they are.
    """
    text = TEXT * block.scale * shrink
    sized = [
        {key: _sized(block, column, key, text, shrink) for key in _shown(columns, duplicate)} for column in columns
    ]
    heights = {key: max(one[key][1] for one in sized) for key in sized[0]}
    rows = tuple(max(heights) for heights in zip(*(_rows(block, column, text) for column in columns), strict=True))
    before = {key: _before(key, text) + (gap or 0.0) * (key != "latin") for key in heights}
    found = []
    places = {column.language: place for place, column in enumerate(by_direction(columns), start=1)}
    for column, one in zip(columns, sized, strict=True):
        points = {key: value[0] for key, value in one.items()}
        for key in ("heading", "name"):  # no language is louder than another of the same script
            points[key] = min(
                other[key][0]
                for other, two in zip(sized, columns, strict=True)
                if _right(two, key) == _right(column, key)
            )
        sides = _sides(block, column, points) if gap is not None else {}
        sets = {key: Set(points[key], heights[key], before[key], sides.get(key, 0.0)) for key in heights}
        sets["facts"] = Set(text * FACTS, 0.0, _before("facts", text) + (gap or 0.0))
        found.append(SetColumn(column, places[column.language], sets, rows))
    return tuple(found)


def _right(column: "Column", key: str) -> bool:
    return (column.name_direction if key == "name" else column.direction) == RIGHT_TO_LEFT


def _sides(block: Block, column: "Column", points: Mapping[str, float]) -> dict[str, float]:
    """Return what to leave empty beside names and courses of several lines, so that no last line is a single word."""
    found = {}
    for key, words in (("name", column.name), ("course", f"«{column.course}»")):
        arabic, width = _right(column, key), block.width
        lines = lines_of(words, width, points[key], bold=True, arabic=arabic)
        while lines > 1 and lines_of(words, width - 2, points[key], bold=True, arabic=arabic) == lines:
            width -= 2
        found[key] = max(0.0, (block.width - width) / 2 - 1.5)
    return found


def by_direction(columns: Iterable["Column"]) -> list["Column"]:
    """Return columns as they stand from the left to the right: those written from the right at the right."""
    return sorted(columns, key=lambda column: column.direction == RIGHT_TO_LEFT)


def _shown(columns: Sequence["Column"], duplicate: bool) -> list[str]:
    hidden = set() if duplicate else {"duplicate"}
    if not any(column.latin_name for column in columns):
        hidden.add("latin")
    return [key for key in PARAGRAPHS if key not in hidden]


def _before(key: str, text: float) -> float:
    """Return the space above a paragraph, in the height of a line of text."""
    lines = {"heading": 0.25, "attests": 0.35, "name": 0.25, "completed": 0.4, "course": 0.15, "facts": 0.55}
    return lines.get(key, 0.0) * text * POINT * LEAD


def _sized(block: Block, column: "Column", key: str, text: float, shrink: float) -> tuple[float, float]:
    """Return the size of a paragraph and the height it takes."""
    arabic = column.direction == RIGHT_TO_LEFT
    large: Mapping[str, tuple[str, Steps, bool]] = {
        "heading": (_spaced(column), block.heading, arabic),
        "name": (column.name, block.name, column.name_direction == RIGHT_TO_LEFT),
        "course": (f"«{column.course}»", block.course, arabic),
    }
    if key in large:
        words, steps, right = large[key]
        width = block.width - (BESIDE if key == "heading" and block is COLUMN_2 else 0)
        points, lines = fitted(words, width, _shrunk(steps, shrink), bold=True, arabic=right)
        return points, lines * points * POINT * TALL
    if key == "latin":
        points, lines = fitted(
            column.latin_name, block.width * 0.93, ((1, text * 1.06, text * 0.72), (2, text * 0.9, 5.0))
        )
        return points, lines * points * POINT * LEAD
    plain = {"duplicate": (column.words["duplicate"], 1.1)}
    words, share = plain.get(key) or (column.words[key], 0.92 if key == "issuer" else 1.0)
    width = block.width - (16 if key == "issuer" else 0)
    points = text * share
    lines = lines_of(words, width, points, bold=key == "duplicate", arabic=arabic)
    return points, lines * points * POINT * LEAD


def _spaced(column: "Column") -> str:
    """Return a heading with room for the space between its letters, which the style sheet adds to all but Dari."""
    heading = column.words["heading"]
    return heading if column.direction == RIGHT_TO_LEFT else heading + "." * (len(heading) // 4)


def _shrunk(steps: Steps, shrink: float) -> Steps:
    return tuple((lines, largest * shrink, smallest * shrink) for lines, largest, smallest in steps)


def _rows(block: Block, column: "Column", text: float) -> list[float]:
    """Return the heights of the lines of facts; in halves, of the lines that stand side by side."""
    points, arabic = text * FACTS, column.direction == RIGHT_TO_LEFT
    half = (len(column.lines) + 1) // 2
    counts = []
    for number, line in enumerate(column.lines):
        shares = (block.label, 1 - block.label) if block.label else HALVES[number >= half]
        counts.append(
            max(
                lines_of(words, block.width * share - BETWEEN, points, arabic=arabic)
                for words, share in zip(line, shares, strict=True)
            )
        )
    if not block.label:
        counts = [max(counts[place::half]) for place in range(half)]
    return [count * points * POINT * LEAD + 0.7 for count in counts]


ANNEX_ROOM, ANNEX_WIDTHS = 163.0, (88.0, 42.0)  # height of heads and table together; widths of titles and of grades
SERIAL_LIKE = "BFT KHOBIC202600467890"  # as long as a serial number, which is not broken
ANNEX_HEADS = (  # what stands above the table: words, size in em, bold
    ("issuer", 0.9, False), ("heading", 1.75, True), ("annex_to", 1.05, False), ("attests", 1.0, False),
    ("name", 1.5, True), ("completed", 1.0, False), ("course", 1.2, True),
)  # fmt: skip


def _annex_text(paper: "Paper") -> float:
    """Return the size of the letters of an annex with which heads and table stand above the foot."""
    for shrink in SHRINKING:
        points = 10.0 * shrink
        heads = max(_annex_head(column, 168.0 / len(paper.columns) - 6, points) for column in paper.columns)
        if heads + _annex_table(paper, points) <= ANNEX_ROOM - 3 * (len(paper.columns) > 2):
            return points
    return 10.0 * SHRINKING[-1]


def _annex_head(column: "Column", width: float, points: float) -> float:
    height = 0.0
    for key, em, bold in ANNEX_HEADS:
        words = {"name": column.name, "course": f"«{column.course}»", "heading": _spaced(column)}.get(key)
        if key == "annex_to":
            words = f"{column.words[key]} {SERIAL_LIKE}"
        arabic = (column.name_direction if key == "name" else column.direction) == RIGHT_TO_LEFT
        lines = lines_of(words or column.words[key], width, points * em, bold=bold, arabic=arabic)
        height += (lines * em * LEAD + 0.35) * points * POINT
    return height


def _annex_table(paper: "Paper", points: float) -> float:
    titles, grades = ANNEX_WIDTHS
    height = (len(paper.columns) * 2 + 1) * points * POINT * LEAD
    for part in paper.parts:
        lines = [
            sum(lines_of(text, width, points, arabic=way == RIGHT_TO_LEFT) for _, way, text in said)
            for said, width in ((part.titles, titles), (part.grades, grades))
        ]
        height += max(lines) * points * POINT * LEAD + 1.8
    return height


def _signing(paper: "Paper", width: float, height: float) -> float:
    """Return the size of the letters of all signatories: office, the line to sign on, name."""
    for shrink in SHRINKING:
        points = 9.4 * shrink
        offices = max((_office_lines(one, width, points) for one in paper.signatories), default=0)
        names = max((_name_lines(one, width, points) for one in paper.signatories), default=0)
        if (offices + names) * points * POINT * LEAD + SIGNING_LINE <= height:
            return points
    return 9.4 * SHRINKING[-1]


def _office_lines(one: Iterable["SignatoryText"], width: float, points: float) -> int:
    return sum(lines_of(text.office, width, points, arabic=text.direction == RIGHT_TO_LEFT) for text in one)


def _name_lines(one: Iterable["SignatoryText"], width: float, points: float) -> int:
    said = ((f"{text.name} ({text.signature})", text.direction == RIGHT_TO_LEFT) for text in one if text.name)
    return sum(lines_of(words, width, points, arabic=arabic) for words, arabic in said) or 1


def _small(paper: "Paper", layout: Layout) -> float:
    """Return the size of the small print."""
    width, height = layout.small
    for shrink in SHRINKING:
        points = 7.6 * shrink
        lines = sum(
            lines_of(small_print(column), width, points, arabic=column.direction == RIGHT_TO_LEFT)
            for column in paper.columns
        )
        if lines * points * POINT * 1.28 <= height:
            return points
    return 7.6 * SHRINKING[-1]


def small_print(column: "Column") -> str:
    """Return the sentences at the foot of the paper in one language."""
    words = column.words
    return " ".join(part for part in (words["check"], words["limits"], words["authority"]) if part)
