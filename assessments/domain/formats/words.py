"""Words on their way in and out: the marks of manuscripts (**strong**, `code`, paragraphs) and HTML."""

import html
import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from assessments.domain.formats.base import LONGEST_TAG, LONGEST_TEXT, MOST_TAGS, ItemRefusedError

PARAGRAPH = "\n\n"
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LIKE_AN_ITEM = re.compile(r"^(?:- |#+ )+")
_MARK = re.compile(r"`([^`\n]+)`|\*\*([^*\n]+)\*\*")
_KNOWN_TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|code|span|div|ul|ol|li|sub|sup|img|a|h[1-6]|table|tr|td|th|pre|font)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "table", "tr", "pre", "blockquote", "section"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_STRONG = frozenset({"b", "strong"})
_CODE = frozenset({"code", "kbd", "tt", "samp"})
_SILENT = frozenset({"script", "style", "head", "title", "object", "svg", "math"})


def plain(text: str) -> str:
    """Return text as manuscripts hold it: composed letters, single spaces, an empty line between paragraphs.

    Marks nobody sees are taken out (never the ZWNJ of Dari), so is what would begin an item of a manuscript.
    """
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    parts = (" ".join(part.split()) for part in _paragraphs(text))
    return PARAGRAPH.join(_LIKE_AN_ITEM.sub(_dash, part) for part in parts if part)


def _dash(found: "re.Match[str]") -> str:
    return "\N{EN DASH} " if "-" in found[0] else ""


def one_line(text: str) -> str:
    """Return text as one line, for options and names."""
    return " ".join(plain(text).replace(" | ", " / ").split())


def _paragraphs(text: str) -> Iterable[str]:
    """Split at lines that hold nothing but blanks; linear, whatever the text."""
    part: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            part.append(line)
        elif part:
            yield "\n".join(part)
            part = []
    if part:
        yield "\n".join(part)


def is_html(text: str) -> bool:
    """True when a text of no named format holds tags that a word processor or an editor writes."""
    return bool(_KNOWN_TAG.search(text))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0
        self.pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS or tag in _HEADINGS:
            self.parts.append(PARAGRAPH)
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "img":
            self.pictures.append(dict(attrs).get("src") or "")
        self._mark(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        self._mark(tag)
        if tag in _BLOCKS or tag in _HEADINGS:
            self.parts.append(PARAGRAPH)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data.replace("\n", " "))

    def _mark(self, tag: str) -> None:
        if tag in _STRONG or tag in _HEADINGS:
            self.parts.append("\x01")
        elif tag in _CODE:
            self.parts.append("\x02")


_PAIR = re.compile("\x01([^\x01\x02\n]*)\x01|\x02([^\x01\x02\n]*)\x02")


def from_html(text: str) -> tuple[str, list[str]]:
    """Return the words of HTML in the marks of manuscripts, and the addresses of its pictures.

    Raises ItemRefusedError for a text that is too long to be one.
    """
    if len(text) > LONGEST_TEXT:
        raise ItemRefusedError(_("A text is longer than 20,000 letters."))
    reader = _Reader()
    reader.feed(text.replace("\x01", "").replace("\x02", ""))
    reader.close()
    found = _PAIR.sub(_marked, "".join(reader.parts))
    return plain(found.replace("\x01", "").replace("\x02", "")), reader.pictures


def _marked(found: "re.Match[str]") -> str:
    sign, words = ("**", found[1]) if found[1] is not None else ("`", found[2])
    inside = words.strip()
    if not inside or sign[0] in inside:
        return words
    return words.replace(inside, f"{sign}{inside}{sign}", 1)


def to_html(text: str) -> str:
    """Return the paragraphs of a manuscript as HTML."""
    return "".join(f"<p>{inline_html(part)}</p>" for part in text.split(PARAGRAPH) if part)


def inline_html(text: str) -> str:
    """Return one line of a manuscript as HTML without paragraphs."""
    pieces, end = [], 0
    for found in _MARK.finditer(text):
        pieces.append(html.escape(text[end : found.start()], quote=False))
        tag, words = ("code", found[1]) if found[1] is not None else ("strong", found[2])
        pieces.append(f"<{tag}>{html.escape(words, quote=False)}</{tag}>")
        end = found.end()
    pieces.append(html.escape(text[end:], quote=False))
    return "".join(pieces)


def tags_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return the tags that can be kept: short, each once."""
    return tuple(sorted({one_line(word)[:LONGEST_TAG].strip() for word in words} - {""}))[:MOST_TAGS]


def path_of(category: str) -> tuple[str, ...]:
    """Return the parts of a category path, outermost first; `//` is a slash inside a name, as Moodle writes it."""
    parts = category.replace("//", "\x01").split("/")
    return tuple(name for part in parts if (name := one_line(part.replace("\x01", "/"))[:200]))[:MOST_TAGS]


def with_feedback(general: str, of_options: Iterable[tuple[str, str]]) -> str:
    """Return one feedback text: the general one, then that of each option behind its words."""
    parts = [general] if general else []
    parts += [f"{option}: {said}" if option else said for option, said in of_options if said]
    return PARAGRAPH.join(parts)
