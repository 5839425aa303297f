"""Rows that the demonstration does not have, so that every page has something to show; and the ids of all of them.

Runs inside the server's environment (`manage.py shell`), because Django's database is closed to a browser test.
"""

import datetime
import io
import json
import sys
import uuid
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.access import BACKEND, pass_factor
from accounts.enums import FactorKind
from accounts.models import User
from accounts.services.commissions import appoint
from accounts.services.imports import keep_draft
from assessments.models import PracticalDay, PracticalExercise, PracticalVersion, Quiz, TeamSheet
from assessments.services.appeals import file_appeal
from assessments.services.attempts import hand_in
from assessments.services.imports import keep_import
from assessments.services.paper_quizzes import draw_papers
from assessments.services.practicals import record_observation
from assessments.services.sittings import plan_sitting
from assessments.services.starting import start
from certificates.models import Batch, Certificate, Enquiry, PastEntry
from certificates.services.list_checks import keep_list
from certificates.services.past_registers import keep_register
from certificates.services.trust import make_link
from cms.models import LessonPage
from cms.services.po_in import keep_file
from cms.services.publishing import publish_page
from courses.enums import Change, ReferenceKind
from courses.models import Book, Cohort, Course, Enrolment, LessonEdition, TermEdition
from courses.services.books import keep_book
from courses.services.doubts import add_doubt, answer_doubt
from courses.services.library import DocumentText, store_file, write_document
from desk.selectors.samples import SampleKind, Wanted
from desk.services.samples import draw_sample
from tests.browser.access_rolls import prepare_rolls
from tests.browser.conftest import ROOT
from tests.factories.assessments import make_question
from tests.factories.marking import essay_of, hand_in_with_essay

Ids = dict[str, str]


def prepare() -> None:
    """Write the rows and print the ids and the sessions of everybody as JSON."""
    at = timezone.now()
    people = {person.service_number: person for person in User.objects.filter(is_active=True)}
    ids = {
        **_curriculum(people, at),
        **_quizzes(people, at),
        **_practicals(people, at),
        **_papers(people, at),
        **_appeals(people, at),
        **_examinations(people, at),
        **_marking(people, at),
        **prepare_rolls(people, at),
        **_sample(people, at),
    }
    sessions = {number: _session(person) for number, person in people.items() if number.startswith("DEMO-")}
    sys.stdout.write(json.dumps({"ids": ids, "sessions": sessions}))


def _sample(people: dict[str, User], at: datetime.datetime) -> Ids:
    today = at.date()
    wanted = Wanted(SampleKind.RESULTS, today - datetime.timedelta(days=200), today, None)
    return {"sample": str(draw_sample(wanted=wanted, size=8, seed="5eed", by=people["DEMO-A1"], at=at).pk)}


def _session(person: User) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    session = client.session
    pass_factor(session, person, kind=FactorKind.DEMONSTRATION, at=timezone.now())
    session.save()
    return client.cookies["sessionid"].value


def change_lesson(code: str, word: str, by: User, at: datetime.datetime, *, publish: bool) -> Any:
    """Write another summary on the English page of a lesson: as a new meaning, or as a draft that waits."""
    page = LessonPage.objects.get(lesson__code=code, locale__language_code="en").get_latest_revision_as_object()
    page.summary = f"{page.summary} {word}"
    page.save_revision(user=by)
    if publish:
        publish_page(page=page, change=Change.MEANING, by=by, at=at)
    return page


def _curriculum(people: dict[str, User], at: datetime.datetime) -> Ids:
    editor, trainee = people["DEMO-E1"], people["DEMO-T1"]
    change_lesson("M2.2.3", "Changed once.", editor, at, publish=True)
    waiting = change_lesson("M2.2.3", "Changed twice.", editor, at, publish=False)
    read = LessonEdition.objects.filter(lesson__code="M2.2.1", language="tg").latest("number")
    doubts = [
        add_doubt(doubt=uuid.uuid4(), lesson="M2.2.1", edition=read.pk, block="", text=text, by=trainee, at=at)
        for text in ("Чаро?", "Барои чӣ?")
    ]
    answer_doubt(doubt=doubts[0].pk, answer="Зеро қоида чунин аст.", by=people["DEMO-TR1"], at=at)
    text = DocumentText(language="tg", title="Қонуни намунавӣ", file=store_file(file=io.BytesIO(b"%PDF-1.7 %%EOF")))
    courses = Course.objects.filter(code="M2")
    write_document(code="sample-law", kind=ReferenceKind.LAW, courses=courses, texts=[text], by=editor, at=at)
    book = Book.objects.create(course=courses.get(), language="tg", fingerprint="0", drafts=True)
    keep_book(book=book, pdf=b"%PDF-1.7 %%EOF", pages=120, at=at)
    term = TermEdition.objects.filter(language="en").order_by("term__position")[0]
    context = f"term|{term.term.code}|term"
    po = f'msgid ""\nmsgstr "Language: tg\\n"\n\nmsgctxt "{context}"\nmsgid "{term.title}"\nmsgstr "x"\n'
    return {
        "page": str(waiting.pk),
        "term": term.term.code,
        "po": str(keep_file(data=po.encode(), by=people["DEMO-TR1"], at=at)),
    }


def _quizzes(people: dict[str, User], at: datetime.datetime) -> Ids:
    done = start(code="M2.2", language="ru", by=people["DEMO-T3"], at=at)
    hand_in(attempt_id=done.pk, confirmed=True, by=people["DEMO-T3"], at=at)
    attempt = start(code="M2.2", language="tg", by=people["DEMO-T1"], at=at)
    question = attempt.drawn.all()[0].version.question.code
    return {"attempt": str(attempt.pk), "done": str(done.pk), "question": question}


def _marking(people: dict[str, User], at: datetime.datetime) -> Ids:
    quiz = Quiz.objects.get(code="M2.2")
    essay = make_question(quiz.module, 950, "essay", marks=3).question
    type(essay).objects.filter(pk=essay.pk).update(retired_at=at)  # sat by one person only, never drawn
    attempt = hand_in_with_essay(start(code="M2.2", language="tg", by=people["DEMO-T2"], at=at), people["DEMO-T2"])
    values = {"quiz": quiz, "cohort": Cohort.objects.get(code="KHO-3M-1"), "versions": 2, "at": at}
    paper = draw_papers(submission=uuid.uuid4(), by=people["DEMO-R1"], **values)[0]
    return {"essay": str(essay_of(attempt).pk), "paper": str(paper.pk)}


def _practicals(people: dict[str, User], at: datetime.datetime) -> Ids:
    cohort = Cohort.objects.get(code="KHO-3M-1")
    enrolments = {row.person.service_number: row for row in Enrolment.objects.filter(cohort=cohort)}
    criteria = len(PracticalVersion.objects.filter(exercise__code="PX-2.2").latest("number").criteria)
    record_observation(
        submission=uuid.uuid4(),
        enrolment=enrolments["DEMO-T1"],
        code="PX-2.2",
        scores=[2] * criteria,
        comment="",
        by=people["DEMO-I2"],
        at=at,
    )
    return {
        "observed": str(enrolments["DEMO-T1"].pk),
        "not_observed": str(enrolments["DT-2008"].pk),
        "cohort": str(cohort.pk),
        "locked_cohort": str(Cohort.objects.get(code="KHO-10D-1").pk),
        "trainee": str(people["DEMO-T1"].pk),
        "afghan": str(people["DEMO-T2"].pk),
    }


def _papers(people: dict[str, User], at: datetime.datetime) -> Ids:
    certificates = Certificate.objects.order_by("serial")
    withheld = certificates[1]
    Certificate.objects.filter(pk=withheld.pk).update(check_allowed=False)
    withheld.check_allowed = False
    data = (ROOT / "tests" / "samples" / "trainees-dirty.csv").read_bytes()
    centre = people["DEMO-R1"].centre
    assert centre is not None
    return {
        "certificate": str(certificates[0].pk),
        "code": certificates[0].code,
        "withheld": str(withheld.pk),
        "token": make_link(certificate=withheld, days=7, by=people["DEMO-HR1"], at=at).token,
        "batch": str(Batch.objects.get(cohort__code="KHO-GEN-1").pk),
        "graduating": str(Cohort.objects.get(code="KHO-10D-1").pk),
        "draft": str(keep_draft(data=data, suffix=".csv", centre=centre, by=people["DEMO-R1"], at=at).pk),
        "issued_batch": str(certificates[0].batch_id),
        **_registers(people, at),
    }


def _registers(people: dict[str, User], at: datetime.datetime) -> Ids:
    """A past register with a refused line, a list to compare, and what the demonstration has of both."""
    centre = people["DEMO-R1"].centre
    assert centre is not None
    past = "Номер;ФИО\n1/2009;Раҳимов Фирӯз\n;Бе рақам\n".encode()
    listed = "Номер;ФИО;Год рождения\n17/2011;Раҳимов Фирӯз;1981\n;Каримов Али;1980\n".encode()
    day = timezone.localdate(at)
    return {
        "past_draft": str(
            keep_register(data=past, suffix=".csv", centre=centre, year=2009, by=people["DEMO-R1"], at=at).pk
        ),
        "past_entry": str(PastEntry.objects.get(serial="17/2011").pk),
        "list_check": str(
            keep_list(data=listed, suffix=".csv", post="KPP-2", day=day, by=people["DEMO-HR1"], at=at).pk
        ),
        "enquiry": str(Enquiry.objects.get(serial="23/2008").pk),
    }


def _appeals(people: dict[str, User], at: datetime.datetime) -> Ids:
    """An appeal of the Tajik trainee that waits, in a centre with a commission."""
    enrolment = Enrolment.objects.get(cohort__code="KHO-3M-1", person__service_number="DEMO-T1")
    day = timezone.localdate(at)
    members = [people[number] for number in ("DEMO-R1", "DEMO-I1", "DEMO-I2")]
    appoint(
        centre=enrolment.cohort.centre,
        number="14/k",
        date=day,
        members=members,
        chair=members[0],
        by=people["DEMO-H1"],
        at=at,
    )
    appeal = file_appeal(
        submission=uuid.uuid4(),
        enrolment=enrolment,
        result=None,
        grounds="Two answers are right.",
        by=enrolment.person,
        at=at,
    )
    return {"appeal": str(appeal.pk)}


def _examinations(people: dict[str, User], at: datetime.datetime) -> Ids:
    """A sitting that stands open, a team, a practical day and a file of questions that waits."""
    cohort = Cohort.objects.get(code="KHO-3M-1")
    head, instructor = people["DEMO-H1"], people["DEMO-I1"]
    sitting = plan_sitting(
        pk=uuid.uuid4(),
        quiz=Quiz.objects.get(code="M2.2"),
        cohort=cohort,
        room=None,
        opens_at=at,
        closes_at=at + datetime.timedelta(hours=1),
        invigilators=[instructor],
        by=head,
        at=at,
    )
    exercise = PracticalExercise.objects.get(code="PX-2.2")
    team = TeamSheet.objects.create(cohort=cohort, exercise=exercise, by=instructor, at=at)
    team.members.set(Enrolment.objects.filter(cohort=cohort).order_by("pk")[:3])
    day = PracticalDay.objects.create(
        cohort=cohort, date=timezone.localdate(at) + datetime.timedelta(days=2), minutes=300, exercises=["PX-2.2"],
        by=head, at=at,
    )  # fmt: skip
    day.assessors.set([instructor, people["DEMO-I2"]])
    draft = keep_import(
        data=b"::Q1:: Is the sea wet? {T}\n\n::Q2:: Two and two? {=4 ~5}\n", name="two.gift", form="gift",
        language="en",
        module=sitting.quiz.module, lesson=None, follows=None, by=people["DEMO-E1"], at=at,
    )  # fmt: skip
    return {"sitting": str(sitting.pk), "team": str(team.pk), "day": str(day.pk), "import": str(draft.pk)}
