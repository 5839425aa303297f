"""HR's work: enquiries, verification records, posts, lists compared with the register."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Act, NameSource
from accounts.models import AuditEntry, User
from accounts.selectors.names import Name
from accounts.services.names import set_name
from certificates.domain.scans import ScanUnreadableError
from certificates.enums import Answer, Compared, EnquiryState, Finding
from certificates.models import CheckPaper, Enquiry, ListCheck
from certificates.selectors.enquiries import opened, waiting_for_centre, waiting_for_hr
from certificates.selectors.list_checks import ListClosedError, compare
from certificates.selectors.posts import Fulfilment, post_on
from certificates.services import check_papers, enquiries, list_checks, posts
from tests.factories.accounts import make_person, make_picture
from tests.factories.certificates import certificate_of, issued_all
from tests.factories.registers import load

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def ask(cast, *, due: datetime.date = TODAY, pk: uuid.UUID | None = None) -> Enquiry:
    return enquiries.send_enquiry(
        pk=pk or uuid.uuid4(),
        centre=cast.khorog,
        certificate=None,
        serial="17/2011",
        year=2011,
        name="Раҳимов Фирӯз",
        question="Мӯҳр дигар аст",
        due_on=due,
        by=cast.hr,
        at=timezone.now(),
    )


def test_an_enquiry_is_answered_once_and_filed(cast, settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    pk = uuid.uuid4()
    sent = ask(cast, pk=pk)
    assert ask(cast, pk=pk).pk == sent.pk
    assert "Раҳимов".encode() not in bytes(sent.sealed_question)
    with pytest.raises(enquiries.NotAnsweredError):
        enquiries.close_enquiry(enquiry=sent, by=cast.hr, at=timezone.now())
    for bad in (b"%PDF-1.7\n/JavaScript (x)\n%%EOF", b"%PDF-1.7 cut", b"text"):
        with pytest.raises(ScanUnreadableError):
            enquiries.answer_enquiry(enquiry=sent, reply="!", data=bad, by=cast.head, at=timezone.now())
    done = enquiries.answer_enquiry(enquiry=sent, reply="Ҳаст", data=make_picture(), by=cast.head, at=timezone.now())
    assert (done.state, done.file_kind) == (EnquiryState.ANSWERED, "jpg")
    with pytest.raises(enquiries.AnsweredError):
        enquiries.answer_enquiry(enquiry=sent, reply="нест", data=None, by=cast.registrar, at=timezone.now())
    assert enquiries.opened_reply(enquiry=done, by=cast.hr)
    assert opened(done, cast.hr, "tg", TODAY).reply == "Ҳаст"
    seen_by_auditor = opened(done, cast.auditor, "tg", TODAY)
    assert (seen_by_auditor.name, seen_by_auditor.question, seen_by_auditor.reply) == ("", "", "")
    for _ in range(2):
        done = enquiries.close_enquiry(enquiry=done, by=cast.hr, at=timezone.now())
    assert done.state == EnquiryState.CLOSED
    assert not AuditEntry.objects.filter(new__icontains="Раҳимов").exists()


def test_enquiries_wait_on_the_homes(cast, django_assert_num_queries) -> None:
    ask(cast, due=TODAY - DAY)
    cast.registrar.roles()
    with django_assert_num_queries(2):
        waiting = waiting_for_centre(cast.registrar, TODAY)
    assert (waiting.count, waiting.overdue) == (1, 1)
    for _ in range(2):
        ask(cast, due=TODAY + DAY)
    with django_assert_num_queries(2):
        waiting = waiting_for_centre(cast.registrar, TODAY)
    assert (waiting.count, waiting.overdue) == (3, 1)
    assert waiting_for_centre(cast.other_registrar, TODAY).count == 0
    overdue, answered = waiting_for_hr(TODAY)
    assert (overdue.count, answered.count) == (1, 0)
    assert "Enquiry of HR" in cast.client("registrar").get("/en/home/", follow=True).content.decode()
    assert "Overdue enquiries" in cast.client("hr").get("/en/home/", follow=True).content.decode()


def write(cast, finding: Finding, *compared: tuple[str, Compared]) -> CheckPaper:
    return check_papers.write_check_paper(
        certificate=certificate_of(cast.trainee),
        entry=None,
        compared=compared,
        facts={"answer": "valid", "fields": []},
        finding=finding,
        language="en",
        by=cast.hr,
        at=timezone.now(),
    )


def test_verification_records_are_numbered_and_do_not_contradict_themselves(cast) -> None:
    issued_all(cast)
    with pytest.raises(check_papers.NothingComparedError):
        write(cast, Finding.AGREES, ("serial", Compared.UNSEEN))
    with pytest.raises(check_papers.DiffersError):
        write(cast, Finding.AGREES, ("serial", Compared.SAME), ("name", Compared.DIFFERS))
    numbers = [write(cast, Finding.AGREES, ("serial", Compared.SAME)).number for _ in range(2)]
    assert numbers == [1, 2]
    assert AuditEntry.objects.filter(act=Act.CHECK_WRITTEN_DOWN).count() == 2


def test_a_post_requires_what_was_written_down_for_that_day(cast) -> None:
    issued_all(cast)
    held = [certificate_of(cast.trainee)]
    since = datetime.date(2026, 1, 1)
    for code in ("GEN", "M9"):
        posts.add_requirement(post="kpp-1", title="Пост", code=code, valid_from=since, by=cast.hr, at=timezone.now())
    with pytest.raises(posts.RequiredAlreadyError):
        posts.add_requirement(post="KPP-1", title="Пост", code="GEN", valid_from=since, by=cast.hr, at=timezone.now())
    assert post_on("KPP-1", since - DAY) is None
    post = post_on("KPP-1", since)
    assert post is not None
    assert post.required == ("GEN", "M9")
    ceremony = held[0].issued_on
    fulfilment = Fulfilment(held)
    assert fulfilment.lacking(post.required, held, ceremony) == ["M9"]
    assert fulfilment.lacking(post.required, held, ceremony - DAY) == ["GEN", "M9"]
    held[0].state = "revoked"
    assert fulfilment.lacking(post.required, held, ceremony) == ["GEN", "M9"]


def keep(cast, text: str, post: str = "") -> ListCheck:
    return list_checks.keep_list(
        data=text.encode(),
        suffix=".csv",
        post=post,
        day=certificate_of(cast.trainee).issued_on,
        by=cast.hr,
        at=timezone.now(),
    )


def namesake() -> User:
    return make_person(number="TJ-200001", surname="Каримзода", given="Далер", father="Рустам")


def test_a_list_with_numbers_answers_by_itself_and_names_are_only_proposed(cast) -> None:
    issued_all(cast)
    load(centre=cast.khorog, by=cast.registrar)
    serial = certificate_of(cast.classmate).serial
    text = (
        "Номер;ФИО;Год рождения\n"
        f"{serial.lower()};Ғафурова Зулфия;1999\n"
        f"{serial};Кас Дигар;1999\n"
        "17/2011;Раҳимов Фирӯз;1981\n"
        ";Каримзода Далер;1999\n"
        ";Ҳеҷ Кас;1950\n"
    )
    check = keep(cast, text)
    first, other, old, named, nobody = compare(check, cast.hr, "tg").lines
    assert (first.by_number, first.name_matches, first.number) == (True, True, cast.classmate.service_number)
    assert (other.by_number, other.name_matches) == (True, False)
    assert old.past is not None
    assert old.name_matches
    assert named.open
    assert named.held == []
    assert named.choices[0].number == cast.trainee.service_number
    assert named.chosen == f"person:{cast.trainee.pk}"
    assert nobody.open
    assert nobody.choices == []
    list_checks.decide(check=check, decisions={5: named.chosen, 6: "nobody"}, by=cast.hr, at=timezone.now())
    check.refresh_from_db()
    named, nobody = compare(check, cast.hr, "tg").lines[3:]
    assert [one.answer for one in named.held] == [Answer.VALID]
    assert nobody.decided == "nobody"


def test_former_surnames_are_proposed(cast) -> None:
    issued_all(cast)
    set_name(
        person=cast.classmate,
        name=Name("cyrl", "Шарифзода", "Зулфия", "Саид"),
        source=NameSource.DOCUMENT,
        confirmed=True,
        by=cast.registrar,
        on=TODAY,
    )
    (line,) = compare(keep(cast, "ФИО;Год рождения\nГафурова Зулфия;1999\n"), cast.hr, "tg").lines
    assert line.choices[0].former
    assert line.choices[0].number == cast.classmate.service_number
    assert line.choices[0].name.startswith("Шарифзода")


def test_protected_people_are_proposed_to_hr_too_and_leave_the_house_by_number(cast) -> None:
    issued_all(cast)
    check = keep(cast, "Name;Birth year\nزهرا غلام علی;1999\n")
    (line,) = compare(check, cast.hr, "fa-af").lines
    assert line.choices[0].number == cast.afghan.service_number
    list_checks.decide(check=check, decisions={2: line.choices[0].value}, by=cast.hr, at=timezone.now())
    file = cast.client("hr").post(f"/en/certificates/lists/{check.pk}/download/", {"kind": "csv"}).content.decode()
    assert cast.afghan.service_number in file
    assert "زهرا" not in file
    assert AuditEntry.objects.filter(act=Act.EXPORTED, actor=cast.hr).count() == 1


def test_a_list_costs_the_same_queries_for_three_lines_and_for_nine(cast, django_assert_num_queries) -> None:
    issued_all(cast)
    load(centre=cast.khorog, by=cast.registrar)
    posts.add_requirement(
        post="P", title="—", code="GEN", valid_from=datetime.date(2026, 1, 1), by=cast.hr, at=timezone.now()
    )
    head = "Номер;ФИО;Год рождения\n"
    lines = [";Каримзода Далер;1999\n", ";Ғафурова Зулфия;1999\n", "17/2011;Раҳимов Фирӯз;1981\n"]
    cast.hr.roles()
    one, many = keep(cast, head + "".join(lines), "P"), keep(cast, head + "".join(lines * 3), "P")
    with CaptureQueriesContext(connection) as few:
        compare(one, cast.hr, "tg")
    assert len(few) <= 15
    with django_assert_num_queries(len(few)):
        assert len(compare(many, cast.hr, "tg").lines) == 9


def test_lists_are_thrown_away_and_seen_by_their_officer_only(cast) -> None:
    issued_all(cast)
    check = keep(cast, "ФИО\nКаримзода Далер\n")
    assert ListCheck.objects.visible_to(cast.auditor).count() == 0
    assert list_checks.expire_lists(at=timezone.now() + 4 * DAY) == 1
    check.refresh_from_db()
    with pytest.raises(ListClosedError):
        compare(check, cast.hr, "tg")
    assert cast.client("hr").get(f"/en/certificates/lists/{check.pk}/").status_code == 410
