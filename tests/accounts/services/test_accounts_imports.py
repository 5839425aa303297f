import datetime
import logging
from pathlib import Path

import pytest
from django.db.models.signals import post_save
from django.utils import timezone

from accounts.domain.findings import Change, LineState, Note, Reason
from accounts.enums import Act, ImportState, Role, Script
from accounts.models import AuditEntry, ImportDraft, PersonName, RoleAssignment, User
from accounts.selectors.imports import DraftClosedError, dry_run, people_of
from accounts.selectors.names import names_of
from accounts.services.imports import (
    MOST_PEOPLE,
    LinesRefusedError,
    ListEmptyError,
    ListTooLongError,
    add_by_hand,
    confirm,
    expire_drafts,
    keep_draft,
)
from accounts.services.reference import load_reference
from foundation.spreadsheets.problems import SheetUnreadable

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
HEAD = "service_number;surname;given_name;father_name;latin_name;sex;birth_date;rank;unit;service;language"


@pytest.fixture
def centre(cast):
    load_reference()
    return cast.khorog


def sample(name):
    return (SAMPLES / name).read_bytes()


def listed(*lines):
    return "\n".join((HEAD, *lines)).encode()


def keep(cast, data, suffix=".csv", by=None, centre=None):
    return keep_draft(
        data=data, suffix=suffix, centre=centre or cast.khorog, by=by or cast.registrar, at=timezone.now()
    )


def bring(cast, data, suffix=".csv", every_line=False):
    draft = keep(cast, data, suffix)
    return confirm(draft=draft, every_line=every_line, by=cast.registrar, at=timezone.now())


def planned(cast, data, suffix=".csv"):
    return {line.line: line for line in dry_run(keep(cast, data, suffix), timezone.localdate()).lines}


def everything():
    return (
        sorted(User.objects.values_list("pk", "service_number", "sex", "birth_year", "rank", "unit", "language")),
        sorted(PersonName.objects.values_list("pk", "valid_to")),
        sorted(RoleAssignment.objects.values_list("pk", flat=True)),
    )


@pytest.mark.parametrize(
    ("name", "new", "refused"),
    [
        ("trainees-good.csv", 20, 0),
        ("trainees-dirty.csv", 7, 9),
        ("trainees-windows1251.csv", 2, 0),
        ("trainees.xlsx", 4, 0),
    ],
)
def test_the_four_sample_files(cast, centre, name, new, refused):
    before = User.objects.count()
    draft = bring(cast, sample(name), Path(name).suffix)
    assert draft.report["counts"] == {"new": new, "changed": 0, "same": 0, "refused": refused}
    assert User.objects.count() == before + new


def test_every_bad_line_of_the_dirty_file_has_its_own_reason(cast, centre):
    lines = planned(cast, sample("trainees-dirty.csv"))
    found = {number: [finding.code for finding in line.reasons] for number, line in lines.items() if line.reasons}
    assert found == {
        4: [Reason.BIRTH_IMPOSSIBLE],
        6: [Reason.BIRTH_IMPOSSIBLE],
        8: [Reason.NUMBER_TWICE],
        9: [Reason.NUMBER_MISSING],
        12: [Reason.FATHER_NAME_MISSING],
        13: [Reason.SHORT_LINE],
        14: [Reason.FORMULA],
        15: [Reason.CHILD],
        16: [Reason.RANK_UNCLEAR],
    }
    assert {note.code for note in lines[3].notes} == {Note.LETTERS_MENDED}
    assert {note.code for note in lines[10].notes} == {Note.LETTERS_DARI, Note.DATE_SOLAR}
    assert lines[10].entry.birth_year == 1996
    assert lines[3].entry.surname == "Қурбонова"


def test_the_workbook_is_read_below_its_title_and_above_its_total(cast, centre):
    lines = planned(cast, sample("trainees.xlsx"), ".xlsx")
    assert [line.number for line in lines.values()] == ["TJ-104280", "TJ-104281", "TJ-104282", "104283"]
    assert [line.entry.birth_year for line in lines.values()] == [1998, 2000, 1999, 1997]


def test_nothing_is_created_before_confirmation(cast, centre):
    before = everything()
    keep(cast, sample("trainees-good.csv"))
    assert everything() == before


def test_the_same_file_again_changes_nothing(cast, centre):
    first = bring(cast, sample("trainees-good.csv"))
    before = everything()
    second = bring(cast, sample("trainees-good.csv"))
    assert second.pk != first.pk
    assert second.report["counts"] == {"new": 0, "changed": 0, "same": 20, "refused": 0}
    assert everything() == before


def test_a_double_click_on_upload_and_on_confirm(cast, centre):
    draft = keep(cast, sample("trainees-good.csv"))
    assert keep(cast, sample("trainees-good.csv")).pk == draft.pk
    done = confirm(draft=draft, every_line=False, by=cast.registrar, at=timezone.now())
    before = everything(), AuditEntry.objects.count()
    again = confirm(draft=draft, every_line=False, by=cast.registrar, at=timezone.now())
    assert again.report == done.report
    assert (everything(), AuditEntry.objects.count()) == before


def test_all_or_nothing_when_the_registrar_says_so(cast, centre):
    before = everything()
    with pytest.raises(LinesRefusedError):
        bring(cast, sample("trainees-dirty.csv"), every_line=True)
    assert everything() == before
    assert ImportDraft.objects.get().state == ImportState.DRAFT


def test_a_failure_in_the_middle_leaves_nothing(cast, centre, monkeypatch):
    """A constraint that fails on the last line takes back the first."""
    draft = keep(cast, listed(*(f"TJ-{n};Каримов;Далер;;KARIMOV DALER;m;1999-03-14;;;BFT;tg" for n in (501, 502))))
    before = everything()
    planned_before = dry_run(draft, timezone.localdate())
    assert planned_before.count(LineState.NEW) == 2

    class Stop(Exception):
        pass

    def stop_at_the_second(sender, instance, **kwargs):
        if instance.service_number == "TJ-502":
            raise Stop

    post_save.connect(stop_at_the_second, sender=User)
    try:
        with pytest.raises(Stop):
            confirm(draft=draft, every_line=False, by=cast.registrar, at=timezone.now())
    finally:
        post_save.disconnect(stop_at_the_second, sender=User)
    assert everything() == before


def test_new_people_are_trainees_of_the_centre_without_a_password(cast, centre):
    bring(cast, sample("trainees-good.csv"))
    person = User.objects.get(service_number="TJ-104239")
    assert not person.has_usable_password()
    assert (person.centre, person.language, person.birth_year, person.rank.code) == (cast.khorog, "ru", 1997, "OR4")
    assert [(a.role, a.centre) for a in person.roles()] == [(Role.TRAINEE, cast.khorog)]
    assert names_of([person])[person.pk][Script.LATIN].full == "SAIDOV FIRUZ"


def test_afghan_trainees_are_protected_and_nowhere_in_clear(cast, centre, caplog):
    caplog.set_level(logging.DEBUG)
    draft = keep(cast, sample("trainees-good.csv"))
    name = "نجیبه"
    assert name.encode() not in bytes(draft.sealed)
    assert b"AF-20873" not in bytes(draft.sealed)
    done = confirm(draft=draft, every_line=False, by=cast.registrar, at=timezone.now())
    person = User.objects.get(service_number="AF-20873")
    assert person.protected
    assert set(names_of([person])[person.pk]) == {"arab", "latn"}
    assert not PersonName.objects.filter(person=person).exclude(surname="", given_name="", folded="").exists()
    assert done.sealed is None
    assert name not in str(done.report)
    trail = [str((e.old, e.new, e.reason, e.subject_id)) for e in AuditEntry.objects.all()]
    for word in (name, "NAJIBA", "یعقوب", "Каримзода"):
        assert not any(word in line for line in trail)
        assert word not in caplog.text


def test_what_a_list_changes_of_a_known_person(cast, centre):
    bring(cast, listed("TJ-501;Курбонов;Далер;Саид;KURBONOV DALER;m;1999-03-14;OR3;U-07;BFT;tg"))
    changed = listed("TJ-501;Қурбонов;Далер;;QURBONOV DALER;m;1999-03-14;OR4;;BFT;ru")
    line = planned(cast, changed)[2]
    assert line.state == LineState.CHANGED
    assert {change.what for change in line.changes} == {Change.NAME, Change.LATIN_NAME, Change.RANK}
    bring(cast, changed)
    person = User.objects.get(service_number="TJ-501")
    assert names_of([person])[person.pk]["cyrl"].full == "Қурбонов Далер Саид"  # an empty cell takes nothing away
    assert (person.rank.code, person.unit, person.language) == ("OR4", "U-07", "tg")  # a choice of language is kept
    assert PersonName.objects.filter(person=person, script="cyrl").count() == 2
    assert planned(cast, changed)[2].state == LineState.SAME


def test_a_mistyped_number_renames_nobody(cast, centre):
    line = planned(cast, listed("TJ-100001;Раҳимов;Фирӯз;;;m;1999-03-14;;;BFT;tg"))[2]
    assert [finding.code for finding in line.reasons] == [Reason.NUMBER_OTHER_PERSON]


def test_a_number_of_another_centre_is_refused_without_more(cast, centre):
    draft = keep(
        cast, listed("TJ-100001;Каримзода;Далер;;;m;1999-03-14;;;BFT;tg"), by=cast.other_registrar, centre=cast.panj
    )
    (line,) = dry_run(draft, timezone.localdate()).lines
    assert [finding.code for finding in line.reasons] == [Reason.NUMBER_ELSEWHERE]
    assert line.reasons[0].value == ""


def test_a_protected_person_does_not_become_unprotected(cast, centre):
    line = planned(cast, listed("AF-100003;;زهرا;غلام علی;ZAHRA;f;1999-03-14;;;OTH;fa-af"))[2]
    assert Reason.SURNAME_MISSING in [finding.code for finding in line.reasons]
    line = planned(cast, listed("AF-100003;نوری;زهرا;غلام علی;;f;1999-03-14;;;OTH;fa-af"))[2]
    assert [finding.code for finding in line.reasons] == [Reason.SERVICE_DIFFERS]


def test_one_number_for_two_people_refuses_both_lines(cast, centre):
    lines = planned(
        cast,
        listed("TJ-501;Каримов;Далер;;;m;1999-03-14;;;BFT;tg", "TJ-501;Саидов;Умед;;;m;1999-03-14;;;BFT;tg"),
    )
    assert [[f.code for f in line.reasons] for line in lines.values()] == [[Reason.NUMBER_SHARED]] * 2


def test_files_that_are_no_lists(cast, centre):
    for data in (b"", b"%PDF-1.7", b"a;b\n1;2", b"PK\x03\x04zip"):
        with pytest.raises(SheetUnreadable):
            keep(cast, data)
    with pytest.raises(ListEmptyError):
        keep(cast, HEAD.encode())
    many = listed(*(f"TJ-{n};Каримов;Далер;;;m;1999-03-14;;;BFT;tg" for n in range(MOST_PEOPLE + 1)))
    with pytest.raises(ListTooLongError):
        keep(cast, many)
    assert not ImportDraft.objects.exists()


def test_drafts_expire_after_a_day(cast, centre):
    draft = keep(cast, sample("trainees-good.csv"))
    at = timezone.now() + datetime.timedelta(hours=25)
    assert expire_drafts(at=at) == 1
    assert expire_drafts(at=at) == 0
    draft.refresh_from_db()
    assert (draft.state, draft.sealed) == (ImportState.EXPIRED, None)
    with pytest.raises(DraftClosedError):
        confirm(draft=draft, every_line=False, by=cast.registrar, at=at)


def test_people_of_a_list_only_for_those_who_may_see_it(cast, centre):
    draft = bring(cast, sample("trainees-good.csv"))
    assert people_of(draft.pk, cast.registrar).count() == 20
    assert people_of(draft.pk, cast.head).count() == 20
    for stranger in (cast.other_registrar, cast.instructor, cast.trainee, cast.hr):
        assert not people_of(draft.pk, stranger).exists()


def test_a_dry_run_costs_the_same_for_one_line_and_twenty(cast, centre, django_assert_num_queries):
    lines = sample("trainees-good.csv").decode().splitlines()
    bring(cast, sample("trainees-good.csv"))
    few = keep(cast, "\n".join(lines[:2]).encode())
    many = keep(cast, "\n".join(lines).encode() + b"\n")
    for draft in (few, many):
        with django_assert_num_queries(4):
            dry_run(draft, timezone.localdate())


def test_one_person_by_hand(cast, centre):
    values = dict(
        zip(
            HEAD.split(";"),
            ["tj-700", "Каримов", "Далер", "", "", "m", "14.03.1999", "OR4", "", "BFT", "tg"],
            strict=True,
        )
    )
    line = add_by_hand(values=values, centre=cast.khorog, by=cast.registrar, at=timezone.now())
    assert line.state == LineState.NEW
    assert line.person.service_number == "TJ-700"
    again = add_by_hand(values=values, centre=cast.khorog, by=cast.registrar, at=timezone.now())
    assert (again.state, again.person) == (LineState.SAME, line.person)
    refused = add_by_hand(values=values | {"sex": "x"}, centre=cast.khorog, by=cast.registrar, at=timezone.now())
    assert refused.state == LineState.REFUSED
    assert AuditEntry.objects.filter(act=Act.PERSON_ADDED).count() == 1
