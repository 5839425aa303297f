"""Reading of lists: the samples as offices send them, and files that are spoilt, hostile or strange."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from foundation.languages.calendars import DateUnreadable
from foundation.spreadsheets import workbook
from foundation.spreadsheets.cells import date_of
from foundation.spreadsheets.reading import SheetUnreadable, Skipped, Unreadable, read

SAMPLES = Path(__file__).parents[2] / "samples"
TODAY = date(2026, 3, 1)
HEADINGS = {
    "service_number": ("service_number", "Табельный №", "Рақами хизматӣ"),
    "surname": ("surname", "Фамилия", "Насаб", "تخلص"),
    "given_name": ("given_name", "Имя", "Ном", "نام"),
    "father_name": ("father_name", "Отчество", "Номи падар"),
    "latin_name": ("latin_name", "Латиница", "Насаб ва ном (лотинӣ)"),
    "birth_date": ("birth_date", "Дата рождения", "Санаи таваллуд"),
    "rank": ("rank", "Звание", "Рутба"),
}


def sample(name):
    return read((SAMPLES / name).read_bytes(), name, HEADINGS, required=["service_number"])


def parsed(text, **options):
    return read(text.encode(), "list.csv", HEADINGS, **options)


def book_of(*rows, title="List"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def code_of(data, filename="list.csv", **options):
    with pytest.raises(SheetUnreadable) as caught:
        read(data, filename, HEADINGS, **options)
    return caught.value.code


def outcome(data):
    try:
        read(data, "list.csv", HEADINGS)
    except SheetUnreadable as unreadable:
        return unreadable.code
    return None


def zipped(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_clean_list():
    sheet = sample("trainees-good.csv")
    assert len(sheet.rows) == 20
    assert sheet.rows[0].line == 2
    assert sheet.rows[1].values["father_name"] == "Ҳоҷиевна"
    assert sheet.rows[13].values["given_name"] == "محمد کریم"
    assert sheet.ignored == ("sex", "unit", "service", "language")


def test_dirty_list():
    sheet = sample("trainees-dirty.csv")
    by_line = {row.line: row.values for row in sheet.rows}
    assert list(by_line) == list(range(2, 18))
    assert by_line[3]["surname"] == "Ќурбонова"  # mending is the importer's decision
    assert by_line[5]["surname"] == "Турсунзода"
    assert by_line[9]["service_number"] == ""
    assert by_line[13] == dict.fromkeys(HEADINGS, "") | {
        "service_number": "TJ-104255",
        "surname": "Содиқов",
        "given_name": "Меҳроб",
    }
    assert by_line[14]["surname"] == '=HYPERLINK("http://x")'
    assert date_of(by_line[10]["birth_date"], TODAY) == date(1996, 12, 2)
    assert date_of(by_line[11]["birth_date"], TODAY) == date(1994, 8, 23)
    for line in (4, 6):
        with pytest.raises(DateUnreadable, match="impossible"):
            date_of(by_line[line]["birth_date"], TODAY)


def test_windows_1251_list():
    sheet = sample("trainees-windows1251.csv")
    assert [row.values["surname"] for row in sheet.rows] == ["Назаров", "Петрова"]


def test_workbook():
    sheet = sample("trainees.xlsx")
    assert [row.line for row in sheet.rows] == [4, 5, 6, 7]
    assert sheet.headings["service_number"] == 1
    assert sheet.rows[3].values["service_number"] == "104283"
    assert sheet.rows[0].values["birth_date"] == date(1998, 4, 3)
    assert date_of(sheet.rows[2].values["birth_date"], TODAY) == date(1999, 1, 1)
    assert sheet.skipped == (Skipped(9, "Ҳамагӣ:"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters(encoding, delimiter):
    lines = [["Табельный №", "ФАМИЛИЯ:", "Имя"], ["TJ-1", "Иванов", "Пётр"]]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    sheet = read(data, "list.csv", HEADINGS)
    assert sheet.rows[0].values == {"service_number": "TJ-1", "surname": "Иванов", "given_name": "Пётр"}


def test_line_that_names_the_delimiter():
    sheet = parsed("sep=|\r\nsurname|given_name\r\nA|B\r\n")
    assert (sheet.rows[0].line, sheet.rows[0].values) == (3, {"surname": "A", "given_name": "B"})


def test_legacy_letters_and_signs_do_not_hide_a_heading():
    assert set(parsed("Раќами  хизматї *;НАСАБ\nTJ-1;A").headings) == {"service_number", "surname"}


def test_titles_totals_numbering_empty_lines_and_headings_again():
    sheet = parsed(
        "Список слушателей\n;;\nsurname;given_name;rank\n1;2;3\nA;B;C\n;;\nИтого: 1;;\nsurname;given_name;rank\nD;E;F\n"
        "Ҷамъ;2\nمجموع;2\nTOTAL 2;;\n"
    )
    assert [row.line for row in sheet.rows] == [5, 9]
    assert [skipped.line for skipped in sheet.skipped] == [4, 7, 8, 10, 11, 12]


def test_line_of_a_record_after_a_line_break_in_a_cell():
    sheet = parsed('surname;given_name\n"A\nB";C\nD;E\n')
    assert [(row.line, row.values["surname"]) for row in sheet.rows] == [(2, "A B"), (4, "D")]


def test_values_beyond_the_headings_are_told():
    sheet = parsed("surname,given_name\nKarimov, Daler,x\n")
    assert sheet.rows[0].surplus == ("x",)


def test_invisible_marks_are_taken_off_but_not_the_joiner_of_dari():
    sheet = parsed("surname;given_name\n\u200fA\u00a0\u202a ;درس\u200cها\n")
    assert sheet.rows[0].values == {"surname": "A", "given_name": "درس\u200cها"}


def test_headings_without_rows():
    assert parsed("surname;given_name\n").rows == ()


def test_values_of_a_workbook():
    heading = ["service_number", "surname", "given_name", "father_name", "latin_name", "birth_date", "rank"]
    book = book_of(
        heading,
        [104283.0, 0.1 + 0.2, True, time(9, 30), "  x ", datetime(2025, 3, 21, 14, 5), None],  # noqa: DTZ001
        ["=1+1", "'=1+1", -5, 1e20, date(2025, 3, 21), datetime(2025, 3, 21), ""],  # noqa: DTZ001
    )
    first, second = (row.values for row in read(saved(book), "list.xlsx", HEADINGS).rows)
    assert list(first.values()) == ["104283", "0.3", "TRUE", "09:30", "x", "2025-03-21 14:05", ""]
    assert second["service_number"] == ""  # a formula nobody has calculated
    assert second["surname"] == "=1+1"
    assert (second["given_name"], second["father_name"]) == ("-5", "1" + "0" * 20)
    assert second["latin_name"] == second["birth_date"] == date(2025, 3, 21)


def test_row_of_nothing_but_a_zero_is_a_row():
    sheet = read(saved(book_of(["points"], [0], [None], [False])), "x.xlsx", {"points": ["points"]})
    assert [(row.line, row.values["points"]) for row in sheet.rows] == [(2, "0"), (4, "FALSE")]


def test_first_visible_sheet_with_the_headings_is_read():
    book = book_of(["How to fill in this form"], title="Help")
    hidden = book.create_sheet("Old")
    hidden.append(["surname", "given_name"])
    hidden.append(["hidden", "hidden"])
    hidden.sheet_state = "hidden"
    real = book.create_sheet("List")
    real.append(["surname", "given_name"])
    real.append(["A", "B"])
    assert read(saved(book), "x.xlsx", HEADINGS).rows[0].values["surname"] == "A"


def test_missing_headings_are_named():
    with pytest.raises(SheetUnreadable) as caught:
        parsed("surname;given_name\nA;B\n", required=["service_number", "surname"])
    assert (caught.value.code, caught.value.missing) == (Unreadable.NO_HEADINGS, ("service_number",))
    assert code_of(b"one;two\n1;2\n") is Unreadable.NO_HEADINGS


def test_one_field_may_be_asked_for():
    assert read(b"code\nA\nB\n", "x.csv", {"code": ["code"]}).rows[1].values == {"code": "B"}


@pytest.mark.parametrize("data", [b"", b" \r\n ", b"\xef\xbb\xbf", b";;;\n;;\n"])
def test_empty_file(data):
    assert code_of(data) is Unreadable.EMPTY


def test_empty_workbook():
    assert code_of(saved(Workbook()), "x.xlsx") is Unreadable.EMPTY


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 x",
        b"\x89PNG\r\n",
        b"<html><table>",
        b"a\x00\x00\x00b\x00\x00\x00" * 9,
        zipped({"word/document.xml": "x"}),
    ],
    ids=["pdf", "png", "html", "binary", "docx"],
)
def test_not_a_table(data):
    assert code_of(data) is Unreadable.NOT_A_TABLE


def test_unknown_encoding():
    assert code_of(b"surname;given_name\n" + b"\x98\xff") is Unreadable.ENCODING


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook.OLE_MARK + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"), Unreadable.ENCRYPTED),
        (workbook.OLE_MARK + b"x" * 600, Unreadable.NOT_A_TABLE),
        (b"PK\x03\x04 and no more", Unreadable.CORRUPT),
        (b"surname;given_name\n", Unreadable.CORRUPT),
        (zipped({"xl/workbook.xml": "<workbook"}), Unreadable.CORRUPT),
    ],
    ids=["password", "xls", "cut", "renamed text", "broken xml"],
)
def test_spoilt_workbooks(data, code):
    assert code_of(data, "list.xlsx") is code


def test_workbook_cut_in_the_middle():
    data = (SAMPLES / "trainees.xlsx").read_bytes()
    assert code_of(data[: len(data) // 2], "list.xlsx") is Unreadable.CORRUPT


def test_quotation_mark_that_never_closes_is_not_swallowed():
    assert code_of(b'surname;given_name\n"A;B\nC;D\n') is Unreadable.CORRUPT


def test_entities_are_not_expanded():
    parts = {}
    with zipfile.ZipFile(io.BytesIO(saved(book_of(["surname", "given_name"], ["A", "B"])))) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    parts["xl/worksheets/sheet1.xml"] = bomb + parts["xl/worksheets/sheet1.xml"].replace(
        b"<sheetData>", b"<sheetData>&b;"
    )
    assert code_of(zipped(parts), "x.xlsx") is Unreadable.CORRUPT


def test_too_many_bytes():
    assert code_of(b"a" * (5 * 1024 * 1024 + 1)) is Unreadable.TOO_BIG


def test_too_much_when_unpacked():
    assert code_of(zipped({"xl/workbook.xml": b"0" * (51 * 1024 * 1024)}), "x.xlsx") is Unreadable.TOO_BIG


def test_five_thousand_rows_and_not_one_more():
    lines = ["surname;given_name", *(f"A{number};B" for number in range(5000))]
    assert len(parsed("\n".join(lines)).rows) == 5000
    assert code_of("\n".join([*lines, "A;B"]).encode()) is Unreadable.TOO_BIG


def test_sixty_columns_and_not_one_more():
    row = ["surname", "given_name", *(f"c{number}" for number in range(58))]
    assert parsed(";".join(row)).ignored == tuple(row[2:])
    assert code_of(";".join([*row, "x"]).encode()) is Unreadable.TOO_BIG
    assert code_of(saved(book_of([*row, "x"])), "x.xlsx") is Unreadable.TOO_BIG


def test_row_number_out_of_any_sheet_does_not_keep_us_busy():
    parts = {}
    with zipfile.ZipFile(io.BytesIO(saved(book_of(["surname", "given_name"], ["A", "B"])))) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = (
        sheet.replace(b'<row r="2"', b'<row r="99999999999"').replace(b'r="A2"', b"").replace(b'r="B2"', b"")
    )
    assert code_of(zipped(parts), "x.xlsx") is Unreadable.TOO_BIG


@given(st.binary(max_size=300), st.sampled_from(["", "PK\x03\x04", "surname;given_name\n"]))
def test_any_bytes_are_a_list_or_a_reason(data, beginning):
    assert outcome(beginning.encode() + data) in {None, *Unreadable}
