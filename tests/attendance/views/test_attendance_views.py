"""The roll's screen: light, few queries, double clicks stored once, mistakes said and nothing typed lost."""

import datetime
import gzip
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from attendance.enums import Status
from attendance.models import Correction, DaySheet, Mark, MarkEvent, Roll
from courses.enums import CohortState
from tests.factories.accounts import make_person
from tests.factories.attendance import call_roll, make_session
from tests.factories.courses import enrol

DAY = datetime.timedelta(days=1)


def address(name, *, language="en", **kwargs):
    with override(language):
        return reverse(f"attendance:{name}", kwargs=kwargs)


def text(answer):
    return answer.content.decode()


@pytest.fixture
def session(cast):
    return make_session(cast.cohort, instructor=cast.instructor, hours=2)


def sent(answer, **changes):
    """What a browser sends from the page as it came, with some fields changed (`s_TJ_100001`)."""
    form = answer.context["form"]
    data = {"submission": str(form.submission), "taught": form.taught}
    for row in form.rows:
        data |= {f"s-{row.key}": row.status, f"m-{row.key}": row.minutes, f"d-{row.key}": row.document}
    return data | {name.replace("_", "-"): value for name, value in changes.items()}


def test_everybody_is_present_until_somebody_says_otherwise(cast, session):
    client = cast.client("instructor")
    page = client.get(address("roll", pk=session.pk))
    assert text(page).count("checked") == 3
    assert text(page).count('value="present" checked') == 3
    answer = client.post(address("roll", pk=session.pk), sent(page))
    assert answer.status_code == 302
    assert Mark.objects.filter(status=Status.PRESENT).count() == 3


def test_a_double_click_stores_once_and_answers_the_same(cast, session):
    client = cast.client("instructor")
    url = address("roll", pk=session.pk)
    data = sent(client.get(url), s_TJ_100001="late", m_TJ_100001="۱۰", s_AF_100003="sick", d_AF_100003="12/3")
    answers = [client.post(url, data) for _ in range(2)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, url)}
    assert (Roll.objects.count(), Mark.objects.count(), MarkEvent.objects.count()) == (1, 3, 3)
    assert Mark.objects.get(enrolment=cast.enrolment).minutes_late == 10
    assert Mark.objects.get(enrolment=cast.afghan_enrolment).document == "12/3"
    assert "The roll is called." in text(client.get(url))


def test_the_form_of_yesterday_sent_again_with_other_marks_is_not_taken_for_saved(cast, session):
    client = cast.client("instructor")
    url = address("roll", pk=session.pk)
    data = sent(client.get(url))
    client.post(url, data)
    answer = client.post(url, data | {"s-TJ-100001": "absent"})
    assert answer.status_code == 422
    assert Mark.objects.get(enrolment=cast.enrolment).status == Status.PRESENT
    assert client.post(url, sent(answer)).status_code == 302
    assert Mark.objects.get(enrolment=cast.enrolment).status == Status.ABSENT


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"s_TJ_100001": "late"}, "how many minutes"),
        ({"s_TJ_100001": "late", "m_TJ_100001": "many"}, "how many minutes"),
        ({"s_TJ_100001": "late", "m_TJ_100001": "9999"}, "how many minutes"),
        ({"s_TJ_100001": "asleep"}, "Choose where"),
        ({"s_TJ_100001": "sick", "d_TJ_100001": "9" * 65}, "too long"),
        ({"submission": "nonsense"}, "not complete"),
        ({"taught": "x" * 501}, "500 letters"),
    ],
)
def test_mistakes_are_said_and_what_was_tapped_is_kept(cast, session, changes, said):
    client = cast.client("instructor")
    url = address("roll", pk=session.pk)
    answer = client.post(url, sent(client.get(url), s_TJ_100002="duty", d_TJ_100002="77", **changes))
    assert answer.status_code == 422
    page = text(answer)
    assert said in page
    assert 'name="s-TJ-100002" value="duty" aria-label="Duty" checked' in page
    assert 'value="77"' in page
    assert not Roll.objects.exists()


def test_an_empty_post_is_answered_not_crashed(cast, session):
    answer = cast.client("instructor").post(address("roll", pk=session.pk), {})
    assert answer.status_code == 422


def test_a_session_to_come_says_so_and_is_not_stored(cast):
    session = make_session(cast.cohort, date=timezone.localdate() + DAY)
    client = cast.client("instructor")
    url = address("roll", pk=session.pk)
    page = client.get(url)
    assert "has not come yet" in text(page)
    assert '<form method="post" class="roll"' not in text(page)
    answer = client.post(url, sent(page))
    assert answer.status_code == 422
    assert "has not come yet" in text(answer)
    assert not Roll.objects.exists()


def test_names_stand_in_the_readers_alphabet_with_numbers(cast, session):
    page = text(cast.client("instructor").get(address("roll", language="tg", pk=session.pk)))
    assert "Ғафурова" in page
    assert page.index("TJ-100002") < page.index("TJ-100001")


def test_the_auditor_reads_a_roll_and_cannot_send_one(cast, session):
    client = cast.client("auditor")
    url = address("roll", pk=session.pk)
    page = client.get(url)
    assert "زهرا" not in text(page)
    assert "data-roll" not in text(page)
    assert client.post(url, sent(page)).status_code == 403


def test_another_centres_roll_does_not_exist(cast, session):
    call_roll(session, cast.instructor)
    mark = Mark.objects.first()
    for role in ("other_instructor", "other_registrar"):
        client = cast.client(role)
        assert client.get(address("roll", pk=session.pk)).status_code == 404
        assert client.post(address("roll", pk=session.pk), {}).status_code == 404
        assert client.get(address("correct", pk=mark.pk)).status_code == 404
        assert client.get(address("cohort", pk=cast.cohort.pk)).status_code == 404
    assert cast.client("instructor").get(address("roll", pk=uuid.uuid4())).status_code == 404


def test_few_queries_and_a_light_page_for_three_or_thirty(
    cast, session, django_assert_num_queries, django_assert_max_num_queries
):
    client = cast.client("instructor")
    url = address("roll", pk=session.pk)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    people = [make_person(centre=cast.khorog) for _ in range(27)]
    enrol(cast.cohort, *people, by=cast.registrar)
    with django_assert_num_queries(len(few)):
        page = client.get(url)
    assert len(gzip.compress(page.content, 6)) <= 10 * 1024  # a first visit: test_budget_roll.py
    with django_assert_max_num_queries(36) as first:
        client.post(url, sent(page))
    for_thirty = len(first)
    enrol(cast.cohort, *[make_person(centre=cast.khorog) for _ in range(10)], by=cast.registrar)
    page = client.get(url)
    with django_assert_max_num_queries(for_thirty):
        client.post(url, sent(page))


def corrected(cast, **changes):
    return {"submission": str(uuid.uuid4()), "status": "sick", "document": "5", "reason": "doctor's note", **changes}


@pytest.fixture
def mark(cast, session):
    call_roll(session, cast.instructor, TJ_100001=Status.ABSENT)
    DaySheet.objects.create(centre=cast.khorog, date=session.date, signed_by=cast.head)
    return Mark.objects.get(enrolment=cast.enrolment)


def test_after_the_signature_a_mark_is_corrected_with_a_reason(cast, session, mark):
    client = cast.client("instructor")
    url = address("correct", pk=mark.pk)
    roll = text(client.get(address("roll", pk=session.pk)))
    assert "The day was signed" in roll
    assert url in roll
    assert client.get(url).status_code == 200
    data = corrected(cast)
    for _ in range(2):
        assert client.post(url, data).status_code == 302
    correction = Correction.objects.get()
    assert (correction.old, correction.new, correction.by) == ("absent", "sick", cast.instructor)
    page = text(client.get(url))
    assert "doctor&#x27;s note" in page
    assert "corrected" in text(client.get(address("roll", pk=session.pk)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"status": "late"}, "minutes"),
        ({"status": "absent"}, "status"),
        ({"status": "asleep"}, "status"),
        ({"submission": "x"}, "submission"),
    ],
)
def test_a_wrong_correction_is_explained(cast, mark, changes, field):
    answer = cast.client("instructor").post(address("correct", pk=mark.pk), corrected(cast, **changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Correction.objects.exists()


def test_an_empty_correction_is_explained(cast, mark):
    assert cast.client("instructor").post(address("correct", pk=mark.pk), {}).status_code == 422


def test_a_closed_cohort_is_not_corrected(cast, mark):
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    answer = cast.client("registrar").post(address("correct", pk=mark.pk), corrected(cast))
    assert answer.status_code == 422
    assert "closed by protocol" in text(answer)


def test_the_instructors_sessions(cast, session):
    yesterday = make_session(cast.cohort, instructor=cast.instructor, date=timezone.localdate() - DAY)
    client = cast.client("instructor")
    page = text(client.get(address("sessions")))
    for row in (session, yesterday):
        assert address("roll", pk=row.pk) in page
    assert "Call the roll" in page
    assert "No class sessions yet" in text(cast.client("other_instructor").get(address("sessions")))


def test_the_day_is_signed_with_or_without_missing_rolls(cast, session):
    client = cast.client("head")
    today = session.date.isoformat()
    url = address("sign_day", centre="KHO", date=today)
    answer = client.post(url)
    assert answer.status_code == 422
    assert "Something of this day is still open" in text(answer)
    for _ in range(2):
        assert client.post(url, {"reason": "no link"}).status_code == 302
    assert DaySheet.objects.get().signed_by == cast.head
    assert "The day is signed." in text(client.get(address("sessions")))


@pytest.mark.parametrize(("centre", "date"), [("PAN", "2026-11-02"), ("KHO", "nonsense"), ("XXX", "2026-11-02")])
def test_days_of_other_centres_and_nonsense_do_not_exist(cast, centre, date):
    assert cast.client("head").post(address("sign_day", centre=centre, date=date)).status_code == 404


def test_an_empty_day_is_not_signed(cast):
    answer = cast.client("head").post(address("sign_day", centre="KHO", date="2026-11-01"))
    assert answer.status_code == 422


def test_the_share_of_everybody_is_shown(cast, session, django_assert_num_queries, django_assert_max_num_queries):
    call_roll(session, cast.instructor, TJ_100001=Status.ABSENT, TJ_100002=Status.SICK)
    client = cast.client("head")
    url = address("cohort", pk=cast.cohort.pk)
    with django_assert_max_num_queries(16) as few:
        page = text(client.get(url))
    assert "Can no longer reach 90 %" in page
    assert "Hours held: 2 of 2 planned." in page
    enrol(cast.cohort, *[make_person(centre=cast.khorog) for _ in range(5)], by=cast.registrar)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_pages_of_a_day_nobody_can_read_fall_back_to_today(cast, session):
    assert cast.client("head").get(address("sessions") + "?day=nonsense").status_code == 200
