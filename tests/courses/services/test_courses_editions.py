"""Editions: never changed, numbered, one more only when something reads differently; approvals belong to words."""

import datetime

import pytest

from accounts.enums import Act
from accounts.models import AuditEntry
from courses.enums import ApprovalState, ApprovedKind
from courses.models import Approval, LessonEdition
from courses.models.editions import EditionError
from courses.selectors.editions import (
    edition_numbers,
    latest_lessons,
    lesson_for,
    lesson_titles,
    module_titles,
)
from courses.services.approvals import set_state
from courses.services.editions import LessonText, publish_course, publish_lesson, publish_lessons, publish_module
from tests.factories.courses import make_module

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)


def later(minutes):
    return AT + datetime.timedelta(minutes=minutes)


@pytest.fixture
def lesson(db):
    module = make_module("M9.1", lessons=0)
    return module.lessons.create(code="M9.1.1", position=1)


def publish(lesson, **changes):
    values = {
        "lesson": lesson,
        "language": "en",
        "title": "Lines",
        "summary": "About lines",
        "body": "<p>Lines</p>",
        "instructor_body": "",
        "text": "Lines",
        "outcomes": ["read"],
        "source_hash": "a",
        "source": None,
        "by": None,
        "at": AT,
    }
    return publish_lesson(**{**values, **changes})


def approve(lesson, at, state=ApprovalState.APPROVED, source_hash="a", language="en"):
    return set_state(
        kind=ApprovedKind.LESSON,
        code=lesson.code,
        language=language,
        source_hash=source_hash,
        state=state,
        by=None,
        at=at,
    )


def test_the_same_again_makes_no_new_edition(lesson):
    first = publish(lesson)
    assert publish(lesson, at=later(1)).pk == first.pk
    assert AuditEntry.objects.filter(act=Act.EDITION_PUBLISHED).count() == 1


@pytest.mark.parametrize("changed", [{"body": "<p>Other</p>"}, {"source_hash": "b"}, {"outcomes": ["write"]}])
def test_what_reads_differently_is_the_next_number(lesson, changed):
    publish(lesson)
    second = publish(lesson, **changed)
    assert second.number == 2
    assert AuditEntry.objects.filter(act=Act.EDITION_PUBLISHED).count() == 2


def test_languages_count_for_themselves_and_name_their_source(lesson):
    source = publish(lesson)
    translation = publish(lesson, language="tg", title="Сатрҳо", text="Сатрҳои ғ", source=source)
    assert (translation.number, translation.source_id) == (1, source.pk)
    assert "сатрхои г" in translation.folded
    assert translation.words == 2


def test_an_edition_is_never_changed(lesson):
    edition = publish(lesson)
    edition.title = "Other"
    with pytest.raises(EditionError):
        edition.save()
    with pytest.raises(EditionError):
        LessonEdition.objects.filter(pk=edition.pk).update(title="Other")


def test_many_at_once_are_one_entry_a_module(lesson):
    other = lesson.module.lessons.create(code="M9.1.2", position=2)
    texts = [LessonText(lesson=row, language="en", title="T", source_hash="a") for row in (lesson, other)]
    published = publish_lessons(texts=texts, by=None, at=AT)
    assert [item.new for item in published] == [True, True]
    entry = AuditEntry.objects.get(act=Act.EDITION_PUBLISHED)
    assert entry.new == {"editions": ["M9.1.1 en 1", "M9.1.2 en 1"]}
    assert not any(item.new for item in publish_lessons(texts=texts, by=None, at=AT))
    assert AuditEntry.objects.filter(act=Act.EDITION_PUBLISHED).count() == 1


def test_modules_and_courses(lesson):
    module = lesson.module
    for title, number in (("A", 2), ("A", 2), ("B", 3)):  # the factory made the first
        edition = publish_module(
            module=module, language="en", title=title, outcomes=["x"], source_hash="a", by=None, at=AT
        )
        assert edition.number == number
    course = publish_course(course=module.course, language="en", title="C", source_hash="a", by=None, at=AT)
    assert course.number == 1
    assert module_titles([module.code], "en") == {module.code: "B"}


def test_titles_fall_back_to_the_source(lesson):
    publish(lesson)
    publish(lesson, title="Lines 2")
    assert lesson_titles([lesson.code], "tg") == {lesson.code: "Lines 2"}
    publish(lesson, language="tg", title="Сатрҳо")
    assert lesson_titles([lesson.code], "tg") == {lesson.code: "Сатрҳо"}
    assert edition_numbers(lesson.module.code) == {lesson.code: 2}
    assert latest_lessons([lesson.code], "en")[lesson.code].number == 2


def test_an_approval_is_written_once_a_state(lesson):
    first = approve(lesson, AT)
    assert approve(lesson, later(1)).pk == first.pk
    approve(lesson, later(2), ApprovalState.DRAFT)
    assert Approval.objects.count() == 2
    assert AuditEntry.objects.filter(act=Act.APPROVAL_CHANGED).count() == 2


def test_drafts_are_hidden_where_the_programme_says_so(lesson):
    publish(lesson)
    assert lesson_for(lesson.code, "en", drafts_shown=False) is None
    assert not lesson_for(lesson.code, "en", drafts_shown=True).approved
    approve(lesson, later(1))
    assert lesson_for(lesson.code, "en", drafts_shown=False).approved


def test_an_approval_does_not_carry_over_to_other_words(lesson):
    publish(lesson)
    approve(lesson, later(1))
    second = publish(lesson, text="Other lines", body="<p>Other lines</p>", at=later(2))
    assert second.approval_state == ApprovalState.DRAFT
    assert lesson_for(lesson.code, "en", drafts_shown=False).number == 1  # the approved one stays to be read
    assert lesson_for(lesson.code, "en", drafts_shown=True).number == 2
    approve(lesson, later(3))
    approve(lesson, later(4), ApprovalState.DRAFT)
    approve(lesson, later(5))
    assert lesson_for(lesson.code, "en", drafts_shown=False).number == 2


def test_an_approval_carries_over_to_other_markup(lesson):
    publish(lesson)
    approve(lesson, later(1))
    assert publish(lesson, body="<div>Lines</div>", at=later(2)).approval_state == ApprovalState.APPROVED


def test_safety_critical_lessons_are_never_shown_unapproved_in_production(lesson, settings):
    publish(lesson)
    assert lesson_for(lesson.code, "en", drafts_shown=True) is not None
    settings.DEMONSTRATION = False
    assert lesson_for(lesson.code, "en", drafts_shown=True) is not None
    lesson.safety_critical = True
    lesson.save()
    assert lesson_for(lesson.code, "en", drafts_shown=True) is None
    approve(lesson, later(1))
    assert lesson_for(lesson.code, "en", drafts_shown=True) is not None


def test_the_language_asked_for_comes_first_and_a_text_before_a_title(lesson):
    publish(lesson)
    publish(lesson, language="tg", title="Сатрҳо", body="", text="", summary="")
    assert lesson_for(lesson.code, "tg", drafts_shown=True).language == "en"
    publish(lesson, language="tg", title="Сатрҳо", body="<p>Сатр</p>", text="Сатр")
    assert lesson_for(lesson.code, "tg", drafts_shown=True).language == "tg"
    assert lesson_for(lesson.code, "ru", drafts_shown=True).language == "en"
    assert lesson_for("M9.9.9", "tg", drafts_shown=True) is None


def test_a_retired_lesson_is_not_read(lesson):
    publish(lesson)
    lesson.retired_at = AT
    lesson.save()
    assert lesson_for(lesson.code, "en", drafts_shown=True) is None
