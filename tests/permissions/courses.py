"""The permission table of `courses`."""

import io
import uuid
from typing import Any

from django.utils import timezone

from courses.enums import ReferenceKind
from courses.models import Book, ClassSession, Course, Doubt, LessonEdition, ReferenceText
from courses.services.books import keep_book
from courses.services.library import DocumentText, store_file, write_document
from tests.factories.accounts import make_person
from tests.factories.attendance import make_session
from tests.factories.glossary import make_term
from tests.permissions.rows import ROLES, Row

READS_COHORT = {
    "instructor": 200,
    "registrar": 200,
    "head": 200,
    "hr": 200,
    "auditor": 200,
    "administrator": 200,
    "other_instructor": 404,
    "other_registrar": 404,
}
KEEPS = {"registrar": 302, "head": 302, "other_registrar": 404}


def cohort_of(cast: Any) -> dict[str, Any]:
    return {"pk": cast.cohort.pk}


def new_cohort(cast: Any) -> dict[str, Any]:
    return {
        "pk": str(uuid.uuid4()),
        "code": "KHO-NEW",
        "programme_version": cast.cohort.programme_version.pk,
        "centre": cast.khorog.pk,
        "starts_on": "2026-11-30",
    }


def somebody(cast: Any) -> dict[str, Any]:
    return {"numbers": make_person(centre=cast.khorog).service_number}


def own_centre(_: Any) -> dict[str, Any]:
    return {"code": "KHO"}


def ended(cast: Any) -> dict[str, Any]:
    row = cast.instructor.authorisations.first() or cast.second_assessor.authorisations.first()
    return {"code": "KHO", "pk": row.pk if row else uuid.uuid4()}


COHORT_ROWS = [
    Row("courses:authorised", "GET", {"head": 200}, kwargs=own_centre),
    Row("courses:authorised", "POST", {"head": 422}, kwargs=own_centre),
    Row("courses:authorised_end", "POST", {"head": 302}, kwargs=ended),
    Row("courses:cohorts", "GET", {**READS_COHORT, "other_instructor": 200, "other_registrar": 200}),
    Row("courses:cohort_new", "GET", {"registrar": 200, "head": 200, "other_registrar": 200}),
    Row("courses:cohort_new", "POST", {"registrar": 302, "head": 302, "other_registrar": 422}, data=new_cohort),
    Row("courses:cohort", "GET", READS_COHORT, kwargs=cohort_of),
    Row("courses:enrol", "GET", {"registrar": 200, "head": 200, "other_registrar": 404}, kwargs=cohort_of),
    Row("courses:enrol", "POST", KEEPS, kwargs=cohort_of, data=somebody),
    Row("courses:withdraw", "POST", KEEPS, kwargs=lambda s: {"pk": s.enrolment.pk}, data=lambda _: {"reason": "x"}),
    Row("courses:cohort_instructors", "GET", {"registrar": 200, "head": 200, "other_registrar": 404}, kwargs=cohort_of),
    Row(
        "courses:cohort_instructors",
        "POST",
        KEEPS,
        kwargs=cohort_of,
        data=lambda s: {"instructors": [str(s.instructor.pk)]},
    ),
    Row("courses:timetable", "GET", {**READS_COHORT, "trainee": 200}, kwargs=cohort_of),
    Row(
        "courses:timetable",
        "POST",
        {**KEEPS, "other_instructor": 404},
        kwargs=cohort_of,
        data=lambda _: {"starts_on": "2026-11-30"},
    ),
]

EVERYBODY = {role: 200 for role in ROLES if role != "nobody"}
NARROW = ("observer", "invigilator", "duty_officer")
READERS = {**EVERYBODY, "stranger": 404, **dict.fromkeys(NARROW, 404)}


def reading(cast: Any) -> dict[str, Any]:
    return {
        "completion": str(uuid.uuid4()),
        "edition": LessonEdition.objects.get(lesson__code="M2.2.1", language="tg").pk,
    }


def doubt(cast: Any) -> dict[str, Any]:
    edition = LessonEdition.objects.filter(lesson__code="M2.2.1", language="en").order_by("-number")[0]
    return {"id": str(uuid.uuid4()), "edition": edition.pk, "text": "Why?"}


def a_doubt(cast: Any) -> dict[str, Any]:
    """Asked by the trainee in Tajik, which the translator of the cast writes."""
    edition = LessonEdition.objects.get(lesson__code="M2.2.1", language="tg")
    row, _ = Doubt.objects.get_or_create(
        person=cast.trainee, edition=edition, lesson=edition.lesson, language="tg", defaults={"text": "Why?"}
    )
    return {"pk": row.pk}


ANSWERS = {"editor": 302, "translator": 302, "administrator": 302}
READING_ROWS = [
    Row("courses:mine", "GET", EVERYBODY),
    Row("courses:module", "GET", READERS, kwargs=lambda _: {"code": "M2.2"}),
    Row("courses:lesson", "GET", READERS, kwargs=lambda _: {"code": "M2.2.1"}),
    Row("courses:complete", "POST", {"trainee": 302}, 404, kwargs=lambda _: {"code": "M2.2.1"}, data=reading),
    Row("courses:complete", "GET", {"nobody": 302}, 405, kwargs=lambda _: {"code": "M2.2.1"}),
    Row("courses:doubts", "GET", READERS, kwargs=lambda _: {"code": "M2.2.1"}),
    Row(
        "courses:doubts",
        "POST",
        {**dict.fromkeys(READERS, 302), **dict.fromkeys(("stranger", *NARROW), 404), "auditor": 403},
        kwargs=lambda _: {"code": "M2.2.1"},
        data=doubt,
    ),
    Row("courses:doubt_answer", "GET", dict.fromkeys(ANSWERS, 405), kwargs=a_doubt),
    Row("courses:doubt_answer", "POST", ANSWERS, kwargs=a_doubt, data=lambda _: {"answer": "x"}),
    Row("courses:manuals", "GET", {**EVERYBODY, **dict.fromkeys(("stranger", *NARROW), 403)}),
]


def lesson(_: Any) -> dict[str, Any]:
    return {"code": "M2.2.1"}


def a_book(cast: Any) -> dict[str, Any]:
    """A book whose file is there."""
    course = LessonEdition.objects.get(lesson__code="M2.2.1", language="tg").lesson.module.course
    row, made = Book.objects.get_or_create(
        course=course, language="tg", fingerprint="0", defaults={"drafts": True, "made_at": timezone.now()}
    )
    if made:
        keep_book(book=row, pdf=b"%PDF-", pages=1, at=timezone.now())
    return {"pk": row.pk}


MAKES = ("instructor", "other_instructor", "head", "editor", "translator", "administrator")
LAYER = dict.fromkeys(("instructor", "other_instructor", "head", "editor", "translator"), 200)

BOOK_ROWS = [
    Row("courses:bilingual", "GET", READERS, kwargs=lesson),
    Row("courses:projector", "GET", LAYER, 404, kwargs=lesson),
    Row("courses:plan", "GET", LAYER, 404, kwargs=lesson),
    Row("courses:books", "GET", EVERYBODY),
    Row("courses:book", "GET", READERS, kwargs=a_book),
    Row("courses:book_make", "GET", dict.fromkeys(MAKES, 405)),
    Row("courses:book_make", "POST", dict.fromkeys(MAKES, 422), data=lambda _: {"language": "tg"}),
]


def term_of(_: Any) -> dict[str, Any]:
    return {"code": make_term().code}


def new_term(_: Any) -> dict[str, Any]:
    return {"topic": "border", "title": "kiosk", "explanation": "A small house."}


KEEPS_GLOSSARY = {"editor": 200, "administrator": 200}
KEPT_GLOSSARY = {"editor": 302, "administrator": 302}

GLOSSARY_ROWS = [
    Row("courses:glossary", "GET", EVERYBODY),
    Row("courses:term", "GET", EVERYBODY, kwargs=term_of),
    Row("courses:term_new", "GET", KEEPS_GLOSSARY),
    Row("courses:term_new", "POST", KEPT_GLOSSARY, data=new_term),
    Row("courses:term_retire", "POST", KEPT_GLOSSARY, kwargs=term_of),
    Row("courses:advice", "GET", {**KEEPS_GLOSSARY, "translator": 200}),
]


def a_document(cast: Any) -> dict[str, Any]:
    """A document of the trainee's course, with a file."""
    write_document(
        code="law-1",
        kind=ReferenceKind.LAW,
        courses=Course.objects.filter(code="M2"),
        texts=[DocumentText(language="tg", title="Қонун", file=store_file(file=io.BytesIO(b"%PDF-1.7 %%EOF")))],
        by=None,
        at=timezone.now(),
    )
    return {"code": "law-1"}


def a_file(cast: Any) -> dict[str, Any]:
    a_document(cast)
    return {"pk": ReferenceText.objects.get(reference__code="law-1").pk}


def new_document(_: Any) -> dict[str, Any]:
    return {"pk": str(uuid.uuid4()), "kind": "law", "courses": ["M2"], "title_tg": "Қонун"}


LIBRARY_ROWS = [
    Row("courses:search", "GET", EVERYBODY),
    Row("courses:library", "GET", EVERYBODY),
    Row("courses:library_file", "GET", READERS, kwargs=a_file),
    Row("courses:library_new", "GET", KEEPS_GLOSSARY),
    Row("courses:library_new", "POST", KEPT_GLOSSARY, data=new_document),
    Row("courses:library_edit", "GET", KEEPS_GLOSSARY, kwargs=a_document),
    Row("courses:library_edit", "POST", KEPT_GLOSSARY, kwargs=a_document, data=new_document),
    Row("courses:library_retire", "POST", KEPT_GLOSSARY, kwargs=a_document, data=lambda _: {"retired": "yes"}),
]


def a_session(cast: Any) -> dict[str, Any]:
    """A class session of two hours at the end of the day, before another of the same kind."""
    for hour, hours in ((3, 2), (5, 1)):
        wanted = {"cohort": cast.cohort, "date": cast.cohort.ends_on, "first_hour": hour}
        if not ClassSession.objects.filter(**wanted).exists():
            make_session(hours=hours, instructor=cast.instructor, **wanted)
    return {"pk": ClassSession.objects.get(cohort=cast.cohort, date=cast.cohort.ends_on, first_hour=3).pk}


def held_session(cast: Any) -> dict[str, Any]:
    ClassSession.objects.filter(pk=a_session(cast)["pk"]).update(state="held")
    return a_session(cast)


def lesson_data(cast: Any) -> dict[str, Any]:
    return {
        "pk": str(uuid.uuid4()),
        "part": cast.cohort.programme_version.parts.earliest("position").pk,
        "date": cast.cohort.ends_on.isoformat(),
        "first_hour": 1,
        "hours": 1,
        "kind": "practice",
    }


CHANGES_SESSIONS = {**KEEPS, "other_registrar": 404}
OPENS_SESSIONS = {
    "instructor": 200,
    "registrar": 200,
    "head": 200,
    "other_instructor": 404,
    "other_registrar": 404,
}
SESSION_ROWS = [
    Row("courses:timetable_paper", "GET", {**READS_COHORT, "trainee": 200}, kwargs=cohort_of),
    Row(
        "courses:timetable_instructor",
        "GET",
        READS_COHORT,
        kwargs=lambda s: a_session(s) and {"pk": s.instructor.pk},
    ),
    Row("courses:timetable_room", "GET", {**READS_COHORT}, kwargs=lambda s: {"pk": s.khorog.rooms.get(code="1").pk}),
    Row("courses:session_new", "GET", {"registrar": 200, "head": 200, "other_registrar": 404}, kwargs=cohort_of),
    Row("courses:session_new", "POST", CHANGES_SESSIONS, kwargs=cohort_of, data=lesson_data),
    Row("courses:session", "GET", OPENS_SESSIONS, kwargs=a_session),
    Row(
        "courses:session",
        "POST",
        {**CHANGES_SESSIONS, "instructor": 403, "other_instructor": 404},
        kwargs=a_session,
        data=lesson_data,
    ),
    Row("courses:session_cancel", "POST", CHANGES_SESSIONS, kwargs=a_session, data=lambda _: {"reason": "x"}),
    Row("courses:session_restore", "POST", CHANGES_SESSIONS, kwargs=a_session, data=lambda _: {"reason": "x"}),
    Row("courses:session_split", "POST", CHANGES_SESSIONS, kwargs=a_session, data=lambda _: {"first": "1"}),
    Row("courses:session_join", "POST", CHANGES_SESSIONS, kwargs=a_session),
    Row(
        "courses:session_taught",
        "POST",
        {**CHANGES_SESSIONS, "instructor": 302, "other_instructor": 404},
        kwargs=held_session,
        data=lambda _: {"taught": "x", "delivered_hours": "1"},
    ),
]

ROWS = [*SESSION_ROWS, *LIBRARY_ROWS, *BOOK_ROWS, *GLOSSARY_ROWS, *COHORT_ROWS, *READING_ROWS]
