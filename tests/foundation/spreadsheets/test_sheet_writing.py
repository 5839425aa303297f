"""Writing of lists: right letters, no live formulas, and the same list when it is read again."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from foundation.spreadsheets.reading import read
from foundation.spreadsheets.writing import neutralise, to_csv, to_xlsx

HEADINGS = {"code": ["code"], "name": ["name"], "note": ["note"]}
HEADER = ["code", "name", "note"]
TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co"])) | st.text(
    alphabet="=+-@'\t\n\r;,\" абғ ک1", max_size=12
)


def spaced(text):
    return " ".join(text.split())


@pytest.mark.parametrize("text", ["=1+1", "+992 44", "-1", "@SUM(A1)", "\tx", "\r=x", " =x", "'=x", "''=x"])
def test_what_could_be_a_formula_gets_a_quote(text):
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "TJ-1", "a=b", "'quoted'", "Қурбонов", "کریمی", "1-2"])
def test_other_text_is_left(text):
    assert neutralise(text) == text


def test_csv_for_excel():
    data = to_csv([["Ном", "сана"], ["Қурбонов", date(2025, 3, 21)], ["=1+1", -5], [None, Decimal("1.5")]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == "Ном;сана\r\nҚурбонов;2025-03-21\r\n'=1+1;-5\r\n;1.5\r\n"
    assert to_csv([["a;b", datetime(2025, 3, 21, 9, 5, tzinfo=UTC)]], delimiter=",").endswith(
        b"a;b,2025-03-21 09:05+00:00\r\n"
    )


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5), st.sampled_from([";", ",", "\t"]))
def test_csv_round_trip(pairs, delimiter):
    rows = [(f"TJ-{place}", *pair) for place, pair in enumerate(pairs)]
    sheet = read(to_csv([HEADER, *rows], delimiter=delimiter), "list.csv", HEADINGS)
    assert [tuple(row.values.values()) for row in sheet.rows] == [tuple(map(spaced, row)) for row in rows]


@given(st.lists(st.tuples(TEXTS, st.integers(-(10**9), 10**9)), max_size=3))
def test_xlsx_round_trip(pairs):
    rows = [(f"TJ-{place}", text.replace("'", ""), number) for place, (text, number) in enumerate(pairs)]
    sheet = read(to_xlsx("List", HEADER, rows), "list.xlsx", HEADINGS)
    assert [tuple(row.values.values()) for row in sheet.rows] == [
        (code, spaced(text), str(number)) for code, text, number in rows
    ]


def test_workbook_has_no_formula_and_keeps_dates():
    data = to_xlsx(
        "Рӯйхат: гурӯҳ [1]/2 " + "х" * 40,
        HEADER,
        [["=1+1", date(2025, 3, 21), "#N/A\x00"], [None, True, 7]],
        right_to_left=True,
    )
    sheet = load_workbook(io.BytesIO(data)).active
    assert len(sheet.title) <= 31
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", "=1+1")
    assert sheet["B2"].value == datetime(2025, 3, 21)  # noqa: DTZ001
    assert (sheet["C2"].data_type, sheet["C2"].value) == ("s", "#N/A")
    assert [cell.value for cell in sheet[3]] == [None, True, 7]
    assert b"<f>" not in data


def test_sheet_name_is_never_empty():
    assert load_workbook(io.BytesIO(to_xlsx("[]", [], []))).active.title == "1"
