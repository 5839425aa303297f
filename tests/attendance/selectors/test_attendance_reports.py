"""The day's report, the month's sheet, histories, charts and lists: right, and in a constant number of queries."""

import datetime
import io
import uuid

import pytest
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from accounts.enums import Act, Role, Sex
from accounts.models import AuditEntry
from accounts.services.roles import give_role
from attendance.enums import JOURNAL_LETTERS, Status
from attendance.models import Mark, Roll
from attendance.pdf.month import COLUMNS, Cell, draw, pages_of, words_of
from attendance.selectors.charts import charts_of_centre, charts_of_cohort
from attendance.selectors.history import history_of_person, warnings_for
from attendance.selectors.reports import REASONS, day_reports, month_sheet, months_of
from attendance.selectors.shares import parts_of, shares_of, standings_of
from attendance.services.corrections import correct
from courses.models import ClassSession
from tests.factories.accounts import make_person
from tests.factories.attendance import HOURS, call_roll, make_session
from tests.factories.courses import enrol, make_cohort

TODAY = timezone.localdate
FIRST = TODAY().replace(day=1)


def corrected(cast, number="TJ-100001"):
    mark = Mark.objects.filter(enrolment__person__service_number=number).latest("session__first_hour")
    correct(mark=mark, status=Status.SICK, reason="note 17", submission=uuid.uuid4(), by=cast.head, at=timezone.now())
    return mark


def test_the_days_report_counts_the_latest_roll(cast):
    call_roll(make_session(cast.cohort), cast.instructor, TJ_100001=Status.ABSENT)
    call_roll(make_session(cast.cohort, first_hour=2), cast.instructor, TJ_100001=Status.LATE, AF_100003=Status.DUTY)
    make_session(cast.cohort, first_hour=3)
    khorog, panj = day_reports([cast.khorog, cast.panj], TODAY(), cast.head, "tg")
    (line,) = khorog.cohorts
    assert (line.called, line.sessions) == (2, 3)
    strength = khorog.strength
    assert (strength.listed, strength.there, strength.late, strength.absent, strength.unmarked) == (3, 2, 1, 1, 0)
    assert strength.reasons[REASONS.index(Status.DUTY)] == 1
    assert [(person.person, status) for person, status in line.absent] == [(cast.afghan, Status.DUTY)]
    assert panj.cohorts == []


def test_the_days_report_shows_protected_people_by_number_to_who_may_not_read_the_name(cast):
    call_roll(make_session(cast.cohort), cast.instructor, AF_100003=Status.SICK)
    page = cast.client("auditor").get("/tg/roll/days/").content.decode()
    assert "AF-100003" in page
    assert "زهرا" not in page
    assert "زهرا" in cast.client("head").get("/fa-af/roll/days/").content.decode()


def test_the_months_sheet_has_letters_notes_and_both_languages(cast):
    call_roll(make_session(cast.cohort, hours=2), cast.instructor, TJ_100001=Status.ABSENT, TJ_100002=Status.LATE)
    corrected(cast)
    assert months_of(cast.cohort) == [FIRST]
    sheet = month_sheet(cast.cohort, FIRST, "tg", by=cast.head)
    (page,) = pages_of(sheet)
    cells = {row.service_number: (row.cells, row.missed, row.without) for row in page.rows}
    nothing = Cell(span=COLUMNS - 1)
    assert cells["TJ-100001"] == ([Cell(JOURNAL_LETTERS[Status.SICK], "1"), nothing], 2, 0)
    assert cells["TJ-100002"][0] == [Cell("+"), nothing]
    assert "Н/У → Б" in page.notes[0][1]
    assert "note 17" in page.notes[0][1]
    assert words_of(sheet, "fa-af").dir == "rtl"
    assert draw(sheet, "fa-af").startswith(b"%PDF")


def test_a_full_months_sheet_is_drawn_on_five_pages(cast, django_assert_max_num_queries):
    fill(cast, people=27, sessions=150)
    with django_assert_max_num_queries(10):
        sheet = month_sheet(cast.cohort, FIRST, "tg", by=cast.head)
    assert len(pages_of(sheet)) == 150 // COLUMNS
    assert len(PdfReader(io.BytesIO(draw(sheet, "ru"))).pages) == 150 // COLUMNS


def test_cells_without_a_letter_are_one_and_every_row_is_as_wide_as_the_page(cast):
    """Its time is measured by `python -m bench.journal`; it is the number of cells that costs."""
    fill(cast, people=7, sessions=COLUMNS + 12)
    first, last = pages_of(month_sheet(cast.cohort, FIRST, "tg", by=cast.head))
    for page in (first, last):
        for row in page.rows:
            assert sum(cell.span for cell in row.cells) == COLUMNS
            assert len(row.cells) < COLUMNS // 3
    assert (first.thick + first.thin).count("M") == (last.thick + last.thin).count("M") == COLUMNS + 6
    assert first.thick.count("M") == 1 + COLUMNS // 6 + 1
    assert last.thick.count("M") == 1 + 2 + 1 + 1


def test_a_correction_of_somebody_who_was_there_is_told_in_words(cast):
    call_roll(make_session(cast.cohort), cast.instructor)
    corrected(cast)
    with override("tg"):
        sheet = month_sheet(cast.cohort, FIRST, "tg", by=cast.head)
        assert f"{Status.PRESENT.label} → Б" in pages_of(sheet)[0].notes[0][1]


def test_a_summary_asks_as_often_for_three_marks_as_for_hundreds(cast, django_assert_max_num_queries):
    """Its time is measured by `python -m bench.journal`."""
    fill(cast, people=7, sessions=40)
    with django_assert_max_num_queries(8):
        standings_of(cast.cohort)


def fill(cast, *, people, sessions):
    """Many people and sessions of one month, every tenth mark missing a person."""
    enrol(cast.cohort, *(make_person(centre=cast.khorog) for _ in range(people)), by=cast.registrar)
    part = cast.cohort.programme_version.parts.first()
    rows = []
    for place in range(sessions):
        day = FIRST + datetime.timedelta(days=place // 6)
        begin = timezone.make_aware(datetime.datetime.combine(day, datetime.time(*HOURS[place % 6])))
        end = begin + datetime.timedelta(minutes=45)
        common = {"cohort": cast.cohort, "part": part, "kind": "theory", "state": "held"}
        rows.append(ClassSession(date=day, first_hour=place % 6 + 1, starts_at=begin, ends_at=end, **common))
    ClassSession.objects.bulk_create(rows)
    Roll.objects.bulk_create(Roll(session=row, taken_by=cast.instructor) for row in rows)
    who = list(cast.cohort.enrolments.all())
    Mark.objects.bulk_create(
        [
            Mark(
                session=row,
                enrolment=one,
                status=Status.SICK if (place + other) % 10 == 0 else Status.PRESENT,
                marked_by=cast.instructor,
            )
            for place, row in enumerate(rows)
            for other, one in enumerate(who)
        ],
        batch_size=1000,
    )


def test_a_history_tells_of_marks_and_corrections(cast):
    call_roll(make_session(cast.cohort), cast.instructor, TJ_100001=Status.ABSENT)
    make_session(cast.cohort, first_hour=2)
    corrected(cast)
    (one,) = history_of_person(cast.enrolment, "tg")
    assert one.status == Status.SICK
    assert [step.reason for step in one.steps] == ["", "note 17"]
    assert one.told
    assert sum(part.share.planned_hours for part in parts_of(cast.enrolment)) == 2
    page = cast.client("trainee").get(f"/ru/roll/people/{cast.enrolment.pk}/")
    assert "note 17" in page.content.decode()


def test_charts_by_week_cohort_and_sex(cast):
    call_roll(make_session(cast.cohort, hours=2), cast.instructor, TJ_100001=Status.SICK, TJ_100002=Status.ABSENT)
    charts = charts_of_cohort(cast.cohort)
    assert (charts.total.people, charts.total.attended, charts.total.excused, charts.total.absent) == (3, 2, 2, 2)
    sexes = dict(charts.sexes)
    assert (sexes[Sex.FEMALE].people, sexes[Sex.FEMALE].attended, sexes[Sex.MALE].attended) == (2, 2, 0)
    assert len(charts.weeks) == 1
    of_centre = charts_of_centre([cast.cohort])
    assert (of_centre.cohorts[0][1].hours, of_centre.cohorts[0][1].people) == (6, 3)
    assert [(sex, found.people) for sex, found in of_centre.sexes] == [(Sex.MALE, 1), (Sex.FEMALE, 2)]
    for language in ("tg", "fa-af"):
        page = cast.client("head").get(f"/{language}/roll/cohorts/{cast.cohort.pk}/charts/").content.decode()
        assert "<svg" in page
        assert "style=" not in page


def test_a_person_of_two_cohorts_is_one_person_and_a_sex_that_is_not_stated_has_a_row(cast):
    call_roll(make_session(cast.cohort), cast.instructor)
    other = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version, instructors=(cast.instructor,))
    nobody = make_person(centre=cast.khorog, sex="")
    enrol(other, cast.trainee, nobody, by=cast.registrar)
    call_roll(make_session(other), cast.instructor)
    charts = charts_of_centre([cast.cohort, other])
    assert [found.people for _cohort, found in charts.cohorts] == [3, 2]
    assert {sex: found.people for sex, found in charts.sexes} == {Sex.MALE: 1, Sex.FEMALE: 2, None: 1}
    assert (charts.total.people, charts.total.hours) == (4, 5)
    page = cast.client("head").get("/en/roll/charts/").content.decode()
    assert "Not stated" in page
    assert cast.client("head").get(f"/en/roll/cohorts/{other.pk}/charts/").status_code == 200


def test_charts_say_what_the_shares_say(cast):
    """Hours made up, lessons of which nothing is marked, hours given, reasons that count, people who are gone."""
    version = cast.cohort.programme_version
    type(version).objects.filter(pk=version.pk).update(absence_rules={"sick": {"percent": 50}})
    cast.cohort.refresh_from_db()
    first = make_session(cast.cohort, hours=2)
    call_roll(first, cast.instructor, TJ_100001=Status.ABSENT, TJ_100002=Status.SICK, AF_100003=Status.SICK)
    ClassSession.objects.filter(pk=first.pk).update(delivered_hours=1)
    other = make_session(cast.cohort, first_hour=3, hours=2, date=TODAY() - datetime.timedelta(days=7))
    call_roll(other, cast.instructor, TJ_100001=Status.SICK)
    again = make_session(cast.cohort, first_hour=4)
    ClassSession.objects.filter(pk=again.pk).update(makes_up=first)
    again.refresh_from_db()
    call_roll(again, cast.instructor, AF_100003=Status.ABSENT)
    newcomer, leaver = make_person(centre=cast.khorog), make_person(centre=cast.khorog)
    enrol(cast.cohort, newcomer, leaver, by=cast.registrar)
    call_roll(make_session(cast.cohort, first_hour=5), cast.instructor)
    cast.cohort.enrolments.filter(person=leaver).update(state="withdrawn")
    shares = shares_of(cast.cohort).values()
    assert {share.held_hours for share in shares} == {4}
    of_centre = charts_of_centre([cast.cohort])
    for total in (charts_of_cohort(cast.cohort).total, of_centre.total, of_centre.cohorts[0][1]):
        assert total.people == len(shares)
        assert total.hours == sum(share.held_hours for share in shares)
        assert total.attended == sum(share.attended_hours for share in shares)
        assert total.excused == sum(share.excused_hours for share in shares)
        assert total.credit == sum(share.credit for share in shares)
    charts = charts_of_cohort(cast.cohort)
    assert [found.hours for _week, found in charts.weeks] == [8, 8]
    assert sum(found.attended for _sex, found in charts.sexes) == charts.total.attended


def test_a_chart_of_one_person_has_the_percent_of_the_share(cast):
    alone = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version, instructors=(cast.instructor,))
    enrol(alone, make_person(centre=cast.khorog, number="TJ-555555"), by=cast.registrar)
    version = cast.cohort.programme_version
    type(version).objects.filter(pk=version.pk).update(absence_rules={"sick": {"percent": 40}})
    alone.refresh_from_db()
    call_roll(make_session(alone), cast.instructor)
    call_roll(make_session(alone, first_hour=2), cast.instructor, TJ_555555=Status.SICK)
    (share,) = shares_of(alone).values()
    assert charts_of_cohort(alone).total.percent == share.so_far_percent == 70


def test_a_list_for_spreadsheets_has_no_protected_name_and_is_remembered(cast):
    call_roll(make_session(cast.cohort), cast.instructor, TJ_100001=Status.SICK)
    path = f"/tg/roll/cohorts/{cast.cohort.pk}/download/"
    said = cast.client("head").post(path, {"kind": "csv"}).content.decode("utf-8-sig")
    assert "AF-100003" in said
    assert "زهرا" not in said
    assert "Ғафурова" in said
    assert cast.client("head").post(path, {"kind": "xlsx"}).content.startswith(b"PK")
    assert cast.client("head").post(path, {"kind": "doc"}).status_code == 404
    assert AuditEntry.objects.filter(act=Act.EXPORTED).count() == 2


def test_warnings_reach_trainee_instructor_and_head(cast):
    call_roll(make_session(cast.cohort), cast.instructor, TJ_100001=Status.ABSENT)
    for name in ("trainee", "instructor", "head"):
        assert warnings_for(getattr(cast, name)).count() == 1
        page = cast.client(name).get("/en/", follow=True).content.decode()
        assert "Too many hours missed" in page
    assert "Too many hours missed" not in cast.client("classmate").get("/en/", follow=True).content.decode()
    assert warnings_for(cast.other_instructor).count() == 0


def test_a_head_admits_what_the_registrar_proposed(cast):
    call_roll(make_session(cast.cohort), cast.instructor, TJ_100001=Status.ABSENT)
    path = f"/en/roll/people/{cast.enrolment.pk}/admission/"
    wanted = {"number": "17", "date": "2026-11-20", "reason": "mission"}
    registrar, head = cast.client("registrar"), cast.client("head")
    assert registrar.post(path, wanted | {"reason": ""}).status_code == 422
    assert registrar.post(path, wanted).status_code == 302
    assert registrar.post(path, {"decide": "admit"}).status_code == 403
    assert "waits for your decision" in head.get("/en/", follow=True).content.decode()
    assert head.post(path, {"decide": "admit"}).status_code == 302
    cohort = head.get(f"/en/roll/cohorts/{cast.cohort.pk}/").content.decode()
    assert "Admitted by order" in cohort
    assert registrar.post(path, wanted).status_code == 422


def test_unreadable_months_are_not_found(cast):
    for month in ("2026-13", "x", "2026-1"):
        assert cast.client("head").get(f"/tg/roll/cohorts/{cast.cohort.pk}/months/{month}/").status_code == 404


@pytest.mark.parametrize("read", ["day", "charts", "centre", "history", "month"])
def test_as_many_queries_for_much_as_for_little(cast, read, django_assert_num_queries, django_assert_max_num_queries):
    call_roll(make_session(cast.cohort, instructor=cast.instructor), cast.instructor, TJ_100001=Status.ABSENT)
    corrected(cast)
    cohorts = [cast.cohort]

    def ask():
        return {
            "day": lambda: day_reports([cast.khorog], TODAY(), cast.head, "tg"),
            "charts": lambda: charts_of_cohort(cast.cohort),
            "centre": lambda: charts_of_centre(cohorts),
            "history": lambda: history_of_person(cast.enrolment, "tg"),
            "month": lambda: month_sheet(cast.cohort, FIRST, "tg", by=cast.head),
        }[read]()

    cast.head.roles()
    with django_assert_max_num_queries(10) as few:
        ask()
    people = [make_person(centre=cast.khorog) for _ in range(5)]
    for person in people:
        give_role(user=person, role=Role.TRAINEE, centre=cast.khorog, by=None)
    enrol(cast.cohort, *people, by=cast.registrar)
    other = make_cohort(centre=cast.khorog, instructors=(cast.instructor,))
    enrol(other, people[0], by=cast.registrar)
    cohorts.append(other)
    call_roll(make_session(other, instructor=cast.instructor), cast.instructor)
    for hour in range(2, 5):
        session = make_session(cast.cohort, first_hour=hour, instructor=cast.instructor)
        call_roll(session, cast.instructor, TJ_100001=Status.ABSENT)
    corrected(cast)
    with django_assert_num_queries(len(few)):
        ask()


def test_the_sheet_opens_as_pdf_at_its_address(cast):
    call_roll(make_session(cast.cohort), cast.instructor)
    answer = cast.client("instructor").get(f"/ru/roll/cohorts/{cast.cohort.pk}/months/{FIRST:%Y-%m}/?with=fa-af")
    assert answer["Content-Type"] == "application/pdf"
    assert io.BytesIO(answer.content).read(4) == b"%PDF"
    assert shares_of(cast.cohort)
