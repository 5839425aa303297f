"""The format of the manuscripts: parse and write are each other's inverse, whatever is written."""

import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.manuscript_format import (
    ADVICE,
    COURSE_TEXTS,
    COURSES,
    GLOSSARY,
    GLOSSARY_TEXTS,
    LESSON,
    MODULE,
    MODULE_TEXT,
    PRACTICAL,
    PRACTICAL_TEXT,
    PROGRAMME_TEXTS,
    PROGRAMMES,
    QUESTION_TEXTS,
    QUESTIONS,
    QUIZ_TEXTS,
    QUIZZES,
    REFERENCE_TEXTS,
    REFERENCES,
    Block,
    ManuscriptError,
    Shape,
    differences,
    faults,
    parse,
    write,
)
from courses.selectors.manuscripts import LANGUAGES, ManuscriptFileError, read

CURRICULUM = Path(settings.BASE_DIR) / "curriculum"
SCHEMAS = (LESSON, QUESTIONS, QUESTION_TEXTS, PRACTICAL, PRACTICAL_TEXT, MODULE, MODULE_TEXT, PROGRAMMES)


def _sound(text):
    text = unicodedata.normalize("NFC", text).strip()
    return bool(text) and "|" not in text and text == " ".join(text.split()) and text.isprintable()


words = st.text(alphabet=st.sampled_from("abc яҷӯ پژک `*#:-1<.,(ۀ"), min_size=1, max_size=20)
one_line = words.map(lambda text: unicodedata.normalize("NFC", " ".join(text.split()))).filter(_sound)
paragraph = one_line.filter(lambda text: not text.startswith(("- ", "## ")) and text != "-")
many = st.lists(one_line, min_size=1, max_size=4).map(tuple)
VALUES = {
    Shape.LINE: one_line,
    Shape.PARAGRAPHS: st.lists(paragraph, min_size=1, max_size=3).map(tuple),
    Shape.ITEMS: many,
    Shape.ROWS: st.lists(many, min_size=1, max_size=3).map(tuple),
}


@st.composite
def manuscripts(draw):
    schema = draw(st.sampled_from(SCHEMAS))
    kinds = draw(st.lists(st.sampled_from(sorted(schema)), min_size=1, max_size=4))
    blocks = []
    for number, kind in enumerate(kinds):
        names = [name for name in schema[kind] if draw(st.booleans())] or [next(iter(schema[kind]))]
        blocks.append(Block(kind, f"k{number}", {name: draw(VALUES[schema[kind][name]]) for name in names}))
    return schema, blocks


@given(manuscripts())
def test_what_is_written_parses_back(manuscript):
    schema, blocks = manuscript
    try:
        text = write(blocks, schema)
    except ManuscriptError:
        return  # a text that looks like a part of the format is refused, never written wrongly
    assert parse(text, schema) == blocks
    assert write(parse(text, schema), schema) == text


@given(st.text(alphabet="## ab:\n- |`й\u0301", max_size=60))
def test_any_text_either_parses_and_is_written_the_same_or_is_refused(text):
    try:
        blocks = parse(text, LESSON)
    except ManuscriptError:
        return
    assert write(blocks, LESSON) == text


def _schema_of(name):
    base = name.removesuffix(".txt")
    language = next((code for code in LANGUAGES if base.endswith(f".{code}")), "")
    stem = base.removesuffix(f".{language}") if language else base
    for start, structure, texts in (
        ("courses", COURSES, COURSE_TEXTS),
        ("programmes", PROGRAMMES, PROGRAMME_TEXTS),
        ("module", MODULE, MODULE_TEXT),
        ("questions", QUESTIONS, QUESTION_TEXTS),
        ("quizzes", QUIZZES, QUIZ_TEXTS),
        ("PX-", PRACTICAL, PRACTICAL_TEXT),
        ("glossary", GLOSSARY, GLOSSARY_TEXTS),
        ("advice", ADVICE, ADVICE),
        ("library", REFERENCES, REFERENCE_TEXTS),
    ):
        if stem.startswith(start):
            return stem, language, texts if language else structure
    return stem, language, LESSON


def test_every_file_of_the_curriculum_parses_is_written_the_same_and_agrees_in_all_languages():
    files = sorted(CURRICULUM.rglob("*.txt"))
    assert len(files) > 250
    by_text = {}
    for path in files:
        stem, language, schema = _schema_of(path.name)
        blocks = read(path, schema)
        assert write(blocks, schema) == path.read_text(encoding="utf-8"), path
        if language:
            by_text.setdefault((path.parent, stem), {})[language] = blocks
    for (folder, stem), texts in by_text.items():
        assert set(texts) == set(LANGUAGES), (folder, stem)
        assert faults(texts["en"]) == [], (folder, stem)
        if stem in {"glossary", "library"}:
            continue  # forms, notes and citations are each language's own
        for language in LANGUAGES:
            assert differences(texts["en"], texts[language]) == [], (folder, stem, language)


def test_differences_are_found():
    source = [Block("points", "a", {"items": ("1", "2")})]
    assert differences(source, [Block("points", "a", {"items": ("1",)})]) != []
    assert differences(source, [Block("points", "b", {"items": ("1", "2")})]) != []
    specimen = [Block("specimen", "s", {"lines": ("P<UTO",), "caption": "x"})]
    assert differences(specimen, [Block("specimen", "s", {"lines": ("P<UTA",), "caption": "x"})]) != []


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        (Block("picture", "p", {"file": "a.png"}), "alt is missing"),
        (Block("picture", "p", {"file": "../a.png", "alt": "x"}), "no name of a file"),
        (Block("picture", "p", {"file": "A.PNG", "alt": "x"}), "no name of a file"),
        (Block("spots", "s", {"file": "a.png", "alt": "x", "spots": (("1", "x", "l"),)}), "in percent"),
        (Block("spots", "s", {"file": "a.png", "alt": "x", "spots": (("1", "101", "l"),)}), "in percent"),
        (Block("spots", "s", {"file": "a.png", "alt": "x", "spots": (("1", "2"),)}), "in percent"),
        (Block("link", "l", {"target": "lesson M2.2.1", "text": "x"}), "`quiz` or `practical`"),
        (Block("audio", "a", {"file": "a.mp3", "title": "x"}), "transcript is missing"),
    ],
)
def test_what_media_blocks_lack(block, fault):
    assert any(fault in found for found in faults([block])), faults([block])


def test_reading_a_file_says_which_file_and_why(tmp_path):
    path = tmp_path / "lesson.txt"
    with pytest.raises(ManuscriptFileError, match="missing"):
        read(path, LESSON)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ManuscriptFileError, match="UTF-8"):
        read(path, LESSON)
    path.write_text("## novel x\nbody:\ny\n")
    with pytest.raises(ManuscriptFileError, match="line 1: unknown kind novel"):
        read(path, LESSON)
