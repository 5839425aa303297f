"""Planned days, team sheets, paper sheets and agreement of practical exercises."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act, AuthorisationKind, Role
from accounts.models import AuditEntry, Authorisation
from assessments.models import (
    DrawnPair,
    Observation,
    ObservationDraft,
    PracticalDay,
    PracticalPaper,
    PracticalVersion,
    TeamSheet,
)
from assessments.selectors.agreement import agreement_report
from assessments.services.practicals import ConfirmerAssessedError, confirm_practical
from courses.models import ProgrammeRequirement
from tests.factories.accounts import LONG_AGO, make_staff
from tests.factories.assessments import make_practical, observe

PDF = b"%PDF-1.4\n1 0 obj\n%%EOF\n"
DAY = timezone.localdate() + datetime.timedelta(days=3)


@pytest.fixture
def exercise(cast):
    return make_practical()


@pytest.fixture(autouse=True)
def private(settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path


def url(name: str, *args) -> str:
    return reverse(f"assessments:{name}", args=args)


def day(cast, **fields):
    people = [str(cast.instructor.pk), str(cast.second_assessor.pk)]
    asked = {"date": DAY.isoformat(), "starts_at": "08:30", "minutes": "360", "rooms": "2", "exercises": ["PX-2.2"]}
    return {"submission": str(uuid.uuid4()), **asked, "assessors": people, **fields}


def test_an_impossible_day_is_refused_with_the_numbers(cast, exercise) -> None:
    client, address = cast.client("registrar"), url("practical_days", cast.cohort.pk)
    for more in ({"check": "1"}, {}):
        answer = client.post(address, day(cast, minutes="60", rooms="1", **more))
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "The work needs 3 h of assessors; there are 2 × 1 h = 2 h." in html
        assert "The exercises last 1 h 30 min one after the other; places: 1 × 1 h = 1 h." in html
        assert 'value="60"' in html
    assert not PracticalDay.objects.exists()


def test_a_possible_day_is_proposed_planned_once_and_printed(cast, exercise) -> None:
    client, address = cast.client("registrar"), url("practical_days", cast.cohort.pk)
    answer = client.post(address, day(cast, check="1"))
    assert answer.status_code == 200
    assert "\u2066PX-2.2\u2069: 3 × 30 min × 2 = 3 h" in answer.content.decode()
    assert not PracticalDay.objects.exists()
    data = day(cast, final="on")
    for _ in range(2):
        answer = client.post(address, data)
        assert answer.status_code == 302
    planned = PracticalDay.objects.get()
    assert (
        planned.final,
        planned.assessors.count(),
        AuditEntry.objects.filter(act=Act.PRACTICAL_DAY_PLANNED).count(),
    ) == (
        True,
        2,
        1,
    )
    page = client.get(answer.url).content.decode()
    assert "08:30–09:00" in page
    assert "TJ-100001" in page
    assert "KARIMZODA" in page or "Каримзода" in page or "TJ-100001" in page
    taken = client.post(address, day(cast))
    assert taken.status_code == 422
    assert "is planned for that day already" in taken.content.decode()
    past = client.post(address, day(cast, date="2026-01-05"))
    assert past.status_code == 422
    assert client.post(url("practical_day_drop", planned.pk)).status_code == 302
    assert not PracticalDay.objects.exists()
    assert AuditEntry.objects.filter(act=Act.PRACTICAL_DAY_PLANNED).count() == 2


def test_planning_draws_the_sample(cast, exercise) -> None:
    ProgrammeRequirement.objects.filter(code="PX-2.2").update(assessors="sample")
    cast.client("head").post(url("practical_days", cast.cohort.pk), day(cast))
    assert DrawnPair.objects.filter(drawn=True).count() == 2


def test_an_assessor_from_outside_sees_the_day_and_others_do_not(cast, exercise) -> None:
    guest = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I7")
    planned = PracticalDay.objects.create(cohort=cast.cohort, date=DAY, minutes=360, exercises=["PX-2.2"], by=cast.head)
    planned.assessors.add(guest, cast.instructor)
    for name, status in (("instructor", 200), ("auditor", 200), ("other_instructor", 404), ("trainee", 403)):
        assert cast.client(name).get(url("practical_day", planned.pk)).status_code == status
    client = cast.client("instructor")
    client.force_login(guest)
    assert client.get(url("practical_day", planned.pk)).status_code == 200


def scores(rows: int, *cells: str) -> dict[str, str]:
    return {f"c-{row}-{at}": cell for row in range(rows) for at, cell in enumerate(cells) if cell}


def test_a_team_is_marked_side_by_side(cast, exercise) -> None:
    client, address = cast.client("instructor"), url("team_new", cast.cohort.pk, "PX-2.2")
    data = {"submission": str(uuid.uuid4()), "member": [str(cast.enrolment.pk)]}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert " checked" in answer.content.decode()
    data["member"].append(str(cast.classmate_enrolment.pk))
    for _ in range(2):
        answer = client.post(address, data)
        assert answer.status_code == 302
    team = TeamSheet.objects.get()
    assert set(team.members.all()) == {cast.enrolment, cast.classmate_enrolment}
    assert client.get(answer.url).content.decode().count('type="radio"') == 2 * 4 * 3
    assert cast.client("second_assessor").get(answer.url).status_code == 404
    missing = client.post(answer.url, {**scores(2, "2", "1", "2", "2"), "c-1-3": "", "comment": "loud"})
    assert missing.status_code == 422
    assert "loud" in missing.content.decode()
    assert missing.content.decode().count(" checked") == 7
    assert not Observation.objects.exists()
    for _ in range(2):
        assert (
            client.post(answer.url, {**scores(2, "2", "1", "2", "2"), "c-1-3": "0", "comment": ""}).status_code == 302
        )
    stored = {one.enrolment_id: one.scores for one in Observation.objects.filter(team=team, assessor=cast.instructor)}
    assert sorted(stored.values()) == [[2, 1, 2, 0], [2, 1, 2, 2]]


def test_a_team_sheet_is_saved_today_and_handed_in_later(cast, exercise) -> None:
    client = cast.client("instructor")
    members = [str(cast.enrolment.pk), str(cast.classmate_enrolment.pk)]
    made = client.post(url("team_new", cast.cohort.pk, "PX-2.2"), {"submission": str(uuid.uuid4()), "member": members})
    data = {**scores(2, "2", "1", "2", "2"), "c-1-0": "", "c-1-3": "", "comment": "rain", "later": "yes"}
    for _ in range(2):
        assert client.post(made.url, data).status_code == 302
    assert not Observation.objects.exists()
    kept = {
        str(draft.enrolment_id): draft.scores for draft in ObservationDraft.objects.filter(assessor=cast.instructor)
    }
    assert sorted(kept.values(), key=str) == [[2, 1, 2, 2], [None, 1, 2, None]]
    page = client.get(made.url)
    assert page.content.decode().count(" checked") == 6
    assert "rain" in page.content.decode()
    assert "You saved this" in page.content.decode()
    assert cast.client("second_assessor").get(made.url).status_code == 404
    assert client.post(made.url, {**scores(2, "2", "1", "2", "2"), "comment": ""}).status_code == 302
    assert (Observation.objects.count(), ObservationDraft.objects.count()) == (2, 0)
    assert client.post(made.url, data).status_code == 302
    assert not ObservationDraft.objects.exists()


def test_a_team_is_stored_whole_or_not_at_all(cast, exercise) -> None:
    client = cast.client("instructor")
    members = [str(cast.enrolment.pk), str(cast.classmate_enrolment.pk)]
    made = client.post(url("team_new", cast.cohort.pk, "PX-2.2"), {"submission": str(uuid.uuid4()), "member": members})
    observe(cast.classmate_enrolment, cast.instructor)
    answer = client.post(made.url, scores(2, "2", "2", "2", "2"))
    assert answer.status_code == 422
    assert "You have already recorded" in answer.content.decode()
    assert Observation.objects.count() == 1


def paper(cast, assessor, **fields):
    return {
        "submission": str(uuid.uuid4()),
        "assessor": str(assessor.pk),
        "date": timezone.localdate().isoformat(),
        **fields,
    }


def test_somebody_else_types_in_the_signed_sheets_and_keeps_the_scan(cast, exercise) -> None:
    client, address = cast.client("registrar"), url("papers", cast.cohort.pk, "PX-2.2")
    rows = {**scores(1, "2", "1", "2", "۰"), **{f"c-2-{at}": "2" for at in range(4)}}
    answer = client.post(address, paper(cast, cast.instructor, **rows))
    assert answer.status_code == 422
    assert "keeps their scan" in answer.content.decode()
    bad = SimpleUploadedFile("scan.pdf", b"MZ no pdf", content_type="application/pdf")
    assert client.post(address, paper(cast, cast.instructor, **rows, scan=bad)).status_code == 422
    assert not Observation.objects.exists()
    data = paper(cast, cast.instructor, **rows)
    for _ in range(2):
        scan = SimpleUploadedFile("scan.pdf", PDF, content_type="application/pdf")
        assert client.post(address, {**data, "scan": scan}).status_code == 302
    stored = Observation.objects.all()
    assert {(one.assessor, one.from_paper, one.paper_id) for one in stored} == {
        (cast.instructor, cast.registrar, PracticalPaper.objects.get().pk)
    }
    assert sorted(one.scores for one in stored) == [[2, 1, 2, 0], [2, 2, 2, 2]]
    kept = PracticalPaper.objects.get()
    shown = client.get(url("practical_scan", kept.pk))
    assert b"".join(shown.streaming_content) == PDF
    assert cast.client("second_assessor").get(url("practical_scan", kept.pk)).status_code == 404
    assert cast.client("other_registrar").get(url("practical_scan", kept.pk)).status_code == 404


def test_who_typed_does_not_confirm(cast, exercise) -> None:
    client, address = cast.client("registrar"), url("papers", cast.cohort.pk, "PX-2.2")
    scan = SimpleUploadedFile("scan.pdf", PDF, content_type="application/pdf")
    rows = {f"c-{row}-{at}": "2" for row in range(3) for at in range(4)}
    assert client.post(address, paper(cast, cast.instructor, scan=scan, **rows)).status_code == 302
    observe(cast.enrolment, cast.second_assessor)
    now = timezone.now()
    with pytest.raises(ConfirmerAssessedError):
        confirm_practical(enrolment=cast.enrolment, code="PX-2.2", try_number=1, by=cast.registrar, at=now)
    assert confirm_practical(enrolment=cast.enrolment, code="PX-2.2", try_number=1, by=cast.head, at=now).passed


def test_wrong_lines_of_paper_are_shown_and_nothing_is_stored(cast, exercise) -> None:
    client, address = cast.client("instructor"), url("papers", cast.cohort.pk, "PX-2.2")
    observe(cast.enrolment, cast.instructor)
    observe(cast.classmate_enrolment, cast.instructor)
    observe(cast.afghan_enrolment, cast.instructor)
    answer = client.post(address, paper(cast, cast.instructor, **scores(1, "2", "3", "2", "2")))
    assert answer.status_code == 422
    assert "Each criterion has 0, 1 or 2." in answer.content.decode()
    answer = client.post(address, paper(cast, cast.instructor, **scores(1, "2", "2", "2", "2")))
    assert answer.status_code == 422
    assert "You have already recorded" in answer.content.decode()
    assert Observation.objects.count() == 3
    assert not PracticalPaper.objects.exists()
    empty = client.post(address, paper(cast, cast.instructor))
    assert empty.status_code == 422
    tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    late = client.post(address, paper(cast, cast.instructor, **scores(1, "2", "2", "2", "2")) | {"date": tomorrow})
    assert late.status_code == 422


@pytest.mark.parametrize("language", ["en", "fa-af", "tg"])
def test_blank_checklists_are_printed(cast, exercise, language) -> None:
    client = cast.client("registrar")
    address = url("practical_blank", cast.cohort.pk, "PX-2.2").replace("/en/", f"/{language}/")
    for query in ("", "?people"):
        answer = client.get(address + query)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


def test_agreement_is_said_in_plain_words_first(cast, exercise) -> None:
    third = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3")
    Authorisation.objects.create(user=third, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    observe(cast.enrolment, cast.instructor, (2, 1, 2, 0))
    observe(cast.enrolment, cast.second_assessor, (2, 2, 2, 0))
    observe(cast.enrolment, third, (0, 0, 0, 0))  # called because they differ: it does not count
    observe(cast.classmate_enrolment, cast.instructor, (2, 2, 2, 2))  # alone: it does not count
    report = agreement_report(cast.head, "en")
    (line,) = report.pairs
    assert (line.kappa.pairs, line.kappa.same, line.kappa.too_few, line.sheets) == (4, 3, True, 1)
    assert len(report.assessors) == 2
    html = cast.client("head").get(url("agreement")).content.decode()
    assert "These two assessors agree in 8 of 10 criteria." in html
    assert "Too few" in html
    assert agreement_report(cast.auditor, "en").pairs == report.pairs
    stranger = make_staff(Role.HEAD, centre=cast.panj, number="PAN-H1")
    assert agreement_report(stranger, "en").pairs == ()


def test_lists_cost_the_same_for_one_sheet_and_for_three(cast, exercise) -> None:
    client, costs = cast.client("instructor"), {}
    head = cast.client("head")
    planned = PracticalDay.objects.create(cohort=cast.cohort, date=DAY, minutes=360, exercises=["PX-2.2"], by=cast.head)
    planned.assessors.add(cast.instructor, cast.second_assessor)
    addresses = [
        (client, url("practicals")),
        (client, url("papers", cast.cohort.pk, "PX-2.2")),
        (client, url("team_new", cast.cohort.pk, "PX-2.2")),
        (client, url("practical_day", planned.pk)),
        (head, url("agreement")),
    ]
    people = (cast.enrolment, cast.classmate_enrolment, cast.afghan_enrolment)
    for turn, enrolment in enumerate(people):
        for by in (cast.instructor, cast.second_assessor):
            observe(enrolment, by)
        if turn == 1:
            continue
        for browser, address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address).status_code == 200
            costs.setdefault(address, []).append(len(asked))
    assert {address: found for address, found in costs.items() if len(set(found)) > 1} == {}


def test_a_team_exercise_offers_a_team_sheet(cast, exercise) -> None:
    html = cast.client("instructor").get(url("practicals")).content.decode()
    assert url("team_new", cast.cohort.pk, "PX-2.2") not in html
    PracticalVersion.objects.all().delete()
    old = make_practical()
    PracticalVersion.objects.filter(exercise=old).update(team=True)
    html = cast.client("instructor").get(url("practicals")).content.decode()
    assert url("team_new", cast.cohort.pk, "PX-2.2") in html
