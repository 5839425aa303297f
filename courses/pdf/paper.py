"""The pages of a book as its template prints them: everything in one language, or in two side by side."""

import dataclasses
import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from courses.domain.pieces import Pair, Part, beside
from courses.pdf.printed import Printed, anchor, printed
from courses.pdf.words import Words, of_module, shown, words_of
from foundation.languages.titles import Picked, direction, html_lang

if TYPE_CHECKING:
    from courses.models import Book
    from courses.selectors.book_contents import BookContents, BookLesson, BookModule, BookText


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A text of one column with the language it is really in; `note` is a small word after it."""

    text: str | SafeString
    lang: str
    dir: str
    note: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    id: str
    lesson: str
    cells: Sequence[Cell]


@dataclasses.dataclass(frozen=True, slots=True)
class PaperLesson:
    id: str
    code: str
    titles: Sequence[Cell]
    leads: Sequence[Cell]
    body: SafeString
    answers: Sequence[Answer]


@dataclasses.dataclass(frozen=True, slots=True)
class PaperModule:
    id: str
    code: str
    labels: Sequence[Cell]
    titles: Sequence[Cell]
    hours: Sequence[Cell]
    outcomes: SafeString
    lessons: Sequence[PaperLesson]

    @property
    def answers(self) -> list[Answer]:
        return [answer for lesson in self.lessons for answer in lesson.answers]


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """A whole book. `columns` from left to right."""

    code: str
    columns: Sequence[Words]
    titles: Sequence[Cell]
    modules: Sequence[PaperModule]
    terms: Sequence[Sequence[tuple[Cell, Cell]]]
    made_at: str

    @property
    def double(self) -> bool:
        return len(self.columns) > 1

    @property
    def direction(self) -> str:
        return "ltr" if self.double else self.columns[0].direction

    @property
    def contents_heads(self) -> list[Cell]:
        return [_cell(one.contents, one) for one in self.columns]

    @property
    def answer_heads(self) -> list[Cell]:
        return [_cell(one.answers, one) for one in self.columns]

    @property
    def glossary_heads(self) -> list[Cell]:
        return [_cell(one.glossary, one) for one in self.columns]

    @property
    def colophon_heads(self) -> list[Cell]:
        return [_cell(one.colophon, one) for one in self.columns]


def paper_of(book: "Book", contents: "BookContents") -> Paper:
    """Return the pages of a book. Of two languages that run against each other the one from the left stands left."""
    languages = sorted(contents.languages, key=direction) if len(contents.languages) > 1 else contents.languages
    columns = [words_of(book, language, drafts=contents.state.drafts) for language in languages]
    codes = {lesson.code for module in contents.modules for lesson in module.lessons}
    return Paper(
        code=contents.code,
        columns=columns,
        titles=_picked(contents.titles, columns),
        modules=[_module(module, columns, codes) for module in contents.modules],
        terms=[
            [
                (
                    _cell(term.words[one.language][0], one, one.doubtful if term.doubtful else ""),
                    _cell(term.words[one.language][1], one),
                )
                for one in columns
            ]
            for term in contents.terms
        ],
        made_at=book.asked_at.isoformat(timespec="seconds"),
    )


def _module(module: "BookModule", columns: Sequence[Words], codes: set[str]) -> PaperModule:
    lines = [of_module(module, one.language) for one in columns]
    return PaperModule(
        id=f"module-{module.code}",
        code=module.code,
        labels=[_cell(line[0], one) for line, one in zip(lines, columns, strict=True)],
        titles=_picked(module.titles, columns),
        hours=[_cell(line[1], one) for line, one in zip(lines, columns, strict=True)],
        outcomes=_outcomes(module, columns),
        lessons=[_lesson(lesson, columns, codes) for lesson in module.lessons],
    )


def _outcomes(module: "BookModule", columns: Sequence[Words]) -> SafeString:
    found = [[str(one) for one in module.outcomes.get(column.language, ())] for column in columns]
    if not any(found):
        return SafeString()
    heads = [format_html("<h3>{}</h3>", column.outcomes) for column in columns]
    if len({len(one) for one in found}) > 1 or len(columns) == 1:
        lists = [_list(sentences) for sentences in found]
        return _row([head + items for head, items in zip(heads, lists, strict=True)], columns)
    rows = [_row([_list([sentence]) for sentence in line], columns) for line in zip(*found, strict=True)]
    return mark_safe(_row(heads, columns, heads=True) + "".join(rows))


def _list(sentences: Sequence[str]) -> SafeString:
    items = "".join(format_html("<li>{}</li>", sentence) for sentence in sentences)
    return format_html("<ul>{}</ul>", mark_safe(items)) if items else SafeString()


def _lesson(lesson: "BookLesson", columns: Sequence[Words], codes: set[str]) -> PaperLesson:
    texts = [lesson.texts.get(one.language) for one in columns]
    prepared = [
        printed(text.body, lesson.code, one, codes) if text else None for text, one in zip(texts, columns, strict=True)
    ]
    notes = ["" if text is None or text.approved else one.draft for text, one in zip(texts, columns, strict=True)]
    leads = [_cell(text.summary if text else one.preparation, one) for text, one in zip(texts, columns, strict=True)]
    titles = [
        Cell(cell.text, cell.lang, cell.dir, note)
        for cell, note in zip(_picked(lesson.titles, columns), notes, strict=True)
    ]
    body = _blocks([one.parts if one else [] for one in prepared], columns)
    return PaperLesson(
        id=anchor(lesson.code),
        code=lesson.code,
        titles=titles,
        leads=leads if any(cell.text for cell in leads) else [],
        body=mark_safe(body + _for_instructors(lesson.code, texts, columns, codes)),
        answers=_answers(lesson.code, prepared, columns),
    )


def _for_instructors(
    code: str, texts: Sequence["BookText | None"], columns: Sequence[Words], codes: set[str]
) -> SafeString:
    found = [
        printed(text.instructor_body, code, one, codes).parts if text and text.instructor_body else []
        for text, one in zip(texts, columns, strict=True)
    ]
    if not any(found):
        return SafeString()
    head = _row([format_html("<h4>{}</h4>", one.instructor) for one in columns], columns)
    return format_html('<section class="instructor">{}{}</section>', head, _blocks(found, columns))


def _answers(code: str, texts: Sequence[Printed | None], columns: Sequence[Words]) -> list[Answer]:
    numbers = sorted({number for text in texts if text for number in text.answers})
    return [
        Answer(
            id=anchor(code, number),
            lesson=f"{code} · {shown(number, columns[0].language)}",
            cells=[
                _cell(mark_safe(text.answers.get(number, "") if text else ""), one)
                for text, one in zip(texts, columns, strict=True)
            ],
        )
        for number in numbers
    ]


def _blocks(texts: Sequence[list[Part]], columns: Sequence[Words]) -> SafeString:
    """Return the blocks of a lesson: as they are in one language, row by row in two."""
    if len(columns) == 1:
        return mark_safe("\n".join(part.element.html() for part in texts[0]))
    if not all(texts):
        whole = [mark_safe("".join(part.element.html() for part in text)) for text in texts]
        return _row(whole, columns) if any(texts) else SafeString()
    return mark_safe("\n".join(_pairs(part.kind, part.pairs, columns) for part in beside(*texts)))


def _pairs(kind: str, pairs: Sequence[Pair], columns: Sequence[Words]) -> SafeString:
    html = []
    for same, group in itertools.groupby(pairs, key=lambda pair: pair.same):
        if same:
            html += [format_html('<div class="both">{}</div>', mark_safe(pair.first)) for pair in group]
        else:
            rows = [_row([mark_safe(one.first), mark_safe(one.second)], columns, heads=one.heads) for one in group]
            html.append(format_html('<div class="rows">{}</div>', mark_safe("".join(rows))))
    return format_html('<section class="block block-{}">{}</section>', kind, mark_safe("".join(html)))


def _row(cells: Sequence[SafeString], columns: Sequence[Words], *, heads: bool = False) -> SafeString:
    """Return cells beside each other; one alone stands without a frame. `heads`: the row stays with the next one."""
    if len(columns) == 1:
        return cells[0]
    found = "".join(
        format_html('<div class="cell" lang="{}" dir="{}">{}</div>', one.html_lang, one.direction, cell)
        for cell, one in zip(cells, columns, strict=True)
    )
    return format_html('<div class="row{}">{}</div>', " heads" if heads else "", mark_safe(found))


def _cell(text: str, words: Words, note: str = "") -> Cell:
    return Cell(text, words.html_lang, words.direction, note)


def _picked(titles: Mapping[str, Picked], columns: Sequence[Words]) -> list[Cell]:
    found = [titles[one.language] for one in columns]
    return [Cell(one.text, html_lang(one.language), direction(one.language)) for one in found]
