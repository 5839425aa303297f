"""GIFT as Moodle reads and writes it (docs.moodle.org/en/GIFT_format, question/format/gift/format.php).

Questions are separated by empty lines. `{T}` true or false, `{=right ~wrong}` one of several,
`{~%50%a ~%50%b ~%-100%c}` several of several, `{=a =%50%b}` short answer, `{#3:0.1}` or `{#1..5}` number,
`{=left -> right}` matching, `{}` essay.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.formats.base import (
    HUNDRED,
    LONGEST_TEXT,
    MOST_MARKS,
    Imported,
    ItemRefusedError,
    Reading,
    choice,
    numeric_key,
    range_key,
    whole_answer,
)
from assessments.domain.formats.opening import text_of
from assessments.domain.formats.words import from_html, is_html, one_line, path_of, plain, tags_of, with_feedback
from assessments.enums import QuestionKind

_BLANK = "_____"
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_NOTE = re.compile(r"\[(id|tag|points):([^\]\n]{1,200})\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,10})?)%")
# A backslash and the sign behind it become one letter of a private area, so no sign of a text is taken for one of GIFT.
_SIGNS = "\\~=#{}:n"
_HIDDEN = {f"\\{sign}": chr(0xF0100 + at) for at, sign in enumerate(_SIGNS)}
_SHOWN = {chr(0xF0100 + at): "\n" if sign == "n" else sign for at, sign in enumerate(_SIGNS)}
_ESCAPE = re.compile(r"\\[\\~=#{}:n]")
_SHOW = re.compile("[" + "".join(_SHOWN) + "]")
TRUE, FALSE = frozenset({"T", "TRUE"}), frozenset({"F", "FALSE"})


class _Answer:
    """One answer: its sign, its weight in percent or None, its words and its feedback, signs still hidden."""

    def __init__(self, sign: str, text: str) -> None:
        self.sign = sign
        text, _sign, self.feedback = text.partition("#")
        found = _WEIGHT.match(text.lstrip())
        self.weight: Decimal | None = None
        if found:
            self.weight = Decimal(found[1])
            text = text.lstrip()[found.end() :]
        self.text = text


def read(data: bytes, language: str) -> Reading:
    """Return the questions of a GIFT file. Raises FileRefusedError.

    GIFT itself has no points; those that `write` puts into a comment, `// [points:3]`, are read again.
    """
    reading = Reading()
    category: tuple[str, ...] = ()
    for line, lines, notes in _blocks(text_of(data)):
        if lines and lines[0].lstrip().startswith("$CATEGORY:"):
            category = path_of(_shown(lines[0].partition(":")[2]))
            line, lines = line + 1, lines[1:]
        text = _ESCAPE.sub(lambda found: _HIDDEN[found[0]], "\n".join(lines))
        if not text.strip():
            continue
        try:
            question = _question(line, text, language, category, notes)
        except ItemRefusedError as error:
            reading.refuse(line, str(error))
        else:
            if question is None:
                reading.leave_out(line, _("A description without answers is no question. It is left out."))
            else:
                reading.add(question)
    return reading


class _Notes:
    """What the comments before a question say: tags, and the points as they are written."""

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        self.tags = tags_of([text for name, text in found if name == "tag"])
        self._points = next((text.strip() for name, text in found if name == "points"), "1")

    @property
    def points(self) -> int:
        """The points. Raises ItemRefusedError."""
        if not (self._points.isascii() and self._points.isdigit() and 1 <= int(self._points[:3]) <= MOST_MARKS):
            raise ItemRefusedError(_("A question is worth 1 to 10 points."))
        return int(self._points)


def _blocks(text: str) -> Iterator[tuple[int, list[str], _Notes]]:
    """Yield first line, lines and notes of each block between empty lines; comments are taken out."""
    lines: list[str] = []
    notes: list[tuple[str, str]] = []
    first = 1
    for number, line in enumerate((*text.split("\n"), ""), 1):
        if line.lstrip().startswith("//"):
            notes += [(found[1], found[2]) for found in _NOTE.finditer(line)]
            continue
        if line.strip():
            if not lines:
                first = number
            lines.append(line)
        elif lines:
            yield first, lines, _Notes(notes)
            lines, notes = [], []


def _question(line: int, text: str, language: str, category: tuple[str, ...], before_it: _Notes) -> Imported | None:
    if len(text) > LONGEST_TEXT * 2:
        raise ItemRefusedError(_("A text is longer than 20,000 letters."))
    name, text = _name(text.strip())
    opens, closes = text.find("{"), text.rfind("}")
    if opens < 0 and closes < 0:
        return None
    if opens < 0 or closes < opens:
        raise ItemRefusedError(_("The answers begin with { and end with }; one of them is missing."))
    if "{" in text[opens + 1 : closes] or "}" in text[opens + 1 : closes]:
        raise ItemRefusedError(_("A question has more than one pair of { and }. Write \\{ for the sign itself."))
    before, inside, after = text[:opens], text[opens + 1 : closes].strip(), text[closes + 1 :]
    stem = f"{before} {_BLANK}{after}" if after.strip() else before
    found = _FORMAT.match(stem.lstrip())
    how = found[1].lower() if found else ""
    stem = stem.lstrip()[found.end() :] if found else stem
    inside, general = _general(inside, how)
    kind, key, options, said, notes = _answers(inside, how, language)
    points = before_it.points
    if kind == QuestionKind.ESSAY:
        key = {"lines": [points]}
    return Imported(
        line,
        kind,
        key,
        _words(stem, how),
        options,
        with_feedback(general, said),
        name=one_line(_shown(name)),
        category=category,
        tags=before_it.tags,
        notes=notes,
        marks=points,
    )


def _name(text: str) -> tuple[str, str]:
    if text.startswith("::"):
        name, sign, rest = text[2:].partition("::")
        if sign:
            return name, rest.strip()
    return "", text


def _general(inside: str, how: str) -> tuple[str, str]:
    """Take the general feedback, behind ####, off the answers."""
    answers, sign, general = inside.partition("####")
    return (answers.strip(), _words(general, how)) if sign else (inside, "")


Answers = tuple[str, dict[str, Any], list[Any], list[tuple[str, str]], tuple[str, ...]]


def _answers(inside: str, how: str, language: str) -> Answers:
    if not inside:
        return QuestionKind.ESSAY, {"lines": [1]}, [whole_answer(language)], [], ()
    if inside.startswith("#"):
        return _number(inside[1:].strip(), how)
    word, _sign, rest = inside.partition("#")
    if word.strip().upper() in TRUE | FALSE:
        said = [("", _words(part, how)) for part in rest.split("#")]
        return QuestionKind.TRUE_FALSE, {"right": word.strip().upper() in TRUE}, [], said, ()
    answers = _split(inside)
    if any(answer.sign == "~" for answer in answers):
        return _choice(answers, how)
    if "->" in inside:
        return _matching(answers, how)
    return _short(answers, how, language)


def _split(inside: str) -> list[_Answer]:
    """Return the answers behind = and ~."""
    if inside[0] not in "=~":
        raise ItemRefusedError(_("Each answer begins with = when it is right and with ~ when it is wrong."))
    pieces = re.split(r"([=~])", inside)[1:]
    return [_Answer(sign, text) for sign, text in zip(pieces[::2], pieces[1::2], strict=True)]


def _choice(answers: Sequence[_Answer], how: str) -> Answers:
    several = not any(answer.sign == "=" for answer in answers)
    if several:
        right = [at for at, answer in enumerate(answers) if (answer.weight or 0) > 0]
    else:
        right = [at for at, answer in enumerate(answers) if answer.sign == "="]
    kind, key, notes = choice(right, len(answers), several=several)
    weights = {answers[at].weight for at in right}
    partial = [answer for answer in answers if not several and answer.sign == "~" and (answer.weight or 0) > 0]
    if len(weights) > 1 or partial:
        notes = (*notes, _("Weights of single options are not kept: every right option is worth the same."))
    options = [one_line(_words(answer.text, how)) for answer in answers]
    return kind, key, options, _said(answers, options, how), notes


def _matching(answers: Sequence[_Answer], how: str) -> Answers:
    pairs: list[Any] = []
    notes: tuple[str, ...] = ()
    for answer in answers:
        left, sign, right = answer.text.partition("->")
        if not sign:
            raise ItemRefusedError(_("A pair of a matching has -> between its sides."))
        if not left.strip():
            notes = (_("An answer without a left side is left out."),)
            continue
        pairs.append([one_line(_words(left, how)), one_line(_words(right, how))])
    return QuestionKind.MATCHING, {"pairs": len(pairs)}, pairs, [], notes


def _short(answers: Sequence[_Answer], how: str, language: str) -> Answers:
    texts = [one_line(_words(answer.text, how)) for answer in answers]
    accepted = [
        [language, text, _percent(HUNDRED if answer.weight is None else answer.weight)]
        for text, answer in zip(texts, answers, strict=True)
    ]
    return QuestionKind.SHORT, {"accepted": [row for row in accepted if row[2]]}, [], _said(answers, texts, how), ()


def _number(inside: str, how: str) -> Answers:
    if not inside.startswith("="):
        wanted, _sign, said = inside.partition("#")
        return QuestionKind.NUMERIC, _number_key(wanted), [], [("", _words(said, how))], ()
    answers = _split(inside)
    best = next((answer for answer in answers if answer.weight in {None, Decimal(HUNDRED)}), None)
    if best is None:
        raise ItemRefusedError(_("No answer is worth 100 percent."))
    others = [answer for answer in answers if answer is not best and answer.weight != 0]
    notes = (_("Only the first right number is kept, numbers worth a part are not."),) if others else ()
    texts = [one_line(_shown(answer.text)).partition(":")[0] for answer in answers]
    return QuestionKind.NUMERIC, _number_key(best.text), [], _said(answers, texts, how), notes


def _number_key(text: str) -> dict[str, str]:
    text = _shown(text).strip()
    if ".." in text:
        low, _dots, high = text.partition("..")
        return range_key(low, high)
    value, _colon, tolerance = text.partition(":")
    return numeric_key(value, tolerance.strip() or "0")


def _said(answers: Sequence[_Answer], options: Sequence[str], how: str) -> list[tuple[str, str]]:
    return [(option, _words(answer.feedback, how)) for option, answer in zip(options, answers, strict=True)]


def _percent(weight: Decimal | int) -> int:
    try:
        return max(0, min(HUNDRED, int(Decimal(weight).to_integral_value())))
    except InvalidOperation:
        return 0


def _shown(text: str) -> str:
    return _SHOW.sub(lambda found: _SHOWN[found[0]], _ESCAPE.sub(lambda found: _SHOWN[_HIDDEN[found[0]]], text))


def _words(text: str, how: str) -> str:
    """Return words in the marks of manuscripts. An answer may name a format of its own; else that of the question."""
    found = _FORMAT.match(text.lstrip())
    if found:
        text, how = text.lstrip()[found.end() :], found[1].lower()
    text = _shown(text)
    if how == "html" or (how not in {"markdown", "plain"} and is_html(text)):
        return from_html(text)[0]
    return plain(text)


def can_hold(question: Imported) -> bool:
    """True for the kinds that GIFT knows."""
    return question.kind in {
        QuestionKind.SINGLE,
        QuestionKind.MULTIPLE,
        QuestionKind.TRUE_FALSE,
        QuestionKind.NUMERIC,
        QuestionKind.MATCHING,
        QuestionKind.SHORT,
        QuestionKind.ESSAY,
    }


def write(questions: Sequence[Imported]) -> bytes:
    """Return a GIFT file of what GIFT can hold. Rubrics have no place in it; points stand in a comment."""
    parts = []
    category: tuple[str, ...] = ()
    for question in filter(can_hold, questions):
        if question.category != category:
            category = question.category
            path = "/".join(part.replace("/", "//") for part in category)
            parts.append(f"$CATEGORY: {_escaped(path)}")
        parts.append(_written(question))
    return ("\n\n".join(parts) + "\n").encode()


def _written(question: Imported) -> str:
    notes = [f"[tag:{tag.replace(']', ' ')}]" for tag in question.tags]
    notes += [f"[points:{question.marks}]"] if question.marks > 1 else []
    lines = [f"// {' '.join(notes)}"] if notes else []
    if question.name:
        lines.append(f"::{_escaped(question.name)}::")
    feedback = f"\n\t####{_escaped(question.feedback)}" if question.feedback else ""
    lines.append(f"[markdown]{_escaped(question.stem)} {{{_answers_written(question)}{feedback}}}")
    return "\n".join(lines)


def _answers_written(question: Imported) -> str:
    kind, key, options = question.kind, question.key, question.options
    if kind == QuestionKind.TRUE_FALSE:
        return "TRUE" if key["right"] else "FALSE"
    if kind == QuestionKind.NUMERIC:
        return f"#{key['value']}:{key['tolerance']}"
    if kind == QuestionKind.MATCHING:
        return "".join(f"\n\t={_side(left)} -> {_side(right)}" for left, right in options)
    if kind == QuestionKind.SHORT:
        return "".join(f"\n\t=%{worth}%{_escaped(text)}" for _code, text, worth in key["accepted"])
    if kind == QuestionKind.SINGLE:
        return "".join(
            f"\n\t{_sign(text, right=at in key['right'])}{_escaped(text)}" for at, text in enumerate(options)
        )
    if kind == QuestionKind.MULTIPLE:
        part = Decimal(HUNDRED) / len(key["right"])
        worth = (f"{part:.5f}".rstrip("0").rstrip("."), "-100")
        return "".join(f"\n\t~%{worth[at not in key['right']]}%{_escaped(text)}" for at, text in enumerate(options))
    return ""


def _side(text: str) -> str:
    """A side of a pair cannot hold the arrow that divides it."""
    return _escaped(text.replace("->", "→"))


def _escaped(text: str) -> str:
    return re.sub(r"[\\~=#{}:]", lambda found: f"\\{found[0]}", text).replace("\n", "\\n")


def _sign(text: str, *, right: bool) -> str:
    """The weight stands before an option that begins with % itself."""
    weight = ("%100%" if right else "%0%") if text.startswith("%") else ""
    return ("=" if right else "~") + weight
