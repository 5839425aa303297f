"""Observers read sums of their own projects; nothing small, nobody's name or number."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, RoleAssignment
from courses.models import Cohort
from desk.domain.small_groups import part_told, parts_told, told
from desk.selectors.projects import projects_of
from tests.factories.accounts import make_person
from tests.factories.courses import enrol, make_cohort


def cohort_of(cast, code: str, men: int, women: int, project: str = "UPLIFT") -> Cohort:
    cohort = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version)
    Cohort.objects.filter(pk=cohort.pk).update(project=project, code=code)
    people = [make_person(centre=cast.khorog, sex="m" if place < men else "f") for place in range(men + women)]
    enrol(cohort, *people, by=cast.registrar)
    return cohort


def test_small_numbers_are_not_told() -> None:
    assert [told(number) for number in (0, 1, 4, 5)] == [0, None, None, 5]
    assert [part_told(part, 10) for part in (0, 4, 5, 6, 10)] == [0, None, 5, None, 10]
    assert part_told(3, 3) is None
    assert parts_told({"m": 6, "f": 3}) is None
    assert parts_told({"m": 6, "f": 0}) == {"m": 6, "f": 0}


def test_sums_of_the_own_projects_only(cast) -> None:
    cohort_of(cast, "BIG-1", men=6, women=5)
    cohort_of(cast, "LIT-1", men=2, women=2)
    cohort_of(cast, "OTH-1", men=9, women=9, project="ANOTHER")
    (project,) = projects_of(cast.observer)
    told_of = {line.cohort.code: line for line in project.lines}
    assert set(told_of) == {"BIG-1", "LIT-1"}
    assert (told_of["BIG-1"].people, dict(told_of["BIG-1"].sexes)) == (11, {"m": 6, "f": 5})
    assert told_of["LIT-1"].people is None
    assert told_of["LIT-1"].sexes is None
    assert told_of["LIT-1"].certificates is None
    assert (project.total.people, project.left_out) == (11, 1)


def test_what_one_line_hides_the_sum_does_not_tell(cast) -> None:
    cohort_of(cast, "MIX-1", men=6, women=2)
    cohort_of(cast, "BIG-1", men=6, women=5)
    (project,) = projects_of(cast.observer)
    assert [line.sexes is None for line in project.lines if line.cohort.code == "MIX-1"] == [True]
    assert project.total.people == 19
    assert project.total.sexes is None  # 12 and 7 would tell the two women


def test_page_and_file_name_nobody(cast) -> None:
    cohort = cohort_of(cast, "BIG-1", men=6, women=5)
    client = cast.client("observer")
    numbers = list(cohort.enrolments.values_list("person__service_number", flat=True))
    page = client.get(reverse("desk:projects")).content.decode()
    file = client.post(reverse("desk:projects_download"), {"kind": "csv"})
    assert file["Content-Disposition"] == 'attachment; filename="projects.csv"'
    assert "BIG-1" in page
    assert "BIG-1" in file.content.decode()
    for text in (page, file.content.decode()):
        assert not [number for number in numbers if number in text]
        assert "Каримзода" not in text
    assert AuditEntry.objects.get(act="exported").new["projects"] == ["UPLIFT"]
    assert client.post(reverse("desk:projects_download"), {"kind": "xlsx"}).status_code == 200
    assert client.post(reverse("desk:projects_download"), {"kind": "exe"}).status_code == 404


def test_an_observer_sees_no_row(cast) -> None:
    cohort = cohort_of(cast, "BIG-1", men=6, women=5)
    assert not Cohort.objects.visible_to(cast.observer).exists()
    assert cast.client("observer").get(reverse("courses:cohort", kwargs={"pk": cohort.pk})).status_code == 403


def test_nothing_after_the_last_day(cast) -> None:
    cohort_of(cast, "BIG-1", men=6, women=5)
    assert cast.observer.projects() == ["UPLIFT"]
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    RoleAssignment.objects.filter(user=cast.observer).update(valid_to=yesterday)
    assert cast.client("observer").get(reverse("desk:projects")).status_code == 403


def test_the_same_queries_for_one_cohort_and_three(cast) -> None:
    assert cast.observer.projects()
    costs = []
    for number in (1, 2, 3):
        cohort_of(cast, f"BIG-{number}", men=6, women=5)
        if number == 2:
            continue
        with CaptureQueriesContext(connection) as queries:
            projects_of(cast.observer)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["duty_officer", "invigilator", "observer", "commission_member", "auditor"])
def test_each_has_a_home(cast, name) -> None:
    page = cast.client(name).get(reverse("desk:home"))
    assert page.status_code == 200
    assert "No role is recorded" not in page.content.decode()
