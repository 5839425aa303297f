"""Questions in a spreadsheet, CSV or XLSX: one question a line, headings in any of the four languages.

`options` stand in columns of their own. Matching: `left | right` in each. Gaps: in each the options of one gap with
`|` between. Short answer: an accepted answer in each, `words | 50` for one worth a part. Essay: a line of the rubric in
each, `words | 2`. `right`: the letters or numbers of the right options (`A; C`), true or false, the number and its
tolerance (`39 ± 0.5`), for gaps the number of the right option of each (`2; 1`). A paragraph sign ¶ parts paragraphs.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.formats.base import (
    HUNDRED,
    LARGEST_FILE,
    MOST_OPTIONS,
    FileRefusedError,
    Imported,
    ItemRefusedError,
    Reading,
    choice,
    numeric_key,
    whole_answer,
)
from assessments.domain.formats.words import PARAGRAPH, one_line, path_of, plain, tags_of
from assessments.enums import Difficulty, QuestionKind
from foundation.languages.text import ascii_digits, words
from foundation.spreadsheets.problems import SheetUnreadable, Unreadable
from foundation.spreadsheets.reading import Row
from foundation.spreadsheets.reading import read as read_sheet
from foundation.spreadsheets.writing import to_csv, to_xlsx

SIGN = " ¶ "
LETTERS = "ABCDEFGHIJKLMNOPQRST"
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind", "type", "навъ", "нав", "вид", "тип", "نوع"),
    "question": ("question", "савол", "вопрос", "سوال", "سؤال", "پرسش"),
    "right": ("right", "right answer", "ҷавоби дуруст", "правильный ответ", "верно", "جواب درست", "پاسخ درست"),
    "points": ("points", "marks", "хол", "холҳо", "баллы", "балл", "نمره", "امتیاز"),
    "feedback": ("feedback", "шарҳ", "пояснение", "комментарий", "توضیح"),
    "difficulty": ("difficulty", "мушкилӣ", "сложность", "трудность", "دشواری"),
    "tags": ("tags", "тегҳо", "метки", "теги", "برچسب‌ها"),
    "place": ("place", "category", "ҷой", "раздел", "категория", "جای", "بخش"),
    "name": ("name", "ном", "название", "نام"),
    **{
        f"option_{at}": tuple(f"{word} {at}" for word in ("option", "вариант", "варианти", "گزینه"))
        for at in range(1, MOST_OPTIONS + 1)
    },
}
REQUIRED = ("kind", "question")
_KINDS = {
    QuestionKind.SINGLE: ("single", "single choice", "як ҷавоб", "один ответ", "یک جواب", "یک جواب درست"),
    QuestionKind.MULTIPLE: (
        "multiple",
        "multiple choice",
        "якчанд ҷавоб",
        "несколько ответов",
        "چند جواب",
        "چند جواب درست",
    ),
    QuestionKind.TRUE_FALSE: ("true false", "true or false", "дуруст нодуруст", "верно неверно", "درست نادرست"),
    QuestionKind.NUMERIC: ("numeric", "number", "рақам", "адад", "число", "عدد"),
    QuestionKind.MATCHING: ("matching", "мувофиқат", "соответствие", "تطبیق", "جوره‌سازی"),
    QuestionKind.ORDERING: ("ordering", "order", "тартиб", "порядок", "ترتیب"),
    QuestionKind.GAPS: ("gaps", "ҷойҳои холӣ", "пропуски", "جاهای خالی"),
    QuestionKind.SHORT: ("short", "short answer", "ҷавоби кӯтоҳ", "краткий ответ", "جواب کوتاه"),
    QuestionKind.ESSAY: ("essay", "иншо", "эссе", "развёрнутый ответ", "انشا", "مقاله"),
}
_TRUE = ("true", "right", "yes", "1", "дуруст", "ҳа", "верно", "да", "درست", "بلی")
_FALSE = ("false", "wrong", "no", "0", "нодуруст", "не", "неверно", "нет", "نادرست", "نخیر")
_DIFFICULTIES = {
    Difficulty.EASY: ("easy", "осон", "лёгкий", "легко", "آسان"),
    Difficulty.MEDIUM: ("medium", "миёна", "средний", "средне", "متوسط"),
    Difficulty.HARD: ("hard", "душвор", "трудный", "трудно", "сложный", "دشوار", "مشکل"),
}
_LIST = re.compile(r"[;,،؛\s]+")


def _folded(text: str) -> str:
    return " ".join(words(text))


def _table(spellings: Mapping[Any, Sequence[str]]) -> dict[str, str]:
    return {_folded(spelling): str(value) for value, known in spellings.items() for spelling in (*known, str(value))}


KIND_WORDS, DIFFICULTY_WORDS = _table(_KINDS), _table(_DIFFICULTIES)
TRUTH_WORDS = _table({"yes": _TRUE, "no": _FALSE})


def read(data: bytes, language: str) -> Reading:
    """Return the questions of a spreadsheet, with the lines of the file. Raises FileRefusedError."""
    if len(data) > LARGEST_FILE:
        raise FileRefusedError(_("The file is larger than 5 MB. Divide it into several files."))
    try:
        sheet = read_sheet(data, "questions", HEADINGS, required=REQUIRED)
    except SheetUnreadable as error:
        raise FileRefusedError(_why(error)) from error
    reading = Reading()
    for row in sheet.rows:
        try:
            reading.add(_question(row, language))
        except ItemRefusedError as error:
            reading.refuse(row.line, str(error))
    return reading


def _why(error: SheetUnreadable) -> str:
    if error.code == Unreadable.NO_HEADINGS:
        return _("No row with headings was found. The list needs at least the columns “kind” and “question”.")
    if error.code == Unreadable.EMPTY:
        return _("The file is empty.")
    if error.code == Unreadable.TOO_BIG:
        return _("The list is too long. Divide it into several files.")
    if error.code == Unreadable.ENCRYPTED:
        return _("The file is locked with a password. Save it without one and try again.")
    if error.code == Unreadable.CORRUPT:
        return _("The file is damaged. Save it again in the spreadsheet program and try again.")
    return _("This is not a list that can be read. Save it as XLSX or CSV in the spreadsheet program and try again.")


def _question(row: Row, language: str) -> Imported:
    cells = {field: str(value) for field, value in row.values.items()}
    if any(row.surplus):
        raise ItemRefusedError(_("The line has more cells than there are headings."))
    kind = KIND_WORDS.get(_folded(cells["kind"]))
    if kind is None:
        raise ItemRefusedError(_("This kind of question is not known: %(kind)s") % {"kind": cells["kind"][:40]})
    given = [cells.get(f"option_{at}", "") for at in range(1, MOST_OPTIONS + 1)]
    while given and not given[-1]:
        given.pop()
    points = _whole(cells.get("points") or "1")
    key, options, notes = _READERS[kind](given, cells.get("right", ""), language, points)
    return Imported(
        row.line,
        kind,
        key,
        plain(cells["question"].replace("¶", PARAGRAPH)),
        options,
        plain(cells.get("feedback", "").replace("¶", PARAGRAPH)),
        marks=points,
        name=one_line(cells.get("name", "")),
        category=path_of(cells.get("place", "")),
        tags=tags_of(cells.get("tags", "").split(";")),
        notes=notes,
        difficulty=_difficulty(cells.get("difficulty", "")),
    )


def _difficulty(text: str) -> str:
    found = DIFFICULTY_WORDS.get(_folded(text), "")
    if text and not found:
        raise ItemRefusedError(_("The difficulty is easy, medium or hard."))
    return found


def _whole(text: str) -> int:
    digits = ascii_digits(text.strip())
    if not re.fullmatch(r"[0-9]{1,3}", digits):
        raise ItemRefusedError(_("This is not a whole number: %(text)s") % {"text": text[:40]})
    return int(digits)


def _places(text: str, size: int) -> list[int]:
    """Return the options named by letters or numbers, from 0."""
    found = []
    for one in filter(None, _LIST.split(ascii_digits(text).upper())):
        at = LETTERS.find(one) if len(one) == 1 and one in LETTERS else (_whole(one) - 1)
        if not 0 <= at < size:
            raise ItemRefusedError(_("The right answer names an option that is not there."))
        found.append(at)
    return list(found)


Parts = tuple[dict[str, Any], list[Any], tuple[str, ...]]


def _single(given: Sequence[str], right: str, _language: str, _points: int) -> Parts:
    places = sorted(set(_places(right, len(given))))
    if len(places) != 1:
        raise ItemRefusedError(_("A single choice has exactly one right option."))
    return {"options": len(given), "right": places}, [one_line(text) for text in given], ()


def _multiple(given: Sequence[str], right: str, _language: str, _points: int) -> Parts:
    _kind, key, notes = choice(sorted(set(_places(right, len(given)))), len(given), several=True)
    return key, [one_line(text) for text in given], notes


def _true_false(_given: Sequence[str], right: str, _language: str, _points: int) -> Parts:
    found = TRUTH_WORDS.get(_folded(right))
    if found is None:
        raise ItemRefusedError(_("The right answer is “true” or “false”."))
    return {"right": found == "yes"}, [], ()


def _numeric(_given: Sequence[str], right: str, _language: str, _points: int) -> Parts:
    value, _sign, tolerance = right.replace("+/-", "±").partition("±")
    return numeric_key(value.strip(), tolerance.strip() or "0"), [], ()


def _matching(given: Sequence[str], _right: str, _language: str, _points: int) -> Parts:
    rows = [[one_line(side) for side in text.split("|")] for text in given]
    if any(len(row) != 2 or not all(row) for row in rows):
        raise ItemRefusedError(_("A pair has two sides with | between them."))
    return {"pairs": len(rows)}, rows, ()


def _ordering(given: Sequence[str], _right: str, _language: str, _points: int) -> Parts:
    return {"items": len(given)}, [one_line(text) for text in given], ()


def _gaps(given: Sequence[str], right: str, _language: str, _points: int) -> Parts:
    rows = [[one_line(text) for text in row.split("|")] for row in given]
    named = list(filter(None, _LIST.split(right)))
    if len(named) != len(rows):
        raise ItemRefusedError(_("For each gap the number of its right option is needed, with ; between them."))
    gaps = [[len(row), _places(one, len(row))[0]] for row, one in zip(rows, named, strict=True)]
    return {"gaps": gaps}, rows, ()


def _short(given: Sequence[str], right: str, language: str, _points: int) -> Parts:
    accepted: list[tuple[str, int]] = []
    for text in [*given, *([right] if right and not given else [])]:
        answer, sign, worth = text.rpartition("|")
        accepted.append((one_line(answer if sign else text), _whole(worth) if sign else HUNDRED))
    if any(not 1 <= worth <= HUNDRED for _text, worth in accepted):
        raise ItemRefusedError(_("An accepted answer is worth 1 to 100 percent."))
    return {"accepted": [[language, answer, worth] for answer, worth in accepted]}, [], ()


def _essay(given: Sequence[str], _right: str, language: str, points: int) -> Parts:
    lines, rubric = [], []
    for text in given:
        line, sign, most = text.rpartition("|")
        rubric.append(one_line(line if sign else text))
        lines.append(_whole(most) if sign else 1)
    return ({"lines": lines}, rubric, ()) if rubric else ({"lines": [points]}, [whole_answer(language)], ())


_READERS: Mapping[str, Callable[[Sequence[str], str, str, int], Parts]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.GAPS: _gaps,
    QuestionKind.SHORT: _short,
    QuestionKind.ESSAY: _essay,
}


def can_hold(question: Imported) -> bool:
    """True for all kinds but a place on a picture and a machine readable zone."""
    return question.kind in _READERS


FIELDS = ("name", "kind", "question", "right", "points", "difficulty", "place", "tags", "feedback")


def rows_of(questions: Sequence[Imported]) -> tuple[list[str], list[list[str]]]:
    """Return the headings and one row for each question that a spreadsheet can hold."""
    kept = list(filter(can_hold, questions))
    options = [_options_written(question) for question in kept]
    widest = max((len(one) for one in options), default=0)
    headings = [*FIELDS, *(f"option {at}" for at in range(1, widest + 1))]
    rows = []
    for question, texts in zip(kept, options, strict=True):
        place = "/".join(part.replace("/", "//") for part in question.category)
        fields = [
            question.name,
            str(question.kind),
            question.stem.replace(PARAGRAPH, SIGN),
            _right_written(question),
            str(question.marks),
            question.difficulty,
            place,
            "; ".join(question.tags),
            question.feedback.replace(PARAGRAPH, SIGN),
        ]
        rows.append([*fields, *texts, *[""] * (widest - len(texts))])
    return headings, rows


def write(questions: Sequence[Imported]) -> bytes:
    """Return the questions as CSV."""
    headings, rows = rows_of(questions)
    return to_csv([headings, *rows])


def write_workbook(questions: Sequence[Imported], *, title: str, right_to_left: bool = False) -> bytes:
    """Return the questions as XLSX."""
    headings, rows = rows_of(questions)
    return to_xlsx(title, headings, rows, right_to_left=right_to_left)


def _options_written(question: Imported) -> list[str]:
    key = question.key
    if question.kind == QuestionKind.SHORT:
        return [f"{text} | {worth}" for _language, text, worth in key["accepted"]]
    if question.kind == QuestionKind.ESSAY:
        return [f"{text} | {most}" for text, most in zip(question.options, key["lines"], strict=True)]
    return [" | ".join(one) if isinstance(one, list | tuple) else one for one in question.options]


def _right_written(question: Imported) -> str:
    key = question.key
    if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return "; ".join(LETTERS[at] for at in key["right"])
    if question.kind == QuestionKind.TRUE_FALSE:
        return "true" if key["right"] else "false"
    if question.kind == QuestionKind.NUMERIC:
        return f"{key['value']} ± {key['tolerance']}"
    if question.kind == QuestionKind.GAPS:
        return "; ".join(str(right + 1) for _size, right in key["gaps"])
    return ""
