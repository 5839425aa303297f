"""The PO file of translators: what is written is read again, whatever a program made of the file meanwhile."""

import contextlib
import datetime

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.domain.po_format import Out, Place, PoLanguageError, PoUnreadableError, language_of, place_of, read, write
from cms.domain.work import Segment, WorkKind

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), min_size=1, max_size=200)
PATHS = st.from_regex(r"[a-z]{1,8}(\.[0-9]{1,3})?", fullmatch=True)


@st.composite
def texts(draw: st.DrawFn) -> list[Out]:
    paths = draw(st.lists(PATHS, unique=True, min_size=1, max_size=8))
    found = []
    for path in paths:
        source, target = draw(WORDS), draw(WORDS)
        was = draw(st.sampled_from([source, "older words", ""]))
        place = Place(draw(st.sampled_from(list(WorkKind))), "M2.2", path)
        remarks = [line.replace("\n", " ") for line in draw(st.lists(WORDS, max_size=2))]
        found.append(Out(place, Segment(path, "Label", source, was, target), remarks))
    return found


def touched(text: str, width: int, *, backwards: bool) -> bytes:
    """The file as a program saves it: wrapped elsewhere, in another order, with its own header, without remarks."""
    file = polib.pofile("\n" + text, wrapwidth=width)
    entries = list(file)
    again = polib.POFile(wrapwidth=width)
    again.metadata = {**file.metadata, "X-Generator": "Poedit 3.4", "Language": "fa_AF"}
    for entry in reversed(entries) if backwards else entries:
        entry.comment = ""
        again.append(entry)
    return ("\ufeff" + str(again).replace("\n", "\r\n")).encode()


@given(texts(), st.integers(20, 200), st.booleans())
def test_what_goes_out_comes_back(out: list[Out], width: int, backwards: bool) -> None:
    text = write("fa-af", out, at=AT, title="Omuzgoh")
    for data in (text.encode(), touched(text, width, backwards=backwards)):
        found = read(data)
        assert found.language == "fa-af"
        expected = {
            (one.place, one.segment.source, one.segment.target, one.segment.stale)
            for one in out
            if one.segment.target.strip()
        }
        assert {(sent.place, sent.source, sent.target, sent.fuzzy) for sent in found.entries} == expected


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_other_file_is_refused_in_peace(data: bytes) -> None:
    for sent in (data, b'msgid ""\nmsgstr "Language: tg\\n"\n' + data):
        with contextlib.suppress(PoUnreadableError, PoLanguageError):
            assert read(sent).language == "tg"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"/etc/passwd msgid", b"/etc/passwd", b'msgid "a"\nmsgstr "b'])
def test_what_is_no_po_file_is_refused(data: bytes) -> None:
    with pytest.raises((PoUnreadableError, PoLanguageError)):
        read(data)


def test_the_name_of_a_file_is_not_opened(tmp_path) -> None:
    path = tmp_path / "msgid.po"
    path.write_text('msgid ""\nmsgstr "Language: tg\\n"\n\nmsgctxt "question|a|b"\nmsgid "secret"\nmsgstr "x"\n')
    with pytest.raises((PoUnreadableError, PoLanguageError)):
        read(str(path).encode())


def test_places_and_languages_are_read_strictly() -> None:
    place = Place(WorkKind.LESSON, "M2.2.1", "body.x|y")
    assert place_of(str(place)) == place
    for wrong in ("", "lesson", "lesson|M2", "lesson||x", "page|a|b", "LESSON|a|b"):
        assert place_of(wrong) is None
    names = {"fa_AF": "fa-af", "fa": "fa-af", "prs": "fa-af", "tg_TJ": "tg", "ru_RU": "ru", "en_GB": "en", "TG": "tg"}
    assert {name: language_of(name) for name in names} == names
    assert language_of("de") is None
    assert language_of("") is None
