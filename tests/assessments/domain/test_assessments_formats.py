"""Formats of questions: what each sign means, what is refused, and that nothing but questions or a report comes out."""

import dataclasses
import io
import time
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.formats import aiken, gift, moodle_xml, qti3, registry, sheet
from assessments.domain.formats.base import FileRefusedError, Imported, Picture, Reading
from assessments.domain.formats.words import from_html, plain, to_html
from assessments.enums import ImportFormat

ENTITY_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    "<quiz><question type='essay'><questiontext><text>&c;</text></questiontext></question></quiz>"
)
OUTSIDE = (
    '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/hostname">]><quiz><question type="essay">&x;</question></quiz>'
)
PIXELS = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2000 1000'></svg>"


def only(reading: Reading) -> Imported:
    assert not reading.problems, reading.problems
    (question,) = reading.questions
    return question


def read_gift(text: str) -> Imported:
    return only(gift.read(text.encode(), "tg"))


def test_gift_reads_what_moodle_reads() -> None:
    text = """
$CATEGORY: $course$/M2.2/m2-2-formats

// question: 7  [tag:documents] [tag:first line]
::Colour::[html]<p>Which \\= colour is the <b>stamp</b>?</p>{
   =<p>Red</p>#Right. ~%-50%Blue \\{dark\\}#No.
   ~Green
   ####Look again.
}
"""
    question = read_gift(text)
    assert question.kind == "single"
    assert question.key == {"options": 3, "right": [0]}
    assert (question.stem, question.options) == ("Which = colour is the **stamp**?", ["Red", "Blue {dark}", "Green"])
    assert question.feedback == "Look again.\n\nRed: Right.\n\nBlue {dark}: No."
    assert (question.name, question.tags) == ("Colour", ("documents", "first line"))
    assert (question.category, question.line) == (("$course$", "M2.2", "m2-2-formats"), 5)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("Is it?{T}", "true_false", {"right": True}),
        ("Is it?{FALSE#No.#Yes.}", "true_false", {"right": False}),
        ("How many?{#3:0.5}", "numeric", {"value": "3", "tolerance": "0.5"}),
        ("How many?{#1..5}", "numeric", {"value": "3", "tolerance": "2"}),
        ("How many?{#=%0%2:0#No. =%100%9:1#Yes.}", "numeric", {"value": "9", "tolerance": "1"}),
        ("Say{=да =%50%ага}", "short", {"accepted": [["tg", "да", 100], ["tg", "ага", 50]]}),
        ("Join{=a -> b =c -> d}", "matching", {"pairs": 2}),
        ("Which{~%50%a ~%50%b ~%-100%c}", "multiple", {"options": 3, "right": [0, 1]}),
        ("Which{=a =b ~c}", "multiple", {"options": 3, "right": [0, 1]}),
        ("Write.{}", "essay", {"lines": [1]}),
    ],
)
def test_each_kind_of_gift(text: str, kind: str, key: dict[str, Any]) -> None:
    question = read_gift(text)
    assert (question.kind, question.key) == (kind, key)


def test_a_word_that_is_missing_leaves_a_line() -> None:
    assert read_gift("He is {=here ~there} now.").stem == "He is _____ now."


def test_gift_says_what_is_wrong_line_by_line() -> None:
    reading = gift.read(b"One {=a ~b}\n\nTwo {=a ~b\n\nThree {a b}\n\nFour {~a ~b}\n\nJust text.", "tg")
    assert [question.stem for question in reading.questions] == ["One"]
    assert [(one.line, one.blocks) for one in reading.problems] == [(3, True), (5, True), (7, True), (9, False)]


def test_aiken() -> None:
    reading = aiken.read("Саволи якум?\nA. як\nB) ду\nANSWER: B\n\nБе ҷавоб?\nA. як\nB. ду\n".encode("utf-16"), "tg")
    (question,) = reading.questions
    assert (question.stem, question.options) == ("Саволи якум?", ["як", "ду"])
    assert question.key == {"options": 2, "right": [1]}
    assert [problem.line for problem in reading.problems] == [6]


def test_moodle_xml_reads_types_and_names_the_others() -> None:
    text = """<quiz>
    <question type="category"><category><text>$course$/top/M2.2</text></category></question>
    <question type="multichoice"><name><text>n</text></name><questiontext format="html"><text><![CDATA[<p>Which?</p>
      <ul><li>see &lt;this&gt;</li></ul>]]></text></questiontext><defaultgrade>2.0000</defaultgrade>
      <single>false</single>
      <answer fraction="50"><text>a</text><feedback><text>good</text></feedback></answer>
      <answer fraction="50"><text>b</text></answer><answer fraction="-50"><text>c</text></answer>
      <tags><tag><text>seals</text></tag></tags></question>
    <question type="ddwtos"><questiontext><text>The [[2]] is [[1]].</text></questiontext>
      <dragbox><text>red</text><group>1</group></dragbox><dragbox><text>stamp</text><group>2</group></dragbox>
      <dragbox><text>blue</text><group>1</group></dragbox><dragbox><text>seal</text><group>2</group></dragbox></question>
    <question type="calculated"><questiontext><text>x</text></questiontext></question>
    <question type="ordering"><questiontext><text>Order</text></questiontext>
      <answer fraction="2"><text>second</text></answer><answer fraction="1"><text>first</text></answer></question>
    </quiz>"""
    reading = moodle_xml.read(text.encode(), "ru")
    choice, gaps, order = reading.questions
    assert (choice.stem, choice.marks, choice.tags) == ("Which?\n\nsee <this>", 2, ("seals",))
    assert (choice.kind, choice.key, choice.feedback) == ("multiple", {"options": 3, "right": [0, 1]}, "a: good")
    assert choice.category == ("$course$", "top", "M2.2")
    assert gaps.stem == "The {1} is {2}."
    assert (gaps.key, gaps.options) == ({"gaps": [[2, 0], [2, 0]]}, [["stamp", "seal"], ["red", "blue"]])
    assert order.options == ["first", "second"]
    assert [(one.line, one.blocks) for one in reading.problems] == [(4, False)]
    assert "calculated" in reading.problems[0].sentence


def test_a_qti_item_of_another_program() -> None:
    text = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="x" title="Seals">
    <responseDeclaration identifier="R" cardinality="single" baseType="string"><correctResponse><value>мӯҳр</value>
    </correctResponse><mapping defaultValue="0"><mapEntry mapKey="мӯҳр" mappedValue="2"/>
    <mapEntry mapKey="мухр" mappedValue="1"/></mapping></responseDeclaration>
    <itemBody><p>What is <strong>it</strong>? <textEntryInteraction responseIdentifier="R"/></p></itemBody>
    </assessmentItem>"""
    question = only(qti3.read(text.encode(), "tg"))
    assert question.stem == "What is **it**?"
    assert question.key == {"accepted": [["tg", "мӯҳр", 100], ["tg", "мухр", 50]]}


def test_a_place_on_a_picture_comes_with_its_picture() -> None:
    picture = Picture("place.svg", PIXELS, 2000, 1000)
    question = Imported(1, "hotspot", {"areas": [[600, 100, 200, 250]]}, "Where?", ["a page"], marks=2, picture=picture)
    found = only(qti3.read(qti3.write([question]), "tg"))
    assert found.picture is not None
    assert found.picture.data == PIXELS
    assert (found.key, found.options, found.marks) == (question.key, ["a page"], 2)


def test_a_sheet_in_russian() -> None:
    text = "Вид;Вопрос;Верно;Баллы;Вариант 1;Вариант 2\nодин ответ;Что это?;B;2;печать;подпись\n"
    text += "верно неверно;Да?;может;;;\n"
    reading = sheet.read(text.encode("cp1251"), "ru")
    (question,) = reading.questions
    assert (question.kind, question.key, question.marks) == ("single", {"options": 2, "right": [1]}, 2)
    assert [problem.line for problem in reading.problems] == [3]


def zipped(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("form", "data", "words"),
    [
        (ImportFormat.MOODLE_XML, ENTITY_BOMB.encode(), "entities"),
        (ImportFormat.MOODLE_XML, OUTSIDE.encode(), "entities"),
        (ImportFormat.QTI, OUTSIDE.encode(), "entities"),
        (ImportFormat.MOODLE_XML, b"<quiz><question>", "well-formed"),
        (ImportFormat.MOODLE_XML, b'<?xml version="1.0" encoding="nonsense"?><quiz/>', "well-formed"),
        (ImportFormat.MOODLE_XML, b"<html/>", "quiz"),
        (ImportFormat.MOODLE_XML, b"<quiz>" + b"<a>" * 500 + b"</a>" * 500 + b"</quiz>", "deeply"),
        (ImportFormat.MOODLE_XML, b"<a>" * 200_000 + b"</a>" * 200_000, "deeply"),
        (ImportFormat.GIFT, b"", "empty"),
        (ImportFormat.GIFT, b"\xff\xfe", "empty"),
        (ImportFormat.GIFT, b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
        (ImportFormat.GIFT, b"%PDF-1.7 ...", "letters"),
        (ImportFormat.GIFT, b"abc\x98\x00\x00\x00\x00d", "letters"),
        (ImportFormat.GIFT, b"Is it?{T}\n\n" * 2001, "2,000"),
        (ImportFormat.AIKEN, zipped(a=b"x"), "format"),
        (ImportFormat.QTI, zipped(a=b"x"), "imsmanifest"),
        (ImportFormat.QTI, zipped(a=b"0" * 4_000_000), "too large"),
        (ImportFormat.QTI, zipped(**{f"f{at}": b"" for at in range(4001)}), "too large"),
        (ImportFormat.QTI, zipped(**{"..__..__evil": b"x"}), "leads out"),
        (ImportFormat.QTI, zipped(__etc__passwd=b"x"), "leads out"),
        (ImportFormat.QTI, zipped(**{"in.zip": b"x"}), "another package"),
        (ImportFormat.QTI, zipped(inside=zipped(a=b"x")), "another package"),
        (ImportFormat.QTI, zipped(a=b"x" * 900)[:-30], "damaged"),
        (ImportFormat.QTI, b"PK\x03\x04" + b"0" * (20 * 1024 * 1024), "20 MB"),
        (ImportFormat.SHEET, b"a;b\n1;2\n", "headings"),
        (ImportFormat.SHEET, zipped(a=b"x"), "list"),
    ],
)
def test_hostile_files_are_refused_with_a_sentence(form: str, data: bytes, words: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        registry.read(form, data, "tg")
    assert words in str(refused.value)


def test_a_header_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(zipped(**{"imsmanifest.xml": b"<manifest/>" + b" " * 3000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(FileRefusedError):
        qti3.read(bytes(data), "tg")


def readable_or_refused(form: str, data: bytes) -> bool:
    """True when reading gives a report, or one sentence."""
    try:
        return isinstance(registry.read(form, data, "tg"), Reading)
    except FileRefusedError as refused:
        return bool(str(refused))


@pytest.mark.parametrize(
    "sign", ["{", "}", "=", "~", "%", "\\", "::", "#", "->", "<", "<!--", "&", "[html]", "(", "**", "`"]
)
def test_signs_repeated_without_end_take_no_time(sign: str) -> None:
    data = (sign * (200_000 // len(sign))).encode()
    for form in ImportFormat.values:
        for sent in (
            data,
            b"[html]" + data + b"{=a ~b}",
            b"<quiz><question type='essay'><questiontext><text><![CDATA[" + data,
        ):
            began = time.process_time()  # of this process alone: others may be busy
            assert readable_or_refused(form, sent)
            assert time.process_time() - began < 2


@settings(max_examples=150, deadline=None)
@given(form=st.sampled_from(ImportFormat.values), data=st.binary(max_size=400))
def test_any_bytes_give_questions_or_a_refusal(form: str, data: bytes) -> None:
    assert readable_or_refused(form, data)


SIGNS = "abя ғ{}=~#%:\\->.1T\n<>&;\"'[]|*`$/"


@settings(max_examples=300, deadline=None)
@given(form=st.sampled_from(["gift", "aiken", "sheet"]), text=st.text(SIGNS, min_size=1, max_size=120))
def test_any_text_gives_questions_or_a_refusal(form: str, text: str) -> None:
    text = f"kind;question;right;option 1;option 2\n{text}" if form == "sheet" else text
    assert readable_or_refused(form, text.encode())


LETTERS = st.text("abcяғӣ گ۵'\"#=~{}%:\\<>&;,.!()[]-", min_size=1, max_size=12)
MARKED = st.one_of(LETTERS, LETTERS.map(lambda text: f"x **{plain(text) or 'y'}** `CODE<1`"))
WORDS = MARKED.map(lambda text: plain(text) or "x").map(lambda text: text.replace("->", "-").replace("[[", "["))
OPTIONS = st.lists(WORDS, min_size=2, max_size=5, unique=True)
NUMBERS = st.decimals(-1000, 1000, places=2).map(lambda number: format(number, "f"))


@st.composite
def questions(draw: Any) -> Imported:
    kind = draw(
        st.sampled_from(
            ["single", "multiple", "true_false", "numeric", "matching", "ordering", "gaps", "short", "essay"]
        )
    )
    stem, marks = draw(WORDS), draw(st.integers(1, 4))
    options: list[Any] = draw(OPTIONS)
    key: dict[str, Any] = {}
    if kind == "single":
        key = {"options": len(options), "right": [draw(st.integers(0, len(options) - 1))]}
    elif kind == "multiple":
        right = draw(st.sets(st.integers(0, len(options) - 1), min_size=1))
        key = {"options": len(options), "right": sorted(right)}
    elif kind == "true_false":
        key, options = {"right": draw(st.booleans())}, []
    elif kind == "numeric":
        key, options = {"value": draw(NUMBERS), "tolerance": draw(NUMBERS).lstrip("-")}, []
    elif kind == "matching":
        key, options = {"pairs": len(options)}, [[one, plain(f"{one} b")] for one in options]
    elif kind == "ordering":
        key = {"items": len(options)}
    elif kind == "gaps":
        key = {"gaps": [[len(options), draw(st.integers(0, len(options) - 1))]] * 2}
        options, stem = [options, options], plain(f"{stem.replace('{', '(').replace('**', '')} {{1}} or {{2}}.")
    elif kind == "short":
        worth = draw(st.lists(st.integers(1, 99), min_size=len(options) - 1, max_size=len(options) - 1))
        accepted = [["tg", text, percent] for text, percent in zip(options, [100, *worth], strict=True)]
        key, options = {"accepted": accepted}, []
    else:
        key, marks, options = {"lines": [1] * len(options)}, len(options), [f"{one}." for one in options]
    feedback = "\n\n".join(draw(st.lists(WORDS, max_size=2)))
    return Imported(1, kind, key, stem, options, feedback, marks=marks, name="Name")


def comparable(question: Imported) -> tuple[Any, ...]:
    key = dict(question.key)
    if question.kind == "short":
        key = {"accepted": sorted(key["accepted"])}
    return (question.kind, key, question.stem, list(question.options), question.feedback, question.marks)


@settings(max_examples=250, deadline=None)
@given(question=questions())
def test_moodle_xml_gives_back_what_it_was_given(question: Imported) -> None:
    assert comparable(only(moodle_xml.read(moodle_xml.write([question]), "tg"))) == comparable(question)


@settings(max_examples=250, deadline=None)
@given(question=questions())
def test_qti_gives_back_what_it_was_given(question: Imported) -> None:
    assert comparable(only(qti3.read(qti3.write([question]), "tg"))) == comparable(question)


@settings(max_examples=250, deadline=None)
@given(question=questions())
def test_a_sheet_gives_back_what_it_was_given(question: Imported) -> None:
    assert comparable(only(sheet.read(sheet.write([question]), "tg"))) == comparable(question)


@settings(max_examples=250, deadline=None)
@given(question=questions().filter(lambda one: gift.can_hold(one) and one.kind != "essay"))
def test_gift_gives_back_what_it_was_given(question: Imported) -> None:
    assert comparable(only(gift.read(gift.write([question]), "tg"))) == comparable(question)


def test_points_stand_in_a_comment_of_gift() -> None:
    essay = only(gift.read(b"// [points:3] [tag:seals]\nTell it. {}", "tg"))
    assert (essay.marks, essay.key, essay.tags) == (3, {"lines": [3]}, ("seals",))
    single = dataclasses.replace(essay, kind="true_false", key={"right": True}, options=[])
    assert b"// [tag:seals] [points:3]\n" in gift.write([single])
    assert b"points" not in gift.write([dataclasses.replace(single, marks=1)])
    for points in ("0", "11", "many", "9999999"):
        (problem,) = gift.read(f"// [points:{points}]\nIs it?{{T}}".encode(), "tg").problems
        assert "1 to 10" in problem.sentence


def test_aiken_gives_back_what_it_was_given() -> None:
    question = Imported(1, "single", {"options": 2, "right": [1]}, "Чӣ?", ["як", "ду"])
    assert comparable(only(aiken.read(aiken.write([question]), "tg"))) == comparable(question)


def test_workbooks_are_read_too() -> None:
    question = Imported(1, "single", {"options": 2, "right": [1]}, "=Чӣ?", ["-як", "ду"])
    found = only(sheet.read(sheet.write_workbook([question], title="M2.2"), "tg"))
    assert comparable(found) == comparable(question)


def test_html_becomes_the_marks_of_manuscripts_and_back() -> None:
    words, pictures = from_html(
        "<div>One <b>two</b><br>three</div><script>evil()</script><p>P&lt;<code>UTO</code> <img src='a.png'>"
    )
    assert words == "One **two** three\n\nP<`UTO`"
    assert pictures == ["a.png"]
    assert from_html(to_html(words))[0] == words
