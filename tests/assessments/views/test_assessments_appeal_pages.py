"""Pages of appeals: filed by the person, handed over and decided by the head."""

import datetime
import re
import uuid
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import Commission
from accounts.services.commissions import appoint
from assessments.enums import AppealState
from assessments.models import Appeal, Protocol, ResultCorrection
from assessments.services.results import lock_results
from tests.factories.accounts import make_staff
from tests.factories.assessments import make_result, mark_by_hand


def url(name: str, pk) -> str:
    with override("en"):
        return reverse(f"assessments:{name}", kwargs={"pk": pk})


def lock(cast) -> Protocol:
    return lock_results(cohort=cast.cohort, number="12", date=timezone.localdate(), by=cast.head, at=timezone.now())


def filing(enrolment, result=None, **fields) -> dict[str, str]:
    about = f"{enrolment.pk}:{result.pk if result else ''}"
    return {"submission": str(uuid.uuid4()), "about": about, "grounds": "Two answers are right", **fields}


def filed(cast, result=None) -> Appeal:
    cast.client("trainee").post(url("appeals", cast.cohort.pk), filing(cast.enrolment, result))
    return Appeal.objects.get()


def hearers(cast, *first) -> Commission:
    people = [*first, *(make_staff(Role.INSTRUCTOR, centre=cast.khorog, number=f"KHO-X{n}") for n in range(3))]
    return appoint(
        centre=cast.khorog,
        number=f"{Commission.objects.count() + 1}",
        date=timezone.localdate(),
        members=people,
        chair=people[0],
        by=cast.head,
        at=timezone.now(),
    )


def test_a_trainee_files_once_and_reads_her_own_only(cast) -> None:
    result = make_result(cast.enrolment)
    other = make_result(cast.classmate_enrolment)
    client, data = cast.client("trainee"), filing(cast.enrolment, result)
    html = client.get(url("appeals", cast.cohort.pk)).content.decode()
    assert str(result.pk) in html
    assert str(other.pk) not in html
    for _ in range(2):
        assert client.post(url("appeals", cast.cohort.pk), data).status_code == 302
    appeal = Appeal.objects.get()
    assert "Two answers are right" in client.get(url("appeal", appeal.pk)).content.decode()
    assert cast.client("classmate").get(url("appeal", appeal.pk)).status_code in (403, 404)
    assert str(appeal.pk) not in cast.client("classmate").get(url("appeals", cast.cohort.pk)).content.decode()
    assert "TJ-100001" in cast.client("head").get(url("appeal", appeal.pk)).content.decode()


def test_a_second_appeal_and_one_too_late_keep_what_was_typed(cast) -> None:
    result = make_result(cast.enrolment)
    filed(cast, result)
    again = cast.client("trainee").post(url("appeals", cast.cohort.pk), filing(cast.enrolment, result))
    assert (again.status_code, "Two answers are right" in again.content.decode()) == (422, True)
    lock(cast)
    Protocol.objects.update(locked_at=timezone.now() - datetime.timedelta(days=30), date=datetime.date(2026, 1, 1))
    late = cast.client("trainee").post(url("appeals", cast.cohort.pk), filing(cast.enrolment))
    assert late.status_code == 422
    assert "The last day for this appeal was" in late.content.decode()
    assert Appeal.objects.count() == 1


def test_what_is_not_hers_cannot_be_appealed(cast) -> None:
    other = make_result(cast.classmate_enrolment)
    client = cast.client("trainee")
    for about in (f"{cast.classmate_enrolment.pk}:{other.pk}", f"{cast.enrolment.pk}:{other.pk}", "x", "", ":"):
        answer = client.post(url("appeals", cast.cohort.pk), filing(cast.enrolment, about=about))
        assert answer.status_code == 422, about
    taken = filing(cast.enrolment)
    assert client.post(url("appeals", cast.cohort.pk), taken).status_code == 302
    stolen = filing(cast.classmate_enrolment, submission=taken["submission"])
    assert cast.client("classmate").post(url("appeals", cast.cohort.pk), stolen).status_code == 404
    assert cast.client("auditor").post(url("appeals", cast.cohort.pk), filing(cast.enrolment)).status_code == 403


def test_the_head_hands_over_and_decides(cast) -> None:
    result = mark_by_hand(cast.enrolment, cast.instructor, cast.second_assessor, percent=58)
    lock(cast)
    appeal = filed(cast, result)
    partial, fair = hearers(cast, cast.instructor), None
    client = cast.client("head")
    page = client.get(url("appeal", appeal.pk)).content.decode()
    assert str(partial.pk) in page
    assert 'name="decision"' not in page
    refused = client.post(url("appeal", appeal.pk), {"step": "hand_over", "commission": str(partial.pk)})
    assert refused.status_code == 422
    assert "A member of this commission marked this result" in refused.content.decode()
    people = list(partial.members.exclude(user=cast.instructor).select_related("user"))
    fair = appoint(
        centre=cast.khorog,
        number="99",
        date=timezone.localdate(),
        members=[row.user for row in people],
        chair=people[0].user,
        by=cast.head,
        at=timezone.now(),
    )
    for commission, status in ((uuid.uuid4(), 422), (fair.pk, 302)):
        answer = client.post(url("appeal", appeal.pk), {"step": "hand_over", "commission": str(commission)})
        assert answer.status_code == status
    decision = {"step": "decide", "upheld": "yes", "decision": "Both answers are right", "document": "3/a"}
    missing = client.post(url("appeal", appeal.pk), decision)
    assert missing.status_code == 422
    assert "Both answers are right" in missing.content.decode()
    wrong = client.post(url("appeal", appeal.pk), {**decision, "percent": "62", "passed": "no"})
    assert wrong.status_code == 422
    for _ in range(2):
        done = client.post(url("appeal", appeal.pk), {**decision, "percent": "62", "passed": "yes"})
        assert done.status_code == 302
    appeal.refresh_from_db()
    result.refresh_from_db()
    assert (appeal.state, result.percent, ResultCorrection.objects.count()) == (AppealState.UPHELD, Decimal(62), 1)
    page = cast.client("trainee").get(url("appeal", appeal.pk)).content.decode()
    assert "Both answers are right" in page
    assert "3/a" in page


def test_others_decide_nothing(cast) -> None:
    appeal = filed(cast)
    data = {"step": "decide", "upheld": "no", "decision": "x", "document": "1"}
    for name, status in (
        ("trainee", 403),
        ("instructor", 403),
        ("registrar", 403),
        ("auditor", 403),
        ("other_registrar", 404),
    ):
        assert cast.client(name).post(url("appeal", appeal.pk), data).status_code == status, name
    head = cast.client("head")
    assert head.post(url("appeal", appeal.pk), {**data, "step": "x"}).status_code == 404
    early = head.post(url("appeal", appeal.pk), data)
    assert early.status_code == 422
    assert "Name the commission first." in early.content.decode()


def test_a_head_who_filed_is_told_why_not(cast) -> None:
    cast.client("head").post(url("appeals", cast.cohort.pk), filing(cast.enrolment))
    page = cast.client("head").get(url("appeal", Appeal.objects.get().pk)).content.decode()
    assert "Another head of the centre must decide about it." in page
    assert 'name="commission"' not in page


def commissions(code: str = "KHO") -> str:
    with override("en"):
        return reverse("accounts:commissions", kwargs={"code": code})


def test_a_commission_is_appointed_listed_and_ended(cast) -> None:
    people = [str(person.pk) for person in (cast.instructor, cast.second_assessor, cast.registrar)]
    order = {"order_number": "7", "order_date": timezone.localdate().isoformat(), "members": people}
    client = cast.client("head")
    for _ in range(2):
        assert client.post(commissions(), {**order, "chair": people[1]}).status_code == 302
    formed = Commission.objects.get()
    assert formed.members.get(chair=True).user == cast.second_assessor
    page = client.get(commissions()).content.decode()
    assert "In force" in page
    (address,) = re.findall(r'action="([^"]*/end/)"', page)
    bad = client.post(address, {"last_day": "2020-01-01"})
    assert bad.status_code == 422
    assert "2020-01-01" in bad.content.decode()
    assert client.post(address, {"last_day": timezone.localdate().isoformat()}).status_code == 302
    formed.refresh_from_db()
    assert formed.valid_to == timezone.localdate()


def test_a_commission_that_does_not_hold_is_refused_and_kept(cast) -> None:
    people = [str(person.pk) for person in (cast.instructor, cast.second_assessor, cast.registrar)]
    order = {"order_number": "7 kept", "order_date": timezone.localdate().isoformat(), "members": people}
    client = cast.client("head")
    for bad in (
        {"members": people[:2], "chair": people[0]},
        {"chair": str(cast.head.pk)},
        {"chair": ""},
        {"chair": people[0], "members": ["x"]},
        {"chair": people[0], "order_date": "yesterday"},
        {"chair": people[0], "order_number": ""},
    ):
        answer = client.post(commissions(), {**order, **bad})
        assert answer.status_code == 422, bad
        assert "7 kept" in answer.content.decode() or "order_number" in bad
    assert not Commission.objects.exists()
    assert client.get(commissions("PAN")).status_code == 404
    assert client.post(commissions("PAN"), order).status_code == 404


def test_the_home_of_the_head_says_what_waits(cast) -> None:
    appeal = filed(cast)
    with override("en"):
        home = reverse("desk:home")
    assert url("appeal", appeal.pk) in cast.client("head").get(home).content.decode()
    assert url("appeal", appeal.pk) not in cast.client("registrar").get(home).content.decode()
