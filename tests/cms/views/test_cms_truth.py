"""An editor changes one paragraph in English: board, list, and the trainee's page in four languages tell the truth."""

import datetime

import pytest
from django.test import override_settings

from cms.models import LessonPage
from cms.services.loading import load_curriculum
from cms.services.publishing import publish_page, publish_translation
from courses.enums import ApprovalState, ApprovedKind, Change, TextState
from courses.models import Lesson, ProgrammeVersion
from courses.selectors.standings import standings_of_lessons
from courses.services.approvals import Seen, hand_in, pass_language, pass_subject, set_state
from foundation.languages.titles import LANGUAGE_CODES
from tests.cms.services.test_cms_meaning import correct, say
from tests.cms.views.test_cms_board import BOARD, LIST, links, listed
from tests.factories.cms import write_curriculum

AT = datetime.datetime(2026, 11, 20, 8, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
DRAFT = "Draft: follow your instructor."
REVISED = "This lesson is being revised."
OLD, NEW = "Never alone (en)", "Never alone, and never at night (en)"


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


@pytest.fixture
def approved(loaded, cast):
    """Every language of the lesson is approved."""
    for one in standings_of_lessons(codes=["M2.2.1"]):
        set_state(
            kind=ApprovedKind.LESSON,
            code=one.code,
            language=one.language,
            source_hash=one.hash,
            state=ApprovalState.APPROVED,
            by=None,
            at=AT,
        )


def only_approved():
    ProgrammeVersion.objects.update(drafts_shown=False)


def change_a_paragraph(by, change=Change.MEANING, at=AT + HOUR):
    page = LessonPage.objects.get(lesson__code="M2.2.1", locale__language_code="en")
    warning = next(child for child in page.body if child.block_type == "warning")
    warning.value["body"][0] = NEW
    page.save_revision(user=by, clean=False)
    return publish_page(page=page, change=change, by=by, at=at)


def read(cast, language):
    return cast.client("trainee").get(f"/{language}/courses/lessons/M2.2.1/").content.decode()


def states():
    return {one.language: one.state for one in standings_of_lessons(codes=["M2.2.1"])}


def approve(cast, language, at):
    (now,) = standings_of_lessons(codes=["M2.2.1"], languages=(language,))
    text = {"kind": ApprovedKind.LESSON, "code": "M2.2.1", "language": language, "at": at}
    text["seen"] = Seen(now.hash, now.number)
    hand_in(**text, by=cast.translator if language != "en" else cast.editor)
    pass_subject(**text, by=cast.administrator)
    pass_language(**text, by=cast.translator)


def test_under_an_approved_only_programme(approved, cast):
    only_approved()
    change_a_paragraph(cast.editor)
    assert states() == {
        "en": TextState.DRAFT,
        "tg": TextState.STALE,
        "fa-af": TextState.STALE,
        "ru": TextState.STALE,
    }
    numbers = {(url.split("language=")[1], number) for url, number, _ in links(cast.client("editor").get(BOARD))}
    assert {("tg&state=stale", 1), ("fa-af&state=stale", 1), ("ru&state=stale", 1)} <= numbers
    assert listed(cast.client("translator"), f"{LIST}?language=tg&state=stale") == 1
    for language in LANGUAGE_CODES:  # the old approved edition, never a mixture, and it says so
        html = read(cast, language)
        assert f"Never alone ({language})" in html
        assert NEW not in html
        assert DRAFT not in html
        assert html.count('<div class="notice">') == 1
    assert REVISED in read(cast, "en")
    approve(cast, "en", AT + 2 * HOUR)
    html = read(cast, "en")
    assert NEW in html
    assert REVISED not in html
    tajik = say("tg", warning_path(), "Ҳеҷ гоҳ танҳо ва шабона (tg)")
    publish_translation(translation=tajik, change=None, by=cast.editor, at=AT + 3 * HOUR)
    assert states()["tg"] == TextState.DRAFT
    assert "Never alone (tg)" in read(cast, "tg")  # not yet approved
    approve(cast, "tg", AT + 4 * HOUR)
    html = read(cast, "tg")
    assert "Ҳеҷ гоҳ танҳо ва шабона" in html
    assert '<div class="notice">' not in html
    assert states()["ru"] == TextState.STALE


def test_where_drafts_are_shown_they_say_so(approved, cast):
    assert DRAFT not in read(cast, "en")
    change_a_paragraph(cast.editor)
    html = read(cast, "en")
    assert NEW in html
    assert DRAFT in html
    assert REVISED not in html
    html = read(cast, "tg")
    assert "Never alone (tg)" in html
    assert DRAFT not in html  # still the approved Tajik …
    assert '<div class="notice">' in html  # … which lags behind


def test_a_corrected_comma_disturbs_no_reader_of_another_language(approved, cast):
    change_a_paragraph(cast.editor, Change.WORDING)
    assert states() == {
        "en": TextState.DRAFT,
        "tg": TextState.APPROVED,
        "fa-af": TextState.APPROVED,
        "ru": TextState.APPROVED,
    }
    for language in ("tg", "fa-af", "ru"):
        assert '<div class="notice' not in read(cast, language)


def test_what_is_safety_critical_is_never_shown_unapproved_in_production(approved, cast):
    Lesson.objects.filter(code="M2.2.1").update(safety_critical=True)
    change_a_paragraph(cast.editor)
    with override_settings(DEMONSTRATION=False):
        html = read(cast, "en")
    assert OLD in html  # the approved edition, although the programme shows drafts
    assert NEW not in html
    assert REVISED in html


def test_the_lawyer_mends_the_tajik_and_all_others_say_that_they_lag(approved, cast):
    correct("tg", Change.MEANING, text="Суханҳои нав", at=AT + HOUR)
    only_approved()
    for language in ("en", "fa-af", "ru"):
        assert '<div class="notice">' in read(cast, language)
    page = LessonPage.objects.get(lesson__code="M2.2.1", locale__language_code="en")
    html = cast.client("editor").get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "Another language says something newer" in html


def test_homes_say_what_waits(approved, cast):
    change_a_paragraph(cast.editor)
    html = cast.client("translator").get("/en/home/").content.decode()
    assert "language=tg&amp;state=stale" in html
    assert "language=en" not in html
    assert "wait for your review" not in html
    (now,) = standings_of_lessons(codes=["M2.2.1"], languages=("en",))
    hand_in(
        kind=ApprovedKind.LESSON,
        code="M2.2.1",
        language="en",
        seen=Seen(now.hash, now.number),
        by=cast.editor,
        at=AT + 2 * HOUR,
    )
    assert "wait" not in cast.client("editor").get("/en/home/").content.decode()  # nobody reviews their own words
    pass_subject(
        kind=ApprovedKind.LESSON,
        code="M2.2.1",
        language="en",
        seen=Seen(now.hash, now.number),
        by=cast.administrator,
        at=AT + 2 * HOUR,
    )
    html = cast.client("translator").get("/en/home/").content.decode()
    assert "1 text waits for your review." in html
    assert "/en/curriculum/list/?state=waiting" in html


def warning_path():
    page = LessonPage.objects.get(lesson__code="M2.2.1", locale__language_code="en")
    warning = next(child for child in page.body.get_prep_value() if child["type"] == "warning")
    return f"body.{warning['id']}.body.{warning['value']['body'][0]['id']}"
