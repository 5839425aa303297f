"""CSV and XLSX of the day's report, a person's history and the charts: no protected name, no formula, remembered."""

import csv
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import Act
from accounts.models import AuditEntry
from attendance.enums import Status
from attendance.models import Mark
from courses.models import ClassSession
from tests.factories.attendance import call_roll, make_session


@pytest.fixture
def called(cast):
    session = make_session(cast.cohort, instructor=cast.instructor, hours=2)
    call_roll(session, cast.instructor, TJ_100001=Status.SICK, AF_100003=Status.ABSENT)
    return session


def paths(cast):
    return {
        "day": "/en/roll/days/download/",
        "history": f"/en/roll/people/{cast.enrolment.pk}/download/",
        "charts": "/en/roll/charts/download/",
        "cohort": f"/en/roll/cohorts/{cast.cohort.pk}/charts/download/",
    }


def lines(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("what", ["day", "history", "charts", "cohort"])
def test_both_kinds_open_and_are_remembered(cast, called, what):
    head, path = cast.client("head"), paths(cast)[what]
    first = lines(head.post(path, {"kind": "csv"}))
    book = load_workbook(io.BytesIO(head.post(path, {"kind": "xlsx"}).content))
    assert [cell.value or "" for cell in next(book.active.iter_rows())] == first[0]
    assert head.post(path, {"kind": "doc"}).status_code == 404
    entries = AuditEntry.objects.filter(act=Act.EXPORTED)
    assert sorted((entry.centre.code, entry.new["kind"]) for entry in entries) == [("KHO", "csv"), ("KHO", "xlsx")]


def test_the_day_names_who_was_absent_but_no_protected_person(cast, called):
    answer = cast.client("head").post("/en/roll/days/download/", {"kind": "csv", "day": "x"})
    assert f"{timezone.localdate():%Y-%m-%d}-report.csv" in answer["Content-Disposition"]
    table = lines(answer)
    assert [cell for cell in table[1] if cell.isdigit()] == ["3", "1", "0", "1", "0", "0", "1", "0", "0", "1", "1"]
    assert table[2][2] == "All together"
    absent = {row[3]: row[4] for row in table[5:]}
    assert absent["AF-100003"] == "AF-100003"
    assert "KARIMZODA" in absent["TJ-100001"]


def test_charts_are_told_by_sex(cast, called):
    table = lines(cast.client("head").post("/en/roll/charts/download/", {"kind": "csv", "centre": "KHO"}))
    by_sex = {row[1]: row[2:6] for row in table if row[0] == "By sex"}
    assert sorted(by_sex.values()) == [["1", "0", "2", "0"], ["2", "2", "0", "2"]]
    assert table[-1][0] == "All together"
    assert cast.client("head").post("/en/roll/charts/download/", {"centre": "none", "kind": "csv"}).status_code == 200


def test_a_formula_that_was_typed_is_a_text_and_who_marked_stands_by_number(cast, called):
    ClassSession.objects.filter(pk=called.pk).update(delivered_hours=1)
    Mark.objects.filter(session=called, enrolment=cast.enrolment).update(document="=1+1")
    make_session(cast.cohort, instructor=cast.instructor, first_hour=3)
    path = paths(cast)["history"]
    answer = cast.client("trainee").post(path, {"kind": "csv"})
    assert 'filename="TJ-100001-attendance.csv"' in answer["Content-Disposition"]
    (row,) = lines(answer)[1:]
    assert row[4:8] == ["1", "Sick", "", "'=1+1"]
    assert row[10] == cast.instructor.service_number
    sheet = load_workbook(io.BytesIO(cast.client("trainee").post(path, {"kind": "xlsx"}).content)).active
    assert (sheet["H2"].value, sheet["H2"].data_type) == ("=1+1", "s")


def test_dari_sheets_run_from_the_right(cast, called):
    data = cast.client("head").post("/fa-af/roll/days/download/", {"kind": "xlsx"}).content
    assert load_workbook(io.BytesIO(data)).active.sheet_view.rightToLeft
