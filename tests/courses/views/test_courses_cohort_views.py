"""Pages of cohorts: what is typed is kept, what is wrong is said, another centre's rows do not exist."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import ImportState, Role
from accounts.models import ImportDraft, Order
from accounts.services.roles import give_role
from courses.enums import CohortState, EnrolmentState
from courses.models import ClassSession, Cohort, Enrolment
from courses.services.timetable import generate
from tests.factories.accounts import make_person
from tests.factories.courses import enrol, make_cohort, make_version


def address(name, *, language="en", **kwargs):
    with override(language):
        return reverse(f"courses:{name}", kwargs=kwargs)


def text(answer):
    return answer.content.decode()


def test_the_list_shows_the_centres_cohorts_only(cast):
    make_cohort(centre=cast.panj)
    page = text(cast.client("registrar").get(address("cohorts")))
    assert cast.cohort.code in page
    assert text(cast.client("other_registrar").get(address("cohorts"))).count("C-") == 1
    assert cast.cohort.code not in text(cast.client("other_registrar").get(address("cohorts")))


def test_the_list_costs_the_same_for_many_cohorts(cast, django_assert_num_queries, django_assert_max_num_queries):
    client = cast.client("registrar")
    with django_assert_max_num_queries(8) as few:
        client.get(address("cohorts"))
    for _ in range(4):
        enrol(make_cohort(centre=cast.khorog), make_person(centre=cast.khorog), by=cast.registrar)
    with django_assert_num_queries(len(few)):
        client.get(address("cohorts"))


def typed(cast, **fields):
    given = {
        "pk": str(uuid.uuid4()),
        "code": "KHO-7",
        "programme_version": cast.cohort.programme_version.pk,
        "centre": cast.khorog.pk,
        "starts_on": "2026-11-30",
        "instructors": [str(cast.instructor.pk)],
        "project": "GEMSBO",
        **fields,
    }
    return {name: value for name, value in given.items() if value is not None}


def test_a_cohort_is_made_once_by_two_clicks(cast):
    client = cast.client("registrar")
    assert client.get(address("cohort_new")).status_code == 200
    data = typed(cast)
    for _ in range(2):
        answer = client.post(address("cohort_new"), data)
        assert answer.status_code == 302
    cohort = Cohort.objects.get(code="KHO-7")
    assert answer["Location"] == address("cohort", pk=cohort.pk)
    assert (cohort.starts_on, cohort.created_by) == (datetime.date(2026, 11, 30), cast.registrar)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("starts_on", "31.02.2026"),
        ("ends_on", "2026-11-01"),
        ("programme_version", "999999"),
        ("centre", "999999"),
        ("instructors", ["nonsense"]),
        ("pk", "nonsense"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast, field, value):
    answer = cast.client("registrar").post(address("cohort_new"), typed(cast, **{field: value}))
    assert answer.status_code == 422
    assert "GEMSBO" in text(answer)
    assert field in answer.context["form"].errors
    assert not Cohort.objects.filter(code="KHO-7").exists()


def test_a_taken_code_and_a_foreign_centre_are_refused(cast):
    client = cast.client("registrar")
    answer = client.post(address("cohort_new"), typed(cast, code=cast.cohort.code))
    assert answer.status_code == 422
    assert "already" in text(answer)
    assert client.post(address("cohort_new"), typed(cast, centre=cast.panj.pk)).status_code == 422


def test_a_reader_of_the_solar_calendar_types_solar_days(cast):
    cast.registrar.calendar = "solar"
    cast.registrar.save()
    answer = cast.client("registrar").post(address("cohort_new"), typed(cast, starts_on="۱۴۰۵/۰۹/۰۹"))
    assert answer.status_code == 302
    assert Cohort.objects.get(code="KHO-7").starts_on == datetime.date(2026, 11, 30)


def test_people_stand_in_the_order_of_the_alphabet(cast):
    page = text(cast.client("registrar").get(address("cohort", language="tg", pk=cast.cohort.pk)))
    assert page.index("TJ-100002") < page.index("TJ-100001")


def test_another_centres_cohort_does_not_exist(cast):
    for name in ("cohort", "enrol", "timetable"):
        assert cast.client("other_registrar").get(address(name, pk=cast.cohort.pk)).status_code == 404
    url = address("withdraw", pk=cast.enrolment.pk)
    assert cast.client("other_registrar").post(url, {"reason": "x"}).status_code == 404
    assert cast.client("registrar").get(address("cohort", pk=uuid.uuid4())).status_code == 404


def test_the_page_costs_the_same_for_many_people(cast, django_assert_num_queries, django_assert_max_num_queries):
    client = cast.client("registrar")
    url = address("cohort", pk=cast.cohort.pk)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    enrol(cast.cohort, *[make_person(centre=cast.khorog) for _ in range(5)], by=cast.registrar)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_people_are_ticked_or_pasted_and_two_clicks_enrol_once(cast):
    from_list = make_person(centre=cast.khorog, number="TJ-200001")
    pasted = make_person(centre=cast.khorog, number="TJ-200002")
    client = cast.client("registrar")
    url = address("enrol", pk=cast.cohort.pk)
    data = {
        "people": [str(from_list.pk)],
        "numbers": "tj-200002,\nTJ-200001\n",
        "order_number": "12-К",
        "order_date": "2026-11-01",
    }
    for _ in range(2):
        assert client.post(url, data).status_code == 302
    assert Enrolment.objects.filter(cohort=cast.cohort, person__in=[from_list, pasted]).count() == 2
    assert Order.objects.get().number == "12-К"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"numbers": "TJ-1 TJ-2"}, "TJ-1, TJ-2"),
        ({}, "Choose at least one person"),
        ({"people": ["nonsense"]}, "Choose at least one person"),
        ({"numbers": "TJ-100001", "order_number": "5"}, "both a number and a date"),
        ({"numbers": "TJ-100001", "order_date": "yesterday", "order_number": "5"}, "This is not a day"),
        ({"numbers": "TJ-999999"}, "TJ-999999"),
    ],
)
def test_what_cannot_be_enrolled_is_said(cast, data, said):
    answer = cast.client("registrar").post(address("enrol", pk=cast.cohort.pk), data)
    assert answer.status_code == 422
    assert said in text(answer)


def test_a_man_is_not_enrolled_in_a_programme_for_women(cast):
    cohort = make_cohort(centre=cast.khorog, version=make_version(code="WOM", women_only=True))
    data = {"people": [str(cast.trainee.pk), str(cast.classmate.pk)]}
    answer = cast.client("registrar").post(address("enrol", pk=cohort.pk), data)
    assert answer.status_code == 422
    assert "women only" in text(answer)
    assert "Karimzoda" in text(answer) or "KARIMZODA" in text(answer)
    assert f'value="{cast.classmate.pk}" checked' in text(answer)
    assert not cohort.enrolments.exists()


def test_a_broken_import_address_ticks_nobody(cast):
    for draft in ("nonsense", uuid.uuid4()):
        answer = cast.client("registrar").get(address("enrol", pk=cast.cohort.pk) + f"?import={draft}")
        assert answer.status_code == 200
        assert answer.context["ticked"] == set()


def test_people_of_an_import_are_ticked_for_who_may_see_it(cast):
    person = make_person(centre=cast.khorog)
    give_role(user=person, role=Role.TRAINEE, centre=cast.khorog, by=None)
    draft = ImportDraft.objects.create(
        centre=cast.khorog,
        by=cast.registrar,
        file_sha256="0" * 64,
        state=ImportState.DONE,
        report={"people": [str(person.pk), str(cast.trainee.pk)]},
    )
    url = address("enrol", pk=cast.cohort.pk) + f"?import={draft.pk}"
    assert f'value="{person.pk}" checked' in text(cast.client("registrar").get(url))
    panj = make_cohort(centre=cast.panj)
    url = address("enrol", pk=panj.pk) + f"?import={draft.pk}"
    assert cast.client("other_registrar").get(url).context["ticked"] == set()


def test_candidates_are_trainees_of_the_centre_who_are_not_inside(cast):
    other = make_cohort(centre=cast.khorog)
    answer = cast.client("registrar").get(address("enrol", pk=other.pk))
    people = {candidate.person.service_number: candidate.elsewhere for candidate in answer.context["candidates"]}
    assert people == dict.fromkeys(("TJ-100001", "TJ-100002", "AF-100003"), cast.cohort.code)


def test_withdrawing_asks_for_a_reason(cast):
    client = cast.client("registrar")
    url = address("withdraw", pk=cast.enrolment.pk)
    answer = client.post(url, {"reason": " "})
    assert answer.status_code == 422
    assert "Write the reason." in text(answer)
    assert client.post(url, {"reason": "transfer"}).status_code == 302
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.state == EnrolmentState.WITHDRAWN


def test_a_timetable_is_made_and_shown(cast):
    client = cast.client("registrar")
    url = address("timetable", pk=cast.cohort.pk)
    assert "There is no timetable yet" in text(client.get(url))
    for _ in range(2):
        assert client.post(url, {"starts_on": "2026-11-02"}).status_code == 302
    assert ClassSession.objects.filter(cohort=cast.cohort).count() == 2
    page = text(client.get(url))
    assert "Monday" in page
    assert "08:30–10:10" in page
    assert client.post(url, {"starts_on": "32.13.2026"}).status_code == 422


def test_trainee_and_instructor_read_the_timetable_but_do_not_make_it(cast):
    generate(cohort=cast.cohort, by=cast.registrar, at=timezone.now())
    url = address("timetable", pk=cast.cohort.pk)
    for role in ("trainee", "instructor", "auditor"):
        assert cast.client(role).get(url).status_code == 200
        assert cast.client(role).post(url, {"starts_on": "2026-11-02"}).status_code == 403


def test_a_closed_cohort_says_so(cast):
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    client = cast.client("registrar")
    answer = client.post(address("timetable", pk=cast.cohort.pk), {"starts_on": "2026-11-02"})
    assert answer.status_code == 422
    person = make_person(centre=cast.khorog)
    answer = client.post(address("enrol", pk=cast.cohort.pk), {"numbers": person.service_number})
    assert answer.status_code == 422
    assert "closed by protocol" in text(answer)


def test_the_timetable_costs_the_same_for_many_sessions(cast, django_assert_num_queries, django_assert_max_num_queries):
    client = cast.client("trainee")
    url = address("timetable", pk=cast.cohort.pk)
    generate(cohort=cast.cohort, by=cast.registrar, at=timezone.now())
    with django_assert_max_num_queries(9) as few:
        client.get(url)
    part = cast.cohort.programme_version.parts.get()
    part.theory_hours = 60
    part.save()
    generate(cohort=cast.cohort, by=cast.registrar, at=timezone.now())
    with django_assert_num_queries(len(few)):
        client.get(url)
