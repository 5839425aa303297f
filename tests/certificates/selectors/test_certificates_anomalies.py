"""What stands out: each kind is found where it is, nothing where all went well, in the same number of queries."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Observation, Result, ResultCorrection
from attendance.models import MarkEvent
from certificates.enums import AnomalyKind
from certificates.models import Batch
from certificates.selectors.anomalies import anomalies
from courses.models import Enrolment
from tests.factories.accounts import make_person
from tests.factories.assessments import make_practical, observe
from tests.factories.attendance import make_session
from tests.factories.certificates import certificate_of, issued_all
from tests.factories.courses import enrol, make_cohort

DAY = datetime.timedelta(days=1)
LONG_AGO = datetime.date(2020, 1, 1)


@pytest.fixture(autouse=True)
def in_time(cast) -> None:
    """Everybody was enrolled on the first day."""
    first = datetime.datetime.combine(cast.cohort.starts_on, datetime.time(9), tzinfo=datetime.UTC)
    Enrolment.objects.filter(cohort=cast.cohort).update(enrolled_at=first)


def found(cast, **asked) -> dict[str, list]:
    return {str(group.kind): group.lines for group in anomalies(cast.auditor, "en", since=LONG_AGO, **asked)}


def mark_late(cast, *, device_at=None, people: int = 5) -> None:
    session = make_session(cast.cohort, date=cast.cohort.starts_on, state="held")
    for enrolment in enrol(cast.cohort, *[make_person(centre=cast.khorog) for _ in range(people)], by=cast.registrar):
        MarkEvent.objects.create(
            session=session, enrolment=enrolment, status="present", by=cast.instructor,
            received_at=session.ends_at + 3 * DAY, device_at=device_at or session.ends_at + 3 * DAY,
        )  # fmt: skip


def test_nothing_stands_out_in_an_empty_course(cast) -> None:
    assert not any(found(cast).values())


def test_many_marks_days_later(cast) -> None:
    mark_late(cast)
    (line,) = found(cast)[AnomalyKind.LATE_MARKS]
    assert line.text.startswith("5 marks")
    assert line.by == cast.instructor.pk
    assert "/roll/" in line.url or "/attendance/" in line.url


def test_what_a_device_marked_in_time_is_no_anomaly(cast) -> None:
    begins = datetime.datetime.combine(cast.cohort.starts_on, datetime.time(9), tzinfo=datetime.UTC)
    mark_late(cast, device_at=begins)
    assert found(cast)[AnomalyKind.LATE_MARKS] == []


def test_enrolled_when_the_course_was_half_over(cast) -> None:
    late = datetime.datetime.combine(cast.cohort.ends_on, datetime.time(9), tzinfo=datetime.UTC)
    Enrolment.objects.filter(pk=cast.enrolment.pk).update(enrolled_at=late)
    (line,) = found(cast)[AnomalyKind.LATE_ENROLMENT]
    assert (line.number, line.by) == ("TJ-100001", cast.registrar.pk)


def test_passed_without_an_attempt_or_a_checklist(cast) -> None:
    issued_all(cast)  # the factory writes results and nothing behind them
    lines = found(cast)[AnomalyKind.NO_WORK]
    assert len(lines) == 6
    make_practical()
    assert {line.number for line in lines} == {"TJ-100001", "TJ-100002", "AF-100003"}


def test_a_checklist_is_the_work_behind_a_result(cast) -> None:
    exercise = make_practical()
    observe(cast.enrolment, cast.instructor)
    assert Observation.objects.filter(version__exercise=exercise).count() == 1
    issued_all(cast)
    shown = found(cast)
    assert len(shown[AnomalyKind.NO_WORK]) == 5
    (alone,) = shown[AnomalyKind.ONE_TEACHER]
    assert (alone.number, alone.by) == ("TJ-100001", cast.instructor.pk)


def test_two_assessors_are_no_anomaly(cast) -> None:
    make_practical()
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    done = {"state": "locked", "passed": True, "confirmed_by": cast.registrar}
    assert Result.objects.filter(enrolment=cast.enrolment, kind="practical").update(**done) == 1
    assert found(cast)[AnomalyKind.ONE_TEACHER] == []


def test_issued_soon_after_a_correction(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    issued_at = certificate.batch.issued_at
    for days in (10, 1):
        ResultCorrection.objects.create(
            id=uuid.uuid4(), result=cast.enrolment.results.first(), old={}, new={}, reason="x", document="y",
            by=cast.head, at=issued_at - days * DAY,
        )  # fmt: skip
    (line,) = found(cast)[AnomalyKind.AFTER_CORRECTION]
    assert line.at == issued_at - DAY
    assert line.url.endswith(f"/{certificate.pk}/")


def test_issued_within_minutes(cast) -> None:
    issued_all(cast)
    assert len(found(cast)[AnomalyKind.QUICK]) == 1
    Batch.objects.update(prepared_at=timezone.now() - DAY)
    assert found(cast)[AnomalyKind.QUICK] == []


def test_the_centre_narrows_it(cast) -> None:
    issued_all(cast)
    assert not any(found(cast, centre="PAN").values())
    assert any(found(cast, centre="KHO").values())


def test_a_constant_number_of_queries(cast) -> None:
    issued_all(cast)
    found(cast)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            found(cast)
        counts.append(len(queries))
        cohort = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version)
        enrol(cohort, make_person(centre=cast.khorog), by=cast.registrar)
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_the_page_shows_numbers_and_links_to_each_place(cast) -> None:
    issued_all(cast)
    page = cast.client("auditor").get("/en/certificates/anomalies/").content.decode()
    assert "AF-100003" in page
    assert "زهرا" not in page
    assert f"/assessments/cohorts/{cast.cohort.pk}/results/" in page
