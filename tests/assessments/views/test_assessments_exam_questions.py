"""Questions kept for examinations are opened by those who were appointed for it; for others they are not there."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act, AuthorisationKind
from accounts.models import AuditEntry, Authorisation, Commission, CommissionMember, Order
from assessments.models import Question, QuestionVersion
from courses.enums import ApprovalState, ApprovedKind
from courses.models import Module
from courses.services.approvals import set_state
from tests.conftest import Cast
from tests.factories.accounts import LONG_AGO
from tests.factories.assessments import make_question

READERS = reverse("assessments:exam_readers")


@pytest.fixture
def kept(cast: Cast) -> QuestionVersion:
    module = Module.objects.get(code="M2.2")
    make_question(module, 1)
    version = make_question(module, 2, "hotspot")
    Question.objects.filter(pk=version.question_id).update(exam_only=True)
    return version


def addresses(version: QuestionVersion, language: str = "tg") -> dict[str, str]:
    what = {"kind": "question", "code": version.question.code, "language": language}
    return {
        "work": reverse("cms:work", kwargs=what),
        "review": reverse("cms:review", kwargs=what),
        "bank": reverse("assessments:bank_question", args=[version.question.code]),
        "picture": reverse("assessments:picture", args=[version.picture.digest if version.picture else ""]),
    }


def told(client: Client, version: QuestionVersion) -> dict[str, int]:
    return {name: client.get(address).status_code for name, address in addresses(version).items()}


def lists(client: Client) -> str:
    queue = client.get(reverse("cms:queue"), {"state": "all", "kind": "question"}).content.decode()
    board = client.get(reverse("cms:board_list"), {"kind": "question"}).content.decode()
    return queue + board


def test_a_translator_who_was_not_appointed_finds_nothing(cast: Cast, kept: QuestionVersion) -> None:
    client = cast.client("translator")
    assert set(told(client, kept).values()) == {404}
    seen = lists(client)
    assert "m2.2-q1" in seen
    assert "m2.2-q2" not in seen
    file = client.get(reverse("cms:po_out"), {"language": "tg", "kinds": "question", "everything": "on"})
    file = file.content.decode()
    assert "stem 1" in file
    assert "stem 2" not in file
    work = addresses(kept)["work"]
    assert client.post(work, {"stem.1": "x"}).status_code == 404


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_authors_open_them(cast: Cast, kept: QuestionVersion, role: str) -> None:
    assert told(cast.client(role), kept) == dict.fromkeys(("work", "review", "bank", "picture"), 200)
    assert "m2.2-q2" in lists(cast.client(role))


def test_an_administrator_appoints_a_translator_for_a_course_and_ends_it(cast: Cast, kept: QuestionVersion) -> None:
    boss, client = cast.client("administrator"), cast.client("translator")
    today = timezone.localdate()
    data = {"person": str(cast.translator.pk), "course": "M2", "since": today.isoformat(), "document": "7"}
    for _again in range(2):
        assert boss.post(READERS, data).status_code == 302
    row = Authorisation.objects.get(kind=AuthorisationKind.EXAM)
    assert (row.kind, row.course_code, row.valid_to) == (AuthorisationKind.EXAM, "M2", None)
    assert AuditEntry.objects.filter(act=Act.AUTHORISATION_GIVEN).count() == 1
    assert set(told(client, kept).values()) == {200}
    assert "m2.2-q2" in lists(client)
    assert cast.translator.service_number in boss.get(READERS).content.decode()
    row.course_code = "GEN"
    row.save()
    assert set(told(client, kept).values()) == {404}
    assert boss.post(READERS, {"end": str(row.pk)}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == today
    assert boss.post(READERS, {"end": "x"}).status_code == 404
    bad = {**data, "until": (today - datetime.timedelta(days=1)).isoformat()}
    assert boss.post(READERS, bad).status_code == 422
    assert boss.post(READERS, {**data, "person": str(cast.instructor.pk)}).status_code == 422


def test_reviewers_of_a_course_open_them_as_members_of_a_commission_only(cast: Cast, kept: QuestionVersion) -> None:
    Authorisation.objects.create(
        user=cast.instructor, kind=AuthorisationKind.TEACH, course_code="M2", valid_from=LONG_AGO
    )
    client, review = cast.client("instructor"), addresses(kept)["review"]
    assert client.get(review).status_code == 404
    assert "m2.2-q2" not in client.get(reverse("cms:board_list"), {"kind": "question"}).content.decode()
    text = kept.texts.get(language="tg")
    step = ApprovalState.SUBJECT_REVIEW
    what = {"kind": ApprovedKind.QUESTION, "code": kept.question.code, "language": "tg"}
    set_state(**what, source_hash=text.words_hash, state=step, by=None, at=timezone.now())
    client.post(
        reverse("cms:review_all"),
        {"kind": "question", "language": "tg", "step": step, "text": f"m2.2-q2:{text.words_hash}:1"},
    )
    assert client.get(review).status_code == 404
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    order = Order.objects.create(
        centre=cast.cohort.centre, kind="commission", number="3", date=yesterday, created_by=cast.head
    )
    commission = Commission.objects.create(centre=cast.cohort.centre, order=order, valid_from=yesterday)
    CommissionMember.objects.create(commission=commission, user=cast.instructor)
    assert client.get(review).status_code == 200
