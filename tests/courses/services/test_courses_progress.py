"""One completion a person and lesson, whatever is sent how often and in which language."""

import datetime
import uuid

import pytest

from courses.models import LessonCompletion, LessonEdition
from courses.services.progress import ForeignCompletionError, NotThisLessonError, complete
from tests.factories.accounts import make_person
from tests.factories.courses import make_module

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture
def person(db):
    make_module("M9.1")
    return make_person()


def edition(code="M9.1.1", language="tg"):
    return LessonEdition.objects.get(lesson__code=code, language=language)


def send(person, *, completion=None, lesson="M9.1.1", language="tg", at=AT):
    return complete(
        completion=completion or uuid.uuid4(), lesson=lesson, edition=edition(lesson, language).pk, by=person, at=at
    )


def test_a_repeat_gets_the_same_answer(person):
    completion = uuid.uuid4()
    first = send(person, completion=completion)
    again = send(person, completion=completion, at=AT + datetime.timedelta(hours=1))
    assert (again.pk, again.completed_at) == (first.pk, AT)


def test_another_device_and_language_is_the_same_progress(person):
    first = send(person)
    other = send(person, language="ru")
    assert other.pk == first.pk
    assert other.edition.language == "tg"
    assert LessonCompletion.objects.count() == 1


def test_the_edition_must_be_of_the_lesson_and_have_a_text(person):
    with pytest.raises(NotThisLessonError):
        complete(completion=uuid.uuid4(), lesson="M9.1.2", edition=edition().pk, by=person, at=AT)
    empty = LessonEdition.objects.create(
        lesson=edition().lesson, language="en", number=2, title="Only a title", source_hash="0"
    )
    with pytest.raises(NotThisLessonError):
        complete(completion=uuid.uuid4(), lesson="M9.1.1", edition=empty.pk, by=person, at=AT)


def test_an_id_of_somebody_else_is_refused(person):
    completion = uuid.uuid4()
    send(person, completion=completion)
    with pytest.raises(ForeignCompletionError):
        send(make_person(), completion=completion)
