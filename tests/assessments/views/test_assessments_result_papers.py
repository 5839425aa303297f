"""Papers of results: exam sheet and protocol as PDF, signed papers kept, who is not admitted, what is gained."""

import datetime
import io
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from pypdf import PdfReader

from accounts.enums import Act, Role
from accounts.models import AuditEntry
from assessments.enums import AttemptState, Outcome, QuizPurpose, RequirementState, ResultKind, ResultState
from assessments.models import Attempt, ProtocolFile, Quiz, Result
from assessments.selectors.result_tables import result_table
from assessments.selectors.results import grades_of, statuses_of
from assessments.services.protocol_files import (
    LARGEST_PAPER,
    NotKeeperError,
    PaperTooLargeError,
    PaperUnreadableError,
    keep_paper,
    path_of,
)
from assessments.services.results import NewCommission, lock_results
from attendance.enums import Status
from certificates.enums import Reason
from certificates.selectors.entitlement import entitlements_by_enrolment
from tests.factories.accounts import make_staff
from tests.factories.assessments import make_practical, make_result, mark_by_hand
from tests.factories.attendance import call_roll, make_session

PDF = b"%PDF-1.7\nsigned\n%%EOF\n"
DAY = datetime.date(2026, 12, 4)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = str(tmp_path)


def url(name: str, pk) -> str:
    with override("en"):
        return reverse(f"assessments:{name}", kwargs={"pk": pk})


def with_exit_test(cast, **fields):
    version = cast.cohort.programme_version
    for name, value in {"exit_quiz": "GEN-EXIT", "entry_quiz": "GEN-ENTRY", **fields}.items():
        setattr(version, name, value)
    version.save()
    for code, purpose in (("GEN-EXIT", QuizPurpose.EXIT), ("GEN-ENTRY", QuizPurpose.ENTRY)):
        Quiz.objects.create(code=code, purpose=purpose, programme=version.programme)
    return version


def sat_entry(enrolment, percent: int, number: int = 1) -> None:
    Attempt.objects.create(
        enrolment=enrolment,
        quiz=Quiz.objects.get(code="GEN-ENTRY"),
        number=number,
        state=AttemptState.SUBMITTED,
        language="tg",
        submitted_at=timezone.now(),
        points=Decimal(percent),
        max_points=Decimal(100),
        percent=Decimal(percent),
    )


def sat_exit(enrolment, percent: int, *, passed: bool = True) -> Result:
    return make_result(enrolment, "GEN-EXIT", percent=percent, passed=passed, kind=ResultKind.EXAM)


def finished(cast, enrolment) -> None:
    """Everything but the exit test."""
    make_result(enrolment, percent=95)
    make_result(
        enrolment,
        "PX-2.2",
        percent=95,
        kind=ResultKind.PRACTICAL,
        confirmed_by=cast.registrar,
        confirmed_at=timezone.now(),
    )


def lock(cast, **fields):
    return lock_results(
        **{"cohort": cast.cohort, "number": "12", "date": DAY, "by": cast.head, "at": timezone.now(), **fields}
    )


def commission(cast) -> NewCommission:
    people = [make_staff(Role.INSTRUCTOR, centre=cast.khorog, number=f"KHO-X{n}") for n in range(3)]
    return NewCommission("7", DAY, tuple(people), people[0])


def make_hours(cohort, *, by, absent=()) -> None:
    """The only class session of the course: all were there but some."""
    missing = {one.person.service_number.replace("-", "_"): Status.ABSENT for one in absent}
    call_roll(make_session(cohort), by, **missing)


def line_of(cast, enrolment, user=None):
    cast.cohort.refresh_from_db()
    table = result_table(cast.cohort, user or cast.head, "tg")
    return next(line for line in table.lines if line.enrolment_id == enrolment.pk)


def test_the_exit_test_is_required_where_the_programme_names_one(cast) -> None:
    make_practical()
    make_hours(cast.cohort, by=cast.instructor)
    finished(cast, cast.enrolment)
    assert grades_of(cast.cohort)[cast.enrolment.pk].complete
    with_exit_test(cast, exit_pass_percent=70)
    assert statuses_of(cast.cohort)[cast.enrolment.pk][-1].state == RequirementState.MISSING
    assert not grades_of(cast.cohort)[cast.enrolment.pk].complete
    (wanted,) = [
        one
        for one in entitlements_by_enrolment(cast.cohort)[cast.enrolment.pk].reasons
        if one.reason == Reason.EXIT_MISSING
    ]
    assert (wanted.code, wanted.need, wanted.have) == ("GEN-EXIT", "70", "")
    sat_exit(cast.enrolment, 92)
    grades = grades_of(cast.cohort)[cast.enrolment.pk]
    assert (grades.exam.grade, grades.average, grades.complete, grades.honours) == (5, Decimal("5.00"), True, True)
    reasons = entitlements_by_enrolment(cast.cohort)[cast.enrolment.pk].reasons
    assert Reason.EXIT_MISSING not in {one.reason for one in reasons}


def test_a_failed_exit_test_is_never_offset(cast) -> None:
    make_practical()
    make_hours(cast.cohort, by=cast.instructor)
    with_exit_test(cast)
    finished(cast, cast.enrolment)
    sat_exit(cast.enrolment, 55, passed=False)
    lock(cast)
    line = line_of(cast, cast.enrolment)
    assert (line.ending.outcome, line.grades.exam.grade, line.grades.honours) == (Outcome.FAILED, 2, False)
    reasons = entitlements_by_enrolment(cast.cohort)[cast.enrolment.pk].reasons
    assert [(one.reason, one.have) for one in reasons] == [(Reason.EXIT_MISSING, "55")]


def test_not_admitted_is_not_failed(cast) -> None:
    make_practical()
    with_exit_test(cast)
    make_hours(cast.cohort, by=cast.instructor, absent=[cast.classmate_enrolment])
    for enrolment in (cast.enrolment, cast.classmate_enrolment):
        finished(cast, enrolment)
    sat_exit(cast.enrolment, 80)
    lock(cast)
    assert line_of(cast, cast.enrolment).ending.outcome == Outcome.PASSED
    line = line_of(cast, cast.classmate_enrolment)
    assert (line.ending.outcome, line.cells[-1].status.state) == (Outcome.NOT_ADMITTED, RequirementState.NOT_ADMITTED)
    html = cast.client("head").get(url("results", cast.cohort.pk)).content.decode()
    assert "Attendance is" in html
    own = cast.client("classmate").get(url("results", cast.cohort.pk)).content.decode()
    assert "That is not the same as failing it." in own
    assert "Attendance is" in own
    assert "You have passed this course." in cast.client("trainee").get(url("results", cast.cohort.pk)).content.decode()


def test_gain_of_each_person_and_of_the_cohort(cast) -> None:
    with_exit_test(cast)
    sat_entry(cast.enrolment, 40)
    sat_entry(cast.classmate_enrolment, 50)
    sat_entry(cast.afghan_enrolment, 10)
    sat_exit(cast.enrolment, 75)
    sat_exit(cast.classmate_enrolment, 45, passed=False)
    table = result_table(cast.cohort, cast.head, "tg")
    assert (table.gain.people, table.gain.entry, table.gain.exit, table.gain.points) == (2, 45, 60, 15)
    assert line_of(cast, cast.enrolment).ending.gain.points == 35
    html = cast.client("head").get(url("results", cast.cohort.pk)).content.decode()
    assert "+35" in html
    assert "\u22125" in html
    assert "Both tests were sat by 2." in html
    own = cast.client("trainee").get(url("results", cast.cohort.pk)).content.decode()
    assert "What the course added" in own
    assert "Both tests were sat by" not in own


def test_the_table_costs_the_same_for_one_and_three(cast) -> None:
    make_practical()
    with_exit_test(cast)
    make_hours(cast.cohort, by=cast.instructor)
    counts = []
    for enrolment in (cast.enrolment, cast.classmate_enrolment, cast.afghan_enrolment):
        finished(cast, enrolment)
        sat_entry(enrolment, 40)
        sat_exit(enrolment, 75)
        cast.head.roles()
        with CaptureQueriesContext(connection) as queries:
            result_table(cast.cohort, cast.head, "tg")
        counts.append(len(queries))
    assert counts[0] == counts[2] <= 24


def test_protected_names_are_open_to_who_may_read_them_only(cast) -> None:
    make_result(cast.afghan_enrolment)
    for name, shown in (("head", True), ("instructor", True), ("auditor", False), ("administrator", False)):
        html = cast.client(name).get(url("results", cast.cohort.pk)).content.decode()
        assert ("ZAHRA" in html) == shown, name
        assert "AF-100003" in html


@pytest.mark.parametrize("second", ["ru", "fa-af", "en", "xx"])
def test_the_exam_sheet_is_a_pdf_and_the_same_again(cast, second) -> None:
    make_practical()
    with_exit_test(cast)
    make_hours(cast.cohort, by=cast.instructor, absent=[cast.classmate_enrolment])
    finished(cast, cast.enrolment)
    sat_entry(cast.enrolment, 40)
    sat_exit(cast.enrolment, 92)
    lock(cast, commission=commission(cast))
    address = url("exam_sheet", cast.cohort.pk) + f"?with={second}"
    first = cast.client("head").get(address)
    assert first["Content-Type"] == "application/pdf"
    assert "no-store" in first["Cache-Control"]
    assert cast.client("auditor").get(address).content == first.content
    reader = PdfReader(io.BytesIO(first.content))
    assert len(reader.pages) == 2
    text = "".join(page.extract_text() for page in reader.pages)
    assert text.count("AF-100003") == 2  # the number of a protected person, never the name
    assert "Каримзода" in text


@pytest.mark.parametrize("second", ["ru", "fa-af"])
def test_the_protocol_names_commission_and_not_admitted(cast, second) -> None:
    make_practical()
    with_exit_test(cast)
    make_hours(cast.cohort, by=cast.instructor, absent=[cast.classmate_enrolment, cast.afghan_enrolment])
    finished(cast, cast.enrolment)
    sat_exit(cast.enrolment, 92)
    address = url("protocol", cast.cohort.pk) + f"?with={second}"
    assert cast.client("head").get(address).status_code == 404
    lock(cast, commission=commission(cast))
    first = cast.client("registrar").get(address)
    assert first.content == cast.client("head").get(address).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(first.content)).pages)
    assert "12" in text
    assert "AF-100003" in text
    assert cast.client("trainee").get(address).status_code == 403


def test_somebody_enrolled_reads_no_paper_of_the_own_cohort(cast) -> None:
    lock(cast)
    paper = keep_paper(protocol=cast.cohort.protocol, title="Signed", data=PDF, by=cast.head, at=timezone.now())
    cast.trainee.role_assignments.create(role=Role.INSTRUCTOR, centre=cast.khorog)
    client = cast.client("trainee")
    assert client.get(url("exam_sheet", cast.cohort.pk)).status_code == 404
    assert client.get(url("protocol_paper", paper.pk)).status_code == 404
    assert "My results in cohort" in client.get(url("results", cast.cohort.pk)).content.decode()


def upload(cast, data: bytes, name: str = "protocol.pdf", role: str = "registrar", title: str = "Signed protocol"):
    file = SimpleUploadedFile(name, data)
    return cast.client(role).post(url("protocol_papers", cast.cohort.pk), {"title": title, "file": file})


def jpeg() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(written, "JPEG")
    return written.getvalue()


def test_signed_papers_are_kept_once_and_shown_to_the_staff(cast) -> None:
    lock(cast)
    for _ in range(2):
        assert upload(cast, PDF).status_code == 302
    assert upload(cast, jpeg(), "scan.jpg", "head", "Scan").status_code == 302
    papers = list(ProtocolFile.objects.all())
    assert [(one.title, one.media_type) for one in papers] == [
        ("Signed protocol", "application/pdf"),
        ("Scan", "image/jpeg"),
    ]
    assert AuditEntry.objects.filter(act=Act.PROTOCOL_FILE_KEPT).count() == 2
    for role, status in (
        ("head", 200),
        ("instructor", 200),
        ("auditor", 200),
        ("trainee", 403),
        ("other_registrar", 404),
        ("other_instructor", 404),
        ("hr", 403),
    ):
        answer = cast.client(role).get(url("protocol_paper", papers[0].pk))
        assert answer.status_code == status, role
        if status == 200:
            assert b"".join(answer.streaming_content) == PDF
    assert "Signed protocol" in cast.client("head").get(url("results", cast.cohort.pk)).content.decode()
    path_of(papers[0]).unlink()
    assert cast.client("head").get(url("protocol_paper", papers[0].pk)).status_code == 404


@pytest.mark.parametrize("data", [b"MZ", b"%PDF-1.7 cut off", jpeg()[:200], b"\x89PNG\r\n\x1a\n", b"<html>"])
def test_what_is_no_paper_is_refused_and_the_title_kept(cast, data) -> None:
    lock(cast)
    answer = upload(cast, data, title="Kept words")
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert not ProtocolFile.objects.exists()


def test_a_paper_has_a_size_a_keeper_and_a_protocol(cast) -> None:
    assert upload(cast, PDF).status_code == 404  # before the protocol
    protocol = lock(cast)
    facts = {"protocol": protocol, "title": "x", "at": timezone.now()}
    with pytest.raises(PaperTooLargeError):
        keep_paper(data=PDF + b" " * LARGEST_PAPER, by=cast.head, **facts)
    with pytest.raises(PaperUnreadableError):
        keep_paper(data=b"", by=cast.head, **facts)
    for person in (cast.instructor, cast.other_registrar, cast.administrator):
        with pytest.raises(NotKeeperError):
            keep_paper(data=PDF, by=person, **facts)


def test_marks_are_confirmed_on_the_page_by_somebody_else(cast) -> None:
    result = mark_by_hand(cast.enrolment, cast.instructor)
    address = url("confirm_result", result.pk)
    for role in ("registrar", "second_assessor"):
        assert address in cast.client(role).get(url("results", cast.cohort.pk)).content.decode()
    assert cast.client("instructor").post(address).status_code == 302
    result.refresh_from_db()
    assert result.state == ResultState.SUBMITTED
    for role, status in (("other_registrar", 404), ("trainee", 403), ("auditor", 403), ("second_assessor", 302)):
        assert cast.client(role).post(address).status_code == status, role
    result.refresh_from_db()
    assert result.state == ResultState.CONFIRMED


def test_an_unknown_paper_is_not_found(cast) -> None:
    assert cast.client("head").get(url("protocol_paper", uuid.uuid4())).status_code == 404
