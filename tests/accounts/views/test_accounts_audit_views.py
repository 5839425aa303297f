import csv
import datetime
import io
import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.enums import Act
from accounts.models import AuditEntry
from accounts.selectors.audit import ENTRIES_ON_PAGE, Asked, audit_trail
from accounts.selectors.audit_chain import newest_batch, printed_line
from accounts.selectors.audit_words import GROUPS, OTHER, acts_of, choices_of_acts
from accounts.services.audit import remember
from accounts.services.audit_chain import seal_acts

AUDIT = "/en/account/audit/"


def shown(cast, role, **asked):
    answer = cast.client(role).get(AUDIT, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def body(text):
    return text.partition("<tbody>")[2].partition("</tbody>")[0]


def plain(text):
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|[\u2066-\u2069]", " ", text))


def test_a_head_sees_the_own_centre_an_auditor_everything(cast):
    remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
    remember(act=Act.PERSON_ADDED, by=cast.other_registrar, subject=cast.stranger, centre=cast.panj)
    for role in ("auditor", "administrator"):
        text = body(shown(cast, role, act=Act.PERSON_ADDED))
        assert "TJ-100001" in text
        assert "TJ-999999" in text
    text = body(shown(cast, "head", act=Act.PERSON_ADDED))
    assert "TJ-100001" in text
    assert "TJ-999999" not in text


def test_filters(cast):
    remember(act=Act.PASSWORD_SLIP, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
    remember(act=Act.PERSON_ADDED, by=cast.head, subject=cast.classmate, centre=cast.khorog)
    remember(act=Act.COHORT_CHANGED, by=cast.head, subject=cast.cohort, centre=cast.khorog, new={"self_check_in": True})
    assert "TJ-100002" not in body(shown(cast, "auditor", act=Act.PASSWORD_SLIP))
    assert "TJ-100002" not in body(shown(cast, "auditor", person="tj-100001"))
    assert "TJ-100001" in body(shown(cast, "auditor", actor="kho-r1", act=Act.PASSWORD_SLIP))
    assert "Nothing was found" in shown(cast, "auditor", actor="kho-h1", act=Act.PASSWORD_SLIP)
    assert "TJ-100002" in body(shown(cast, "auditor", act="people", centre="KHO"))
    assert "Nothing was found" in shown(cast, "auditor", centre="PAN", act=Act.PERSON_ADDED)
    one = shown(cast, "auditor", row="courses.cohort", row_id=str(cast.cohort.pk))
    assert body(one).count("<tr>") == 1
    assert "Only what happened to one thing is shown." in one
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    assert "TJ-100001" in body(shown(cast, "auditor", since=str(today), until=today.strftime("%d.%m.%Y")))
    assert "Nothing was found" in shown(cast, "auditor", since=str(tomorrow))
    assert "Nothing was found" in shown(cast, "auditor", person="NOBODY-1")


def test_what_concerns_a_person_is_found_whatever_row_it_was_done_to(cast):
    remember(act=Act.WITHDRAWN, by=cast.registrar, subject=cast.enrolment, centre=cast.khorog, reason="moved")
    text = body(shown(cast, "auditor", person="TJ-100001", act=Act.WITHDRAWN))
    assert "TJ-100001" in text
    assert "moved" in text
    assert f"/courses/cohorts/{cast.cohort.pk}/" in text


def test_sentences_say_what_became_what_in_the_readers_language(cast):
    remember(
        act=Act.MARK_CORRECTED,
        by=cast.instructor,
        subject=cast.enrolment,
        centre=cast.khorog,
        old={"status": "absent", "minutes": 0},
        new={"status": "sick", "minutes": 0},
        reason="a note of the doctor",
    )
    remember(act=Act.ROLE_GIVEN, by=cast.hr, subject=cast.trainee, centre=cast.khorog, new={"role": "head"})
    remember(
        act=Act.COHORT_CHANGED,
        by=cast.head,
        subject=cast.cohort,
        centre=cast.khorog,
        old={"instructors": [str(cast.instructor.pk)]},
        new={"instructors": [str(cast.instructor.pk), str(cast.second_assessor.pk)]},
    )
    text = plain(body(shown(cast, "auditor")))
    assert "Mark: Absent without reason → became Sick" in text
    assert "Minutes late" not in text, "what did not change is not said"
    assert "Role: Head of centre" in text
    assert "Instructors: KHO-I1 → became KHO-I1, KHO-I2" in text
    assert "{" not in text
    answer = cast.client("auditor").get("/ru/account/audit/")
    with translation.override("ru"):
        assert translation.gettext("Head of centre") in answer.content.decode()


def test_the_key_of_a_question_is_never_told(cast):
    values = {"old": {"key": {"right": [2]}}, "new": {"question": "Q-1", "key": {"right": [3]}}}
    remember(act=Act.REGRADED, by=cast.head, subject=cast.cohort, centre=cast.khorog, **values)
    assert "right" not in body(shown(cast, "auditor", act=Act.REGRADED))
    answer = cast.client("auditor").post(AUDIT + "file/", {"kind": "csv"})
    assert b"Q-1" in answer.content
    assert b"right" not in answer.content


def test_a_wrong_date_is_said_and_kept(cast):
    answer = cast.client("auditor").get(AUDIT, {"since": "yesterday"})
    assert answer.status_code == 422
    assert "This is not a date." in answer.content.decode()
    assert 'value="yesterday"' in answer.content.decode()


def test_an_auditor_reads_numbers_never_protected_names(cast):
    remember(act=Act.PERSON_LOOKED_UP, by=cast.hr, subject=cast.afghan, centre=cast.khorog)
    text = shown(cast, "auditor")
    assert "AF-100003" in text
    assert "زهرا" not in text
    assert "ZAHRA" not in text


def test_the_trail_costs_the_same_for_few_and_many(cast):
    client = cast.client("auditor")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(AUDIT).status_code == 200
        return len(captured)

    def act(many):
        for _ in range(many):
            remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
            remember(act=Act.COHORT_CHANGED, by=cast.head, subject=cast.cohort, new={"senior": str(cast.trainee.pk)})

    act(1)
    queries()
    few = queries()
    act(30)
    assert queries() == few
    assert few <= 18


def test_pages_follow_each_other_without_counting_and_come_back(cast):
    for number in range(2 * ENTRIES_ON_PAGE + 7):
        remember(act=Act.SAMPLE_DRAWN, by=cast.auditor, new={"number": number})
    asked = Asked(act=Act.SAMPLE_DRAWN)
    seen, before, pages = [], "", []
    with CaptureQueriesContext(connection) as captured:
        while True:
            page = audit_trail(by=cast.auditor, asked=asked, before=before)
            pages.append(page)
            seen += [line.entry.new["number"] for line in page.lines]
            before = page.older
            if not before:
                break
    assert seen == list(reversed(range(2 * ENTRIES_ON_PAGE + 7)))
    assert "count(" not in " ".join(query["sql"].lower() for query in captured)
    assert [len(page.lines) for page in pages] == [50, 50, 7]
    assert pages[0].newer == ""
    back = audit_trail(by=cast.auditor, asked=asked, after=pages[2].newer)
    assert [line.entry.pk for line in back.lines] == [line.entry.pk for line in pages[1].lines]
    first = audit_trail(by=cast.auditor, asked=asked, after=back.newer)
    assert [line.entry.pk for line in first.lines] == [line.entry.pk for line in pages[0].lines]
    assert first.newer == ""
    assert audit_trail(by=cast.auditor, asked=asked, before="nonsense~x").lines == pages[0].lines


def test_a_group_of_acts_is_in_one_order_and_has_pages_too(cast):
    for number in range(ENTRIES_ON_PAGE + 9):
        act = (Act.SAMPLE_DRAWN, Act.EXPORTED, Act.PERSON_LOOKED_UP)[number % 3]
        remember(act=act, by=cast.auditor, new={"number": number})
        remember(act=Act.ENROLLED, by=cast.auditor)
    asked = Asked(act="seen", actor="AU-1")
    page = audit_trail(by=cast.auditor, asked=asked)
    rest = audit_trail(by=cast.auditor, asked=asked, before=page.older)
    seen = [line.entry.new["number"] for one in (page, rest) for line in one.lines]
    assert seen == list(reversed(range(ENTRIES_ON_PAGE + 9)))
    assert (page.newer, rest.older) == ("", "")
    assert audit_trail(by=cast.auditor, asked=asked, after=rest.newer).lines == page.lines


def test_what_is_found_is_taken_out_and_that_is_remembered(cast):
    remember(act=Act.WITHDRAWN, by=cast.registrar, subject=cast.enrolment, centre=cast.khorog, reason="=1+1")
    remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
    answer = cast.client("head").post(AUDIT + "file/", {"act": Act.WITHDRAWN, "kind": "csv"})
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    if len(rows[0]) == 1:
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert "TJ-100001" in rows[1]
    assert "=1+1" not in rows[1], "a formula never comes alive"
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert entry.new == {"list": "audit trail", "kind": "csv", "rows": 1, "act": "withdrawn"}
    assert entry.actor == cast.head
    assert cast.client("head").post(AUDIT + "file/", {"kind": "xlsx"})["Content-Type"].endswith("spreadsheetml.sheet")
    assert cast.client("head").post(AUDIT + "file/", {"kind": "pdf"}).status_code == 404
    assert cast.client("head").get(AUDIT + "file/").status_code == 405


def test_a_head_takes_out_the_own_centre_only(cast):
    remember(act=Act.PERSON_ADDED, by=cast.other_registrar, subject=cast.stranger, centre=cast.panj)
    answer = cast.client("head").post(AUDIT + "file/", {"kind": "csv"})
    assert b"TJ-999999" not in answer.content
    assert cast.client("head").get(AUDIT, {"centre": "PAN"}).status_code == 422


def test_the_state_of_the_chain_stands_at_the_top(cast):
    remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
    waiting = AuditEntry.objects.count()
    assert f"Not sealed yet {waiting}" in plain(shown(cast, "auditor")).replace("  ", " ") or waiting
    seal_acts(at=timezone.now())
    text = shown(cast, "auditor")
    assert printed_line("en").rpartition(" ")[2].strip("\u2066\u2069") in text
    assert "has not been signed for two days" in text
    late = timezone.now() - datetime.timedelta(minutes=20)
    AuditEntry.objects.bulk_create([AuditEntry(at=late, act=Act.ENROLLED, actor=cast.registrar)])
    assert "more than five minutes" in shown(cast, "auditor")
    call_command("tick", stdout=io.StringIO())
    text = shown(cast, "auditor")
    assert "more than five minutes" not in text
    assert "has not been signed" not in text


def test_a_printed_line_is_compared_on_the_screen(cast):
    remember(act=Act.PERSON_ADDED, by=cast.registrar, subject=cast.trainee, centre=cast.khorog)
    seal_acts(at=timezone.now())
    line = printed_line("tg")
    assert "The line agrees" in shown(cast, "head", printed=line)
    assert "does not agree with batch" in shown(cast, "head", printed=f"{newest_batch().number} AAAA-AAAA-AAAA-AAAA")
    assert "There is no batch" in shown(cast, "head", printed="77 AAAA-AAAA-AAAA-AAAA")
    answer = cast.client("head").get(AUDIT, {"printed": "what?"})
    assert answer.status_code == 422
    assert "This is no such line." in answer.content.decode()
    assert 'value="what?"' in answer.content.decode()


def test_rows_that_make_no_sense_are_shown_all_the_same(cast):
    for subject in ("courses.cohort", "accounts.user", "accounts.centre", "certificates.certificate", "a.b", ""):
        for pk in ("x" * 36, "7", str(cast.cohort.pk), "9" * 60, ""):
            AuditEntry.objects.bulk_create([
                AuditEntry(act=Act.ENROLLED, subject=subject, subject_id=pk, old=["a", {"b": None}], new="text")
            ])  # fmt: skip
    text = shown(cast, "auditor", act=Act.ENROLLED)
    assert f"/courses/cohorts/{cast.cohort.pk}/" in text
    assert cast.client("auditor").post(AUDIT + "file/", {"kind": "xlsx"}).status_code == 200


def test_every_act_is_in_one_group(cast):
    known = [act for _label, acts in GROUPS.values() for act in acts]
    assert len(known) == len(set(known))
    assert set(known) | acts_of(OTHER) == set(Act.values)
    offered = [value for label, group in choices_of_acts()[1:] for value, _label in group]
    assert set(Act.values) <= set(offered)


@pytest.mark.parametrize("language", ["tg", "ru", "fa-af"])
def test_the_screen_opens_in_every_language(cast, language):
    remember(act=Act.ROLE_GIVEN, by=cast.hr, subject=cast.trainee, centre=cast.khorog, new={"role": "head"})
    seal_acts(at=timezone.now())
    assert cast.client("auditor").get(f"/{language}/account/audit/").status_code == 200


def test_every_entry_of_a_request_has_its_address(cast):
    cast.client("hr").get(f"/en/account/people/{cast.afghan.pk}/", REMOTE_ADDR="10.20.30.40")
    assert AuditEntry.objects.get(act=Act.PERSON_LOOKED_UP).address == "10.20.30.40"
    client = cast.client("auditor")
    client.post(AUDIT + "file/", {"kind": "csv"}, REMOTE_ADDR="10.20.30.41")
    assert AuditEntry.objects.get(act=Act.EXPORTED).address == "10.20.30.41"
    client.get(AUDIT, REMOTE_ADDR="not an address")
    assert remember(act=Act.EXPORTED, by=cast.hr).address is None, "nothing is left behind"
    assert json.dumps(AuditEntry.objects.filter(act=Act.EXPORTED).first().new) is not None
